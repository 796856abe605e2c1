"""Result tables in partitions on PostgreSQL: attached, filled across a border, made ahead, and dropped by ``prune``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import duckdb
import psycopg
import pytest
from sqlalchemy import Connection, func, select, text, update

from desk.ops import story_deletion
from desk.ops.checks.store_check import database
from desk.ops.story_deletion import delete_stories
from tests.support import synthetic_store
from tests.support.partition_steps import make_small
from tests.support.servers import PostgresServer
from wiredesk.contract import Extraction
from wiredesk.retry import Backoff
from wiredesk.settings import Settings
from wiredesk.store import Store, maintenance, open_store, partitions, results
from wiredesk.store.migrate import upgrade
from wiredesk.store.partitions import PARTITION_SIZE, PARTITIONED, SeqRange
from wiredesk.store.tables import RESULT_TABLES, articles, extractions, subject_codes
from wiredesk.store.thing_tables import identities
from wiredesk.store.types import now
from worker.process.partition_keeper import LOOK_SECONDS, PartitionKeeper

SIZE = 10
EARLIER_STORY = (
    "INSERT INTO articles (seq, id, version, headline, body, status, kind, keywords, subjects, format, words,"
    " text_hash, state, queue, accepted_at) VALUES (%s, %s, 1, 'h', 'b', 'usable', 'story', '[]', '[]', 'text', 2,"
    " 'x', 'done', 'wire', now())"
)
EARLIER_ROWS = (
    "INSERT INTO quotes (seq, n, kind, start, \"end\", content) VALUES (%s, 0, 'direct', 0, 1, 'h')",
    "INSERT INTO joint_speakers (seq, n, entity, key) VALUES (%s, 0, 'e1', 'amina otieno')",
    'INSERT INTO events (seq, n, type, start, "end", actors, recipients, places, status)'
    " VALUES (%s, 0, 'AID', 0, 1, '[]', '[]', '[]', 'occurred')",
    "INSERT INTO event_roles (seq, n, role, start, \"end\") VALUES (%s, 0, 'actor', 0, 1)",
    "INSERT INTO mentions (seq, start, \"end\", entity, kind, metonymic) VALUES (%s, 0, 1, 'e1', 'name', false)",
)
"""Statements of the release before, which knows no partitions."""
_number = count()


@pytest.fixture
def empty_url(postgres: PostgresServer) -> str:
    """A database without tables."""
    return postgres.database(f"partitions{next(_number)}")


@pytest.fixture(scope="module")
def filled(postgres: PostgresServer) -> str:
    """The name of a database that the stores of tests are copied from."""
    name = f"partitions{next(_number)}"
    opened = open_store(Settings(store_url=postgres.database(name)), pooled=False)
    make_small(opened, SIZE, 29)
    synthetic_store.write_made(opened, map(synthetic_store.story, range(24)))
    opened.close()
    return name


@pytest.fixture
def url(postgres: PostgresServer, filled: str) -> str:
    return postgres.database(f"partitions{next(_number)}", template=filled)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with partitions of ten versions, for thirty of them, and stories with results for 24."""
    opened = open_store(Settings(store_url=url))
    yield opened
    opened.close()


def rows(connection: Connection, of: str) -> int:
    return connection.scalar(text(f"SELECT count(*) FROM {of}")) or 0


def rows_by_version(store: Store) -> dict[str, dict[int, int]]:
    found = {}
    with store.read() as connection:
        for table in RESULT_TABLES:
            counted = select(table.c.seq, func.count()).group_by(table.c.seq)
            found[table.name] = dict(map(tuple, connection.execute(counted)))
    return found


def ranges(store: Store, table: str) -> list[SeqRange | None]:
    with store.read() as connection:
        return [one.range for one in partitions.read_partitions(connection) if one.table == table]


