"""The web desk as one ASGI application: pages, the JSON API, metrics and health."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from desk.api import routes
from desk.api.openapi_document import describe, operation_id
from desk.ops.extraction_pool import ExtractionPool
from desk.ops.prometheus import Metrics
from desk.queries.live import LiveWire
from desk.queries.ranking_cache import RankingCache
from desk.web import (
    column_pages,
    edit_pages,
    errors,
    event_pages,
    export_pages,
    flash_stream,
    language_choice,
    list_files,
    live_stream,
    map_page,
    operations,
    pages,
    profile_pages,
    search_page,
    source_pages,
    sql_pages,
    story_page,
    thread_pages,
    topic_pages,
    user_pages,
    watch_pages,
)
from desk.web.acceptable import AcceptableAnswers
from desk.web.auth import token_guard
from desk.web.compression import Compression
from desk.web.cross_origin import CrossOrigin
from desk.web.etag import ConditionalAnswers
from desk.web.head_requests import HeadRequests
from desk.web.host_names import LOOPBACK
from desk.web.language_choice import ReaderLanguage
from desk.web.security import Security
from desk.web.state import AppState
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store

STATIC = Path(__file__).parent / "static"
COLLECT_SECONDS = 10.0
"""Seconds between two garbage collections."""
RETIRE_SECONDS = 60.0
"""Seconds between two looks for processes without a story."""


def create_app(settings: Settings, *, store: Store | None = None, prefix: str = "") -> FastAPI:
    """Return the application for these settings; it opens the store unless one is handed in.

    Args:
        prefix: path under which a proxy serves the desk, such as ``/desk``.

    Raises:
        StoreUnavailable, ConfigError: the store cannot be opened.
    """
    opened = store or open_store(settings)
    state = AppState(
        settings, opened, LiveWire(opened), Metrics(settings, opened), RankingCache(opened), ExtractionPool(settings)
    )  # fmt: skip

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(task) for task in (state.live.run(), collect_garbage(), retire(state.extraction))]
        if settings.web_extract and settings.web_extract_ready:
            state.extraction.prepare()
        yield
        state.live.close()
        state.extraction.close()
        for task in tasks:
            task.cancel()

    app = FastAPI(
        title="wiredesk", version=routes.VERSION, summary=routes.SUMMARY, lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", openapi_tags=routes.TAGS,
        generate_unique_id_function=operation_id,
        servers=[{"url": prefix or "/"}], root_path_in_servers=False,
    )  # fmt: skip
    app.state.desk = state
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    api = routes.router(token_guard(settings))
    of_pages = (
        export_pages.router, list_files.router,
        story_page.router, event_pages.router, thread_pages.router, topic_pages.router,
        profile_pages.router, source_pages.router, sql_pages.router, map_page.router, pages.router,
        search_page.router, watch_pages.router, user_pages.router,
        column_pages.router, language_choice.router,
    )  # fmt: skip
    for router in (operations.router, live_stream.router, flash_stream.router, api, edit_pages.router, *of_pages):
        app.include_router(router)
    errors.install(app)
    describe(app)
    app.add_middleware(AcceptableAnswers, prefix=prefix)
    app.add_middleware(ReaderLanguage, usual=settings.web_language, prefix=prefix)
    app.add_middleware(ConditionalAnswers)
    app.add_middleware(Compression)
    app.add_middleware(HeadRequests)
    app.add_middleware(CrossOrigin, origins=settings.web_origins, prefix=prefix)
    app.add_middleware(
        Security, hosts=(*LOOPBACK, settings.web_host, *settings.web_hosts), prefix=prefix,
        story_bytes=settings.story_bytes,
    )  # fmt: skip
    return app


async def retire(pool: ExtractionPool) -> None:
    """End the processes of the extraction that nobody uses, until cancelled."""
    while True:
        await asyncio.sleep(RETIRE_SECONDS)
        await asyncio.to_thread(pool.retire_idle)


async def collect_garbage() -> None:
    """Collect the cycles of statements and connections that pages leave behind, until cancelled.

    Python does this only when a quarter of all objects is new: after about two hundred pages and 12 MB.  Objects that
    exist before the first page are frozen, so that a collection takes a few milliseconds.
    """
    gc.freeze()
    while True:
        await asyncio.sleep(COLLECT_SECONDS)
        if gc.get_count()[1]:
            gc.collect()
