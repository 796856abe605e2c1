"""Conditions and planner settings that the desk's queries share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, any_, func, literal

from wiredesk.store.tables import entities

MOST = 200
"""Rows that one page may ask for."""
SAMPLE = 300
"""Newest stories from which neighbours, roles and timelines are told."""


def of_type(types: Sequence[str]) -> ColumnElement[bool]:
    """Entities of these types, for rows that their story's number leads to: no index of types is tempting."""
    return func.coalesce(entities.c.type, "").in_(types)


def among(connection: Connection, column: ColumnElement[Any], seqs: Iterable[int]) -> ColumnElement[bool]:
    """The column is one of these numbers; on PostgreSQL one array, where a thousand parameters would cost more than
    the rows they find."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(seqs), ARRAY(BigInteger)))
    return column.in_(list(seqs))


def by_index(connection: Connection) -> None:
    """Until this transaction ends, PostgreSQL joins in the order of the query, and by indexes where there are any.

    Its planner knows neither how often a rare word stands nor that one story's rows lie side by side, and would walk
    through all stories backwards, or read a table whole for three hundred of them.  SQLite does as it is told.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT set_config('join_collapse_limit', '1', true), set_config('enable_seqscan', 'off', true)"
        )
