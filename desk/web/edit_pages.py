"""Users' rulings in the browser: the forms on the pages of things and stories, and the list of all rulings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.queries.entity_things import things_of
from desk.queries.query_syntax import parse_seq
from desk.queries.ruling_search import NamedRuling, rulings_of_story, rulings_of_thing, search_rulings
from desk.reader_language import N_
from desk.web import edit_access
from desk.web.edit_access import form_fields
from desk.web.known_parameters import Takes
from desk.web.paths import address_of, local_address, root_of, story_path
from desk.web.rendering import page
from desk.web.state import get_state
from desk.web.visitor import given_name, may_sign_in, visitor_of
from wiredesk.contract import ENTITY_TYPES, EntityType, Extraction
from wiredesk.corrections import quote_words
from wiredesk.store.directory import rulings, story_corrections
from wiredesk.store.directory.named_thing import NamedMember, merged_things, named_thing
from wiredesk.store.directory.ruling_checks import RulingRefused
from wiredesk.store.directory.ruling_rows import RulingKind

PAGE_RULINGS = 100
"""Rulings on a page."""
NOBODY = "?"
"""What the form sends for an unknown speaker."""
router = APIRouter(include_in_schema=False)
Fields = Annotated[dict[str, str], Depends(form_fields)]


@dataclass(frozen=True, slots=True)
class EditForms:
    """What the forms for changes on a page need."""

    is_possible: bool
    """Whether the setting ``web_token`` lets anybody change something in the browser."""
    is_allowed: bool
    """Whether this reader may edit."""
    is_signed_in: bool
    """Whether this reader is a user, or has the login of a proxy."""
    by: str
    path: str
    """The address of the page, to which the answer to a form leads back."""
    rulings: tuple[NamedRuling, ...]
    id: str = ""
    """The id of the thing, or of the story."""
    merged: tuple[NamedMember, ...] = ()
    """What was merged into the thing."""
    types: tuple[EntityType, ...] = ENTITY_TYPES
    quotes: tuple[tuple[int, str], ...] = ()
    """Where each quote of the story begins, and its words."""
    entities: tuple[tuple[str, EntityType], ...] = ()
    """The entities of the story that may be corrected, the most salient first."""


def reader_forms(request: Request) -> EditForms:
    """Return what a page needs that has forms of its own."""
    return EditForms(**_reader(request), rulings=())


def back_to(request: Request, path: str) -> Response:
    """Return to a page of this desk."""
    return _back(request, {"back": path})


def thing_forms(request: Request, connection: Connection, id: int) -> EditForms:
    """Return the forms for a thing that readers see."""
    found = tuple(rulings_of_thing(connection, id))
    return EditForms(**_reader(request), rulings=found, id=str(id), merged=tuple(merged_things(connection, id)))


def story_forms(request: Request, connection: Connection, id: str, found: Extraction | None) -> EditForms:
    """Return the forms for a story that readers see."""
    said = tuple((one.content[0][0], quote_words(found, one)) for one in found.quotes if one.content) if found else ()
    ranked = sorted(found.entities, key=lambda one: -one.salience) if found else []
    names = tuple(dict.fromkeys((one.name, one.type) for one in ranked))
    some = tuple(rulings_of_story(connection, id))
    return EditForms(**_reader(request), rulings=some, id=id, quotes=said, entities=names)


def _reader(request: Request) -> dict[str, Any]:
    found = visitor_of(request)
    return {
        "is_possible": may_sign_in(request), "is_allowed": found.may_edit, "is_signed_in": found.is_signed_in,
        "by": found.name or given_name(request), "path": address_of(request),
    }  # fmt: skip


@router.api_route("/rulings", methods=["GET", "HEAD"], dependencies=[Depends(Takes("before"))])
def all_rulings(request: Request) -> Response:
    """What users decided, the newest first."""
    before = parse_seq(request.query_params.get("before", "")) or 0
    with get_state(request).store.read() as connection:
        found = search_rulings(connection, every=True, before=before, limit=PAGE_RULINGS + 1, only_visible=True)
    older = found[PAGE_RULINGS - 1].ruling.n if len(found) > PAGE_RULINGS else None
    edit = EditForms(**_reader(request), rulings=tuple(found[:PAGE_RULINGS]))
    return page(request, "rulings.html", edit=edit, older=older)


@router.post("/edit/enter")
def enter(request: Request, fields: Fields) -> Response:
    """Exchange the token for a cookie."""
    edit_access.require_same_origin(request)
    edit_access.require_open(request)
    answer = _back(request, fields)
    edit_access.let_in(request, answer, fields.get("token", ""), fields.get("by", ""))
    return answer


@router.post("/edit/leave")
def leave(request: Request, fields: Fields) -> Response:
    """Delete the cookie."""
    edit_access.require_same_origin(request)
    answer = _back(request, fields)
    edit_access.let_out(request, answer)
    return answer


@router.post("/edit/thing")
def edit_thing(request: Request, fields: Fields) -> Response:
    """Decide on a thing."""
    acts: dict[str, Callable[[Connection, int, str, str], Any]] = {
        "same": lambda c, id, by, why: rulings.merge(c, id, _other(c, fields), by=by, why=why),
        "different": lambda c, id, by, why: rulings.tell_apart(c, id, _other(c, fields), by=by, why=why),
        "unmerge": lambda c, _id, by, why: rulings.unmerge(c, _other(c, fields), by=by, why=why),
        "name": lambda c, id, by, why: rulings.rename(c, id, fields.get("name", ""), by=by, why=why),
        "type": lambda c, id, by, why: rulings.set_type(c, id, fields.get("type", ""), by=by, why=why),
        "reject": lambda c, id, by, why: rulings.reject(c, id, by=by, why=why),
    }
    act = _chosen(acts, fields)

    def decide(connection: Connection, by: str, why: str) -> None:
        act(connection, named_thing(connection, fields.get("id", ""), only_visible=True), by, why)

    _decide(request, fields, decide)
    return _back(request, fields | ({"back": f"{root_of(request)}/rulings"} if fields["act"] == "reject" else {}))


@router.post("/edit/story")
def edit_story(request: Request, fields: Fields) -> Response:
    """Correct a quote or an entity of a story."""
    id, entity = fields.get("id", ""), fields.get("entity", "")
    of = story_corrections
    acts: dict[str, Callable[[Connection, str, str], Any]] = {
        "speaker": lambda c, by, why: of.correct_speaker_at(
            c, id, _number(fields, "quote"), _speaker(fields), by=by, why=why
        ),
        "type": lambda c, by, why: of.correct_type(c, id, entity, fields.get("type", ""), by=by, why=why),
        "place": lambda c, by, why: of.correct_place(c, id, entity, _place(c, fields), by=by, why=why),
        "no_name": lambda c, by, why: of.correct_no_name(c, id, entity, by=by, why=why),
        "other": lambda c, by, why: _split_here(c, id, entity, fields.get("other", "").strip(), by, why),
    }
    _decide(request, fields, _chosen(acts, fields), story=id)
    return _back(request, {"back": root_of(request) + story_path(id)})


@router.post("/edit/undo")
def undo(request: Request, fields: Fields) -> Response:
    """Take a ruling back."""
    n = _number(fields, "ruling")
    undone = _decide(request, fields, lambda connection, by, _why: rulings.undo(connection, n, by=by))
    root = root_of(request)
    is_gone = undone.kind is RulingKind.SPLIT and not fields.get("back", "").startswith(f"{root}/story/")
    return _back(request, fields | ({"back": f"{root}/rulings"} if is_gone else {}))


def _decide(
    request: Request, fields: dict[str, str], act: Callable[[Connection, str, str], Any], story: str = ""
) -> Any:
    """Let the reader decide, in one transaction, and return what ``act`` returns.

    Raises:
        HTTPException: 403, the reader may not.
    """
    by = edit_access.require_editor(request) or "web"
    with get_state(request).store.write() as connection:
        if story:
            story_corrections.require_visible(connection, story)
        return act(connection, by, fields.get("why", ""))


def _chosen(acts: dict[str, Any], fields: dict[str, str]) -> Any:
    if fields.get("act") not in acts:
        raise HTTPException(400, edit_access.NO_FORM)
    return acts[fields["act"]]


def _other(connection: Connection, fields: dict[str, str]) -> int:
    return named_thing(connection, fields.get("other", ""), only_visible=True)


def _number(fields: dict[str, str], name: str) -> int:
    """Return the number in a field.

    Raises:
        HTTPException: 400, there is none.
    """
    text = fields.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise HTTPException(400, edit_access.NO_FORM)
    return int(text)


def _split_here(connection: Connection, story: str, entity: str, other: str, by: str, why: str) -> None:
    """Let an entity of a story be another thing: a known one, or a new one.

    Raises:
        NotFound: there is no such thing.
        RulingRefused: there is no such entity.
    """
    stored = story_corrections.stored_story(connection, story)
    named = story_corrections.the_entity(stored.found, entity)
    thing = things_of(connection, [stored.seq]).get((stored.seq, named.id))
    if thing is None:
        raise RulingRefused(f'"{named.name[:80]}"', "is not in the directory yet", "try again in a moment")
    known = named_thing(connection, other, only_visible=True) if other else None
    rulings.split(connection, thing.id, [story], other=known, by=by, why=why)


def _speaker(fields: dict[str, str]) -> str | None:
    """Return the name of the speaker that was chosen; None if nobody knows who it was.

    Raises:
        HTTPException: 400, none was chosen.
    """
    if not (name := fields.get("speaker", "")):
        raise HTTPException(400, N_("Choose who said it."))
    return None if name == NOBODY else name


def _place(connection: Connection, fields: dict[str, str]) -> dict[str, Any]:
    """Return the place that a form describes: a GeoNames id, or LAT,LON.

    Raises:
        RulingRefused: it is neither.
    """
    text = fields.get("place", "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 19:
        return story_corrections.place_values(connection, int(text), None)
    latitude, _, longitude = text.partition(",")
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        hint = "give a GeoNames id, or latitude and longitude such as 52.52,13.41"
        raise RulingRefused(f'the place "{text[:40]}"', "is neither an id nor a point", hint) from None
    return story_corrections.place_values(connection, None, point)


def _back(request: Request, fields: dict[str, str]) -> RedirectResponse:
    """Return to the page with the form; never to another site."""
    return RedirectResponse(local_address(request, fields.get("back", ""), "/rulings"), 303)
