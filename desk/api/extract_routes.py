"""The endpoint of extraction on demand: a story in, its extraction out; nothing is stored."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.api.extract_input import BadArticle, NotJson, article_of_json, article_of_wire
from desk.api.list_answers import LinkedRoute
from desk.api.models import Problem
from desk.api.params import MinScore
from desk.api.problem import problem
from desk.ops.extraction_pool import PoolFull
from desk.web.cross_origin import folded, is_allowed
from desk.web.state import get_state, score_or_setting
from wiredesk.contract import Article, Extraction
from wiredesk.errors import BadData, ConfigError, ExtractionError, Unavailable, WorkerLost
from wiredesk.safe_line import safe_json
from wiredesk.score_filter import at_least

extract_router = APIRouter(route_class=LinkedRoute, tags=["extraction"])
CLOSED = "Extraction is off here: set web_extract (WIREDESK_WEB_EXTRACT), or use wiredesk extract."
FOREIGN = "The request comes from a page of another site; see the setting web_origins."
RETRY_AFTER_SECONDS = 5
"""Seconds after which a refused reader should try again: a few stories of usual length."""
LOOK_SECONDS = 1.0
"""Seconds between two looks whether the reader of a story that waits is still there."""
JSON_TYPES = ("application/json", "text/json")
UNREAD_TYPES = ("multipart/form-data",)
EXAMPLE = {
    "headline": "Harbour strike ends",
    "body": "NAIROBI, Nov 24 (Meridian Wire) - Dockers return to work on Tuesday, union leader Grace Otieno said.",
    "published": "2026-11-24T09:15:00Z",
}
STORY_SCHEMA = {
    "type": "object",
    "description": "An article (`wiredesk schema article`). `id` may be missing, and `text` may stand for `body`.",
    "additionalProperties": True,
}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": STORY_SCHEMA, "example": EXAMPLE},
            "text/plain": {"schema": {"type": "string"}, "example": f"{EXAMPLE['headline']}\n\n{EXAMPLE['body']}"},
        },
    }
}


@extract_router.post(
    "/extract",
    response_model=Extraction,
    summary="Extract a story",
    openapi_extra=BODY,
    responses={
        403: {"model": Problem, "description": "Extraction is off, or another site's page asks"},
        411: {"model": Problem, "description": "The body has no Content-Length"},
        413: {"model": Problem, "description": "The body is longer than the setting `story_bytes`"},
        415: {"model": Problem, "description": "The body is a form or compressed"},
        429: {"model": Problem, "description": "Too many stories wait; `Retry-After` has the seconds"},
        500: {"model": Problem, "description": "The process that extracted it died"},
    },
)
async def extract(request: Request, min_score: MinScore = None) -> Response:
    """The body is an article as JSON, or with any other media type a wire story in a format that wiredesk reads, such
    as plain text. The answer is what `wiredesk extract` writes; nothing is stored.
    """
    state = get_state(request)
    _refuse_strangers(request)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in UNREAD_TYPES or request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "Send the story itself as the body: no form, not compressed.")
    body = await request.body()
    try:
        if media_type in JSON_TYPES:
            article = article_of_json(body)
        else:
            article = await asyncio.to_thread(article_of_wire, body, state.settings)
    except NotJson as error:
        return problem(request, 400, "Invalid request", str(error))
    except BadArticle as error:
        return problem(request, 422, "Invalid request", str(error), errors=error.errors)
    except BadData as error:
        return problem(request, 422, "Invalid request", str(error))
    return await _extracted(request, article, score_or_setting(request, min_score))


def _refuse_strangers(request: Request) -> None:
    """Refuse where extraction is off, and the pages of other sites: a browser would let any page use this machine.

    Raises:
        HTTPException: 403.
    """
    if not get_state(request).settings.web_extract:
        raise HTTPException(403, CLOSED)
    given = folded(get_state(request).settings.web_origins)
    is_ours = request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    if not is_ours and not is_allowed(given, request.headers.get("origin")):
        raise HTTPException(403, FOREIGN)


async def _extracted(request: Request, article: Article, min_score: float) -> Response:
    """Return the extraction of an article, or the problem why there is none."""
    pool = get_state(request).extraction
    try:
        future = asyncio.wrap_future(pool.submit(article.model_dump_json().encode()))
        while not future.done():
            await asyncio.wait((future,), timeout=LOOK_SECONDS)
            if not future.done() and await request.is_disconnected():
                future.cancel()  # a story that still waits leaves the queue
                return Response(status_code=204)
        line = future.result()
    except PoolFull as error:
        retry = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return problem(request, 429, "Too many requests", str(error), headers=retry)
    except ExtractionError as error:
        return problem(request, 422, "Not extracted", str(error))
    except WorkerLost as error:
        return problem(request, 500, "Internal error", str(error))
    except (ConfigError, Unavailable) as error:
        return problem(request, 503, "Service unavailable", str(error))
    if min_score > 0:
        line = at_least(Extraction.model_validate_json(line), min_score).json_line()
    return Response(safe_json(line) + b"\n", media_type="application/json", headers={"Cache-Control": "no-store"})
