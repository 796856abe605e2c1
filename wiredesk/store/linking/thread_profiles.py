"""The terms of stories in the store: written with a story's results, read when it is compared with others."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import orjson
from sqlalchemy import Connection

from wiredesk.store.linking.term_frequency import EVERY_STORY
from wiredesk.store.prepared import execute_raw
from wiredesk.store.sql_arrays import as_array, in_dialect
from wiredesk.stories.thread_terms import MAX_KEYS, Name, ThreadTerms

_OLD = "SELECT t.terms, l.day FROM thread_terms AS t JOIN links AS l ON l.seq = t.seq WHERE t.seq = ?"
_DELETE_KEY = "DELETE FROM thread_keys WHERE key = ? AND day = ? AND seq = ?"
_DELETE_TERMS = "DELETE FROM thread_terms WHERE seq = ?"
_INSERT_KEY = "INSERT INTO thread_keys (key, day, seq) VALUES (?, ?, ?)"
_INSERT_TERMS = "INSERT INTO thread_terms (seq, terms, actors, words, figures) VALUES (?, ?, ?, ?, ?)"
_READ = "SELECT seq, terms, actors, words, figures FROM thread_terms WHERE seq IN (:numbers)"


def write_terms(connection: Connection, seq: int, day: int, terms: ThreadTerms) -> None:
    """Store a version's terms and its keys under its day; they replace earlier ones."""
    delete_terms(connection, seq)
    dialect = connection.dialect.name
    actors = {"names": _lines(terms.names), "places": _lines(terms.places)}
    row = (seq, _json(dict(terms.terms)), _json(actors), terms.words, terms.figures)
    execute_raw(connection, in_dialect(_INSERT_TERMS, dialect), row)
    keys = [(key, day, seq) for key in (EVERY_STORY, *terms.keys)]
    execute_raw(connection, in_dialect(_INSERT_KEY, dialect), keys, many=True)


def delete_terms(connection: Connection, seq: int) -> None:
    """Delete a version's terms and keys, if there are any."""
    dialect = connection.dialect.name
    row = execute_raw(connection, in_dialect(_OLD, dialect), (seq,)).fetchone()
    if row is None:
        return
    terms, day = row
    keys = [(key, day, seq) for key in (EVERY_STORY, *list(orjson.loads(terms))[:MAX_KEYS])]
    execute_raw(connection, in_dialect(_DELETE_KEY, dialect), keys, many=True)
    execute_raw(connection, in_dialect(_DELETE_TERMS, dialect), (seq,))


def read_terms(connection: Connection, seqs: Collection[int]) -> dict[int, ThreadTerms]:
    """Return the terms of versions; one whose terms were pruned is missing."""
    statement = in_dialect(_READ, connection.dialect.name)
    rows = execute_raw(connection, statement, (as_array(connection, seqs),)).fetchall()
    found = {}
    for seq, terms, actors, words, figures in rows:
        kept = orjson.loads(actors)
        found[seq] = ThreadTerms(orjson.loads(terms), _names(kept["names"]), _names(kept["places"]), words, figures)
    return found


def _lines(names: Iterable[Name]) -> list[str]:
    return sorted(" ".join(name) for name in names)


def _names(lines: Iterable[str]) -> frozenset[Name]:
    return frozenset(tuple(line.split()) for line in lines)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
