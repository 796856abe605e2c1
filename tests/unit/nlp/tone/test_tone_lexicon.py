"""The lexicon of tone as data: each word in one class, each class with a reason, and its examples hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from wiredesk.contract import Extraction
from wiredesk.nlp.lexicon import table
from wiredesk.nlp.tone.regular_forms import adverb, gerund, past, quality
from wiredesk.nlp.tone.tone_lexicon import tone_lexicon

_GROUPS = ("verbs", "nouns", "adjectives")
NEUTRAL = 0.1
"""A story within this distance of 0 has no tone."""


def _classes() -> Iterator[tuple[str, dict[str, object]]]:
    for file in ("tone_bad", "tone_good"):
        yield from ((f"{file}.{name}", row) for name, row in table(file).items())
    for name in ("directions", "measures", "turners"):
        yield from ((f"{name}.{one}", row) for one, row in table("tone_operators")[name].items())


def _examples() -> Iterator[tuple[str, str]]:
    rows = [*_classes(), *((name, table("tone_operators")[name]) for name in ("contests", "negating"))]
    for name, row in rows:
        for example in row.get("examples", ()):  # type: ignore[attr-defined]
            yield name, example


@pytest.mark.parametrize(("name", "example"), list(_examples()))
def test_the_example_of_a_class_has_the_sign_that_it_says(
    name: str, example: str, extract: Callable[..., Extraction]
) -> None:
    sign, _, sentence = example.partition(" ")
    tone = extract(sentence, language="en").tone
    assert tone is not None
    assert {"+": tone.score > NEUTRAL, "-": tone.score < -NEUTRAL, "0": abs(tone.score) <= NEUTRAL}[sign], tone


def test_every_class_says_why_it_is_one() -> None:
    assert all(str(row["reason"]).endswith(".") and row["examples"] for _, row in _classes())


def test_a_word_is_in_one_class() -> None:
    seen: dict[tuple[str, str], str] = {}
    for name, row in _classes():
        if name.startswith(("tone_", "directions")):
            for group in _GROUPS:
                for word in str(row.get(group, "")).split():
                    assert (word, group) not in seen, (word, group, name, seen[word, group])
                    seen[word, group] = name


def test_a_thing_that_rises_and_falls_is_no_good_or_bad_word() -> None:
    """The sign of a good or bad noun already says whether more of it is good."""
    nouns = {word for name, row in _classes() if name.startswith("tone_") for word in str(row.get("nouns", "")).split()}
    for name, row in table("tone_operators")["measures"].items():
        assert nouns.isdisjoint(row["words"].split()), name


def test_phrases_have_two_words_at_least() -> None:
    for name, row in _classes():
        assert all(len(phrase.split()) > 1 for phrase in row.get("phrases", ())), name  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("derive", "word", "form"),
    [
        (past, "slam", "slammed"),
        (past, "die", "died"),
        (past, "worry", "worried"),
        (past, "destroy", "destroyed"),
        (gerund, "die", "dying"),
        (gerund, "rescue", "rescuing"),
        (gerund, "free", "freeing"),
        (gerund, "rob", "robbing"),
        (adverb, "angry", "angrily"),
        (adverb, "horrible", "horribly"),
        (adverb, "tragic", "tragically"),
        (adverb, "brutal", "brutally"),
        (quality, "happy", "happiness"),
        (quality, "ruthless", "ruthlessness"),
    ],
)
def test_regular_endings(derive: Callable[[str], str], word: str, form: str) -> None:
    assert derive(word) == form


def test_forms_of_a_word_have_its_tone() -> None:
    words = tone_lexicon().words
    assert words["brutally"].groups["a"].value == words["brutal"].groups["a"].value < 0
    assert words["rescued"].groups["a"].value == words["rescue"].groups["v"].value > 0
