"""The marks of a story: all by which a watch could find it, read for many stories at once.

A watch looks at a story only if the story has the marks that it needs, see :mod:`desk.watches.watch_index`.  So a mark
may be there too often, and must never be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, column, func, or_, select, table

from desk.queries.language.query_fields import LOWEST_URGENCY
from desk.queries.plan_hints import in_list
from desk.queries.word_stems import WordStems
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.tables import articles, entities, places, subject_codes, topics
from wiredesk.store.thing_tables import identities, thing_names, things

WORD, NAME, COUNTRY, TOPIC, KEYWORD, SOURCE, TYPE, URGENCY = "wnctksyu"
"""The first letter of each kind of mark."""
_CHUNK = 500


def story_marks(
    connection: Connection, seqs: Sequence[int], kinds: Collection[str], stems: WordStems
) -> dict[int, set[str]]:
    """Return the marks of some versions.

    Args:
        kinds: first letters of the marks that any watch needs; the others are not read.
        stems: makes the stems of words on SQLite; PostgreSQL has them.
    """
    found: dict[int, set[str]] = {seq: set() for seq in seqs}
    if not seqs:
        return found
    if not {SOURCE, URGENCY, WORD}.isdisjoint(kinds):
        _add_of_article(connection, found, stems if WORD in kinds else None)
    for kind, of in ((TOPIC, topics.c.code), (KEYWORD, subject_codes.c.key), (TYPE, entities.c.type)):
        if kind in kinds:
            _add_column(connection, found, kind, of)
    if not {NAME, COUNTRY}.isdisjoint(kinds):
        _add_names(connection, found)
    return found


def _add_of_article(connection: Connection, found: dict[int, set[str]], stems: WordStems | None) -> None:
    """Add source and urgency, and the stems of all words."""
    with_text = stems is not None and connection.dialect.name == "sqlite"
    texts = (articles.c.headline, articles.c.body) if with_text else ()
    query = select(articles.c.seq, articles.c.source, articles.c.urgency, *texts)
    for seq, source, urgency, *words in connection.execute(query.where(in_list(connection, articles.c.seq, found))):
        marks = found[seq]
        if source is not None:
            marks.add(SOURCE + source.casefold())
        if urgency is not None:
            marks.update(f"{URGENCY}{limit}" for limit in range(urgency, LOWEST_URGENCY + 1))
        if stems is not None and words:
            [of_text] = stems.of(["\n".join(filter(None, words))])
            marks.update(WORD + stem for stem in of_text)
    if stems is not None and not with_text:
        index = table("story_text", column("seq"), column("words"))
        lexemes = select(index.c.seq, func.tsvector_to_array(index.c.words))
        for seq, of_story in connection.execute(lexemes.where(in_list(connection, index.c.seq, found))):
            found[seq].update(WORD + stem for stem in of_story)


def _add_column(connection: Connection, found: dict[int, set[str]], kind: str, of: Column[Any]) -> None:
    """Add a mark for each value that a column of a table of results has."""
    assert isinstance(of.table, Table)
    query = select(of.table.c.seq, of).where(in_list(connection, of.table.c.seq, found)).distinct()
    for seq, value in connection.execute(query):
        found[seq].add(f"{kind}{value}")


def _add_names(connection: Connection, found: dict[int, set[str]]) -> None:
    """Add the countries of a story's places, and every name and id of every thing that it mentions.

    A thing has the names of all things that it was joined with; a story in a country has those of the country.
    """
    of_story: defaultdict[int, set[int]] = defaultdict(set)
    query = select(identities.c.seq, identities.c.thing).where(in_list(connection, identities.c.seq, found))
    for seq, thing in connection.execute(query):
        of_story[seq].add(thing)
    in_country: defaultdict[str, set[int]] = defaultdict(set)
    query = select(places.c.country, places.c.seq).where(in_list(connection, places.c.seq, found)).distinct()
    for country, seq in connection.execute(query.where(places.c.country.is_not(None))):
        found[seq].add(COUNTRY + country)
        in_country[country].add(seq)
    for country, thing in _countries(connection, in_country):
        for seq in in_country[country]:
            of_story[seq].add(thing)
    names = _names(connection, {thing for some in of_story.values() for thing in some})
    for seq, some in of_story.items():
        for thing in some:
            found[seq].update(names.get(thing, ()))


def _countries(connection: Connection, codes: Collection[str]) -> Iterable[tuple[str, int]]:
    """Yield the code of each country with the things that it is."""
    keys = [code.casefold() for code in sorted(codes)]
    joined = thing_names.join(things, things.c.id == thing_names.c.thing)
    for part in chunks(keys, _CHUNK):
        query = select(things.c.iso3166, things.c.id).select_from(joined).where(thing_names.c.key.in_(part))
        yield from ((row[0], row[1]) for row in connection.execute(query) if row[0] in codes)


def _names(connection: Connection, ids: Collection[int]) -> dict[int, set[str]]:
    """Return the marks of each thing: all names and ids of it, and of those that it was joined with."""
    columns = things.c.id, func.coalesce(things.c.merged_into, things.c.id), things.c.geonames, things.c.wikidata
    canonical: dict[int, int] = {}
    for part in chunks(sorted(ids), _CHUNK):
        canonical.update(
            (row[0], row[1]) for row in connection.execute(select(*columns[:2]).where(things.c.id.in_(part)))
        )
    marks: defaultdict[int, set[str]] = defaultdict(set)
    stands_for: dict[int, int] = {}
    for part in chunks(sorted(set(canonical.values())), _CHUNK):
        joined = or_(things.c.id.in_(part), things.c.merged_into.in_(part))
        for id, of, geonames, wikidata in connection.execute(select(*columns).where(joined)):
            stands_for[id] = of
            marks[of].update(f"{NAME}{one}".casefold() for one in (id, geonames, wikidata) if one is not None)
    for part in chunks(sorted(stands_for), _CHUNK):
        query = select(thing_names.c.thing, thing_names.c.key).where(thing_names.c.thing.in_(part))
        for thing, key in connection.execute(query):
            marks[stands_for[thing]].add(NAME + key)
    return {id: marks[of] for id, of in canonical.items()}
