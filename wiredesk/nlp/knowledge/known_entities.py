"""Organisations, people, regions and events that news names without explaining them; users add their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wiredesk.contract import ENTITY_TYPES, EntityType
from wiredesk.errors import ConfigError
from wiredesk.event_types import EVENT_TYPES
from wiredesk.media_topics import is_code
from wiredesk.nlp.knowledge.tsv_rows import package_lines, rows, values

_FILE = "entities.tsv"
_COLUMNS = 6


class KnownEntity(NamedTuple):
    """One row of ``entities.tsv`` or of a user's file."""

    type: EntityType
    wikidata: str | None
    name: str
    variants: tuple[str, ...]
    country: str | None
    """ISO 3166-1 alpha-2 of the country that it belongs to or speaks for."""
    title: str | None
    """A person's title in office."""


def known_entities(more: Sequence[Path] = ()) -> tuple[KnownEntity, ...]:
    """Return the entities of the knowledge base, then those of the user's files.

    Raises:
        ConfigError: a file cannot be read, or a row has an unknown type or no name.
    """
    return _own_entities() + tuple(entity for path in more for entity in _read(path))


@cache
def known_ids() -> frozenset[str]:
    """Return the Wikidata ids of the package's own rows: people in office and bodies that the world knows."""
    return frozenset(row.wikidata for row in _own_entities() if row.wikidata)


@cache
def _own_entities() -> tuple[KnownEntity, ...]:
    return tuple(_entity(row, _FILE) for row in rows(package_lines(_FILE), _COLUMNS, _FILE))


def _read(path: Path) -> list[KnownEntity]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        hint = "name a readable UTF-8 text file in WIREDESK_KNOWLEDGE"
        raise ConfigError(f"knowledge file {path}", str(error), hint) from error
    entities = [line for line in lines if not _is_other_row(line.partition("|")[0].strip())]
    return [_entity(row, str(path)) for row in rows(entities, _COLUMNS, str(path))]


def _is_other_row(first: str) -> bool:
    """Return whether a row is of an event type or of a topic, by its first cell."""
    return first in EVENT_TYPES or is_code(first)


def _entity(row: tuple[str, ...], subject: str) -> KnownEntity:
    kind, wikidata, name, variants, country, title = row
    if kind not in ENTITY_TYPES or not name:
        types = ", ".join(ENTITY_TYPES)
        hint = f"begin each row with one of {types}, and give it a name, or with a type of event or the code of a topic"
        raise ConfigError(subject, f"row {'|'.join(row)!r} has no known type or no name", hint)
    return KnownEntity(kind, wikidata or None, name, values(variants), country or None, title or None)
