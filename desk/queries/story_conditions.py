"""The SQL of a query: the condition on a story's row, and the selection of the few stories that an index finds.

Both come from one tree, so that a search, the changes that a reader follows and a watch cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    union,
)

from desk.queries.facet_rows import count_rows
from desk.queries.language.full_text import TEXT_INDEX, is_text, match_looked_up, match_text
from desk.queries.language.query_fields import time_ends
from desk.queries.language.query_tree import All, AnyOf, FieldTest, Not, QueryTree, Words, leaves
from desk.queries.query_facts import TIME_FIELDS, QueryFacts
from desk.queries.query_syntax import MAX_SEQ
from desk.queries.story_facets import LEADING, Branch, Facet, compared, facet_of
from wiredesk.store.link_tables import copy_groups
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles, extractions
from wiredesk.time_grammar import parse_time

MAX_SELECTED_STORIES = 20_000
"""Stories that are selected by an index and then sorted; where a condition has more, so many fit that the stories are
read in their order until a page is full."""
MAX_LOOKED_UP_STORIES = 500
"""Selected stories whose words are looked up one by one."""


def group_text(tree: QueryTree) -> QueryTree:
    """Return a tree whose words stand together wherever the full-text index can answer them at once."""
    if isinstance(tree, Words | FieldTest) or is_text(tree):
        return tree
    if isinstance(tree, Not):
        return Not(group_text(tree.part))
    assert isinstance(tree, All | AnyOf)
    parts = [group_text(part) for part in tree.parts]
    kind = type(tree)
    wanted = [part for part in parts if is_text(part)]
    if isinstance(tree, All) and wanted:
        wanted += [part for part in parts if isinstance(part, Not) and is_text(part.part)]
    if len(wanted) < 2:
        return kind(tuple(parts))
    return kind((kind(tuple(wanted)), *(part for part in parts if part not in wanted)))


def story_condition(tree: QueryTree | None, facts: QueryFacts) -> list[ColumnElement[bool]]:
    """Return the conditions on rows of ``articles``; every table is looked up by the number of the story."""
    return [_condition(part, facts) for part in conjuncts(tree)]


@dataclass(frozen=True, slots=True)
class Selection:
    """The stories that an index finds for a part of a query, visible or not, and the rest of the query."""

    stories: Select[tuple[int]]
    conditions: tuple[ColumnElement[bool], ...] = ()
    """On the rows of ``articles`` that the stories are joined to."""
    rows: int = 0
    """Rows of the index that select them; 0 where they come from several parts."""

    def joined(self) -> FromClause:
        """Return the stories joined to ``articles``."""
        chosen = self.stories.subquery()
        return chosen.join(articles, articles.c.seq == chosen.c.seq)

    def all(self) -> Select[tuple[int]]:
        """Return the stories that meet the conditions."""
        if not self.conditions:
            return self.stories
        return select(articles.c.seq).select_from(self.joined()).where(*self.conditions)


def selected_stories(connection: Connection, tree: QueryTree | None, facts: QueryFacts) -> Selection | None:
    """Return what selects all stories that fit a tree by an index, visible or not.

    None if no index narrows them to :data:`MAX_SELECTED_STORIES`.
    """
    if tree is None or isinstance(tree, Not):
        return None
    if isinstance(tree, FieldTest) or is_text(tree):
        facet = _facet(tree, facts) if not isinstance(tree, FieldTest) or tree.field in LEADING else None
        if facet is None:
            return None
        rows = count_rows(connection, tree, facet, facts, MAX_SELECTED_STORIES)
        if rows > MAX_SELECTED_STORIES:
            return None
        return Selection(_in_order(_rows(facet), facts), rows=rows)
    assert isinstance(tree, All | AnyOf)
    parts = _by_selectivity(tree.parts)
    if isinstance(tree, AnyOf):
        found = [selected_stories(connection, part, facts) for part in parts]
        selected = [one.all() for one in found if one is not None]
        return Selection(_in_order(_united(selected), facts)) if len(selected) == len(found) else None
    for number, part in enumerate(parts):
        lead = selected_stories(connection, part, facts)
        if lead is not None:
            others = tuple(other for at, other in enumerate(parts) if at != number)
            if any(is_text(other) for other in others) and _is_long(connection, lead.all(), facts):
                facts = replace(facts, between=(0, MAX_SEQ))
            return replace(lead, conditions=(*lead.conditions, *story_condition(All(others), facts)))
    return None


def conjuncts(tree: QueryTree | None) -> tuple[QueryTree, ...]:
    """Return the parts of a query that a story must all fit."""
    if tree is None:
        return ()
    return tree.parts if isinstance(tree, All) and not is_text(tree) else (tree,)


def _condition(tree: QueryTree, facts: QueryFacts) -> ColumnElement[bool]:
    if isinstance(tree, Not):
        return not_(func.coalesce(_condition(tree.part, facts), false()))
    if is_text(tree) or isinstance(tree, FieldTest):
        if isinstance(tree, FieldTest) and tree.field in _OWN:
            return _own_condition(tree, facts)
        if facts.between and facts.dialect == "sqlite" and not isinstance(tree, FieldTest):
            return or_(*(_is_among(branch, facts.between) for branch in match_text(tree, facts.dialect)))
        looked_up = _facet(tree, facts) if isinstance(tree, FieldTest) else match_looked_up(tree, facts.dialect)
        return or_(false(), *(_has(branch) for branch in looked_up or ()))
    assert isinstance(tree, All | AnyOf)
    join = or_ if isinstance(tree, AnyOf) else and_
    return join(*(_condition(part, facts) for part in tree.parts))


def _facet(leaf: QueryTree, facts: QueryFacts) -> Facet | None:
    """Return the facet of a condition or of words."""
    return facet_of(leaf, facts) if isinstance(leaf, FieldTest) else match_text(leaf, facts.dialect)


def _has(branch: Branch) -> ColumnElement[bool]:
    """Condition: the story has a row of a branch."""
    table, column, condition = branch
    return exists(select(1).select_from(table).where(column == articles.c.seq, condition).correlate(articles))


def _is_among(branch: Branch, between: tuple[int, int]) -> ColumnElement[bool]:
    """Condition: the story is one of those that the full-text index of SQLite finds between two numbers.

    It is asked once for all of them: a look-up for each story takes twenty times as long, and for the beginning of a
    word still more.
    """
    table, column, condition = branch
    found = select(column).select_from(table).where(condition, column.between(*between))
    return (articles.c.seq + 0).in_(found)  # the sum keeps SQLite from reading the stories in the order of the list


def _is_long(connection: Connection, lead: Select[tuple[int]], facts: QueryFacts) -> bool:
    """Return whether SQLite finds the words of all stories sooner than those of each selected story."""
    if facts.dialect != "sqlite":
        return False
    rows = lead.limit(MAX_LOOKED_UP_STORIES + 1).subquery()
    return (connection.scalar(select(func.count()).select_from(rows)) or 0) > MAX_LOOKED_UP_STORIES


def _rows(facet: Facet) -> Select[tuple[int]]:
    """Return the stories of a facet."""
    if not facet:
        return select(articles.c.seq).where(articles.c.seq < 0)
    parts = [select(column.label("seq")).select_from(table).where(condition) for table, column, condition in facet]
    if len(facet) == 1 and facet[0][0] is TEXT_INDEX:  # other tables have several rows of a story
        found = parts[0].offset(0).subquery()  # the offset keeps the planner from reading all stories backwards
        return select(found.c.seq)
    return _united(parts)


def _in_order(stories: Select[tuple[int]], facts: QueryFacts) -> Select[tuple[int]]:
    """Return stories for PostgreSQL in an order that spares it work: the newest first.

    Rows of stories in a row lie next to each other, and a list by arrival ends when its page is full.
    """
    (seq,) = stories.selected_columns
    return stories if facts.dialect == "sqlite" else stories.order_by(seq.desc())


def _united(parts: Sequence[Select[Any]]) -> Select[tuple[int]]:
    if len(parts) == 1:
        one = parts[0].subquery()
        return select(one.c.seq).distinct()
    every = union(*(select(part.subquery().c.seq) for part in parts)).subquery()
    return select(every.c.seq)


def _by_selectivity(parts: tuple[QueryTree, ...]) -> list[QueryTree]:
    """Return parts from the usually most selective to the least."""
    return sorted(parts, key=_rank)


def _rank(part: QueryTree) -> int:
    if isinstance(part, FieldTest):
        return LEADING.index(part.field) if part.field in LEADING else len(LEADING) + 1
    if isinstance(part, Not):
        return len(LEADING) + 1
    if is_text(part):
        return LEADING.index("topic")
    return max(_rank(leaf) for leaf in leaves(part))


def _own_condition(test: FieldTest, facts: QueryFacts) -> ColumnElement[bool]:
    """Return a condition on the story's own row."""
    if test.field == "urgency":
        return compared(articles.c.urgency, test.operator, test.number)
    if test.field == "kind":
        return articles.c.kind == test.value
    if test.field == "source":
        return articles.c.source.in_(facts.sources[test.value])
    if test.field == "language":
        return _is_in_language(test.value)
    if test.field == "copies":
        repeats = select(1).select_from(copy_groups).where(copy_groups.c.seq == articles.c.seq, ~copy_groups.c.is_first)
        return ~exists(repeats.correlate(articles))
    return and_(*_in_time(test, facts))


