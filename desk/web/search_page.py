"""The search page: its URL is the query; it shows the hits, what they have in common, and searches near one without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.filters import Filters
from desk.queries.found_passages import asked_words, found_cards
from desk.queries.found_stories import TIMES, find_stories
from desk.queries.ids_in_words import names_of_ids
from desk.queries.language.query_edits import asks_for, query_parts, with_condition, without_condition, without_part
from desk.queries.near_queries import near_queries
from desk.queries.query_syntax import BadQuery
from desk.queries.result_facets import FacetValue, ResultFacets, result_facets
from desk.queries.story_order import StoryOrder, parse_order
from desk.queries.story_search import list_stories
from desk.queries.story_volume import volume_of
from desk.reader_formats import country_name
from desk.reader_language import gettext
from desk.web.edit_pages import reader_forms
from desk.web.known_parameters import Takes
from desk.web.list_views import VIEWS, parse_view
from desk.web.reader_filters import form_filters
from desk.web.rendering import page
from desk.web.state import get_state
from desk.web.volume_chart import volume_chart
from wiredesk.errors import NotFound

PAGE_STORIES = 30
"""Stories on a page."""
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition of the search, and the search without it."""

    field: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A value of a facet: the search narrowed to it or, if it is chosen already, without it."""

    name: str
    stories: int
    url: str
    is_chosen: bool


@router.api_route("/search", methods=["GET", "HEAD"], dependencies=[Depends(Takes(Filters, "sort", "before", "view"))])
def find(request: Request) -> Response:
    """The query with its results."""
    given = dict(request.query_params)
    sort, before = given.get("sort", "").strip(), given.get("before", "")
    view = parse_view(given.get("view", ""))
    shown: dict[str, Any] = {"filters": Filters(), "order": StoryOrder.published, "problem": ""}
    try:
        shown["filters"] = filters = form_filters(request, given)
        shown["order"], _ = parse_order(sort, before)
        if filters:
            with get_state(request).store.read() as connection:
                shown |= _results(connection, filters, sort, before)
    except (BadQuery, NotFound) as error:
        shown["problem"] = str(error)
    status = 400 if shown["problem"] else 200
    values = _NOTHING | shown
    return page(
        request, "search.html", status=status, ids=[hit.card.id for hit in values["found"]],
        given=given, orders=tuple(StoryOrder), views=VIEWS, view=view,
        edit=reader_forms(request), **values,
    )  # fmt: skip


_NOTHING: dict[str, Any] = {
    "found": [], "older": None, "hits": None, "facets": {}, "facets_of": None, "chips": [], "chart": None, "near": [],
    "has_words": False,
}  # fmt: skip


def _results(connection: Connection, filters: Filters, sort: str, before: str) -> dict[str, Any]:
    """Return what the page shows of a search."""
    hits = find_stories(connection, filters)
    shown = list_stories(connection, filters, sort=sort, cursor=before, limit=PAGE_STORIES, latest=hits)
    facets = result_facets(connection, hits, filters.tree())

    def narrowed(time: str) -> str:
        q = with_condition(filters.q, "published", time, instead_of=TIMES)
        return _url(filters.model_copy(update={"q": q, "since": None, "until": None}), sort)

    return {
        "found": found_cards(connection, filters, shown.seqs), "older": shown.next, "hits": hits,
        "facets": _facet_links(facets, filters, sort), "facets_of": facets,
        "chips": _chips(connection, filters, facets, sort), "chart": volume_chart(volume_of(hits), narrowed),
        "near": near_queries(connection, filters) if not shown.seqs and not before else [],
        "has_words": bool(asked_words(filters)),
    }  # fmt: skip


def _url(filters: Filters, sort: str) -> str:
    """Return the path and query of a search."""
    pairs = [*filters.pairs(), *([("sort", sort)] if sort else [])]
    return f"/search?{urlencode(pairs)}" if pairs else "/search"


def _facet_links(facets: ResultFacets, filters: Filters, sort: str) -> dict[str, list[FacetLink]]:
    parts = query_parts(filters.q)
    links: dict[str, list[FacetLink]] = {}
    for field, values in facets.values.items():
        for one in values:
            is_chosen = any(asks_for(part, field, one.value) for part in parts)
            change = without_condition if is_chosen else with_condition
            changed = filters.model_copy(update={"q": change(filters.q, field, one.value)})
            links.setdefault(field, []).append(
                FacetLink(_facet_name(field, one), one.stories, _url(changed, sort), is_chosen)
            )
    return links


def _facet_name(field: str, one: FacetValue) -> str:
    """Return the name of a value in the reader's language where it has one there: of events, kinds and countries."""
    if field == "place":
        return country_name(one.value, one.name)
    return gettext(one.name) if field in ("event", "kind") else one.name


def _chips(connection: Connection, filters: Filters, facets: ResultFacets, sort: str) -> list[Chip]:
    """Return the conditions of a search but its words, each with the search without it."""
    names = {
        (field, one.value.casefold()): _facet_name(field, one)
        for field, values in facets.values.items()
        for one in values
    }
    parts = query_parts(filters.q)
    values = [part.value for part in parts if part.field] + [value for _, value in filters.pairs()]
    named = names_of_ids(connection, values)
    chips = []
    for number, part in enumerate(parts):
        changed = filters.model_copy(update={"q": without_part(filters.q, number)})
        if part.field:
            value = names.get((part.field, part.value.casefold())) or named.get(part.value, part.value)
            sign = "" if part.operator == "=" else f"{part.operator} "
            chips.append(Chip(part.field, f"{sign}{value}", _url(changed, sort)))
        elif part.text.startswith(("-", "NOT ")):
            chips.append(
                Chip(gettext("without"), part.text.removeprefix("-").removeprefix("NOT "), _url(changed, sort))
            )
    for name, value in filters.pairs():
        if name != "q":
            changed = filters.model_copy(update={name: Filters.model_fields[name].default})
            shown = names.get((name, value.casefold())) or named.get(value, value)
            chips.append(Chip(name, shown, _url(changed, sort)))
    return chips
