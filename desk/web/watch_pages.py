"""The pages of watches: their list with what is unread, one watch's alerts, the forms, and the feeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.query_syntax import BadQuery, parse_seq
from desk.reader_language import N_
from desk.watches.alert_feeds import atom_feed, json_feed
from desk.watches.told_alerts import told_alerts
from desk.watches.watch_config import Watch
from desk.watches.watch_rows import (
    KnownWatch,
    add_watch,
    feed_digest,
    known_watch,
    known_watches,
    remove_watch,
    renew_feed,
)
from desk.web import edit_access
from desk.web.edit_access import form_fields
from desk.web.edit_pages import back_to, reader_forms
from desk.web.known_parameters import Takes
from desk.web.paths import root_of
from desk.web.rendering import page
from desk.web.state import get_state
from wiredesk.config_values import validated
from wiredesk.errors import ConfigError
from wiredesk.store import watch_state

PAGE_ALERTS = 30
"""Alerts on a page."""
FEED_ALERTS = 50
"""Alerts in a feed."""
MAX_UNREAD = 99
"""Number up to which unread alerts are counted."""
SEEN_COOKIE = "wiredesk_seen"
"""Cookie with the last alert that the browser has shown of each watch: ``NAME:N|NAME:N``."""
SEEN_SECONDS = 365 * 24 * 3600
MAX_SEEN = 60
"""Watches that the cookie remembers: it must stay below 4 kB."""
_FEEDS = {"atom": ("application/atom+xml", atom_feed), "json": ("application/feed+json", json_feed)}
router = APIRouter(include_in_schema=False)
Fields = Annotated[dict[str, str], Depends(form_fields)]
GET = ["GET", "HEAD"]


@router.api_route("/watches", methods=GET, dependencies=[Depends(Takes())])
def watches(request: Request) -> Response:
    """All watches, each with the number of alerts that this browser has not shown."""
    seen = _seen(request)
    with get_state(request).store.read() as connection:
        known = known_watches(connection)
        unread = {
            one.row.name: watch_state.count_after(connection, one.row.name, seen.get(one.row.name, 0), MAX_UNREAD + 1)
            for one in known
        }
        newest = [row for one in known for row in watch_state.newest_alerts(connection, one.row.name, limit=1)]
        last = {alert.watch: alert for alert in told_alerts(connection, newest)}
    return page(
        request, "watches.html", watches=known, unread=unread, last=last, most=MAX_UNREAD, edit=reader_forms(request)
    )  # fmt: skip


@router.api_route("/watches/{name}", methods=GET, dependencies=[Depends(Takes("before"))])
def watch(request: Request, name: str) -> Response:
    """One watch's alerts, newest first; from now on this browser counts those after them as unread."""
    return _page_of(request, name)


@router.post("/edit/watch")
def edit_watch(request: Request, fields: Fields) -> Response:
    """Add a watch, remove one, or give its feeds a new address."""
    state = get_state(request)
    by = edit_access.require_editor(request) or "web"
    name, act = fields.get("name", "").strip().lower(), fields.get("act")
    token = ""
    if act == "add":
        given = dict(parse_qsl(fields.get("query", "")))
        watch = _valid(name, {"query": given})
        with state.store.write() as connection:
            token = add_watch(connection, watch, by=by)
    elif act == "remove":
        with state.store.write() as connection:
            remove_watch(connection, name)
        return back_to(request, f"{root_of(request)}/watches")
    elif act == "feed":
        with state.store.write() as connection:
            token = renew_feed(connection, name)
    else:
        raise HTTPException(400, edit_access.NO_FORM)
    return _page_of(request, name, token)


@router.api_route("/feeds/{token}.{form}", methods=GET, dependencies=[Depends(Takes())])
def feed(request: Request, token: str, form: str) -> Response:
    """A watch's alerts as Atom or JSON Feed.  Whoever knows the address may read it."""
    if form not in _FEEDS:
        raise HTTPException(404, N_("There is no such feed."))
    with get_state(request).store.read() as connection:
        row = watch_state.by_feed(connection, feed_digest(token))
        if row is None:
            raise HTTPException(404, N_("There is no such feed: its address may have been renewed."))
        found = told_alerts(connection, watch_state.newest_alerts(connection, row.name, limit=FEED_ALERTS))
    media_type, write = _FEEDS[form]
    root = str(request.base_url).rstrip("/")
    body = write(row.name, found, root=root, address=str(request.url), made_at=row.made_at)
    return Response(body, media_type=media_type, headers={"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"})


def _page_of(request: Request, name: str, token: str = "") -> Response:
    before = parse_seq(request.query_params.get("before", ""))
    with get_state(request).store.read() as connection:
        known: KnownWatch = known_watch(connection, name)
        rows = watch_state.newest_alerts(connection, name, before=before, limit=PAGE_ALERTS + 1)
        found = told_alerts(connection, rows[:PAGE_ALERTS])
    older = rows[PAGE_ALERTS - 1].n if len(rows) > PAGE_ALERTS else None
    seen = _seen(request)
    root = str(request.base_url).rstrip("/")
    answer = page(
        request, "watch.html", watch=known, alerts=found, older=older, before=before, unread_after=seen.get(name, 0),
        feeds=[f"{root}/feeds/{token}.{form}" for form in _FEEDS] if token else [], edit=reader_forms(request),
    )  # fmt: skip
    if token:
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["ETag"] = ""
    if rows and before is None:
        _remember(request, answer, seen, name, rows[0].n)
    return answer


def _valid(name: str, fields: Mapping[str, object]) -> Watch:
    try:
        return validated(Watch, {"name": name} | dict(fields), f"watch {name[:80]}")
    except ConfigError as error:
        raise BadQuery(error.subject, error.cause, "go back and correct it") from None


def _seen(request: Request) -> dict[str, int]:
    """Return the last alert of each watch that the browser has shown."""
    found = {}
    for part in request.cookies.get(SEEN_COOKIE, "").split("|"):
        name, _, n = part.partition(":")
        if n.isascii() and n.isdecimal() and len(n) < 19:
            found[name] = int(n)
    return found


def _remember(request: Request, answer: Response, seen: Mapping[str, int], name: str, n: int) -> None:
    kept = {name: max(n, seen.get(name, 0))} | {other: last for other, last in seen.items() if other != name}
    text = "|".join(f"{one}:{last}" for one, last in list(kept.items())[:MAX_SEEN])
    answer.set_cookie(
        SEEN_COOKIE, text, max_age=SEEN_SECONDS, path=root_of(request) or "/", httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
