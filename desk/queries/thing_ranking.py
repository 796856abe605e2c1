"""The things that most stories mention, counted in one window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, distinct, func, or_, select

from desk.queries.counting_window import Window, first_story
from desk.queries.filters import Filters
from desk.queries.plan_hints import in_list
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS
from desk.queries.story_search import search_stories
from desk.queries.thing_pages import ThingPage
from desk.queries.usual_names import seen_things
from wiredesk.contract import ENTITY_TYPES, EntityType
from wiredesk.identity.story_things import name_key
from wiredesk.identity.thing_key import ThingKind, kind_of
from wiredesk.store.directory.find_things import find_things, members_of
from wiredesk.store.extraction_rows import normalize_name
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.tables import articles, entities
from wiredesk.store.thing_tables import identities, thing_names, things
from wiredesk.store.visibility import is_visible, is_visible_joined

if TYPE_CHECKING:
    from desk.queries.ranking_cache import RankingCache

_CHUNK = 400
SEARCHED_STORIES = 1000
"""Newest stories with the wanted words among whose things names are looked for."""

_MEMBER, _CANONICAL = things.alias("member"), things.alias("canonical")
"""Made once: to make an alias takes as long as a small query."""


class CountedThing(NamedTuple):
    """A thing that stands for others, with the number of stories that mention it or one of its members."""

    id: int
    stories: int
    members: int
    """Number of its members that stories mention; a story that mentions two counts twice."""
    kind: ThingKind
    type: EntityType


@dataclass(frozen=True, slots=True)
class RankedThing:
    """A thing and the number of stories of the window that mention it."""

    thing: int
    kind: ThingKind
    type: EntityType
    name: str
    stories: int

    @property
    def key(self) -> str:
        """The name in the form of look-ups."""
        return normalize_name(self.name)


def rank_things(
    connection: Connection,
    kinds: Sequence[ThingKind],
    window: Window,
    *,
    words: str = "",
    type: EntityType | None = None,
    min_score: float = 0.0,
    offset: int = 0,
    limit: int = 50,
    cache: RankingCache | None = None,
) -> list[RankedThing]:
    """Return the things of some kinds that most stories of a window mention.  What credits alone name is left out.

    Args:
        words: only things that these words name, or whose names contain them all.
        type: only things of this type.
        min_score: only entities with this score or a higher one.
        offset: leave out that many, those of the pages before.
        cache: what a server counted for other readers.

    Raises:
        BadQuery: the words are not a valid query.
    """
    first = first_story(connection, window)
    if words.strip():
        counted = cache.rows(connection, window, min_score) if cache else ()
        known = {one.id: one.stories for one in counted if one.members == 1}
        return _rank_named(connection, kinds, first, words, type, min_score, known)[offset : offset + limit]
    if cache is None:
        ranked = _ranked(_counted(connection, first, min_score), kinds, type).limit(limit).offset(offset)
        return _with_names(connection, connection.execute(ranked).all(), first)
    rows = cache.rows(connection, window, min_score)
    chosen = [row for row in rows if row.kind in kinds and (not type or row.type == type)]
    return _with_names(connection, chosen[offset : offset + limit], first)


def top_things(
    connection: Connection, window: Window, limit: int, cache: RankingCache | None = None
) -> dict[ThingPage, tuple[RankedThing, ...]]:
    """Return for each page the things that most stories of a window mention; arguments as for :func:`rank_things`."""
    if cache is not None:
        return {
            page: tuple(rank_things(connection, page.kinds, window, limit=limit, cache=cache)) for page in ThingPage
        }
    rows = _top_rows(connection, _counted(connection, first_story(connection, window), 0), tuple(ThingKind), limit)
    found = _with_names(connection, rows, first_story(connection, window))
    return {page: tuple(one for one in found if one.kind in page.kinds) for page in ThingPage}


def totals_of_types(
    connection: Connection, types: Sequence[EntityType], limit: int
) -> list[tuple[EntityType, int, tuple[RankedThing, ...]]]:
    """Count the things of each type in all visible stories, and return the most frequent ones.

    It reads the identities of all stories.
    """
    first = 0
    counted = _counted(connection, first, 0)
    ranked = _ranked(counted, tuple(ThingKind), None).subquery()
    of_type = select(ranked.c.type, func.count()).group_by(ranked.c.type)
    numbers = {row.type: row[1] for row in connection.execute(of_type)}
    found: list[tuple[EntityType, int, tuple[RankedThing, ...]]] = []
    for type in types:
        if number := numbers.get(type):
            rows = connection.execute(
                select(ranked)
                .where(ranked.c.type == type)
                .order_by(ranked.c.stories.desc(), ranked.c.name)
                .limit(limit)
            ).all()
            found.append((type, number, tuple(_with_names(connection, rows, first))))
    return found


def sure(min_score: float) -> list[ColumnElement[bool]]:
    """Return the conditions that a story tells something of an entity, and that it is sure enough."""
    in_news = identities.c.in_news.is_not(False)
    if min_score <= 0:
        return [in_news]
    is_same = and_(entities.c.seq == identities.c.seq, entities.c.entity == identities.c.entity)
    score = select(entities.c.score).where(is_same).correlate(identities).scalar_subquery()
    return [in_news, score >= min_score]


def counted_in(connection: Connection, seqs: Sequence[int], min_score: float = 0.0) -> Select[tuple[int, int]]:
    """Return the number of these stories that mention each thing: columns ``thing`` and ``stories``."""
    return (
        select(identities.c.thing, func.count(distinct(identities.c.seq)).label("stories"))
        .where(in_list(connection, identities.c.seq, seqs), *sure(min_score))
        .group_by(identities.c.thing)
    )


def ranked_in(
    connection: Connection, seqs: Sequence[int], *, limit: int, without: Sequence[int] = ()
) -> list[RankedThing]:
    """Return the things that most of these stories mention, without some of them."""
    if not seqs:
        return []
    query = _ranked(counted_in(connection, seqs), tuple(ThingKind), None)
    rows = connection.execute(query.limit(limit + len(without))).all()
    return _with_names(connection, [row for row in rows if row.id not in without][:limit], None)


def top_in(connection: Connection, seqs: Sequence[int], kinds: Sequence[ThingKind], limit: int) -> list[RankedThing]:
    """Return the things that most of these stories mention: of each page that the kinds belong to so many."""
    if not seqs:
        return []
    return _with_names(connection, _top_rows(connection, counted_in(connection, seqs), kinds, limit), None)


def _top_rows(
    connection: Connection, counted: Select[tuple[int, int]], kinds: Sequence[ThingKind], limit: int
) -> Sequence[Any]:
    """Return the first rows of :func:`_ranked` for each page of things."""
    ranked = _ranked(counted, kinds, None).subquery()
    place = func.row_number().over(
        partition_by=_page_of(ranked.c.kind), order_by=(ranked.c.stories.desc(), ranked.c.name, ranked.c.id)
    )
    placed = select(ranked, place.label("place")).subquery()
    return connection.execute(select(placed).where(placed.c.place <= limit)).all()


def _counted(connection: Connection, first: int, min_score: float) -> Select[tuple[int, int]]:
    """Return the number of visible stories from the first one on that mention each thing."""
    return (
        select(identities.c.thing, func.count(distinct(identities.c.seq)).label("stories"))
        .select_from(articles.join(identities, identities.c.seq == articles.c.seq))
        .where(is_visible(), articles.c.seq >= first, *sure(min_score))
        .group_by(identities.c.thing)
    )


def _ranked(counted: Select[tuple[int, int]], kinds: Sequence[ThingKind], type: EntityType | None) -> Select[Any]:
    """Return canonical things by the number of stories: a story that mentions two members of one counts twice.

    :func:`_with_names` corrects that for the things that are shown.
    """
    of = counted.subquery()
    member, canonical = _MEMBER, _CANONICAL
    merged = (
        select(
            func.coalesce(member.c.merged_into, member.c.id).label("id"),
            func.sum(of.c.stories).label("stories"),
            func.count().label("members"),
        )
        .select_from(of.join(member, member.c.id == of.c.thing))
        .group_by(func.coalesce(member.c.merged_into, member.c.id))
        .subquery()
    )
    shown_type = func.coalesce(canonical.c.ruled_type, canonical.c.type)
    kind = _kind_of(canonical)
    query = (
        select(
            merged.c.id,
            merged.c.stories,
            merged.c.members,
            kind.label("kind"),
            shown_type.label("type"),
            canonical.c.name,
        )
        .select_from(merged.join(canonical, canonical.c.id == merged.c.id))
        .where(canonical.c.rejected.is_not(True))
        .order_by(merged.c.stories.desc(), canonical.c.name, merged.c.id)
    )
    if set(kinds) != set(ThingKind):
        query = query.where(kind.in_([one.value for one in kinds]))
    return query.where(shown_type == type) if type else query


def _kind_of(thing: Any) -> ColumnElement[str]:
    """Return the kind of a row of ``things``: that of the type that a user gave it, else its own."""
    ruled = {type: kind_of(type).value for type in ENTITY_TYPES}
    return case(ruled, value=thing.c.ruled_type, else_=thing.c.kind)


def _page_of(kind: ColumnElement[str]) -> ColumnElement[str]:
    return case({kind.value: page.value for page in ThingPage for kind in page.kinds}, value=kind)


def _rank_named(
    connection: Connection,
    kinds: Sequence[ThingKind],
    first: int,
    words: str,
    type: EntityType | None,
    min_score: float,
    counted: Mapping[int, int],
) -> list[RankedThing]:
    """Return the things that words name, or whose names contain them, among the newest stories that contain them.

    Args:
        counted: numbers of stories that are known already.
    """
    words = words[:MAX_QUERY_CHARACTERS]
    seqs = [
        seq for seq in search_stories(connection, Filters(q=_each_word(words)), limit=SEARCHED_STORIES) if seq >= first
    ]
    query = _ranked(counted_in(connection, seqs, min_score), kinds, type).limit(SEARCHED_STORIES)
    rows = connection.execute(query).all() if seqs else []
    members = members_of(connection, [row.id for row in rows])
    names = _name_keys(connection, [member for of in members.values() for member in of])
    parts = name_key(words.replace('"', " "), "GPE").split()
    chosen = {
        row.id for row in rows if any(all(part in key for part in parts) for of in members[row.id] for key in names[of])
    }
    chosen |= {one.id for one in find_things(connection, words, kinds)} if parts else set()
    members |= members_of(connection, chosen - members.keys())
    known = seen_things(connection, chosen)
    found = [
        RankedThing(id, one.kind, one.type, one.name, stories)
        for id, one in known.items()
        if (not type or one.type == type)
        and (stories := counted.get(id) or count_since(connection, members[id], first, min_score))
    ]
    return sorted(found, key=lambda one: (-one.stories, one.name, one.thing))


def _name_keys(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the keys of the names of each of these things."""
    found: dict[int, list[str]] = {id: [] for id in ids}
    for part in chunks(ids, _CHUNK):
        query = select(thing_names.c.thing, thing_names.c.key).where(thing_names.c.thing.in_(part))
        for id, key in connection.execute(query):
            found[id].append(key)
    return found


