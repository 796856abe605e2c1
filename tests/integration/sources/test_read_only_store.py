"""A store that turns read-only, or whose password changes, while the producer runs: it waits, and loses nothing."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from producer.ingest import delivery
from producer.sources.endpoint import Endpoint
from producer.sources.folder_source import FolderSource
from tests.integration.sources.conftest import Desk
from tests.support.servers import PostgresServer
from wiredesk.retry import Backoff

BODY = "OSLO, May 8 (Xample) - The ferry sails again, the harbour master said on Thursday."


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LEDGER_BACKOFF", Backoff(0.05, 0.1))


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[str]:
    yield postgres.database("passing")
    gc.collect()  # a connection that was left open is told here, and not in a later test


@pytest.fixture
def desk(tmp_path: Path, database: str) -> Iterator[Desk]:
    opened = Desk(tmp_path / "wd", store_url=database)
    yield opened
    opened.close()


def change(url: str, statement: str) -> None:
    """Change a setting of the database and end its sessions, as a failover does."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(statement)  # type: ignore[arg-type]
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
            "pg_backend_pid()"
        )


@pytest.mark.parametrize(
    ("fault", "mended"),
    [
        ("ALTER DATABASE passing SET default_transaction_read_only = on", "ALTER DATABASE passing RESET ALL"),
        ("ALTER TABLE articles RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO articles"),
    ],
)
def test_the_producer_waits_and_its_endpoint_answers_503(
    desk: Desk, tmp_path: Path, database: str, fault: str, mended: str
) -> None:
    drop = tmp_path / "drop"
    desk.start(Endpoint(port=0), FolderSource(path=drop, every=0.05))
    desk.until_reported("POST http")
    url = next(line for line in desk.told if "POST http" in line).rpartition(" ")[2]

    def push(number: int) -> httpx.Response:
        row = {"id": f"urn:x:{number}", "headline": f"Ferry {number}", "body": BODY}
        return httpx.post(url, content=json.dumps(row).encode(), timeout=60)

    assert push(1).status_code == 202
    change(database, fault)
    (drop / "a.json").write_text(json.dumps({"id": "a", "headline": "Ferry sails", "body": BODY}), "utf-8")
    answer = push(2)
    assert answer.status_code == 503 and answer.headers["Retry-After"] and answer.json()["error"]
    desk.until_reported("waits for the ledger")
    change(database, mended)
    desk.until(lambda: (drop / "done/a.json").exists())
    desk.until(lambda: push(2).status_code == 202)
    assert desk.errors == [] and len(desk.headlines()) == 3
