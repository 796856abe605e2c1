"""The page of events, and the timelines of what a thing did and what was done to it."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.event_search import FoundEvent, find_events, read_events, search_events
from desk.queries.fact_list import FactPage
from desk.queries.filters import given_values, parse_form
from desk.queries.ids_in_words import typed_names
from desk.queries.query_syntax import BadQuery
from desk.queries.thing_pages import ThingPage
from desk.reader_language import gettext
from desk.views.event_lines import ReportedAct, reported_acts
from desk.web.known_parameters import Takes
from desk.web.rendering import page
from desk.web.state import get_state
from wiredesk.store.directory.wanted_things import WantedThing, wanted_place
from wiredesk.store.event_filters import EventFilters

PAGE_EVENTS = 50
"""Events on a page; reports of one act are one line."""
TIMELINE_EVENTS = 60
"""Newest reports from which a timeline is made."""
TIMELINE_LINES = 12
FIRST_FILTERS = frozenset({"type", "status", "participant"})
"""Filters that the form shows at once; the others are in a part of it that opens."""
THING_FILTERS = ("participant", "actor", "recipient", "place")
"""Filters that take a name or an id of a thing."""
router = APIRouter(include_in_schema=False)


class Timeline(NamedTuple):
    """Acts in which a thing has the same part, those that happened last first."""

    id: str
    heading: str
    acts: list[ReportedAct]
    filter: str
    """The filter of the page of events that shows all of them."""


@router.api_route("/events", methods=["GET", "HEAD"], dependencies=[Depends(Takes(EventFilters, "before"))])
def events(request: Request) -> Response:
    """Who did what to whom, the latest publication first; the URL is the query."""
    given, problem, found = dict(request.query_params), "", FactPage[FoundEvent]()
    filters, query = EventFilters(), ""
    try:
        filters = parse_form(EventFilters, given)
        query = urlencode(given_values(filters))
        least = get_state(request).settings.min_score if filters.min_score is None else filters.min_score
        with get_state(request).store.read() as connection:
            found = search_events(
                connection,
                filters.model_copy(update={"min_score": least}),
                cursor=given.get("before", ""),
                limit=PAGE_EVENTS,
            )
            given = typed_names(connection, given, THING_FILTERS)
    except BadQuery as error:
        problem = str(error)
    return page(
        request, "events.html", status=400 if problem else 200, acts=reported_acts(found), older=found.next,
        given=given, query=query, problem=problem, narrowed=not FIRST_FILTERS.issuperset(filters.model_fields_set),
    )  # fmt: skip


def timelines(
    connection: Connection, kind: ThingPage, thing: WantedThing, *, min_score: float, first: int = 0
) -> list[Timeline]:
    """Return what a thing did, what was done to it and, for a place, what happened there; empty ones are left out.

    Args:
        thing: with its members, the one that stands for the others first.
        first: only stories from this one on.
    """
    filters = EventFilters(min_score=min_score)
    is_person = kind is ThingPage.people
    wanted = [
        ("did", gettext("What they did") if is_person else gettext("What it did"), "actor"),
        ("done", gettext("What was done to them") if is_person else gettext("What was done to it"), "recipient"),
        *([("there", gettext("What happened there"), "place")] if kind is ThingPage.places else []),
    ]
    numbers = {}
    for _, _, role in wanted:
        known = wanted_place(connection, str(thing.members[0])) if role == "place" else thing
        found = find_events(connection, filters, first=first, limit=TIMELINE_EVENTS, known={role: known})
        numbers[role] = found.facts
    each = list(dict.fromkeys(chain.from_iterable(numbers.values())))
    told = dict(zip(each, read_events(connection, each), strict=True))
    lines = []
    for id, heading, role in wanted:
        acts = reported_acts([told[number] for number in numbers[role]])
        acts.sort(key=lambda act: act.event.date or act.event.moment.date().isoformat(), reverse=True)
        if acts:
            lines.append(Timeline(id, heading, acts[:TIMELINE_LINES], role))
    return lines
