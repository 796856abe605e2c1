"""Organisations, people, regions and events that news names without explaining them; users add their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wiredesk.contract import ENTITY_TYPES, EntityType
from wiredesk.errors import ConfigError
from wiredesk.nlp.knowledge.tsv_rows import own, rows, values


class Thing(NamedTuple):
    """One row of ``things.tsv`` or of a user's file."""

    type: EntityType
    wikidata: str | None
    name: str
    variants: tuple[str, ...]
    country: str | None
    """ISO 3166-1 alpha-2 of the country it belongs to or speaks for."""
    title: str | None
    """What a person is called in office."""


def things(more: Sequence[Path] = ()) -> tuple[Thing, ...]:
    """Our own things, then those of the user's files.

    Raises:
        ConfigError: a file cannot be read, or a row has an unknown type or no name.
    """
    return _own() + tuple(thing for path in more for thing in _read(path))


@cache
def _own() -> tuple[Thing, ...]:
    return tuple(_thing(row, "things.tsv") for row in rows(own("things.tsv"), 6, "things.tsv"))


def _read(path: Path) -> list[Thing]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        hint = "name a readable UTF-8 text file in WIREDESK_KNOWLEDGE"
        raise ConfigError(f"knowledge file {path}", str(error), hint) from error
    return [_thing(row, str(path)) for row in rows(lines, 6, str(path))]


def _thing(row: tuple[str, ...], subject: str) -> Thing:
    kind, wikidata, name, variants, country, title = row
    if kind not in ENTITY_TYPES or not name:
        hint = f"begin each row with one of {', '.join(ENTITY_TYPES)}, and give it a name"
        raise ConfigError(subject, f"row {'|'.join(row)!r} has no known type or no name", hint)
    return Thing(kind, wikidata or None, name, values(variants), country or None, title or None)
