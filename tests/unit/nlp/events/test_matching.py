"""The row of the lexicon that holds for a predicate."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.events.frame_lexicon import frame_table
from wiredesk.nlp.events.frame_rows import parse_frame
from wiredesk.nlp.events.matching import matching_frames
from wiredesk.nlp.events.participants import Cast
from wiredesk.nlp.events.predicates import verb_predicate

SENTENCE = "Rebels sent the army weapons and 20 tanks."
CASES = {
    "a slot that is filled": ("send | obj", True),
    "a slot that is empty": ("send | against", False),
    "a slot that must be empty and is": ("send | !against", True),
    "a slot that must be empty and is not": ("send | !obj", False),
    "the lemma of a noun": ("send | obj:weapon", True),
    "the lemma of a noun joined to it": ("send | obj:tank", True),
    "another lemma": ("send | obj:letter", False),
    "another lemma that must not stand there": ("send | !obj:letter", True),
    "a kind": ("send | subj:@PERSON", True),
    "a number before a joined noun": ("send | obj:@NUMBER", True),
    "money where there is none": ("send | obj:@MONEY", False),
    "a lemma or a kind": ("send | obj:letter/@NUMBER", True),
    "one of two conditions": ("send | obj:tank subj:tank", False),
    "a particle that is not there": ("send_off | obj", False),
}


@pytest.mark.parametrize("case", CASES)
def test_a_row_holds_when_all_its_conditions_are_met(nlp: Language, case: str) -> None:
    row, expected = CASES[case]
    assert _names(nlp, SENTENCE, [row]) == [f"AID {' '.join(row.replace('|', ' ').split())}"] * expected


def test_the_first_row_of_each_ontology_counts(nlp: Language) -> None:
    found = _names(nlp, SENTENCE, ["send |", "send | obj", "send | obj:tank subj"])
    assert found == ["AID send obj:tank subj"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rebels carried out the attack.", ["AID carry_out obj"]),
        ("Rebels carried the guns.", ["AID carry obj"]),
        ("Rebels picked up the guns.", []),
    ],
)
def test_a_verb_with_a_particle_is_another_verb(nlp: Language, sentence: str, expected: list[str]) -> None:
    assert _names(nlp, sentence, ["carry | obj", "carry_out | obj", "pick | obj"]) == expected


def _names(nlp: Language, sentence: str, rows: list[str]) -> list[str]:
    """Return the names of the rows that hold for the first verb of a sentence."""
    tokens = parsed(nlp, sentence)
    verb = tokens.pos.index("VERB")
    table = frame_table(parse_frame(f"AID | {row}", "x") for row in rows)
    found = table.get(("v", tokens.lemma[verb]), ())
    return [row.name for row in matching_frames(verb_predicate(tokens, verb), found, Cast.of(tokens, ()))]
