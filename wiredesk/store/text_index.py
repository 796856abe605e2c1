"""The full-text index: each story as its database reads English, and with the terms of other languages."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from wiredesk.search_terms import StoryTerms, fold_accents, story_terms
from wiredesk.store.prepared import PreparedStatement, without_waiting
from wiredesk.store.raw_sql import run
from wiredesk.store.result_rows import storable
from wiredesk.store.store_errors import is_data_error

log = structlog.get_logger()
FULL_TEXT_BYTES = 400_000
"""Length in UTF-8 to which headline and body are cut for full-text search on PostgreSQL.

A ``tsvector`` holds at most 1 MB of words and positions.  Text takes up to 1.5 times its bytes there: the parts of a
word with hyphens are indexed, too.
"""
SURELY_INDEXED_BYTES = 100_000
"""Length of a text in UTF-8 that a ``tsvector`` holds whatever is in it: ten times its bytes fit."""
MAX_POSITION, MAX_POSITIONS = 16_383, 255
"""Last position of a word in a ``tsvector``, and positions of one word: limits of PostgreSQL."""


def add_all(connection: Connection, stories: Sequence[tuple[int, str, Sequence[str]]]) -> None:
    """Add stories to the index; what PostgreSQL does not index whole is indexed shorter, or not at all.

    Args:
        stories: number and text of each version, and its languages: see :func:`wiredesk.search_terms.languages_of`.
    """
    found = [(seq, story, story_terms(story, languages)) for seq, story, languages in stories]
    if connection.dialect.name == "sqlite":
        run(connection, _ADD_SQLITE, [seq for seq, _, _ in found])
        for seq, _, terms in found:
            if not terms.is_empty():
                words = " ".join(word for stream in terms.words for word in stream)
                _ADD_TERMS(connection, seq=seq, words=words, parts=" ".join(terms.parts))
        return
    is_long = {seq: len(story.encode(errors="replace")) > SURELY_INDEXED_BYTES for seq, story, _ in found}
    with without_waiting(connection):
        for seq, story, terms in found:
            if not is_long[seq]:
                _add_words(connection, seq, story, terms)
    for seq, story, terms in found:
        if is_long[seq]:
            _add_long_to_postgres(connection, seq, story, terms)


def _add_long_to_postgres(connection: Connection, seq: int, story: str, terms: StoryTerms) -> None:
    encoded = story.encode(errors="replace")
    for limit in (FULL_TEXT_BYTES, SURELY_INDEXED_BYTES):
        try:
            with connection.begin_nested():
                _add_words(connection, seq, encoded[:limit].decode(errors="ignore"), terms)
            return
        except DBAPIError as error:
            if not is_data_error(error):
                raise
            log.warning("text not indexed for search", seq=seq, bytes=limit, error=str(error.orig).splitlines()[0])


def remove_all(connection: Connection, seqs: Sequence[int]) -> None:
    """Remove stories from the index; all of them must be in it."""
    statements = _REMOVE_SQLITE if connection.dialect.name == "sqlite" else _REMOVE_POSTGRES
    for statement in statements:
        run(connection, statement, list(seqs))


def compact(connection: Connection) -> None:
    """Remove deleted entries from SQLite's index."""
    if connection.dialect.name == "sqlite":
        for name in ("story_text", "story_terms"):
            connection.execute(text(f"INSERT INTO {name} ({name}) VALUES ('optimize')"))


def vector(terms: StoryTerms) -> str:
    """Return terms as a ``tsvector`` in PostgreSQL's syntax: those of one word at one position."""
    positions: dict[str, list[int]] = {part: [] for part in terms.parts}
    for stream in terms.words:
        for at, word in enumerate(stream[:MAX_POSITION], 1):
            known = positions.setdefault(word, [])
            if len(known) < MAX_POSITIONS:
                known.append(at)
    return " ".join(f"'{term}':{','.join(map(str, at))}" if at else f"'{term}'" for term, at in positions.items())


def _add_words(connection: Connection, seq: int, story: str, terms: StoryTerms) -> None:
    if not terms.is_empty():
        _ADD_WITH_TERMS(connection, seq=seq, length=len(story), terms=vector(terms))
    elif story.isascii() or (folded := storable(fold_accents(story))) == story:
        _ADD_POSTGRES(connection, seq=seq, length=len(story))
    else:
        _ADD_FOLDED(connection, seq=seq, story=folded)


_ADD_SQLITE = (
    "INSERT INTO story_text (rowid, headline, body) SELECT seq, headline, body FROM articles WHERE seq IN :numbers"
)
_ADD_TERMS = PreparedStatement(text("INSERT INTO story_terms (rowid, words, parts) VALUES (:seq, :words, :parts)"))
_REMOVE_SQLITE = (
    "INSERT INTO story_text (story_text, rowid, headline, body) "
    "SELECT 'delete', seq, headline, body FROM articles WHERE seq IN :numbers",
    "DELETE FROM story_terms WHERE rowid IN :numbers",
)
_REMOVE_POSTGRES = ("DELETE FROM story_text WHERE seq IN :numbers",)
_ADD_POSTGRES = PreparedStatement(
    text(
        "INSERT INTO story_text (seq, words) SELECT seq, to_tsvector('english', "
        "left(headline || ' ' || body, :length)) FROM articles WHERE seq = :seq"
    )
)
_ADD_WITH_TERMS = PreparedStatement(
    text(
        "INSERT INTO story_text (seq, words) SELECT seq, to_tsvector('english', "
        "left(headline || ' ' || body, :length)) || CAST(:terms AS tsvector) FROM articles WHERE seq = :seq"
    )
)
_ADD_FOLDED = PreparedStatement(
    text("INSERT INTO story_text (seq, words) VALUES (:seq, to_tsvector('english', :story))")
)
