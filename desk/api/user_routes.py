"""The endpoints of a reader: who he is, stars, what he has read, and notes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.api.api_access import api_reader
from desk.api.list_answers import LinkedRoute
from desk.api.models import Problem
from desk.api.params import Cursor, Limit, json
from desk.api.user_models import (
    MAX_ID_CHARACTERS,
    MeOut,
    NewNoteIn,
    NoteOut,
    NotesOut,
    NoteTextIn,
    ReadsIn,
    ReadsOut,
    StarsIn,
    StarsOut,
)
from desk.queries.query_syntax import parse_seq
from desk.users.notes import add_note, change_note, list_notes, remove_note
from desk.users.stars import star, unstar
from desk.users.story_reads import mark_read, mark_unread, read_versions
from desk.users.user_list import UserRole
from desk.views.note_records import note_record
from desk.web.state import get_state
from desk.web.visitor import visitor_of

MAX_NOTE = 10**15
users_router = APIRouter(route_class=LinkedRoute, tags=["readers"])
NoteNumber = Annotated[int, Path(ge=1, le=MAX_NOTE, description="the number of the note")]
CHANGES: dict[str, Any] = {
    "responses": {
        403: {"model": Problem, "description": "The desk does not know whose it is, or it is another's"},
        404: {"model": Problem, "description": "Not found"},
        409: {"model": Problem, "description": "There are too many"},
        413: {"model": Problem, "description": "The body is too long"},
    },
}


@users_router.get("/me", response_model=MeOut, summary="Who sends the request")
def me(request: Request) -> Response:
    """The user of the token, or of the login of the proxy; the name is null where the desk does not know."""
    found = visitor_of(request)
    role = (UserRole.EDITOR if found.may_edit else UserRole.READER) if found.is_signed_in else None
    return json({"name": found.name or None, "role": role})


@users_router.post("/stars", response_model=StarsOut, summary="Star stories", **CHANGES)
def add_stars(request: Request, given: StarsIn) -> Response:
    """They are found again with `q=is:starred`."""
    reader = api_reader(request)
    with get_state(request).store.write() as connection:
        star(connection, reader.key, given.stories)
    return json({"starred": given.stories, "unstarred": []})


@users_router.delete("/stars", response_model=StarsOut, summary="Take the star of a story away", **CHANGES)
def remove_star(
    request: Request, story: Annotated[str, Query(max_length=MAX_ID_CHARACTERS, description="the story id")]
) -> Response:
    """It is no error if it has none."""
    reader = api_reader(request)
    with get_state(request).store.write() as connection:
        unstar(connection, reader.key, [story])
    return json({"starred": [], "unstarred": [story]})


@users_router.post("/reads", response_model=ReadsOut, summary="Note what was read", **CHANGES)
def mark_reads(request: Request, given: ReadsIn) -> Response:
    """`q=is:read` finds the stories, `q=-is:read` the others. Stories that readers do not see are left out."""
    reader = api_reader(request)
    with get_state(request).store.write() as connection:
        if given.read:
            mark_read(connection, reader.key, given.stories)
        else:
            mark_unread(connection, reader.key, given.stories)
        found = read_versions(connection, reader.key, given.stories)
    return json({"read": found})


@users_router.get("/notes", response_model=NotesOut, summary="Notes on stories, newest first")
def notes(
    request: Request,
    story: Annotated[str, Query(max_length=MAX_ID_CHARACTERS, description="only those on this story")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Notes on visible stories. `q=note:WORD` finds the stories."""
    with get_state(request).store.read() as connection:
        found = list_notes(connection, story=story, before=parse_seq(cursor), limit=limit + 1)
    following = str(found[limit - 1].n) if len(found) > limit else None
    return json({"notes": [note_record(one) for one in found[:limit]], "next": following})


@users_router.post("/notes", response_model=NoteOut, summary="Write a note on a story", **CHANGES)
def write_note(request: Request, given: NewNoteIn) -> Response:
    """All readers of the desk see it, with the user's name."""
    reader = api_reader(request)
    with get_state(request).store.write() as connection:
        note = add_note(connection, given.story, reader.name, given.text)
    return json(note_record(note))


@users_router.post("/notes/{n}", response_model=NoteOut, summary="Give a note another text", **CHANGES)
def rewrite_note(request: Request, n: NoteNumber, given: NoteTextIn) -> Response:
    """Only its author may."""
    reader = api_reader(request)
    with get_state(request).store.write() as connection:
        note = change_note(connection, n, reader.name, given.text)
    return json(note_record(note))


@users_router.delete("/notes/{n}", response_model=NoteOut, summary="Remove a note", **CHANGES)
def delete_note(request: Request, n: NoteNumber) -> Response:
    """Its author may, and an editor. The answer is the note that was removed."""
    reader = api_reader(request)
    with get_state(request).store.write() as connection:
        note = remove_note(connection, n, reader.name, may_edit=reader.may_edit)
    return json(note_record(note))
