"""Every released schema upgrades in place with its data; a newer one is refused; a damaged store is reported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tests.support.schemas import claim_schema, make_as_0_2_0
from tests.support.servers import PostgresServer
from wiredesk.errors import StoreTooNew, StoreUnavailable, StoreUnusable, WiredeskError
from wiredesk.settings import Settings
from wiredesk.store import (  # noqa: F401 - they add tables
    Store,
    delivery_tables,
    ledger,
    open_store,
    saved_query_tables,
    source_tables,
    thing_tables,
    user_tables,
    watch_tables,
)
from wiredesk.store.migrate import COMPATIBILITY_TABLE, MIGRATIONS, SCHEMA_TABLE, compatible_from, schema, upgrade
from wiredesk.store.partitions import PARTITIONED, read_partitions
from wiredesk.store.tables import REVISION, metadata

REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
STORY = {
    "id": "s1", "version": 1, "headline": "Bridge to open", "body": "A body.", "status": "usable", "kind": "story",
    "keywords": "[]", "subjects": "[]", "format": "text", "words": 2, "text_hash": "x", "state": "pending",
    "queue": "wire", "attempts": 0, "accepted_at": "2025-05-08T09:30:00.000Z",
}  # fmt: skip
"""A story as the first release wrote it."""


@pytest.mark.parametrize("made_by", REVISIONS)
def test_a_store_of_every_revision_upgrades_with_its_data(empty: Settings, made_by: str) -> None:
    empty.home.mkdir(parents=True, exist_ok=True)
    store = Store(empty.store)
    upgrade(store, made_by)
    names = ", ".join(STORY)
    values = ", ".join(f":{name}" for name in STORY)
    with store.write() as connection:
        connection.execute(text(f"INSERT INTO articles ({names}) VALUES ({values})"), STORY)
    store.close()
    opened = open_store(empty)
    with opened.write() as connection:
        assert schema(connection) == (REVISION, compatible_from(REVISION))
        [story] = ledger.lease(connection, [("s1", 1)], "me/1/2/3", 60, 3)
        assert (story.article.headline, story.article.text) == ("Bridge to open", "Bridge to open\n\nA body.")
    opened.close()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index:sqlalchemy.exc.SAWarning")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_newest_revision_creates_the_tables_of_the_code(empty: Settings) -> None:
    store = open_store(empty)
    with store.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    of_one_database = ("ix_articles_id_start", "ix_copy_prints_day")
    with store.read() as connection:
        parts = [one.name for one in read_partitions(connection)]
    not_of_metadata = ("story_text", "story_terms", *of_one_database, *parts, SCHEMA_TABLE, COMPATIBILITY_TABLE)
    ours = [change for change in found if not any(name in str(change) for name in not_of_metadata)]
    if store.dialect == "postgresql":  # there a trigger has the place of these keys
        names = {table.name for table in PARTITIONED}
        ours = [
            (what, *rest) for what, *rest in ours
            if what != "add_fk" or rest[0].table.name not in names or rest[0].referred_table.name != "articles"
        ]  # fmt: skip
    assert not ours
    assert REVISIONS[-1] == REVISION
    store.close()


def test_autovacuum_comes_to_prints_by_their_number_whatever_the_table_has(empty: Settings) -> None:
    store = open_store(empty)
    if store.dialect == "postgresql":
        with store.read() as connection:
            found = connection.scalar(text("SELECT reloptions FROM pg_class WHERE relname = 'copy_prints'"))
        assert "autovacuum_vacuum_insert_scale_factor=0" in found
    store.close()


def test_a_newer_store_is_refused(empty: Settings) -> None:
    store = open_store(empty)
    claim_schema(store, "9999", "9998")
    store.close()
    with pytest.raises(StoreTooNew, match=r"9999, compatible from 9998, but this release knows .*upgrade wiredesk"):
        open_store(empty)


def test_a_newer_store_that_only_has_more_is_opened_and_left_as_it_is(empty: Settings) -> None:
    store = open_store(empty)
    claim_schema(store, "9999", REVISION)
    store.close()
    again = open_store(empty)
    with again.read() as connection:
        assert schema(connection) == ("9999", REVISION)
    again.close()


def test_a_store_of_0_2_0_tells_its_revision_in_one_table(empty: Settings) -> None:
    empty.home.mkdir(parents=True, exist_ok=True)
    store = Store(empty.store)
    upgrade(store, "0003")
    make_as_0_2_0(store)
    with store.read() as connection:
        assert schema(connection) == ("0003", "0003")
    open_store(empty).close()
    with store.read() as connection:
        assert schema(connection) == (REVISION, compatible_from(REVISION))
    store.close()


def test_release_0_2_0_finds_its_revision_as_long_as_it_can_work_with_the_store(empty: Settings) -> None:
    """Release 0.2.0 compares ``alembic_version`` with 0003.  A revision that it cannot bear comes after 0.3.0."""
    store = open_store(empty)
    with store.read() as connection:
        assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == ["0003"]
    store.close()


def test_no_revision_is_compatible_with_less_than_the_one_before_it() -> None:
    oldest = [compatible_from(revision) for revision in REVISIONS]
    assert oldest == sorted(oldest)
    assert all(one <= revision for one, revision in zip(oldest, REVISIONS, strict=True))


def test_two_processes_create_one_store(empty: Settings) -> None:
    import threading

    errors: list[BaseException] = []

    def make() -> None:
        try:
            open_store(empty).close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors


def test_a_file_that_is_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "wire.db").write_bytes(b"This is a shopping list." * 100)
    with pytest.raises(StoreUnusable, match=r"not a database.*restore a backup"):
        open_store(Settings(home=tmp_path))


def test_a_damaged_store(tmp_path: Path) -> None:
    store = open_store(Settings(home=tmp_path))
    store.close()
    path = tmp_path / "wire.db"
    data = bytearray(path.read_bytes())
    data[100:8000] = os.urandom(7900)
    path.write_bytes(data)
    with pytest.raises(StoreUnusable, match=r"malformed.*restore a backup"):
        open_store(Settings(home=tmp_path))


def test_a_store_that_is_read_only(tmp_path: Path) -> None:
    open_store(Settings(home=tmp_path)).close()
    store = open_store(Settings(store_url=f"sqlite:///file:{tmp_path / 'wire.db'}?mode=ro&uri=true"))
    with pytest.raises(StoreUnusable, match="make the file and its folder writable"), store.write() as connection:
        connection.execute(text("DELETE FROM marks"))
    store.close()


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(WiredeskError, match="unable to open"):
        open_store(Settings(store_url=f"sqlite:///{tmp_path}/nowhere/wire.db"))


def test_a_store_that_does_not_answer(postgres: PostgresServer) -> None:
    url = postgres.url("x").replace(str(postgres.port), "1")
    with pytest.raises(StoreUnavailable, match=r"refused.*start it"):
        open_store(Settings(store_url=url))


def test_the_error_of_a_wrong_name_on_postgres_hides_the_password(postgres: PostgresServer) -> None:
    url = postgres.url("nowhere").replace("wire@", "wire:secret-word@")
    with pytest.raises(WiredeskError) as caught:
        open_store(Settings(store_url=url))
    assert "nowhere" in str(caught.value)
    assert "secret-word" not in str(caught.value)
