"""From the ledger to a real Redis, and the messages where Redis is unavailable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from sqlalchemy import select, update

from desk.ops import checks
from desk.ops.prometheus import Metrics
from producer.publish import Flushed, Publisher
from tests.support.records import article
from tests.support.servers import RedisServer, free_port
from wiredesk.contract import QUEUES
from wiredesk.errors import BrokerUnavailable
from wiredesk.queue.broker import queue_depths
from wiredesk.queue.celery_config import celery_config
from wiredesk.queue.dispatch import dispatch
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store
from wiredesk.store.tables import articles
from wiredesk.store.types import now
from worker.process.reconciler import reconcile


class Deployment:
    """The parts of a producer: settings, store and app."""

    def __init__(self, home: Path, url: str, **more: Any) -> None:
        self.settings = Settings(home=home, broker_url=url, **more)
        self.store: Store = open_store(self.settings)
        self.app = Celery(f"test-{home.name}", set_as_current=False)
        self.app.conf.update(celery_config(self.settings))
        self.publisher = Publisher(self.app, self.store, self.settings)

    def unsent(self) -> int:
        with self.store.read() as connection:
            query = select(articles.c.seq).where(articles.c.state == "pending", articles.c.sent_at.is_(None))
            return len(connection.execute(query).all())

    def close(self) -> None:
        self.app.pool.force_close_all()
        self.store.close()


@pytest.fixture
def one(tmp_path: Path, redis: RedisServer) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path / "one", redis.url)
    yield deployment
    deployment.close()


def test_two_deployments_share_one_redis(one: Deployment, tmp_path: Path, redis: RedisServer) -> None:
    other = Deployment(tmp_path / "other", redis.url, key_prefix="other:")
    assert one.publisher.publish([article("a"), article("b")]).sent == 2
    assert other.publisher.publish([article("a", urgency=1)]).sent == 1
    assert queue_depths(one.settings) == {"flash": 0, "wire": 2, "bulk": 0, "unacked": 0}
    assert queue_depths(other.settings) == {"flash": 1, "wire": 0, "bulk": 0, "unacked": 0}
    with redis.client() as client:
        keys: Any = client.keys("*")
    assert all(key.startswith((b"wire:", b"other:")) for key in keys)
    other.close()


def test_the_queue_carries_ids_and_no_text(one: Deployment, redis: RedisServer) -> None:
    one.publisher.publish([article("urn:x:1", headline="A headline nobody may see")])
    with redis.client() as client:
        message: Any = client.lindex("wire:wire", 0)
    assert b"headline" not in message
    assert len(message) < 1500


def test_what_is_published_while_the_broker_is_away_is_sent_later(one: Deployment, redis: RedisServer) -> None:
    redis.kill()
    published = one.publisher.publish([article("a")])
    assert published.new == [("a", 1)]
    assert "start it" in published.delayed_reason
    assert one.unsent() == 1
    redis.start()
    assert one.publisher.flush_outbox() == Flushed(1)


def test_what_the_broker_refuses_midway_stays_in_the_ledger(one: Deployment, redis: RedisServer) -> None:
    with redis.client() as client:
        used: Any = client.info("memory")
        client.config_set("maxmemory", str(used["used_memory"] + 60_000))
        batch = [article(f"s{n}", urgency=1) for n in range(200)]
        published = one.publisher.publish(batch)
        assert published.delayed_reason
        waiting = queue_depths(one.settings)["flash"]
        assert one.unsent() == 200 - waiting > 0
        client.config_set("maxmemory", "0")
    assert one.publisher.flush_outbox() == Flushed(200 - waiting)


def test_a_full_queue_holds_the_rest_back(one: Deployment, tmp_path: Path, redis: RedisServer) -> None:
    small = Deployment(tmp_path / "small", redis.url, high_water=5, batch=4, key_prefix="small:")
    small.publisher.publish([article(f"s{n}") for n in range(100)])
    assert queue_depths(small.settings)["wire"] <= 20
    assert dispatch(small.app, small.store, small.settings).sent == 0
    assert small.unsent() == 80
    small.close()


def test_a_redis_that_replaces_another_one(one: Deployment, redis: RedisServer) -> None:
    """The messages of the old Redis are lost; the ledger sends the unprocessed stories again."""
    one.publisher.publish([article(f"s{n}") for n in range(3)])
    redis.kill()
    redis.empty()
    redis.start()
    assert reconcile(one.app, one.store, one.settings) == 0  # a message may be in transit for some seconds
    with one.store.write() as connection:
        connection.execute(update(articles).values(sent_at=now(-60)))
    assert reconcile(one.app, one.store, one.settings) == 3
    assert queue_depths(one.settings)["wire"] == 3
    told = Metrics(one.settings, one.store).text().decode()
    assert "wiredesk_republished_total 3.0" in told and 'wiredesk_queue_messages{queue="wire"} 3.0' in told
    assert re.search(r"^wiredesk_broker_memory_used_bytes [1-9]", told, re.M)


def test_doctor_warns_of_an_eviction_policy(one: Deployment, redis: RedisServer) -> None:
    assert checks.broker(one.settings).state == "ok"
    with redis.client() as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
    found = checks.broker(one.settings)
    assert (found.state, found.hint) == ("warning", "set maxmemory-policy noeviction")
    assert "allkeys-lru" in found.message


def test_a_wrong_password_is_reported_and_not_shown(tmp_path: Path, redis: RedisServer) -> None:
    with redis.client() as client:
        client.config_set("requirepass", "right")
    for url in (redis.url.replace("://", "://:wrong-one@"), redis.url):
        with pytest.raises(BrokerUnavailable, match="correct user and password") as caught:
            queue_depths(Settings(home=tmp_path, broker_url=url))
        assert "wrong-one" not in str(caught.value)


def test_a_broker_that_hangs_ends_in_a_timeout(tmp_path: Path, redis: RedisServer) -> None:
    import signal

    deployment = Deployment(tmp_path / "hang", redis.url)
    deployment.publisher.publish([article("a")])
    redis.send(signal.SIGSTOP)
    published = deployment.publisher.publish([article("b")])
    assert published.new
    assert published.delayed_reason  # it returned, although the server never answers
    redis.send(signal.SIGCONT)
    deployment.close()


def test_nobody_listens(tmp_path: Path) -> None:
    url = f"redis://:secret@127.0.0.1:{free_port()}/0"
    with pytest.raises(BrokerUnavailable, match=r"start it, or correct WIREDESK_BROKER_URL") as caught:
        queue_depths(Settings(home=tmp_path, broker_url=url))
    assert "secret" not in str(caught.value)


def test_the_queue_names_are_the_ledgers() -> None:
    names = [queue.name for queue in celery_config(Settings(broker_url="redis://x"))["task_queues"]]
    assert tuple(name for name in names if "." not in name) == QUEUES
