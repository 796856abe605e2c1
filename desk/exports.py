"""Stories of a search, what was found in them, or things, as a file for other programs.

The file is written while the store is read, a batch of stories at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from desk.formats_out.ftm import write_ftm
from desk.formats_out.out_formats import FORMATS, Write
from desk.formats_out.place_features import place_rows_as_features, places_with_stories
from desk.formats_out.row_files import csv_file, json_array, json_lines, json_rows, parquet_file
from desk.formats_out.story_feeds import FEED_STORIES, FeedFormat, story_feed
from desk.queries.exported_stories import (
    QuoteChoice,
    StoryBatch,
    card_batches,
    fact_batches,
    listed_batches,
    quote_choice,
    search_batches,
    thing_batches,
)
from desk.queries.fact_list import FactPage
from desk.queries.filters import Filters
from desk.queries.language.query_edits import with_condition
from desk.queries.story_list import cards
from desk.queries.story_search import list_stories
from desk.users.notes import notes_of
from desk.views.export_tables import TABLES, ExportTable, thing_row
from desk.views.note_records import note_row
from desk.views.records import story_document
from desk.views.table_form import Row, TableExport, shown_extraction, shown_story
from wiredesk.errors import EXIT_USAGE, WiredeskError
from wiredesk.store import Store
from wiredesk.store.types import database_time


class ExportFormat(StrEnum):
    """The formats of an export."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    parquet = "parquet"
    geojson = "geojson"
    atom = "atom"
    jsonfeed = "jsonfeed"
    ninjs = "ninjs"
    ninjs_1 = "ninjs-1"
    newsml_g2 = "newsml-g2"
    ftm = "ftm"


ROW_FORMATS = (ExportFormat.csv, ExportFormat.json, ExportFormat.jsonl, ExportFormat.parquet)
"""The formats that every table has."""
_WRITERS: Mapping[ExportFormat, Write] = {
    **{ExportFormat(format.value): row.write for format, row in FORMATS.items()},
    ExportFormat.ftm: write_ftm,
}
"""The formats that have stories, and no rows."""
_FEEDS = {ExportFormat(format.value): format for format in FeedFormat}


class TableNotInFormat(WiredeskError):
    """The format does not have the rows of that table."""

    exit_code = EXIT_USAGE


MEDIA_TYPES = {
    ExportFormat.jsonl: "application/x-ndjson",
    ExportFormat.json: "application/json",
    ExportFormat.csv: "text/csv; charset=utf-8",
    ExportFormat.parquet: "application/vnd.apache.parquet",
    ExportFormat.geojson: "application/geo+json",
    ExportFormat.atom: "application/atom+xml",
    ExportFormat.jsonfeed: "application/feed+json",
    ExportFormat.ninjs: "application/x-ndjson",
    ExportFormat.ninjs_1: "application/x-ndjson",
    ExportFormat.ftm: "application/x-ndjson",
    ExportFormat.newsml_g2: "application/vnd.iptc.g2.newsmessage+xml",
}


def export_stories(
    store: Store,
    format: ExportFormat,
    *,
    table: ExportTable = ExportTable.stories,
    filters: Filters | None = None,
    min_score: float = 0.0,
    root: str = "",
    address: str = "",
) -> Iterator[bytes]:
    """Return an iterator over the pieces of the file, in the order in which the stories were accepted.

    JSON lines and JSON of stories are whole documents, ninjs is one item a line, NewsML-G2 one message with all items;
    GeoJSON has the places of the stories.  Feeds have the latest publications.  Every other file has the rows of a
    table: of all stories that fit the filters, and of quotes only those of the speaker and with the words that the
    filters name.

    The first piece is made at once, so that an error appears before anything is written.

    Args:
        table: what the file has a row for.
        filters: those of a search; none: every visible story.
        min_score: results with a lower score are left out, see :func:`wiredesk.score_filter.at_least`.
        root: address of the desk, for the links of a feed.
        address: address of the feed.

    Raises:
        BadQuery, NotFound, AmbiguousName: as :func:`desk.queries.story_search.search_stories`.
        ExtraNotInstalled: the format needs an extra that is not installed.
        TableNotInFormat: the format has no rows of that table.
        StoreUnavailable: the store does not answer; also raised later, while the pieces are read.
    """
    _check(format, table)
    asked = filters or Filters()
    if format in _FEEDS:
        return iter([_feed(store, _FEEDS[format], asked, root, address)])
    if table is ExportTable.things:
        rows: Iterator[list[Row]] = ([thing_row(one) for one in found] for found in thing_batches(store, asked))
        return _started(_row_file(format, rows, TABLES[table]))
    if table is ExportTable.notes:
        return _started(_row_file(format, _note_rows(store, asked), TABLES[table]))
    if format in _WRITERS:
        return _started(_stories(store, format, search_batches(store, asked), min_score))
    if table is ExportTable.stories and format in (ExportFormat.jsonl, ExportFormat.json):
        return _started(_documents(format, search_batches(store, asked), min_score))
    batches = listed_batches(store, asked, TABLES[table].links)
    if format is ExportFormat.geojson:
        places = TABLES[ExportTable.places]
        write = places_with_stories if table is ExportTable.stories else place_rows_as_features
        return _started(write(_rows(batches, places, min_score), places.names))
    found = _rows(batches, TABLES[table], min_score)
    if table is ExportTable.quotes and (choice := quote_choice(store, asked)):
        found = _chosen_quotes(found, choice)
    return _started(_row_file(format, found, TABLES[table]))


