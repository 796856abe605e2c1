"""What a page leaves behind is collected soon, although Python itself would wait until a quarter of all is new."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from desk.web import app


class Page:
    """Something in a cycle."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_old_cycles_are_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "COLLECT_SECONDS", 0.01)

    async def serve() -> bool:
        task = asyncio.create_task(app.collect_garbage())
        await asyncio.sleep(0)
        page = Page()
        gone = weakref.ref(page)
        gc.collect(1)  # now it is old: the next collections look at younger ones only
        del page
        young = [[] for _ in range(2000)]  # type: ignore[var-annotated]
        del young
        async with asyncio.timeout(60):
            while gone():
                await asyncio.sleep(0.01)
                young = [[] for _ in range(2000)]
                del young
        task.cancel()
        return True

    assert asyncio.run(serve())
