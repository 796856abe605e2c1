"""Quarantine, reprocessing, retention and backup through the command line, on both databases."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import func, select, text, update
from typer.testing import CliRunner, Result

from desk.archive import Archive
from desk.cli import app
from desk.queries.query_syntax import BadQuery
from tests.support import synthetic_store
from tests.support.ledger_steps import ME, accept, complete, lease, row, visible
from tests.support.records import article
from tests.support.servers import PostgresServer, postgres_program
from wiredesk.contract import Article
from wiredesk.errors import WiredeskError
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, maintenance, open_store, results
from wiredesk.store.backup import backup
from wiredesk.store.tables import RESULT_TABLES, articles, extractions
from wiredesk.store.types import now

Desk = Callable[..., Result]


@pytest.fixture
def desk(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return the command line for this test's store; it closes everything that a process closes at its end."""
    opened: list[Store] = []

    def remembered(*words: Any, **options: Any) -> Store:
        opened.append(open_store(*words, **options))
        return opened[-1]

    monkeypatch.setattr("wiredesk.store.open_store", remembered)
    flags = ["--home", str(settings.home), *(["--store", settings.store_url] if settings.store_url else [])]
    yield lambda *words: CliRunner(env={"COLUMNS": "160"}).invoke(app, [*flags, *words])
    for one in opened:
        one.close()


def quarantine(store: Store, *stories: Article, error: str = "ValueError: no such year") -> None:
    accept(store, *stories)
    for one in stories:
        with store.write() as connection:
            [story] = lease(connection, (one.id, one.version))
            ledger.start(connection, story, ME, 60)
            ledger.fail(connection, story.seq, ME, error, "Traceback (most recent call last): …", 1)


def test_what_is_quarantined_can_be_listed_and_shown(store: Store, desk: Desk) -> None:
    assert "no quarantined" in desk("quarantine", "list").stdout
    quarantine(store, article("urn:a:1", headline="[bold]Not markup[/]"), article("urn:a:1", 2))
    listed = desk("quarantine", "list").stdout
    assert "urn:a:1@1" in listed
    assert "[bold]Not markup[/]" in listed
    assert len(json.loads(desk("quarantine", "list", "--json").stdout)) == 2
    page = desk("quarantine", "show", "urn:a:1@1").stdout
    for part in ("ValueError: no such year", "Traceback", ME, "Mayor Anna Kovac"):
        assert part in page
    [document] = json.loads(desk("quarantine", "show", "urn:a:1@2", "--json").stdout)
    assert document["article"]["version"] == 2
    assert document["attempts"] == 1
    missing = desk("quarantine", "show", "nobody")
    assert missing.exception.exit_code == 1  # type: ignore[union-attr]


def test_release_by_id_by_error_and_all(store: Store, desk: Desk) -> None:
    quarantine(store, article("a"), article("a", 2), article("b"))
    quarantine(store, article("c"), error="ResourceLimitExceeded: took 120 s")
    assert "would be released" in desk("quarantine", "release", "--all", "--dry-run").stderr
    assert row(store, "a")["state"] == "quarantined"
    assert desk("quarantine", "release").exit_code == 2
    desk("quarantine", "release", "a@2")
    assert (row(store, "a")["state"], row(store, "a", 2)["state"]) == ("quarantined", "pending")
    desk("quarantine", "release", "--error", "resourcelimitexceeded")
    assert row(store, "c")["state"] == "pending"
    assert "2 stories released" in desk("quarantine", "release", "--all").stderr
    with store.write() as connection:
        assert len(ledger.claim_unsent(connection, "wire", 10)) == 4
    assert (row(store, "a")["attempts"], row(store, "a")["error"]) == (0, None)  # its next failure has another reason


def test_dropped_stories_are_gone(store: Store, desk: Desk) -> None:
    quarantine(store, article("a"), article("b"))
    accept(store, article("c"))
    complete(store, "c")
    assert "1 story dropped" in desk("quarantine", "drop", "a").stderr
    desk("quarantine", "drop", "--all")
    with store.read() as connection:
        assert connection.scalars(select(articles.c.id)).all() == ["c"]


