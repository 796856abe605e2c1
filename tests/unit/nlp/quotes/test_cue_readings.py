"""What a cue says about its content: mode, polarity, and the rule that found the quote."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


def readings(result: Extraction) -> list[tuple[str, str]]:
    return [(quote.mode, quote.polarity) for quote in result.quotes]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Keller said the bridge was safe.", "said"),
        ("Keller accused the minister of hiding the report.", "said"),
        ("According to Keller, the bridge is safe.", "said"),
        ("“The bridge is safe,” Keller told reporters.", "said"),
        ("Keller wrote that the bridge was safe.", "wrote"),
        ("Keller tweeted that the bridge was safe.", "wrote"),
        ("The report said the bridge was safe.", "wrote"),
        ("Keller said in a letter that the bridge was safe.", "wrote"),
        ("Keller said on Twitter that the bridge was safe.", "wrote"),
        ("Keller thinks the bridge is safe.", "thinks"),
        ("Keller is confident that the bridge is safe.", "thinks"),
        ("Keller sees the bridge as a danger.", "thinks"),
        ("Farmers fear that the river will flood their fields.", "thinks"),
        ("Keller wants the bank to act.", "wants"),
        ("Keller hopes that the bridge will open soon.", "wants"),
        ("Keller plans to sell the bridge.", "plans"),
        ("Keller agreed to sell the bridge.", "plans"),
        ("Keller agreed that the bridge was safe.", "said"),
        ("The airline announced plans to cut 300 jobs.", "plans"),
        ("Keller saw that the bridge was safe.", "perceives"),
        ("The bank seems to agree.", "perceives"),
    ],
)
def test_the_mode_is_what_the_cue_reports(extract: Extract, text: str, mode: str) -> None:
    assert [found for found, _ in readings(extract(text))] == [mode]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Keller said the bridge was not safe.", "affirmed"),
        ("Keller denied that the bridge was unsafe.", "denied"),
        ("Berg denied taking money from the company.", "denied"),
        ("Berg rejected the charge.", "denied"),
        ("Keller did not say when the bridge would open.", "denied"),
        ("Keller never said that the bridge was safe.", "denied"),
        ("Keller has yet to say whether the bridge is safe.", "denied"),
        ("Nobody said that the bridge was safe.", "denied"),
        ("No official said that the bridge was safe.", "denied"),
        ("Keller does not believe that the bridge is safe.", "denied"),
        ("Keller failed to mention the fire.", "denied"),
        ("Keller did not deny that the bridge was unsafe.", "affirmed"),
        ("Keller did not rule out a strike.", "affirmed"),
        ("Keller ruled out a strike.", "denied"),
        ("Keller not only said that the bridge was safe.", "affirmed"),
        ("Keller refused to sell the bridge.", "denied"),
        ("Keller declined to comment.", "declined"),
        ("Keller refused to say whether the bridge was safe.", "declined"),
        ("Keller would not say whether the bridge was safe.", "declined"),
        ("Keller won't say whether the bridge is safe.", "declined"),
        ("Keller did not immediately respond to a request for comment.", "declined"),
        ("Keller did not comment on the report.", "declined"),
        ("Keller neither confirmed nor denied that the deal was off.", "declined"),
        ("Keller would not confirm or deny the report.", "declined"),
        ("“We never met,” Keller denied.", "affirmed"),
    ],
)
def test_the_polarity_is_that_of_the_cue_and_its_negation(extract: Extract, text: str, polarity: str) -> None:
    assert [found for _, found in readings(extract(text))] == [polarity]


def test_what_is_declined_is_about_speech_whatever_its_verb(extract: Extract) -> None:
    assert readings(extract("Keller declined to discuss the strike.")) == [("said", "declined")]


def test_a_quote_names_the_frame_that_found_it(extract: Extract) -> None:
    result = extract("Keller said the bridge was safe. “It will last for years,” he said.")
    assert [quote.rule for quote in result.quotes] == ["clause", "direct speech, cue after"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("‘The bridge is safe,’ Keller said.", "direct"),
        ("'The bridge is safe,' Keller said.", "direct"),
        ("Keller said: 'It isn't the council's fault.'", "direct"),
        ("‘The plan,’ Keller said, ‘was never put to a vote.’", "direct"),
        ("Keller said the bridge was ‘a death trap’ for cyclists.", "mixed"),
        ("Keller said the workers' pay had not risen since the '90s.", "indirect"),
        ("« The bridge is safe », Mayor Anna Keller said on Monday.", "direct"),
        ("„The bridge is safe“, Keller said.", "direct"),
        ("»The bridge is safe«, Keller said.", "direct"),
        ("”The bridge is safe”, Keller said.", "direct"),
    ],
)
def test_the_kind_counts_marks_of_every_sort(extract: Extract, text: str, kind: str) -> None:
    assert [quote.kind for quote in extract(text).quotes] == [kind]
