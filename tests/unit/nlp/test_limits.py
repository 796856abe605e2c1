"""One extraction under limits: every kind of failure becomes an outcome, and outages are raised."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from typing import NoReturn

import pytest

from wiredesk.contract import Article
from wiredesk.errors import BadData, ConfigError, StoreUnavailable
from wiredesk.nlp.limits import (
    LIMIT_CHARS,
    MAX_ERROR_CHARS,
    MAX_TRACEBACK_CHARS,
    Extracted,
    Failed,
    allowed_seconds,
    failed,
    run_limited,
    time_limit,
)

ARTICLE = Article(id="s1", body="A story.")


def raising(error: BaseException) -> Callable[[Article], NoReturn]:
    def call(_article: Article) -> NoReturn:
        raise error

    return call


def test_a_result_comes_back_with_its_duration() -> None:
    outcome = run_limited(lambda article: article.id.upper(), ARTICLE, 30)
    assert isinstance(outcome, Extracted)
    assert outcome.extraction == "S1"
    assert outcome.seconds >= 0


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        (ValueError("odd story"), "ValueError", "ValueError: odd story"),
        (RecursionError(), "RecursionError", "RecursionError: "),
        (SystemExit(3), "SystemExit", "SystemExit: 3"),
        (BadData("story s1", "is no text"), "BadData", "BadData: story s1: is no text"),
        (
            MemoryError(),
            "ResourceLimitExceeded",
            "ResourceLimitExceeded: story: needs more memory than WIREDESK_STORY_MEMORY allows",
        ),
    ],
)
def test_what_a_story_raises_is_its_failure(error: BaseException, kind: str, text: str) -> None:
    outcome = run_limited(raising(error), ARTICLE, 30)
    assert isinstance(outcome, Failed)
    assert (outcome.kind, outcome.error) == (kind, text)
    assert "raise error" in outcome.traceback
    assert pickle.loads(pickle.dumps(outcome)) == outcome


@pytest.mark.parametrize("error", [StoreUnavailable("store", "is away"), ConfigError("model", "is not installed")])
def test_an_outage_and_a_wrong_configuration_are_not_the_storys_fault(error: Exception) -> None:
    with pytest.raises(type(error)):
        run_limited(raising(error), ARTICLE, 30)


def test_ctrl_c_is_not_swallowed() -> None:
    with pytest.raises(KeyboardInterrupt):
        run_limited(raising(KeyboardInterrupt()), ARTICLE, 30)


def test_a_story_without_end_is_ended_at_its_time_limit() -> None:
    def endless(_article: Article) -> NoReturn:
        while True:
            pass

    outcome = run_limited(endless, ARTICLE, 1)
    assert isinstance(outcome, Failed)
    assert outcome.error == (
        "ResourceLimitExceeded: story: took more than 1 s; raise WIREDESK_STORY_SECONDS if it should"
    )


def test_afterwards_no_timer_runs_and_the_handlers_of_the_caller_are_back() -> None:
    calls = []
    before = signal.signal(signal.SIGALRM, lambda *_: calls.append(1))
    mine = signal.getsignal(signal.SIGALRM)
    outer = signal.setitimer(signal.ITIMER_REAL, 1000)
    try:
        run_limited(lambda article: article, ARTICLE, 30)
        assert signal.getsignal(signal.SIGALRM) is mine
        remaining, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        assert remaining > 30, "the caller's own timer was lost"
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *outer)  # pytest-timeout's
    assert not calls


def test_without_a_limit_the_signal_handlers_of_the_process_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: pytest.fail("a signal handler was changed"))
    monkeypatch.setattr(signal, "setitimer", lambda *_: pytest.fail("a timer was started"))
    outcome = run_limited(lambda article: article.id, ARTICLE, None)
    assert isinstance(outcome, Extracted) and outcome.extraction == "s1"


def test_in_another_thread_the_block_runs_without_a_limit() -> None:
    done = []

    def block() -> None:
        with time_limit(1):
            done.append(signal.getitimer(signal.ITIMER_REAL)[0])

    before = signal.getsignal(signal.SIGALRM)
    thread = threading.Thread(target=block)
    thread.start()
    thread.join()
    assert len(done) == 1
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_long_error_is_cut_and_the_end_of_its_traceback_is_kept() -> None:
    outcome = failed(ValueError("x" * 20_000))
    assert len(outcome.error) == MAX_ERROR_CHARS
    assert len(outcome.traceback) == MAX_TRACEBACK_CHARS
    assert outcome.traceback.rstrip().endswith("x")


MEMORY = """
    from wiredesk.contract import Article
    from wiredesk.memory_limit import limit_memory
    from wiredesk.nlp.limits import run_limited

    limit_memory(64)
    outcome = run_limited(lambda _: bytearray(512 * 1024 * 1024), Article(id="s", body="b"), 30)
    print(outcome.kind, run_limited(lambda article: article.id, Article(id="s", body="b"), 30).extraction)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the memory limit reads /proc")
def test_a_story_that_needs_too_much_memory_fails_and_the_next_one_does_not() -> None:
    command = [sys.executable, "-c", textwrap.dedent(MEMORY)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "ResourceLimitExceeded s"


@pytest.mark.parametrize(
    ("length", "seconds"), [(0, 120), (1, 120), (LIMIT_CHARS, 120), (LIMIT_CHARS + 1, 240), (4_900_000, 600)]
)
def test_a_very_long_story_gets_more_time(length: int, seconds: int) -> None:
    assert allowed_seconds(120, Article(id="x", body="a" * length)) == seconds
