"""``wiredesk sql``: rows of a SELECT."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.table import Table

from desk.cli_context import settings_of, store_of
from desk.queries.query_syntax import BadQuery
from desk.sql.saved_queries import configured_queries, find_query, known_queries
from desk.sql.sql_answer import run_sql
from desk.sql.sql_file import SqlFormat, sql_file
from desk.sql.sql_views import VIEWS, columns_of
from desk.views.sanitize import plain
from desk.views.terminal import console, paged


def sql(
    context: typer.Context,
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="one SELECT; - reads it from stdin")] = "",
    query: Annotated[str, typer.Option(metavar="NAME", help="run a saved query")] = "",
    format: Annotated[
        SqlFormat | None, typer.Option(help="json, csv or jsonl instead of a table", show_default=False)
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, max=3600, help="seconds after which it stops; default: sql_seconds")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("-n", "--limit", min=1, max=1_000_000, help="most rows; default: sql_rows")
    ] = None,
    tables: Annotated[bool, typer.Option("--tables", help="list the tables with their columns")] = False,
    listed: Annotated[bool, typer.Option("--list", help="list the saved queries")] = False,
) -> None:
    """Print the rows of a SELECT over visible stories and what was found in them.

    It can only read. docs/how-to/sql.md has recipes.

    Example: wiredesk sql "SELECT source, count(*) FROM stories GROUP BY source"

    Example: wiredesk sql "SELECT speaker, content FROM quotes WHERE kind = 'direct'" --format csv > quotes.csv

    Example: wiredesk sql --tables
    """
    if tables:
        _print_table(
            ("table", "a row is", "columns"), [(n, v.means, ", ".join(columns_of(n))) for n, v in VIEWS.items()]
        )
        return
    settings = settings_of(context)
    store = store_of(settings)
    configured = configured_queries()
    if listed:
        with store.read() as connection:
            known = known_queries(connection, configured)
        _print_table(("query", "what it answers", "sql"), [(one.name, one.about, one.sql) for one in known])
        return
    if query:
        with store.read() as connection:
            statement = find_query(connection, configured, query).sql
    elif statement == "-":
        statement = sys.stdin.read()
    if not statement:
        raise BadQuery("sql", "there is no statement", 'wiredesk sql "SELECT …", or --tables')
    answer = run_sql(store, statement, seconds=seconds or settings.sql_seconds, rows=limit or settings.sql_rows)
    if format:
        sys.stdout.buffer.write(sql_file(answer, format) + (b"\n" if format is SqlFormat.json else b""))
        sys.stdout.buffer.flush()
    else:
        _print_table(answer.columns, answer.rows)
    if answer.is_cut:
        console(err=True).print(f"wiredesk: cut after {len(answer.rows)} rows; -n gives more", style="dim")


def _print_table(columns: tuple[str, ...], rows: object) -> None:
    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(plain(name), overflow="fold")
    for row in rows:  # type: ignore[attr-defined]
        table.add_row(*("" if value is None else plain(str(value)) for value in row))
    with paged() as out:
        out.print(table, soft_wrap=False)
