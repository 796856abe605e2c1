"""One message in one process, over a real SQLite store and a pipeline that does what the story says."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DataError

from tests.support.worker_stories import accept, states
from wiredesk.contract import Article, Engine, Extraction, FailedExtractor
from wiredesk.errors import ConfigError, StoreDiskError, StoreUnavailable, StoreUnusable
from wiredesk.process_id import this_process
from wiredesk.retry import Backoff
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store, results
from wiredesk.store.results import NewResult
from wiredesk.store.tables import articles, extractions
from worker.process import flash_watch, story_group, story_runner
from worker.process.holdings import Holdings
from worker.process.storing import MAX_OVERTAKEN
from worker.process.story_runner import StoryRunner

HOLDER = str(this_process())
ENGINE = Engine(version="1.0", model="test")


def pipeline(article: Article) -> Extraction:
    if article.body == "broken":
        raise ValueError("an odd story")
    if article.body == "outage":
        raise ConfigError("model", "is gone")
    return Extraction(id=article.id, version=article.version, language="en", text=article.text, engine=ENGINE)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "wd", attempts=2)


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(story_runner, "STORE_BACKOFF", Backoff(0.001, 0.002))
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def make(settings: Settings, store: Store) -> Callable[..., StoryRunner]:
    def runner(call: Callable[[Article], Extraction] = pipeline, **options: Any) -> StoryRunner:
        return StoryRunner(
            settings,
            store,
            call,
            options.get("holder", HOLDER),
            options.get("is_stopping", lambda: False),
            options.get("holding", Holdings(1).slot(0)),
        )

    return runner


def stored(store: Store) -> int:
    with store.read() as connection:
        return len(connection.execute(select(extractions.c.seq)).all())


def leased(store: Store) -> int:
    with store.read() as connection:
        return ledger.count_leases(connection, this_process().worker_prefix)


def test_each_story_of_a_message_ends_done_with_one_attempt_and_one_result(
    store: Store, make: Callable[..., StoryRunner]
) -> None:
    make().process(accept(store, "a", "b", "c"))
    assert states(store) == {"a": ("done", 1), "b": ("done", 1), "c": ("done", 1)}
    assert (stored(store), leased(store)) == (3, 0)


def test_a_story_on_which_an_extractor_failed_is_done_and_says_so(
    store: Store, make: Callable[..., StoryRunner]
) -> None:
    failed = (FailedExtractor(extractor="dates", error="ValueError: 1,000"),)

    def call(article: Article) -> Extraction:
        engine = ENGINE.model_copy(update={"failed": failed if article.id == "a" else ()})
        return pipeline(article).model_copy(update={"engine": engine})

    make(call).process(accept(store, "a", "b"))
    assert states(store) == {"a": ("done", 1), "b": ("done", 1)}
    with store.read() as connection:
        errors = connection.execute(select(articles.c.id, articles.c.error).order_by(articles.c.id)).all()
        document = connection.scalar(select(extractions.c.document).order_by(extractions.c.seq))
    assert [tuple(row) for row in errors] == [("a", "extractor dates: ValueError: 1,000"), ("b", None)]
    assert '"failed":[{"extractor":"dates","error":"ValueError: 1,000"}]' in document


def test_a_message_about_nothing_does_nothing(store: Store, make: Callable[..., StoryRunner]) -> None:
    make().process([])
    make().process([("unknown", 1)])
    assert states(store) == {}


def test_a_story_that_is_done_is_not_processed_again(store: Store, make: Callable[..., StoryRunner]) -> None:
    keys = accept(store, "a")
    seen = []

    def call(article: Article) -> Extraction:
        seen.append(article.id)
        return pipeline(article)

    for _ in range(3):
        make(call).process(keys)
    assert seen == ["a"]
    assert states(store) == {"a": ("done", 1)}


def test_the_attempt_is_counted_before_the_extraction_begins(store: Store, make: Callable[..., StoryRunner]) -> None:
    keys = accept(store, "a")
    during = []

    def call(article: Article) -> Extraction:
        during.append(states(store)["a"])
        return pipeline(article)

    make(call).process(keys)
    assert during == [("leased", 1)]


def test_the_only_story_of_a_message_is_leased_and_begun_in_one_transaction(
    store: Store, make: Callable[..., StoryRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = accept(store, "a")
    write, opened, read_after = store.write, 0, 0

    @contextmanager
    def counted() -> Iterator[Any]:
        nonlocal opened
        opened += 1
        with write() as connection:
            yield connection

    def call(article: Article) -> Extraction:
        nonlocal read_after
        read_after = opened
        return pipeline(article)

    monkeypatch.setattr(store, "write", counted)
    make(call).process(keys)
    assert (read_after, opened, states(store)) == (1, 2, {"a": ("done", 1)})


def test_a_story_that_was_begun_when_the_answer_to_the_commit_was_lost_has_one_attempt(
    store: Store, make: Callable[..., StoryRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = accept(store, "a")
    write, answers = store.write, iter([True] * 3)
    during = []

    @contextmanager
    def unanswered() -> Iterator[Any]:
        with write() as connection:
            yield connection
        if next(answers, None):
            raise StoreUnavailable("store", "is away")

    def call(article: Article) -> Extraction:
        during.append(states(store)["a"])
        return pipeline(article)

    monkeypatch.setattr(store, "write", unanswered)
    make(call).process(keys)
    assert (during, states(store)) == ([("leased", 1)], {"a": ("done", 1)})


def test_a_story_that_a_stopping_worker_does_not_read_keeps_its_attempts(
    store: Store, make: Callable[..., StoryRunner]
) -> None:
    make(is_stopping=lambda: True).process(accept(store, "a"))
    assert states(store) == {"a": ("pending", 0)}


def test_a_broken_story_does_not_hold_up_the_rest_and_is_quarantined_after_its_attempts(
    store: Store, make: Callable[..., StoryRunner]
) -> None:
    keys = accept(store, "a") + accept(store, "bad", body="broken") + accept(store, "b")
    assert make().process(keys) == "2 done, 1 failed"
    assert states(store)["a"] == states(store)["b"] == ("done", 1)
    assert states(store)["bad"] == ("pending", 1)
    with store.write() as connection:
        connection.execute(articles.update().where(articles.c.id == "bad").values(not_before=None))
    assert make().process(keys) == "1 quarantined"
    assert states(store)["bad"] == ("quarantined", 2)
    with store.read() as connection:
        error = connection.scalar(select(articles.c.error).where(articles.c.id == "bad"))
    assert "an odd story" in str(error)


def test_a_worker_that_stops_finishes_its_story_and_releases_the_rest_without_an_attempt(
    store: Store, make: Callable[..., StoryRunner]
) -> None:
    stopping = False

    def call(article: Article) -> Extraction:
        nonlocal stopping
        stopping = True
        return pipeline(article)

    make(call, is_stopping=lambda: stopping).process(accept(store, "a", "b", "c"))
    assert states(store) == {"a": ("done", 1), "b": ("pending", 0), "c": ("pending", 0)}
    assert leased(store) == 0


def test_a_child_reports_what_it_holds(store: Store, make: Callable[..., StoryRunner]) -> None:
    holdings, seen = Holdings(1), []

    def call(article: Article) -> Extraction:
        [held] = holdings.read()
        seen.append((held.pid, held.seqs, held.reports_until > time.monotonic()))
        return pipeline(article)

    make(call, holding=holdings.slot(0)).process(accept(store, "a", "b", "c"))
    assert seen == [(os.getpid(), held, True) for held in ((1, 2, 3), (1, 2, 3), (2, 3))]
    assert holdings.read() == []


def test_a_flash_is_processed_between_two_stories_of_a_message(
    store: Store, make: Callable[..., StoryRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flash_watch, "FLASH_CHECK_SECONDS", -1.0)
    monkeypatch.setattr(flash_watch, "LOOKING_SHARE", inf)
    order = []

    def call(article: Article) -> Extraction:
        if not order:
            accept(store, "flash", urgency=1)
        order.append(article.id)
        return pipeline(article)

    make(call).process(accept(store, "a", "b"))
    assert order == ["a", "flash", "b"]


def test_a_lease_that_was_lost_meanwhile_stores_nothing(store: Store, make: Callable[..., StoryRunner]) -> None:
    keys = accept(store, "a")

    def call(article: Article) -> Extraction:
        with store.write() as connection:
            ledger.release(connection, HOLDER)
        return pipeline(article)

    make(call).process(keys)
    assert stored(store) == 0
    assert states(store)["a"][0] == "pending"


def test_the_lease_of_a_dead_process_of_this_host_is_taken_over(
    store: Store, settings: Settings, make: Callable[..., StoryRunner]
) -> None:
    keys = accept(store, "a")
    me = this_process()
    with store.write() as connection:
        ledger.lease(connection, keys, f"{me.host}/1/{me.pid}/1", settings.lease, settings.attempts)
    make().process(keys)
    assert states(store)["a"][0] == "done"


def test_a_story_that_another_process_holds_is_left_alone(
    store: Store, settings: Settings, make: Callable[..., StoryRunner]
) -> None:
    keys = accept(store, "a", "b")
    with store.write() as connection:
        ledger.lease(connection, keys[:1], "elsewhere/1/2/3", settings.lease, settings.attempts)
    make().process(keys)
    assert states(store) == {"a": ("leased", 0), "b": ("done", 1)}


def test_every_step_waits_for_a_store_that_is_away(
    store: Store, make: Callable[..., StoryRunner], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = accept(store, "a", "b")
    write, failures = store.write, iter([StoreUnavailable("store", "is away"), None] * 20)

    def sometimes(**options: Any) -> Any:
        if error := next(failures):
            raise error
        return write(**options)

    monkeypatch.setattr(store, "write", sometimes)
    make().process(keys)
    monkeypatch.undo()
    assert states(store) == {"a": ("done", 1), "b": ("done", 1)}
    assert "waiting for the store" in capsys.readouterr().out


def test_a_result_that_the_database_rejects_fails_the_attempt_and_not_the_worker(
    store: Store, make: Callable[..., StoryRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = accept(store, "a", "b")
    write = results.write_all

    def reject(connection: Any, new: Sequence[NewResult]) -> None:
        if any(one.extraction.id == "a" for one in new):
            raise DataError("INSERT", {}, ValueError("a character that the database does not store"))
        write(connection, new)

    monkeypatch.setattr(story_group.results, "write_all", reject)
    make().process(keys)
    assert states(store) == {"a": ("pending", 1), "b": ("done", 1)}


def test_a_story_that_alone_cannot_be_stored_fails_its_attempt(
    store: Store, make: Callable[..., StoryRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = accept(store, "a", "b")
    others = accept(store, *(f"other{n}" for n in range(9)))
    write, tries = results.write_all, []

    def fail(connection: Any, new: Sequence[NewResult]) -> None:
        if all(one.extraction.id != "a" for one in new):
            return write(connection, new)
        tries.append(new)
        time.sleep(0.002)  # the next story gets another time
        raise StoreUnavailable("store", "invalid memory alloc request size")

    def wait(_self: StoryRunner, error: Exception, _pause: float) -> None:
        make(holder="another/1/2/3").process([others.pop()])

    monkeypatch.setattr(story_group.results, "write_all", fail)
    monkeypatch.setattr(StoryRunner, "_log_wait", wait)
    make().process(keys)
    assert states(store)["a"] == ("pending", 1) and states(store)["b"] == ("done", 1)
    assert len(tries) == MAX_OVERTAKEN + 1


@pytest.mark.parametrize("error", [StoreUnavailable, StoreUnusable, StoreDiskError])
def test_a_story_that_fails_with_all_others_waits(
    error: type[StoreUnavailable], store: Store, make: Callable[..., StoryRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = accept(store, "a", "b")
    write, tries = results.write_all, []

    def fail(*values: Any) -> None:
        tries.append(values)
        if len(tries) < 3 * MAX_OVERTAKEN:
            raise error("store", "is away")
        write(*values)

    monkeypatch.setattr(story_group.results, "write_all", fail)
    make().process(keys)
    assert states(store) == {"a": ("done", 1), "b": ("done", 1)}


def test_a_table_that_is_away_for_a_moment_costs_no_attempt(
    store: Store, make: Callable[..., StoryRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = accept(store, "a", "b")
    with store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE extractions RENAME TO away")
    waits: list[str] = []

    def wait(_self: StoryRunner, error: Exception, _pause: float) -> None:
        waits.append(str(error))
        if len(waits) == 3:
            with store.write() as connection:
                connection.exec_driver_sql("ALTER TABLE away RENAME TO extractions")

    monkeypatch.setattr(StoryRunner, "_log_wait", wait)
    make().process(keys)
    assert states(store) == {"a": ("done", 1), "b": ("done", 1)}
    assert "no such table: extractions; wait for the restore" in waits[0]


def test_an_error_of_the_surroundings_is_raised_and_counts_no_failure(
    store: Store, make: Callable[..., StoryRunner]
) -> None:
    with pytest.raises(ConfigError, match="is gone"):
        make().process(accept(store, "a", body="outage"))


def test_one_transaction_ends_a_story_and_begins_the_next(store: Store, make: Callable[..., StoryRunner]) -> None:
    keys = accept(store, *(f"s{n}" for n in range(10)))
    commits = []
    event.listen(store.engine, "commit", lambda _connection: commits.append(1))
    make().process(keys)
    assert len(commits) == 1 + 1 + 10  # the leases, the first attempt, and one for each story