def test_an_older_store_keeps_its_rows_and_the_release_before_goes_on_beside(empty_url: str) -> None:
    url = empty_url
    store = Store(url)
    upgrade(store, "0010")
    with psycopg.connect(url, autocommit=True) as earlier:
        earlier.execute("CREATE ROLE analyst")
        earlier.execute("GRANT SELECT ON quotes TO analyst")
        earlier.execute("ALTER TABLE amounts OWNER TO analyst")
        for seq in (1, 2):
            earlier.execute(EARLIER_STORY, (seq, f"s{seq}"), prepare=True)
            for statement in EARLIER_ROWS:
                earlier.execute(statement, (seq,), prepare=True)
        open_store(Settings(store_url=url)).close()
        earlier.execute(EARLIER_STORY, (3, "s3"), prepare=True)
        for statement in EARLIER_ROWS:
            earlier.execute(statement, (3,), prepare=True)
        with store.read() as connection:
            assert [rows(connection, f"{name}_0") for name in ("quotes", "joint_speakers", "event_roles")] == [3] * 3
            assert not partitions.strays(connection)
            for right in ("quotes', 'SELECT", "amounts', 'INSERT"):
                assert connection.scalar(text(f"SELECT has_table_privilege('analyst', '{right}')"))
        earlier.execute("DELETE FROM quotes WHERE seq = 1")
        earlier.execute("DELETE FROM events WHERE seq = 1")
        earlier.execute("DELETE FROM articles WHERE seq = 2")
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            earlier.execute(EARLIER_ROWS[1], (7,))
        earlier.execute("REASSIGN OWNED BY analyst TO wire; DROP OWNED BY analyst; DROP ROLE analyst")
    with store.read() as connection:
        left = {name: rows(connection, name) for name in ("quotes", "joint_speakers", "events", "event_roles")}
        assert left == dict.fromkeys(left, 1), "the rows of the third story: others went with what they refer to"
        assert rows(connection, "mentions") == 2
    assert ranges(store, "mentions") == [SeqRange(0, PARTITION_SIZE), None]
    store.close()


def test_rows_go_to_the_partition_of_their_version(store: Store) -> None:
    with store.read() as connection:
        for name in ("entities", "quotes", "events", "event_roles"):
            found = [rows(connection, f"{name}_{first}") for first in (0, 10, 20)]
            assert all(found) and sum(found) == rows(connection, name)
        assert not partitions.strays(connection)


def more_stories(store: Store, until: int) -> None:
    """Write the stories from number 25 to this one."""
    synthetic_store.write_made(store, map(synthetic_store.story, range(24, until)))


def test_partitions_are_made_half_a_partition_ahead(store: Store) -> None:
    with store.write() as connection:
        assert partitions.make_ahead(connection, SIZE) == 30
    more_stories(store, 26)
    with store.write() as connection:
        assert partitions.make_ahead(connection, SIZE) == 40
        assert partitions.make_ahead(connection, SIZE) == 40
    assert ranges(store, "joint_speakers")[-1] == SeqRange(30, 40)


def test_what_came_too_early_stays_in_the_default_partition_and_the_next_one_begins_after_it(
    store: Store, url: str
) -> None:
    more_stories(store, 36)  # there are partitions up to 30
    check = database(Settings(store_url=url))
    assert (check.state, "no partition was made" in check.message) == ("warning", True), check
    with store.write() as connection:
        assert "entities" in partitions.strays(connection)
        assert partitions.make_ahead(connection, SIZE) == 50
        assert rows(connection, "entities_default") > 0
    assert ranges(store, "entities")[-1] == SeqRange(40, 50)


def test_the_keeper_looks_once_a_minute_and_makes_statistics_of_the_whole_table(store: Store) -> None:
    at = [0.0]
    keeper = PartitionKeeper(store, size=SIZE)
    for table in PARTITIONED:
        with store.write() as connection:
            connection.execute(text(f"ANALYZE {table.name}"))
    keeper.look(lambda: at[0])
    more_stories(store, 26)
    with store.write() as connection:
        connection.execute(text("UPDATE pg_class SET reltuples = 5000 WHERE relname = 'mentions_10'"))
    at[0] = LOOK_SECONDS - 1
    keeper.look(lambda: at[0])
    assert ranges(store, "mentions")[-1] == SeqRange(20, 30)
    at[0] = LOOK_SECONDS
    keeper.look(lambda: at[0])
    assert ranges(store, "mentions")[-1] == SeqRange(30, 40)
    with store.read() as connection:
        assert partitions.to_analyze(connection) is None


def make_old(store: Store, until: int) -> list[int]:
    """Let all versions up to a number have been accepted long ago; return those that prune deletes."""
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.seq <= until).values(accepted_at=now(-100 * 86400)))
        return maintenance.prunable(connection, datetime.now(UTC) - timedelta(days=90))


