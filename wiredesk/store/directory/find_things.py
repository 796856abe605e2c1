"""Find things by what readers call them: a name in any spelling, an id, a country's code, a share's code.

Only what readers may see counts: a thing without a visible story does not exist for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from wiredesk.contract import EntityType
from wiredesk.errors import EXIT_USAGE, NotFound, WiredeskError
from wiredesk.identity.story_things import ThingNameUse, name_key
from wiredesk.identity.thing_key import ID_BITS, ThingKind, kind_of
from wiredesk.identity.ticker_keys import ticker_keys
from wiredesk.nlp.knowledge.countries import countries
from wiredesk.nlp.knowledge.whole_place_names import region_spellings
from wiredesk.store.directory.thing_descriptions import describe
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import identities, thing_names, things
from wiredesk.store.visibility import is_visible_joined

MAX_NAME_CHARACTERS = 300
"""Characters of a name that are looked up."""
MAX_BEARERS = 200
"""Things of one name that are read."""
MAX_COUNTED = 500
"""Number up to which the stories of a thing are counted."""
CLEAR_SHARE = 0.9
"""Share of the stories of all bearers of a name from which the name alone leads to one of them.

A reader who asks for "London" means the city in England; that a village in Ontario was in the news once must not make
every question a choice.  Below this share nothing is guessed."""
_ALL = 10_000_000
"""More stories than any store has."""
_CHUNK = 200
_WIKIDATA = re.compile(r"[Qq][1-9][0-9]{0,14}")
_TYPES_OF_KEYS: tuple[EntityType, ...] = ("PERSON", "ORG")
"""Names are folded in two ways: that of organisations, and that of all others."""


# Statements are built once: to build one takes longer than to run it.
_CANONICAL = func.coalesce(things.c.merged_into, things.c.id)
_MERGED = "SELECT merged_into, id FROM things WHERE merged_into IN :numbers"
_DESCRIBED = (
    "SELECT id, kind, type, name, ruled_name, ruled_type FROM things WHERE id IN :numbers AND rejected IS NOT TRUE"
)
"""As text for the driver: watches look many names up for every story."""
_COUNTED = select(func.count()).select_from(
    select(identities.c.seq)
    .join(articles, articles.c.seq == identities.c.seq)
    .where(identities.c.thing.in_(bindparam("members", expanding=True)), is_visible_joined())
    .distinct()
    .limit(bindparam("most"))
    .subquery()
)


_mentioning = (
    select(identities.c.thing, identities.c.seq)
    .join(articles, articles.c.seq == identities.c.seq)
    .where(identities.c.thing.in_(bindparam("members", expanding=True)), is_visible_joined())
    .distinct()
    .subquery()
)
_COUNTED_EACH = select(_mentioning.c.thing, func.count()).group_by(_mentioning.c.thing)


@cache
def _bearers(*, of_kinds: bool, of_country: bool) -> Select[int, str]:
    """Return the SQL for the canonical things that bear one of some keys, with the use of the name."""
    is_peoples_code = and_(thing_names.c.kind == ThingKind.DEMONYM, thing_names.c.use == ThingNameUse.CODE)
    is_named = thing_names.c.key.in_(bindparam("keys", expanding=True))
    query = select(_CANONICAL, thing_names.c.use).join(things, things.c.id == thing_names.c.thing)
    query = query.where(is_named, ~is_peoples_code).limit(MAX_BEARERS)
    if of_kinds:
        is_of_kind = thing_names.c.kind.in_(bindparam("kinds", expanding=True))
        query = query.where(or_(is_of_kind, things.c.ruled_type.is_not(None)))
    return query.where(things.c.iso3166 == bindparam("iso3166")) if of_country else query


_MOST_COMPARED = 20_000
"""Number up to which stories are counted to compare two frequent bearers of a name."""
MAX_CHOICES = 20
"""Bearers of a name among which a reader is asked to choose."""
_NAMED_CHOICES = 5
"""Choices that a message of one line names."""


class AmbiguousName(WiredeskError):
    """Several things have this name."""

    exit_code = EXIT_USAGE

    def __init__(
        self, subject: str = "", cause: str = "", hint: str = "", choices: tuple[FoundThing, ...] = ()
    ) -> None:
        super().__init__(subject, cause, hint)
        self.choices = choices

    def __reduce__(self) -> tuple[type[AmbiguousName], tuple[object, ...]]:
        return type(self), (self.subject, self.cause, self.hint, self.choices)


class FoundThing(NamedTuple):
    """A thing that stands for all that were merged into it."""

    id: int
    kind: ThingKind
    type: EntityType
    name: str
    """What a user calls it, else a name that some story has."""
    stories: int
    """Visible stories that mention it, counted up to :data:`MAX_COUNTED`."""
    is_full: bool = True
    """Whether the text asked for is a full name or an id, not one word of a person's name."""
    about: str = ""
    """What tells it apart from others of its name, where that was asked for."""
    members: tuple[int, ...] = ()
    """Itself, and all that were merged into it."""


