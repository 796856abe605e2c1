"""What two texts are to each other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.copy_texts import FERRY, HARBOUR, edited, round_up, story, weather
from wiredesk.contract import Article
from wiredesk.stories.copy_relation import CopyRelation, compare, compared_story
from wiredesk.stories.shingles import MIN_BODY_WORDS, prints

FIRST, SECOND = HARBOUR.split("\n\n")[:2]
CASES: tuple[tuple[str, Article, Article, str | None], ...] = (
    ("the same text", story("a", HARBOUR), story("b", HARBOUR), "copy"),
    ("another dateline and sign-off", story("a", f"CALDER (AP) - {HARBOUR}"),
     story("b", f"{HARBOUR}\n\n(Reporting by Ann Lee)"), "copy"),
    ("another headline", story("a", HARBOUR), story("b", HARBOUR, "Farmers face longer journeys"), "copy"),
    ("a few words edited", story("a", HARBOUR), story("b", edited(HARBOUR, 1)), "copy"),
    ("cut after three paragraphs", story("a", HARBOUR), story("b", HARBOUR.rpartition("\n\n")[0]), "copy"),
    ("cut after two paragraphs, same headline", story("a", HARBOUR), story("b", f"{FIRST}\n\n{SECOND}"), "copy"),
    ("one figure corrected", story("a", HARBOUR), story("b", HARBOUR.replace("7.5", "8.2")), "copy"),
    ("capitals and accents", story("a", HARBOUR), story("b", HARBOUR.upper()), "copy"),
    ("a paragraph in a round-up", story("a", HARBOUR), story("b", round_up(FERRY, HARBOUR), "News in brief"), "part"),
    ("two fills of a form", story("a", weather(0), "Weather"), story("b", weather(1), "Weather"), "form"),
    ("another story", story("a", HARBOUR), story("b", FERRY, "Ferry runs aground"), None),
    ("a sentence in common", story("a", HARBOUR), story("b", f"{FERRY} The board said it regretted that."), None),
    ("one word", story("a", "Goal", ""), story("b", "Goal!", ""), "copy"),
    ("other single words", story("a", "Goal", ""), story("b", "Rain", ""), None),
    ("no body, the same headline", story("a", ""), story("b", ""), "copy"),
    ("no body, other headlines", story("a", ""), story("b", "", "Ferry runs aground"), None),
)  # fmt: skip


@pytest.mark.parametrize(("a", "b", "relation"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_relation_of_two_texts(a: Article, b: Article, relation: str | None) -> None:
    one, other = compared_story(a), compared_story(b)
    found = compare(one, other)
    assert (found.relation if found else None) == relation
    assert compare(other, one) == found
    if found:
        common = set(prints(one.shingles.all)) & set(prints(other.shingles.all))
        assert len(common) >= 2, "the search would miss the pair"


def test_no_two_days_of_a_weather_report_are_copies() -> None:
    days = [compared_story(story("w", weather(number), "Weather")) for number in range(5)]
    assert {compare(a, b).relation for a, b in itertools.combinations(days, 2) if compare(a, b)} == {"form"}


def test_a_revision_is_a_version_whatever_its_text_says() -> None:
    found = compare(compared_story(story("a", HARBOUR)), compared_story(story("b", FERRY)), is_version=True)
    assert found == CopyRelation("version", 0, 0.0, 0.0)


def test_the_shares_are_those_of_the_longer_and_the_shorter_text() -> None:
    found = compare(compared_story(story("a", HARBOUR)), compared_story(story("b", f"{FIRST}\n\n{SECOND}")))
    assert found is not None
    assert (found.shorter, found.longer) == (1.0, pytest.approx(0.37, abs=0.02))


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60))
def test_every_text_is_a_copy_of_itself_and_the_order_makes_no_difference(a: str, b: str, headline: str) -> None:
    one, other = compared_story(story("a", a, headline)), compared_story(story("b", b, headline))
    assert compare(one, other) == compare(other, one)
    same = compare(one, compared_story(story("c", a, headline)))
    assert same is not None
    assert same.relation == "copy"
    assert len(prints(one.shingles.all)) >= 2 or len(one.text.body) >= MIN_BODY_WORDS
    assert all(-(2**63) <= value < 2**63 for value in one.shingles.all)
