"""The language in which a reader gets the pages: the reader's choice, else the browser's, else that of the settings."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.reader_language import LANGUAGES, language, set_language
from desk.web.acceptable import qualities
from desk.web.edit_access import form_fields
from desk.web.paths import local_address, root_of

COOKIE = "wiredesk_language"
COOKIE_SECONDS = 365 * 24 * 3600
NEUTRAL = ("/api/", "/static/")
"""Beginnings of the paths whose answers are in no language of a reader."""
router = APIRouter(include_in_schema=False)
Fields = Annotated[dict[str, str], Depends(form_fields)]


class ReaderLanguage:
    """ASGI middleware that sets the language of a page, and tells caches that it depends on the reader.

    Args:
        usual: the language for readers whose browser asks for none that the desk speaks.
        prefix: path under which a proxy serves the desk.
    """

    def __init__(self, app: ASGIApp, usual: str, prefix: str = "") -> None:
        self._app, self._usual = app, usual
        self._neutral = tuple(prefix + path for path in NEUTRAL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self._neutral):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        set_language(chosen_language(headers.get("cookie", ""), headers.get("accept-language", ""), self._usual))

        async def send_varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(raw=message["headers"])
                if answer.get("content-type", "").startswith("text/html"):
                    answer["Content-Language"] = language()
                    answer.add_vary_header("Accept-Language, Cookie")
            await send(message)

        await self._app(scope, receive, send_varied)


@lru_cache(maxsize=1024)
def chosen_language(cookie: str, accepted: str, usual: str) -> str:
    """Return the language of a reader, a key of :data:`desk.reader_language.LANGUAGES`.

    Args:
        cookie: the header ``Cookie``; the reader's own choice is in it.
        accepted: the header ``Accept-Language`` (RFC 9110, section 12.5.4); of ``pt-BR`` the desk speaks ``pt``.
        usual: the language where neither names one that the desk speaks.
    """
    own = cookie_parser(cookie).get(COOKIE, "") if COOKIE in cookie else ""
    if own in LANGUAGES:
        return own
    ranked = sorted(qualities(accepted), key=lambda one: -one[1])
    asked = (name.partition("-")[0] for name, quality in ranked if quality > 0)
    return next((one for one in asked if one in LANGUAGES), usual)


@router.post("/language")
def choose(request: Request, fields: Fields) -> Response:
    """Remember the language that a reader has chosen, and return to the page."""
    answer = RedirectResponse(local_address(request, fields.get("back", ""), "/"), 303)
    if (chosen := fields.get("language", "")) in LANGUAGES:
        answer.set_cookie(
            COOKIE, chosen, max_age=COOKIE_SECONDS, path=root_of(request) or "/", httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip
    return answer
