"""Sinks that keep their own position: a Redis stream and another database have every change once."""

from __future__ import annotations

from datetime import UTC, datetime
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


def test_one_process_at_a_time_writes_to_a_lake(tmp_path: Path) -> None:
    with build(type="lake", folder=str(tmp_path / "lake")) as sink:
        sink.send([outgoing(1)])
        with build(type="lake", folder=str(tmp_path / "lake")) as other:
            with pytest.raises(SinkUnavailable, match="another process writes to it"):
                other.position()
            sink.__exit__(None, None, None)
            assert other.position() == 1


def test_a_lake_has_whole_months_in_the_order_of_the_changes(tmp_path: Path) -> None:
    """Around midnight two transactions may take their numbers and their times in another order."""
    november, december = datetime(2026, 11, 30, 23, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    with build(type="lake", folder=str(tmp_path)) as sink:
        sink.send([outgoing(1, at=november), outgoing(2, at=december), outgoing(3, at=november)])
        assert sink.position() == 3
    names = {file.parent.name + "/" + file.name for file in (tmp_path / "changes").glob("*/*.parquet")}
    assert names == {
        "month=2026-11/000000000001-000000000001.parquet",
        "month=2026-12/000000000002-000000000002.parquet",
        "month=2026-11/000000000003-000000000003.parquet",
    }


def test_a_lake_leaves_out_what_it_has(tmp_path: Path) -> None:
    """A store that fails after a batch was written lets the batch come again, with more behind it."""
    with build(type="lake", folder=str(tmp_path)) as sink:
        sink.send([outgoing(1), outgoing(2)])
        sink.send([outgoing(1), outgoing(2), outgoing(3)])
    names = sorted(file.name for file in (tmp_path / "changes").glob("*/*.parquet"))
    assert names == ["000000000001-000000000002.parquet", "000000000003-000000000003.parquet"]
