"""The conditions of a search on the tables of results: words, things, speakers, places, topics and threads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, FromClause, and_

from desk.queries.filters import Filters
from desk.queries.plan_hints import of_type
from desk.queries.query_syntax import match_text
from desk.queries.topic_counts import code_of
from wiredesk.identity.thing_key import ThingKind, kind_of
from wiredesk.media_topics import topic_of
from wiredesk.store.directory.thing_stories import each_member
from wiredesk.store.directory.wanted_things import WantedThing, wanted_place, wanted_thing
from wiredesk.store.link_tables import thread_members
from wiredesk.store.results import normalize_name
from wiredesk.store.tables import entities, joint_speakers, places, quotes, subject_codes, topics
from wiredesk.store.thing_tables import identities

Branch = tuple[FromClause, ColumnElement[int], ColumnElement[bool]]
"""A table, its story column, and the condition on its rows."""
Facet = tuple[Branch, ...]
"""Branches of which a story must fit one; each is read by an index in the order of the stories."""
_KINDS: dict[str, tuple[ThingKind, ...]] = {
    "thing": (),
    "entity": (),
    "person": (ThingKind.PERSON,),
    "organisation": (ThingKind.BODY,),
    "speaker": (),
}
"""The filters that name a thing, each with the kinds that it may be of; empty: of any."""


def named_things(connection: Connection, filters: Filters) -> dict[str, WantedThing]:
    """Return what each filter that names a thing asks for, by the name of the filter.

    Raises:
        AmbiguousName: several things have a name.
    """
    found = {}
    for name, kinds in _KINDS.items():
        if text := getattr(filters, name):
            of_type = (kind_of(filters.type),) if name == "entity" and filters.type else kinds
            found[name] = wanted_thing(connection, text, of_type)
    if filters.place:
        found["place"] = wanted_place(connection, filters.place)
    return found


def facets(
    filters: Filters, wanted: Mapping[str, WantedThing], dialect: str, *, with_words: bool = True
) -> Iterator[Facet]:
    """Yield the facets of the filters from the usually most selective to the least; the first one leads.

    Args:
        wanted: what :func:`named_things` returned for these filters.
        with_words: whether the words of the search are a facet.
    """
    if filters.thread:
        yield ((thread_members, thread_members.c.seq, thread_members.c.thread == filters.thread),)
    if "speaker" in wanted:
        yield _speaker_facet(wanted["speaker"].members, filters.min_score)
    for name in ("thing", "entity", "person", "organisation"):
        if name in wanted:
            yield _thing_facet(name, wanted[name].members, filters.min_score)
    if "place" in wanted:
        yield _place_facet(wanted["place"])
    if filters.topic:
        yield _topic_facet(filters.topic)
    if with_words and filters.q and (found := match_text(filters.q, dialect)):
        yield (found,)


def type_branch(filters: Filters) -> Branch:
    """Return the branch of the stories that mention any entity of the filters' type; it never leads."""
    return entities, entities.c.seq, of_type([filters.type] if filters.type else [])


def _thing_facet(name: str, members: Sequence[int], min_score: float | None) -> Facet:
    """Return the facet of the stories that mention a thing."""
    mentioned = identities.alias(f"of_{name}")
    conditions = each_member(mentioned.c.thing, members)
    if not min_score:
        return tuple((mentioned, mentioned.c.seq, condition) for condition in conditions)
    named = entities.alias(f"{name}_named")
    same = and_(named.c.seq == mentioned.c.seq, named.c.entity == mentioned.c.entity)
    sure = mentioned.join(named, same)
    return tuple((sure, mentioned.c.seq, and_(condition, named.c.score >= min_score)) for condition in conditions)


def _speaker_facet(members: Sequence[int], min_score: float | None) -> Facet:
    """Return the facet of the stories that quote a thing, alone or together with others."""
    speaker = identities.alias("speaker")
    alone = speaker.join(quotes, and_(quotes.c.seq == speaker.c.seq, quotes.c.speaker == speaker.c.entity))
    same = and_(joint_speakers.c.seq == speaker.c.seq, joint_speakers.c.entity == speaker.c.entity)
    together = speaker.join(joint_speakers, same)
    sure = [quotes.c.score >= min_score] if min_score else []
    conditions = each_member(speaker.c.thing, members)
    return (
        *((alone, speaker.c.seq, and_(condition, *sure)) for condition in conditions),
        *((together, speaker.c.seq, condition) for condition in conditions),
    )


def _place_facet(wanted: WantedThing) -> Facet:
    """Return the facet of a place, or of all that is in a country."""
    if wanted.country:
        return ((places, places.c.seq, places.c.country == wanted.country),)
    return _thing_facet("place", wanted.members, None)


def _topic_facet(topic: str) -> Facet:
    """Return the facet of a topic: a Media Topic by code or English name, or a code or keyword of the agency's own."""
    code = code_of(topic)
    own = (subject_codes, subject_codes.c.seq, subject_codes.c.key == normalize_name(topic))
    if code is None:
        return (own,)
    has_topic = (topics, topics.c.seq, topics.c.code == code)  # every story has the broader topics of its topics, too
    return (has_topic,) if topic_of(topic) else (has_topic, own)  # a wire's code for a topic is among the topics
