"""The endpoints of users' rulings and corrections.  Changes need the desk's token or that of an editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from desk.api.api_access import api_editor
from desk.api.list_answers import LinkedRoute
from desk.api.models import Problem
from desk.api.params import Cursor, Limit, json
from desk.api.ruling_models import CorrectionIn, LabelsOut, RulingsOut, ThingRulingIn
from desk.queries.query_syntax import parse_seq
from desk.queries.ruling_search import labelled, named, search_rulings
from desk.views.ruling_lines import ruling_record
from desk.web.state import get_state
from wiredesk.store.directory import rulings, story_corrections
from wiredesk.store.directory.named_thing import named_thing
from wiredesk.store.directory.ruling_checks import RulingRefused
from wiredesk.store.directory.ruling_rows import Ruling

MAX_RULING = 10**15
rulings_router = APIRouter(route_class=LinkedRoute, tags=["rulings"])
CHANGES: dict[str, Any] = {
    "responses": {
        403: {"model": Problem, "description": "Changes are off, or the user is a reader"},
        404: {"model": Problem, "description": "Not found"},
        409: {"model": Problem, "description": "The ruling cannot hold"},
        413: {"model": Problem, "description": "The body is too long"},
    },
}


@rulings_router.get("/rulings", response_model=RulingsOut, summary="What users decided, newest first")
def list_rulings(
    request: Request,
    every: Annotated[bool, Query(alias="all", description="also those that were undone")] = False,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Rulings on things and corrections of visible stories."""
    with get_state(request).store.read() as connection:
        found = search_rulings(
            connection, every=every, before=parse_seq(cursor) or 0, limit=limit + 1, only_visible=True
        )  # fmt: skip
    following = str(found[limit - 1].ruling.n) if len(found) > limit else None
    return json({"rulings": [ruling_record(one) for one in found[:limit]], "next": following})


@rulings_router.delete("/rulings/{n}", response_model=RulingsOut, summary="Undo a ruling", **CHANGES)
def undo_ruling(
    request: Request,
    n: Annotated[int, Path(ge=1, le=MAX_RULING, description="the number of the ruling")],
    by: Annotated[str, Query(max_length=200, description="who undoes it; default: `api`")] = "",
) -> Response:
    """All is as it would be without it."""
    name = api_editor(request, by)
    return _decided(request, lambda connection: [rulings.undo(connection, n, by=name)])


@rulings_router.post("/things/{id}/rulings", response_model=RulingsOut, summary="Decide on a thing", **CHANGES)
def rule_on_thing(
    request: Request,
    id: Annotated[str, Path(max_length=300, description="its id, any of its names, or its code")],
    given: ThingRulingIn,
) -> Response:
    """Merge, keep apart, name, retype, reject or split it. The answer has the rulings that were made or undone."""
    said: dict[str, Any] = {"by": api_editor(request, given.by), "why": given.why}

    def act(connection: Connection) -> Sequence[Ruling]:
        thing = named_thing(connection, id, only_visible=True)
        other = named_thing(connection, given.other, only_visible=True) if given.other else None
        if given.kind in ("same", "different") and other is None:
            raise RulingRefused(f"the ruling {given.kind}", "needs another thing", 'give "other"')
        acts: dict[str, Callable[[], Sequence[Ruling]]] = {
            "same": lambda: [rulings.merge(connection, thing, other or 0, **said)],
            "different": lambda: [rulings.tell_apart(connection, thing, other or 0, **said)],
            "unmerge": lambda: rulings.unmerge(connection, thing, **said),
            "name": lambda: [rulings.rename(connection, thing, given.name or "", **said)],
            "type": lambda: [rulings.set_type(connection, thing, given.type or "", **said)],
            "reject": lambda: [rulings.reject(connection, thing, **said)],
            "restore": lambda: rulings.restore(connection, thing, by=said["by"]),
            "split": lambda: [_split(connection, thing, other, given, said)],
        }
        return acts[given.kind]()

    return _decided(request, act)


def _split(connection: Connection, thing: int, other: int | None, given: ThingRulingIn, said: dict[str, Any]) -> Ruling:
    for story in given.stories:
        story_corrections.require_visible(connection, story)
    return rulings.split(connection, thing, given.stories, name=given.name, other=other, **said)


@rulings_router.get("/corrections", response_model=LabelsOut, summary="Corrections as labelled data, newest first")
def list_corrections(request: Request, limit: Limit = 50, cursor: Cursor = "") -> Response:
    """Corrections in force of visible stories: the text, the span, what the engine said and what is right."""
    with get_state(request).store.read() as connection:
        found = list(labelled(connection, before=parse_seq(cursor) or 0, limit=limit + 1, only_visible=True))
    following = str(found[limit - 1]["ruling"]) if len(found) > limit else None
    return json({"corrections": found[:limit], "next": following})


@rulings_router.post("/corrections", response_model=RulingsOut, summary="Correct a story", **CHANGES)
def correct_story(request: Request, given: CorrectionIn) -> Response:
    """Correct the speaker of a quote, the type or the place of an entity, or say that it is no name; in all versions
    of the story."""
    said: dict[str, Any] = {"by": api_editor(request, given.by), "why": given.why}
    story, entity, of = given.story, given.entity or "", story_corrections

    def act(connection: Connection) -> Sequence[Ruling]:
        of.require_visible(connection, story)
        if given.kind == "speaker":
            return [of.correct_speaker(connection, story, given.quote or "", given.speaker, **said)]
        if given.kind == "entity_type":
            return [of.correct_type(connection, story, entity, given.type or "", **said)]
        if given.kind == "no_name":
            return [of.correct_no_name(connection, story, entity, **said)]
        point = (given.lat, given.lon) if given.lat is not None and given.lon is not None else None
        place = of.place_values(connection, given.geonames, point, given.country)
        return [of.correct_place(connection, story, entity, place, **said)]

    return _decided(request, act)


def _decided(request: Request, act: Callable[[Connection], Sequence[Ruling]]) -> Response:
    """Decide in one transaction and return the rulings."""
    with get_state(request).store.write() as connection:
        found = named(connection, act(connection))
    return json({"rulings": [ruling_record(one) for one in found], "next": None})
