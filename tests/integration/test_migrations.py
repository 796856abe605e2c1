"""Every released schema upgrades in place with its data; a newer one is refused; a damaged store is reported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tests.support.servers import PostgresServer
from wiredesk.errors import ConfigError, StoreTooNew, StoreUnavailable, WiredeskError
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store
from wiredesk.store.migrate import MIGRATIONS, revision, upgrade
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
        assert revision(connection) == REVISION
        [story] = ledger.lease(connection, [("s1", 1)], "me/1/2/3", 60, 3)
        assert (story.article.headline, story.article.text) == ("Bridge to open", "Bridge to open\n\nA body.")
    opened.close()


def test_the_newest_revision_creates_the_tables_of_the_code(empty: Settings) -> None:
    store = open_store(empty)
    with store.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    ours = [change for change in found if "story_text" not in str(change)]
    assert not ours
    assert REVISIONS[-1] == REVISION
    store.close()


def test_a_newer_store_is_refused(empty: Settings) -> None:
    store = open_store(empty)
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreTooNew, match=r"9999.*upgrade wiredesk"):
        open_store(empty)


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
    with pytest.raises(ConfigError, match=r"not a database.*restore a backup"):
        open_store(Settings(home=tmp_path))


def test_a_damaged_store(tmp_path: Path) -> None:
    store = open_store(Settings(home=tmp_path))
    store.close()
    path = tmp_path / "wire.db"
    data = bytearray(path.read_bytes())
    data[100:8000] = os.urandom(7900)
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=r"malformed.*restore a backup"):
        open_store(Settings(home=tmp_path))


def test_a_store_that_is_read_only(tmp_path: Path) -> None:
    open_store(Settings(home=tmp_path)).close()
    store = open_store(Settings(store_url=f"sqlite:///file:{tmp_path / 'wire.db'}?mode=ro&uri=true"))
    with pytest.raises(ConfigError, match="make the file and its folder writable"), store.write() as connection:
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
