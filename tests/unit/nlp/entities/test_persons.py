"""Names of persons: their parts, which of them are one person, what tells the gender."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.cue_rows import unbracketed
from tests.support.extraction_views import named, texts
from tests.support.parses import parsed
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.person_context import gender_by_first_name, gender_by_honorific, title_before
from wiredesk.nlp.entities.person_name_parts import (
    NameParts,
    differ_in_one_letter,
    is_full_name,
    may_be_one_person,
    spelling_key,
    split_name,
    surname,
    without_accents,
)
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.mentions import Name

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("sentence", "words", "generation"),
    [
        ("It was [Dr George W. Larkwood Jr] who won.", ("george", "w", "larkwood"), "jr"),
        ("It was [Jean-Luc Moreau] who won.", ("jean-luc", "moreau"), ""),
        ("It was [Recep Erdoğan] who won.", ("recep", "erdogan"), ""),
        ("It was [J.K. Larkwood] who won.", ("j", "k", "larkwood"), ""),
    ],
)
def test_a_name_in_parts(nlp: Language, sentence: str, words: tuple[str, ...], generation: str) -> None:
    text, start, end = unbracketed(sentence)
    tokens = parsed(nlp, text)
    assert split_name(tokens, Name(*tokens.covering((start, end)), "PERSON", "")) == NameParts(words, generation)


def test_the_surname_is_no_particle() -> None:
    assert surname(NameParts(("marco", "van", "dam"), "")) == "dam"
    assert surname(NameParts((), "")) == ""


def test_a_word_without_accents() -> None:
    assert without_accents("müller") == "muller"


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("bob dole", "robert dole", True),
        ("robert j dole", "r dole", True),
        ("robert j dole", "robert k dole", False),
        ("robert james dole", "robert j dole", True),
        ("anna dole", "bob dole", False),
        ("anna maria dole", "maria dole", True),
    ],
)
def test_two_full_names_of_one_surname(one: str, two: str, same: bool) -> None:
    parts = [NameParts(tuple(name.split()), "") for name in (one, two)]
    assert may_be_one_person(parts[0], parts[1], entity_lexicon().nicknames) is same


def test_father_and_son_are_two() -> None:
    words = ("george", "larkwood")
    assert not may_be_one_person(NameParts(words, "jr"), NameParts(words, "sr"), {})
    assert may_be_one_person(NameParts(words, "jr"), NameParts(words, ""), {})


@pytest.mark.parametrize(
    ("sentence", "gender"),
    [
        ("On Monday Mr [Zorvane] left.", "m"),
        ("On Monday Mrs. [Zorvane] left.", "f"),
        ("On Monday [Zorvane] left.", ""),
        ("On Monday Dr [Zorvane] left.", ""),
    ],
)
def test_honorifics_tell_the_gender(nlp: Language, sentence: str, gender: str) -> None:
    text, start, end = unbracketed(sentence)
    tokens = parsed(nlp, text)
    assert gender_by_honorific(tokens, Name(*tokens.covering((start, end)), "PERSON", "")) == gender


@pytest.mark.parametrize(("name", "gender"), [("angela zorvane", "f"), ("jean-paul zorvane", "m"), ("kim zorvane", "")])
def test_first_names_tell_the_gender(name: str, gender: str) -> None:
    assert gender_by_first_name(NameParts(tuple(name.split()), ""), entity_lexicon()) == gender


def test_an_address_is_no_title(nlp: Language) -> None:
    tokens = parsed(nlp, "President Zorvane met Mr Halloran.")
    assert title_before(tokens, Name(1, 2, "PERSON", ""), entity_lexicon()) == "president"
    assert title_before(tokens, Name(4, 5, "PERSON", ""), entity_lexicon()) == ""


@pytest.mark.parametrize(
    ("body", "name", "short"),
    [
        ("Elena Rossi met Marco Rossi. Mrs Rossi left early.", "Elena Rossi", "Rossi"),
        ("Elena Rossi won. Rossi left early.", "Elena Rossi", "Rossi"),
        ("Robert Larkwood won. Bob Larkwood left early.", "Robert Larkwood", "Bob Larkwood"),
    ],
)
def test_a_short_name_is_the_persons(extract: Extract, body: str, name: str, short: str) -> None:
    result = extract(body)
    assert short in texts(result, named(result, name))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It was [Larry King] who won.", ("larry", "king")),
        ("It was [King Larry] who won.", ("larry",)),
        ("It was [Abdel Fattah al-Sisi] who won.", ("abdel", "fattah", "sisi")),
        ("It was [El-Sisi] who won.", ("sisi",)),
        ("It was [Sean O'Brien] who won.", ("sean", "o'brien")),
    ],
)
def test_honorifics_and_articles_in_a_name(nlp: Language, sentence: str, words: tuple[str, ...]) -> None:
    text, start, end = unbracketed(sentence)
    tokens = parsed(nlp, text)
    assert split_name(tokens, Name(*tokens.covering((start, end)), "PERSON", "")).words == words


@pytest.mark.parametrize(
    ("name", "full"),
    [("ann roe", True), ("van dam", False), ("ben stokes", True), ("de la rue", False), ("sisi", False)],
)
def test_a_full_name(name: str, full: bool) -> None:
    assert is_full_name(NameParts(tuple(name.split()), ""), entity_lexicon().first_name_genders) is full


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("zelensky", "zelenskiy", True),
        ("sissi", "sisi", True),
        ("hariri", "harari", False),
        ("qaddafi", "khadafi", True),
    ],
)
def test_spellings_of_one_surname(one: str, two: str, same: bool) -> None:
    assert (spelling_key(one) == spelling_key(two)) is same


@pytest.mark.parametrize(
    ("one", "two", "slip"),
    [
        ("halloran", "haloran", True),
        ("halloran", "hallorans", True),
        ("halloran", "halleran", True),
        ("halloran", "hallroan", False),
        ("kim", "kin", False),
    ],
)
def test_a_slip_of_one_letter(one: str, two: str, slip: bool) -> None:
    assert differ_in_one_letter(one, two) is slip


@pytest.mark.parametrize(
    ("body", "long", "short"),
    [
        ("Mohammed Haddad met ministers on Monday. Muhammad Haddad left.", "Mohammed Haddad", "Muhammad Haddad"),
        ("Abdel Fattah al-Sisi spoke in Cairo. Mr Sisi said he would go.", "Abdel Fattah al-Sisi", "Sisi"),
        ("Shaquille O'Neal missed the game on Monday. Shaq is hurt, O'Neal's agent said.", "Shaquille O'Neal", "Shaq"),
        (
            "Enrique Peña Nieto spoke on Monday. Enrique Peña said he was tired.",
            "Enrique Peña Nieto",
            "Enrique Peña",
        ),
        ("Ann Halloran spoke on Monday. Ann Halloran left. Ann Haloran was tired.", "Ann Halloran", "Ann Haloran"),
        ("Jon Fritz Keller spoke on Monday. Mr Keller, or JFK, said JFK was fine.", "Jon Fritz Keller", "Keller"),
        ("Nguyen Van Tuan spoke on Monday. Minister Tuan said he agreed.", "Nguyen Van Tuan", "Tuan"),
    ],
)
def test_two_names_of_one_person(extract: Extract, body: str, long: str, short: str) -> None:
    result = extract(body)
    assert named(result, long).id == named(result, short).id


@pytest.mark.parametrize(
    ("body", "one", "other"),
    [
        ("J. Roe signed on Monday. John Roe and James Roe did not.", "John Roe", "James Roe"),
        (
            "AB de Villiers and Jean de Villiers left. De Villiers was glad.",
            "AB de Villiers",
            "Jean de Villiers",
        ),
        ("Mary Ann Hale met Mary Ann Jones on Monday.", "Mary Ann Hale", "Mary Ann Jones"),
        ("Stephen King met Larry King on Monday.", "Stephen King", "Larry King"),
    ],
)
def test_people_of_one_surname_are_not_joined(extract: Extract, body: str, one: str, other: str) -> None:
    result = extract(body)
    assert named(result, one).id != named(result, other).id


def test_a_pronoun_tells_which_of_two_is_meant(extract: Extract) -> None:
    result = extract("John Hale and Mary Hale were charged on Monday. Hale said he was innocent.")
    start = result.text.index("Hale said")
    assert start in [mention.span[0] for mention in named(result, "John Hale").mentions]
