"""Rows of the knowledge base: what is known of a name, and words that say what a name is."""

from __future__ import annotations

import pytest

from wiredesk.nlp.knowledge import countries, entity_lexicon, load_known_names

NAMES = [
    ("United Nations", "ORG", "United Nations", None, "entity"),
    ("UN", "ORG", "United Nations", None, "entity"),
    ("U.N.", "ORG", "United Nations", None, "entity"),
    ("IMF", "ORG", "International Monetary Fund", None, "entity"),
    ("BBC", "ORG", "BBC", "GB", "entity"),
    ("IBM", "ORG", "IBM", "US", "entity"),
    ("Home Office", "ORG", "Home Office", "GB", "entity"),
    ("Justice Department", "ORG", "Justice Department", "US", "entity"),
    ("Bundesbank", "ORG", "Bundesbank", "DE", "entity"),
    ("Deutsche Bundesbank", "ORG", "Bundesbank", "DE", "entity"),
    ("Labour Party", "ORG", "Labour Party", "GB", "entity"),
    ("Huawei", "ORG", "Huawei", "CN", "entity"),
    ("Haaretz", "ORG", "Haaretz", "IL", "entity"),
    ("Wimbledon", "EVENT", "Wimbledon", None, "entity"),
    ("al-Qaida", "ORG", "al-Qaeda", None, "entity"),
    ("Revolutionary Guards", "ORG", "Revolutionary Guards", "IR", "entity"),
    ("UK", "GPE", "United Kingdom", "GB", "country"),
    ("Britain", "GPE", "United Kingdom", "GB", "country"),
    ("UAE", "GPE", "United Arab Emirates", "AE", "country"),
    ("Norway", "GPE", "Norway", "NO", "country"),
    ("Holland", "GPE", "Netherlands", "NL", "country"),
    ("Germany", "GPE", "Germany", "DE", "country"),
    ("South Korea", "GPE", "South Korea", "KR", "country"),
    ("North Korea", "GPE", "North Korea", "KP", "country"),
    ("Kosovo", "GPE", "Kosovo", "XK", "country"),
    ("Norwegian", "NORP", "Norwegian", "NO", "demonym"),
    ("Norwegians", "NORP", "Norwegian", "NO", "demonym"),
    ("Briton", "NORP", "British", "GB", "demonym"),
    ("Britons", "NORP", "British", "GB", "demonym"),
    ("British", "NORP", "British", "GB", "demonym"),
    ("Dutch", "NORP", "Dutch", "NL", "demonym"),
    ("Chinese", "NORP", "Chinese", "CN", "demonym"),
    ("Swiss", "NORP", "Swiss", "CH", "demonym"),
    ("French", "NORP", "French", "FR", "demonym"),
    ("Afghans", "NORP", "Afghan", "AF", "demonym"),
    ("Emirati", "NORP", "Emirati", "AE", "demonym"),
    ("Andorran", "NORP", "Andorran", "AD", "demonym"),
    ("Oslo", "GPE", "Oslo", "NO", "capital"),
    ("Tehran", "GPE", "Tehran", "IR", "capital"),
    ("Kyiv", "GPE", "Kyiv", "UA", "capital"),
    ("London", "GPE", "London", "GB", "capital"),
    ("Nairobi", "GPE", "Nairobi", "KE", "capital"),
    ("Kremlin", "FAC", "Kremlin", "RU", "seat"),
    ("Downing Street", "FAC", "Downing Street", "GB", "seat"),
    ("White House", "FAC", "White House", "US", "seat"),
    ("Texas", "GPE", "Texas", "US", "region"),
    ("Bavaria", "GPE", "Bavaria", "DE", "entity"),
    ("Ontario", "GPE", "Ontario", "CA", "region"),
]


@pytest.mark.parametrize(("text", "kind", "name", "country", "origin"), NAMES)
def test_what_is_known_of_a_name(text: str, kind: str, name: str, country: str | None, origin: str) -> None:
    known = load_known_names().by_text[text]
    assert (known.type, known.name, known.country, known.kind) == (kind, name, country, origin)


@pytest.mark.parametrize("text", ["", "Quuxville", "Chineses", "Dutchs", "Swisss", "the UK", "uk", "norway"])
def test_a_text_that_is_no_known_name(text: str) -> None:
    assert text not in load_known_names().by_text


