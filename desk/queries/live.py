"""The wire as it comes: one look at the store for all who follow it, however many they are."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from desk.queries import changes
from desk.queries.story_list import Card, cards
from wiredesk.errors import Unavailable
from wiredesk.store import Store
from wiredesk.store.types import iso

log = structlog.get_logger()
EVERY = 0.5
"""Seconds between two looks; more where a look takes long."""
SHARE = 0.05
"""Of the time that looks may take, as far as RAREST allows: a busy machine belongs to the workers."""
RAREST = 2.0
"""Seconds between two looks at most."""
BEHIND = 60
"""News that a slow reader may fall behind before it is let go; it comes back and says where it was."""
SEEN = 5000
KEPT = 240
"""News kept for those who come back within some minutes: a desk's hundred readers cost it one look, not a hundred."""
BEAT = 15.0
"""Seconds after which a silent stream says that it lives."""
FOLLOWERS = 500
"""Streams served at once."""


@dataclass(frozen=True, slots=True)
class News:
    """What changed in one look: stories that came into sight, oldest first, and ids of those that went."""

    at: str
    """The moment, RFC 3339: a reader that comes back gives it to go on from there."""
    arrived: tuple[Card, ...] = ()
    gone: tuple[str, ...] = ()
    rendered: dict[str, bytes] = field(default_factory=dict, compare=False)
    """Each encoding of it, made once for all readers."""

    def __bool__(self) -> bool:
        return bool(self.arrived or self.gone)


class Live:
    """Looks at the store while anybody follows, and tells everybody the same."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._readers: set[asyncio.Queue[News | None]] = set()
        self._seen: OrderedDict[int | str, None] = OrderedDict()
        self._kept: deque[News] = deque(maxlen=KEPT)
        self._kept_since: str | None = None
        self._looked: datetime | None = None
        self._closed = False

    @property
    def followers(self) -> int:
        return len(self._readers)

    async def run(self) -> None:
        """Look until cancelled."""
        took = 0.0
        while True:
            await asyncio.sleep(min(RAREST, max(EVERY, took / SHARE)))
            if not self._readers:
                self._forget()
                continue
            began = time.monotonic()
            try:
                news = await asyncio.to_thread(self.look)
                if news:
                    self._tell(news)
            except Unavailable:
                pass  # the next look tells what this one could not
            except Exception:
                log.exception("the live wire goes on")
            took = time.monotonic() - began

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for reader in list(self._readers):
            self._let_go(reader)

    async def follow(self, since: datetime | None = None) -> AsyncIterator[News | None]:
        """News from now on, or from ``since``; None at once, and when nothing happened for a while."""
        reader: asyncio.Queue[News | None] = asyncio.Queue(BEHIND)
        if not self._readers:
            first = await asyncio.to_thread(self.look)  # what is there already is no news
            self._kept_since = self._kept_since or first.at
        self._readers.add(reader)
        try:
            yield None  # from here on nothing is missed: only now may the reader be told that it is heard
            if since is not None:
                for news in await self._missed(since):
                    yield news
            while not self._closed and reader in self._readers:
                try:
                    news_or_end = await asyncio.wait_for(reader.get(), BEAT)
                except TimeoutError:
                    yield None
                    continue
                if news_or_end is None:
                    return
                yield news_or_end
        finally:
            self._readers.discard(reader)

    async def _missed(self, since: datetime) -> list[News]:
        """What a reader who knows the wire up to ``since`` was not told, maybe with some that it was."""
        start = iso(since - changes.OVERLAP)
        if self._kept_since and start >= self._kept_since:
            return [news for news in self._kept if news.at >= start]
        news = await asyncio.to_thread(self.look, since)
        return [news] if news else []

    def _forget(self) -> None:
        self._seen.clear()
        self._kept.clear()
        self._kept_since = self._looked = None

    def look(self, since: datetime | None = None) -> News:
        """What is new since the last look, or since a moment."""
        with self._store.read() as connection:
            present = changes.clock(connection)
            after = max(since or self._looked or present, present - timedelta(hours=1))
            found = changes.since(connection, after - changes.OVERLAP)
            if since is None:
                fresh = [seq for seq in found.arrived if seq not in self._seen]
                gone = tuple(id for id in found.gone if id not in self._seen)
                self._remember([*fresh, *gone])
                self._looked = present
            else:
                fresh, gone = list(found.arrived), found.gone
            return News(iso(present), tuple(cards(connection, fresh)), gone)

    def _remember(self, told: list[int | str]) -> None:
        self._seen.update(dict.fromkeys(told))
        while len(self._seen) > SEEN:
            self._seen.popitem(last=False)

    def _tell(self, news: News) -> None:
        if len(self._kept) == KEPT:
            self._kept_since = self._kept[1].at
        self._kept.append(news)
        for reader in list(self._readers):
            try:
                reader.put_nowait(news)
            except asyncio.QueueFull:
                self._let_go(reader)

    def _let_go(self, reader: asyncio.Queue[News | None]) -> None:
        self._readers.discard(reader)
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                reader.get_nowait()
        reader.put_nowait(None)
