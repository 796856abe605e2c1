"""Errors as a reader sees them: what happened and what to do, never a traceback, a service name or a secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.api.problem import pointer, problem
from desk.queries.query_syntax import BadQuery
from desk.queries.versions import Withdrawn
from desk.reader_language import N_, gettext
from desk.users.notes import BadNote, NoteChanged, NoteOfAnother
from desk.users.stars import TooManyStars
from desk.views.records import choice_record
from desk.watches.watch_rows import WatchRefused
from desk.web.paths import root_of, thing_path
from desk.web.rendering import page
from desk.web.visitor import known_visitor
from producer.sources.desk_kinds import SourceInvalid, SourceRefused
from wiredesk.errors import NotFound, Unavailable, WiredeskError
from wiredesk.store.directory.find_things import MAX_CHOICES, AmbiguousName, FoundThing
from wiredesk.store.directory.ruling_checks import RulingRefused

log = structlog.get_logger()
MESSAGES = {
    401: (N_("Not authorized"), N_("This address requires the bearer token.")),
    403: (N_("Not allowed"), N_("This change is not allowed.")),
    404: (N_("Not found"), N_("This address does not exist, or it may not be shown yet.")),
    405: (N_("Method not allowed"), N_("This address supports GET only.")),
    406: (N_("Not acceptable"), N_("This address has no such media type.")),
    409: (N_("Not possible"), N_("This change contradicts another one.")),
    410: (N_("Withdrawn"), N_("The provider has withdrawn this story.")),
    429: (N_("Too many requests"), N_("Too many requests of this kind are running; try again in a moment.")),
    500: (N_("Internal error"), N_("The web desk has logged the cause. Other pages may work.")),
    503: (N_("Service unavailable"), N_("The store does not answer. Nothing is lost; try again in a moment.")),
}
"""Title and text for each status code."""
READERS_ERRORS = {BadNote: 400, TooManyStars: 409, NoteChanged: 409, NoteOfAnother: 403}
"""Status codes of what a reader of the desk is refused."""
OTHER = (N_("Invalid request"), N_("The desk cannot answer this request."))


def install(app: FastAPI) -> None:
    """Register the handlers of all errors."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(WiredeskError, _ours)
    app.add_exception_handler(Exception, _unexpected)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = str(error.detail)
    if detail == HTTPStatus(error.status_code).phrase:  # the framework's own detail is less helpful than ours
        detail = ""
    return error_answer(request, error.status_code, detail, dict(error.headers or {}))


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    first = found[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return error_answer(request, 422, f"{where}: {first['msg']}", errors=[value_error(one) for one in found])


async def _ours(request: Request, error: Exception) -> Response:
    if isinstance(error, BadQuery):
        named = error.subject in request.query_params
        errors = [{"detail": error.cause, "parameter": error.subject}] if named else []
        return error_answer(request, 400, str(error), errors=errors)
    if status := next((status for kind, status in READERS_ERRORS.items() if isinstance(error, kind)), 0):
        return error_answer(request, status, str(error))
    is_change = request.method not in {"GET", "HEAD"}
    if isinstance(error, RulingRefused | WatchRefused) or (is_change and isinstance(error, AmbiguousName)):
        return error_answer(request, 409, str(error))
    if isinstance(error, SourceRefused):
        return error_answer(request, 422 if isinstance(error, SourceInvalid) else 409, str(error))
    if is_change and isinstance(error, NotFound):
        return error_answer(request, 404, str(error))
    if isinstance(error, AmbiguousName):
        return _choices(request, error)
    if isinstance(error, Withdrawn):
        return error_answer(request, 410)
    if isinstance(error, NotFound):
        return error_answer(request, 404)
    log.warning("page failed", path=request.url.path, error=str(error))
    return error_answer(request, 503 if isinstance(error, Unavailable) else 500)


def value_error(error: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with one value: a pointer (RFC 6901) into the body, or the name of a parameter."""
    kind, *path = error["loc"]
    detail = str(error["msg"])
    if kind == "body":
        return {"detail": detail, "pointer": pointer(path)}
    return {"detail": detail, "parameter": ".".join(map(str, path))}


def _choices(request: Request, error: AmbiguousName) -> Response:
    """Return what a name may mean: as links to the same page with an id instead of the name, or as JSON."""
    if _is_api(request):
        choices = [choice_record(one) for one in error.choices]
        return problem(request, 300, "Ambiguous name", str(error), choices=choices)
    return page(
        request, "choices.html", status=300, name=error.subject, most=MAX_CHOICES,
        choices=[(one, _with_choice(request, error.subject, one)) for one in error.choices],
    )  # fmt: skip


def _with_choice(request: Request, name: str, choice: FoundThing) -> str:
    """Return the address of a request with a thing's id instead of a name; without the name in it, the thing's page."""
    given = request.query_params.multi_items()
    chosen = [(key, str(choice.id) if value.strip()[: len(name)] == name else value) for key, value in given]
    if chosen == given:
        return root_of(request) + thing_path(choice.type, choice.id, choice.name)
    return f"{request.scope['path']}?{urlencode(chosen)}"


async def _unexpected(request: Request, error: Exception) -> Response:
    return error_answer(request, 500)  # the server logs it with its traceback


def error_answer(
    request: Request,
    status: int,
    detail: str = "",
    headers: dict[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> Response:
    """Return a page, or problem details below ``/api``.

    Args:
        detail: replaces the text for the status code.
        errors: what is wrong with single values, see :func:`desk.api.problem.problem`.
    """
    title, text = MESSAGES.get(status, OTHER)
    if _is_api(request):
        return problem(request, status, title, detail or text, errors=errors, headers=headers)
    response = page(
        request, "error.html", status=status, title=gettext(title), text=detail or text, code=status,
        visitor=known_visitor(request),
    )  # fmt: skip
    response.headers.update(headers or {})
    return response


def _is_api(request: Request) -> bool:
    return str(request.scope["path"]).removeprefix(root_of(request)).startswith("/api")