def test_old_results_stay_until_the_new_ones_are_stored(store: Store, desk: Desk) -> None:
    accept(store, *(article(f"s{n}") for n in range(3)))
    for n, engine in enumerate(("0.9", "0.10.1", "1.0")):
        complete(store, f"s{n}", engine=engine)
    assert "2 stories would" in desk("reprocess", "--engine-before", "1.0", "--dry-run").stdout
    assert "1 story will" in desk("reprocess", "--engine-before", "0.10").stdout
    assert visible(store) == [1, 1, 1]
    again = row(store, "s0")
    assert (again["state"], again["queue"]) == ("pending", "bulk")
    with store.read() as connection:
        assert '"0.9"' in str(results.document(connection, int(str(again["seq"]))))
    complete(store, "s0", engine="1.0")
    with store.read() as connection:
        assert '"1.0"' in str(results.document(connection, int(str(again["seq"]))))
        assert connection.execute(select(func.count()).select_from(extractions)).scalar() == 3
    assert visible(store) == [1, 1, 1]


def test_reprocess_since(store: Store, desk: Desk) -> None:
    accept(store, article("old"), article("new"))
    complete(store, "old")
    complete(store, "new")
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.id == "old").values(accepted_at=now(-40 * 86400)))
    assert "1 story would" in desk("reprocess", "--since", "30d", "--dry-run").stdout
    assert "2 stories would" in desk("reprocess", "--since", "2020-01-01", "--dry-run").stdout
    assert desk("reprocess").exit_code == 2
    assert isinstance(desk("reprocess", "--since", "yesterday-ish").exception, BadQuery)


def test_prune_writes_what_it_deletes_to_a_folder(store: Store, desk: Desk, tmp_path: Path) -> None:
    archive = tmp_path / "old stories"
    accept(store, article("urn:a:1"), article("urn:a:1", 2), article("urn:a:2"))
    for id, version in (("urn:a:1", 1), ("urn:a:1", 2), ("urn:a:2", 1)):
        complete(store, id, version)
    quarantine(store, article("urn:a:3"))
    with store.write() as connection:
        connection.execute(update(articles).values(accepted_at=now(-100 * 86400)))
    archive.mkdir()
    (archive / "documents").touch()
    refused = desk("prune", "--older-than", "90d", "--to", str(archive))
    assert refused.exit_code == 1 and isinstance(refused.exception, WiredeskError)
    assert "nothing more was deleted" in str(refused.exception)
    (archive / "documents").unlink()
    assert "4 versions" in desk("prune", "--older-than", "90d", "--to", str(archive)).stdout
    documents = f"read_parquet('{archive}/documents/*/*.parquet')"
    rows = duckdb.sql(f"SELECT id, version, state, extraction IS NULL FROM {documents} ORDER BY seq").fetchall()
    assert rows == [
        ("urn:a:1", 1, "done", False), ("urn:a:1", 2, "done", False), ("urn:a:2", 1, "done", False),
        ("urn:a:3", 1, "quarantined", True),
    ]  # fmt: skip
    seen = duckdb.sql(f"SELECT id, version FROM read_parquet('{archive}/stories/*/*.parquet') ORDER BY id").fetchall()
    assert seen == [("urn:a:1", 2), ("urn:a:2", 1)], "the versions that readers saw"
    [[text]] = duckdb.sql(f"SELECT article FROM {documents} ORDER BY seq LIMIT 1").fetchall()
    assert Article.model_validate_json(text) == article("urn:a:1")


def test_what_a_killed_prune_wrote_and_did_not_delete_is_written_once(store: Store, tmp_path: Path) -> None:
    accept(store, article("urn:a:1"), article("urn:a:2"))
    one = Archive(tmp_path)
    with store.read() as connection:
        one.write(connection, [1])
        one.remove_undeleted(connection)
        one.write(connection, [1, 2])
    found = duckdb.sql(f"SELECT id FROM read_parquet('{tmp_path}/documents/*/*.parquet') ORDER BY id").fetchall()
    assert found == [("urn:a:1",), ("urn:a:2",)]


def test_prune_deletes_whole_stories_and_none_that_is_pending(store: Store, desk: Desk) -> None:
    accept(store, article("old"), article("old", 2), article("both"), article("waits"), article("new"))
    for id, version in (("old", 1), ("old", 2), ("both", 1), ("new", 1)):
        complete(store, id, version)
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.id != "new").values(accepted_at=now(-100 * 86400)))
    accept(store, article("both", 2))
    assert "2 versions" in desk("prune", "--older-than", "90d", "--dry-run").stdout
    assert "2 versions" in desk("prune", "--older-than", "90d").stdout
    with store.read() as connection:
        left = connection.scalars(select(articles.c.id).order_by(articles.c.seq)).all()
        assert left == ["both", "waits", "new", "both"]
        assert connection.execute(select(func.count()).select_from(extractions)).scalar() == 2
    assert "0 versions" in desk("prune", "--older-than", "90d").stdout


