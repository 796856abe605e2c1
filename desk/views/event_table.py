"""The table of events that an export writes: who did what to whom, a row an event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import get_args

from desk.views.event_lines import event_sentences
from desk.views.story import text_at
from desk.views.table_form import Columns, Row, ShownStory
from wiredesk.contract import Entity, Extraction, Role, RoleName, Span

_SIDES = frozenset({"actor", "recipient", "place"})
OTHER_ROLES: tuple[RoleName, ...] = tuple(role for role in get_args(RoleName) if role not in _SIDES)
"""Roles with a column of their own, ``role_`` before the name: ``role_amount``."""
_NO_WORDS: tuple[list[str], ...] = ([],) * len(OTHER_ROLES)
_Meaning = tuple[str, str, str]
"""Name, type and thing."""
_NOBODY: _Meaning = ("", "", "")
EVENT_COLUMNS: Columns = (
    ("story", "text"), ("version", "int64"), ("n", "int32"), ("source", "text"), ("published", "time"),
    ("headline", "text"), ("type", "text"), ("ontology", "text"), ("status", "text"), ("of", "text"),
    ("background", "flag"), ("quoted", "flag"), ("said_by", "text"), ("same", "int32"), ("date", "text"),
    ("score", "real"), ("rule", "text"), ("trigger", "text"), ("start", "int32"), ("end", "int32"), ("text", "text"),
    ("actors", "names"), ("actor_types", "names"), ("recipients", "names"), ("recipient_types", "names"),
    ("places", "names"), ("countries", "names"), *((f"role_{role}", "names") for role in OTHER_ROLES),
    ("thread", "int64"), ("copy_group", "int64"),
    ("actor_things", "names"), ("recipient_things", "names"), ("place_things", "names"),
)  # fmt: skip


def event_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each event of a story.

    A participant is given by the name of its entity, else by its words; a place that stands for its government ("Moscow
    said") by the name of what it stands for, or by its country's ISO 3166 code where the story does not name it.
    """
    article, others, found = one.article, one.others, one.found
    if not found:
        return
    entities = {entity.id: entity for entity in found.entities}
    meant = _Meanings(found, entities, one)
    source, moment, headline = article.source, one.moment, article.headline
    for n, (event, line) in enumerate(event_sentences(found)):
        given: dict[RoleName, list[Role]] = {}
        for part in event.roles:
            given.setdefault(part.role, []).append(part)
        actors = _participants(meant, given.get("actor", ()), event.actors)
        recipients = _participants(meant, given.get("recipient", ()), event.recipients)
        places = _participants(meant, given.get("place", ()), event.places, is_place=True)
        located = [entities[id].location for id in event.places if id in entities]
        words = (
            _NO_WORDS
            if given.keys() <= _SIDES
            else [[text_at(found, part.span) for part in given.get(role, ())] for role in OTHER_ROLES]
        )
        yield (
            article.id, article.version, n, source, moment, headline,
            event.type, event.ontology, event.status, event.of, event.background, event.quote is not None,
            line.said_by, event.same, event.date, event.score, event.rule,
            text_at(found, event.trigger), *event.trigger, line.text,
            *actors[:2], *recipients[:2], places[0],
            list(dict.fromkeys([at.country for at in located if at and at.country])),
            *words, others.thread, others.copy_group, actors[2], recipients[2], places[2],
        )  # fmt: skip


class _Meanings:
    """What the words of a story mean: an entity, or what a place stands for ("Moscow said")."""

    def __init__(self, found: Extraction, entities: Mapping[str, Entity], shown: ShownStory) -> None:
        self.found, self._entities, self._shown = found, entities, shown
        self._known: dict[str | None, tuple[_Meaning, list[tuple[Span, str]]]] = {None: (_NOBODY, [])}

    def known(self, id: str | None, span: Span | None) -> _Meaning:
        """Return what an entity is, or what its mention within a span stands for; empty without one."""
        meaning, rows = self._known.get(id) or self._read(id)
        if span and rows:
            at = bisect_left(rows, span[0], key=lambda row: row[0][0])
            meant = rows[at][1] if at < len(rows) and rows[at][0][1] <= span[1] else None
            if meant is not None and meant in self._entities:
                return self.known(meant, None)
            if meant:
                return meant, "GPE", ""
        return meaning

    def _read(self, id: str | None) -> tuple[_Meaning, list[tuple[Span, str]]]:
        """Return what an entity is, and what its mentions stand for in the order of the text; kept for the next one."""
        meaning, rows = _NOBODY, list[tuple[Span, str]]()
        if entity := self._entities.get(id or ""):
            meaning = entity.name, entity.type, self._shown.thing(id)
            rows = [(one.span, one.stands_for) for one in entity.mentions if one.metonymic and one.stands_for]
            rows.sort()
        self._known[id] = meaning, rows
        return meaning, rows


def _participants(
    meant: _Meanings, parts: Collection[Role], listed: Sequence[str], *, is_place: bool = False
) -> tuple[list[str], list[str], list[str]]:
    """Return the names in a role, each once, with the entity type and the thing of each; both are empty where words
    name nobody.

    Args:
        parts: the event's parts of that role.
        listed: ids of entities that have it, with or without words.
    """
    names: list[str] = []
    types: list[str] = []
    things: list[str] = []

    def add(name: str, type: str, thing: str) -> None:
        if name not in names:
            names.append(name)
            types.append(type)
            things.append(thing)

    for part in parts:
        name, type, thing = meant.known(part.entity, None if is_place else part.span)
        add(name or text_at(meant.found, part.span), type, thing)
    if listed:
        told = {part.entity for part in parts}
        for id in listed:
            if id not in told and (meaning := meant.known(id, None))[0]:
                add(*meaning)
    return names, types, things
