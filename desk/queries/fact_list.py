"""Pages of quotes or events: those of the story that was published last first, in one story in the order of its text.

Where an index finds few facts for a part of the filters, those are sorted.  Otherwise the stories are read in the order
of their publication, some thousands a time (:mod:`desk.queries.story_steps`), until a page is full.  A page ends after
some of these steps: it may then have fewer facts than were asked for, and still a following page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar, overload

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, false, func, or_, select, union_all

from desk.queries.plan_hints import force_index_order, in_list
from desk.queries.query_syntax import MAX_NUMBER, MAX_SEQ_DIGITS, bad_cursor, parse_pair
from desk.queries.story_order import StoryOrder, StoryPosition, position_of
from desk.queries.story_steps import MAX_STEPS, StoryStep, story_steps
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined

MAX_RARE_FACTS = 5000
"""Facts of a part of the filters that are sorted; of more, so many fit that stories are read in their order."""
MAX_RARE_STORIES = 20_000
"""Stories of a part of the filters in which its facts are looked for."""
Fact = TypeVar("Fact")
Stories = Callable[[StoryPosition | None], tuple[list[int], bool]]
"""Returns the next stories that may have such facts, the latest first, and whether others follow; takes the last one
before."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CURSOR = re.compile(
    rf"p(-?\d{{1,{MAX_SEQ_DIGITS}}})\.(\d{{1,{MAX_SEQ_DIGITS}}})\.(\d{{1,{MAX_SEQ_DIGITS}}})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class FactPart:
    """A part of the filters, by the facts that it leaves."""

    branches: Sequence[Select[tuple[int, int]]]
    """Each selects numbers of the story and of the fact.  None reads the table of the facts by its own name."""
    stories: Select[tuple[int]] | None = None
    """The stories in which these facts are, by index alone; None if the facts are found so, too."""


@dataclass(frozen=True, slots=True)
class FactPosition:
    """A fact in the order of publication."""

    moment: datetime
    seq: int
    n: int

    def __str__(self) -> str:
        return f"p{(self.moment - _EPOCH) // _MICROSECOND}.{self.seq}.{self.n}"

    @property
    def story(self) -> StoryPosition:
        """The position of its story, or the one before while that has facts left."""
        return StoryPosition(StoryOrder.published, self.seq + (self.n < MAX_NUMBER), self.moment)

    def earlier(self, table: FromClause) -> ColumnElement[bool]:
        """Condition: the fact comes after this one in the order."""
        same = and_(articles.c.seq == self.seq, table.c.n > self.n)
        return and_(self.story.earlier(), or_(publication_time() < self.moment, articles.c.seq < self.seq, same))


@dataclass(frozen=True, slots=True)
class FactPage(Sequence[Fact], Generic[Fact]):
    """Some facts of a list."""

    facts: tuple[Fact, ...] = ()
    next: str | None = None
    """The cursor of the following page; None at the end.  A page may have fewer facts than were asked for, and one."""

    def __len__(self) -> int:
        return len(self.facts)

    @overload
    def __getitem__(self, at: int) -> Fact: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Fact, ...]: ...
    def __getitem__(self, at: int | slice) -> Fact | tuple[Fact, ...]:
        """Return one of the facts, or some."""
        return self.facts[at]


def first_facts(search: Callable[[str, int], FactPage[Fact]], limit: int) -> list[Fact]:
    """Return the first facts of a list, however many pages they are on.

    Args:
        search: returns a page: takes a cursor and the number of facts.
    """
    found: list[Fact] = []
    cursor: str | None = ""
    while cursor is not None and len(found) < limit:
        page = search(cursor, limit - len(found))
        found += page.facts
        cursor = page.next
    return found


def parse_fact_position(connection: Connection, cursor: str) -> FactPosition | None:
    """Return the position that a cursor names; None for an empty one.

    A cursor of an earlier release has no time: its story tells it.

    Raises:
        BadQuery: the cursor is invalid.
    """
    if not cursor:
        return None
    if found := _CURSOR.fullmatch(cursor):
        try:
            moment = _EPOCH + int(found[1]) * _MICROSECOND
        except OverflowError:
            raise bad_cursor() from None
        return FactPosition(moment, int(found[2]), min(int(found[3]), MAX_NUMBER))
    seq, n = parse_pair(cursor)
    told = connection.scalar(select(publication_time()).where(articles.c.seq == seq))
    if told is None:
        raise bad_cursor()
    return FactPosition(told, seq, n)


