"""The ledger and results store: SQLAlchemy Core on SQLite or PostgreSQL, one set of statements."""

from worker.store.connect import Store
from worker.store.migrate import open_store

__all__ = ["Store", "open_store"]
