"""Countries and cities by the names of each language."""

from __future__ import annotations

import pytest

from wiredesk.nlp.gazetteer import load
from wiredesk.nlp.languages.local_places import place_entities

CASES = [
    ("fr", "Le ministre est arrivé à Londres.", "Londres", "GB", False),
    ("fr", "Les négociations de Bruxelles ont échoué.", "Bruxelles", "BE", False),
    ("fr", "Il vit en Côte d'Ivoire.", "Côte d’Ivoire", "CI", True),
    ("de", "Der Minister reiste nach Peking.", "Peking", "CN", False),
    ("de", "Er lebt in Frankreich.", "Frankreich", "FR", True),
    ("es", "Viajó a Nueva York.", "Nueva York", "US", False),
    ("it", "Vive in Germania.", "Germania", "DE", True),
    ("pt", "Vive na Alemanha.", "Alemanha", "DE", True),
    ("nl", "Hij woont in Parijs.", "Parijs", "FR", False),
    ("ru", "Он живет в Москве.", "Москва", "RU", False),
    ("ar", "يعيش في باريس.", "باريس", "FR", False),
    ("ar", "زار ألمانيا وفرنسا معا.", "ألمانيا", "DE", True),
    ("zh", "总统访问了法国并发表讲话。", "法国", "FR", True),
    ("ja", "首相は北京を訪問した。", "北京", "CN", False),
    ("da", "Han bor i Tyskland.", "Tyskland", "DE", True),
    ("pl", "Mieszka w kraju: Francja.", "Francja", "FR", True),
]


@pytest.mark.parametrize(("language", "text", "name", "country", "is_country"), CASES, ids=[case[1] for case in CASES])
def test_a_place_is_where_its_name_says(language: str, text: str, name: str, country: str, is_country: bool) -> None:
    found = place_entities(text, language, load(), spaced=language not in {"zh", "ja"})[0]
    assert found.location is not None
    assert (found.name, found.location.country) == (name, country)
    assert found.links.iso3166 == (country if is_country else None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Maurice a mangé une orange."),
        ("de", "Das Malische ist schwer."),
        ("es", "Male ido, dijo Victoria."),
    ],
)
def test_a_word_that_only_begins_like_a_place_is_none(language: str, text: str) -> None:
    assert place_entities(text, language, load()) == ()


def test_the_town_of_a_dateline_is_looked_up_in_the_gazetteer() -> None:
    text = "Grenoble (AFP) - Le maire a démissionné."
    (found,) = place_entities(text, "fr", load(), ((0, 8),))
    assert found.location is not None
    assert (found.name, found.location.country, found.location.level) == ("Grenoble", "FR", "city")
