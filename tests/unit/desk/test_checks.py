"""Checks of the doctor that need no server: how problems are chosen, Redis judged by its INFO, the document's keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from desk.ops.checks import CHECKS, run_check
from desk.ops.checks.broker_check import redis_problems
from desk.ops.checks.check import Check, Problem, first_problem
from desk.ops.checks.language_check import languages
from desk.ops.prometheus import Histogram
from tests.support import desk_stories
from wiredesk.errors import EXIT_CONFIG, EXIT_UNAVAILABLE, NotFound
from wiredesk.settings import Settings, load
from wiredesk.store import open_store

WARNING: Problem = ("warning", "small", "do a", 0)
ERROR: Problem = ("error", "large", "do b", EXIT_CONFIG)


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ([], Check("x", "ok", "here")),
        ([None], Check("x", "ok", "here")),
        ([WARNING], Check("x", "warning", "here; small", "do a", 0)),
        ([None, WARNING, ERROR], Check("x", "error", "here; large", "do b", EXIT_CONFIG)),
        ([ERROR, WARNING], Check("x", "error", "here; large", "do b", EXIT_CONFIG)),
    ],
)
def test_the_first_error_comes_before_the_first_warning(problems: list[Problem | None], expected: Check) -> None:
    assert first_problem("x", "here", *problems) == expected


def test_without_a_message_the_problem_stands_alone() -> None:
    assert first_problem("x", "", WARNING).message == "small"


@pytest.mark.parametrize(
    ("info", "messages"),
    [
        ({}, []),
        ({"role": "master", "maxmemory_policy": "noeviction", "aof_enabled": True}, []),
        ({"role": "slave"}, ["it is a replica and rejects writes"]),
        ({"aof_last_write_status": "err"}, ["it cannot write its file"]),
        ({"rdb_last_bgsave_status": "err"}, ["it cannot write its file"]),
        ({"maxmemory_policy": "allkeys-lru"}, ["evicts keys (allkeys-lru)"]),
        ({"used_memory": 81, "maxmemory": 100}, ["81% of its memory is used"]),
        ({"used_memory": 80, "maxmemory": 100}, []),
        ({"used_memory": 80, "maxmemory": 0}, []),
        ({"aof_enabled": False}, ["no append-only file"]),
    ],
)
def test_a_redis_judged_by_its_info(info: dict[str, Any], messages: list[str]) -> None:
    assert [message for _, message, _, _ in redis_problems(info)] == messages


def test_what_a_check_raises_is_its_result() -> None:
    def ours(_settings: Settings) -> Check:
        raise NotFound("file x", "does not exist", "make it")

    def other(_settings: Settings) -> Check:
        raise ValueError("odd")

    assert run_check(ours, Settings()) == Check("ours", "error", "file x: does not exist", "make it", 1)
    assert run_check(other, Settings()) == Check("other", "error", "ValueError: odd", exit_code=EXIT_UNAVAILABLE)


def test_the_document_keeps_its_keys() -> None:
    assert list(Check("x", "ok", "here").as_json()) == ["name", "state", "says", "way_out", "exit_code"]


def test_every_check_has_a_name_of_its_own() -> None:
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)


def test_the_buckets_of_a_histogram_are_cumulative() -> None:
    histogram = Histogram((1.0, 2.0))
    for value in (0.5, 1.0, 1.5, 9.0):
        histogram.add(value)
    assert histogram.buckets() == [("1.0", 2.0), ("2.0", 3.0), ("+Inf", 4.0)]
    assert histogram.total == 12.0


def test_languages_are_told_where_no_worker_runs(tmp_path: Path) -> None:
    settings = load(home=tmp_path)
    open_store(settings).close()
    assert languages(settings).message == "no story yet"
    desk_stories.filled(tmp_path).close()
    assert re.fullmatch(r"en: \d+ with a model(; .+)?", languages(settings).message)
