"""Schema revisions: a new store is created, an older one upgraded in place, one that is too new refused.

Two tables tell what a store holds.  ``wiredesk_schema`` has its revision.  ``alembic_version`` has the oldest revision
whose release can still work with it, ``compatible_from``: a release opens every store whose ``compatible_from`` it
knows.  So a revision that only adds (it *expands*) leaves ``alembic_version`` where it is, and processes of the release
before run on and can be started again; one that takes away (it *contracts*) moves both.  Releases up to 0.2.0 know
``alembic_version`` alone, and their own revision in it.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, inspect, text

from wiredesk import private_files
from wiredesk.errors import ConfigError, StoreTooNew
from wiredesk.settings import Settings
from wiredesk.store.engine import Store
from wiredesk.store.tables import REVISION

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"
SCHEMA_TABLE = "wiredesk_schema"
"""Alembic's version table: the revision of the store."""
COMPATIBILITY_TABLE = "alembic_version"
"""The oldest revision whose release can work with the store; releases up to 0.2.0 take it for the revision."""
_UPGRADE_LOCK = 0x77697265
"""Key of a PostgreSQL advisory lock ("wire"): one process upgrades, the others wait."""


class Schema(NamedTuple):
    """The revision of a store, and the oldest revision whose release can work with it."""

    revision: str
    compatible_from: str


class Fit(StrEnum):
    """What a store's schema is to this release."""

    CURRENT = "current"
    OLDER = "older"
    """An upgrade makes it current."""
    NEWER = "newer"
    """A later release made it, and this release can work with it."""
    TOO_NEW = "too new"


def open_store(settings: Settings, *, durable: bool = False, pooled: bool = True) -> Store:
    """Open the configured store, and create or upgrade its tables where needed.

    Args:
        durable: each commit is on disk before it returns (SQLite), see :class:`wiredesk.store.engine.Store`.
        pooled: keep connections open between transactions.

    Raises:
        StoreTooNew: a later release wrote the store, and this one cannot work with it.
        StoreUnavailable: the store does not answer.
        ConfigError: the URL, the file or its folder cannot be used.
    """
    url = settings.store
    if url.startswith("sqlite:///") and not settings.store_url:
        _make_home(settings.home)
    store = Store(url, durable=durable, pooled=pooled)
    if (file := store.file) is not None:
        private_files.make_file(file)
    try:
        with store.read() as connection:
            found = schema(connection)
        if found is None or fit(found) is not Fit.CURRENT:
            upgrade(store)
    except BaseException:
        store.close()
        raise
    return store


def schema(connection: Connection) -> Schema | None:
    """Return the store's schema; None for an empty store."""
    compatible_from = _version(connection, COMPATIBILITY_TABLE)
    if compatible_from is None:
        return None
    return Schema(_version(connection, SCHEMA_TABLE) or compatible_from, compatible_from)


def _version(connection: Connection, table: str) -> str | None:
    if not inspect(connection).has_table(table):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {table}")).scalar()
    return found


def fit(found: Schema) -> Fit:
    """Return what a store's schema is to this release."""
    if found.revision == REVISION:
        return Fit.CURRENT
    known = known_revisions()
    if found.revision in known:
        return Fit.OLDER
    return Fit.NEWER if found.compatible_from in known else Fit.TOO_NEW


def too_new(store: Store, found: Schema) -> StoreTooNew:
    """Return the error for a store with which this release cannot work."""
    cause = f"has schema {found.revision}, compatible from {found.compatible_from}, but this release knows {REVISION}"
    return StoreTooNew(f"store {store}", cause, "upgrade wiredesk, or name another store")


def known_revisions() -> frozenset[str]:
    """Return the revisions that this release can upgrade from, and its own."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


def compatible_from(revision: str) -> str:
    """Return the oldest revision whose release can work with a store of ``revision``, as its migration declares it."""
    declared: str = _scripts().get_revision(revision).module.compatible_from
    return declared


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory  # lazy: opening a store of the current revision needs no Alembic

    return ScriptDirectory(str(MIGRATIONS))


def upgrade(store: Store, target: str = "head") -> None:
    """Upgrade the store to a revision, by default the newest one, in one transaction.

    A store of a later release with which this one can work is left as it is.

    Raises:
        StoreTooNew: a later release wrote the store, and this one cannot work with it.
    """
    from alembic import command  # lazy: as above
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with store.write() as connection:
        if store.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        if found := schema(connection):
            state = fit(found)
            if state is Fit.TOO_NEW:
                raise too_new(store, found)
            if state is Fit.NEWER:
                return
            _record(connection, SCHEMA_TABLE, found.revision)
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        reached = _version(connection, SCHEMA_TABLE)
        if reached:
            _record(connection, COMPATIBILITY_TABLE, compatible_from(reached))


def _record(connection: Connection, table: str, revision: str) -> None:
    """Write the only row of a version table; make the table as Alembic does where it does not exist."""
    if not inspect(connection).has_table(table):
        key = f"CONSTRAINT {table}_pkc PRIMARY KEY (version_num)"
        connection.execute(text(f"CREATE TABLE {table} (version_num VARCHAR(32) NOT NULL, {key})"))
    connection.execute(text(f"DELETE FROM {table}"))
    connection.execute(text(f"INSERT INTO {table} (version_num) VALUES (:revision)"), {"revision": revision})


def _make_home(home: Path) -> None:
    try:
        private_files.make_folder(home)
    except OSError as error:
        cause = error.strerror or str(error)
        raise ConfigError(f"folder {home}", cause, "set WIREDESK_HOME to a folder that can be written") from None
