"""Schema revisions: a new store is made, an older one upgraded in place, a newer one refused."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from wiredesk.errors import ConfigError, StoreTooNew
from wiredesk.settings import Settings
from wiredesk.store.engine import Store
from wiredesk.store.tables import REVISION

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x77697265
"""PostgreSQL advisory lock: one process upgrades, the others wait."""


def open_store(settings: Settings, *, durable: bool = False, pooled: bool = True) -> Store:
    """Open the configured store, made or upgraded where needed.

    Raises:
        StoreTooNew: it was written by a newer release.
        StoreUnavailable: it does not answer.
        ConfigError: the URL or the file cannot be used.
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
    """The store's schema revision; None for an empty store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known_revisions() -> frozenset[str]:
    """The schemas that this release can bring to its own."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def upgrade(store: Store, target: str = "head") -> None:
    """Bring the store to the newest revision, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with store.write() as connection:
        if store.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = revision(connection)
        if found is not None and found not in known_revisions():
            raise StoreTooNew(
                f"store {store}",
                f"has schema {found}, this release knows {REVISION}",
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
