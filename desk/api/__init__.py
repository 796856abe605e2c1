"""The JSON API: what the pages show, for programs.  Everything is read with GET."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import HTTPBearer
from starlette.requests import Request

from desk.api import entities, export, quotes, reference, stories, stream
from desk.api.models import Problem
from desk.web.auth import HEADERS, admitted
from wiredesk.settings import Settings

VERSION = version("wiredesk")
SUMMARY = "Stories off the wire with who, what, when, where and who-said-what."
TAGS = [
    {"name": "stories", "description": "Stories in sight, searched, one by one, and as they come."},
    {"name": "names", "description": "People, organisations, places and things; quotes and dates."},
]


def router(settings: Settings) -> APIRouter:
    """Every endpoint under ``/api``; with a bearer token where the settings ask for one."""
    guard = []
    responses: dict[int | str, dict[str, object]] = {400: {"model": Problem}, 503: {"model": Problem}}
    if settings.web_token is not None:
        bearer = HTTPBearer(auto_error=False, description="the setting web_token")

        def check(request: Request, _credentials: object = Depends(bearer)) -> None:
            if not admitted(request, settings):
                raise HTTPException(401, "This needs the bearer token.", HEADERS)

        guard = [Depends(check)]
        responses[401] = {"model": Problem}
    api = APIRouter(prefix="/api", dependencies=guard, responses=responses)
    for part in (stories.router, entities.router, quotes.router, stream.router, export.router):
        api.include_router(part)
    both = APIRouter()
    both.include_router(reference.router)
    both.include_router(api)
    return both
