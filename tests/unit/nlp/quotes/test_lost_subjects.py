"""Subjects that the parse has lost, and verbs without any."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


def sources(result: Extraction) -> list[str | None]:
    return [quote.source and result.text[slice(*quote.source)] for quote in result.quotes]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("About 4 in 10 say they want a new school.", "About 4 in 10"),
        ("Speaking in Harlem, Keller, without naming him, also accused Berg of being late.", "Keller"),
        ("Scott bristles at the suggestion he won't be ready.", "Scott"),
        (
            "In a note to the Observer, her senior policy adviser, Jake Sullivan, said: “We believe that is vital.”",
            "her senior policy adviser, Jake Sullivan,",
        ),
        (
            "Olaf Brandt, a lawyer in Orva whose firm, Brandt, lost the case, said its main goal was to push a plan.",
            "Olaf Brandt, a lawyer in Orva whose firm, Brandt, lost the case,",
        ),
    ],
)
def test_the_words_before_the_verb_are_its_subject(extract: Extract, text: str, source: str) -> None:
    assert sources(extract(text, language="en")) == [source]


def test_a_joined_predicate_with_the_tense_of_the_cue_has_its_subject(extract: Extract) -> None:
    text = "Ana Roth acknowledged that the minister has met the bankers but declined to say when."
    assert sources(extract(text, language="en")) == ["Ana Roth", "Ana Roth"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Berg has signalled his desire to leave the party.", "Berg"),
        ("The firm did offer its opinion on the plan.", "The firm"),
        ("The crowd was angered by his claim that the vote was rigged.", "his"),
    ],
)
def test_the_subject_is_the_source_and_not_the_pronoun_before_the_noun(
    extract: Extract, text: str, source: str
) -> None:
    assert sources(extract(text, language="en")) == [source]


@pytest.mark.parametrize(
    "text",
    [
        "Unemployment rose to 5.2 per cent, compared with 4.8 per cent a year before.",
        "If you worry about the price, you should know that it will rise.",
        "The attempt failed in the house, which has strongly denied any guilt.",
        "The police called the man late on Monday.",
    ],
)
def test_nobody_reports(extract: Extract, text: str) -> None:
    assert not extract(text, language="en").quotes
