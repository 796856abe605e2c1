"""Each row of the cues to the type of a name applies to its example, and not to its counter-example."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.cue_rows import examples, unbracketed
from tests.support.parses import parsed
from wiredesk.nlp.cues import Cue, CueIndex, votes
from wiredesk.nlp.gazetteer import load as load_gazetteer
from wiredesk.nlp.knowledge import KnownNames, entity_lexicon, load_known_names
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.form_cues import FORM_CUES, GAZETTEER_CUES, NameForm
from wiredesk.nlp.names.name_context import NameContext
from wiredesk.nlp.names.type_cues import KNOWN_WEIGHT, MENTION_CUES, TextEvidence, TypeEvidence


@pytest.fixture(scope="module")
def known() -> KnownNames:
    return load_known_names()


INDEX, FORM_INDEX = CueIndex(MENTION_CUES), CueIndex(FORM_CUES)


@pytest.mark.parametrize(("row", "sentence", "applies"), examples(MENTION_CUES))
def test_context(nlp: Language, known: KnownNames, row: Cue, sentence: str, applies: bool) -> None:
    text, start, end = unbracketed(sentence)
    tokens = parsed(nlp, text)
    name = NameContext(tokens, *tokens.covering((start, end)), known, entity_lexicon(), "PERSON")
    assert bool(row.feature(name)) is applies
    assert INDEX.votes(name) == list(votes(MENTION_CUES, name)), "what a row needs leaves a case of it out"


@pytest.mark.parametrize(("row", "sentence", "applies"), examples(FORM_CUES))
def test_the_words_of_the_name(known: KnownNames, row: Cue, sentence: str, applies: bool) -> None:
    text, start, end = unbracketed(sentence)
    form = NameForm(text[start:end], known, entity_lexicon())
    assert bool(row.feature(form)) is applies
    assert FORM_INDEX.votes(form) == list(votes(FORM_CUES, form)), "what a row needs leaves a case of it out"


@pytest.mark.parametrize(("row", "sentence", "applies"), examples(GAZETTEER_CUES))
def test_the_population(row: Cue, sentence: str, applies: bool) -> None:
    gazetteer = load_gazetteer()
    text, start, end = unbracketed(sentence)
    population = int(gazetteer.columns.population[gazetteer.rows(text[start:end])[0]])
    assert row.feature(population) is applies


@pytest.fixture(scope="module")
def of_texts(known: KnownNames) -> TextEvidence:
    return TextEvidence(known, entity_lexicon(), load_gazetteer())


def test_of_the_words_of_a_name_one_row_votes(of_texts: TextEvidence) -> None:
    assert [rule for rule, _, _ in of_texts["Larkwood County"].of_form] == ["ends like a region, of two words"]


def test_an_unambiguous_known_name_votes_for_its_type(of_texts: TextEvidence) -> None:
    assert of_texts["Kazakhstan"].of_form == (("the knowledge base", "GPE", KNOWN_WEIGHT),)
    assert of_texts["Jordan"].of_form == ()


def test_a_first_name_is_no_place(of_texts: TextEvidence) -> None:
    assert of_texts["Victoria"].of_gazetteer == ()


def test_the_votes_of_a_mention_are_computed_once(nlp: Language, known: KnownNames) -> None:
    evidence = TypeEvidence(parsed(nlp, "Mr Halloran resigned."), known, entity_lexicon())
    name = Name(1, 2, "ORG", "model")
    assert evidence.of_context(name) is evidence.of_context(name._replace(type="PERSON"))