def _is_in_language(code: str) -> ColumnElement[bool]:
    """Condition: the story's language, as its text or else its provider tells it, is a language or a kind of it.

    The provider's tag counts where it only says more than the text, as ``en-GB`` does.
    """
    query = select(extractions.c.language).where(extractions.c.seq == articles.c.seq).correlate(articles)
    read, given = func.lower(query.scalar_subquery()), func.lower(articles.c.language)
    agrees = or_(read.is_(None), given.startswith(read))
    return or_(_is_kind_of(read, code), and_(agrees, _is_kind_of(given, code)))


def _is_kind_of(language: ColumnElement[str], code: str) -> ColumnElement[bool]:
    return or_(language == code, language.startswith(f"{code}-", autoescape=True))


def _in_time(test: FieldTest, facts: QueryFacts) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the time of publication."""
    moment = publication_time()
    assert facts.now is not None
    if test.field == "published" and test.operator == "=":
        first, *last = time_ends(test.value)
        if first.strip():
            yield moment >= parse_time(first, facts.now).start
        end = last[0] if last else first
        if end.strip():
            found = parse_time(end, facts.now)
            if last or not found.is_moment or found.end != facts.now:  # an age lasts until today's last story
                yield moment < (found.until if last else found.end)
        return
    found = parse_time(test.value, facts.now)
    operator = {"since": ">=", "until": "<="}.get(test.field, test.operator)
    if operator == ">=":
        yield moment >= found.start
    elif operator == ">":
        yield moment > found.start if found.is_moment else moment >= found.end
    elif operator == "<":
        yield moment < found.start
    else:
        yield moment <= found.start if found.is_moment else moment < found.end


_OWN = ("urgency", "kind", "source", "language", "copies", *TIME_FIELDS)
"""Fields that are columns of the story's row."""
