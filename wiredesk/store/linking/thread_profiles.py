"""The terms of stories in the store: written with a story's results, read when it is compared with others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import orjson
from sqlalchemy import Connection

from wiredesk.store.linking.link_step import PreparedStory
from wiredesk.store.linking.term_frequency import EVERY_STORY
from wiredesk.store.prepared import without_waiting
from wiredesk.store.raw_sql import run, run_many
from wiredesk.stories.thread_terms import MAX_KEYS, Name, ThreadTerms

MAX_KEPT = 512
"""Stories whose terms are kept as read, about 5 MB: those of a happening are compared with each new one."""
_OLD = "SELECT t.seq, t.terms, l.day FROM thread_terms AS t JOIN links AS l ON l.seq = t.seq WHERE t.seq IN :numbers"
_DELETE_KEY = "DELETE FROM thread_keys WHERE key = ? AND day = ? AND seq = ?"
_DELETE_TERMS = "DELETE FROM thread_terms WHERE seq IN :numbers"
_INSERT_KEY = "INSERT INTO thread_keys (key, day, seq) VALUES (?, ?, ?)"
_INSERT_TERMS = "INSERT INTO thread_terms (seq, terms, actors, words, figures) VALUES (?, ?, ?, ?, ?)"
_READ = (
    "SELECT t.seq, t.terms, t.actors, t.words, t.figures, l.day FROM thread_terms AS t JOIN links AS l ON l.seq = t.seq"
    " WHERE t.seq IN :numbers"
)


def write_terms(connection: Connection, stories: Sequence[PreparedStory]) -> None:
    """Store the terms of versions and their keys under their days; they replace earlier ones."""
    delete_terms(connection, [one.seq for one in stories])
    with without_waiting(connection):
        run_many(connection, _INSERT_TERMS, (_terms_row(one.seq, one.prepared) for one in stories))
        keys = ((key, one.day, one.seq) for one in stories for key in (EVERY_STORY, *one.prepared.keys))
        run_many(connection, _INSERT_KEY, keys)


def _terms_row(seq: int, terms: ThreadTerms) -> tuple[int, str, str, int, float]:
    actors = {"names": _lines(terms.names), "places": _lines(terms.places)}
    return seq, _json(dict(terms.terms)), _json(actors), terms.words, terms.figures


def delete_terms(connection: Connection, seqs: Sequence[int]) -> None:
    """Delete the terms and keys of versions, if there are any."""
    if not seqs:
        return
    keys: list[tuple[str, int, int]] = []
    for seq, terms, day in run(connection, _OLD, list(seqs)).fetchall():
        keys += ((key, day, seq) for key in (EVERY_STORY, *list(orjson.loads(terms))[:MAX_KEYS]))
    if keys:
        run_many(connection, _DELETE_KEY, keys)
        run(connection, _DELETE_TERMS, list(seqs))


def read_terms(connection: Connection, seqs: Collection[int]) -> dict[int, ThreadTerms]:
    """Return the terms of versions; one whose terms were pruned is missing."""
    rows = run(connection, _READ, list(seqs)).fetchall() if seqs else ()
    return {seq: _terms(*values) for seq, *values in rows}


@lru_cache(MAX_KEPT)
def _terms(terms: str, actors: str, words: int, figures: float, day: int) -> ThreadTerms:
    kept = orjson.loads(actors)
    return ThreadTerms(orjson.loads(terms), _names(kept["names"]), _names(kept["places"]), words, figures, day)


def _lines(names: Iterable[Name]) -> list[str]:
    return sorted(" ".join(name) for name in names)


def _names(lines: Iterable[str]) -> frozenset[Name]:
    return frozenset(tuple(line.split()) for line in lines)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
