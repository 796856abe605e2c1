"""Stores that claim to be of another release."""

from __future__ import annotations

from sqlalchemy import text

from wiredesk.store import Store
from wiredesk.store.migrate import COMPATIBILITY_TABLE, SCHEMA_TABLE


def claim_schema(store: Store, revision: str, compatible_from: str) -> None:
    """Make a store claim a revision, and the oldest one whose release can work with it."""
    with store.write() as connection:
        for table, value in ((SCHEMA_TABLE, revision), (COMPATIBILITY_TABLE, compatible_from)):
            connection.execute(text(f"UPDATE {table} SET version_num = :value"), {"value": value})


def make_as_0_2_0(store: Store) -> None:
    """Leave the versions of a store as release 0.2.0 left them: in one table."""
    with store.write() as connection:
        connection.execute(text(f"DROP TABLE {SCHEMA_TABLE}"))
