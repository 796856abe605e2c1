"""All endpoints of the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from importlib.metadata import version as version_of
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.api.change_routes import changes_router
from desk.api.export_routes import export_router
from desk.api.extract_routes import extract_router
from desk.api.list_answers import LinkedRoute
from desk.api.models import (
    DatesOut,
    DocumentOut,
    EntitiesOut,
    EventsOut,
    Problem,
    ProfileOut,
    QuotesOut,
    StoriesOut,
    VersionsOut,
)
from desk.api.overview_routes import overview_router
from desk.api.params import Cursor, Limit, MinScore, Name, Sort, StoryId, Total, json
from desk.api.ruling_routes import rulings_router
from desk.api.source_routes import sources_router
from desk.api.sql_routes import sql_router
from desk.api.thing_routes import FILTERED_BY_NAME, FOUND_BY_NAME, CountedIn, things_router
from desk.api.thread_routes import threads_router
from desk.api.user_routes import users_router
from desk.api.watch_routes import watches_router
from desk.formats_out.out_formats import FORMATS, OutFormat
from desk.queries.counting_window import parse_window
from desk.queries.event_search import search_events
from desk.queries.found_passages import found_cards
from desk.queries.found_stories import find_stories
from desk.queries.mentioned_dates import search_dates
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS
from desk.queries.quote_search import QuoteType, search_quotes
from desk.queries.related_stories import across
from desk.queries.story_search import list_stories
from desk.queries.thing_pages import ThingPage
from desk.queries.thing_profile import thing_profile
from desk.queries.thing_ranking import rank_things
from desk.queries.versions import visible_story
from desk.views.found_records import found_record, hits_record
from desk.views.records import (
    LEDGER_STATE,
    event_record,
    quote_record,
    ranked_thing_record,
    story_document,
)
from desk.views.table_form import shown_story
from desk.web.known_parameters import only_declared
from desk.web.reader_filters import ReaderFilters
from desk.web.state import get_state, score_or_setting
from wiredesk.contract import EntityType
from wiredesk.errors import NotFound
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.directory.find_things import the_thing
from wiredesk.store.event_filters import EventFilters, FirstDay, LastDay
from wiredesk.store.extraction_rows import normalize_name

VERSION = version_of("wiredesk")
SUMMARY = "News stories with who, what, when, where and who-said-what."
TAGS = [
    {"name": "stories", "description": "Stories: lists, search, single stories, and the live stream."},
    {"name": "threads", "description": "Threads: all stories of one happening."},
    {"name": "things", "description": "People, organisations, places and other things over all stories."},
    {"name": "names", "description": "Names by type; quotes, events and dates."},
    {"name": "watches", "description": "Watches: searches that are asked of each new story, and what they found."},
    {"name": "sources", "description": "Sources: what each delivered, and those that are set up at the desk."},
    {"name": "rulings", "description": "What users decided on things, and corrected in stories."},
    {"name": "readers", "description": "A reader of the desk: name and role, stars, and notes on stories."},
    {"name": "overview", "description": "The whole: statistics, queues, the volume of a search and its places."},
    {"name": "extraction", "description": "Extraction of a story that is sent with the request."},
]
MAX_VERSION = 10**9
NOT_VISIBLE: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "Not found"},
    410: {"model": Problem, "description": "Withdrawn by its provider"},
}


class StoryForm(StrEnum):
    """The forms in which the API gives one story: a document, or a format of the trade."""

    json = "json"
    ninjs = "ninjs"
    ninjs_1 = "ninjs-1"
    newsml_g2 = "newsml-g2"


stories_router = APIRouter(route_class=LinkedRoute, tags=["stories"])
names_router = APIRouter(route_class=LinkedRoute, tags=["names"])


def router(guards: Sequence[Any] = ()) -> APIRouter:
    """Return every endpoint under ``/api``.

    Args:
        guards: dependencies that reject requests without permission, with 401.
    """
    responses: dict[int | str, dict[str, Any]] = {status: {"model": Problem} for status in (400, 406, 422, 503)}
    if guards:
        responses[401] = {"model": Problem}
    dependencies = [*guards, Depends(only_declared)]
    api = APIRouter(prefix="/api", dependencies=dependencies, responses=responses)
    api.include_router(stories_router)
    api.include_router(export_router)
    api.include_router(sql_router)
    api.include_router(changes_router)
    api.include_router(threads_router)
    api.include_router(things_router)
    api.include_router(names_router)
    api.include_router(rulings_router)
    api.include_router(extract_router)
    api.include_router(overview_router)
    api.include_router(watches_router)
    api.include_router(sources_router)
    api.include_router(users_router)
    return api


@stories_router.get(
    "/stories", response_model=StoriesOut, responses=FOUND_BY_NAME, summary="Visible stories, the latest first"
)
def stories(
    request: Request,
    filters: ReaderFilters,
    sort: Sort = None,
    limit: Limit = 30,
    cursor: Cursor = "",
    total: Total = False,
) -> Response:
    """Every filter narrows the result. The latest publication comes first, unless `sort` says otherwise."""
    with get_state(request).store.read() as connection:
        hits = find_stories(connection, filters) if total else None
        found = list_stories(
            connection, filters, sort=sort or "", cursor=cursor, limit=limit, with_previous=True, latest=hits
        )
        records = [found_record(one) for one in found_cards(connection, filters, found.seqs)]
    counted = hits_record(hits) if hits is not None else {}
    return json({"stories": records, "next": found.next} | counted, found.previous)


@stories_router.get(
    "/search",
    response_model=StoriesOut,
    responses=FOUND_BY_NAME,
    summary="Stories that contain the words, the latest first",
)
def search(
    request: Request,
    filters: ReaderFilters,
    sort: Sort = None,
    limit: Limit = 30,
    cursor: Cursor = "",
    total: Total = False,
) -> Response:
    """The same as `/api/stories`; most people look for this name."""
    return stories(request, filters, sort, limit, cursor, total)


@stories_router.get(
    "/stories/{id:path}",
    response_model=DocumentOut,
    response_model_by_alias=True,
    responses=NOT_VISIBLE | {200: {"content": {FORMATS[OutFormat.newsml_g2].media_type: {}}}},
    summary="One story",
)
def story(
    request: Request,
    id: StoryId,
    version: Annotated[int | None, Query(ge=1, le=MAX_VERSION, description="an earlier version")] = None,
    min_score: MinScore = None,
    format: Annotated[
        StoryForm,
        Query(
            description="json: the document below; ninjs (3.0), ninjs-1 (1.5), newsml-g2: the story in a format of "
            "IPTC, with what was found as its subjects"
        ),
    ] = StoryForm.json,
) -> Response:
    """The extraction document with the article and its ledger state, or the story in a format of IPTC."""
    with get_state(request).store.read() as connection:
        found, _ = visible_story(connection, id, version)
        others = across(connection, [found.row["seq"]])[found.row["seq"]]
    if found.document is None:
        raise NotFound(f"story {id}", "has no results")
    if format is not StoryForm.json:
        out = FORMATS[OutFormat(format.value)]
        shown = shown_story(found, others, score_or_setting(request, min_score)).found
        return Response(out.write(found.article, shown, found.row["accepted_at"]), media_type=out.media_type)
    document = story_document(found, LEDGER_STATE, min_score=score_or_setting(request, min_score), others=others)
    return Response(document, media_type="application/json")


@stories_router.get(
    "/versions/{id:path}", response_model=VersionsOut, responses=NOT_VISIBLE, summary="The versions of a story"
)
def versions(request: Request, id: StoryId) -> Response:
    """Newest first; each can be read with `/api/stories/{id}?version=`."""
    with get_state(request).store.read() as connection:
        _, history = visible_story(connection, id)
    rows = [asdict(one) for one in history]
    return json({"versions": [{k: v for k, v in row.items() if k != "state"} for row in rows]})


@names_router.get("/entities", response_model=EntitiesOut, summary="The things that most stories mention, by type")
def entities(
    request: Request,
    type: Annotated[EntityType | None, Query(description="only this type")] = None,
    q: Annotated[str, Query(max_length=MAX_QUERY_CHARACTERS, description="words of the name")] = "",
    window: CountedIn = None,
    min_score: MinScore = None,
    limit: Limit = 50,
) -> Response:
    """The same as `/api/things`, which has pages."""
    with get_state(request).store.read() as connection:
        found = rank_things(
            connection, tuple(ThingKind), parse_window(connection, window or ""), words=q, type=type, limit=limit,
            min_score=score_or_setting(request, min_score), cache=get_state(request).ranking,
        )  # fmt: skip
    return json({"entities": [ranked_thing_record(one) for one in found]})


@names_router.get(
    "/entities/{kind}/{key:path}",
    response_model=ProfileOut,
    responses=FOUND_BY_NAME,
    summary="One thing with its neighbours, titles and days",
)
def entity(
    request: Request,
    kind: Annotated[ThingPage, Path(description="`people`, `organisations`, `places` or `things`")],
    key: Annotated[str, Path(description="any of its names, or its id")],
) -> Response:
    """The same as `/api/things/{thing}`, which tells more."""
    with get_state(request).store.read() as connection:
        found = thing_profile(connection, the_thing(connection, key, kind.kinds).id)
    lat, lon = found.point or (None, None)
    return json({
        "thing": str(found.thing.id), "key": normalize_name(found.thing.name), "name": found.thing.name,
        "types": [found.thing.type], "stories": found.stories, "titles": [role.title for role in found.roles],
        "with_whom": [ranked_thing_record(one) for one in found.neighbours],
        "days": [{"day": day, "stories": count} for day, count in found.days], "lat": lat, "lon": lon,
    })  # fmt: skip


@names_router.get(
    "/quotes",
    response_model=QuotesOut,
    responses=FILTERED_BY_NAME,
    summary="Who said what, the latest first",
)
def quotes(
    request: Request,
    speaker: Name = "",
    q: Annotated[str, Query(max_length=MAX_QUERY_CHARACTERS, description="words of the quote")] = "",
    kind: Annotated[QuoteType | None, Query(description="how the quote is reported")] = None,
    every: Annotated[
        bool, Query(alias="all", description="also thoughts, wishes, plans, perceptions and refusals to speak")
    ] = False,
    min_score: MinScore = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Each quote with its speaker and its story: what a reader would call a quotation, or with `all` everything."""
    with get_state(request).store.read() as connection:
        found = search_quotes(
            connection, speaker=speaker, words=q, kind=kind or "", every=every, cursor=cursor, limit=limit,
            min_score=score_or_setting(request, min_score),
        )  # fmt: skip
    return json({"quotes": [quote_record(one) for one in found], "next": found.next})


