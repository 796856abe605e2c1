"""Forms of SQL conditions that lead SQLite's and PostgreSQL's planners to the indexes of the desk's queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from weakref import ref

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, any_, bindparam, cast, func
from sqlalchemy.types import UserDefinedType

from wiredesk.event_types import EVENT_TYPES
from wiredesk.store.raw_sql import as_array
from wiredesk.store.tables import entities, events

_FORCED = "wiredesk.forced_index_order"
"""Where a connection notes the transaction whose plans are forced: a page asks for it five times."""


def of_type(types: Sequence[str]) -> ColumnElement[bool]:
    """Condition: the entity has one of these types.

    For rows that a story's number leads to: COALESCE keeps the planner from choosing an index on types.
    """
    return func.coalesce(entities.c.type, "").in_(types)


def of_known_event_type() -> ColumnElement[bool]:
    """Condition: this release knows the event's type; a later one that works beside it may write others.

    COALESCE keeps the planner from choosing an index on types.
    """
    return func.coalesce(events.c.type, "").in_(EVENT_TYPES)


def in_list(connection: Connection, column: ColumnElement[Any], seqs: Iterable[int]) -> ColumnElement[bool]:
    """Condition: the column is one of these numbers.

    PostgreSQL gets one array, because a thousand parameters would take longer than the rows that they find.
    """
    if connection.dialect.name == "postgresql":
        listed = bindparam(None, as_array(seqs), type_=_ArrayText())
        return column == any_(cast(listed, ARRAY(BigInteger)))
    return column.in_(list(seqs))


class _ArrayText(UserDefinedType[str]):
    """The text of an array, whose type the server takes from the cast around it."""

    cache_ok = True


def in_parameter(dialect: str, column: ColumnElement[Any], name: str = "seqs") -> ColumnElement[bool]:
    """Condition: the column is one of the numbers that a statement is run with.

    For a statement that is built once and run often: to build one takes longer than to run it.
    """
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(BigInteger)))
    return column.in_(bindparam(name, expanding=True))


def force_index_order(connection: Connection) -> None:
    """Let PostgreSQL join in the order of the query, and by index where there is one, until this transaction ends.

    Its planner knows neither the frequency of a rare word nor that the rows of one story lie next to each other.  It
    would scan all stories backwards, read a whole table for three hundred of them, or hash it for some thousands.
    Parallel workers take more than they save.  SQLite needs no hint.
    """
    if connection.dialect.name != "postgresql":
        return
    transaction = connection.get_transaction()
    forced = connection.info.get(_FORCED)
    if transaction is not None and forced is not None and forced() is transaction:
        return
    if transaction is not None:
        connection.info[_FORCED] = ref(transaction)
    connection.exec_driver_sql(
        "SELECT set_config('join_collapse_limit', '1', true), set_config('enable_seqscan', 'off', true), "
        "set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_hashjoin', 'off', true), "
        "set_config('enable_mergejoin', 'off', true)"
    )
