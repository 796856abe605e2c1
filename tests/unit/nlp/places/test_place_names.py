"""The names of a story: regions written after them, and signs that a place is the story's own."""

from __future__ import annotations

import re

import pytest

from wiredesk.datelines import read_dateline
from wiredesk.nlp.gazetteer import Gazetteer, Rank, load
from wiredesk.nlp.places.place_names import BareDateline, PlaceName, gather_place_names
from wiredesk.nlp.places.region_after import lies_inside


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return load()


def names(index: Gazetteer, sentence: str) -> list[PlaceName]:
    """The names at the brackets of a sentence."""
    parts = re.split(r"[\[\]]", sentence)
    ends = [sum(map(len, parts[: number + 1])) for number in range(len(parts))]
    spans = [(ends[number - 1], ends[number]) for number in range(1, len(parts), 2)]
    text = "".join(parts)
    return gather_place_names(index, text, spans, read_dateline(text))


@pytest.mark.parametrize(
    ("sentence", "region"),
    [
        ("[Paris], [Texas], voted.", "Texas"),
        ("[Paris] in [Texas] voted.", "Texas"),
        ("[Paris] ([Texas]) voted.", None),
        ("[Springfield], Ill., voted.", "Illinois"),
        ("[Springfield], IL voted.", "Illinois"),
        ("[Springfield], Ill, voted.", "Illinois"),
        ("[Albany] N.Y. voted.", "New York"),
        ("[Paris], which voted, is calm.", None),
        ("[Paris], [Oslo] voted.", None),
    ],
)
def test_the_region_after_a_name(index: Gazetteer, sentence: str, region: str | None) -> None:
    first = names(index, sentence)[0]
    if region is None:
        assert first.within == -1
    else:
        assert first.within in index.rows(region)


def test_a_bare_mention_takes_the_region_of_the_one_before(index: Gazetteer) -> None:
    found = names(index, "[Paris] is old. [Paris], [Texas], voted. [Paris], [France], did not. [Paris] is calm.")
    spans = {name.within: len(name.spans) for name in found if name.key == "paris"}
    assert sorted(spans.values()) == [2, 2]


def test_an_unlisted_name_means_a_part_of_its_region(index: Gazetteer) -> None:
    [name] = names(index, "[Quuxmarket], Conn., voted.")
    assert name.candidates.part and name.rows.tolist() == [index.abbreviations["conn."]]


def test_washington_state_is_a_region(index: Gazetteer) -> None:
    [name] = names(index, "It rained in [Washington] state.")
    assert {int(rank) for rank in index.columns.rank[name.rows]} == {Rank.REGION}


@pytest.mark.parametrize(
    ("sentence", "local"),
    [
        ("[Paris] firefighters left.", True),
        ("A [Paris] man left.", True),
        ("The [Paris] City Council met.", True),
        ("[Paris]'s mayor left.", True),
        ("A [Paris] Man poster hung there.", False),
        ("The [Paris] accord failed.", False),
    ],
)
def test_a_place_of_the_story_itself(index: Gazetteer, sentence: str, local: bool) -> None:
    assert names(index, sentence)[0].is_local is local


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("[ATHENS] (Xample) - It rained.", BareDateline.AGENCY),
        ("[ATHENS], March 4 - It rained.", BareDateline.AGENCY),
        ("[ATHENS] — It rained.", BareDateline.PAPER),
        ("[ATHENS], Ga. (Xample) - It rained.", BareDateline.NONE),
        ("[ATHENS] (Xample) - The mayor of this Georgia town left.", BareDateline.NONE),
        ("It rained in [Athens].", BareDateline.NONE),
    ],
)
def test_a_name_in_a_dateline(index: Gazetteer, sentence: str, kind: BareDateline) -> None:
    assert names(index, sentence)[0].dateline is kind


def test_the_capitals_of_a_dateline_are_no_acronym(index: Gazetteer) -> None:
    filed, met = names(index, "[LIMA], Ohio (Xample) - It rained.")[0], names(index, "The [LIMA] met.")[0]
    assert len(filed.rows) > len(met.rows)


def test_names_with_one_stem(index: Gazetteer) -> None:
    stems = {name.stem for name in names(index, "[Georgia], [north Georgia], [Georgia] state")}
    assert stems == {"georgia"}


def test_what_lies_inside_what(index: Gazetteer) -> None:
    texas, dallas = index.rows("Texas")[:1], index.rows("Dallas")[:1]
    country = int(index.columns.country[texas[0]])
    assert lies_inside(index, dallas, int(texas[0])).all() and lies_inside(index, dallas, country).all()
    assert not lies_inside(index, texas, int(texas[0])).any() and not lies_inside(index, texas, int(dallas[0])).any()
