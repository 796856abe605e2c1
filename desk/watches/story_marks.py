"""The marks of a story: all by which a watch could find it, read for many stories at once.

A watch looks at a story only if the story has the marks that it needs, see :mod:`desk.watches.watch_index`.  So a mark
may be there too often, and must never be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection

from desk.queries.language.query_fields import LOWEST_URGENCY
from desk.watches.watched_story import WatchedStory
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import entities, places, subject_codes, topics
from wiredesk.store.thing_tables import identities

WORD, NAME, COUNTRY, TOPIC, KEYWORD, SOURCE, TYPE, URGENCY = "wnctksyu"
"""The first letter of each kind of mark."""
_CHUNK = 500


def story_marks(
    connection: Connection, stories: Collection[WatchedStory], kinds: Collection[str]
) -> dict[int, set[str]]:
    """Return the marks of some versions.

    Args:
        kinds: first letters of the marks that any watch needs; the others are not read.
    """
    found: dict[int, set[str]] = {story.seq: set(_own_marks(story)) for story in stories}
    if not found:
        return found
    if WORD in kinds:
        _add_words(connection, found, stories)
    for kind in (TOPIC, KEYWORD, TYPE):
        if kind in kinds:
            for seq, value in _read(connection, kind, found):
                found[seq].add(f"{kind}{value}")
    if not {NAME, COUNTRY}.isdisjoint(kinds):
        _add_names(connection, found)
    return found


def _own_marks(story: WatchedStory) -> Iterator[str]:
    """Yield the marks of source and urgency."""
    if story.source is not None:
        yield SOURCE + story.source.casefold()
    if story.urgency is not None:
        yield from (f"{URGENCY}{limit}" for limit in range(story.urgency, LOWEST_URGENCY + 1))


def word_mark(stem: str) -> str:
    """Return the mark of a stem, or of a term of another language than English, whatever the language."""
    _, of_language, letters = stem.rpartition(":")
    return WORD + of_language + letters


def _add_words(connection: Connection, found: dict[int, set[str]], stories: Iterable[WatchedStory]) -> None:
    """Add the stems of all words, and the terms of other languages than English; PostgreSQL has both together."""
    if connection.dialect.name == "sqlite":
        for story in stories:
            for of_sentence in story.sentence_stems:
                found[story.seq].update([WORD + stem for stem in of_sentence])
        for seq, terms in _read(connection, WORD, found):
            found[seq].update(map(word_mark, terms.split()))
        return
    for seq, of_story in _read(connection, WORD, found):
        found[seq].update(map(word_mark, of_story))


def _add_names(connection: Connection, found: dict[int, set[str]]) -> None:
    """Add the countries of a story's places, and every name and id of every thing that it mentions.

    A thing has the names of all things that it was joined with; a story in a country has those of the country.
    """
    of_story: defaultdict[int, set[int]] = defaultdict(set)
    for seq, thing in _read(connection, NAME, found):
        of_story[seq].add(thing)
    in_country: defaultdict[str, set[int]] = defaultdict(set)
    for seq, country in _read(connection, COUNTRY, found):
        found[seq].add(COUNTRY + country)
        in_country[country].add(seq)
    for country, thing in _countries(connection, in_country):
        for seq in in_country[country]:
            of_story[seq].add(thing)
    names = _names(connection, {thing for some in of_story.values() for thing in some})
    for seq, some in of_story.items():
        for thing in some:
            found[seq].update(names.get(thing, ()))


def _read(connection: Connection, kind: str, seqs: Iterable[int]) -> list[tuple[int, Any]]:
    """Return story and value of the rows that make a kind of mark."""
    found: list[tuple[int, Any]] = run(connection, _of_stories(kind, connection.dialect.name), list(seqs)).fetchall()
    return found


@cache
def _of_stories(kind: str, dialect: str) -> str:
    """Return the SQL for story and value of a kind of mark, as text for the driver; it takes a list of stories."""
    if kind == WORD and dialect == "sqlite":
        return "SELECT rowid, words || ' ' || parts FROM story_terms WHERE rowid IN :numbers"
    if kind == WORD:
        return "SELECT seq, tsvector_to_array(words) FROM story_text WHERE seq IN :numbers"
    of = {
        TOPIC: topics.c.code, KEYWORD: subject_codes.c.key, TYPE: entities.c.type, NAME: identities.c.thing,
        COUNTRY: places.c.country,
    }[kind]  # fmt: skip
    return f"SELECT DISTINCT seq, {of.name} FROM {of.table} WHERE seq IN :numbers AND {of.name} IS NOT NULL"


def _countries(connection: Connection, codes: Collection[str]) -> Iterable[tuple[str, int]]:
    """Yield the code of each country with the things that it is."""
    keys = [code.casefold() for code in sorted(codes)]
    for part in chunks(keys, _CHUNK):
        rows = run(connection, _COUNTRIES, list(part)).fetchall()
        yield from ((code, thing) for code, thing in rows if code in codes)


def _names(connection: Connection, ids: Collection[int]) -> dict[int, set[str]]:
    """Return the marks of each thing: all names and ids of it, and of those that it was joined with."""
    canonical = canonical_ids(connection, sorted(ids))
    marks: defaultdict[int, set[str]] = defaultdict(set)
    stands_for: dict[int, int] = {}
    for part in chunks(sorted(set(canonical.values())), _CHUNK):
        for id, of, geonames, wikidata in run(connection, _JOINED, list(part), list(part)).fetchall():
            stands_for[id] = of
            marks[of].update(f"{NAME}{one}".casefold() for one in (id, geonames, wikidata) if one is not None)
    for part in chunks(sorted(stands_for), _CHUNK):
        for thing, key in run(connection, _KEYS, list(part)).fetchall():
            marks[stands_for[thing]].add(NAME + key)
    return {id: marks[of] for id, of in canonical.items()}


_JOINED = (
    "SELECT id, id, geonames, wikidata FROM things WHERE id IN :numbers "
    "UNION SELECT id, merged_into, geonames, wikidata FROM things WHERE merged_into IN :numbers"
)
_KEYS = "SELECT thing, key FROM thing_names WHERE thing IN :numbers"
_COUNTRIES = "SELECT t.iso3166, t.id FROM thing_names AS n JOIN things AS t ON t.id = n.thing WHERE n.key IN :words"
