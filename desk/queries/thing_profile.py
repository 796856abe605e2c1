"""The profile of a thing: its names, ids, roles, neighbours, days and place, from its newest visible stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, and_, func, or_, select

from desk.queries.filters import Filters
from desk.queries.found_stories import FoundStories, find_fitting
from desk.queries.plan_hints import force_index_order, in_list
from desk.queries.role_history import HeldRole, role_history
from desk.queries.thing_pages import ThingPage
from desk.queries.thing_ranking import RankedThing, ranked_in
from desk.queries.usual_names import SeenThing, seen_things
from wiredesk.errors import NotFound
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.directory.find_things import count_stories, members_of
from wiredesk.store.directory.ruling_rows import APART, rulings_on
from wiredesk.store.directory.thing_descriptions import describe
from wiredesk.store.directory.thing_stories import thing_entities
from wiredesk.store.directory.wanted_things import WantedThing
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles, entities, places
from wiredesk.store.thing_tables import identities, thing_names, things, unions

MAX_STORIES = 10_000
"""Number up to which the stories of a thing are counted."""
MAX_LISTED = 3_000
"""Stories of a thing up to which one query counts and lists them; to read the numbers of more takes too long."""
SAMPLED_STORIES = 300
"""Newest stories of a thing from which names, neighbours, days and place are read."""
MAX_NEIGHBOURS = 24
MAX_ALIASES = 20
DRAWN_NEIGHBOURS = 12
"""Neighbours in the drawing of the network."""
MAX_PROPOSALS = 10


class ThingLink(NamedTuple):
    """The id of a thing elsewhere."""

    base: str
    """``Wikidata``, ``GeoNames``, ``ISO 3166-1``, ``Ticker`` or the name of a knowledge base."""
    id: str
    url: str
    """Empty where there is no page."""


class SharedStories(NamedTuple):
    """Two neighbours that are mentioned together."""

    one: int
    other: int
    stories: int


class NamesakeProposal(NamedTuple):
    """Another thing from which the linker would tell this one apart."""

    thing: SeenThing
    about: str
    score: float


@dataclass(frozen=True, slots=True)
class ThingProfile:
    """A thing that stands for others, as its newest :data:`SAMPLED_STORIES` stories tell of it."""

    thing: SeenThing
    members: tuple[int, ...]
    stories: int
    """All visible stories, counted up to :data:`MAX_STORIES`."""
    sampled: tuple[int, ...]
    """Numbers of the sampled stories, newest first."""
    aliases: tuple[tuple[str, int], ...]
    """Other names with the number of sampled stories, most frequent first."""
    links: tuple[ThingLink, ...]
    roles: tuple[HeldRole, ...]
    neighbours: tuple[RankedThing, ...]
    """Things in the same stories, with the number of sampled stories."""
    shared: tuple[SharedStories, ...]
    """Which of the first :data:`DRAWN_NEIGHBOURS` neighbours are mentioned together."""
    days: tuple[tuple[date, int], ...]
    """Sampled stories per day, oldest first."""
    point: tuple[float, float] | None
    """Latitude and longitude, degrees; for places only."""
    where: str
    """The region and country of a place; empty for other things."""
    proposals: tuple[NamesakeProposal, ...]
    latest: FoundStories | None = None
    """Its stories; None where there may be more than :data:`MAX_LISTED`."""

    @property
    def page(self) -> ThingPage:
        """The page that lists things of this kind."""
        return ThingPage.of(self.thing.kind)


def thing_profile(connection: Connection, id: int) -> ThingProfile:
    """Return the profile of a thing that stands for others.

    Raises:
        NotFound: no visible story mentions it, or a user says that it is no name.
    """
    force_index_order(connection)
    thing = seen_things(connection, [id]).get(id)
    members = tuple(members_of(connection, [id])[id])
    pairs = _sample(connection, members) if thing else []
    if not thing or not pairs:
        raise NotFound(f"thing {id}", "is not mentioned in any visible story")
    seqs = list(dict.fromkeys(seq for seq, _ in pairs))
    rows = _entities(connection, members, pairs)
    page = ThingPage.of(thing.kind)
    latest = _stories(connection, id, members)
    neighbours = ranked_in(connection, seqs, limit=MAX_NEIGHBOURS, without=(id,))
    return ThingProfile(
        thing=thing,
        members=members,
        stories=count_stories(connection, members, most=MAX_STORIES) if latest is None else len(latest),
        sampled=tuple(seqs),
        aliases=_aliases(connection, thing, members, rows),
        links=_links(connection, members, rows),
        roles=role_history(connection, members),
        neighbours=tuple(neighbours),
        shared=_shared(connection, seqs, [one.thing for one in neighbours[:DRAWN_NEIGHBOURS]]),
        days=_stories_per_day(connection, seqs),
        point=_usual_point(connection, pairs) if page is ThingPage.places else None,
        where=describe(connection, {id: members})[id] if page is ThingPage.places else "",
        proposals=_proposals(connection, id, members),
        latest=latest,
    )


def canonical_thing(connection: Connection, id: int) -> int | None:
    """Return the thing that stands for one; None if there never was such a thing."""
    return canonical_ids(connection, [id]).get(id)


def _stories(connection: Connection, id: int, members: Sequence[int]) -> FoundStories | None:
    """Return the visible stories of a thing; None if it may have more than :data:`MAX_LISTED`."""
    some = select(identities.c.seq).where(identities.c.thing.in_(members)).limit(MAX_LISTED + 1).subquery()
    if (connection.scalar(select(func.count()).select_from(some)) or 0) > MAX_LISTED:
        return None
    of_thing = Filters(thing=str(id))
    known = {("thing", str(id), ""): WantedThing(tuple(members))}
    found = find_fitting(connection, of_thing.tree(), limit=MAX_STORIES, known=known)
    return found if found.is_selected else None


def _sample(connection: Connection, members: Sequence[int]) -> list[tuple[int, str]]:
    """Return numbers of the newest stories, each with the entity that the thing is there."""
    found = thing_entities(members, SAMPLED_STORIES)
    rows = connection.execute(select(found.c.seq, found.c.entity).order_by(found.c.seq.desc(), found.c.entity))
    return [(row.seq, row.entity) for row in rows]


def _entities(connection: Connection, members: Sequence[int], pairs: Sequence[tuple[int, str]]) -> list[Any]:
    """Return the rows of some entities, which are one of some things.

    COALESCE keeps the planner from reading all stories of the things.
    """
    wanted = set(pairs)
    is_member = in_list(connection, func.coalesce(identities.c.thing, 0), members)
    columns = [entities.c[name] for name in ("seq", "entity", "name", "aliases", "ticker", "wikidata", "geonames")]
    same = and_(identities.c.seq == entities.c.seq, identities.c.entity == entities.c.entity)
    rows = connection.execute(
        select(*columns, identities.c.thing)
        .select_from(identities.join(entities, same))
        .where(in_list(connection, identities.c.seq, {seq for seq, _ in pairs}), is_member)
    )
    return [row for row in rows if (row.seq, row.entity) in wanted]


def _aliases(
    connection: Connection, thing: SeenThing, members: Sequence[int], rows: Sequence[Any]
) -> tuple[tuple[str, int], ...]:
    """Return the names that stories and users give a thing, without the one that it is shown by."""
    ruled = select(thing_names.c.form).where(thing_names.c.thing.in_(members), thing_names.c.use == "ruled")
    found: Counter[str] = Counter(dict.fromkeys(connection.scalars(ruled), 0))
    for row in rows:
        others = orjson.loads(row.aliases) if isinstance(row.aliases, str) else row.aliases or ()
        found.update({" ".join(name.split()) for name in (row.name, *others)})
    found.pop(thing.name, None)
    return tuple(found.most_common(MAX_ALIASES))


def _links(connection: Connection, members: Sequence[int], rows: Sequence[Any]) -> tuple[ThingLink, ...]:
    columns = things.c.wikidata, things.c.geonames, things.c.iso3166, things.c.kb
    links: dict[ThingLink, None] = {}
    for row in connection.execute(select(*columns).where(things.c.id.in_(members))):
        given = (
            ("Wikidata", row.wikidata, f"https://www.wikidata.org/wiki/{row.wikidata}"),
            ("GeoNames", row.geonames, f"https://www.geonames.org/{row.geonames}"),
            ("ISO 3166-1", row.iso3166, ""),
            ("Knowledge base", row.kb, ""),
        )
        links |= {ThingLink(base, str(id), url): None for base, id, url in given if id}
    tickers = Counter(row.ticker for row in rows if row.ticker)
    links |= {ThingLink("Ticker", ticker, ""): None for ticker, _ in tickers.most_common(3)}
    return tuple(links)


def _shared(connection: Connection, seqs: Sequence[int], neighbours: Sequence[int]) -> tuple[SharedStories, ...]:
    """Return which neighbours some stories mention together, most often first."""
    of = {member: id for id, members in members_of(connection, neighbours).items() for member in members}
    if len(neighbours) < 2:
        return ()
    query = select(identities.c.seq, identities.c.thing).where(
        in_list(connection, identities.c.seq, seqs), in_list(connection, func.coalesce(identities.c.thing, 0), of)
    )
    told: defaultdict[int, set[int]] = defaultdict(set)
    for seq, thing in connection.execute(query):
        told[seq].add(of[thing])
    pairs = Counter(pair for together in told.values() for pair in combinations(sorted(together), 2))
    ranked = sorted(pairs.items(), key=lambda row: (-row[1], row[0]))
    return tuple(SharedStories(*pair, stories) for pair, stories in ranked)


def _stories_per_day(connection: Connection, seqs: Sequence[int]) -> tuple[tuple[date, int], ...]:
    moment = publication_time()
    moments = connection.scalars(select(moment).where(in_list(connection, articles.c.seq, seqs)))
    return tuple(sorted(Counter(moment.date() for moment in moments).items()))


def _usual_point(connection: Connection, pairs: Sequence[tuple[int, str]]) -> tuple[float, float] | None:
    """Return the latitude and longitude that most stories give."""
    wanted = set(pairs)
    columns = places.c.seq, places.c.entity, places.c.lat, places.c.lon
    rows = connection.execute(select(*columns).where(in_list(connection, places.c.seq, {seq for seq, _ in pairs})))
    points = Counter((row.lat, row.lon) for row in rows if (row.seq, row.entity) in wanted)
    return points.most_common(1)[0][0] if points else None


def _proposals(connection: Connection, id: int, members: Sequence[int]) -> tuple[NamesakeProposal, ...]:
    """Return the things that the linker would tell apart from this one, the surest first, without those of which a
    user has said so."""
    is_one = or_(unions.c.a.in_(members), unions.c.b.in_(members))
    rows = connection.execute(
        select(unions.c.a, unions.c.b, unions.c.score)
        .where(is_one, unions.c.verdict == "different")
        .order_by(unions.c.score.desc())
        .limit(MAX_PROPOSALS)
    ).all()
    others = {row.b if row.a in members else row.a: row.score for row in rows}
    canonical = canonical_ids(connection, list(others))
    ruled = {id for one in rulings_on(connection, members) if one.kind in APART for id in (one.thing, one.other)}
    decided = ruled | set(canonical_ids(connection, [id for id in ruled if id]).values())
    scores: Mapping[int, float] = {
        canonical.get(other, other): score
        for other, score in others.items()
        if not decided.intersection((other, canonical.get(other, other)))
    }
    named = seen_things(connection, scores.keys() - {id})
    about = describe(connection, members_of(connection, named))
    seen = {other for other in named if count_stories(connection, members_of(connection, [other])[other], most=1)}
    return tuple(NamesakeProposal(named[other], about[other], scores[other]) for other in named if other in seen)
