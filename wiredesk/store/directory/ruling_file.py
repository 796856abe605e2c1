"""Rulings as a file of tab-separated values, to carry them to another store: one a line, with readable keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, select

from wiredesk.errors import BadData, WiredeskError
from wiredesk.identity.story_things import KEY_CHARACTERS
from wiredesk.identity.thing_key import ThingKey, ThingKind
from wiredesk.store.directory import component_rows, ruling_rows, rulings
from wiredesk.store.directory.ruling_checks import (
    RulingRefused,
    checked_name,
    checked_type,
    ruling_words,
    undo_hint,
)
from wiredesk.store.directory.ruling_rows import CORRECTIONS, Ruling, RulingKind, rulings_of_stories, rulings_on
from wiredesk.store.directory.story_corrections import checked_value
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.thing_tables import things
from wiredesk.store.types import iso

COLUMNS = (
    "ruling", "thing", "name", "type", "other", "other_name", "other_type", "stories", "value", "why", "by", "at",
)  # fmt: skip
"""``thing`` and ``other`` are ``kind:key``, with the sense in brackets where there is one; ``name`` and ``type`` are
theirs; ``stories`` and ``value`` are JSON."""
MAX_LINE_CHARACTERS = 1_000_000
"""Characters of a line; a split may name thousands of stories."""
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_PAIRS = (RulingKind.SAME, RulingKind.DIFFERENT, RulingKind.SPLIT)
_CHUNK = 300


class Imported(NamedTuple):
    """What an import did."""

    added: int
    known: int
    """Rulings that the store had."""


def ruling_lines(connection: Connection) -> Iterator[str]:
    """Yield the header and each ruling in force, the oldest first, without line ends."""
    yield "\t".join(COLUMNS)
    found = ruling_rows.list_rulings(connection)[::-1]
    known: dict[int, tuple[str, str, str]] = {}
    ids = sorted({id for one in found for id in (one.thing, one.other) if id is not None})
    for part in chunks(ids, _CHUNK):
        for row in connection.execute(select(things).where(things.c.id.in_(part))):
            known[row.id] = _key_text(ThingKey(ThingKind(row.kind), row.key, row.sense)), row.name, row.type
    for one in found:
        cells = [one.kind.value, *known.get(one.thing or 0, ("", "", "")), *known.get(one.other or 0, ("", "", ""))]
        cells += [_json(list(one.stories)) if one.stories else "", _json(one.value) if one.value else ""]
        cells += [one.why or "", one.by, iso(one.at) if one.at else ""]
        yield "\t".join(_escaped(cell) for cell in cells)


def import_lines(connection: Connection, lines: Iterable[str], file: str) -> Imported:
    """Store the rulings of a file with their effects; those that the store has are left out.

    The things and stories need not be in the store yet.

    Args:
        file: its name, for errors.

    Raises:
        BadData: a line is wrong, or contradicts a ruling in force; then the caller's transaction must end undone.
    """
    component_rows.lock(connection)
    added = known = 0
    columns: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        if not text.strip():
            continue
        try:
            if columns is None:
                columns = _header(text)
                continue
            is_new = _import(connection, dict(zip(columns, _cells(text, len(columns)), strict=True)))
        except (WiredeskError, ValueError, KeyError, TypeError) as error:
            raise BadData(f"{file} line {number}", str(error), "nothing was imported") from None
        added, known = added + is_new, known + (not is_new)
    if columns is None:
        raise BadData(file, "has no header", f"its first line is: {' '.join(COLUMNS)}")
    return Imported(added, known)


def _header(text: str) -> list[str]:
    columns = text.lstrip("\ufeff").split("\t")
    missing = [name for name in ("ruling", "by") if name not in columns]
    unknown = [name[:40] for name in columns if name not in COLUMNS]
    if missing or unknown or len(set(columns)) < len(columns):
        wrong = f"lacks {', '.join(missing)}" if missing else f"has {', '.join(unknown) or 'a column twice'}"
        raise ValueError(f"the header {wrong}; the columns are {' '.join(COLUMNS)}")
    return columns


def _cells(text: str, width: int) -> list[str]:
    if len(text) > MAX_LINE_CHARACTERS:
        raise ValueError(f"longer than {MAX_LINE_CHARACTERS:,} characters")
    cells = text.split("\t")
    if len(cells) > width:
        raise ValueError(f"{len(cells)} cells, but the header has {width}")
    return [_unescaped(cell) for cell in cells] + [""] * (width - len(cells))


def _import(connection: Connection, cells: dict[str, str]) -> bool:
    """Store one ruling and let it have its effect.  Returns False if the store had it."""
    ruling = _ruling(connection, cells)
    if _is_known(connection, ruling):
        return False
    _refuse_contradiction(connection, ruling)
    rulings.apply(connection, rulings.add(connection, ruling))
    return True


def _ruling(connection: Connection, cells: dict[str, str]) -> Ruling:
    kind = next((one for one in RulingKind if one == cells["ruling"]), None)
    if kind is None:
        raise ValueError(f'unknown ruling "{cells["ruling"][:40]}"; there are {", ".join(RulingKind)}')
    stories = tuple(_parsed(cells, "stories", list) or ())
    if not all(isinstance(one, str) and one for one in stories):
        raise ValueError("stories is no list of ids")
    value = _parsed(cells, "value", dict) or {}
    at = datetime.fromisoformat(cells["at"]) if cells.get("at") else None
    if at is not None and at.tzinfo is None:
        raise ValueError(f'the time "{cells["at"]}" has no time zone')
    made = Ruling(kind, cells["by"], stories=stories, value=value, why=cells.get("why") or None, at=at)
    if kind in CORRECTIONS:
        if len(stories) != 1:
            raise ValueError("a correction is about one story")
        return rulings.checked(replace(made, value=checked_value(kind, value)))
    if kind is RulingKind.SPLIT and not stories:
        raise ValueError("a split names its stories")
    made = replace(made, thing=_thing(connection, cells, "thing", "name", "type"))
    if kind in _PAIRS:
        made = replace(made, other=_thing(connection, cells, "other", "other_name", "other_type"))
        if made.thing == made.other:
            raise ValueError("thing and other are the same")
    if kind is RulingKind.NAME:
        made = replace(made, value={"name": checked_name(str(value.get("name", "")))})
    elif kind is RulingKind.TYPE:
        made = replace(made, value={"type": checked_type(str(value.get("type", "")))})
    else:
        made = replace(made, value={})
    return rulings.checked(made)


def _thing(connection: Connection, cells: dict[str, str], column: str, name: str, type: str) -> int:
    """Return the id of a thing; one that the store does not know is stored, without a story."""
    text = cells.get(column, "")
    kind_text, colon, rest = text.partition(":")
    kind = next((one for one in ThingKind if one == kind_text), None)
    if kind is None or not colon or not rest:
        hint = f"give one of {', '.join(ThingKind)}, a colon and its key: person:ronald reagan"
        raise ValueError(f'{column} "{text[:60]}" names no thing; {hint}')
    key_text, bracket, sense = rest.rpartition(" [")
    key, sense = (key_text, sense[:-1]) if bracket and sense.endswith("]") else (rest, "")
    if len(key) > KEY_CHARACTERS or len(sense) > KEY_CHARACTERS:
        raise ValueError(f"{column} is longer than {KEY_CHARACTERS} characters")
    found = ThingKey(kind, key, sense)
    values: dict[str, Any] = {"id": found.id, "kind": kind.value, "key": key, "sense": sense}
    values["name"] = checked_name(cells.get(name) or key)
    values["type"] = checked_type(cells.get(type) or _USUAL_TYPES[kind])
    source, _, known = key.partition(":")
    if source == "wikidata":
        values["wikidata"] = known
    elif source == "geonames" and known.isascii() and known.isdecimal():
        values["geonames"] = int(known)
    rulings.add_thing(connection, values)
    return found.id


_USUAL_TYPES = {
    ThingKind.PERSON: "PERSON", ThingKind.PLACE: "GPE", ThingKind.BODY: "ORG", ThingKind.DEMONYM: "NORP",
    ThingKind.OTHER: "EVENT",
}  # fmt: skip


def _is_known(connection: Connection, ruling: Ruling) -> bool:
    if ruling.kind in CORRECTIONS:
        some = rulings_of_stories(connection, ruling.stories).get(ruling.stories[0], [])
        same = (one for one in some if one.kind is ruling.kind and one.value["words"] == ruling.value["words"])
        return any(one.value.get("now") == ruling.value["now"] for one in same)
    assert ruling.thing is not None
    for one in rulings_on(connection, [ruling.thing]):
        is_pair = one.kind in (RulingKind.SAME, RulingKind.DIFFERENT)
        sides = {one.thing, one.other} == {ruling.thing, ruling.other}
        is_same = sides if is_pair else (one.thing, one.other) == (ruling.thing, ruling.other)
        if one.kind is ruling.kind and is_same and one.value == ruling.value and one.stories == ruling.stories:
            return True
    return False


def _refuse_contradiction(connection: Connection, ruling: Ruling) -> None:
    assert ruling.kind in CORRECTIONS or ruling.thing is not None
    if ruling.kind not in _PAIRS:
        return
    assert ruling.thing is not None and ruling.other is not None
    if ruling.kind is RulingKind.SAME:
        against = rulings.keeping_apart(connection, *rulings.canonical(connection, ruling.thing, ruling.other))
    else:
        against = rulings.joining(connection, ruling.thing, ruling.other)
    if against is not None:
        raise RulingRefused("it", f"contradicts {ruling_words(against)}", undo_hint(against))


def _parsed(cells: dict[str, str], column: str, type: type[Any]) -> Any:
    if not (text := cells.get(column)):
        return None
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ValueError(f"{column} is no JSON") from None
    if not isinstance(value, type):
        raise TypeError(f"{column} is no JSON {'list' if type is list else 'object'}")
    return value


def _key_text(key: ThingKey) -> str:
    needs_sense = key.sense or key.key.endswith("]")
    return f"{key.kind.value}:{key.key}{f' [{key.sense}]' if needs_sense else ''}"


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _escaped(cell: str) -> str:
    for character, written in _ESCAPES:
        cell = cell.replace(character, written)
    return cell


def _unescaped(cell: str) -> str:
    if "\\" not in cell:
        return cell
    parts = cell.split("\\\\")
    for character, written in _ESCAPES[1:]:
        parts = [part.replace(written, character) for part in parts]
    return "\\".join(parts)
