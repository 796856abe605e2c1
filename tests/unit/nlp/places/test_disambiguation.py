"""The choice of one place for each name: priors, mutual support, and what --explain reports of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from wiredesk.contract import Article
from wiredesk.nlp.gazetteer import Gazetteer, Rank, load
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.places.candidate_rows import CandidateRows
from wiredesk.nlp.places.candidates import find_candidates
from wiredesk.nlp.places.disambiguate import disambiguate
from wiredesk.nlp.places.locate import location_rule
from wiredesk.nlp.places.mutual_support import MAX_BATCH_CANDIDATES
from wiredesk.nlp.places.place_names import BareDateline, PlaceName
from wiredesk.nlp.places.place_priors import PlaceWeights, general_terms, prior
from wiredesk.nlp.places.story_location import StoryLocation

NOWHERE = StoryLocation({})
WEIGHTS = PlaceWeights()


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return load()


def name(index: Gazetteer, key: str, at: int = 0, **fields: Any) -> PlaceName:
    return PlaceName(key, -1, find_candidates(index, key), ((at, at + len(key)),), **fields)


def chosen(index: Gazetteer, names: list[PlaceName], location: StoryLocation = NOWHERE) -> list[int | None]:
    """The GeoNames ids of the chosen places."""
    choices = disambiguate(index, names, location, WEIGHTS)
    return [index.place(choice.row).geonames if choice else None for choice in choices]


@pytest.mark.parametrize(
    ("keys", "geonames"),
    [
        (["paris"], 2988507),
        (["paris", "dallas", "texas"], 4717560),
        (["georgia", "atlanta"], 4197000),
        (["georgia", "tbilisi"], 614540),
        (["georgia", "north georgia"], 614540),
        (["quuxmarket", "paris"], None),
        (["quuxmarket"], None),
    ],
)
def test_the_other_names_of_the_story_support_a_place(index: Gazetteer, keys: list[str], geonames: int | None) -> None:
    assert chosen(index, [name(index, key, 20 * at) for at, key in enumerate(keys)])[0] == geonames


def test_the_order_of_the_names_does_not_matter(index: Gazetteer) -> None:
    names = [name(index, key, 20 * at) for at, key in enumerate(["paris", "dallas", "texas", "athens"])]
    assert chosen(index, names) == chosen(index, names[::-1])[::-1]


@pytest.mark.parametrize("dateline", list(BareDateline))
@pytest.mark.parametrize(
    "keys", [["paris"], ["london", "ontario"], ["washington", "japan", "iran"], ["perth", "athens"]]
)
def test_choices_are_the_same_without_shares(index: Gazetteer, keys: list[str], dateline: BareDateline) -> None:
    names = [
        name(index, key, 900 * at, dateline=dateline if at == 0 else BareDateline.NONE) for at, key in enumerate(keys)
    ]
    exact = disambiguate(index, names, NOWHERE, WEIGHTS)
    quick = disambiguate(index, names, NOWHERE, WEIGHTS, with_shares=False)
    for each, one, other in zip(names, exact, quick, strict=True):
        assert one is not None and other is not None
        assert one.row == other.row
        assert location_rule((each, one)) == location_rule((each, other))


def test_a_long_list_is_read_in_batches(index: Gazetteer) -> None:
    names = [name(index, "springfield", 20 * at) for at in range(MAX_BATCH_CANDIDATES // 30)]
    assert len(set(chosen(index, names))) == 1


def test_signs_of_the_story_s_location_count(index: Gazetteer) -> None:
    [france], [country] = index.rows("France")[:1], index.rows("United States")[:1]
    local = [name(index, "paris", is_local=True)]
    assert chosen(index, local, StoryLocation({int(france): 2.0})) == [2988507]
    assert chosen(index, local, StoryLocation({int(country): 3.0})) == [4717560]
    in_dateline = [name(index, "paris", is_local=True, dateline=BareDateline.AGENCY)]
    assert chosen(index, in_dateline, StoryLocation({int(country): 3.0})) == [2988507]


def test_the_newspaper_s_town_is_where_newspapers_are_in_english(index: Gazetteer) -> None:
    countries = frozenset(index.rows("United States")[:1].tolist())
    paper = StoryLocation({}, press_countries=countries, newspaper_towns=frozenset({"paris"}))
    assert chosen(index, [name(index, "paris")]) == [2988507]
    story = CandidateRows.of([name(index, "paris")])
    score = prior(index, story, paper, WEIGHTS) - prior(index, story, NOWHERE, WEIGHTS)
    assert score.max() == pytest.approx(WEIGHTS.press_town)


def test_a_county_needs_the_word(index: Gazetteer) -> None:
    rows = index.rows("Clay County")
    counties = index.columns.rank[rows] == Rank.COUNTY
    with_word = dict(general_terms(index, rows, True, WEIGHTS))["kind of place"]
    without = dict(general_terms(index, rows, False, WEIGHTS))["kind of place"]
    assert set(np.unique(with_word[counties])) == {WEIGHTS.named_county}
    assert set(np.unique(without[counties])) == {WEIGHTS.county}


def test_a_region_with_a_namesake_is_less_likely(index: Gazetteer) -> None:
    rows = index.rows("New York")
    scores = dict(general_terms(index, rows, False, WEIGHTS))["region with a namesake"]
    assert scores[rows == index.postal["NY"]].tolist() == [WEIGHTS.namesake]


@pytest.mark.parametrize(
    ("body", "span", "rule", "label"),
    [
        ("It rained in Paris, Texas, and in Dallas.", "Paris", "region written after the name", "paris/US 4717560"),
        ("It rained in Lyon and Paris.", "Paris", "other names of the story", "paris/FR 2988507"),
        ("It rained in Lyon and Paris.", "Paris", "capital", "paris/FR 2988507"),
        ("Ann Lee, R-Tewksbury, left.", "Tewksbury", "missed by the model, context", "GPE"),
    ],
)
def test_the_reasons_are_reported(pipeline: Pipeline, body: str, span: str, rule: str, label: str) -> None:
    _, reasons = pipeline.extract_with_provenance(Article(id="x", body=body, language="en"))
    found = {(reason.rule, reason.label) for reason in reasons if reason.kind == "place"}
    assert (rule, label) in found
    assert all(body[slice(*reason.span)] for reason in reasons)


def test_the_share_of_a_choice_is_reported(pipeline: Pipeline) -> None:
    body = "It rained in Lyon and Paris."
    _, reasons = pipeline.extract_with_provenance(Article(id="x", body=body, language="en"))
    [share] = [one.weight for one in reasons if one.rule.startswith("best of ") and one.label == "paris/FR 2988507"]
    assert share is not None and 0.5 < share <= 1.0
