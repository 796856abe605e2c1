"""Errors as a reader sees them: what happened and what to do, never a traceback, a service or a secret."""

from __future__ import annotations

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from desk.queries.query_syntax import BadQuery
from desk.queries.versions import Withdrawn
from desk.web.rendering import page, root_of
from wiredesk.errors import NotFound, Unavailable, WiredeskError

log = structlog.get_logger()
SAYS = {
    404: ("Not on the desk", "There is nothing under this address, or nothing that may be shown yet."),
    405: ("Not like that", "This address is read with GET."),
    410: ("Withdrawn", "The provider has withdrawn this story."),
    500: ("Something went wrong", "It is in the log of the web desk. Other pages may work."),
    503: ("The store does not answer", "Nothing is lost. Try again in a moment."),
}


def install(app: FastAPI) -> None:
    """Handle every kind of error."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(WiredeskError, _ours)
    app.add_exception_handler(Exception, _unexpected)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = str(error.detail) if _is_api(request) else ""
    return answer(request, error.status_code, detail, dict(error.headers or {}))


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return answer(request, 422, f"{where}: {first['msg']}")


async def _ours(request: Request, error: Exception) -> Response:
    if isinstance(error, BadQuery):
        return answer(request, 400, str(error))
    if isinstance(error, Withdrawn):
        return answer(request, 410)
    if isinstance(error, NotFound):
        return answer(request, 404)
    log.warning("page failed", path=request.url.path, error=str(error))
    return answer(request, 503 if isinstance(error, Unavailable) else 500)


async def _unexpected(request: Request, error: Exception) -> Response:
    return answer(request, 500)  # the server logs it with its traceback


def answer(request: Request, status: int, detail: str = "", headers: dict[str, str] | None = None) -> Response:
    """A page, or JSON under ``/api``."""
    title, says = SAYS.get(status, ("Not possible", "The desk cannot answer this."))
    if _is_api(request):
        return JSONResponse({"error": title, "detail": detail or says}, status, headers)
    response = page(request, "error.html", status=status, title=title, says=detail or says, code=status)
    response.headers.update(headers or {})
    return response


def _is_api(request: Request) -> bool:
    return str(request.scope["path"]).removeprefix(root_of(request)).startswith("/api")
