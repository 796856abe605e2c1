"""The plan of every query that an engine runs, and the plans that scan a table that grows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, Engine, event

from wiredesk.store import change_tables, link_tables, raw_sql, thing_tables  # noqa: F401 - they add their tables to the metadata
from wiredesk.store.partitions import table_of
from wiredesk.store.tables import metadata

SMALL = {"marks", "workers", "saved_queries"}
"""Tables that have a bound: of saved queries the store keeps five hundred."""
GROWING = {table.name for table in metadata.sorted_tables} - SMALL | {
    "story_text",
    "story_terms",
}
VERBS = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
_POSTGRESQL = re.compile(r"Seq Scan on (\w+)")
_SQLITE = re.compile(r"SCAN (\w+)(.*)")
_DERIVED = re.compile(r"CONSTANT|anon_\d+|json_each")
"""Scans of SQLite that read no table: a row of constants, the rows of a subquery, a list of values."""

_SUBQUERY = re.compile(r"(?:MATERIALIZE|CO-ROUTINE) (\w+)")
"""How SQLite begins the plan of a subquery, whose rows it scans later under this name."""


@dataclass(frozen=True, slots=True)
class Plan:
    statement: str
    lines: tuple[str, ...]

    @property
    def whole(self) -> list[str]:
        """Return the lines that read a growing table without an index; those of subqueries read none."""
        subqueries = {read[1] for line in self.lines if (read := _SUBQUERY.match(line))}
        return [line for line in self.lines if whole(line) and not _reads(line, subqueries)]

    def __str__(self) -> str:
        bad = self.whole
        marked = (("  !! " if line in bad else "     ") + line for line in self.lines)
        return "\n".join(["-- " + " ".join(self.statement.split())[:600], *marked])


@contextmanager
def explained(engine: Engine) -> Iterator[dict[str, Plan]]:
    """Collect the plan of each query in the block, in its own transaction, so that its SET statements apply."""
    found: dict[str, Plan] = {}

    def explain(_c: Any, cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement in found or not statement.lstrip().upper().startswith(("SELECT", "WITH")):
            return
        asking = cursor.connection.cursor()
        asking.execute(f"{VERBS[engine.dialect.name]} {statement}", parameters)
        found[statement] = Plan(statement, tuple(str(row[-1]) for row in asking.fetchall()))
        asking.close()

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", explain)


@contextmanager
def explained_raw(patch: pytest.MonkeyPatch) -> Iterator[dict[str, Plan]]:
    """Collect the plan of each statement of the linker in the block, changes of rows included."""
    found: dict[str, Plan] = {}
    straight, straight_many = raw_sql.execute_raw, raw_sql.insert_rows

    def explain(connection: Connection, statement: str, values: Any) -> None:
        if statement not in found:
            asking = straight(connection, f"{VERBS[connection.dialect.name]} {statement}", values)
            found[statement] = Plan(statement, tuple(str(row[-1]) for row in asking.fetchall()))

    def execute_raw(connection: Connection, statement: str, values: Any) -> Any:
        explain(connection, statement, values)
        return straight(connection, statement, values)

    def insert_rows(connection: Connection, statement: str, rows: Sequence[Any]) -> None:
        explain(connection, statement, rows[0])
        straight_many(connection, statement, rows)

    with patch.context() as patched:
        patched.setattr(raw_sql, "execute_raw", execute_raw)
        patched.setattr(raw_sql, "insert_rows", insert_rows)
        yield found


def asked(app: FastAPI, paths: Iterable[str]) -> list[httpx.Response]:
    """Request pages from an application in this process, one after the other."""

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return [await client.get(path) for path in paths]

    return asyncio.run(ask())


def _reads(line: str, names: set[str]) -> bool:
    """Return whether a line of SQLite's plan scans one of these."""
    return bool((read := _SQLITE.match(line)) and read[1] in names)


def whole(line: str) -> bool:
    """Return whether a line of a plan scans a growing table without an index."""
    if read := _POSTGRESQL.search(line):
        return table_of(read[1]) in GROWING
    if not (read := _SQLITE.match(line)) or _DERIVED.match(read[1]):
        return False
    if "VIRTUAL TABLE INDEX" in read[2]:
        # FTS5 without a MATCH or the number of a row; a list that the query has itself
        return read[1] != "json_each" and "M" not in read[2] and not read[2].endswith(":=")
    return read[1] not in SMALL and " INDEX " not in read[2] and " PRIMARY KEY" not in read[2]
