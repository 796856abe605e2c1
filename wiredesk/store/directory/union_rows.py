"""The unions that the linker finds among the things that bear one name."""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from sqlalchemy import Connection

from wiredesk.identity.thing_evidence import UnionEdge
from wiredesk.store.raw_sql import run, run_many

_READ = "SELECT a, b, verdict, method, score FROM unions WHERE key = ?"
_DELETE = "DELETE FROM unions WHERE key = ? AND a = ? AND b = ?"
_WRITE = (
    "INSERT INTO unions (key, a, b, verdict, method, score, evidence, at) VALUES (?, ?, ?, ?, ?, ?, ?, :now)"
    " ON CONFLICT (key, a, b) DO UPDATE SET verdict = excluded.verdict, method = excluded.method,"
    " score = excluded.score, evidence = excluded.evidence, at = excluded.at"
)


def replace_unions(connection: Connection, key: str, found: Iterable[UnionEdge]) -> set[int]:
    """Store the unions that a name tells instead of those that it told before.

    Returns:
        The things that they join now or joined before.
    """
    before = {(a, b): rest for a, b, *rest in run(connection, _READ, key).fetchall()}
    after = {(edge.a, edge.b): edge for edge in found}
    if not before and not after:
        return set()
    run_many(connection, _DELETE, ((key, *pair) for pair in sorted(before.keys() - after.keys())))
    changed = [
        edge
        for pair, edge in sorted(after.items())
        if before.get(pair) != [edge.verdict, edge.method, round(edge.score, 3)]
    ]
    run_many(
        connection,
        _WRITE,
        ((key, e.a, e.b, e.verdict, e.method, round(e.score, 3), orjson.dumps(e.evidence).decode()) for e in changed),
    )
    same = {pair for pair, rest in before.items() if rest[0] == "same"}
    same |= {pair for pair, edge in after.items() if edge.verdict == "same"}
    return {id for pair in same for id in pair}