def find_things(
    connection: Connection, text: str, kinds: Collection[ThingKind] = (), *, counts_one: bool = True
) -> list[FoundThing]:
    """Return the things with visible stories that a text may mean, the one with most stories first.

    Args:
        text: a thing's id, a name in any spelling, an ISO 3166-1 code, a Wikidata or GeoNames id, or a share's code.
        kinds: only things of these kinds; empty: of any.
        counts_one: False where nobody compares the number of stories of the only thing: it is then 1.

    An id leads to that thing alone.  Every spelling of a country's name leads to the country, also one that no story
    has; so do the name and the short forms of a state or province that news names without its country.
    """
    text = text.strip()[:MAX_NAME_CHARACTERS]
    if not text:
        return []
    if known := _by_id(connection, text):
        found = _described(connection, dict.fromkeys(known, True), kinds, counts_one=counts_one)
        if found:
            return found
    borne = _by_keys(connection, _keys(text), kinds)
    are_places = not kinds or ThingKind.PLACE in kinds
    if are_places and (spellings := region_spellings(text)):
        borne = _by_keys(connection, {name_key(one, "GPE") for one in spellings}, {ThingKind.PLACE}) | borne
    if are_places and (code := country_code(text)):
        borne = _by_keys(connection, {code.casefold()}, {ThingKind.PLACE}, iso3166=code) | borne
    return _described(connection, borne, kinds, counts_one=counts_one)


def the_thing(
    connection: Connection, text: str, kinds: Collection[ThingKind] = (), *, counts_one: bool = True
) -> FoundThing:
    """Return the one thing that a text means; arguments as for :func:`find_things`.

    Among several bearers of a name, the one is taken that has the share :data:`CLEAR_SHARE` of all their stories.

    Raises:
        NotFound: no visible story mentions such a thing.
        AmbiguousName: there are several; the error has them.
    """
    found = find_things(connection, text, kinds, counts_one=counts_one)
    if not found:
        raise NotFound(text[:80], "is not mentioned in any visible story")
    counts = {one.id: one.stories for one in found}
    if len(found) > 1 and found[0].stories >= MAX_COUNTED:
        counts |= _counted_further(connection, [one.id for one in found if one.stories >= MAX_COUNTED])
    most = max(found, key=lambda one: (counts[one.id], -one.id))
    if counts[most.id] >= CLEAR_SHARE * sum(counts.values()):
        return most
    raise _ambiguous(connection, text.strip(), found)


def only_bearers(connection: Connection, texts: Iterable[str], kinds: Collection[ThingKind] = ()) -> dict[str, int]:
    """Return the thing that stands for all those that a name leads to, for each name that leads to one only.

    Things without a visible story count as well: so a name that leads to one thing now does so tomorrow.
    """
    keys = {text: _keys(text.strip()[:MAX_NAME_CHARACTERS]) for text in texts}
    if not keys:
        return {}
    most = MAX_BEARERS * len(keys)
    query = _bearers(of_kinds=bool(kinds), of_country=False).add_columns(thing_names.c.key).limit(most)
    given = {"keys": sorted(set().union(*keys.values())), "kinds": sorted(kind.value for kind in kinds)}
    rows = connection.execute(query, given if kinds else {"keys": given["keys"]}).all()
    bearers: defaultdict[str, set[int]] = defaultdict(set)
    for id, _, key in rows:
        bearers[key].add(id)
    if len(rows) < most:
        borne = {text: set().union(*(bearers[key] for key in some)) for text, some in keys.items()}
    else:  # one of the names may have left no place for the others
        borne = {text: set(_by_keys(connection, some, kinds)) for text, some in keys.items()}
    return {text: next(iter(ids)) for text, ids in borne.items() if len(ids) == 1}


