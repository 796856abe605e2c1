"""The tables that an export writes as CSV, Parquet or JSON lines: their columns, and the rows of a story in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, get_args

from desk.views.event_lines import event_sentences, said_by
from desk.views.story import summary_of, text_at
from wiredesk.contract import Entity, Event, Extraction, RoleName, Span
from wiredesk.quotations import is_quotation
from wiredesk.references import without_entities
from wiredesk.score_filter import at_least

if TYPE_CHECKING:  # the types of columns are used without SQLAlchemy
    from desk.queries.related_stories import Across
    from desk.queries.stories import Story
    from desk.queries.thing_list import ListedThing

ColumnType = Literal["text", "names", "time", "flag", "int8", "int32", "int64", "real"]
"""What a column holds; ``names`` is a list of strings."""
Row = tuple[Any, ...]


class ExportTable(StrEnum):
    """What an export has a row for."""

    stories = "stories"
    events = "events"
    things = "things"


@dataclass(frozen=True, slots=True)
class TableExport:
    """A table: its columns with their types, and a function that yields a story's rows."""

    columns: tuple[tuple[str, ColumnType], ...]
    rows: Callable[[Story, Across, float], Iterator[Row]]
    """Takes a story, what is known of it from others, and the score below which results are left out."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.columns)


STORY_COLUMNS: tuple[tuple[str, ColumnType], ...] = (
    ("id", "text"), ("version", "int64"), ("source", "text"), ("published", "time"), ("urgency", "int8"),
    ("kind", "text"), ("language", "text"), ("headline", "text"), ("people", "names"), ("organisations", "names"),
    ("places", "names"), ("quotes", "int32"), ("words", "int32"), ("topics", "names"), ("keyphrases", "names"),
    ("summary", "text"), ("tone", "real"), ("thread", "int64"), ("copy_group", "int64"),
    ("people_things", "names"), ("organisation_things", "names"), ("place_things", "names"),
)  # fmt: skip
THING_COLUMNS: tuple[tuple[str, ColumnType], ...] = (
    ("thing", "text"), ("kind", "text"), ("type", "text"), ("name", "text"), ("aliases", "names"),
    ("wikidata", "text"), ("geonames", "text"), ("iso3166", "text"), ("stories", "int64"), ("merged", "names"),
)  # fmt: skip
OTHER_ROLES: tuple[RoleName, ...] = tuple(
    role for role in get_args(RoleName) if role not in ("actor", "recipient", "place")
)
"""Roles with a column of their own, ``role_`` before the name: ``role_amount``."""
EVENT_COLUMNS: tuple[tuple[str, ColumnType], ...] = (
    ("story", "text"), ("version", "int64"), ("n", "int32"), ("source", "text"), ("published", "time"),
    ("headline", "text"), ("type", "text"), ("ontology", "text"), ("status", "text"), ("of", "text"),
    ("background", "flag"), ("quoted", "flag"), ("said_by", "text"), ("same", "int32"), ("date", "text"),
    ("score", "real"), ("rule", "text"), ("trigger", "text"), ("start", "int32"), ("end", "int32"), ("text", "text"),
    ("actors", "names"), ("actor_types", "names"), ("recipients", "names"), ("recipient_types", "names"),
    ("places", "names"), ("countries", "names"), *((f"role_{role}", "names") for role in OTHER_ROLES),
    ("thread", "int64"), ("copy_group", "int64"),
    ("actor_things", "names"), ("recipient_things", "names"), ("place_things", "names"),
)  # fmt: skip


def story_rows(story: Story, others: Across, min_score: float) -> Iterator[Row]:
    """Yield a story's only row: names in the news with their things, number of quotations."""
    article, found = story.article, shown(story, others, min_score)
    names: dict[str, list[str]] = {}
    things: dict[str, list[str]] = {}
    for entity in filter(attrgetter("in_news"), found.entities if found else ()):
        names.setdefault(entity.type, []).append(entity.name)
        things.setdefault(entity.type, []).append(_thing_id(others, entity.id))
    yield (
        article.id,
        article.version,
        article.source,
        article.published or article.updated,
        article.urgency,
        article.kind,
        found.language if found else article.language,
        article.headline,
        names.get("PERSON", []),
        names.get("ORG", []),
        names.get("GPE", []) + names.get("LOC", []) + names.get("FAC", []),
        sum(map(is_quotation, found.quotes)) if found else 0,
        story.row["words"],
        [topic.code for topic in found.topics] if found else [],
        [phrase.text for phrase in found.keyphrases] if found else [],
        (summary_of(found) or None) if found else None,
        found.tone.score if found and found.tone else None,
        others.thread,
        others.copy_group,
        things.get("PERSON", []),
        things.get("ORG", []),
        things.get("GPE", []) + things.get("LOC", []) + things.get("FAC", []),
    )