CAPITALS = [
    ("NO", "Oslo"),
    ("SE", "Stockholm"),
    ("DK", "Copenhagen"),
    ("FI", "Helsinki"),
    ("DE", "Berlin"),
    ("FR", "Paris"),
    ("IT", "Rome"),
    ("ES", "Madrid"),
    ("PT", "Lisbon"),
    ("PL", "Warsaw"),
    ("UA", "Kyiv"),
    ("RU", "Moscow"),
    ("TR", "Ankara"),
    ("EG", "Cairo"),
    ("KE", "Nairobi"),
    ("ET", "Addis Ababa"),
    ("IR", "Tehran"),
    ("IQ", "Baghdad"),
    ("IN", "New Delhi"),
    ("CN", "Beijing"),
    ("JP", "Tokyo"),
    ("KR", "Seoul"),
    ("AU", "Canberra"),
    ("CA", "Ottawa"),
    ("MX", "Mexico City"),
    ("BR", "Brasilia"),
    ("AR", "Buenos Aires"),
    ("CL", "Santiago"),
    ("PE", "Lima"),
]


@pytest.mark.parametrize(("code", "capital"), CAPITALS)
def test_a_country_has_its_capital_first(code: str, capital: str) -> None:
    country = next(one for one in countries() if one.code == code)
    assert country.capitals[0] == capital


ROLES = [
    ("president", "state"),
    ("prime minister", "state"),
    ("king", "rank"),
    ("queen", "rank"),
    ("general", "rank"),
    ("colonel", "rank"),
    ("captain", "rank"),
    ("lawyer", "trade"),
    ("teacher", "trade"),
    ("farmer", "trade"),
    ("brother", "kin"),
    ("daughter", "kin"),
]


@pytest.mark.parametrize(("role", "kind"), ROLES)
def test_a_role_has_a_kind(role: str, kind: str) -> None:
    assert entity_lexicon().roles[role] == kind


GENDERS = [
    ("actress", "f"),
    ("queen", "f"),
    ("king", "m"),
    ("widow", "f"),
    ("brother", "m"),
    ("daughter", "f"),
    ("sister", "f"),
    ("son", "m"),
    ("father", "m"),
    ("mother", "f"),
]


@pytest.mark.parametrize(("role", "gender"), GENDERS)
def test_a_role_may_say_a_gender(role: str, gender: str) -> None:
    assert entity_lexicon().role_genders[role] == gender


@pytest.mark.parametrize("role", ["president", "lawyer", "teacher", "general"])
def test_a_role_of_both_genders_says_none(role: str) -> None:
    assert role not in entity_lexicon().role_genders


FIRST_NAMES = [
    ("Peter", "m"),
    ("Erik", "m"),
    ("Ahmed", "m"),
    ("Sergei", "m"),
    ("José", "m"),
    ("Jean-Claude", "m"),
    ("Mary", "f"),
    ("Anna", "f"),
    ("Fatima", "f"),
    ("Elena", "f"),
    ("Ursula", "f"),
]


@pytest.mark.parametrize(("name", "gender"), FIRST_NAMES)
def test_a_first_name_says_a_gender(name: str, gender: str) -> None:
    assert entity_lexicon().first_name_genders[name] == gender


NICKNAMES = [
    ("bob", "robert"),
    ("bill", "william"),
    ("jim", "james"),
    ("mike", "michael"),
    ("tom", "thomas"),
    ("joe", "joseph"),
    ("dave", "david"),
    ("steve", "steven"),
    ("tony", "anthony"),
    ("liz", "elizabeth"),
    ("kate", "katherine"),
]


@pytest.mark.parametrize(("short", "full"), NICKNAMES)
def test_a_nickname_goes_both_ways(short: str, full: str) -> None:
    nicknames = entity_lexicon().nicknames
    assert full in nicknames[short]
    assert short in nicknames[full]


NOMINALS = [
    ("company", "ORG"),
    ("bank", "ORG"),
    ("party", "ORG"),
    ("university", "ORG"),
    ("country", "GPE"),
    ("city", "GPE"),
    ("state", "GPE"),
]


@pytest.mark.parametrize(("noun", "kind"), NOMINALS)
def test_a_noun_stands_for_a_name_of_a_type(noun: str, kind: str) -> None:
    assert entity_lexicon().nominal_types[noun] == kind
