"""A Redis stream, read through a consumer group: Redis stores the position of each consumer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field
from redis import Redis
from redis.exceptions import ResponseError

from producer.formats import Envelope
from producer.ingest.batch import HANDOVER_SIZE
from producer.ingest.delivery import SourceHandle
from producer.ingest.intake import Intake
from producer.sources.reconnect import run_with_reconnect
from producer.sources.source_config import SourceConfig
from wiredesk.config_values import Secret
from wiredesk.errors import BadData

BLOCK_MILLISECONDS = 500
"""Time that one read waits for entries; a stop is noticed within it."""
READ_ENTRIES = 100
"""Entries read at once."""
SOCKET_SECONDS = 10
"""Timeout of an answer: longer than the blocking read, and short enough to notice an unavailable server."""


class RedisStream(SourceConfig):
    """A stream's row in ``wire.toml``."""

    type: Literal["redis"] = "redis"
    url: Secret = Field(description="Redis URL")
    stream: str = Field(min_length=1, description="key of the stream")
    group: str = Field(default="wiredesk", description="consumer group; made where it is missing, from the beginning")
    consumer: str = Field(default="producer", description="this producer's name in the group")
    field: str = Field(default="data", description="field of an entry that holds the story, in any format")

    @property
    def name(self) -> str:
        return f"redis stream {self.stream}"

    def run(self, scheduler: Intake) -> None:
        """Read until the source is to stop.  An entry is acknowledged when the ledger has its stories."""
        handle = self.handle(scheduler)
        run_with_reconnect(handle, lambda: self._session(handle))

    def _session(self, handle: SourceHandle) -> None:
        client: Any = Redis.from_url(
            self.url.get_secret_value(), socket_timeout=SOCKET_SECONDS, socket_connect_timeout=SOCKET_SECONDS
        )
        with client:
            try:
                client.xgroup_create(self.stream, self.group, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise
            handle.work("reading")
            last = "0"  # first what this consumer received before and did not acknowledge
            while not handle.stop.is_set():
                rows = client.xreadgroup(
                    self.group, self.consumer, {self.stream: last}, count=READ_ENTRIES, block=BLOCK_MILLISECONDS
                )
                entries = parse_reply(rows)
                for at in range(0, len(entries), HANDOVER_SIZE):
                    self._take(client, handle, entries[at : at + HANDOVER_SIZE])
                    if handle.stop.is_set():
                        return
                if last != ">":
                    last = _text(entries[-1][0]) if entries else ">"

    def _take(self, client: Any, handle: SourceHandle, entries: list[tuple[bytes, dict[Any, Any] | None]]) -> None:
        pieces: list[tuple[bytes, str]] = []
        for id, fields in entries:
            label = f"{handle.name}, entry {_text(id)}"
            data = {_text(name): value for name, value in (fields or {}).items()}.get(self.field)
            if data is None:
                handle.reject(repr(fields).encode(), BadData(label, f"has no field {self.field}"))
            else:
                pieces.append((data if isinstance(data, bytes) else str(data).encode(), label))
        handle.deliver_all(pieces, envelope=Envelope(received=datetime.now(UTC), provider=self.provider))
        client.xack(self.stream, self.group, *(id for id, _ in entries))


def parse_reply(rows: Any) -> list[tuple[bytes, dict[Any, Any] | None]]:
    """Return the entries of a reply for one stream: a list of pairs in RESP 2, a mapping in RESP 3."""
    if not rows:
        return []
    found = next(iter(rows.values())) if isinstance(rows, dict) else rows[0][1]
    if isinstance(rows, dict) and found and isinstance(found[0], list) and found[0] and isinstance(found[0][0], tuple):
        found = found[0]
    return list(found)


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
