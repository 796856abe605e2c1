"""Names that are labelled once and repeated."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import entity_lexicon, load_known_names
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.repeated import add_repeated


def added(
    nlp: Language, text: str, given: str, label: EntityType, surnames: dict[str, float] | None = None
) -> list[tuple[str, str]]:
    """Return text and type of what is added to one given name."""
    tokens = parsed(nlp, text)
    start = text.index(given)
    name = Name(*tokens.covering((start, start + len(given))), label, "model")
    found = add_repeated(tokens, [name], surnames or {}, load_known_names(), entity_lexicon())
    return [(tokens.string(each.start, each.end), each.type) for each in found if each.rule == "repeated"]


@pytest.mark.parametrize(
    ("text", "given", "label", "surnames", "expected"),
    [
        ("Harrow Vale fell. Analysts of Harrow Vale left.", "Harrow Vale", "ORG", {}, [("Harrow Vale", "ORG")]),
        (
            "Elena Zorvane won. All like Zorvane.",
            "Elena Zorvane",
            "PERSON",
            {"Zorvane": 2.5},
            [("Zorvane", "PERSON")],
        ),
        ("Harrow Vale Ltd fell. Analysts of Harrow left.", "Harrow Vale Ltd", "ORG", {}, [("Harrow", "ORG")]),
        ("Fans of Larkwood Falcons left. The Falcons lost.", "Larkwood Falcons", "ORG", {}, [("Falcons", "ORG")]),
        ("Elena Zorvane won.\n\nZORVANE WINS", "Elena Zorvane", "PERSON", {"Zorvane": 2.5}, [("ZORVANE", "PERSON")]),
    ],
)
def test_what_is_added(
    nlp: Language,
    text: str,
    given: str,
    label: EntityType,
    surnames: dict[str, float],
    expected: list[tuple[str, str]],
) -> None:
    assert added(nlp, text, given, label, surnames) == expected


@pytest.mark.parametrize(
    ("text", "given", "label", "surnames"),
    [
        ("Elena Baker won. The baker left.", "Elena Baker", "PERSON", {"Baker": 2.5}),
        ("Elena Baker won. The Baker family left.", "Elena Baker", "PERSON", {"Baker": 2.5}),
        ("Harrow fell. Analysts of Harrow Bank left.", "Harrow", "ORG", {}),
    ],
)
def test_what_is_a_common_word_or_part_of_a_longer_name(
    nlp: Language, text: str, given: str, label: EntityType, surnames: dict[str, float]
) -> None:
    assert added(nlp, text, given, label, surnames) == []