def count_since(connection: Connection, members: Sequence[int], first: int, min_score: float = 0.0) -> int:
    """Count the visible stories from the first one on that tell something of one of these things."""
    query = (
        select(func.count(distinct(identities.c.seq)))
        .select_from(identities.join(articles, articles.c.seq == identities.c.seq))
        .where(identities.c.thing.in_(members), identities.c.seq >= first, is_visible_joined(), *sure(min_score))
    )
    return connection.scalar(query) or 0


def _still_shown(connection: Connection, rows: Sequence[Any]) -> list[Any]:
    """Return the rows without things that were merged into another, or rejected, since they were counted."""
    hidden: set[int] = set()
    for part in chunks([row.id for row in rows], _CHUNK):
        is_hidden = or_(things.c.merged_into.is_not(None), things.c.rejected.is_(True))
        hidden |= set(connection.scalars(select(things.c.id).where(things.c.id.in_(part), is_hidden)))
    return [row for row in rows if row.id not in hidden]


def count_things(connection: Connection, window: Window, min_score: float) -> list[CountedThing]:
    """Count the stories of a window that mention each thing, the most frequent first."""
    query = _ranked(_counted(connection, first_story(connection, window), min_score), tuple(ThingKind), None)
    rows = connection.execute(query)
    return [CountedThing(row.id, int(row.stories), row.members, ThingKind(row.kind), row.type) for row in rows]


def _with_names(connection: Connection, rows: Sequence[Any], first: int | None) -> list[RankedThing]:
    """Return rows of :func:`_ranked` with their usual names.

    Args:
        first: the first story that counts: those of a thing with several members are counted again, each once.
    """
    rows = _still_shown(connection, rows)
    names = seen_things(connection, [row.id for row in rows])
    members = members_of(connection, [row.id for row in rows if row.members > 1]) if first is not None else {}
    found = [
        RankedThing(
            row.id, ThingKind(row.kind), row.type, names[row.id].name,
            count_since(connection, members[row.id], first or 0) if row.id in members else int(row.stories),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.stories, one.name, one.thing))


_NO_SYNTAX = str.maketrans(dict.fromkeys('"“”„*', " "))


def _each_word(name: str) -> str:
    """Return the query for the words of a name, in which nothing is syntax."""
    return " ".join(f'"{word}"' for word in name.translate(_NO_SYNTAX).split())
