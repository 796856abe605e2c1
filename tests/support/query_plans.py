"""The plan of every query that an engine runs, and the plans that scan a table that grows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine, event

from wiredesk.store import change_tables, link_tables, thing_tables  # noqa: F401 - they add their tables to the metadata
from wiredesk.store.tables import metadata

GROWING = {table.name for table in metadata.sorted_tables} - {"marks"} | {"story_text"}
VERBS = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
_POSTGRESQL = re.compile(r"Seq Scan on (\w+)")
_SQLITE = re.compile(r"SCAN (\w+)(.*)")
_DERIVED = re.compile(r"CONSTANT|anon_\d+")
"""Scans of SQLite that read no table: a row of constants, the rows of a subquery."""


@dataclass(frozen=True, slots=True)
class Plan:
    statement: str
    lines: tuple[str, ...]

    @property
    def whole(self) -> list[str]:
        """Return the lines that read a growing table without an index."""
        return [line for line in self.lines if whole(line)]

    def __str__(self) -> str:
        marked = (("  !! " if whole(line) else "     ") + line for line in self.lines)
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


def asked(app: FastAPI, paths: Iterable[str]) -> list[httpx.Response]:
    """Request pages from an application in this process, one after the other."""

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return [await client.get(path) for path in paths]

    return asyncio.run(ask())


def whole(line: str) -> bool:
    """Return whether a line of a plan scans a growing table without an index."""
    if read := _POSTGRESQL.search(line):
        return read[1] in GROWING
    if not (read := _SQLITE.match(line)) or _DERIVED.match(read[1]):
        return False
    if "VIRTUAL TABLE INDEX" in read[2]:
        return "M" not in read[2]  # FTS5 without a MATCH
    return " INDEX " not in read[2] and " PRIMARY KEY" not in read[2]
