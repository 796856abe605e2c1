"""The form in which names are compared."""

from __future__ import annotations

import pytest

from wiredesk.contract import EntityType
from wiredesk.identity.name_keys import KEY_CHARACTERS, PersonKey, name_key, names_a_company, person_key


@pytest.mark.parametrize(
    ("name", "first", "surname", "key"),
    [
        ("Nouri al-Maliki", "nouri", "maliki", "nouri maliki"),
        ("Al-Maliki", "", "maliki", "maliki"),
        ("Osama bin Laden", "osama", "laden", "osama bin laden"),
        ("bin Laden", "", "laden", "laden"),
        ("de Klerk", "", "klerk", "klerk"),
        ("Ben Johnson", "ben", "johnson", "ben johnson"),
        ("George W. Bush", "george", "bush", "george bush"),
        ("G.W. Bush", "g", "bush", "g bush"),
        ("Dr. Martin Luther King Jr.", "martin", "king", "martin luther king"),
        ("Sen. Barack Obama's", "barack", "obama", "barack obama"),
        ("Pope John XXIII", "john", "john xxiii", "john xxiii"),
        ("Henry Ford II", "henry", "ford", "henry ford ii"),
        ("Andrew Lloyd-Webber", "andrew", "lloyd webber", "andrew lloyd webber"),
        ("Lloyd-Webber", "", "lloyd webber", "lloyd webber"),
        ("Recep Tayyip Erdoğan", "recep", "erdogan", "recep tayyip erdogan"),
        ("REAGAN", "", "reagan", "reagan"),
        ("E.F. Hutton", "e", "hutton", "e hutton"),
        ("習近平", "習近平", "習近平", "習近平"),
    ],
)
def test_a_person_is_compared_without_titles_and_middle_initials(name: str, first: str, surname: str, key: str) -> None:
    assert person_key(name) == PersonKey(key, first, surname)
    assert name_key(name, "PERSON") == key


@pytest.mark.parametrize(
    ("name", "type", "key"),
    [
        ("The U.S. Army", "ORG", "us army"),
        ("U. S. Army", "ORG", "us army"),
        ("J. P. Morgan & Co. Inc.", "ORG", "jp morgan"),
        ("JP Morgan", "ORG", "jp morgan"),
        ("Johnson & Johnson", "ORG", "johnson and johnson"),
        ("Smith and Co", "ORG", "smith"),
        ("AT&T Corp", "ORG", "at&t"),
        ("Société Générale SA", "ORG", "societe generale"),
        ("Moody's", "ORG", "moody"),
        ("Limited Inc", "ORG", "limited"),
        ("St.Louis", "GPE", "st louis"),
        ("ST. LOUIS", "GPE", "st louis"),
        ("Washington, D.C.", "GPE", "washington dc"),
        ("Al-Jazeera", "ORG", "al jazeera"),
        ("the", "ORG", "the"),
        ("--", "ORG", "--"),
        ("", "ORG", ""),
    ],
)
def test_marks_articles_and_legal_forms_do_not_count(name: str, type: EntityType, key: str) -> None:
    assert name_key(name, type) == key


@pytest.mark.parametrize("type", ["PERSON", "ORG", "GPE"])
def test_a_key_is_never_longer_than_an_index_holds(type: EntityType) -> None:
    assert len(name_key("x y" * 5_000, type)) <= KEY_CHARACTERS


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Eli Lilly Inc.", True), ("Dean Witter Reynolds Corp", True), ("Ann Lee", False), ("Inc", False), ("", False)],
)
def test_a_legal_form_tells_a_company(name: str, expected: bool) -> None:
    assert names_a_company(name) is expected
