"""The endpoints of things: search and list, one thing, and its stories, quotes and events."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from desk.api.list_answers import LinkedRoute
from desk.api.models import EventsOut, Problem, QuotesOut, StoriesOut
from desk.api.params import Cursor, Limit, MinScore, Sort, json, page_before
from desk.api.thing_models import ChoicesOut, ThingProfileOut, ThingsOut
from desk.queries.counting_window import Window, first_story, parse_window
from desk.queries.event_search import search_events
from desk.queries.filters import Filters
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS, parse_seq
from desk.queries.quote_search import search_quotes
from desk.queries.story_list import cards
from desk.queries.story_search import list_stories
from desk.queries.thing_profile import thing_profile
from desk.queries.thing_ranking import count_since, rank_things
from desk.views.records import card_record, event_record, quote_record, ranked_thing_record, thing_record
from desk.web.state import get_state, score_or_setting
from wiredesk.contract import EntityType
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.directory.find_things import FoundThing, the_thing
from wiredesk.store.event_filters import EventFilters

things_router = APIRouter(route_class=LinkedRoute, tags=["things"])
FILTERED_BY_NAME: dict[int | str, dict[str, Any]] = {
    300: {"model": ChoicesOut, "description": "Several things have this name"},
}
FOUND_BY_NAME: dict[int | str, dict[str, Any]] = FILTERED_BY_NAME | {
    404: {"model": Problem, "description": "Not found"},
}
Thing = Annotated[str, Path(description="its id, any of its names, or its code, GeoNames or Wikidata id")]
CountedIn = Annotated[
    Window | None,
    Query(description="count stories that arrived in this time; by default the shortest from 24h on that has any"),
]


@things_router.get("/things", response_model=ThingsOut, summary="The things that most stories mention")
def things(
    request: Request,
    q: Annotated[str, Query(max_length=MAX_QUERY_CHARACTERS, description="words of the name, or an id")] = "",
    kind: Annotated[ThingKind | None, Query(description="only things of this kind")] = None,
    type: Annotated[EntityType | None, Query(description="only things of this type")] = None,
    window: CountedIn = None,
    min_score: MinScore = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """People, organisations, places and other things by number of stories."""
    offset = parse_seq(cursor) or 0
    with get_state(request).store.read() as connection:
        chosen = parse_window(connection, window or "")
        found = rank_things(
            connection, (kind,) if kind else tuple(ThingKind), chosen, words=q, type=type, offset=offset,
            min_score=score_or_setting(request, min_score), limit=limit + 1, cache=get_state(request).ranking,
        )  # fmt: skip
    following = str(offset + limit) if len(found) > limit else None
    rows = [ranked_thing_record(one) for one in found[:limit]]
    return json({"window": chosen, "things": rows, "next": following}, page_before(offset, limit))


@things_router.get("/things/{thing}", response_model=ThingProfileOut, responses=FOUND_BY_NAME, summary="One thing")
def thing(request: Request, thing: Thing, window: CountedIn = None, min_score: MinScore = None) -> Response:
    """Its names, ids, roles, neighbours and days. The id of a thing that was merged leads to the other one."""
    with get_state(request).store.read() as connection:
        found = thing_profile(connection, _found(connection, thing).id)
        chosen = parse_window(connection, window or "")
        first = first_story(connection, chosen)
        counted = count_since(connection, found.members, first, score_or_setting(request, min_score))
    return json(thing_record(found, chosen, counted))


@things_router.get(
    "/things/{thing}/stories", response_model=StoriesOut, responses=FOUND_BY_NAME, summary="Stories of a thing"
)
def thing_stories(
    request: Request, thing: Thing, sort: Sort = None, limit: Limit = 30, cursor: Cursor = ""
) -> Response:
    """The visible stories that mention it, the latest publication first."""
    with get_state(request).store.read() as connection:
        filters = Filters(thing=str(_found(connection, thing).id))
        found = list_stories(connection, filters, sort=sort or "", cursor=cursor, limit=limit, with_previous=True)
        records = [card_record(card) for card in cards(connection, found.seqs)]
    return json({"stories": records, "next": found.next}, found.previous)


@things_router.get(
    "/things/{thing}/quotes", response_model=QuotesOut, responses=FOUND_BY_NAME, summary="Quotes of a thing"
)
def thing_quotes(
    request: Request,
    thing: Thing,
    every: Annotated[bool, Query(alias="all", description="also thoughts, wishes, plans and perceptions")] = False,
    min_score: MinScore = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """What it said, alone or together with others, newest first."""
    with get_state(request).store.read() as connection:
        found = search_quotes(
            connection, speaker=str(_found(connection, thing).id), every=every, cursor=cursor, limit=limit,
            min_score=score_or_setting(request, min_score),
        )  # fmt: skip
    return json({"quotes": [quote_record(one) for one in found], "next": found.next})


@things_router.get(
    "/things/{thing}/events", response_model=EventsOut, responses=FOUND_BY_NAME, summary="Events of a thing"
)
def thing_events(
    request: Request, thing: Thing, min_score: MinScore = None, limit: Limit = 50, cursor: Cursor = ""
) -> Response:
    """What it did and what was done to it, newest story first; `/api/events` has more filters."""
    with get_state(request).store.read() as connection:
        id = _found(connection, thing).id
        filters = EventFilters(participant=str(id), min_score=score_or_setting(request, min_score))
        found = search_events(connection, filters, cursor=cursor, limit=limit)
    return json({"events": [event_record(one) for one in found], "next": found.next})


def _found(connection: Connection, text: str) -> FoundThing:
    """Return the thing that a path names.

    Raises:
        NotFound: no visible story mentions it.
        AmbiguousName: several things have this name.
    """
    return the_thing(connection, text[:MAX_QUERY_CHARACTERS])
