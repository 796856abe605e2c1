"""The columns of the wire view: each is a query with a name; the page's address has them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from urllib.parse import urlencode

from desk.queries.filters import Filters
from desk.queries.query_syntax import BadQuery
from desk.reader_language import N_, gettext

MAX_COLUMNS = 12
"""Columns of one page: each is a search, and another one of every update of the live wire."""
MAX_NAME_CHARACTERS = 60
USUAL_COLUMNS = ((N_("All stories"), ""), (N_("Flashes and urgents"), "urgency<=2"))
"""Name and query of the columns of a page whose address has none."""


@dataclass(frozen=True, slots=True)
class WireColumn:
    """A column as the address has it."""

    name: str
    """Empty: the query is its heading."""
    query: str
    """Empty: all stories."""
    filters: Filters = field(default_factory=Filters)
    problem: str = ""
    """Why the query is invalid; such a column shows this and has no stories."""

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return self.name or self.query or gettext(USUAL_COLUMNS[0][0])


@dataclass(frozen=True, slots=True)
class ColumnLinks:
    """The queries of addresses in which one column has another place, or none."""

    left: str | None
    right: str | None
    without: str
    before: tuple[WireColumn, ...]
    after: tuple[WireColumn, ...]


def parse_columns(names: Sequence[str], queries: Sequence[str], reader: str = "") -> tuple[WireColumn, ...]:
    """Return the columns of an address; a column with neither name nor query is left out.

    Args:
        reader: the key of the name of who asks.

    Raises:
        BadQuery: there are more than :data:`MAX_COLUMNS`.
    """
    pairs = [(name.strip(), query.strip()) for name, query in zip_longest(names, queries, fillvalue="")]
    given = [pair for pair in pairs if any(pair)] or [(gettext(name), query) for name, query in USUAL_COLUMNS]
    if len(given) > MAX_COLUMNS:
        raise BadQuery("col", f"{len(given)} columns", f"at most {MAX_COLUMNS}")
    return tuple(_column(name[:MAX_NAME_CHARACTERS], query, reader) for name, query in given)


def _column(name: str, query: str, reader: str) -> WireColumn:
    try:
        return WireColumn(name, query, Filters.from_form({"q": query}).asked_by(reader))
    except BadQuery as error:
        return WireColumn(name, query, problem=str(error))


def columns_query(columns: Iterable[WireColumn]) -> str:
    """Return the columns as the query part of a URL."""
    columns = list(columns)
    has_names = any(one.name for one in columns)
    return urlencode(
        [pair for one in columns for pair in ((("name", one.name),) if has_names else ()) + (("col", one.query),)]
    )


def links_of(columns: Sequence[WireColumn]) -> list[ColumnLinks]:
    """Return for each column the addresses that move or remove it."""
    return [
        ColumnLinks(
            _moved(columns, at, at - 1) if at else None,
            _moved(columns, at, at + 1) if at + 1 < len(columns) else None,
            columns_query((*columns[:at], *columns[at + 1 :])),
            tuple(columns[:at]),
            tuple(columns[at + 1 :]),
        )
        for at in range(len(columns))
    ]


def _moved(columns: Sequence[WireColumn], at: int, to: int) -> str:
    order = list(columns)
    order.insert(to, order.pop(at))
    return columns_query(order)
