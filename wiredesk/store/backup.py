"""A copy of the store, taken while it is in use."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from wiredesk import private_files
from wiredesk.errors import AlreadyExists, NotFound, StoreUnavailable, WiredeskError
from wiredesk.store.engine import Store


def backup(store: Store, target: Path) -> None:
    """Copy the whole store into one file while it is in use: a SQLite file, or an archive of ``pg_dump -Fc``.

    Raises:
        AlreadyExists: the file already exists.
        NotFound: pg_dump is not installed.
        StoreUnavailable: the store cannot be copied.
        WiredeskError: the file cannot be written.
    """
    if target.exists():
        raise AlreadyExists(f"file {target}", "already exists", "name another file")
    part = target.with_name(f"{target.name}.part")
    try:
        part.touch(mode=private_files.FILE_MODE)
        if store.dialect == "sqlite":
            _copy_sqlite(str(make_url(store.url).database), part)
        else:
            _dump_postgres(store, part)
        part.replace(target)
    except OSError as error:
        raise WiredeskError(f"file {target}", error.strerror or str(error), "name a file that can be written") from None
    finally:
        part.unlink(missing_ok=True)


def _copy_sqlite(source: str, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source, timeout=60)) as one, closing(sqlite3.connect(target)) as other:
            one.backup(other)  # in one step from one snapshot: a write between two steps would restart the copy
            other.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreUnavailable(f"store {source}", str(error), "try again") from None


def _dump_postgres(store: Store, target: Path) -> None:
    url = make_url(store.url).set(drivername="postgresql")
    command = ["pg_dump", "--format=custom", "--file", str(target), "--dbname"]
    environment = {"PGPASSWORD": url.password} if url.password else {}
    without_password = url.set(password=None).render_as_string(hide_password=False)
    try:
        done = subprocess.run(
            [*command, without_password], capture_output=True, check=False, env=os.environ | environment
        )
    except FileNotFoundError:
        raise NotFound("pg_dump", "is not installed", "install PostgreSQL's client programs") from None
    if done.returncode:
        cause = done.stderr.decode(errors="replace").strip().splitlines()
        raise StoreUnavailable(f"store {store}", cause[0] if cause else "pg_dump failed", "see its message")
