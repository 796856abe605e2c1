"""Saved statements: rows ``[[query]]`` of wire.toml, and those that users save in the store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, delete, func, select

from desk.queries.query_syntax import BadQuery
from desk.sql.sql_text import MAX_SQL_CHARACTERS, parse_statement
from wiredesk.config_values import read_rows, validated
from wiredesk.errors import NotFound
from wiredesk.settings import config_file
from wiredesk.store.saved_query_tables import saved_queries
from wiredesk.store.types import now

MAX_SAVED = 500
"""Statements that the store keeps."""


class SavedQuery(BaseModel):
    """A statement with a name.  Unknown fields are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$", description="its name in addresses and commands")
    sql: str = Field(min_length=1, max_length=MAX_SQL_CHARACTERS, description="the statement")
    about: str = Field(default="", max_length=300, description="what it answers")


def configured_queries(path: Path | None = None) -> dict[str, SavedQuery]:
    """Return the statements of wire.toml by name.

    Raises:
        ConfigError: a row is invalid.
    """
    found = [validated(SavedQuery, row, subject) for subject, row in read_rows(path or config_file(), "query")]
    return {one.name: one for one in found}


def known_queries(connection: Connection, configured: Mapping[str, SavedQuery]) -> list[SavedQuery]:
    """Return all saved statements by name; one of wire.toml hides one of its name in the store."""
    columns = saved_queries.c.name, saved_queries.c.sql, saved_queries.c.about
    kept = {row.name: SavedQuery(**row._mapping) for row in connection.execute(select(*columns))}
    return [one for _, one in sorted((kept | dict(configured)).items())]


def find_query(connection: Connection, configured: Mapping[str, SavedQuery], name: str) -> SavedQuery:
    """Return a saved statement.

    Raises:
        NotFound: there is none of this name.
    """
    for one in known_queries(connection, configured):
        if one.name == name:
            return one
    raise NotFound(f"saved query {name[:64]}", "does not exist", "wiredesk sql --list names them")


def save_query(connection: Connection, query: SavedQuery, *, by: str) -> None:
    """Save a statement in the store, in place of one of its name.

    Raises:
        BadQuery: it is not one SELECT, or the store keeps too many.
    """
    parse_statement(query.sql)
    connection.execute(delete(saved_queries).where(saved_queries.c.name == query.name))
    if (connection.scalar(select(func.count()).select_from(saved_queries)) or 0) >= MAX_SAVED:
        raise BadQuery("name", f"{MAX_SAVED} queries are saved already", "remove one")
    row = {"name": query.name, "sql": query.sql, "about": query.about, "made_by": by, "made_at": now()}
    connection.execute(saved_queries.insert().values(row))


def remove_query(connection: Connection, name: str) -> None:
    """Remove a statement from the store.

    Raises:
        NotFound: there is none of this name.
    """
    if not connection.execute(delete(saved_queries).where(saved_queries.c.name == name)).rowcount:
        raise NotFound(f"saved query {name[:64]}", "is not in the store", "those of wire.toml are removed there")
