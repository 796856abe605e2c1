"""A process of the pool: what is left behind by a bug, and what SIGTERM does to a busy child and to an idle one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT
from wiredesk.contract import Article, Engine, Extraction
from wiredesk.process_id import this_process
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store
from worker.process.child import PoolChild
from worker.process.holdings import Holdings
from worker.process.watchdog import LastActivity


def pipeline(article: Article) -> Extraction:
    engine = Engine(version="1.0", model="test")
    return Extraction(id=article.id, version=article.version, language="en", text=article.text, engine=engine)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "wd")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    with opened.write() as connection:
        ledger.accept(connection, [Article(id=id, body=f"Story {id}.") for id in "abc"])
    yield opened
    opened.close()


@pytest.fixture
def child(settings: Settings, store: Store) -> PoolChild:
    return PoolChild(settings, store, pipeline, this_process(), lambda: False, LastActivity(), Holdings(1).slot(0))


KEYS = [("a", 1), ("b", 1), ("c", 1)]


def counts(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return {state: number for state, number in ledger.counts(connection).items() if number}


def test_a_message_is_processed_and_its_activity_is_recorded(child: PoolChild, store: Store) -> None:
    before = child._last_activity()
    assert child.run_message(KEYS) == "3 done"
    assert counts(store) == {"done": 3}
    assert child.run_message(KEYS) == "nothing to do"
    assert child._last_activity() > before


def test_a_bug_outside_of_any_story_releases_all_leases(
    child: PoolChild, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(child.runner, "_next", broken)
    with pytest.raises(RuntimeError):
        child.run_message(KEYS)
    assert counts(store) == {"pending": 3}


def test_a_lack_of_memory_outside_of_any_story_ends_the_process_and_not_the_worker(
    child: PoolChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_memory(*_: Any) -> None:
        raise MemoryError

    class Ended(BaseException):
        pass

    def leave(code: int) -> None:
        raise Ended(code)

    monkeypatch.setattr(child.runner, "process", out_of_memory)
    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(Ended) as caught:
        child.run_message(KEYS)
    assert caught.value.args == (1,)


CODE = """
    import os, signal, sys, time
    from pathlib import Path
    from tests.unit.worker.test_pool_child import pipeline
    from wiredesk.contract import Article
    from wiredesk.process_id import this_process
    from wiredesk.settings import Settings
    from wiredesk.store import ledger, open_store
    from worker.process.child import PoolChild
    from worker.process.holdings import Holdings
    from worker.process.watchdog import LastActivity

    settings = Settings(home=Path(sys.argv[1]), story_memory=4096)
    store = open_store(settings)
    busy = sys.argv[2] == "busy"

    def call(article):
        if busy and article.id == "a":
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.1)
        return pipeline(article)

    child = PoolChild(settings, store, call, this_process(), lambda: False, LastActivity(), Holdings(1).slot(0))
    child.install()
    if not busy:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)
    child.run_message([("a", 1), ("b", 1), ("c", 1)])
    time.sleep(60)
"""


@pytest.mark.parametrize(("state", "left"), [("busy", {"done": 1, "pending": 2}), ("idle", {"pending": 3})])
def test_sigterm_lets_a_child_finish_its_story_and_then_ends_it_as_by_the_signal(
    state: str, left: dict[str, int], settings: Settings, store: Store
) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(CODE), str(settings.home), state]
    done = subprocess.run(command, cwd=ROOT, env=environment, timeout=120)
    assert done.returncode == -signal.SIGTERM
    assert counts(store) == left
