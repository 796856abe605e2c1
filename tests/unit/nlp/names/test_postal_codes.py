"""Two capitals after a town of that state are its postal code, and nothing else."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.gazetteer import load
from wiredesk.nlp.names.postal_codes import postal_code_names


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("Police in Fresno, CA, and Modesto, CA, arrested two men.", ["Fresno", "CA", "Modesto", "CA"]),
        ("Plants in Waco, TX, and Tulsa, OK, will close.", ["Waco", "TX", "Tulsa", "OK"]),
        ("Jobs go in Portland, OR, and Gary, IN.", ["Portland", "OR", "Gary", "IN"]),
        ("He left Salt Lake City, UT, on Monday.", ["Salt Lake City", "UT"]),
        ("He left Lake Charles, LA.", ["Lake Charles", "LA"]),
        ("He moved from Bangor, ME 04401.", ["Bangor", "ME"]),
        ("Shares of Acme, GE and Pike fell.", []),
        ("He told Fresno, OK or not, to wait.", []),
        ("Talks of Oslo, EU and NATO failed.", []),
        ("POLICE IN FRESNO, CA, ARRESTED TWO MEN.", []),
    ],
)
def test_towns_with_postal_codes(nlp: Language, sentence: str, places: list[str]) -> None:
    tokens = parsed(nlp, sentence)
    assert [tokens.string(name.start, name.end) for name in postal_code_names(tokens, load())] == places
