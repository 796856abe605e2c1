"""The page of sources: when each was heard, what it delivered, what is missing, and the forms to set them up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.api.source_trials import try_at_desk
from desk.queries.source_list import SHOWN_HOURS, list_sources
from desk.web import edit_access
from desk.web.edit_access import form_fields
from desk.web.edit_pages import back_to, reader_forms
from desk.web.known_parameters import Takes
from desk.web.paths import root_of
from desk.web.rendering import page
from desk.web.source_form import KIND_WORDS, PREFIX, form_fields_of, given_fields
from desk.web.state import get_state
from desk.web.visitor import may_sign_in, visitor_of
from producer.sources import desk_rows
from producer.sources.desk_kinds import SourceInvalid, SourceRefused
from producer.sources.opml import read_opml, write_opml
from producer.sources.opml_import import ImportedFeeds, exported_feeds, import_feeds
from wiredesk.errors import BadData, ConfigError
from wiredesk.store.source_rows import SourceRow

router = APIRouter(include_in_schema=False)
Fields = Annotated[dict[str, str], Depends(form_fields)]
GET = ["GET", "HEAD"]
DEFAULT_KIND = "feed"


@router.api_route("/sources", methods=GET, dependencies=[Depends(Takes())])
def sources(request: Request) -> Response:
    """Every source that is set up or followed, the silent ones first."""
    return _list(request)


@router.api_route("/sources/form", methods=GET, dependencies=[Depends(Takes("type", "source"))])
def source_form(request: Request) -> Response:
    """The form of a source: a new one of a type, or one that is set up."""
    name = request.query_params.get("source", "")
    row = _row_of_desk(request, name) if name else None
    kind = row.kind if row else request.query_params.get("type", DEFAULT_KIND)
    return _form(request, kind, row, row.given if row else {}, row.name if row else "")


@router.api_route("/sources.opml", methods=GET, dependencies=[Depends(Takes())])
def export(request: Request) -> Response:
    """The feeds of the desk as OPML, for those who may change them: addresses may have parts that others do not see."""
    state = get_state(request)
    if not visitor_of(request).may_edit:
        raise HTTPException(403, edit_access.UNKNOWN if may_sign_in(request) else edit_access.CLOSED)
    with state.store.read() as connection:
        body = write_opml(exported_feeds(connection))
    headers = {"Content-Disposition": 'attachment; filename="wiredesk.opml"', "Cache-Control": "no-store"}
    return Response(body, media_type="text/x-opml", headers=headers)


@router.post("/edit/source")
def edit_source(request: Request, fields: Fields) -> Response:
    """Add a source, change, pause, resume, try or remove one, or let it be read at once."""
    state = get_state(request)
    by = edit_access.require_editor(request) or "web"
    name, act = fields.get("name", ""), fields.get("act")
    if act in ("add", "change", "try"):
        return _save(request, fields, act, by)
    with state.store.write() as connection:
        if act == "remove":
            desk_rows.remove_source(connection, name)
        elif act == "fetch":
            desk_rows.fetch_source(connection, name, by=by)
        elif act in ("pause", "resume"):
            desk_rows.pause_source(connection, name, by=by, paused=act == "pause")
        else:
            raise HTTPException(400, edit_access.NO_FORM)
    return back_to(request, f"{root_of(request)}/sources")


@router.post("/edit/sources")
def import_list(request: Request, fields: Fields) -> Response:
    """Set up the feeds of an OPML list."""
    state = get_state(request)
    by = edit_access.require_editor(request) or "web"
    try:
        feeds = read_opml(fields.get("opml", "").encode(), "the list")
        with state.store.write() as connection:
            done = import_feeds(connection, feeds, networks=state.settings.source_networks, by=by)
    except (BadData, SourceRefused) as error:
        return _list(request, problem=str(error))
    return _list(request, imported=done)


def _save(request: Request, fields: Mapping[str, str], act: str, by: str) -> Response:
    """Set up or change a source, or try it as the form has it; an error is shown above the form."""
    state, name = get_state(request), fields.get("name", "")
    row = _row_of_desk(request, fields["source"]) if fields.get("source") else None
    kind = row.kind if row else fields.get("type", DEFAULT_KIND)
    given = given_fields(fields, row)
    merged = (row.given if row else {}) | given
    try:
        if act == "try":
            trial = try_at_desk(state, name, kind, merged)
            return _form(request, kind, row, merged, name, trial=trial)
        with state.store.write() as connection:
            networks = state.settings.source_networks
            if row:
                desk_rows.change_source(connection, row.name, given, networks=networks, by=by, new_name=name)
            else:
                desk_rows.add_source(connection, name, kind, given, networks=networks, by=by)
    except SourceRefused as error:
        status = 422 if isinstance(error, SourceInvalid) else 409
        return _form(request, kind, row, merged, name, problem=str(error), status=status)
    return back_to(request, f"{root_of(request)}/sources")


def _row_of_desk(request: Request, name: str) -> SourceRow:
    with get_state(request).store.read() as connection:
        row = desk_rows.known_source(connection, name)
    desk_rows.require_of_desk(row, "change")
    return row


def _list(request: Request, *, problem: str = "", imported: ImportedFeeds | None = None) -> Response:
    with get_state(request).store.read() as connection:
        found = list_sources(connection)
    return page(
        request, "sources.html", status=400 if problem else 200, sources=found, hours=SHOWN_HOURS,
        edit=reader_forms(request), problem=problem, imported=imported, kinds=KIND_WORDS,
    )  # fmt: skip


def _form(
    request: Request, kind: str, row: SourceRow | None, values: Mapping[str, Any], name: str,
    *, problem: str = "", status: int = 200, trial: Any = None,
) -> Response:  # fmt: skip
    try:
        shown = form_fields_of(kind, values, row)
    except (SourceInvalid, ConfigError) as error:
        shown, problem, status = [], str(error), 400
    return page(
        request, "source_form.html", status=status, kind=kind, kinds=KIND_WORDS, row=row, fields=shown, name=name,
        prefix=PREFIX, problem=problem, trial=trial, edit=reader_forms(request),
    )  # fmt: skip