def list_facts(
    connection: Connection,
    table: FromClause,
    conditions: Sequence[ColumnElement[bool]],
    parts: Sequence[FactPart] = (),
    indexed: Sequence[FactPart] = (),
    *,
    after: FactPosition | None = None,
    stories: Stories | None = None,
    limit: int,
) -> FactPage[tuple[int, int]]:
    """Return the numbers of facts of visible stories: of the story, and of the fact in it.

    Args:
        table: quotes or events.
        conditions: on its rows and those of ``articles``.
        parts: what a fact must be among, too.
        indexed: parts that the conditions say again, for which there is an index.
        stories: returns the only stories whose facts are wanted, some at a time.
    """
    force_index_order(connection)
    rare = None if stories else _smallest(connection, [*parts, *indexed])
    if rare is not None:
        others = [is_among(table, part) for part in parts if part is not rare]
        return _page(_sorted_rows(connection, table, rare, [*conditions, *others], after, limit + 1), limit, None)
    wanted = [*conditions, *_in_their_stories(parts), *(is_among(table, part) for part in parts)]
    rows: list[Any] = []
    end: StoryPosition | None = None
    start = after.story if after else None
    for step in _listed(connection, stories, start) if stories else story_steps(connection, start):
        query = _ordered(select(*_columns(table)).select_from(_joined(table)).where(step.condition, *wanted))
        if after:
            query = query.where(after.earlier(table))
        rows += connection.execute(query.limit(limit + 1 - len(rows))).all()
        end = step.end
        if len(rows) > limit:
            break
    return _page(rows, limit, end)


def is_among(table: FromClause, part: FactPart) -> ColumnElement[bool]:
    """Condition: a fact is in one of the branches."""
    found = []
    for branch in part.branches:
        seq, n = branch.selected_columns
        found.append(branch.where(seq == table.c.seq, n == table.c.n).correlate(table).exists())
    return or_(*found)


def _in_their_stories(parts: Sequence[FactPart]) -> Iterator[ColumnElement[bool]]:
    """Yield conditions by which the facts of a story are read only if an index has the story for each part.

    COALESCE keeps PostgreSQL from asking after the facts are read.
    """
    for part in parts:
        if part.stories is not None:
            (seq,) = part.stories.selected_columns
            yield func.coalesce(part.stories.where(seq == articles.c.seq).correlate(articles).exists(), false())


def _listed(connection: Connection, stories: Stories, position: StoryPosition | None) -> Iterator[StoryStep]:
    """Yield steps through the wanted stories."""
    for _ in range(MAX_STEPS):
        seqs, more = stories(position)
        position = position_of(connection, seqs[-1], StoryOrder.published) if more else None
        yield StoryStep(and_(is_visible_joined(), in_list(connection, articles.c.seq, seqs)), position)
        if position is None:
            return


def _smallest(connection: Connection, parts: Sequence[FactPart]) -> FactPart | None:
    """Return the part with the fewest facts; None if each has more than :data:`MAX_RARE_FACTS`.

    Of a single part it is enough that its stories are few: to count its facts takes as long as to read them.
    """
    if len(parts) == 1 and parts[0].stories is not None:
        return parts[0] if _count(connection, parts[0].stories, MAX_RARE_FACTS) <= MAX_RARE_FACTS else None
    sizes = [(_size(connection, part), number) for number, part in enumerate(parts)]
    size, number = min(sizes, default=(MAX_RARE_FACTS + 1, 0))
    return parts[number] if size <= MAX_RARE_FACTS else None


def _size(connection: Connection, part: FactPart) -> int:
    """Return the number of facts of a part, up to a bound."""
    if part.stories is not None and _count(connection, part.stories, MAX_RARE_STORIES) > MAX_RARE_STORIES:
        return MAX_RARE_FACTS + 1
    return sum(_count(connection, branch, MAX_RARE_FACTS) for branch in part.branches)


def _count(connection: Connection, query: Select[Any], most: int) -> int:
    """Return the number of rows of a query, at most one more than ``most``."""
    return connection.scalar(select(func.count()).select_from(query.limit(most + 1).subquery())) or 0


def _sorted_rows(
    connection: Connection,
    table: FromClause,
    part: FactPart,
    conditions: Sequence[ColumnElement[bool]],
    after: FactPosition | None,
    limit: int,
) -> list[Any]:
    """Return the facts of a small part, the latest first."""
    every = union_all(*part.branches).subquery()
    chosen = select(every.c[0].label("seq"), every.c[1].label("n")).distinct().subquery()
    own = chosen.join(table, and_(table.c.seq == chosen.c.seq, table.c.n == chosen.c.n))
    joined = own.join(articles, articles.c.seq == chosen.c.seq)
    query = select(*_columns(table)).select_from(joined).where(is_visible_joined(), *conditions)
    if after:
        query = query.where(after.earlier(table))
    return list(connection.execute(_ordered(query).limit(limit)))


def _columns(table: FromClause) -> tuple[ColumnElement[Any], ...]:
    return table.c.seq, table.c.n, publication_time().label("moment")


def _joined(table: FromClause) -> FromClause:
    return articles.join(table, table.c.seq == articles.c.seq)


def _ordered(query: Select[Any]) -> Select[Any]:
    n = query.selected_columns[1]
    return query.order_by(publication_time().desc(), articles.c.seq.desc(), n)


def _page(rows: Sequence[Any], limit: int, end: StoryPosition | None) -> FactPage[tuple[int, int]]:
    """Return a page.

    Args:
        end: the last story that was read, if others may follow.
    """
    following = FactPosition(end.moment, end.seq, MAX_NUMBER) if end and end.moment else None
    if len(rows) > limit:
        seq, n, moment = rows[limit - 1]
        following = FactPosition(moment, seq, n)
    return FactPage(tuple((seq, n) for seq, n, _ in rows[:limit]), str(following) if following else None)
