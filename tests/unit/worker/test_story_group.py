"""Stories of a message that are extracted together: each ends as it does alone, whatever happens to another."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from math import ceil, inf
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DataError

from tests.support.worker_stories import accept, states
from wiredesk.contract import Article, Engine, Extraction
from wiredesk.errors import StoreUnavailable
from wiredesk.process_id import this_process
from wiredesk.retry import Backoff
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, maintenance, open_store
from wiredesk.store.ledger import LeasedVersion
from wiredesk.store.link_tables import links
from wiredesk.store.linking import linker
from wiredesk.store.results import NewResult
from wiredesk.store.tables import articles, extractions
from worker.process import flash_watch, story_group, story_runner
from worker.process.holdings import Holdings
from worker.process.story_group import GROUP_SECONDS, GROUP_STORIES, STORY_CHARACTERS, GroupSizes
from worker.process.story_runner import StoryRunner

ENGINE = Engine(version="1.0", model="test")


class Pipeline:
    """Does what the body of a story says, and notes which stories it got together."""

    def __init__(self, during: Callable[[list[str]], object] = lambda _ids: None) -> None:
        self.groups: list[list[str]] = []
        self._during = during

    def __call__(self, article: Article) -> Extraction:
        return self.together([article])[0]

    def together(self, stories: Sequence[Article], between: Callable[[], None] = lambda: None) -> list[Extraction]:
        self.groups.append([one.id for one in stories])
        self._during(self.groups[-1])
        between()
        for one in stories:
            if one.body == "broken":
                raise ValueError("an odd story")
            if one.body == "deadly":
                os.kill(os.getpid(), signal.SIGKILL)
        return [Extraction(id=one.id, version=1, language="en", text=one.text, engine=ENGINE) for one in stories]


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
def run(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A child that knows already how fast it is."""
    sizes = GroupSizes()
    sizes.took(leased(1000), 0.001)
    monkeypatch.setattr(story_runner, "GroupSizes", lambda: sizes)

    def process(call: Pipeline, keys: list[tuple[str, int]], is_stopping: Callable[[], bool] = lambda: False) -> str:
        holding = Holdings(1).slot(0)
        return StoryRunner(settings, store, call, str(this_process()), is_stopping, holding).process(keys)

    return process


def stored(store: Store) -> list[str]:
    with store.read() as connection:
        query = select(articles.c.id).join(extractions, extractions.c.seq == articles.c.seq).order_by(articles.c.id)
        return list(connection.scalars(query))


def leased(*sizes: int, again: Sequence[int] = ()) -> list[LeasedVersion]:
    """Stories of these lengths; those numbered in ``again`` were tried before."""
    return [
        LeasedVersion(n, Article(id=str(n), body="x" * size), 0, is_first_try=n not in again)
        for n, size in enumerate(sizes)
    ]


PACE = ceil(4 * STORY_CHARACTERS / GROUP_SECONDS)
"""Characters a second: four stories without a text fill a group."""
ROOM = int(PACE * GROUP_SECONDS)


