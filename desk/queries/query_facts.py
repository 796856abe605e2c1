"""What a query names, as the store has it: things, threads and agencies.  Its SQL needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from desk.queries.language.query_tree import FieldTest, QueryTree, leaves
from desk.queries.thread_search import current_number
from wiredesk.contract import ENTITY_TYPES, EntityType
from wiredesk.identity.thing_key import ThingKind, kind_of
from wiredesk.store.directory.wanted_things import WantedThing, wanted_place, wanted_thing
from wiredesk.store.tables import articles
from wiredesk.store.types import database_time

_KINDS: Mapping[str, tuple[ThingKind, ...]] = {
    "thing": (),
    "person": (ThingKind.PERSON,),
    "organisation": (ThingKind.BODY,),
    "ticker": (ThingKind.BODY,),
    "speaker": (),
}
"""The fields that name a thing, each with the kinds that it may be of; empty: of any."""
TIME_FIELDS = ("published", "since", "until")
"""The fields whose conditions are on a time."""
NamedBy = tuple[str, str, str]
"""Field, value and unit of a condition that names a thing."""


@dataclass(frozen=True, slots=True)
class QueryFacts:
    """What a query names, as the store has it."""

    dialect: str
    now: datetime | None = None
    """The time of the database's clock, for ages; None where no condition is on a time."""
    wanted: Mapping[NamedBy, WantedThing] = field(default_factory=dict)
    threads: Mapping[str, int] = field(default_factory=dict)
    """The number of each thread today: another one if it was merged."""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The spellings of each agency in the store."""
    between: tuple[int, int] | None = None
    """The least and the largest number of the stories that are asked, where that is known."""

    def thing(self, test: FieldTest) -> WantedThing:
        """Return the thing that a condition names."""
        return self.wanted[test.field, test.value, test.unit]

    def named(self, test: FieldTest) -> tuple[WantedThing | None, int | None, tuple[str, ...] | None]:
        """Return what a condition names: a thing, a thread or the spellings of an agency."""
        thing = self.wanted.get((test.field, test.value, test.unit))
        return thing, self.threads.get(test.value), self.sources.get(test.value)

    @property
    def knows_all(self) -> bool:
        """Whether a visible story mentions every thing that the query names."""
        return all(self.wanted.values())


def read_facts(
    connection: Connection,
    tree: QueryTree | None,
    *,
    any_bearer: bool = False,
    known: MutableMapping[NamedBy, WantedThing] | None = None,
) -> QueryFacts:
    """Return what a query names.

    Args:
        any_bearer: a name of several things stands for all of them.
        known: what was read before in this transaction; what is read now is added.

    Raises:
        NotFound: there is no such thread.
        AmbiguousName: several things have a name, unless ``any_bearer``.
    """
    tests = [leaf for leaf in leaves(tree) if isinstance(leaf, FieldTest)]
    return QueryFacts(
        connection.dialect.name,
        database_time(connection) if any(one.field in TIME_FIELDS for one in tests) else None,
        dict(_named_things(connection, tests, {} if known is None else known, any_bearer=any_bearer)),
        {one.value: current_number(connection, int(one.value)) for one in tests if one.field == "thread"},
        _spellings(connection, {one.value for one in tests if one.field == "source"}),
    )


def _named_things(
    connection: Connection, tests: list[FieldTest], known: MutableMapping[NamedBy, WantedThing], *, any_bearer: bool
) -> Iterator[tuple[NamedBy, WantedThing]]:
    for test in tests:
        key = (test.field, test.value, test.unit)
        if test.field != "place" and test.field not in _KINDS:
            continue
        if key not in known:
            known[key] = _named_thing(connection, test, any_bearer=any_bearer)
        yield key, known[key]


def _named_thing(connection: Connection, test: FieldTest, *, any_bearer: bool) -> WantedThing:
    if test.field == "place":
        return wanted_place(connection, test.value, any_bearer=any_bearer)
    of_type = test.unit if test.field == "thing" else ""
    type: EntityType | None = next((one for one in ENTITY_TYPES if one == of_type), None)
    kinds = (kind_of(type),) if type else _KINDS[test.field]
    return wanted_thing(connection, test.value, kinds, any_bearer=any_bearer)


def _spellings(connection: Connection, wanted: set[str]) -> dict[str, tuple[str, ...]]:
    """Return how the store spells each agency, whatever its case."""
    if not wanted:
        return {}
    known = known_sources(connection)
    return {text: tuple(one for one in known if one.casefold() == text.casefold()) for text in wanted}


def known_sources(connection: Connection) -> list[str]:
    """Return the agencies of all stories, by the index: each costs one look-up, however many stories it has."""
    first = select(articles.c.source.label("source")).order_by(articles.c.source).limit(1)
    known = select(first.where(articles.c.source.is_not(None)).subquery().c.source).cte("known", recursive=True)
    following = (
        select(articles.c.source)
        .where(articles.c.source > known.c.source)
        .order_by(articles.c.source)
        .limit(1)
        .scalar_subquery()
    )
    known = known.union_all(select(following).where(known.c.source.is_not(None)))
    return list(connection.scalars(select(known.c.source).where(known.c.source.is_not(None))))
