"""Where a story is from other signs than its place names."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.contract import Article
from wiredesk.nlp.gazetteer import Gazetteer, load
from wiredesk.nlp.places.newspaper_towns import newspaper_towns
from wiredesk.nlp.places.story_location import (
    ADDRESS_WEIGHT,
    PHONE_WEIGHT,
    SPELLING_FACTOR,
    WORDS_FOR_FULL_WEIGHT,
    WORDS_WEIGHT,
    StoryLocation,
    locate_story,
)


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return load()


def located(nlp: Language, index: Gazetteer, body: str, **fields: str) -> StoryLocation:
    return locate_story(index, Article(id="x", body=body, language="en", **fields), parsed(nlp, body))


def codes(index: Gazetteer, weights: dict[int, float]) -> dict[str | None, float]:
    return {index.place(row).country: weight for row, weight in weights.items()}


def test_an_area_code_is_in_its_state(nlp: Language, index: Gazetteer) -> None:
    found = located(nlp, index, "Call (212) 555-0143 before noon. Do not call 1212-555-0143.")
    assert found.regions == {index.area_codes["212"]: PHONE_WEIGHT}


@pytest.mark.parametrize(
    ("fields", "country"),
    [
        ({"url": "https://www.example.co.uk/a"}, "GB"),
        ({"url": "https://example.fr:8080/a"}, "FR"),
        ({"source": "example.com.au"}, "AU"),
    ],
)
def test_the_address_names_the_country(nlp: Language, index: Gazetteer, fields: dict[str, str], country: str) -> None:
    found = located(nlp, index, "It rained.", **fields)
    assert index.columns.codes[found.home] == country
    assert found.regions[found.home] == ADDRESS_WEIGHT
    assert not found.press_countries


def test_another_address_may_be_of_any_country_with_newspapers_in_english(nlp: Language, index: Gazetteer) -> None:
    found = located(nlp, index, "It rained.", url="https://www.example.com/a")
    assert (found.home, found.regions) == (-1, {})
    assert {index.columns.codes[row] for row in found.press_countries} >= {"US", "GB", "IE"}


@pytest.mark.parametrize(
    ("body", "weights"),
    [
        ("It rained.", {}),
        ("The county council met.", {"GB": WORDS_WEIGHT / WORDS_FOR_FULL_WEIGHT}),
        ("The councillor left.", {"GB": SPELLING_FACTOR * WORDS_WEIGHT / WORDS_FOR_FULL_WEIGHT}),
        ("The color faded.", {"US": SPELLING_FACTOR * WORDS_WEIGHT / WORDS_FOR_FULL_WEIGHT}),
        ("Boone County voted.", {"US": WORDS_WEIGHT / WORDS_FOR_FULL_WEIGHT}),
        ("Durham County Council voted.", {"GB": WORDS_WEIGHT / WORDS_FOR_FULL_WEIGHT}),
        ("The sheriff, a sheriff and two sheriffs and a sheriff left.", {"US": WORDS_WEIGHT}),
    ],
)
def test_words_of_one_country(nlp: Language, index: Gazetteer, body: str, weights: dict[str, float]) -> None:
    found = codes(index, dict(located(nlp, index, body).word_countries))
    assert {code: weight for code, weight in found.items() if code in {"US", "GB"}} == pytest.approx(weights)


@pytest.mark.parametrize(
    ("fields", "towns"),
    [
        ({"source": "The Fairview Herald"}, ("fairview",)),
        ({"source": "New Haven Register"}, ("new haven",)),
        ({"url": "https://www.fairviewherald.com/a"}, ("fairview",)),
        ({"url": "https://www.springfieldil.com/a"}, ("springfield",)),
        ({"url": "https://examplenews.com/fairview_herald/a"}, ("fairview",)),
        ({"url": "https://www.dailynews.com/a"}, ()),
        ({"url": "https://example.com/lima-news/a"}, ()),
        ({"source": "Xample"}, ()),
        ({}, ()),
    ],
)
def test_the_towns_in_the_newspaper_s_name(index: Gazetteer, fields: dict[str, str], towns: tuple[str, ...]) -> None:
    article = Article(id="x", body="It rained.", **fields)  # type: ignore[arg-type]
    assert newspaper_towns(index, article) == towns
