"""Search stored versions by the prints of a text: those that have at least two in common within three days.

The cost does not grow with the store: a search reads entries of one index, at most a fixed number of each print.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from wiredesk.store.prepared import execute_raw

WINDOW_DAYS = 3
"""Days before and after a story's own day in which its copies are searched: papers reprint within days."""
MIN_PRINTS = 2
"""Prints in common from which on two texts are compared."""
MAX_ROWS = 4000
"""Entries that one search reads before it takes a few of each print only: a text with hundreds of copies."""
MAX_ROWS_PER_PRINT = 64
"""Entries of one print and day in such a search, those of the versions that were accepted first."""

_INSERT = {
    "sqlite": "INSERT OR IGNORE INTO copy_prints (day, print, seq) SELECT ?, value, ? FROM json_each(?)",
    "postgresql": (
        "INSERT INTO copy_prints (day, print, seq) SELECT %s, one, %s FROM unnest(%s::bigint[]) AS one "
        "ON CONFLICT DO NOTHING"
    ),
}
_DELETE = {
    "sqlite": "DELETE FROM copy_prints WHERE day = ? AND seq = ? AND print IN (SELECT value FROM json_each(?))",
    "postgresql": "DELETE FROM copy_prints WHERE day = %s AND seq = %s AND print = ANY(%s::bigint[])",
}
SEARCH = {
    "sqlite": (
        "SELECT seq, print FROM copy_prints WHERE day IN (SELECT value FROM json_each(?) "
        "WHERE value BETWEEN (SELECT min(day) FROM copy_prints) AND (SELECT max(day) FROM copy_prints)) "
        "AND print IN (SELECT value FROM json_each(?)) LIMIT ?"
    ),
    "postgresql": (
        "SELECT seq, print FROM copy_prints WHERE print = ANY(%s::bigint[]) AND day BETWEEN %s AND %s LIMIT %s"
    ),
}
"""The search by days and prints, in the parameter style of each driver.

The key of the table begins with the day on SQLite, where it is the table, and with the print on PostgreSQL: there a
print is looked up once for all days, in one page of the index.  SQLite looks it up once for each day, and therefore not
for the days ahead that have no story yet."""
_FEW_SQLITE = "SELECT seq FROM copy_prints WHERE day = ? AND print = ? ORDER BY seq LIMIT ?"
_FEW_POSTGRESQL = (
    "SELECT few.seq FROM unnest(%s::int[]) AS days (day) CROSS JOIN unnest(%s::bigint[]) AS prints (print) "
    "CROSS JOIN LATERAL (SELECT seq FROM copy_prints AS one WHERE one.day = days.day AND one.print = prints.print "
    "ORDER BY seq LIMIT %s) AS few"
)


def add_all(connection: Connection, stories: Iterable[tuple[int, int, Sequence[int]]]) -> None:
    """Store the prints of versions; what is there already stays.

    Args:
        stories: day, number and prints of each.
    """
    rows = [(day, seq, _array(connection, prints)) for day, seq, prints in stories]
    execute_raw(connection, _INSERT[connection.dialect.name], rows, many=True)


def remove(connection: Connection, day: int, seq: int, prints: Sequence[int]) -> None:
    """Delete the prints of a version."""
    execute_raw(connection, _DELETE[connection.dialect.name], (day, seq, _array(connection, prints)))


def similar(connection: Connection, stories: Iterable[tuple[int, int, Sequence[int]]]) -> dict[int, list[int]]:
    """Return for each version the others with prints in common, those with most first, then those accepted first.

    Versions of one day are searched together, unless that finds more than one search may.

    Args:
        stories: day, number and prints of each.
    """
    of_day: defaultdict[int, dict[int, Sequence[int]]] = defaultdict(dict)
    for day, seq, prints in stories:
        of_day[day][seq] = prints
    found: dict[int, list[int]] = {}
    for day, prints_of in of_day.items():
        days = range(day - WINDOW_DAYS, day + WINDOW_DAYS + 1)
        have = _having(connection, days, {one for prints in prints_of.values() for one in prints})
        for seq, prints in prints_of.items():
            counts = Counter(
                _found(connection, days, prints)
                if have is None
                else chain.from_iterable(have[one] for one in set(prints) if one in have)
            )
            del counts[seq]
            several = [other for other, count in counts.items() if count >= MIN_PRINTS]
            found[seq] = sorted(several, key=lambda other: (-counts[other], other))
    return found


def _having(connection: Connection, days: Sequence[int], prints: Collection[int]) -> dict[int, list[int]] | None:
    """Return the versions that have each of some prints; None where these are more than one search reads."""
    values = search_values(connection.dialect.name, days, sorted(prints), MAX_ROWS + 1)
    rows = execute_raw(connection, SEARCH[connection.dialect.name], values).fetchall()
    if len(rows) > MAX_ROWS:
        return None
    have: defaultdict[int, list[int]] = defaultdict(list)
    for seq, one in rows:
        have[one].append(seq)
    return have


def _array(connection: Connection, prints: Sequence[int]) -> str | list[int]:
    return json.dumps(prints) if connection.dialect.name == "sqlite" else list(prints)


def search_values(dialect: str, days: Sequence[int], prints: Sequence[int], limit: int) -> tuple[Any, ...]:
    """Return the values of a search.

    Args:
        days: consecutive ones.
    """
    if dialect == "sqlite":
        return json.dumps(list(days)), json.dumps(list(prints)), limit
    return list(prints), days[0], days[-1], limit


def _found(connection: Connection, days: Sequence[int], prints: Sequence[int]) -> list[int]:
    dialect = connection.dialect.name
    values = search_values(dialect, days, prints, MAX_ROWS + 1)
    rows = execute_raw(connection, SEARCH[dialect], values).fetchall()
    if len(rows) > MAX_ROWS:
        rows = (_few_sqlite if dialect == "sqlite" else _few_postgresql)(connection, days, prints)
    return [row[0] for row in rows]


def _few_sqlite(connection: Connection, days: Iterable[int], prints: Sequence[int]) -> list[tuple[int]]:
    cursor = connection.connection.cursor()
    found: list[tuple[int]] = []
    for day in days:
        for one in prints:
            found += cursor.execute(_FEW_SQLITE, (day, one, MAX_ROWS_PER_PRINT)).fetchall()
    return found


def _few_postgresql(connection: Connection, days: Iterable[int], prints: Sequence[int]) -> list[tuple[int]]:
    return list(execute_raw(connection, _FEW_POSTGRESQL, (list(days), list(prints), MAX_ROWS_PER_PRINT)).fetchall())
