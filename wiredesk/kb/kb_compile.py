"""Turn the unfinished file of a build into a knowledge base: resolve ids, sort, count, and give it an edition."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from wiredesk.kb.kb_part import KbPart, disk_errors
from wiredesk.kb.kb_records import KbRecord
from wiredesk.kb.kb_tables import APPLICATION_ID, COMPILE_NAMES, KB_FORMAT, KB_TABLES

EDITION_BYTES = 8
"""Bytes of the hash that tells editions apart."""
MAX_RELATIONS = 64
"""Relations kept of one thing: a holding company may own thousands."""
_RELATIONS = """
SELECT other FROM relation WHERE one = ? UNION SELECT one FROM relation WHERE other = ? ORDER BY 1 LIMIT ?
"""
_INSERT_THING = f"INSERT INTO out.thing VALUES ({', '.join('?' * 11)})"


@dataclass(frozen=True, slots=True)
class _Ids:
    """What ids of a source stand for."""

    connection: sqlite3.Connection
    countries: Mapping[str, str]
    words: Mapping[str, str]
    has_relations: bool

    def related(self, record: KbRecord) -> list[str]:
        """Return the ids of the things of the base that a record names or has a relation with, each once, sorted."""
        ref = record.ref or record.id
        relations = self.connection.execute(_RELATIONS, (ref, ref, MAX_RELATIONS)) if self.has_relations else ()
        named = list({*record.related[:MAX_RELATIONS], *(row[0] for row in relations)} - {ref, record.id})
        marks = ", ".join("?" * len(named))
        found = self.connection.execute(
            f"SELECT id FROM record WHERE id IN ({marks}) UNION SELECT id FROM reference WHERE ref IN ({marks})",
            named * 2,
        )
        return sorted(row[0] for row in found)

    def words_of(self, record: KbRecord) -> str:
        """Return the names of occupations, for ids; other words stay."""
        return "; ".join(dict.fromkeys(filter(None, (self._word(word) for word in record.words))))

    def _word(self, word: str) -> str:
        return self.words.get(word, "" if record_id(word) else word)

    def country_of(self, record: KbRecord) -> str | None:
        """Return the ISO code of a record's country."""
        code = self.countries.get(record.country or "", record.country)
        return code if code and len(code) == 2 else None


def record_id(word: str) -> bool:
    """Return whether a word is an id of Wikidata that has no name here."""
    return word[:1] == "Q" and word[1:].isdecimal()


def compile_base(part: KbPart, target: Path, about: Mapping[str, str]) -> None:
    """Write a finished base; killed in the middle, the next run does it again.

    Args:
        part: all that was read.
        target: the file, which must not be there; the caller gives it its name when it is complete.
        about: what ``meta`` has of source and options.

    Raises:
        WiredeskError: the disk is full or fails.
    """
    target.unlink(missing_ok=True)
    os.environ.setdefault("SQLITE_TMPDIR", str(target.absolute().parent))  # sorting needs room where the file has it
    with disk_errors(target):
        with closing(sqlite3.connect(target)) as made:
            made.execute("PRAGMA journal_mode = OFF")
            made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            made.execute(f"PRAGMA user_version = {KB_FORMAT}")
            made.executescript(KB_TABLES)
        connection = part.connection
        connection.execute("COMMIT")
        connection.execute("CREATE INDEX IF NOT EXISTS relation_one ON relation (one)")
        connection.execute("CREATE INDEX IF NOT EXISTS relation_other ON relation (other)")
        connection.execute("ATTACH ? AS out", (str(target),))
        connection.execute("PRAGMA out.journal_mode = OFF")
        connection.execute("BEGIN")
        connection.executemany(_INSERT_THING, _things(connection))
        connection.execute(COMPILE_NAMES)
        rows = {**about, **_counts(connection), "edition": edition_of(connection, "out.")}
        connection.executemany("INSERT INTO out.meta VALUES (?, ?)", sorted(rows.items()))
        connection.execute("COMMIT")
        connection.execute("DETACH out")
        connection.execute("BEGIN IMMEDIATE")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def edition_of(connection: sqlite3.Connection, schema: str = "") -> str:
    """Return the hash of all things and names: two bases of one edition give the same links."""
    digest = blake2b(digest_size=EDITION_BYTES)
    for query in (f"SELECT * FROM {schema}thing ORDER BY id", f"SELECT * FROM {schema}alias ORDER BY key, id"):
        for row in connection.execute(query):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _counts(connection: sqlite3.Connection) -> dict[str, str]:
    types = dict(connection.execute("SELECT type, count(*) FROM out.thing GROUP BY type ORDER BY type"))
    names = connection.execute("SELECT count(*) FROM out.alias").fetchone()[0]
    return {"things": str(sum(types.values())), "names": str(names), "types": orjson.dumps(types).decode()}


def _record(values: dict[str, Any]) -> KbRecord:
    fields: Any = {name: tuple(one) if isinstance(one, list) else one for name, one in values.items()}
    return KbRecord(**fields)


def _things(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of things, in the order of their ids."""
    ids = _Ids(
        connection,
        dict(connection.execute("SELECT id, code FROM country")),
        dict(connection.execute("SELECT id, name FROM word")),
        connection.execute("SELECT 1 FROM relation").fetchone() is not None,
    )
    for (data,) in connection.execute("SELECT record FROM record ORDER BY id"):
        record = _record(orjson.loads(data))
        yield (
            record.id, record.type, record.name, record.about, record.prior, ids.country_of(record), record.born,
            record.died, ids.words_of(record), record.geonames, " ".join(ids.related(record)),
        )  # fmt: skip
