"""The map of the places that stories of a search mention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.filters import Filters
from desk.queries.ids_in_words import names_of_ids
from desk.queries.language.bounding_box import BoundingBox, parse_box
from desk.queries.namesakes import told_apart
from desk.queries.place_counts import PlaceCount, PlaceCounts, count_places
from desk.queries.query_syntax import BadQuery
from desk.queries.story_list import Card, cards
from desk.queries.story_search import list_stories
from desk.reader_language import N_
from desk.web.known_parameters import Takes
from desk.web.map_projection import TOP, WIDTH, map_point
from desk.web.map_view import parse_view, view_of
from desk.web.place_clusters import marks
from desk.web.reader_filters import form_filters
from desk.web.rendering import page
from desk.web.state import get_state, score_or_setting
from wiredesk.errors import NotFound

LISTED_PLACES = 300
"""Places of a map."""
CARD_STORIES = 4
"""Latest stories of a place in its box."""
CARD_PLACES = 12
"""Places of a mark in its box."""
DETAILED_ZOOM = 1.5
"""Scale from which the finer drawing of the world is shown."""
WINDOWS = {"24h": N_("24 hours"), "7d": N_("7 days"), "30d": N_("30 days"), "": N_("all time")}
"""The filter ``since`` of each link to a window."""
router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """What the box of a mark says: its places, and the latest stories of the first."""

    places: tuple[PlaceCount, ...]
    stories: tuple[Card, ...]


@router.api_route("/map", methods=GET, dependencies=[Depends(Takes(Filters, "view", "size", "at"))])
def place_map(request: Request) -> Response:
    """The places of the latest stories that fit a search; links move and narrow it, and a script does so at once."""
    given = dict(request.query_params)
    named: dict[str, str] = {}
    about: dict[int, str] = {}
    filters, found, problem, card = Filters(), PlaceCounts((), 0, True), "", None
    size = given.get("size", "")
    view = parse_view(given.get("view", ""), size)
    try:
        filters = form_filters(request, given)
        if filters.bbox and not given.get("view"):
            view = view_of(parse_box(filters.bbox), size)
        with get_state(request).store.read() as connection:
            least = score_or_setting(request, filters.min_score)
            named = names_of_ids(connection, [value for _, value in filters.pairs()])
            found = count_places(connection, filters, min_score=least, limit=LISTED_PLACES)
            about = about_places(connection, found.places)
            chosen = _chosen(found, given.get("at", ""))
            if chosen and chosen[0].thing:
                near = list_stories(connection, narrowed(filters, chosen[0].thing), limit=CARD_STORIES)
                card = PlaceCard(chosen, tuple(cards(connection, near.seqs)))
    except (BadQuery, NotFound) as error:
        problem = str(error)
    return page(
        request, "map.html", status=400 if problem else 200, found=found, filters=filters, given=given, named=named,
        problem=problem, view=view, marks=marks(found.places, view), card=card, narrowed=narrowed, windows=WINDOWS,
        about=about, drawing="world_detail" if view.zoom >= DETAILED_ZOOM else "world", area=tuple(_area(filters)),
        query=filters.url_query(), in_view=in_area(filters, view.box()), CARD_PLACES=CARD_PLACES, top=TOP,
    )  # fmt: skip


def narrowed(filters: Filters, thing: int) -> Filters:
    """Return filters that ask for a mention of a thing as well."""
    if not filters.thing:
        return filters.model_copy(update={"thing": str(thing)})
    return filters.model_copy(update={"q": f"({filters.q}) thing:{thing}" if filters.q else f"thing:{thing}"})


def in_area(filters: Filters, box: BoundingBox) -> Filters:
    """Return filters that ask for a place in a rectangle, in place of the one that they have."""
    return filters.model_copy(update={"bbox": str(box)})


def about_places(connection: Connection, places: Sequence[PlaceCount]) -> dict[int, str]:
    """Return what tells places of one name apart, by thing: ``region, US``, or ``city in Maine, United States``."""
    names, of_level = Counter(one.name for one in places), Counter((one.name, one.level) for one in places)
    same = [(one.thing, one) for one in places if one.thing and names[one.name] > 1]
    found = {thing: ", ".join(filter(None, (one.level, one.country))) for thing, one in same}
    unclear = [(thing, one.name) for thing, one in same if of_level[one.name, one.level] > 1]
    return found | told_apart(connection, unclear)


def _chosen(found: PlaceCounts, ids: str) -> tuple[PlaceCount, ...]:
    """Return the places with these ids, which commas part; those of no such place are left out."""
    wanted = set(ids.split(","))
    return tuple(place for place in found.places if str(place.thing) in wanted)[:CARD_PLACES]


def _area(filters: Filters) -> Iterator[tuple[float, float, float, float]]:
    """Yield the rectangle of the filters as left, top, width and height, once for each repetition of the world."""
    if not filters.bbox:
        return
    box = parse_box(filters.bbox)
    left, top = map_point(min(85.0, box.north), box.west)
    _, bottom = map_point(max(-85.0, box.south), box.west)
    width = sum(east - west for west, east in box.spans)
    for shift in (-WIDTH, 0, WIDTH):
        yield left + shift, top, width, max(0.01, bottom - top)
