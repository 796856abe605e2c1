"""Workers of different languages beside a real Redis: nothing is lost, and nobody reads what it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.support.records import article
from wiredesk.contract import Article
from wiredesk.languages_read import Reads, reads_of
from wiredesk.queue.app import app_for
from wiredesk.queue.broker import queue_depths
from wiredesk.queue.dispatch import dispatch
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store
from wiredesk.store.ledger import Key, WorkerRow
from wiredesk.store.tables import articles, workers
from worker.process.reconciler import reconcile

FRENCH = "Le ministre a déclaré lundi que les impôts baisseraient à l'automne et que les salaires suivraient."
ENGLISH = "The council voted on Monday to close the old bridge until the spring, the mayor said."
JAPANESE = "東京で政府は新しい経済対策を発表した。首相は記者会見で説明した。"
ENGLISH_WORKER = Reads(frozenset({"en"}), True)
FRENCH_WORKER = Reads(frozenset({"fr"}), False)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, redis: Any) -> Settings:
    url = (
        None if request.param == "sqlite" else request.getfixturevalue("postgres").database(tmp_path.name[-40:].lower())
    )
    return Settings(home=tmp_path / "wd", broker_url=redis.url, store_url=url, key_prefix=f"{tmp_path.name}:")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


def _story(id: str, body: str, **fields: Any) -> Article:
    return article(id, body=body, **fields)


def _announce(store: Store, name: str, reads: Reads) -> None:
    row = WorkerRow(name, reads, frozenset(reads.queues()), {}, 0.0)
    with store.write() as connection:
        ledger.announce(connection, row, "test")


def _lease(store: Store, keys: list[Key], owner: str, reads: Reads) -> list[str]:
    with store.write() as connection:
        return [one.article.id for one in ledger.lease(connection, keys, owner, 30, 3, reads)]


def _accept(store: Store, *stories: Article) -> list[Key]:
    with store.write() as connection:
        return list(ledger.accept(connection, stories).new)


def _languages(store: Store) -> dict[str, str | None]:
    with store.read() as connection:
        return {row.id: row.language_read for row in connection.execute(select(articles))}


def _depths(settings: Settings) -> dict[str, int]:
    found = queue_depths(settings, ["wire.fr", "wire.any", "wire.en"])
    return {queue: number for queue, number in found.items() if number}


def test_the_language_is_decided_when_a_story_is_accepted(store: Store) -> None:
    _accept(store, _story("f", FRENCH, language="en"), _story("e", ENGLISH), _story("j", JAPANESE, language="en"))
    assert _languages(store) == {"f": "fr", "e": "en", "j": "ja"}


def test_a_worker_leases_only_what_it_reads(store: Store) -> None:
    keys = _accept(store, _story("f", FRENCH), _story("e", ENGLISH), _story("j", JAPANESE))
    _announce(store, "fr", FRENCH_WORKER)
    assert _lease(store, keys, "b", FRENCH_WORKER) == ["f"]
    assert _lease(store, keys, "a", ENGLISH_WORKER) == ["e", "j"]


def test_an_english_worker_leaves_french_to_a_worker_that_reads_it(store: Store) -> None:
    keys = _accept(store, _story("f", FRENCH), _story("e", ENGLISH))
    _announce(store, "en", ENGLISH_WORKER)
    _announce(store, "fr", FRENCH_WORKER)
    with store.write() as connection:
        ledger.claim_unsent(connection, "wire", 10)
    assert _lease(store, keys, "a", ENGLISH_WORKER) == ["e"]
    with store.read() as connection:
        assert ledger.unsent_languages(connection, "wire") == ["fr"]


def test_a_language_that_nobody_has_a_model_of_is_read_by_any_worker(store: Store) -> None:
    keys = _accept(store, _story("f", FRENCH))
    _announce(store, "en", ENGLISH_WORKER)
    assert _lease(store, keys, "a", ENGLISH_WORKER) == ["f"]


def test_a_story_of_an_earlier_release_gets_its_language_when_it_is_leased(store: Store) -> None:
    keys = _accept(store, _story("f", FRENCH), _story("e", ENGLISH))
    with store.write() as connection:
        connection.execute(update(articles).values(language_read=None))
    _announce(store, "fr", FRENCH_WORKER)
    assert _lease(store, keys, "a", ENGLISH_WORKER) == ["e"]
    assert _languages(store) == {"f": "fr", "e": "en"}


def test_messages_go_to_the_workers_that_read_them(store: Store, settings: Settings) -> None:
    _announce(store, "en", ENGLISH_WORKER)
    _announce(store, "fr", FRENCH_WORKER)
    _accept(store, _story("f", FRENCH), _story("e", ENGLISH), _story("j", JAPANESE))
    assert dispatch(app_for(settings), store, settings).sent == 3
    assert _depths(settings) == {"wire": 2, "wire.fr": 1}


def test_stories_that_nobody_reads_wait_and_are_told_of(store: Store, settings: Settings) -> None:
    _announce(store, "en", Reads(frozenset({"en"}), False))
    _accept(store, _story("f", FRENCH), _story("g", FRENCH), _story("e", ENGLISH))
    assert dispatch(app_for(settings), store, settings).sent == 1
    with store.read() as connection:
        states = ledger.language_states(connection, settings.language_wait)
    assert [one.problem for one in states if one.problem] == ["fr: 2 stories wait, no worker reads fr"]
    _announce(store, "any", Reads(frozenset({"en"}), True))
    assert dispatch(app_for(settings), store, settings).sent == 2


def test_a_model_that_is_removed_while_stories_wait(store: Store, settings: Settings) -> None:
    both = Reads(frozenset({"en", "fr"}), True)
    _announce(store, "both", both)
    _announce(store, "en", ENGLISH_WORKER)
    _accept(store, _story("f", FRENCH))
    app = app_for(settings)
    dispatch(app, store, settings)
    assert _depths(settings) == {"wire.fr": 1}
    with store.write() as connection:
        ledger.withdraw(connection, "both")
    reconcile(app, store, settings)
    assert _depths(settings) == {}  # it waits for that worker to come back
    with store.write() as connection:
        connection.execute(workers.delete().where(workers.c.name == "both"))
    reconcile(app, store, settings)
    assert _depths(settings) == {"wire": 1}


def test_the_oldest_flash_is_one_that_the_worker_reads(store: Store) -> None:
    _accept(store, _story("f", FRENCH, urgency=1), _story("e", ENGLISH, urgency=1))
    with store.read() as connection:
        assert ledger.oldest_waiting(connection, "flash") == ("f", 1)
        assert ledger.oldest_waiting(connection, "flash", ENGLISH_WORKER) == ("e", 1)
        assert ledger.oldest_waiting(connection, "flash", FRENCH_WORKER) == ("f", 1)


def test_a_queue_that_is_selected_brings_its_lanes(settings: Settings) -> None:
    app = app_for(settings.model_copy(update={"models": {"fr": "fr_core_news_sm"}}))
    app.amqp.queues.select("wire")
    assert sorted(app.amqp.queues.consume_from) == ["wire", "wire.any", "wire.en", "wire.fr"]
    assert reads_of(settings).queues()[:2] == ("flash", "flash.en")