@pytest.mark.parametrize(
    ("waiting", "lengths"),
    [
        (leased(*[0] * 10), [4, 4, 2]),
        (leased(0, 2 * ROOM, 0, 0), [1, 1, 2]),
        (leased(*[ROOM // 2 - STORY_CHARACTERS] * 5), [2, 2, 1]),
        (leased(0, 0, 0, 0, again=[2]), [2, 1, 1]),
        (leased(0, 0, again=[0, 1]), [1, 1]),
    ],
)
def test_groups_take_a_bounded_time_and_only_stories_at_their_first_try(
    waiting: list[LeasedVersion], lengths: list[int]
) -> None:
    sizes, waiting, numbers = GroupSizes(), list(waiting), []
    sizes.took(leased(PACE - STORY_CHARACTERS), 1.0)
    while waiting:
        numbers.append([story.seq for story in sizes.take(waiting)])
    assert [len(group) for group in numbers] == lengths
    assert [seq for group in numbers for seq in group] == list(range(sum(lengths)))


def test_the_first_story_is_alone_and_slow_ones_stay_so() -> None:
    sizes, waiting = GroupSizes(), leased(*[1000] * 40)
    taken = []
    for share in (0.1, 0.5, 5, 5, 5, 0.1):
        group = sizes.take(waiting)
        taken.append(len(group))
        sizes.took(group, share * GROUP_SECONDS * len(group))
    assert taken == [1, 10, 6, 3, 1, 1]
    assert len(sizes.take(waiting)) > 1


def test_one_transaction_stores_a_group(store: Store, run: Callable[..., str]) -> None:
    keys = accept(store, *(f"s{n}" for n in range(20)))
    commits: list[int] = []
    event.listen(store.engine, "commit", lambda _connection: commits.append(1))
    call = Pipeline()
    assert run(call, keys) == "20 done"
    assert [len(group) for group in call.groups] == [GROUP_STORIES, 20 - GROUP_STORIES]
    assert set(states(store).values()) == {("done", 1)} and len(stored(store)) == 20
    assert len(commits) == 1 + 2  # the leases, and one for each group


def test_a_broken_story_costs_the_others_nothing(store: Store, run: Callable[..., str]) -> None:
    call = Pipeline()
    assert (
        run(call, [*accept(store, "a"), *accept(store, "bad", body="broken"), *accept(store, "c")])
        == "2 done, 1 failed"
    )
    assert states(store) == {"a": ("done", 1), "bad": ("pending", 1), "c": ("done", 1)}
    assert call.groups == [["a", "bad", "c"], ["a"], ["bad"], ["c"]]


@pytest.mark.parametrize("attempts", [1, 2])
def test_a_story_that_kills_its_process_costs_the_others_no_attempt(attempts: int, store: Store) -> None:
    keys = [*accept(store, "a", "b"), *accept(store, "deadly", body="deadly"), *accept(store, "c", "d")]

    def child() -> None:
        store.after_fork()
        StoryRunner(settings, store, Pipeline(), str(this_process()), lambda: False, Holdings(1).slot(0)).process(keys)

    settings = Settings(attempts=attempts)
    ends = []
    while any(state not in {"done", "quarantined"} for state, _ in states(store).values()):
        store.close()
        process = multiprocessing.get_context("fork").Process(target=child)
        process.start()
        process.join()
        ends.append(process.exitcode)
        with store.write() as connection:
            connection.execute(articles.update().values(not_before=None))
    assert ends.count(-signal.SIGKILL) == 1 + attempts  # once together, then alone
    assert states(store) == {"deadly": ("quarantined", attempts)} | dict.fromkeys("abcd", ("done", 1))
    assert stored(store) == list("abcd")


def test_a_result_that_the_database_rejects_fails_that_attempt_only(
    store: Store, run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = story_group.results.write_all

    def reject(connection: Any, new: Sequence[NewResult]) -> None:
        write(connection, new)
        if any(one.extraction.id == "b" for one in new):
            raise DataError("INSERT", {}, ValueError("a character that the database does not store"))

    monkeypatch.setattr(story_group.results, "write_all", reject)
    assert run(Pipeline(), accept(store, "a", "b", "c")) == "2 done, 1 failed"
    assert states(store) == {"a": ("done", 1), "b": ("pending", 1), "c": ("done", 1)}
    assert stored(store) == ["a", "c"]


def test_a_lease_that_was_lost_meanwhile_stores_nothing_of_that_story(store: Store, run: Callable[..., str]) -> None:
    def lose(_ids: list[str]) -> None:
        with store.write() as connection:
            ledger.release(connection, str(this_process()), [("b", 1)])

    run(Pipeline(lose), accept(store, "a", "b", "c"))
    assert states(store) == {"a": ("done", 1), "b": ("pending", 0), "c": ("done", 1)}
    assert stored(store) == ["a", "c"]


@pytest.fixture
def looks_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child looks for a flash whenever it may."""
    monkeypatch.setattr(flash_watch, "FLASH_CHECK_SECONDS", -1.0)
    monkeypatch.setattr(flash_watch, "LOOKING_SHARE", inf)


@pytest.mark.usefixtures("looks_always")
def test_a_flash_is_extracted_between_two_groups_and_alone(
    store: Store, run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flash_watch, "CALM_SECONDS", inf)
    keys = accept(store, *(f"s{n}" for n in range(GROUP_STORIES + 2)))
    call = Pipeline(lambda _ids: accept(store, "flash", urgency=1) if len(call.groups) == 1 else None)
    run(call, keys)
    assert [group if len(group) == 1 else len(group) for group in call.groups] == [GROUP_STORIES, ["flash"], 2]
    assert set(states(store).values()) == {("done", 1)}


@pytest.mark.usefixtures("looks_always")
def test_a_flash_interrupts_a_group_that_begins_again_after_it(store: Store, run: Callable[..., str]) -> None:
    """Once: a flash soon after it waits for another child, or for the end of the group."""
    keys = accept(store, "a", "b", "c")
    call = Pipeline(
        lambda _ids: accept(store, f"flash{len(call.groups)}", urgency=1) if len(call.groups) in (1, 3) else 0
    )
    assert run(call, keys) == "4 done"
    assert call.groups == [["a", "b", "c"], ["flash1"], ["a", "b", "c"]]
    assert states(store)["flash3"] == ("pending", 0)
    assert run(call, [("flash3", 1)]) == "1 done"
    assert set(states(store).values()) == {("done", 1)}


@pytest.mark.usefixtures("looks_always")
def test_a_flash_that_another_process_has_interrupts_nothing(store: Store, run: Callable[..., str]) -> None:
    keys = accept(store, "a", "b")
    taken = accept(store, "flash", urgency=1)
    with store.write() as connection:
        ledger.lease(connection, taken, "other/1/2/3", 60, 3)
    call = Pipeline()
    assert run(call, keys) == "2 done"
    assert call.groups == [["a", "b"]]


@pytest.mark.usefixtures("looks_always")
def test_a_store_that_is_away_while_a_group_looks_for_a_flash_costs_it_nothing(
    store: Store, run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = accept(store, "a", "b")

    def away(*_: object) -> None:
        raise StoreUnavailable("store", "is away", "")

    def fail_once(ids: list[str]) -> None:
        monkeypatch.setattr(ledger, "oldest_waiting", away)

    call = Pipeline(fail_once)
    assert run(call, keys) == "2 done"
    assert call.groups == [["a", "b"]]


def test_a_worker_that_stops_stores_its_group_and_releases_the_rest(store: Store, run: Callable[..., str]) -> None:
    call = Pipeline()
    told = run(call, accept(store, *(f"s{n}" for n in range(GROUP_STORIES + 2))), lambda: bool(call.groups))
    assert told == f"{GROUP_STORIES} done"
    assert sorted(states(store).values()) == [("done", 1)] * GROUP_STORIES + [("pending", 0)] * 2


def test_reprocessed_stories_are_extracted_together_and_released_ones_alone(
    store: Store, run: Callable[..., str]
) -> None:
    keys = accept(store, "a", "b", "c")
    run(Pipeline(), keys)
    with store.write() as connection:
        maintenance.reprocess(connection, [1, 2, 3])
    call = Pipeline()
    run(call, keys)
    assert call.groups == [["a", "b", "c"]]
    keys = accept(store, "d", "e")
    with store.write() as connection:
        connection.execute(
            articles.update()
            .where(articles.c.id.in_(("d", "e")))
            .values(state="quarantined", worker="host/1/2/3", error="x")
        )
        maintenance.release(connection, [4, 5])
    run(call, keys)
    assert call.groups[1:] == [["d"], ["e"]]


def test_a_story_whose_links_cannot_be_prepared_costs_the_others_none(
    store: Store, run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [*accept(store, "a"), *accept(store, "b", body="odd"), *accept(store, "c")]
    prepare_all = linker.prepare_all

    def strict(stories: Sequence[tuple[Article, Extraction]]) -> list[linker.PreparedLinks]:
        if any(article.body == "odd" for article, _ in stories):
            raise ValueError("an odd story")
        return prepare_all(stories)

    monkeypatch.setattr(linker, "prepare_all", strict)
    assert run(Pipeline(), keys) == "3 done"
    with store.read() as connection:
        due = select(articles.c.id).join(links, links.c.seq == articles.c.seq).order_by(articles.c.id)
        assert list(connection.scalars(due)) == ["a", "c"]