def test_a_partition_is_dropped_with_its_stories_and_its_neighbours_stay(
    store: Store, url: str, tmp_path: Path
) -> None:
    before = rows_by_version(store)
    old = make_old(store, 13)
    with psycopg.connect(url) as reader:
        reader.execute("SELECT count(*) FROM articles")  # whoever reads the ledger does not keep it
        reader.execute("LOCK TABLE mentions_10 IN SHARE UPDATE EXCLUSIVE MODE")  # nor autovacuum, in another partition
        assert delete_stories(store, old, tmp_path) == 13
    assert ranges(store, "quotes") == [None, SeqRange(10, 20), SeqRange(20, 30)]
    after = {name: {seq: n for seq, n in found.items() if seq > 13} for name, found in before.items()}
    assert rows_by_version(store) == after
    documents = duckdb.sql(f"SELECT seq FROM read_parquet('{tmp_path}/documents/*/*.parquet') ORDER BY seq").fetchall()
    assert [seq for (seq,) in documents] == old
    with store.read() as connection:
        assert connection.scalars(select(articles.c.seq).order_by(articles.c.seq)).first() == 14
        assert not partitions.strays(connection)


def test_what_a_killed_run_has_left_is_not_seen_and_the_next_one_removes_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_old(store, 12)
    with monkeypatch.context() as patched:
        patched.setattr(partitions, "drop", lambda *_: _or_kill([1], 0))
        with pytest.raises(KeyboardInterrupt):
            delete_stories(store, old, None)
    with store.read() as connection:
        for table in (articles, extractions, identities):
            assert connection.scalar(select(func.min(table.c.seq))) == 10, table.name
        assert rows(connection, "entities_0") and story_deletion.read_begun(connection) == SeqRange(0, 10)
    monkeypatch.setattr(maintenance, "CHUNK_SIZE", 4)
    with monkeypatch.context() as patched:
        ended = maintenance.lock_ended
        patched.setattr(maintenance, "lock_ended", lambda connection, part: ended(connection, _or_kill(part, 15)))
        with pytest.raises(KeyboardInterrupt):
            delete_stories(store, make_old(store, 19), None)
    assert SeqRange(0, 10) not in ranges(store, "quotes")
    with store.write() as connection:
        assert story_deletion.read_begun(connection) == SeqRange(10, 20)
        assert maintenance.reprocess(connection, [19]) == 1
    assert delete_stories(store, make_old(store, 19), None) == 1
    assert {seq for found in rows_by_version(store).values() for seq in found if seq < 20} == {19}
    with store.read() as connection:
        assert story_deletion.read_begun(connection) is None


def _or_kill(part: list[int], last: int) -> list[int]:
    if part[0] > last:
        raise KeyboardInterrupt
    return part


def test_all_rows_of_a_version_go_with_it_whatever_deletes_it(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("DELETE FROM articles WHERE seq IN (3, 14)"))
        document = results.document(connection, 5)
        assert document
        connection.execute(text("DELETE FROM articles WHERE seq = 5"))
        results.write_rows(connection, 5, Extraction.model_validate_json(document))
    gone = {3, 5, 14}
    assert not gone.intersection(seq for found in rows_by_version(store).values() for seq in found)
    with store.write() as connection:
        assert not connection.scalar(select(func.count()).where(subject_codes.c.seq.in_(gone)))
        connection.execute(text("TRUNCATE articles CASCADE"))
    assert not any(rows_by_version(store).values())


def test_a_partition_in_use_is_emptied_row_by_row(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_deletion, "DROP_BACKOFF", Backoff(0.01, 0.01, total_seconds=0.01))
    monkeypatch.setattr(partitions, "LOCK_MILLISECONDS", 20)
    old = make_old(store, 12)
    with psycopg.connect(url) as reader:
        reader.execute("SELECT count(*) FROM quotes")
        assert delete_stories(store, old, None) == 12
    assert SeqRange(0, 10) in ranges(store, "quotes")
    assert not any(seq <= 12 for found in rows_by_version(store).values() for seq in found)


def test_a_version_that_waits_again_keeps_its_partition(store: Store, tmp_path: Path) -> None:
    old = make_old(store, 12)
    with store.write() as connection:
        assert maintenance.reprocess(connection, [4]) == 1
    assert delete_stories(store, old, tmp_path) == 11
    assert SeqRange(0, 10) in ranges(store, "quotes")
    documents = duckdb.sql(f"SELECT seq FROM read_parquet('{tmp_path}/documents/*/*.parquet') ORDER BY seq").fetchall()
    assert [seq for (seq,) in documents] == [seq for seq in old if seq != 4]
    assert {seq for seq in rows_by_version(store)["entities"] if seq <= 12} == {4}
