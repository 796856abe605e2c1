"""Move every span of a record.

The extractors read a normalised text, and an extraction indexes the text as received.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from wiredesk.contract import Record, Span

_KINDS: dict[Any, str] = {Span: "span", Span | None: "span", tuple[Span, ...]: "spans"}
"""Annotation of a field, to what it holds."""


def move_spans(value: Any, move: Callable[[Span], Span]) -> Any:
    """Return a field of an extraction with all its spans moved: a record, a tuple of records, a tuple of spans."""
    if isinstance(value, Record):
        return _move_record(value, move)
    if isinstance(value, tuple):
        return tuple(_move_record(part, move) if isinstance(part, Record) else move(part) for part in value)
    return value


def _move_record(record: Record, move: Callable[[Span], Span]) -> Record:
    changed: dict[str, Any] = {}
    for name, kind in _fields(type(record)):
        value = getattr(record, name)
        if value is None or value == ():
            continue
        if kind == "span":
            changed[name] = move(value)
        elif kind == "spans":
            changed[name] = tuple(map(move, value))
        elif isinstance(value, Record) or (isinstance(value, tuple) and isinstance(value[0], Record)):
            changed[name] = move_spans(value, move)
    return record.model_copy(update=changed)


@cache
def _fields(record: type[Record]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a type of record that can hold spans: ``span``, ``spans`` or ``records``."""
    return tuple((name, _KINDS.get(row.annotation, "records")) for name, row in record.model_fields.items())
