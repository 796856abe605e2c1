"""Types of short names by the full names of the story."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.contract import EntityType
from wiredesk.nlp.entities.settled_types import settle_types
from wiredesk.nlp.knowledge import entity_lexicon, load_known_names
from wiredesk.nlp.mentions import Name

_KNOWN = load_known_names()


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("Norden Bank fell . Norden rose .", [(0, 2, "ORG"), (4, 5, "PERSON")], "ORG"),
        ("Norden Bank fell . Mr Norden rose .", [(0, 2, "ORG"), (5, 6, "PERSON")], "PERSON"),
        (
            "Norden Bank and Ann Norden fell . Norden rose .",
            [(0, 2, "ORG"), (3, 5, "PERSON"), (7, 8, "PERSON")],
            "PERSON",
        ),
        ("Muqtada Sadr left . Muqtada spoke .", [(0, 2, "PERSON"), (4, 5, "ORG")], "PERSON"),
        ("Muqtada Sadr left . The Muqtada spoke .", [(0, 2, "PERSON"), (5, 6, "ORG")], "ORG"),
        ("Sadr Steel and Muqtada Sadr left . Sadr spoke .", [(0, 2, "ORG"), (3, 5, "PERSON"), (7, 8, "ORG")], "ORG"),
        ("Kellner Dunn & Marr fell . KDM rose .", [(0, 4, "ORG"), (6, 7, "PERSON")], "ORG"),
        ("Doyle wept . Ann Doyle left .", [(0, 1, "PERSON"), (3, 5, "ORG")], "PERSON"),
        ("Doyle wept . Ann Street fell .", [(0, 1, "PERSON"), (3, 5, "ORG")], "ORG"),
    ],
)
def test_the_last_name_has_the_type_of_the_full_name(
    nlp: Language, text: str, spans: list[tuple[int, int, EntityType]], expected: EntityType
) -> None:
    names = [Name(start, end, label, "model") for start, end, label in spans]
    settled = settle_types(parsed(nlp, text), names, _KNOWN, entity_lexicon())
    assert settled[-1].type == expected
    assert [name[:2] for name in settled] == [name[:2] for name in names]
