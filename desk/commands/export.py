"""``wiredesk export``: write the results of a search to stdout."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import orjson
import typer

from desk.cli_context import MinScore, settings_of, store_of
from desk.exports import ExportFormat, export_stories
from desk.queries.filters import Filters
from desk.queries.query_syntax import BadQuery
from desk.users.local_user import local_name
from desk.users.user_names import name_key
from desk.views.export_tables import ExportTable
from desk.views.record_fields import Fields, Template, print_chosen, record_writer
from wiredesk.extras import require_extra


def export(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TABLE|QUERY", help="a table, then a query as in wiredesk search; without a query every story"
        ),
    ] = None,
    format: Annotated[
        ExportFormat,
        typer.Option(
            help="jsonl, json: extraction and article; csv, parquet: a row for each of the table; geojson: the places; "
            "atom, jsonfeed: the latest stories; ninjs (3.0), ninjs-1 (1.5), newsml-g2: stories with what was found as "
            "their subjects; ftm: entities of FollowTheMoney"
        ),
    ] = ExportFormat.jsonl,
    table: Annotated[
        ExportTable | None, typer.Option(help="what the file has a row for; stories by default", show_default=False)
    ] = None,
    min_score: MinScore = None,
    fields: Fields = "",
    template: Template = "",
) -> None:
    """Write the results of a search to stdout: documents, a table, or a format of the trade.

    A first word that is the name of a table chooses it, unless --table is given.  A query finds stories; the file has
    all rows of these stories, and of quotes only those of the speaker and with the words that the query names.

    Example: wiredesk export > stories.jsonl

    Example: wiredesk export --format csv 'earthquake since:30d' > stories.csv

    Example: wiredesk export quotes 'speaker:"Claire Fenwick"' --format csv > quotes.csv

    Example: wiredesk export --table events --format parquet place:VU > events.parquet

    Example: wiredesk export --format geojson earthquake > places.geojson

    Example: wiredesk export things --format csv > things.csv

    Example: wiredesk export quotes --template '{speaker}: {content}' > quotes.txt

    Example: wiredesk export --format newsml-g2 > stories.xml
    """
    if format is ExportFormat.parquet:
        require_extra("parquet", "wiredesk export --format parquet")
    write = record_writer(fields, template)
    if write and format is not ExportFormat.jsonl:
        raise BadQuery("fields", "--fields and --template choose parts of JSON lines", "leave --format out")
    given = list(words or ())
    if table is None and given and given[0] in tuple(ExportTable):
        table = ExportTable(given.pop(0))
    settings = settings_of(context, min_score=min_score)
    filters = Filters.from_form({"q": " ".join(given)}).asked_by(name_key(local_name()))
    gc.freeze()  # what was imported lives as long as the process: it is not looked through again and again
    pieces = export_stories(
        store_of(settings), format, table=table or ExportTable.stories, filters=filters, min_score=settings.min_score
    )
    for piece in pieces:
        if write:
            print_chosen(map(orjson.loads, piece.splitlines()), write)
        else:
            sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
