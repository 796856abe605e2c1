"""How the follower of the sources that are set up starts, fails and ends."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from producer.ingest.runner import run_sources
from producer.sources.source_follower import SourceFollower
from producer.sources.source_registry import build_source
from producer.sources.wanted_sources import SourceLook, WantedSources
from tests.support.waiting import wait_until
from tests.unit.producer.conftest import Ingest
from wiredesk.errors import ConfigError, StoreUnavailable
from wiredesk.retry import Backoff

SOON = Backoff(first_seconds=0.01, max_seconds=0.01)


class FailingLooks(WantedSources):
    """Looks that fail with the next of ``errors``, and stop the producer when there is no more."""

    errors: list[Exception | None]
    ingest: Ingest

    def look(self, busy: Collection[str]) -> SourceLook:
        if not self.errors:
            wait_until(lambda: sum("watched" in line for line in self.ingest.reported) == 2)
            self.ingest.stop.set()
        elif error := self.errors.pop(0):
            raise error
        return super().look(busy)


def test_sources_start_again_after_a_fault_and_go_on_while_the_store_is_away(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producer.sources.source_follower.LOOK_SECONDS", 0.01)
    looks = FailingLooks(ingest.store, [build_source({"type": "folder", "path": str(tmp_path / "in")}, "x")], ())
    away = StoreUnavailable("store", "is away")
    looks.errors, looks.ingest = [None, away, away, None, RuntimeError("a fault of ours"), None, None], ingest
    with ingest.scheduler:
        assert not run_sources([SourceFollower(looks, waits=True)], ingest.scheduler, SOON)
    assert ingest.reported.count("sources: changes wait for the store: store: is away") == 1
    assert (
        sum(line.startswith("sources: RuntimeError: a fault of ours; started again") for line in ingest.reported) == 1
    )


def test_a_source_of_the_file_that_cannot_start_ends_the_producer(ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "in").write_text("no folder")
    source = build_source({"type": "folder", "path": str(tmp_path / "in")}, "x")
    with ingest.scheduler, pytest.raises(ConfigError, match="watch one that can be written"):
        run_sources([SourceFollower(WantedSources(ingest.store, [source], ()), waits=True)], ingest.scheduler)


def test_it_ends_when_nothing_is_set_up_and_it_is_not_to_wait(ingest: Ingest) -> None:
    with ingest.scheduler:
        assert run_sources([SourceFollower(WantedSources(ingest.store, [], ()), waits=False)], ingest.scheduler)
