"""The tables that an export writes as CSV, Parquet or JSON lines, and that the sinks to lakes and databases keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from desk.views import fact_tables
from desk.views.event_table import EVENT_COLUMNS, event_rows
from desk.views.note_records import NOTE_COLUMNS
from desk.views.story import summary_of
from desk.views.table_form import Columns, Row, ShownStory, TableExport
from wiredesk.quotations import is_quotation

if TYPE_CHECKING:
    from desk.queries.thing_list import ListedThing


class ExportTable(StrEnum):
    """What an export has a row for."""

    stories = "stories"
    events = "events"
    quotes = "quotes"
    entities = "entities"
    mentions = "mentions"
    places = "places"
    amounts = "amounts"
    dates = "dates"
    topics = "topics"
    tickers = "tickers"
    things = "things"
    notes = "notes"


STORY_COLUMNS: Columns = (
    ("id", "text"), ("version", "int64"), ("source", "text"), ("published", "time"), ("urgency", "int8"),
    ("kind", "text"), ("language", "text"), ("headline", "text"), ("people", "names"), ("organisations", "names"),
    ("places", "names"), ("quotes", "int32"), ("words", "int32"), ("topics", "names"), ("keyphrases", "names"),
    ("summary", "text"), ("tone", "real"), ("thread", "int64"), ("copy_group", "int64"),
    ("people_things", "names"), ("organisation_things", "names"), ("place_things", "names"),
)  # fmt: skip
THING_COLUMNS: Columns = (
    ("thing", "text"), ("kind", "text"), ("type", "text"), ("name", "text"), ("aliases", "names"),
    ("wikidata", "text"), ("geonames", "text"), ("iso3166", "text"), ("stories", "int64"), ("merged", "names"),
)  # fmt: skip


def story_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a story's only row: names in the news with their things, number of quotations."""
    article, found = one.article, one.found
    names: dict[str, list[str]] = defaultdict(list)
    things: dict[str, list[str]] = defaultdict(list)
    for entity in found.entities if found else ():
        if entity.in_news:
            names[entity.type].append(entity.name)
            things[entity.type].append(one.thing(entity.id))
    yield (
        article.id,
        article.version,
        article.source,
        one.moment,
        article.urgency,
        article.kind,
        found.language if found else article.language,
        article.headline,
        names["PERSON"],
        names["ORG"],
        names["GPE"] + names["LOC"] + names["FAC"],
        sum(map(is_quotation, found.quotes)) if found else 0,
        one.story.row["words"],
        [topic.code for topic in found.topics] if found else [],
        [phrase.text for phrase in found.keyphrases] if found else [],
        (summary_of(found) or None) if found else None,
        found.tone.score if found and found.tone else None,
        one.others.thread,
        one.others.copy_group,
        things["PERSON"],
        things["ORG"],
        things["GPE"] + things["LOC"] + things["FAC"],
    )


def thing_row(thing: ListedThing) -> Row:
    """Return the row of a thing."""
    return (
        str(thing.named.id), thing.named.kind.value, thing.named.type, thing.named.name, list(thing.aliases),
        thing.wikidata, None if thing.geonames is None else str(thing.geonames), thing.iso3166, thing.stories,
        [str(one) for one in thing.merged],
    )  # fmt: skip


def _no_rows(_one: ShownStory) -> Iterator[Row]:
    """Yield nothing: a thing is of many stories, and notes are read beside them."""
    return iter(())


STORY_TABLES: Mapping[ExportTable, TableExport] = {
    ExportTable.stories: TableExport(STORY_COLUMNS, story_rows, frozenset({"threads", "things"})),
    ExportTable.events: TableExport(EVENT_COLUMNS, event_rows, frozenset({"threads", "things"})),
    ExportTable.quotes: TableExport(fact_tables.QUOTE_COLUMNS, fact_tables.quote_rows),
    ExportTable.entities: TableExport(
        fact_tables.ENTITY_COLUMNS, fact_tables.entity_rows, frozenset({"things", "countries"})
    ),
    ExportTable.places: TableExport(fact_tables.PLACE_COLUMNS, fact_tables.place_rows),
    ExportTable.amounts: TableExport(fact_tables.AMOUNT_COLUMNS, fact_tables.amount_rows),
    ExportTable.dates: TableExport(fact_tables.DATE_COLUMNS, fact_tables.date_rows, frozenset()),
    ExportTable.topics: TableExport(fact_tables.TOPIC_COLUMNS, fact_tables.topic_rows, frozenset()),
    ExportTable.tickers: TableExport(fact_tables.TICKER_COLUMNS, fact_tables.ticker_rows),
}
"""The tables whose rows come from single stories, and that sinks keep.  Mentions are the most rows, and little is asked
of them."""
TABLES: Mapping[ExportTable, TableExport] = {
    **STORY_TABLES,
    ExportTable.mentions: TableExport(fact_tables.MENTION_COLUMNS, fact_tables.mention_rows),
    ExportTable.things: TableExport(THING_COLUMNS, _no_rows),
    ExportTable.notes: TableExport(NOTE_COLUMNS, _no_rows),
}
