"""An application of the web desk in this process, and a client that asks it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from fastapi import FastAPI

from desk.web.app import create_app
from wiredesk.settings import load
from wiredesk.store import Store


class Client:
    """Asks an application of this process."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.send("GET", path, headers)

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        form: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.request(method, path, headers=headers, json=json, data=form)

        return asyncio.run(ask())

    def raw(self, path: str, headers: Mapping[str, str]) -> tuple[httpx.Response, bytes]:
        """Return an answer and its body in the coding in which it came."""

        async def ask() -> tuple[httpx.Response, bytes]:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with (
                httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
                client.stream("GET", path, headers=headers) as answer,
            ):
                return answer, b"".join([part async for part in answer.aiter_raw()])

        return asyncio.run(ask())


def application(store: Store, **settings: Any) -> FastAPI:
    return create_app(load(**settings), store=store)
