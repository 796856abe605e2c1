"""Articles through several processes: order is kept, and a broken story harms no other."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.limits import Extracted, Failed
from wiredesk.nlp.parallel import MAX_IN_FLIGHT, run_parallel

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # fork beside the threads of other tests


def articles(number: int, **bodies: str) -> list[Article]:
    return [Article(id=f"s{n}", body=bodies.get(f"s{n}", "fine")) for n in range(number)]


def call(article: Article) -> str:
    """Do what the story says."""
    if article.body == "raise":
        raise ValueError("odd story")
    if article.body == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if article.body == "hang":
        while True:
            pass
    return article.id


def outcomes(stories: list[Article], jobs: int, seconds: int = 30) -> list[str]:
    return [
        outcome.extraction if isinstance(outcome, Extracted) else outcome.kind
        for _, outcome in run_parallel(call, stories, jobs=jobs, seconds=seconds)
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_articles(jobs: int) -> None:
    stories = articles(60)
    found = list(run_parallel(call, stories, jobs=jobs, seconds=30))
    assert [article for article, _ in found] == stories
    assert [outcome.extraction for _, outcome in found if isinstance(outcome, Extracted)] == [a.id for a in stories]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_story_that_raises_fails_alone(jobs: int) -> None:
    assert outcomes(articles(4, s1="raise"), jobs) == ["s0", "ValueError", "s2", "s3"]


def test_a_story_that_hangs_fails_alone() -> None:
    assert outcomes(articles(3, s0="hang"), 2, seconds=1) == ["ResourceLimitExceeded", "s1", "s2"]


@pytest.mark.parametrize("crashing", [(0,), (3,), (39,), (0, 1, 2), (5, 38)])
def test_stories_that_kill_their_process_fail_and_all_others_do_not(crashing: tuple[int, ...]) -> None:
    stories = articles(40, **{f"s{n}": "crash" for n in crashing})
    found = dict(zip((story.id for story in stories), outcomes(stories, 2), strict=True))
    assert {id for id, result in found.items() if result == "WorkerLost"} == {f"s{n}" for n in crashing}
    assert all(result == id for id, result in found.items() if result != "WorkerLost")


def test_the_error_of_a_killed_process_says_so() -> None:
    (_, outcome), *_ = run_parallel(call, articles(2, s0="crash"), jobs=2, seconds=30)
    assert isinstance(outcome, Failed)
    assert outcome.error == "WorkerLost: story: killed the process that extracted it"


def test_a_long_input_is_read_only_a_little_ahead_of_the_results() -> None:
    read = 0

    def stream() -> Iterator[Article]:
        nonlocal read
        for story in articles(200):
            read += 1
            yield story

    results = run_parallel(call, stream(), jobs=2, seconds=30)
    next(results)
    assert read <= 2 * MAX_IN_FLIGHT
    results.close()


def test_no_article_is_no_result() -> None:
    assert list(run_parallel(call, [], jobs=2, seconds=30)) == []


def test_the_objects_of_the_calling_process_are_collected_again_afterwards() -> None:
    before = gc.get_freeze_count()
    list(run_parallel(call, articles(2), jobs=2, seconds=30))
    assert gc.get_freeze_count() <= before


def test_a_caller_that_stops_reading_leaves_no_process_behind() -> None:
    results = run_parallel(call, articles(100), jobs=2, seconds=30)
    next(results)
    results.close()
    assert not multiprocessing.active_children()
