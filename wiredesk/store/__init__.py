"""The ledger and results store: SQLAlchemy Core on SQLite or PostgreSQL, one set of statements."""

from wiredesk.store.engine import Store
from wiredesk.store.migrate import open_store

__all__ = ["Store", "open_store"]
