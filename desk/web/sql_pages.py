"""The page of readers' SQL: a statement, its rows, and saved statements."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.query_syntax import BadQuery
from desk.sql.saved_queries import SavedQuery, configured_queries, known_queries, remove_query, save_query
from desk.sql.sql_file import SQL_MEDIA_TYPES, SqlFormat, sql_file
from desk.sql.sql_text import MAX_SQL_CHARACTERS
from desk.sql.sql_views import VIEWS, columns_of
from desk.web import edit_access
from desk.web.edit_access import form_fields
from desk.web.edit_pages import back_to, reader_forms
from desk.web.known_parameters import Takes
from desk.web.paths import root_of
from desk.web.rendering import page
from desk.web.sql_request import require_sql, run_for, saved, statement_of
from desk.web.state import get_state
from wiredesk.config_values import validated
from wiredesk.errors import ConfigError

router = APIRouter(include_in_schema=False, dependencies=[Depends(require_sql)])
Fields = Annotated[dict[str, str], Depends(form_fields)]
GET = ["GET", "HEAD"]
EXAMPLE = "SELECT source, count(*) AS stories FROM stories GROUP BY source ORDER BY stories DESC"
_TABLES = tuple((name, view.means, columns_of(name)) for name, view in VIEWS.items())


@router.api_route("/sql", methods=GET, dependencies=[Depends(Takes("sql"))])
def sql(request: Request) -> Response:
    """A form for a statement, and its rows; the address is the statement."""
    return _page(request, request.query_params.get("sql", ""))


@router.api_route("/sql.{format}", methods=GET, dependencies=[Depends(Takes("sql", "query"))])
def sql_download(request: Request, format: str) -> Response:
    """The rows of a statement, or of a saved one, as a file."""
    if format not in tuple(SqlFormat):
        raise HTTPException(404, f"There is no such format; there are {', '.join(SqlFormat)}.")
    given = request.query_params
    answer = run_for(request, statement_of(request, given.get("sql", ""), given.get("query", "")))
    headers = {"Content-Disposition": f'attachment; filename="wiredesk-sql.{format}"'}
    return Response(sql_file(answer, SqlFormat(format)), media_type=SQL_MEDIA_TYPES[SqlFormat(format)], headers=headers)


@router.api_route("/sql/{name}", methods=GET, dependencies=[Depends(Takes())])
def saved_sql(request: Request, name: str) -> Response:
    """A saved statement and its rows."""
    return _page(request, saved(request, name).sql, name)


@router.post("/edit/sql")
def edit_sql(request: Request, fields: Fields) -> Response:
    """Save a statement, or remove a saved one."""
    state = get_state(request)
    by = edit_access.require_editor(request) or "web"
    name, act = fields.get("name", "").strip().lower(), fields.get("act")
    if act == "save":
        query = _valid({"name": name, "sql": fields.get("sql", ""), "about": fields.get("about", "").strip()})
        with state.store.write() as connection:
            save_query(connection, query, by=by)
        return back_to(request, f"{root_of(request)}/sql/{name}")
    if act == "remove":
        with state.store.write() as connection:
            remove_query(connection, name)
        return back_to(request, f"{root_of(request)}/sql")
    raise HTTPException(400, edit_access.NO_FORM)


def _page(request: Request, text: str, name: str = "") -> Response:
    state = get_state(request)
    answer, problem = None, ""
    if text.strip():
        try:
            answer = run_for(request, text)
        except BadQuery as error:
            problem = str(error)
    configured = configured_queries()
    with state.store.read() as connection:
        known = known_queries(connection, configured)
    return page(
        request, "sql.html", status=400 if problem else 200, sql=text, answer=answer, problem=problem, name=name,
        queries=known, configured=configured, tables=_TABLES, example=EXAMPLE, query=urlencode({"sql": text}),
        formats=tuple(SqlFormat), most=MAX_SQL_CHARACTERS, seconds=state.settings.sql_seconds,
        edit=reader_forms(request),
    )  # fmt: skip


def _valid(fields: dict[str, Any]) -> SavedQuery:
    try:
        return validated(SavedQuery, fields, f"query {fields['name'][:64]}")
    except ConfigError as error:
        raise BadQuery("query", f"{error.subject}: {error.cause}", "go back and correct it") from None
