"""The table of events that an export writes: who did what to whom, a row an event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

from desk.views.event_lines import event_sentences
from desk.views.story import text_at
from desk.views.table_form import Columns, Row, ShownStory
from wiredesk.contract import Entity, Extraction, Role, RoleName, Span

OTHER_ROLES: tuple[RoleName, ...] = tuple(
    role for role in get_args(RoleName) if role not in ("actor", "recipient", "place")
)
"""Roles with a column of their own, ``role_`` before the name: ``role_amount``."""
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
    meant, none = _Meanings(found, entities, one), list[str]()
    source, moment, headline = article.source, one.moment, article.headline
    for n, (event, line) in enumerate(event_sentences(found)):
        given: dict[RoleName, list[Role]] = {}
        for part in event.roles:
            given.setdefault(part.role, []).append(part)
        actors = _participants(meant, given.get("actor", ()), event.actors)
        recipients = _participants(meant, given.get("recipient", ()), event.recipients)
        places = _participants(meant, given.get("place", ()), event.places, is_place=True)
        located = [entities[id].location for id in event.places if id in entities]
        yield (
            article.id, article.version, n, source, moment, headline,
            event.type, event.ontology, event.status, event.of, event.background, event.quote is not None,
            line.said_by, event.same, event.date, event.score, event.rule,
            text_at(found, event.trigger), *event.trigger, line.text,
            *actors[:2], *recipients[:2], places[0],
            list(dict.fromkeys([at.country for at in located if at and at.country])),
            *[[text_at(found, part.span) for part in given[role]] if role in given else none for role in OTHER_ROLES],
            others.thread, others.copy_group, actors[2], recipients[2], places[2],
        )  # fmt: skip


class _Meanings:
    """What the words of a story mean: an entity, or what a place stands for ("Moscow said")."""

    def __init__(self, found: Extraction, entities: Mapping[str, Entity], shown: ShownStory) -> None:
        self.found, self._entities, self._shown = found, entities, shown
        self._metonyms: dict[str, list[tuple[Span, str]]] = {}

    def known(self, id: str | None, span: Span | None) -> tuple[str, str, str]:
        """Return name, type and thing of an entity, or of what its mention within a span stands for; empty without
        one."""
        if id is None or (entity := self._entities.get(id)) is None:
            return "", "", ""
        if span and (rows := self._rows_of(entity)):
            at = bisect_left(rows, span[0], key=lambda row: row[0][0])
            meant = rows[at][1] if at < len(rows) and rows[at][0][1] <= span[1] else None
            if meant is not None and (other := self._entities.get(meant)):
                entity = other
            elif meant:
                return meant, "GPE", ""
        return entity.name, entity.type, self._shown.thing(entity.id)

    def _rows_of(self, entity: Entity) -> list[tuple[Span, str]]:
        if (rows := self._metonyms.get(entity.id)) is None:
            rows = sorted((one.span, one.stands_for) for one in entity.mentions if one.metonymic and one.stands_for)
            self._metonyms[entity.id] = rows
        return rows


def _participants(
    meant: _Meanings, parts: Iterable[Role], listed: Sequence[str], *, is_place: bool = False
) -> tuple[list[str], list[str], list[str]]:
    """Return the names in a role, each once, with the entity type and the thing of each; both are empty where words
    name nobody.

    Args:
        parts: the event's parts of that role.
        listed: ids of entities that have it, with or without words.
    """
    given: list[tuple[str | None, Span | None]] = [(one.entity, one.span) for one in parts]
    if listed:
        named = [id for id, _ in given]
        given += [(id, None) for id in listed if id not in named]
    names: dict[str, tuple[str, str]] = {}
    for id, span in given:
        name, type, thing = meant.known(id, None if is_place else span)
        if name or span:
            names.setdefault(name or text_at(meant.found, span or (0, 0)), (type, thing))
    return list(names), [type for type, _ in names.values()], [thing for _, thing in names.values()]
