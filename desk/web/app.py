"""The web desk as one ASGI application: pages, the JSON API, metrics, health."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from desk import api
from desk.ops.prometheus import Metrics
from desk.queries.live import Live
from desk.web import errors, health_pages, live_stream, pages, story_page
from desk.web.security import LOOPBACK, Security
from desk.web.state import Desk
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store

STATIC = Path(__file__).parent / "static"
TIDY = 10.0
"""Seconds between two collections of what pages leave behind."""


def create_app(settings: Settings, *, store: Store | None = None, prefix: str = "") -> FastAPI:
    """The application for these settings; it opens the store unless one is handed in.

    Args:
        prefix: path under which a proxy serves the desk, such as ``/desk``.

    Raises:
        StoreUnavailable, ConfigError: the store cannot be opened.
    """
    opened = store or open_store(settings)
    desk = Desk(settings, opened, Live(opened), Metrics(settings, opened))

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(task) for task in (desk.live.run(), tidy())]
        yield
        desk.live.close()
        for task in tasks:
            task.cancel()

    app = FastAPI(
        title="wiredesk", version=api.VERSION, summary=api.SUMMARY, lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", openapi_tags=api.TAGS,
    )  # fmt: skip
    app.state.desk = desk
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for part in (health_pages.router, live_stream.router, api.router(settings), story_page.router, pages.router):
        app.include_router(part)
    errors.install(app)
    app.add_middleware(Security, hosts=(*LOOPBACK, settings.web_host, *settings.web_hosts), prefix=prefix)
    return app


async def tidy() -> None:
    """Collect the cycles of statements and connections that pages leave behind, until cancelled.

    Python itself does so only when a quarter of all objects is new: after some two hundred pages, 12 MB later.  What
    is there before the first page is not looked at again, so that a collection takes a few milliseconds.
    """
    gc.freeze()
    while True:
        await asyncio.sleep(TIDY)
        if gc.get_count()[1]:
            gc.collect()