def test_results_of_many_versions_are_removed_together_and_those_of_others_stay(store: Store) -> None:
    with store.write() as connection:  # the last has no results
        ledger.accept(connection, [article("unread"), article("unread", 2)])
    synthetic_store.write_made(store, map(synthetic_store.story, range(12)))
    before = rows_by_table(store)
    seqs = sorted(before["extractions"])
    gone, kept = seqs[::2], seqs[1::2]
    with store.write() as connection:
        assert results.remove_all(connection, [1, 2, *gone, 999]) == len(gone)
        assert results.remove_all(connection, [1, 2, *gone]) == results.remove_all(connection, []) == 0
        if store.dialect == "sqlite":
            connection.execute(text("INSERT INTO story_text (story_text) VALUES ('integrity-check')"))
            found = connection.scalars(text("SELECT rowid FROM story_text WHERE story_text MATCH 'argue'")).all()
        else:
            found = connection.scalars(text("SELECT seq FROM story_text WHERE words @@ to_tsquery('argue')")).all()
    assert sorted(found) == kept
    after = rows_by_table(store)
    assert sum(map(bool, before.values())) == 10, "tables with rows"
    assert after == {name: {seq: rows[seq] for seq in rows if seq in kept} for name, rows in before.items()}


def rows_by_table(store: Store) -> dict[str, dict[int, int]]:
    """Return the number of rows of each version in each table of results."""
    found = {}
    with store.read() as connection:
        for table in (extractions, *RESULT_TABLES):
            counted = select(table.c.seq, func.count()).group_by(table.c.seq)
            found[table.name] = dict(map(tuple, connection.execute(counted)))
    return found


def test_versions_sort_as_numbers() -> None:
    versions = ["0.9", "0.10", "0.10.1", "1.0", "1.0.0", "1.2.dev3"]
    assert sorted(versions, key=maintenance.version_key) == versions


def test_a_sqlite_backup_is_a_whole_store(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "wd")
    store = open_store(settings)
    accept(store, article())
    complete(store)
    target = tmp_path / "copy.db"
    with store.write() as connection:  # in use
        ledger.accept(connection, [article("uncommitted")])
        backup(store, target)
    with sqlite3.connect(target) as copy:
        assert copy.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with pytest.raises(WiredeskError, match="already exists"):
        backup(store, target)
    with pytest.raises(WiredeskError, match="No such file"):
        backup(store, tmp_path / "nowhere" / "copy.db")
    copied = Store(f"sqlite:///{target}")
    assert row(copied)["state"] == "done"
    copied.close()
    store.close()


def test_a_sqlite_backup_ends_although_another_process_writes_all_the_time(tmp_path: Path) -> None:
    store = open_store(Settings(home=tmp_path / "wd"))
    accept(store, *(article(f"s{n}", body="A line of the story. " * 500) for n in range(2000)))
    over = threading.Event()

    def write() -> None:
        with sqlite3.connect(tmp_path / "wd" / "wire.db", isolation_level=None, timeout=30) as other:
            while not over.is_set():
                other.execute("UPDATE articles SET queue = 'bulk' WHERE seq = 1")
        other.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        backup(store, tmp_path / "copy.db")
    finally:
        over.set()
        thread.join()
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM articles").fetchone() == (2000,)
    copy.close()
    store.close()


def test_a_postgres_backup_can_be_restored(postgres: PostgresServer, tmp_path: Path) -> None:
    store = open_store(Settings(store_url=postgres.database("original")))
    accept(store, article())
    complete(store)
    target = tmp_path / "copy.dump"
    backup(store, target)
    store.close()
    restore = postgres_program("pg_restore")
    assert restore
    subprocess.run([restore, "--no-owner", "-d", postgres.database("restored"), str(target)], check=True)
    restored = open_store(Settings(store_url=postgres.url("restored")))
    assert row(restored)["state"] == "done"
    restored.close()
