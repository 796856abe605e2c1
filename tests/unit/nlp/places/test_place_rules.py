"""Every row of the tables about places: it applies to its first example and leaves the second alone."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.examples import read_example
from wiredesk.nlp.cues import Cue
from wiredesk.nlp.places.metonymy import ACTOR, METONYM_CUES, match_rule
from wiredesk.nlp.places.named_place import place_at
from wiredesk.nlp.places.place_context import CONTEXT_CUES


@pytest.mark.parametrize("row", CONTEXT_CUES, ids=lambda row: row.name)
def test_context(nlp: Language, row: Cue) -> None:
    assert row.feature(*read_example(nlp, row.yes))
    assert not row.feature(*read_example(nlp, row.no))


@pytest.mark.parametrize("row", METONYM_CUES, ids=lambda row: row.name)
def test_metonyms(nlp: Language, row: Cue) -> None:
    assert row.feature(place_at(*read_example(nlp, row.yes)))
    assert not row.feature(place_at(*read_example(nlp, row.no)))


@pytest.mark.parametrize("row", METONYM_CUES, ids=lambda row: row.name)
def test_the_row_decides_its_example(nlp: Language, row: Cue) -> None:
    found = match_rule(*read_example(nlp, row.yes))
    assert found is (row if row.label == ACTOR else None)


@pytest.mark.parametrize("table", [CONTEXT_CUES, METONYM_CUES], ids=["context", "metonyms"])
def test_names_are_unique(table: list[Cue]) -> None:
    names = [row.name for row in table]
    assert len(set(names)) == len(names)
