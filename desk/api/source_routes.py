"""The endpoints of sources.  Changes need the desk's token or that of an editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from desk.api.api_access import api_editor
from desk.api.models import Problem
from desk.api.params import json
from desk.api.source_models import SourceChangeIn, SourceIn, SourcesOut, TrialOut, TriedSourceIn
from desk.api.source_trials import try_at_desk
from desk.queries.source_list import find_listed, list_sources
from desk.views.source_records import source_record, trial_record
from desk.web.state import get_state
from producer.sources import desk_rows
from wiredesk.store.source_rows import SourceRow

MAX_NAME = 2000
sources_router = APIRouter(tags=["sources"])
SourceName = Annotated[str, Path(max_length=MAX_NAME, description="its label, or its name in messages")]


CHANGES: dict[str, Any] = {
    "responses": {
        403: {"model": Problem, "description": "Changes are off, or the user is a reader"},
        404: {"model": Problem, "description": "Not found"},
        409: {"model": Problem, "description": "The name is taken, or it is a row of `wire.toml`"},
        413: {"model": Problem, "description": "The body is too long"},
    },
}


@sources_router.get("/sources", response_model=SourcesOut, summary="What each source delivered, and what is missing")
def sources(request: Request) -> Response:
    """Every source that is set up or was followed, the silent ones first."""
    with get_state(request).store.read() as connection:
        found = list_sources(connection)
    return json({"sources": [source_record(one) for one in found]})


@sources_router.post("/sources", response_model=SourcesOut, summary="Set up a source", **CHANGES)
def add_source(request: Request, given: SourceIn) -> Response:
    """A producer that runs follows it within seconds. Only sources that are read over the network can be set up."""
    networks, by = get_state(request).settings.source_networks, api_editor(request, given.by)
    return _changed(
        request,
        lambda connection: desk_rows.add_source(
            connection, given.label, given.type, given.fields,
            networks=networks, by=by, paused=given.paused,
        ),
    )  # fmt: skip


@sources_router.post(
    "/sources/try",
    response_model=TrialOut,
    summary="Read from a source without accepting anything",
    **CHANGES | {"responses": CHANGES["responses"] | {429: {"model": Problem, "description": "Too many at once"}}},
)
def try_source(request: Request, given: TriedSourceIn) -> Response:
    """What would be accepted. The answer takes up to some seconds."""
    api_editor(request, "")
    return json(trial_record(try_at_desk(get_state(request), "", given.type, given.fields)))


@sources_router.patch(
    "/sources/{name:path}", response_model=SourcesOut, summary="Change, pause or resume a source", **CHANGES
)
def change_source(request: Request, name: SourceName, given: SourceChangeIn) -> Response:
    """All changes of a request are made, or none. One that is paused ends the story that it is reading."""
    networks, by = get_state(request).settings.source_networks, api_editor(request, given.by)

    def act(connection: Connection) -> SourceRow:
        row = desk_rows.known_source(connection, name)
        if given.fields or given.label is not None:
            row = desk_rows.change_source(
                connection, row.name, given.fields, networks=networks, by=by, new_name=given.label
            )
        if given.paused is not None:
            row = desk_rows.pause_source(connection, row.name, by=by, paused=given.paused)
        return desk_rows.fetch_source(connection, row.name, by=by) if given.fetch else row

    return _changed(request, act)


@sources_router.delete("/sources/{name:path}", response_model=SourcesOut, summary="Remove a source", **CHANGES)
def remove_source(request: Request, name: SourceName) -> Response:
    """With what is known of it; its stories stay. The answer has it as it was."""
    api_editor(request, "")
    with get_state(request).store.write() as connection:
        before = source_record(find_listed(connection, desk_rows.known_source(connection, name)))
        desk_rows.remove_source(connection, name)
    return json({"sources": [before]})


def _changed(request: Request, act: Callable[[Connection], SourceRow]) -> Response:
    """Make a change in one transaction and return the source."""
    with get_state(request).store.write() as connection:
        found = find_listed(connection, act(connection))
    return json({"sources": [source_record(found)]})
