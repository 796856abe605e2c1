"""The pages that list: the wire, search, names, quotes, figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.queries import changes
from desk.queries.entity_search import KINDS, profile, ranking
from desk.queries.filters import Filters, read
from desk.queries.query_syntax import BadQuery
from desk.queries.quote_search import cursor, said
from desk.queries.statistics import figures
from desk.queries.story_list import cards
from desk.queries.story_search import newest, search
from desk.web.rendering import page, root_of
from desk.web.state import desk_of
from desk.web.timeline import bars
from wiredesk.errors import NotFound
from wiredesk.store.types import iso

PAGE = 30
"""Stories on a page."""
router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


def _before(request: Request) -> int | None:
    text = request.query_params.get("before", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise BadQuery("before", f"{text[:40]!r} is no place to go on from", "follow the link to older stories")
    return int(text)


@router.api_route("/", methods=GET)
def wire(request: Request) -> Response:
    """The live wire, newest first."""
    before = _before(request)
    with desk_of(request).store.read() as connection:
        moment = changes.clock(connection)
        found = cards(connection, newest(connection, before=before, limit=PAGE + 1))
    return page(request, "wire.html", **_listed(found), live=before is None, since=iso(moment), before=before)


@router.api_route("/search", methods=GET)
def find(request: Request) -> Response:
    """Stories that fit the form; the URL is the query."""
    filters, trouble = Filters(), ""
    try:
        filters, before = read(request.query_params), _before(request)
        with desk_of(request).store.read() as connection:
            seqs = search(connection, filters, before=before, limit=PAGE + 1) if filters else []
            found = cards(connection, seqs)
    except BadQuery as error:
        trouble, found = str(error), []
    status = 400 if trouble else 200
    given = dict(request.query_params)
    return page(request, "search.html", status=status, **_listed(found), filters=filters, given=given, trouble=trouble)


def _listed(found: list[Any]) -> dict[str, Any]:
    """A page of cards and where the next one begins."""
    return {"cards": found[:PAGE], "older": found[PAGE - 1].seq if len(found) > PAGE else None}


def _names(request: Request) -> Response:
    kind = request.scope["path"].removeprefix(root_of(request)).strip("/")
    words = request.query_params.get("q", "")
    with desk_of(request).store.read() as connection:
        ranked = ranking(connection, KINDS[kind], words=words, limit=100)
    return page(request, "names.html", kind=kind, ranked=ranked, words=words)


def _name(request: Request, key: str) -> Response:
    kind = request.scope["path"].removeprefix(root_of(request)).split("/")[1]
    with desk_of(request).store.read() as connection:
        found = profile(connection, kind, key)
        if found is None:
            raise NotFound(f"{key[:80]}", "stands in no story on the desk")
        stories = cards(connection, found.sampled[:PAGE])
        quotes = said(connection, speaker=found.key, limit=12)
    return page(
        request, "name.html", found=found, cards=stories, quotes=quotes, bars=bars(found.days),
        more=len(found.sampled) > PAGE,
    )  # fmt: skip


for _kind in KINDS:
    router.add_api_route(f"/{_kind}", _names, methods=GET)
    router.add_api_route(f"/{_kind}/{{key:path}}", _name, methods=GET)


@router.api_route("/quotes", methods=GET)
def quotes(request: Request) -> Response:
    """Who said what, newest first."""
    given = {name: request.query_params.get(name, "") for name in ("speaker", "q", "kind")}
    text = request.query_params.get("before", "")
    place, trouble = cursor(text) if text else None, ""
    found = []
    if given["kind"] not in {"", "direct", "indirect", "mixed"}:
        raise BadQuery("kind", "is none", "direct, indirect or mixed")
    try:
        with desk_of(request).store.read() as connection:
            found = said(
                connection, speaker=given["speaker"], words=given["q"], kind=given["kind"], before=place,
                limit=PAGE + 1,
            )  # fmt: skip
    except BadQuery as error:
        trouble = str(error)
    older = found[PAGE - 1].cursor if len(found) > PAGE else None
    status = 400 if trouble else 200
    return page(request, "quotes.html", status=status, quotes=found[:PAGE], older=older, given=given, trouble=trouble)


@router.api_route("/stats", methods=GET)
def stats(request: Request) -> Response:
    """How much and how fast."""
    with desk_of(request).store.read() as connection:
        found = figures(connection)
    end = timedelta(hours=1)
    return page(request, "stats.html", found=found, most=max(1, *(count for _, count in found.hours)), hour=end)
