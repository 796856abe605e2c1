"""Sinks that keep their own position: a Redis stream and another database have every change once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import create_engine, text

from desk.sinks.sink import Sink, SinkUnavailable
from desk.sinks.sink_registry import build_sink
from tests.support.outgoing import outgoing
from tests.support.servers import PostgresServer, RedisServer


def build(**row: Any) -> Sink:
    return build_sink({"name": "out", **row}, "[[sink]] 1").open()


def test_a_stream_has_each_change_once_however_often_it_is_sent(redis: RedisServer) -> None:
    with build(type="redis", url=redis.url, stream="news") as sink:
        assert sink.position() is None
        sink.send([outgoing(2), outgoing(4)])
        sink.send([outgoing(2), outgoing(4), outgoing(9, what="withdrawn", story=None)])
        assert sink.position() == 9
    entries: Any = Redis.from_url(redis.url).xrange("news")
    assert [id for id, _ in entries] == [b"2-0", b"4-0", b"9-0"]
    assert (entries[0][1][b"what"], entries[2][1][b"story"]) == (b"stored", b"")


def test_a_stream_without_a_server_is_unavailable(redis: RedisServer) -> None:
    with build(type="redis", url=redis.url, stream="news") as sink:
        redis.stop()
        with pytest.raises(SinkUnavailable, match=r"^sink out \(stream news\): "):
            sink.send([outgoing(1)])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_mirrors_what_readers_see(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{tmp_path / 'mirror.db'}"
    if kind == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.database("mirror")
    with build(type="sql", url=url) as sink:
        assert sink.position() is None
        sink.send([outgoing(1, "a"), outgoing(2, "b"), outgoing(3, "a", version=2)])
        sink.send([outgoing(2, "b"), outgoing(3, "a", version=2)])  # once more, after a crash
        sink.send([outgoing(4, "b", what="withdrawn", story=None)])
        assert sink.position() == 4
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, version, people FROM wiredesk_stories")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("a", 2, '["Anna Kovac"]')]
