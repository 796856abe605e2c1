"""Names of organisations and other things: forms that can be compared, short forms, acronyms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.extraction_views import named, texts
from tests.support.parses import parsed
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.comparable_names import normalise
from wiredesk.nlp.mentions import Name

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Larkwood Oil Co.", ("larkwood", "oil")),
        ("The Larkwood Group", ("larkwood", "group")),
        ("Larkwood, Inc.", ("larkwood",)),
        ("U.N.", ("un",)),
        ("Condé & Marr Ltd", ("conde", "and", "marr")),
    ],
)
def test_a_form_that_can_be_compared(nlp: Language, name: str, words: tuple[str, ...]) -> None:
    tokens = parsed(nlp, name)
    assert normalise(tokens, Name(0, len(tokens), "ORG", "")).words == words


@pytest.mark.parametrize(
    ("body", "name", "short"),
    [
        ("Larkwood Oil Co. fell 3 percent. Larkwood Oil said sales were weak.", "Larkwood Oil Co.", "Larkwood Oil"),
        (
            "The Harbour Lights Trust (HLT) met on Monday. Members of HLT voted.",
            "Harbour Lights Trust",
            "HLT",
        ),
        ("The United Nations met on Monday. The U.N. will vote.", "United Nations", "U.N."),
    ],
)
def test_a_short_form_is_the_organisations(extract: Extract, body: str, name: str, short: str) -> None:
    result = extract(body)
    assert short in texts(result, named(result, name))


def test_a_country_and_its_people_are_two(extract: Extract) -> None:
    result = extract("Kenya voted on Monday. Kenyan banks were closed.")
    assert texts(result, named(result, "Kenya")) == ["Kenya"]


def test_two_full_names_stay_apart_though_a_short_one_fits_both(extract: Extract) -> None:
    result = extract(
        "Norden Bank and Norden Shipping, which are not related, were sued on Monday. Norden Shipping fell 3 percent. "
        "Norden Bank rose."
    )
    assert named(result, "Norden Bank").id != named(result, "Norden Shipping").id


@pytest.mark.parametrize(
    ("body", "one", "other"),
    [
        ("Qintar AG owns Qintar Public Switching Inc. Qintar AG sold it on Monday.", "Qintar AG", "Qintar Public"),
        ("IBM sued IBM Canada Ltd on Monday. IBM said it was right.", "IBM", "IBM Canada Ltd"),
        ("The OPEC Secretariat met in Vienna on Monday. Ministers of OPEC were there.", "OPEC", "OPEC Secretariat"),
    ],
)
def test_a_complete_name_is_no_short_form(extract: Extract, body: str, one: str, other: str) -> None:
    result = extract(body)
    assert all(other not in entity.aliases and entity.name != other for entity in [named(result, one)])


@pytest.mark.parametrize(
    ("body", "long", "short"),
    [
        ("The Los Angeles Lakers won on Monday. Lakers coach Phil Hale left.", "Los Angeles Lakers", "Lakers"),
        ("Pilgrims bathed in the Ganges River on Monday. The Ganges is holy.", "Ganges River", "Ganges"),
        ("SK Hynix Inc fell on Monday. Hynix said profit fell 3 percent.", "SK Hynix Inc", "Hynix"),
    ],
)
def test_a_single_word_is_the_same_thing(extract: Extract, body: str, long: str, short: str) -> None:
    result = extract(body)
    assert named(result, long).id == named(result, short).id
