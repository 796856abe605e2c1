"""The pages of things: people, organisations, places and others by number of stories, and the profile of each."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.queries.counting_window import Window, first_story, parse_window
from desk.queries.filters import Filters
from desk.queries.namesakes import told_apart
from desk.queries.query_syntax import BadQuery
from desk.queries.quote_search import search_quotes
from desk.queries.story_list import cards
from desk.queries.story_search import list_stories
from desk.queries.thing_pages import ThingPage
from desk.queries.thing_profile import MAX_STORIES, ThingProfile, canonical_thing, thing_profile
from desk.queries.thing_ranking import count_since, rank_things
from desk.views.folded_quotes import fold_quotes
from desk.web.edit_pages import thing_forms
from desk.web.event_pages import timelines
from desk.web.known_parameters import Takes
from desk.web.network_drawing import draw_network
from desk.web.paths import root_of, thing_path
from desk.web.rendering import page
from desk.web.state import get_state, least_score
from desk.web.time_chart import bars_chart
from desk.web.timeline import bars
from wiredesk.identity.thing_key import ID_BITS
from wiredesk.store.directory.find_things import the_thing
from wiredesk.store.directory.wanted_things import WantedThing

PAGE_THINGS = 100
"""Things on a page."""
MAX_PAGES = 1000
PROFILE_STORIES = 30
PROFILE_QUOTES = 12
"""Stories, and quotes, on the page of a thing."""
READ_QUOTES = 3 * PROFILE_QUOTES
"""Quotes that are read for the page: several stories repeat one."""
MOVED = 308
"""Status of the answer for a name, and for a thing that was merged into another."""
router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


def _things(request: Request) -> Response:
    """The things of one page by number of stories."""
    kind = ThingPage(request.scope["path"].removeprefix(root_of(request)).strip("/"))
    words, number = request.query_params.get("q", ""), _page_number(request)
    with get_state(request).store.read() as connection:
        window = parse_window(connection, request.query_params.get("window", ""))
        ranked = rank_things(
            connection, kind.kinds, window, words=words, min_score=least_score(request),
            offset=(number - 1) * PAGE_THINGS, limit=PAGE_THINGS + 1, cache=get_state(request).ranking,
        )  # fmt: skip
        about = told_apart(connection, ((one.thing, one.name) for one in ranked))
    following = number + 1 if len(ranked) > PAGE_THINGS and number < MAX_PAGES else None
    given = {"q": words, "min_score": request.query_params.get("min_score", "")}
    return page(
        request, "things.html", kind=kind.value, ranked=ranked[:PAGE_THINGS], words=words, window=window,
        windows=tuple(Window), number=number, first=(number - 1) * PAGE_THINGS + 1, following=following, about=about,
        query=urlencode({name: value for name, value in given.items() if value}),
    )  # fmt: skip


def _page_number(request: Request) -> int:
    """Return the number of the page that is asked for, from 1.

    Raises:
        BadQuery: it is not a number of a page.
    """
    text = request.query_params.get("page", "").strip() or "1"
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_PAGES)) and 1 <= int(text) <= MAX_PAGES):
        raise BadQuery("page", f'invalid page "{text[:40]}"', f"a number from 1 to {MAX_PAGES}")
    return int(text)


def _thing(request: Request, key: str) -> Response:
    """The profile of one thing; a name, an id elsewhere, and a thing that was merged redirect to it."""
    root = root_of(request)
    kind = ThingPage(request.scope["path"].removeprefix(root).split("/")[1])
    query = f"?{request.url.query}" if request.url.query else ""
    with get_state(request).store.read() as connection:
        id = _thing_id(connection, key)
        if id is None:
            id = the_thing(connection, key, kind.kinds).id
        profile = thing_profile(connection, id)
        if profile.page is not kind or str(profile.thing.id) != key.partition("/")[0]:
            thing = profile.thing
            return RedirectResponse(root + thing_path(thing.type, thing.id, thing.name) + query, MOVED)
        return _profile_page(request, connection, profile)


def _thing_id(connection: Connection, key: str) -> int | None:
    """Return the thing that an address names by its id; None if it names it otherwise."""
    head = key.partition("/")[0]
    if not (head.isascii() and head.isdecimal() and len(head) <= len(str(2**ID_BITS)) and int(head) < 2**ID_BITS):
        return None
    return canonical_thing(connection, int(head))


def _profile_page(request: Request, connection: Connection, found: ThingProfile) -> Response:
    window = parse_window(connection, request.query_params.get("window", ""))
    least, id = least_score(request), str(found.thing.id)
    thing = WantedThing(found.members)
    known = {("thing", id, ""): thing}
    listed = list_stories(connection, Filters(thing=id), limit=PROFILE_STORIES, latest=found.latest, known=known)
    first = found.sampled[-1]  # what it said and did long ago is a link away
    said = search_quotes(connection, speaker=thing, min_score=least, first=first, limit=READ_QUOTES)
    stories = cards(connection, listed.seqs)
    return page(
        request, "thing.html", ids=[card.id for card in stories], found=found, window=window, path_of=found.page.value,
        counted=_counted(connection, found, window, least),
        cards=stories, older=listed.next,
        quotes=fold_quotes(said)[:PROFILE_QUOTES],
        volume=bars_chart(bars(found.days), f"thing={found.thing.id}"),
        timelines=timelines(connection, found.page, thing, min_score=least, first=first), network=draw_network(found),
        sampled=len(found.sampled), MAX_STORIES=MAX_STORIES, edit=thing_forms(request, connection, found.thing.id),
    )  # fmt: skip


def _counted(connection: Connection, found: ThingProfile, window: Window, least: float) -> int | None:
    """Return the stories of a window; None for all time, which the profile has: a large thing's are long to count."""
    if window is Window.all:
        return None
    return count_since(connection, found.members, first_story(connection, window), least)


for _kind in ThingPage:
    router.add_api_route(
        f"/{_kind.value}", _things, methods=GET, dependencies=[Depends(Takes("q", "window", "min_score", "page"))]
    )
    router.add_api_route(
        f"/{_kind.value}/{{key:path}}", _thing, methods=GET, dependencies=[Depends(Takes("window", "min_score"))]
    )
