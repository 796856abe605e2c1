"""Schema revisions: a new store is created, an older one upgraded in place, a newer one refused."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from wiredesk.errors import ConfigError, StoreTooNew
from wiredesk.settings import Settings
from wiredesk.store.engine import Store
from wiredesk.store.tables import REVISION

MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 0x77697265
"""Key of a PostgreSQL advisory lock ("wire"): one process upgrades, the others wait."""


def open_store(settings: Settings, *, durable: bool = False, pooled: bool = True) -> Store:
    """Open the configured store, and create or upgrade its tables where needed.

    Args:
        durable: each commit is on disk before it returns (SQLite), see :class:`wiredesk.store.engine.Store`.
        pooled: keep connections open between transactions.

    Raises:
        StoreTooNew: a newer release wrote the store.
        StoreUnavailable: the store does not answer.
        ConfigError: the URL, the file or its folder cannot be used.
    """
    url = settings.store
    if url.startswith("sqlite:///") and not settings.store_url:
        _make_home(settings.home)
    store = Store(url, durable=durable, pooled=pooled)
    try:
        with store.read() as connection:
            found = revision(connection)
        if found != REVISION:
            upgrade(store)
    except BaseException:
        store.close()
        raise
    return store


def revision(connection: Connection) -> str | None:
    """Return the store's schema revision; None for an empty store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known_revisions() -> frozenset[str]:
    """Return the revisions that this release can upgrade from, and its own."""
    from alembic.script import ScriptDirectory  # lazy: only an upgrade and the doctor need Alembic

    return frozenset(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def upgrade(store: Store, target: str = "head") -> None:
    """Upgrade the store to a revision, by default the newest one, in one transaction.

    Raises:
        StoreTooNew: a newer release wrote the store.
    """
    from alembic import command  # lazy: opening a store of the current revision needs no Alembic
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with store.write() as connection:
        if store.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        found = revision(connection)
        if found is not None and found not in known_revisions():
            raise StoreTooNew(
                f"store {store}",
                f"has schema {found}, but this release knows only {REVISION}",
                "upgrade wiredesk, or name another store",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = error.strerror or str(error)
        raise ConfigError(f"folder {home}", cause, "set WIREDESK_HOME to a folder that can be written") from None
