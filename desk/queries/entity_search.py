"""People, organisations, places and things: who is in the news, and one of them with all that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Integer, and_, cast, distinct, func, select

from desk.queries.filters import Filters
from desk.queries.query_syntax import LONGEST
from desk.queries.sight import SAMPLE, among, by_index, of_type
from desk.queries.story_search import newest, search
from wiredesk.store.results import normalize_name
from wiredesk.store.tables import articles, entities, places, titles
from wiredesk.store.visibility import is_visible_joined

KINDS: dict[str, tuple[str, ...]] = {
    "people": ("PERSON",),
    "organisations": ("ORG",),
    "places": ("GPE", "LOC", "FAC"),
    "things": ("NORP", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART"),
}
"""The pages of entities and the types that they hold."""
NEWEST = 1000
"""Stories from which the names in the news are told."""
COUNTED = 500
"""A name's stories are counted up to so many."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name and in how many stories it stands."""

    type: str
    key: str
    name: str
    stories: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One name, told from its newest stories (at most ``SAMPLE``)."""

    kind: str
    key: str
    name: str
    types: tuple[str, ...]
    stories: int
    """Up to ``COUNTED``."""
    sampled: tuple[int, ...]
    roles: tuple[tuple[str, int], ...]
    with_whom: tuple[Ranked, ...]
    days: tuple[tuple[date, int], ...]
    point: tuple[float, float] | None
    """Latitude and longitude, degrees."""
    links: tuple[tuple[str, str], ...]


def kind_of(type: str) -> str:
    """The page on which an entity of this type stands."""
    return next(kind for kind, types in KINDS.items() if type in types)


def ranking(connection: Connection, types: Sequence[str], *, words: str = "", limit: int = 50) -> list[Ranked]:
    """The names in the most of the newest stories; with ``words``, of the newest stories that have them.

    Raises:
        BadQuery: the words cannot be searched for.
    """
    seqs = search(connection, Filters(q=words[:LONGEST]), limit=NEWEST)
    if not seqs:
        return []
    names = [part for part in normalize_name(words).replace('"', " ").split() if part]
    alike = [entities.c.key.contains(part, autoescape=True) for part in names]
    return _ranked(connection, seqs, [of_type(types), *alike], limit)


def leading(connection: Connection, limit: int) -> dict[str, tuple[Ranked, ...]]:
    """Of each kind the names in the most of the newest ``COUNTED`` stories, all kinds at once."""
    times = func.count(distinct(entities.c.seq)).label("times")
    place = func.row_number().over(partition_by=entities.c.type, order_by=(times.desc(), entities.c.key))
    seqs = newest(connection, limit=COUNTED)
    ranked = (
        select(entities.c.type, entities.c.key, func.max(entities.c.name).label("name"), times, place.label("place"))
        .where(among(connection, entities.c.seq, seqs))
        .group_by(entities.c.type, entities.c.key)
        .subquery()
    )
    columns = ranked.c.type, ranked.c.key, ranked.c.name, ranked.c.times
    rows = [Ranked(*row) for row in connection.execute(select(*columns).where(ranked.c.place <= limit))]
    rows.sort(key=lambda one: (-one.stories, one.key))
    rows = _named(connection, seqs, rows)
    return {kind: tuple([one for one in rows if one.type in types][:limit]) for kind, types in KINDS.items()}


def profile(connection: Connection, kind: str, key: str) -> Profile | None:
    """All about one name; None where no story in sight has it."""
    by_index(connection)
    key = normalize_name(key)
    here = and_(entities.c.key == key, entities.c.type.in_(KINDS[kind]))
    joined = entities.join(articles, articles.c.seq == entities.c.seq)
    query = select(entities.c.seq).select_from(joined).where(here, is_visible_joined())
    seqs = list(connection.scalars(query.distinct().order_by(entities.c.seq.desc()).limit(COUNTED)))
    if not seqs:
        return None
    sampled = seqs[:SAMPLE]
    own = connection.execute(
        select(entities.c.name, entities.c.type, entities.c.wikidata, entities.c.geonames)
        .where(among(connection, entities.c.seq, sampled), here)
    ).all()  # fmt: skip
    names = Counter(row.name for row in own)
    links = {("Wikidata", str(row.wikidata)) for row in own if row.wikidata}
    links |= {("GeoNames", str(row.geonames)) for row in own if row.geonames}
    return Profile(
        kind=kind,
        key=key,
        name=names.most_common(1)[0][0],
        types=tuple(type for type, _ in Counter(row.type for row in own).most_common()),
        stories=len(seqs),
        sampled=tuple(sampled),
        roles=_roles(connection, key, kind, sampled),
        with_whom=tuple(_ranked(connection, sampled, [entities.c.key != key], 24)),
        days=_days(connection, sampled),
        point=_point(connection, key, sampled) if kind == "places" else None,
        links=tuple(sorted(links)) if len(links) <= 2 else (),
    )


def _ranked(connection: Connection, seqs: Sequence[int], conditions: Sequence[object], limit: int) -> list[Ranked]:
    times = func.count(distinct(entities.c.seq)).label("times")
    rows = connection.execute(
        select(entities.c.type, entities.c.key, func.max(entities.c.name), times)
        .where(among(connection, entities.c.seq, seqs), *conditions)  # type: ignore[arg-type]
        .group_by(entities.c.type, entities.c.key)
        .order_by(times.desc(), entities.c.key)
        .limit(limit)
    )
    return _named(connection, seqs, [Ranked(*row) for row in rows])


def _named(connection: Connection, seqs: Sequence[int], ranked: list[Ranked]) -> list[Ranked]:
    """Each under the name that most of the stories give it; one in capitals, as of a dateline, only if all do."""
    number = func.count().label("number")
    columns = entities.c.type, entities.c.key, entities.c.name
    rows = connection.execute(
        select(*columns, number)
        .where(
            among(connection, entities.c.seq, seqs), func.coalesce(entities.c.key, "").in_([one.key for one in ranked])
        )
        .group_by(*columns)
        .order_by(number)
    ).all()
    capitals_first = sorted(rows, key=lambda row: not row.name.isupper())
    names = {(row.type, row.key): row.name for row in capitals_first}
    return [replace(one, name=names.get((one.type, one.key), one.name)) for one in ranked]


def _roles(connection: Connection, key: str, kind: str, seqs: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """The titles that a name bears, most frequent first."""
    joined = titles.join(entities, and_(entities.c.seq == titles.c.seq, entities.c.entity == titles.c.entity))
    rows = connection.scalars(
        select(titles.c.title)
        .select_from(joined)
        .where(among(connection, titles.c.seq, seqs), entities.c.key == key, entities.c.type.in_(KINDS[kind]))
    )
    return tuple(Counter(" ".join(row.split()) for row in rows).most_common(6))


def _days(connection: Connection, seqs: Sequence[int]) -> tuple[tuple[date, int], ...]:
    """Stories a day, oldest first."""
    moment = func.coalesce(articles.c.published, articles.c.accepted_at)
    days = Counter(
        moment.date() for moment in connection.scalars(select(moment).where(among(connection, articles.c.seq, seqs)))
    )
    return tuple(sorted(days.items()))


def _point(connection: Connection, key: str, seqs: Sequence[int]) -> tuple[float, float] | None:
    """Where most of the stories put it."""
    joined = places.join(entities, and_(entities.c.seq == places.c.seq, entities.c.entity == places.c.entity))
    number = cast(func.count(), Integer)
    row = connection.execute(
        select(places.c.lat, places.c.lon)
        .select_from(joined)
        .where(among(connection, places.c.seq, seqs), entities.c.key == key)
        .group_by(places.c.lat, places.c.lon)
        .order_by(number.desc())
        .limit(1)
    ).one_or_none()
    return (row.lat, row.lon) if row else None