def export_facts(
    store: Store,
    format: ExportFormat,
    table: ExportTable,
    search: Callable[[Connection, str, int], FactPage[Any]],
    *,
    min_score: float = 0.0,
) -> Iterator[bytes]:
    """Return an iterator over the pieces of a file with a list of quotes or events, in the order of the list.

    Args:
        table: quotes or events.
        search: returns a page of the list: takes a cursor and the number of facts.

    Raises:
        as :func:`export_stories`.
    """
    if format not in ROW_FORMATS:
        raise TableNotInFormat(f"export of {table}", f"{format} has stories only", f"choose {_choice(ROW_FORMATS)}")
    return _started(_row_file(format, _rows(fact_batches(store, search), TABLES[table], min_score), TABLES[table]))


def table_file(format: ExportFormat, rows: Iterator[list[Row]], table: TableExport) -> Iterator[bytes]:
    """Return an iterator over the pieces of a file with rows; its first piece is made at once.

    Args:
        format: one of :data:`ROW_FORMATS`.

    Raises:
        ExtraNotInstalled, StoreUnavailable: as :func:`export_stories`.
    """
    return _started(_row_file(format, rows, table))


def _check(format: ExportFormat, table: ExportTable) -> None:
    """Check that a format has a table.

    Raises:
        TableNotInFormat: it has not.
    """
    if format in ROW_FORMATS or table is ExportTable.stories:
        return
    if format is ExportFormat.geojson:
        if table is not ExportTable.places:
            raise TableNotInFormat(f"export of {table}", "GeoJSON has places", "choose the table places or stories")
        return
    raise TableNotInFormat(f"export of {table}", f"{format} has stories only", f"choose {_choice(ROW_FORMATS)}")


def _choice(formats: Iterable[ExportFormat]) -> str:
    *first, last = formats
    return f"{', '.join(first)} or {last}"


def _started(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Make the first piece at once."""
    return chain([next(pieces, b"")], pieces)


def _row_file(format: ExportFormat, rows: Iterator[list[Row]], table: TableExport) -> Iterator[bytes]:
    if format is ExportFormat.json:
        return json_array(json_rows(some, table.names) for some in rows)
    writers = {ExportFormat.jsonl: json_lines, ExportFormat.csv: csv_file, ExportFormat.parquet: parquet_file}
    return writers[format](rows, table)


def _rows(batches: Iterable[StoryBatch], table: TableExport, min_score: float) -> Iterator[list[Row]]:
    """Yield the rows of each batch: those of the chosen facts, whose number is the third column."""
    for batch in batches:
        rows: list[Row] = []
        for story in batch.stories:
            seq = story.row["seq"]
            found = table.rows(shown_story(story, batch.others[seq], min_score))
            rows += found if batch.facts is None else (row for row in found if row[2] in batch.facts[seq])
        yield rows


def _note_rows(store: Store, filters: Filters) -> Iterator[list[Row]]:
    """Yield the rows of the notes on the stories that fit."""
    noted = filters.model_copy(update={"q": with_condition(filters.q, "is", "noted")})
    for found in card_batches(store, noted):
        with store.read() as connection:
            notes = notes_of(connection, [card.id for card in found])
        yield [note_row(note, card) for card in found for note in notes.get(card.id, ())]


def _chosen_quotes(batches: Iterator[list[Row]], choice: QuoteChoice) -> Iterator[list[Row]]:
    names = TABLES[ExportTable.quotes].names
    content, one, several = (names.index(name) for name in ("content", "speaker_thing", "speaker_things"))
    for rows in batches:
        yield [row for row in rows if choice.fits([row[one], *row[several]], row[content])]


def _documents(format: ExportFormat, batches: Iterable[StoryBatch], min_score: float) -> Iterator[bytes]:
    documents = (
        [
            story_document(story, min_score=min_score, others=batch.others[story.row["seq"]])
            for story in batch.stories
            if story.document
        ]
        for batch in batches
    )
    if format is ExportFormat.json:
        return json_array(documents)
    return (b"".join(one + b"\n" for one in some) for some in documents)


def _stories(store: Store, format: ExportFormat, batches: Iterable[StoryBatch], min_score: float) -> Iterator[bytes]:
    """Yield stories in a format of the trade."""
    items = (
        _WRITERS[format](
            story.article, shown_extraction(story, batch.others[story.row["seq"]], min_score), story.row["accepted_at"]
        )
        for batch in batches
        for story in batch.stories
    )
    if format is not ExportFormat.newsml_g2:
        return (item + b"\n" for item in items)
    from desk.formats_out.newsml_g2 import news_message  # lazy: lxml

    with store.read() as connection:
        return news_message(items, database_time(connection))


def _feed(store: Store, format: FeedFormat, filters: Filters, root: str, address: str) -> bytes:
    with store.read() as connection:
        found = cards(connection, list_stories(connection, filters, limit=FEED_STORIES).seqs)
        now = database_time(connection)
    return story_feed(format, found, filters, now=now, root=root, address=address)