def _counted_further(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """Return the number of stories of things that have at least :data:`MAX_COUNTED`."""
    return {id: count_stories(connection, of, most=_MOST_COMPARED) for id, of in members_of(connection, ids).items()}


def members_of(connection: Connection, ids: Iterable[int]) -> dict[int, list[int]]:
    """Return for each thing that stands for others itself and all that were merged into it."""
    found = {id: [id] for id in ids}
    for part in chunks(list(found), _CHUNK):
        for canonical, member in run(connection, _MERGED, list(part)).fetchall():
            found[canonical].append(member)
    return found


def count_stories(connection: Connection, members: Sequence[int], *, most: int = MAX_COUNTED) -> int:
    """Count the visible stories that mention one of these things, up to ``most``."""
    return connection.scalar(_COUNTED, {"members": list(members), "most": most}) or 0


def count_stories_of_each(connection: Connection, members: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Count the visible stories of many things, those without any left out.

    Args:
        members: for each thing itself and all that were merged into it.
    """
    alone = [id for id, of in members.items() if len(of) == 1]
    counted: dict[int, int] = {}
    for part in chunks(alone, _CHUNK):
        rows = connection.execute(_COUNTED_EACH, {"members": list(part)})
        counted.update((id, stories) for id, stories in rows)
    for id, of in members.items():
        if len(of) > 1 and (stories := count_stories(connection, of, most=_ALL)):
            counted[id] = stories
    return counted


def _keys(text: str) -> set[str]:
    """Return the keys under which a name or a code may stand."""
    return {text.casefold(), *ticker_keys(text), *(name_key(text, type) for type in _TYPES_OF_KEYS)}


def _by_id(connection: Connection, text: str) -> list[int]:
    """Return the canonical things that have a text as their id: one of ours, or of GeoNames or Wikidata."""
    if text.isascii() and text.isdecimal() and len(text) <= len(str(2**ID_BITS)):
        number = int(text)
        if number >= 2**ID_BITS:
            return []
        condition = or_(things.c.id == number, things.c.geonames == number)
    elif _WIKIDATA.fullmatch(text):
        condition = and_(things.c.wikidata == text.upper(), things.c.kind != ThingKind.DEMONYM)
    else:
        return []
    return sorted(set(connection.scalars(select(_CANONICAL).where(condition).limit(MAX_BEARERS))))


def _by_keys(
    connection: Connection, keys: Collection[str], kinds: Collection[ThingKind], *, iso3166: str = ""
) -> dict[int, bool]:
    """Return the canonical things that bear one of the keys, and whether as a full name.

    Args:
        iso3166: only the country with this code.

    The code of a country leads to the country, not to its people.
    """
    query = _bearers(of_kinds=bool(kinds), of_country=bool(iso3166))
    given: dict[str, Any] = {"keys": sorted(keys)}
    if kinds:
        given["kinds"] = sorted(kind.value for kind in kinds)
    if iso3166:
        given["iso3166"] = iso3166
    found: defaultdict[int, bool] = defaultdict(bool)
    for id, use in connection.execute(query, given):
        found[id] |= use != ThingNameUse.SHORT
    return dict(found)


def _described(
    connection: Connection, borne: dict[int, bool], kinds: Collection[ThingKind], *, counts_one: bool
) -> list[FoundThing]:
    """Return these canonical things, those without a visible story and those that are no name left out."""
    rows: list[tuple[Any, ...]] = []
    for part in chunks(list(borne), _CHUNK):
        rows += run(connection, _DESCRIBED, list(part)).fetchall()
    members = members_of(connection, [id for id, *_ in rows])
    most = MAX_COUNTED if counts_one or len(rows) > 1 else 1
    found = []
    for id, own_kind, type, name, ruled_name, ruled_type in rows:
        kind = actual_kind(own_kind, ruled_type)
        if (kind in kinds or not kinds) and (stories := count_stories(connection, members[id], most=most)):
            of = tuple(members[id])
            found.append(FoundThing(id, kind, ruled_type or type, ruled_name or name, stories, borne[id], "", of))
    return sorted(found, key=lambda one: (-one.stories, not one.is_full, one.id))


def actual_kind(kind: str, ruled_type: EntityType | None) -> ThingKind:
    """Return the kind of a thing: that of the type that a user gave it, else its own."""
    return kind_of(ruled_type) if ruled_type else ThingKind(kind)


def country_code(text: str) -> str | None:
    """Return the ISO 3166-1 code of a country by any of its names, or by its Wikidata id."""
    return _country_codes().get(name_key(text, "GPE"))


def _ambiguous(connection: Connection, text: str, found: Sequence[FoundThing]) -> AmbiguousName:
    """Return the error for a name of several things, with what tells them apart."""
    about = describe(connection, members_of(connection, [one.id for one in found[:MAX_CHOICES]]))
    choices = tuple(one._replace(about=about[one.id]) for one in found[:MAX_CHOICES])
    named = ", ".join(
        f"{one.id} ({', '.join(filter(None, (one.name, one.kind.value, one.about)))})"
        for one in choices[:_NAMED_CHOICES]
    )
    more = f", and {len(found) - _NAMED_CHOICES} more" if len(found) > _NAMED_CHOICES else ""
    return AmbiguousName(
        text[:80], f"{len(found)} things have this name", f"name one by its id: {named}{more}", choices=choices
    )


@cache
def _country_codes() -> dict[str, str]:
    """Return the ISO 3166-1 code of each name of a country, by its key: ``US`` of ``usa`` and ``q30``."""
    return {
        name_key(name, "GPE"): country.code
        for country in countries()
        for name in (country.name, *country.variants, country.wikidata)
        if name
    }
