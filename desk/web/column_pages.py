"""The wire view with columns: the page, and one stream for all its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.change_feed import ToldChange, told_changes
from desk.queries.live import LiveUpdate
from desk.queries.query_syntax import BadQuery
from desk.queries.story_list import Card, cards
from desk.queries.story_search import list_stories
from desk.queries.thread_sizes import thread_sizes
from desk.reader_language import language
from desk.web.known_parameters import Takes
from desk.web.paths import root_of
from desk.web.rendering import page, render
from desk.web.state import PAGE_KEEPALIVE, event_stream, get_state
from desk.web.visitor import visitor_of
from desk.web.wire_columns import MAX_COLUMNS, WireColumn, columns_query, links_of, parse_columns
from wiredesk.errors import NotFound
from wiredesk.store import Store

COLUMN_STORIES = 40
"""Stories of a column when the page is opened; a screen shows about twenty."""
MAX_LINES = 60
"""Newest stories of one column in one update."""
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class FilledColumn:
    """A column with its newest stories."""

    column: WireColumn
    cards: tuple[Card, ...] = ()
    problem: str = ""


@router.api_route("/wire", methods=["GET", "HEAD"], dependencies=[Depends(Takes("col", "name"))])
def columns(request: Request) -> Response:
    """The newest stories of several queries side by side."""
    given = _given(request)
    state = get_state(request)
    position = state.live.newest()  # before the stories are read, so that nothing is lost between
    with state.store.read() as connection:
        filled = [_filled(connection, one) for one in given]
        sizes = thread_sizes(connection, {card.thread for one in filled for card in one.cards if card.thread})
    problem = any(one.problem for one in filled)
    return page(
        request, "columns.html", ids=[card.id for one in filled for card in one.cards],
        status=400 if problem else 200, columns=filled, links=links_of(given), sizes=sizes,
        since=str(position), address=columns_query(given), is_full=len(given) >= MAX_COLUMNS,
    )  # fmt: skip


@router.get("/live/columns", dependencies=[Depends(Takes("col", "name", "after"))])
def live_columns(request: Request) -> Response:
    """Stream what changes in the columns."""
    root, store, given = root_of(request), get_state(request).store, _given(request)
    return event_stream(
        request, lambda update: encode(update, given, store, root), keepalive=PAGE_KEEPALIVE, in_thread=True
    )  # fmt: skip


def _given(request: Request) -> tuple[WireColumn, ...]:
    query = request.query_params
    return parse_columns(query.getlist("name"), query.getlist("col"), visitor_of(request).key)


def _filled(connection: Connection, column: WireColumn) -> FilledColumn:
    """Return a column with its stories, or with what is wrong with its query."""
    if column.problem:
        return FilledColumn(column, problem=column.problem)
    try:
        found = list_stories(connection, column.filters, limit=COLUMN_STORIES)
    except (BadQuery, NotFound) as error:
        return FilledColumn(column, problem=str(error))
    return FilledColumn(column, tuple(cards(connection, found.seqs)))


def encode(update: LiveUpdate, columns: tuple[WireColumn, ...], store: Store, root: str) -> bytes:
    """Return an update as one event with the part of each column, which is rendered once for all readers."""
    parts = [_part(update, one, store, root) for one in columns]
    missed = b"true" if update.missed else b"false"
    data = b'{"columns":[' + b",".join(parts) + b'],"missed":' + missed + b"}"
    return b"id: " + str(update.position).encode() + b"\nevent: columns\ndata: " + data + b"\n\n"


def _part(update: LiveUpdate, column: WireColumn, store: Store, root: str) -> bytes:
    name = f"column {root} {language()} {column.filters.reader} {column.query}"
    if name not in update.rendered:
        update.rendered[name] = orjson.dumps(_changed(update, column, store, root))
    return update.rendered[name]


def _changed(update: LiveUpdate, column: WireColumn, store: Store, root: str) -> dict[str, Any]:
    """Return the lines that are new or changed in a column, oldest first, and the ids of the stories that left it."""
    if column.problem or not update.told:
        return {"lines": [], "gone": []}
    with store.read() as connection:
        told = _told(connection, update, column)
        shown = [one for one in told if one.fits and one.card is not None][-MAX_LINES:]
        sizes = thread_sizes(connection, {one.card.thread for one in shown if one.card and one.card.thread})
    lines = [
        {
            "id": one.change.id,
            "arrived": one.is_news,
            "html": render("line.html", root, card=one.card, sizes=sizes).decode(),
        }
        for one in shown
    ]
    return {"lines": lines, "gone": list(dict.fromkeys(one.change.id for one in told if not one.fits))}


def _told(connection: Connection, update: LiveUpdate, column: WireColumn) -> list[ToldChange]:
    if not column.filters:
        return list(update.told)
    try:
        return told_changes(connection, [one.change for one in update.told], column.filters)
    except (BadQuery, NotFound):
        return []
