"""Watches from the change log to alerts and messages: each change is told once, and only what is new."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest

from desk.delivery.delivery import deliver
from desk.sinks.alert_message import Alert
from desk.sinks.sink_registry import build_sink
from desk.watches.told_alerts import told_alerts
from desk.watches.watch_config import Watch
from desk.watches.watch_rows import add_watch, known_watch, remove_watch
from tests.support import desk_stories
from tests.support.desk_stories import HARBOUR
from tests.support.waiting import wait_until
from tests.support.webhook_receiver import WebhookReceiver
from wiredesk.heartbeat import Heartbeat
from wiredesk.process_id import this_process
from wiredesk.store import Store, sink_state, watch_state

BODY = desk_stories.article().body


@contextmanager
def watching(
    store: Store, *sinks: dict[str, Any], watches: tuple[Watch, ...] = (), host: str | None = None
) -> Iterator[None]:
    """Run the delivery while the context lasts; a sink that begins with the newest change knows it already.

    Args:
        host: the host in whose name it holds its leases, by default this one.
    """
    process = replace(this_process(), host=host) if host else None
    configs = [build_sink(row, "[[sink]]") for row in sinks]
    stop = threading.Event()
    with TemporaryDirectory() as home:
        heartbeat = Heartbeat(Path(home), "deliver")
        thread = threading.Thread(target=deliver, args=(store, configs, stop, heartbeat, watches, process), daemon=True)
        thread.start()
        try:
            wait_until(lambda: _knows(store, [config.name for config in configs]), "the sinks have their rows")
            yield
        finally:
            stop.set()
            thread.join(30)
            assert not thread.is_alive()


def _knows(store: Store, names: list[str]) -> bool:
    with store.read() as connection:
        return all(sink_state.read(connection, name) for name in names)


def add(store: Store, name: str, query: dict[str, Any] | str, **fields: Any) -> None:
    with store.write() as connection:
        add_watch(connection, Watch.model_validate({"name": name, "query": query} | fields), by="me")


def alerts(store: Store, name: str) -> list[Alert]:
    """Return the alerts of a watch, oldest first."""
    with store.read() as connection:
        return told_alerts(connection, watch_state.newest_alerts(connection, name)[::-1])


def kinds(store: Store, name: str) -> list[tuple[str, int]]:
    return [(one.kind.value, one.version) for one in alerts(store, name)]


def looked_at(store: Store) -> None:
    """Wait until the watches have looked at every change."""

    def is_done() -> bool:
        with store.read() as connection:
            last = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM changes").scalar()
            return sink_state.watched_until(connection) >= (last or 0)

    wait_until(is_done)


QUERIES: dict[str, dict[str, Any]] = {
    "words": {"q": "cranes vote"},
    "phrase": {"q": '"union leader"'},
    "stems": {"q": "crane welcoming"},
    "without": {"q": "harbour -nairobi"},
    "either": {"q": "ferry or harbour"},
    "person": {"person": "Amina Otieno"},
    "speaker": {"speaker": "Peter Lund"},
    "said": {"speaker": "amina otieno", "said": "cranes"},
    "said-by-two": {"speaker": "Peter Lund", "said": "vote"},
    "said-elsewhere": {"speaker": "Peter Lund", "said": "cranes"},
    "said-by-anybody": {"said": '"mombasa port"'},
    "organisation": {"organisation": "Kenya Ports Union"},
    "place": {"place": "Nairobi"},
    "country": {"place": "KE"},
    "country-by-name": {"place": "Kenya"},
    "topic": {"topic": "economy, business and finance"},
    "source": {"source": "Harbour News"},
    "urgency": {"urgency": 4},
    "flash": {"urgency": 1},
    "type": {"type": "FAC"},
    "both": {"person": "Peter Lund", "place": "Nairobi", "q": "offer"},
    "nobody": {"person": "Nobody At All"},
    "no-thread": {"thread": 4711},
}
FINDS = {"said-elsewhere": 0, "without": 0, "flash": 0, "nobody": 0, "no-thread": 0}


def test_a_watch_finds_what_the_search_finds(store: Store) -> None:
    for name, query in QUERIES.items():
        add(store, name, query)
    with watching(store):
        desk_stories.write(store, [desk_stories.article()])
        looked_at(store)
    found = {name: len(alerts(store, name)) for name in QUERIES}
    assert found == {name: FINDS.get(name, 1) for name in QUERIES}
    [said] = alerts(store, "said")
    assert said.passages == ('"We want the cranes of Mombasa port moving by Friday,"',)
    [words] = alerts(store, "words")
    assert [passage[:20] for passage in words.passages] == ["NAIROBI, Nov 20 (Har", '"We want the cranes ']


def test_an_update_tells_only_what_is_new_and_a_correction_and_a_withdrawal_tell_always(store: Store) -> None:
    add(store, "cranes", "cranes")
    add(store, "lund", {"person": "Peter Lund"})
    add(store, "once", "cranes", news=["new"])
    with watching(store):
        steps = [
            {"kind": "story"},
            {"kind": "update", "body": BODY.replace("welcomed", "rejected")},  # nothing about the cranes
            {"kind": "update", "body": BODY.replace("the cranes of", "all cranes of").replace("welcomed", "rejected")},
            {"kind": "correction", "body": BODY.replace("the cranes of", "all cranes of")},
            {"kind": "update", "status": "canceled"},
            {"kind": "update"},
        ]
        for version, fields in enumerate(steps, 1):
            desk_stories.write(store, [desk_stories.article(HARBOUR, version, **fields)])
            looked_at(store)
    assert kinds(store, "cranes")[:4] == [("new", 1), ("update", 3), ("correction", 4), ("withdrawal", 4)]
    assert kinds(store, "lund")[:3] == [("new", 1), ("update", 2), ("correction", 4)]
    assert kinds(store, "once")[0] == ("new", 1)


def test_history_and_what_is_under_embargo_are_no_news(store: Store) -> None:
    add(store, "nairobi", "nairobi")
    with watching(store):
        desk_stories.write(store, [desk_stories.article("old")], backfill=True)
        looked_at(store)
        assert alerts(store, "nairobi") == []
        desk_stories.write(store, [desk_stories.everything()[-1], desk_stories.article("new")])
        looked_at(store)
    assert [one.id for one in alerts(store, "nairobi")] == ["new"]


def test_a_webhook_gets_each_alert_once_and_nothing_of_a_withdrawn_story(store: Store) -> None:
    with WebhookReceiver() as receiver:
        row = {"type": "webhook", "name": "desk", "url": receiver.url, "private": True, "lanes": 1,
               "filter": {"q": "nothing-at-all"}}  # fmt: skip
        add(store, "cranes", "cranes", sinks=["desk"])
        with watching(store, row, host="one"), watching(store, row, host="another"):
            desk_stories.write(store, [desk_stories.article()])
            wait_until(lambda: len(receiver.received) >= 1)
            desk_stories.write(store, [desk_stories.article(HARBOUR, 2, kind="update", status="canceled")])
            wait_until(lambda: len(_bodies(receiver)) == 3)  # the withdrawal itself goes everywhere
    messages = {id: body for id, body in _bodies(receiver).items() if body["type"] == "watch.alert"}
    first, second = messages["wiredesk-alert-1"]["data"], messages["wiredesk-alert-2"]["data"]
    assert (first["watch"], first["query"], first["more"]) == ("cranes", {"q": "cranes"}, 0)
    [told] = first["alerts"]
    assert (told["kind"], told["id"], told["story"]["headline"]) == ("new", HARBOUR, "Harbour talks resume in Nairobi")
    [told] = second["alerts"]
    assert (told["kind"], told["story"], told["passages"]) == ("withdrawal", None, [])
    assert len(receiver.received) == 3


def test_a_sink_that_asks_for_watches_gets_the_stories_that_they_found(store: Store) -> None:
    with WebhookReceiver() as receiver:
        row = {"type": "webhook", "name": "copy", "url": receiver.url, "private": True, "watches": ["ferry"]}
        add(store, "ferry", "ferry")
        with watching(store, row):
            desk_stories.write(store, [desk_stories.article("a"), desk_stories.article("b", headline="Ferry is late")])
            wait_until(lambda: len(receiver.received) == 1)
            looked_at(store)
    [body] = _bodies(receiver).values()
    assert (body["data"]["id"], body["data"]["watches"]) == ("b", ["ferry"])


def test_a_name_of_several_things_stands_for_all_and_an_unknown_one_waits(store: Store) -> None:
    with WebhookReceiver() as receiver:
        row = {"type": "webhook", "name": "filtered", "url": receiver.url, "private": True,
               "filter": {"person": "Nobody Yet"}}  # fmt: skip
        add(store, "later", {"person": "Amina Otieno"})
        with store.read() as connection:
            assert "no visible story mentions it yet" in known_watch(connection, "later").problem
        with watching(store, row):
            desk_stories.write(store, [desk_stories.article()])
            looked_at(store)
            with store.read() as connection:
                assert sink_state.read(connection, "filtered").failures == 0  # type: ignore[union-attr]
    assert len(alerts(store, "later")) == 1


def test_a_problem_is_told_as_long_as_it_lasts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.delivery.watch_thread.NOTE_SECONDS", 0.01)

    def problem(name: str) -> str:
        with store.read() as connection:
            return known_watch(connection, name).problem

    add(store, "later", {"person": "Amina Otieno"})
    add(store, "told", "harbour", sinks=["away"])
    with watching(store):
        wait_until(lambda: "there is no sink" in problem("told"))
        assert "no visible story mentions it yet" in problem("later")
        desk_stories.write(store, [desk_stories.article()])
        wait_until(lambda: not problem("later"))
    with WebhookReceiver() as receiver:
        row = {"type": "webhook", "name": "away", "url": receiver.url, "private": True}
        with watching(store, row):
            wait_until(lambda: not problem("told"))


def test_watches_of_the_file_come_and_go_and_a_removed_watch_leaves_nothing(store: Store) -> None:
    watch = Watch.model_validate({"name": "file", "query": "nairobi"})
    with watching(store, watches=(watch,)):
        wait_until(lambda: _exists(store, "file"))
        desk_stories.write(store, [desk_stories.article("a")])
        looked_at(store)
    with watching(store):
        wait_until(lambda: not _is_active(store, "file"))
        desk_stories.write(store, [desk_stories.article("b")])
        looked_at(store)
    assert [one.id for one in alerts(store, "file")] == ["a"]
    with store.write() as connection:
        remove_watch(connection, "file")
    assert alerts(store, "file") == [] and not _exists(store, "file")


@pytest.mark.parametrize("kills", range(3))
def test_a_process_that_dies_tells_nothing_twice(store: Store, kills: int, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, "nairobi", "nairobi")
    failures = iter([True] * kills)

    def failing(*_: Any) -> None:
        if next(failures, False):
            raise RuntimeError("killed")

    original = watch_state.add_alerts

    def dying(connection: Any, found: Any) -> None:
        original(connection, found)
        failing()

    monkeypatch.setattr(watch_state, "add_alerts", dying)
    monkeypatch.setattr("desk.delivery.watch_thread.FAILED_SECONDS", 0.01)
    with watching(store):
        desk_stories.write(store, [desk_stories.article(f"s{n}") for n in range(5)])
        looked_at(store)
    assert [one.id for one in alerts(store, "nairobi")] == [f"s{n}" for n in range(5)]


def _bodies(receiver: WebhookReceiver) -> dict[str, dict[str, Any]]:
    """Return the messages by their ids; one that came twice counts once."""
    return {one.headers["webhook-id"]: orjson.loads(one.body) for one in receiver.received}


def _exists(store: Store, name: str) -> bool:
    with store.read() as connection:
        return watch_state.read(connection, name) is not None


def _is_active(store: Store, name: str) -> bool:
    with store.read() as connection:
        row = watch_state.read(connection, name)
        return row is not None and row.active
