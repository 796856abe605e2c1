"""The pages and forms of a reader of the desk: signing in, starred stories, notes, and what was read."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.filters import Filters
from desk.queries.story_list import Card, cards
from desk.queries.story_search import list_stories
from desk.users.notes import add_note, change_note, remove_note
from desk.users.stars import star, unstar
from desk.users.story_reads import MAX_READS, mark_read, mark_unread
from desk.web.edit_access import NO_FORM, form_fields, require_name
from desk.web.edit_pages import back_to, reader_forms
from desk.web.known_parameters import Takes
from desk.web.paths import root_of, story_path
from desk.web.rendering import page
from desk.web.state import get_state
from desk.web.visitor import visitor_of

PAGE_STORIES = 30
"""Stories on a page."""
router = APIRouter(include_in_schema=False)
Fields = Annotated[dict[str, str], Depends(form_fields)]
GET = ["GET", "HEAD"]


@router.api_route("/sign-in", methods=GET, dependencies=[Depends(Takes())])
def sign_in(request: Request) -> Response:
    """The form for name and token; for a reader who has given them, who he is, and the way out."""
    return page(request, "sign_in.html", edit=reader_forms(request))


@router.api_route("/starred", methods=GET, dependencies=[Depends(Takes("before"))])
def starred(request: Request) -> Response:
    """The stories that the reader starred, the latest publication first."""
    found: list[Card] = []
    older = None
    if reader := visitor_of(request).key:
        asked = Filters(q="is:starred").asked_by(reader)
        with get_state(request).store.read() as connection:
            before = request.query_params.get("before", "")
            shown = list_stories(connection, asked, cursor=before, limit=PAGE_STORIES)
            found, older = cards(connection, shown.seqs), shown.next
    return page(request, "starred.html", ids=[card.id for card in found], cards=found, older=older)


@router.post("/edit/star")
def edit_star(request: Request, fields: Fields) -> Response:
    """Star a story, or take its star away."""
    reader = require_name(request).key
    if not (id := fields.get("star") or fields.get("unstar")):
        raise HTTPException(400, NO_FORM)
    with get_state(request).store.write() as connection:
        (star if fields.get("star") else unstar)(connection, reader, [id])
    return _done(request, fields, root_of(request) + story_path(id))


@router.post("/edit/note")
def edit_note(request: Request, fields: Fields) -> Response:
    """Write a note on a story, change it or remove it."""
    by, act, text = require_name(request), fields.get("act"), fields.get("text", "")
    with get_state(request).store.write() as connection:
        if act == "add":
            note = add_note(connection, fields.get("story", ""), by.name, text)
        elif act == "change":
            note = change_note(connection, _number(fields), by.name, text, state=fields.get("state", ""))
        elif act == "remove":
            note = remove_note(connection, _number(fields), by.name, may_edit=by.may_edit)
        else:
            raise HTTPException(400, NO_FORM)
    return _done(request, fields, root_of(request) + story_path(note.id))


@router.post("/edit/read")
def edit_read(request: Request, fields: Fields) -> Response:
    """Note which versions of stories the reader has read, or that he has not: a JSON object of versions by story."""
    reader = require_name(request).key
    versions = _versions(fields.get("stories", ""))
    with get_state(request).store.write() as connection:
        if fields.get("read") == "0":
            mark_unread(connection, reader, versions)
        else:
            mark_read(connection, reader, versions)
    return Response(status_code=204)


def _done(request: Request, fields: dict[str, str], otherwise: str) -> Response:
    """Answer a script with nothing, and a form with the page that it came from."""
    if fields.get("quiet"):
        return Response(status_code=204)
    return back_to(request, fields.get("back") or otherwise)


def _number(fields: dict[str, str]) -> int:
    text = fields.get("note", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise HTTPException(400, NO_FORM)
    return int(text)


def _versions(text: str) -> dict[str, int]:
    """Return the version of each story of a JSON object.

    Raises:
        HTTPException: 400, the text is something else.
    """
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    is_valid = isinstance(found, dict) and len(found) <= MAX_READS
    if not is_valid or not all(type(one) is int and one > 0 for one in found.values()):
        raise HTTPException(400, NO_FORM)
    return dict(found)