def shown(story: Story, others: Across, min_score: float) -> Extraction | None:
    """Return the extraction without what is less sure than a reader wants, and without what users took for no name."""
    if (found := story.extraction) is None:
        return None
    return without_entities(at_least(found, min_score), {id for id, one in others.things.items() if one.rejected})


def _thing_id(others: Across, entity: str | None) -> str:
    """Return the id of an entity's thing; empty if the directory has none."""
    thing = others.things.get(entity or "")
    return str(thing.id) if thing else ""


def event_rows(story: Story, others: Across, min_score: float) -> Iterator[Row]:
    """Yield a row for each event of a story.

    A participant is given by the name of its entity, else by its words; a place that stands for its government ("Moscow
    said") by the name of what it stands for, or by its country's ISO 3166 code where the story does not name it.
    """
    article, found = story.article, shown(story, others, min_score)
    if not found:
        return
    entities = {entity.id: entity for entity in found.entities}
    meant = _Meanings(found, entities, others)
    for n, (event, line) in enumerate(event_sentences(found)):
        listed: dict[RoleName, tuple[str, ...]] = {
            "actor": event.actors, "recipient": event.recipients, "place": event.places
        }  # fmt: skip
        sides = {role: _participants(meant, event, role, ids) for role, ids in listed.items()}
        located = (entities[id].location for id in event.places if id in entities)
        yield (
            article.id, article.version, n, article.source, article.published or article.updated, article.headline,
            event.type, event.ontology, event.status, event.of, event.background, event.quote is not None,
            said_by(found, event.quote, entities), event.same, event.date, event.score, event.rule,
            text_at(found, event.trigger), *event.trigger, line.text,
            *sides["actor"][:2], *sides["recipient"][:2], sides["place"][0],
            list(dict.fromkeys(at.country for at in located if at and at.country)),
            *([text_at(found, one.span) for one in event.roles if one.role == role] for role in OTHER_ROLES),
            others.thread, others.copy_group, *(side[2] for side in sides.values()),
        )  # fmt: skip


class _Meanings:
    """What the words of a story mean: an entity, or what a place stands for ("Moscow said")."""

    def __init__(self, found: Extraction, entities: Mapping[str, Entity], others: Across) -> None:
        self.found, self._entities, self._others = found, entities, others
        self._metonyms = {
            entity.id: sorted((one.span, one.stands_for) for one in entity.mentions if one.metonymic and one.stands_for)
            for entity in found.entities
        }

    def known(self, id: str | None, span: Span | None) -> tuple[str, str, str]:
        """Return name, type and thing of an entity, or of what its mention within a span stands for; empty without
        one."""
        if (entity := self._entities.get(id or "")) is None:
            return "", "", ""
        meant = self._stands_for(entity.id, span) if span else None
        if meant is not None and (other := self._entities.get(meant)):
            entity = other
        elif meant:
            return meant, "GPE", ""
        return entity.name, entity.type, _thing_id(self._others, entity.id)

    def _stands_for(self, id: str, span: Span) -> str | None:
        rows = self._metonyms[id]
        at = bisect_left(rows, span[0], key=lambda row: row[0][0])
        return rows[at][1] if at < len(rows) and rows[at][0][1] <= span[1] else None


def _participants(
    meant: _Meanings, event: Event, role: RoleName, listed: tuple[str, ...]
) -> tuple[list[str], list[str], list[str]]:
    """Return the names in a role, each once, with the entity type and the thing of each; both are empty where words
    name nobody."""
    given: list[tuple[str | None, Span | None]] = [(one.entity, one.span) for one in event.roles if one.role == role]
    given += [(id, None) for id in listed if id not in {entity for entity, _ in given}]
    names: dict[str, tuple[str, str]] = {}
    for id, span in given:
        name, type, thing = meant.known(id, span if role != "place" else None)
        if name or span:
            names.setdefault(name or text_at(meant.found, span or (0, 0)), (type, thing))
    return list(names), [type for type, _ in names.values()], [thing for _, thing in names.values()]


def thing_row(thing: ListedThing) -> Row:
    """Return the row of a thing."""
    return (
        str(thing.named.id), thing.named.kind.value, thing.named.type, thing.named.name, list(thing.aliases),
        thing.wikidata, None if thing.geonames is None else str(thing.geonames), thing.iso3166, thing.stories,
        [str(one) for one in thing.merged],
    )  # fmt: skip


def _no_rows(_story: Story, _others: Across, _min_score: float) -> Iterator[Row]:
    """Yield nothing: a thing is of many stories."""
    return iter(())


TABLES = {
    ExportTable.stories: TableExport(STORY_COLUMNS, story_rows),
    ExportTable.events: TableExport(EVENT_COLUMNS, event_rows),
    ExportTable.things: TableExport(THING_COLUMNS, _no_rows),
}
STORY_TABLES = {table: TABLES[table] for table in (ExportTable.stories, ExportTable.events)}
"""The tables whose rows come from single stories."""
