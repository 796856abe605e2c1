"""The endpoints of the whole: counts, speed, queues, the volume of a search, and its places."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.api.list_answers import LinkedRoute
from desk.api.overview_models import FacetsOut, PlacesOut, StatisticsOut, StatusOut, TimelineOut
from desk.api.params import json
from desk.api.thing_routes import FOUND_BY_NAME, CountedIn
from desk.ops.queue_status import queue_status
from desk.queries.counting_window import parse_window
from desk.queries.filters import Filters
from desk.queries.found_stories import find_stories
from desk.queries.place_counts import PlaceCount, count_places
from desk.queries.result_facets import result_facets
from desk.queries.statistics import statistics
from desk.queries.story_volume import Bucket, story_volume
from desk.views.found_records import facets_record
from desk.views.records import statistics_record
from desk.web.reader_filters import ReaderFilters
from desk.web.state import get_state, score_or_setting

GEOJSON = "application/geo+json"
MAX_PLACES = 1000
SILENT = "The broker does not answer."
overview_router = APIRouter(route_class=LinkedRoute, tags=["overview"])
PlaceLimit = Annotated[int, Query(ge=1, le=MAX_PLACES, description="maximum number of places")]


@overview_router.get("/stats", response_model=StatisticsOut, summary="Volume and speed")
def stats(request: Request, window: CountedIn = None) -> Response:
    """What `/stats` shows, and `wiredesk stats --json` prints."""
    state = get_state(request)
    with state.store.read() as connection:
        found = statistics(connection, parse_window(connection, window or ""), state.ranking)
    return json(statistics_record(found))


@overview_router.get("/status", response_model=StatusOut, summary="Stories by state, and lengths of the queues")
def status(request: Request) -> Response:
    """What `wiredesk status --json` prints. A queue whose broker does not answer is null."""
    state = get_state(request)
    found = queue_status(state.store, state.settings).as_json()
    return json(found | {"broker_error": SILENT if found["broker_error"] else None})


@overview_router.get(
    "/timeline",
    response_model=TimelineOut,
    responses=FOUND_BY_NAME,
    summary="Number of stories by time",
)
def timeline(
    request: Request,
    filters: ReaderFilters,
    bucket: Annotated[Bucket, Query(description="the length of a bucket; each begins in UTC")] = Bucket.day,
) -> Response:
    """The newest 10,000 stories that fit every filter; buckets without stories are left out."""
    with get_state(request).store.read() as connection:
        found = story_volume(connection, filters, bucket)
    buckets = [{"start": one.start, "stories": one.stories} for one in found.buckets]
    return json({"bucket": bucket, "buckets": buckets, "stories": found.stories, "whole": found.is_whole})


@overview_router.get(
    "/facets", response_model=FacetsOut, responses=FOUND_BY_NAME, summary="What the stories of a search have in common"
)
def facets(request: Request, filters: ReaderFilters) -> Response:
    """Values of the latest 1,000 stories that fit every filter, each with the query that narrows the search by it."""
    with get_state(request).store.read() as connection:
        found = result_facets(connection, find_stories(connection, filters), filters.tree())
    return json(facets_record(found, filters.q))


@overview_router.get(
    "/places", response_model=PlacesOut, responses=FOUND_BY_NAME, summary="Places that stories mention"
)
def places(request: Request, filters: ReaderFilters, limit: PlaceLimit = 200) -> Response:
    """Places with coordinates by number of stories: of the newest 2,000 stories that fit every filter."""
    found = _places(request, filters, limit)
    rows = [_record(one) for one in found.places]
    return json({"places": rows, "stories": found.stories, "whole": found.is_whole})


@overview_router.get(
    "/places.geojson",
    responses=FOUND_BY_NAME | {200: {"content": {GEOJSON: {"schema": {"type": "object"}}}, "description": "GeoJSON"}},
    response_class=Response,
    summary="Places that stories mention, as GeoJSON",
)
def places_geojson(request: Request, filters: ReaderFilters, limit: PlaceLimit = 200) -> Response:
    """The same as `/api/places`, as a feature collection (RFC 7946) for maps."""
    features = [_feature(one) for one in _places(request, filters, limit).places]
    return Response(orjson.dumps({"type": "FeatureCollection", "features": features}), media_type=GEOJSON)


def _places(request: Request, filters: Filters, limit: int) -> Any:
    least = score_or_setting(request, filters.min_score)
    with get_state(request).store.read() as connection:
        return count_places(connection, filters, min_score=least, limit=limit)


def _record(place: PlaceCount) -> dict[str, Any]:
    return asdict(place) | {"thing": str(place.thing) if place.thing else None}  # JavaScript rounds so long a number


def _feature(place: PlaceCount) -> dict[str, Any]:
    values = _record(place)
    lat, lon = values.pop("lat"), values.pop("lon")
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": values}
