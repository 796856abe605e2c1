"""Sources in their threads: how they end, how they fail, how they are stopped."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from producer.ingest.batch import BATCH_SIZE
from producer.ingest.delivery import SourceHandle
from producer.ingest.files import Files
from producer.ingest.intake import describe_error
from producer.ingest.runner import BackgroundSources, run_sources, stop_on_signal
from producer.ingest.scheduler import FairScheduler
from producer.sources.reconnect import run_with_reconnect
from tests.support.waiting import HANG_SECONDS
from tests.unit.producer.conftest import Ingest
from wiredesk.errors import BadData, ConfigError, StoreUnavailable
from wiredesk.retry import Backoff

STORY = "Ferry sails\n\nOSLO, May 8 (Xample) - The ferry sails again.\n"


@dataclass
class Simple:
    """A source that does what it is given."""

    name: str
    work: Callable[[FairScheduler], object]

    def run(self, scheduler: FairScheduler) -> None:
        self.work(scheduler)


def deliver(headline: str) -> Callable[[FairScheduler], object]:
    return lambda scheduler: SourceHandle(scheduler, headline).deliver(f"{headline}\n\nThe ferry sails.".encode())


def test_sources_that_end_by_themselves(ingest: Ingest) -> None:
    with ingest.scheduler:
        assert run_sources([Simple("a", deliver("Alpha sails")), Simple("b", deliver("Beta sails"))], ingest.scheduler)
    assert sorted(ingest.headlines()) == ["Alpha sails", "Beta sails"]
    assert not ingest.stop.is_set()


def test_sources_that_are_stopped(ingest: Ingest) -> None:
    def live(scheduler: FairScheduler) -> None:
        scheduler.stop.set()
        scheduler.stop.wait()

    with ingest.scheduler:
        assert not run_sources([Simple("live", live)], ingest.scheduler)


def test_a_source_that_fails_stops_the_others_and_is_reported(ingest: Ingest) -> None:
    def fail(_scheduler: FairScheduler) -> None:
        raise ConfigError("folder /x", "cannot be written", "watch another")

    with ingest.scheduler, pytest.raises(ConfigError, match="watch another"):
        run_sources([Simple("bad", fail), Simple("live", lambda scheduler: scheduler.stop.wait())], ingest.scheduler)
    assert ingest.reported == ["bad: folder /x: cannot be written; watch another"]


def test_a_source_that_fails_is_started_again_beside_its_neighbours(ingest: Ingest) -> None:
    outcomes: list[Exception | None] = [KeyError("uid"), KeyError("uid"), ConfigError("port", "in use"), None]

    def fail(scheduler: FairScheduler) -> None:
        if error := outcomes.pop(0):
            raise error
        deliver("Alpha sails")(scheduler)

    def neighbour(scheduler: FairScheduler) -> None:
        deliver("Beta sails")(scheduler)

    with ingest.scheduler:
        assert run_sources([Simple("bad", fail), Simple("good", neighbour)], ingest.scheduler, Backoff(0, 0))
    assert sorted(ingest.headlines()) == ["Alpha sails", "Beta sails"]
    assert [line.partition("; started")[0] for line in ingest.reported] == ["bad: KeyError: 'uid'", "bad: port: in use"]


def test_a_source_that_fails_while_it_is_stopped_ends_with_its_error(ingest: Ingest) -> None:
    def fail(scheduler: FairScheduler) -> None:
        scheduler.stop.set()
        raise StoreUnavailable("store", "away")

    with ingest.scheduler, pytest.raises(StoreUnavailable):
        run_sources([Simple("bad", fail)], ingest.scheduler)


def test_a_pause_before_a_new_start_ends_with_a_stop(ingest: Ingest) -> None:
    def fail(_scheduler: FairScheduler) -> None:
        threading.Timer(0.01, ingest.stop.set).start()
        raise KeyError("uid")

    with ingest.scheduler:
        assert not run_sources([Simple("bad", fail)], ingest.scheduler, Backoff(3600, 3600))


def test_background_sources_run_beside_their_caller(ingest: Ingest) -> None:
    with ingest.scheduler, BackgroundSources([Simple("a", deliver("Alpha sails"))], ingest.scheduler) as live:
        while live.running:
            ingest.stop.wait(0.01)
        live.check()
    assert ingest.headlines() == ["Alpha sails"]
    assert not ingest.stop.is_set()


def test_background_sources_stop_at_the_end_of_their_block(ingest: Ingest) -> None:
    with ingest.scheduler:
        endless = Simple("live", lambda scheduler: scheduler.stop.wait())
        with BackgroundSources([endless], ingest.scheduler) as live:
            assert live.running
        assert not live.running
    assert ingest.stop.is_set()


def test_an_error_of_a_background_source_is_raised_by_check(ingest: Ingest) -> None:
    def fail(_scheduler: FairScheduler) -> None:
        raise ConfigError("tcp", "address in use")

    with ingest.scheduler:
        with BackgroundSources([Simple("bad", fail)], ingest.scheduler) as live:
            while live.running:
                ingest.stop.wait(0.01)
        with pytest.raises(ConfigError, match="address in use"):
            live.check()


def test_without_sources_nothing_runs(ingest: Ingest) -> None:
    with ingest.scheduler, BackgroundSources([], ingest.scheduler) as live:
        assert not live.running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_sets_the_stop_event_and_the_old_handler_returns(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_on_signal() as stop:
        os.kill(os.getpid(), number)
        assert stop.wait(HANG_SECONDS)
    assert signal.getsignal(number) == before


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (BadData("a.xml", "cut off", "send it again"), "a.xml: cut off; send it again"),
        (ValueError("no\u2009colon"), "ValueError: no\u2009colon"),
        (KeyError("uid"), "KeyError: 'uid'"),
    ],
)
def test_an_error_is_described_in_one_line(error: Exception, text: str) -> None:
    assert describe_error(error) == text


def test_files_are_a_source_that_ends(ingest: Ingest, tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "a.txt").write_text(f"A {STORY}", "utf-8")
    (wire / "b.txt").write_bytes(b"\x00\x01binary")
    (wire / "c.txt").write_text(f"C {STORY}", "utf-8")
    seen: list[str] = []
    with ingest.scheduler:
        Files([str(wire), str(tmp_path / "missing")], lambda totals: seen.append(str(totals))).run(ingest.scheduler)
    assert ingest.headlines() == ["A Ferry sails", "C Ferry sails"]
    assert str(ingest.scheduler.totals) == "4 read: 2 new, 0 newer versions, 0 known, 2 rejected"
    assert ingest.scheduler.totals.exit_code == 65
    assert seen == [str(ingest.scheduler.totals)]
    assert [line.partition(": ")[0] for line in ingest.reported] == [str(wire / "b.txt"), str(tmp_path / "missing")]


def test_files_end_early_when_they_are_stopped(ingest: Ingest, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name} {STORY}", "utf-8")
    ingest.stop.set()
    with ingest.scheduler:
        Files([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]).run(ingest.scheduler)
    assert ingest.headlines() == []


def test_a_large_file_ends_early_when_it_is_stopped(ingest: Ingest, tmp_path: Path) -> None:
    rows = (f'{{"id": "{number}", "headline": "Ferry {number}", "body": "It sails."}}' for number in range(1000))
    (tmp_path / "wire.jsonl").write_text("\n".join(rows), "utf-8")
    with ingest.scheduler:
        Files([str(tmp_path / "wire.jsonl")], on_progress=lambda _totals: ingest.stop.set()).run(ingest.scheduler)
    assert ingest.headlines() == [f"Ferry {number}" for number in range(BATCH_SIZE)]


def test_files_do_not_wait_for_an_unavailable_ledger(ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    ingest.publisher.error = StoreUnavailable("store", "away")
    ingest.publisher.failures = 1
    with ingest.scheduler, pytest.raises(StoreUnavailable):
        Files([str(tmp_path / "a.txt")]).run(ingest.scheduler)


def test_a_session_that_ends_or_fails_is_opened_again(ingest: Ingest) -> None:
    outcomes: list[Exception | None] = [ConnectionResetError("reset\nby peer"), TimeoutError(), None]

    def session() -> None:
        if not outcomes:
            ingest.stop.set()
            return
        if error := outcomes.pop(0):
            raise error

    run_with_reconnect(SourceHandle(ingest.scheduler, "tcp"), session, Backoff(0, 0))
    assert ingest.reported == [
        "tcp: reset by peer; again in 0.0 s",
        "tcp: TimeoutError; again in 0.0 s",
        "tcp: the connection ended; again in 0.0 s",
    ]


def test_a_wrong_configuration_is_not_tried_again(ingest: Ingest) -> None:
    def session() -> None:
        raise ConfigError("imap", "no TLS to another machine")

    with pytest.raises(ConfigError):
        run_with_reconnect(SourceHandle(ingest.scheduler, "imap"), session, Backoff(0, 0))
