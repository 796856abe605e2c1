"""Every row of the tables about places: it applies to its first example and not to the second."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.examples import read_example
from wiredesk.nlp.cues import Cue
from wiredesk.nlp.gazetteer import load as load_gazetteer
from wiredesk.nlp.mentions import EntityDraft, MentionDraft, TypeDecision
from wiredesk.nlp.places.focus_cues import FOCUS_CUES, focus_cue
from wiredesk.nlp.places.metonym_forms import ACTOR
from wiredesk.nlp.places.metonymy import METONYM_CUES, match_rule
from wiredesk.nlp.places.name_rules import MIN_CERTAIN_MARGIN, NON_PLACE_RULES, PLACE_RULES, NameUse, first_rule
from wiredesk.nlp.places.named_place import name_ranges, place_at
from wiredesk.nlp.places.place_context import CONTEXT_CUES

TABLES = {
    "context": CONTEXT_CUES,
    "metonyms": METONYM_CUES,
    "places": PLACE_RULES,
    "others": NON_PLACE_RULES,
    "focus": FOCUS_CUES,
}
NAME_RULES = [*((row, "ORG") for row in PLACE_RULES), *((row, "GPE") for row in NON_PLACE_RULES)]


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


def name_use(nlp: Language, sentence: str, kind: str) -> NameUse:
    """The use of the name in brackets in the story that the examples of name rules assume."""
    tokens, start, end = read_example(nlp, sentence)
    mention = MentionDraft(tokens.span(start, end))
    decision = TypeDecision("", MIN_CERTAIN_MARGIN if "town [" in sentence else 0.0)
    entity = EntityDraft("e1", kind, tokens.string(start, end), (mention,), decision=decision)  # type: ignore[arg-type]
    return NameUse(load_gazetteer(), tokens, entity, name_ranges(tokens, entity), {"fairview"}, {"john", "lancaster"})


@pytest.mark.parametrize(("row", "kind"), NAME_RULES, ids=lambda each: getattr(each, "name", each))
def test_name_rules(nlp: Language, row: Cue, kind: str) -> None:
    rules = PLACE_RULES if row in PLACE_RULES else NON_PLACE_RULES
    assert first_rule(rules, name_use(nlp, row.yes, kind)) is row
    assert not row.feature(name_use(nlp, row.no, kind))


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_names_are_unique(table: list[Cue]) -> None:
    names = [row.name for row in table]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", FOCUS_CUES, ids=lambda row: row.name)
def test_focus(nlp: Language, row: Cue) -> None:
    assert focus_cue(place_at(*read_example(nlp, row.yes))) is row
    assert not row.feature(place_at(*read_example(nlp, row.no)))
