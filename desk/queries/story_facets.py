"""The conditions of a query on the tables of results: things, speakers, places, topics, events and threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select

from desk.queries.language.bounding_box import BoundingBox, parse_box
from desk.queries.language.query_fields import AMOUNT_KINDS
from desk.queries.language.query_tree import FieldTest, Operator
from desk.queries.plan_hints import of_type
from desk.queries.query_facts import QueryFacts
from desk.queries.said_words import said_words
from desk.queries.topic_counts import code_of
from wiredesk.media_topics import topic_of
from wiredesk.search_terms import folded_words
from wiredesk.store.directory.thing_stories import each_member
from wiredesk.store.extraction_rows import normalize_name
from wiredesk.store.link_tables import thread_members
from wiredesk.store.tables import (
    amounts,
    articles,
    entities,
    events,
    joint_speakers,
    places,
    quotes,
    subject_codes,
    topics,
)
from wiredesk.store.thing_tables import identities
from wiredesk.store.user_tables import notes, stars, story_reads

Branch = tuple[FromClause, ColumnElement[int], ColumnElement[bool]]
"""A table, its story column, and the condition on its rows."""
Facet = tuple[Branch, ...]
"""Branches of which a story must fit one; without branches no story fits."""
LEADING = ("thread", "note", "is", "ticker", "speaker", "person", "organisation", "thing", "place", "bbox", "topic",
           "event", "source")  # fmt: skip
"""The fields whose stories an index finds, from the usually most selective to the least."""


def facet_of(test: FieldTest, facts: QueryFacts) -> Facet | None:
    """Return the facet of a condition; None if it is a condition on the story's own row."""
    read = _FACETS.get(test.field)
    return read(test, facts) if read else None


def compared(column: ColumnElement[float], operator: Operator, number: float | None) -> ColumnElement[bool]:
    """Condition: a column compares to a number."""
    return {"=": column == number, ">": column > number, ">=": column >= number, "<": column < number,
            "<=": column <= number}[operator]  # fmt: skip


def _mentions(test: FieldTest, facts: QueryFacts) -> Facet:
    return _of_members(test, facts.thing(test).members)


def _of_members(test: FieldTest, members: Sequence[int]) -> Facet:
    """Return the facet of the stories that mention one of these things."""
    mentioned = identities.alias("mentioned")
    conditions = each_member(mentioned.c.thing, members) if members else []
    if not test.min_score:
        return tuple((mentioned, mentioned.c.seq, condition) for condition in conditions)
    named = entities.alias("named")
    same = and_(named.c.seq == mentioned.c.seq, named.c.entity == mentioned.c.entity)
    sure = mentioned.join(named, same)
    return tuple((sure, mentioned.c.seq, and_(condition, named.c.score >= test.min_score)) for condition in conditions)


def _speaks(test: FieldTest, facts: QueryFacts) -> Facet:
    """Return the facet of the stories that quote a thing, alone or together with others."""
    speaker = identities.alias("speaker")
    alone = speaker.join(quotes, and_(quotes.c.seq == speaker.c.seq, quotes.c.speaker == speaker.c.entity))
    same = and_(joint_speakers.c.seq == speaker.c.seq, joint_speakers.c.entity == speaker.c.entity)
    together = speaker.join(joint_speakers, same)
    said = said_words(test.unit)
    if said:
        together = together.join(quotes, and_(quotes.c.seq == joint_speakers.c.seq, quotes.c.n == joint_speakers.c.n))
    sure = [quotes.c.score >= test.min_score] if test.min_score else []
    members = facts.thing(test).members
    conditions = each_member(speaker.c.thing, members) if members else []
    return (
        *((alone, speaker.c.seq, and_(condition, *sure, *said)) for condition in conditions),
        *((together, speaker.c.seq, and_(condition, *said)) for condition in conditions),
    )


def _said(test: FieldTest, facts: QueryFacts) -> Facet:
    """Return the facet of the stories with a quote that has the words; the words of the story lead to them."""
    return ((quotes, quotes.c.seq, and_(*said_words(test.value))),)