@names_router.get(
    "/events",
    response_model=EventsOut,
    responses=FILTERED_BY_NAME,
    summary="Who did what to whom, the latest first",
)
def events(
    request: Request, filters: Annotated[EventFilters, Query()], limit: Limit = 50, cursor: Cursor = ""
) -> Response:
    """Each event with its parts and its story. Every filter narrows the result; without filters all events are there,
    also what was only planned, possible or denied, background, and what a quote tells.
    """
    least = score_or_setting(request, filters.min_score)
    with get_state(request).store.read() as connection:
        chosen = filters.model_copy(update={"min_score": least})
        found = search_events(connection, chosen, cursor=cursor, limit=limit)
    return json({"events": [event_record(one) for one in found], "next": found.next})


@names_router.get("/dates", response_model=DatesOut, summary="Date expressions by the day that they mean")
def dates(
    request: Request,
    since: Annotated[FirstDay, Query(description="first day, or a time such as yesterday")],
    until: Annotated[LastDay, Query(description="last day, or a time such as today")],
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Date expressions in the order of their resolved value (TimeML)."""
    with get_state(request).store.read() as connection:
        found = search_dates(connection, since.isoformat(), until.isoformat(), cursor=cursor, limit=limit + 1)
    following = found[limit - 1].cursor if len(found) > limit else None
    rows = [
        {"value": one.value, "type": one.type, "start": one.start, "end": one.end, "story": one.id,
         "version": one.version}
        for one in found[:limit]
    ]  # fmt: skip
    return json({"dates": rows, "next": following})
