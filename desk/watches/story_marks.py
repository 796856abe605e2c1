"""The marks of a story: all by which a watch could find it, read for many stories at once.

A watch looks at a story only if the story has the marks that it needs, see :mod:`desk.watches.watch_index`.  So a mark
may be there too often, and must never be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
)

from desk.queries.language.query_fields import LOWEST_URGENCY
from desk.queries.plan_hints import in_parameter
from desk.watches.watched_story import WatchedStory
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.tables import entities, places, subject_codes, topics
from wiredesk.store.thing_tables import identities, thing_names, things

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


def _read(connection: Connection, kind: str, seqs: Iterable[int]) -> Iterable[Row[int, Any]]:
    """Return story and value of the rows that make a kind of mark."""
    return connection.execute(_of_stories(kind, connection.dialect.name), {"seqs": list(seqs)})


@cache
def _of_stories(kind: str, dialect: str) -> Select[int, Any]:
    """Return the SQL for story and value of a kind of mark; it takes the stories as its parameter ``seqs``."""
    if kind == WORD and dialect == "sqlite":
        own = table("story_terms", column("rowid"), column("words", Text), column("parts", Text))
        return select(own.c.rowid, own.c.words + " " + own.c.parts).where(in_parameter(dialect, own.c.rowid))
    if kind == WORD:
        index = table("story_text", column("seq"), column("words"))
        return select(index.c.seq, func.tsvector_to_array(index.c.words)).where(in_parameter(dialect, index.c.seq))
    of: Column[Any] = {
        TOPIC: topics.c.code, KEYWORD: subject_codes.c.key, TYPE: entities.c.type, NAME: identities.c.thing,
        COUNTRY: places.c.country,
    }[kind]  # fmt: skip
    assert isinstance(of.table, Table)
    return select(of.table.c.seq, of).where(in_parameter(dialect, of.table.c.seq), of.is_not(None)).distinct()


def _countries(connection: Connection, codes: Collection[str]) -> Iterable[tuple[str, int]]:
    """Yield the code of each country with the things that it is."""
    keys = [code.casefold() for code in sorted(codes)]
    for part in chunks(keys, _CHUNK):
        yield from ((row[0], row[1]) for row in connection.execute(_COUNTRIES, {"keys": part}) if row[0] in codes)


def _names(connection: Connection, ids: Collection[int]) -> dict[int, set[str]]:
    """Return the marks of each thing: all names and ids of it, and of those that it was joined with."""
    canonical = canonical_ids(connection, sorted(ids))
    marks: defaultdict[int, set[str]] = defaultdict(set)
    stands_for: dict[int, int] = {}
    for part in chunks(sorted(set(canonical.values())), _CHUNK):
        for id, of, geonames, wikidata in connection.execute(_JOINED, {"ids": part}):
            stands_for[id] = of
            marks[of].update(f"{NAME}{one}".casefold() for one in (id, geonames, wikidata) if one is not None)
    for part in chunks(sorted(stands_for), _CHUNK):
        for thing, key in connection.execute(_KEYS, {"ids": part}):
            marks[stands_for[thing]].add(NAME + key)
    return {id: marks[of] for id, of in canonical.items()}


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_JOINED = select(
    things.c.id, func.coalesce(things.c.merged_into, things.c.id), things.c.geonames, things.c.wikidata
).where(or_(things.c.id.in_(_IDS), things.c.merged_into.in_(_IDS)))  # fmt: skip
_KEYS = select(thing_names.c.thing, thing_names.c.key).where(thing_names.c.thing.in_(_IDS))
_COUNTRIES = (
    select(things.c.iso3166, things.c.id)
    .select_from(thing_names.join(things, things.c.id == thing_names.c.thing))
    .where(thing_names.c.key.in_(bindparam("keys", expanding=True)))
)
