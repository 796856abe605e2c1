"""The timetable of a replay."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.ingest.batch import BATCH_SIZE
from producer.replay import parse_speed, steps, timetable, with_tag
from wiredesk.contract import Article
from wiredesk.errors import BadData

NOON = datetime(2025, 5, 8, 12, tzinfo=UTC)


def story(id: str, minutes: float | None, version: int = 1) -> Article:
    at = None if minutes is None else NOON + timedelta(minutes=minutes)
    return Article(id=id, version=version, body="The ferry sails.", published=NOON, updated=at)


def test_a_minute_in_a_second() -> None:
    rows = timetable([story("b", 30), story("a", 0), story("c", 60)], 60)
    assert [(seconds, article.id) for seconds, article in rows] == [(0, "a"), (30, "b"), (60, "c")]


def test_versions_keep_their_order() -> None:
    rows = timetable([story("a", 5, 2), story("a", 5, 1), story("a", 0, 3)], 1)
    assert [article.version for _, article in rows] == [3, 1, 2]


def test_a_story_without_a_time_follows_the_one_before() -> None:
    plain = Article(id="plain", body="The ferry sails.")
    rows = timetable([plain, story("a", 0), story("b", 10), plain, story("c", 20)], 1)
    assert [(seconds, article.id) for seconds, article in rows] == [
        (0, "plain"), (0, "a"), (600, "b"), (600, "plain"), (1200, "c"),
    ]  # fmt: skip


def test_maximum_speed() -> None:
    rows = timetable([story(str(n), n) for n in range(1000)], parse_speed("max"))
    found = list(steps(rows, lambda: 0.0))
    assert all(isinstance(step, list) and 0 < len(step) <= BATCH_SIZE for step in found)
    assert sum(len(step) for step in found if isinstance(step, list)) == 1000


@given(st.lists(st.floats(0, 500), max_size=60), st.floats(0.1, 100))
def test_every_story_runs_once_and_never_early(minutes: list[float], speed: float) -> None:
    corpus = [story(str(n), minute) for n, minute in enumerate(minutes)]
    random.Random(1).shuffle(corpus)
    rows = timetable(corpus, speed)
    when = {article.id: seconds for seconds, article in rows}
    ticks = count()
    seen: list[str] = []
    clock = 0.0

    def now() -> float:
        return clock

    for step in steps(rows, now):
        next(ticks)
        if isinstance(step, float):
            assert step > 0
            clock += step + 1e-6
        else:
            assert all(when[article.id] <= clock for article in step)
            seen += [article.id for article in step]
    assert sorted(seen) == sorted(when) and len(seen) == len(corpus)


@pytest.mark.parametrize(("text", "speed"), [("60x", 60), ("2", 2), ("0.5X", 0.5), ("max", float("inf"))])
def test_speeds(text: str, speed: float) -> None:
    assert parse_speed(text) == speed


@pytest.mark.parametrize("text", ["", "x", "-1x", "0x", "inf", "nan", "fast"])
def test_invalid_speeds(text: str) -> None:
    with pytest.raises(BadData):
        parse_speed(text)


def test_a_tag_makes_another_story() -> None:
    assert with_tag(story("a", 0), "again").id == "a#again" and with_tag(story("a", 0), "").id == "a"