def _place(test: FieldTest, facts: QueryFacts) -> Facet:
    """Return the facet of a place, or of all that is in a country; of both where a name stands for several places."""
    wanted = facts.thing(test)
    in_country: Facet = ((places, places.c.seq, places.c.country == wanted.country),) if wanted.country else ()
    return (*in_country, *_of_members(test, wanted.members))


def _box(test: FieldTest, facts: QueryFacts) -> Facet:
    """Return the facet of the places in a rectangle; it has two branches where that crosses the date line."""
    located = places.alias("located")
    return tuple((located, located.c.seq, one) for one in in_box(located, parse_box(test.value)))


def in_box(located: FromClause, box: BoundingBox) -> list[ColumnElement[bool]]:
    """Return conditions on places of which one holds for each place in a box."""
    between = located.c.lat.between(box.south, box.north)
    return [and_(between, located.c.lon.between(west, east)) for west, east in box.spans]


def _topic(test: FieldTest, facts: QueryFacts) -> Facet:
    """Return the facet of a topic: a Media Topic by code or English name, or a code or keyword of the agency's own."""
    code = code_of(test.value)
    own = (subject_codes, subject_codes.c.seq, subject_codes.c.key == normalize_name(test.value))
    if code is None:
        return (own,)
    has_topic = (topics, topics.c.seq, topics.c.code == code)  # every story has the broader topics of its topics, too
    return (has_topic,) if topic_of(test.value) else (has_topic, own)  # a wire's code for a topic is among the topics


def _type(test: FieldTest, facts: QueryFacts) -> Facet:
    return ((entities, entities.c.seq, of_type([test.value])),)


def _event(test: FieldTest, facts: QueryFacts) -> Facet:
    return ((events, events.c.seq, events.c.type == test.value),)


def _thread(test: FieldTest, facts: QueryFacts) -> Facet:
    return ((thread_members, thread_members.c.seq, thread_members.c.thread == facts.threads[test.value]),)


def _amount(test: FieldTest, facts: QueryFacts) -> Facet:
    """Return the facet of the stories with an amount; it has no index and never leads."""
    conditions = [compared(amounts.c.value, test.operator, test.number)]
    if test.unit in AMOUNT_KINDS:
        conditions.append(amounts.c.kind == test.unit)
    elif test.unit:
        conditions.append(func.lower(amounts.c.unit) == test.unit)
    return ((amounts, amounts.c.seq, and_(*conditions)),)


def _source(test: FieldTest, facts: QueryFacts) -> Facet:
    own = articles.alias("of_source")
    return tuple((own, own.c.seq, own.c.source == one) for one in facts.sources[test.value])


def _is(test: FieldTest, facts: QueryFacts) -> Facet:
    """Return the facet of what a reader did with a story, or anybody: of all versions that it holds for."""
    own = articles.alias("own_version")
    if test.value == "read":
        is_read = and_(story_reads.c.reader == test.unit, story_reads.c.version >= own.c.version)
        return ((own.join(story_reads, story_reads.c.id == own.c.id), own.c.seq, is_read),)
    if test.value == "starred":
        return _of_ids(select(stars.c.id).where(stars.c.reader == test.unit))
    return _of_ids(select(notes.c.id))


def _note(test: FieldTest, facts: QueryFacts) -> Facet:
    """Return the facet of the stories with a note that has all words of a value, or longer ones that contain them.

    Notes have no index of words: there are as many as people write.
    """
    has_words = [notes.c.words.contains(word, autoescape=True) for word in folded_words(test.value)]
    return _of_ids(select(notes.c.id).where(*has_words)) if has_words else ()


def _of_ids(ids: Select[tuple[str]]) -> Facet:
    """Return the facet of all versions of some stories.

    A list leads to the index of ids; SQLite would read all stories for a join with a table of which it knows nothing.
    """
    own = articles.alias("own_version")
    return ((own, own.c.seq, own.c.id.in_(ids)),)


_FACETS: Mapping[str, Callable[[FieldTest, QueryFacts], Facet]] = {
    "thread": _thread, "ticker": _mentions, "speaker": _speaks, "person": _mentions, "organisation": _mentions,
    "thing": _mentions, "place": _place, "bbox": _box, "topic": _topic, "event": _event, "type": _type,
    "amount": _amount, "source": _source, "said": _said, "is": _is, "note": _note,
}  # fmt: skip
