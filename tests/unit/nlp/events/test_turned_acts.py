"""Acts that are stopped, refused or announced under a condition."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

CASES = (
    ("The World Bank stopped lending to Malawi in March.", "lending", "SANCTION", "AID", ["World Bank"], ["Malawi"]),
    ("The Sudanese army ceased shelling the town of Kadugli.", "shelling", "RETREAT", "ASSAULT", ["Sudanese"], None),
    ("Sudan will not hand its uranium to Chad.", "hand", "REJECT", None, ["Sudan"], ["Chad"]),
    ("Sudan said it would not reopen its market to Chad.", "reopen", "REJECT", None, ["Sudan"], ["Chad"]),
    (
        "Nigeria said it will withdraw its troops from Liberia unless Chad stops the raids.",
        "withdraw",
        "THREATEN",
        "RETREAT",
        ["Nigeria"],
        ["Liberia"],
    ),
    ("Iran threatened to act if Chad sends tanks.", "threatened", "THREATEN", None, ["Iran"], ["Chad"]),
    (
        "Students marched in Quito to demand the release of teachers by Ecuador.",
        "marched",
        "PROTEST",
        None,
        [],
        ["Ecuador"],
    ),
)


def _names(found: Extraction, ids: tuple[str, ...]) -> list[str]:
    names = {entity.id: entity.name for entity in found.entities}
    return [names[one] for one in ids]


@pytest.mark.parametrize(
    ("sentence", "word", "kind", "of", "actors", "recipients"), CASES, ids=lambda value: str(value)[:50]
)
def test_an_act_that_is_ended_refused_or_made_a_condition_has_another_type(
    sentence: str,
    word: str,
    kind: str,
    of: str | None,
    actors: list[str],
    recipients: list[str] | None,
    extract: Callable[..., Extraction],
) -> None:
    found = extract(sentence)
    events = [event for event in found.events if event.trigger[0] == sentence.index(word)]
    assert [(event.type, event.of) for event in events] == [(kind, of)], found.events
    assert _names(found, events[0].actors) == actors
    assert recipients is None or _names(found, events[0].recipients) == recipients


@pytest.mark.parametrize(
    "sentence",
    [
        "Analysts said Sudan would not reopen its market to Chad.",
        "The shop will not accept old notes.",
        "Sudan would not have reopened its market to Chad.",
    ],
)
def test_what_others_foretell_or_a_shop_does_not_do_is_no_refusal(
    sentence: str, extract: Callable[..., Extraction]
) -> None:
    assert [event for event in extract(sentence).events if event.rule == "REJECT said what will not be done"] == []


def test_a_demand_in_the_clause_of_a_protest_is_no_second_act(extract: Callable[..., Extraction]) -> None:
    found = extract("Students marched in Quito to demand the release of teachers by Ecuador.")
    assert [event.type for event in found.events] == ["PROTEST"]
