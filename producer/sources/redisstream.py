"""A Redis stream, read through a consumer group: Redis keeps where each consumer was."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field
from redis import Redis
from redis.exceptions import ResponseError

from producer.ingest.delivery import PARCEL, Line
from producer.ingest.scheduler import Intake
from producer.sources.reconnect import keep_up
from producer.sources.source_config import Secret, Spec
from wiredesk.errors import BadData

BLOCK = 500
"""Milliseconds that one read waits; a stop is noticed within it."""
COUNT = 100
"""Entries read at once."""


class RedisStream(Spec):
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

    def run(self, intake: Intake) -> None:
        """Read until the intake is over.  An entry is acknowledged once the ledger has its stories."""
        line = Line(intake, self.name, rate=self.rate)
        keep_up(line, lambda: self._session(line))

    def _session(self, line: Line) -> None:
        # a socket must outlast the blocking read, and still notice a server that is gone
        client: Any = Redis.from_url(self.url.get_secret_value(), socket_timeout=10, socket_connect_timeout=10)
        with client:
            try:
                client.xgroup_create(self.stream, self.group, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise
            line.tell("reading")
            last = "0"  # first what this consumer was given before and never acknowledged
            while not line.over.is_set():
                rows = client.xreadgroup(self.group, self.consumer, {self.stream: last}, count=COUNT, block=BLOCK)
                entries = _entries(rows)
                for at in range(0, len(entries), PARCEL):
                    self._take(client, line, entries[at : at + PARCEL])
                    if line.over.is_set():
                        return
                if last != ">":
                    last = _text(entries[-1][0]) if entries else ">"

    def _take(self, client: Any, line: Line, entries: list[tuple[bytes, dict[Any, Any] | None]]) -> None:
        pieces: list[tuple[bytes, str]] = []
        for id, fields in entries:
            label = f"{line.name}, entry {_text(id)}"
            data = {_text(name): value for name, value in (fields or {}).items()}.get(self.field)
            if data is None:
                line.reject(repr(fields).encode(), BadData(label, f"has no field {self.field}"))
            else:
                pieces.append((data if isinstance(data, bytes) else str(data).encode(), label))
        line.deliver_all(pieces)
        client.xack(self.stream, self.group, *(id for id, _ in entries))


def _entries(rows: Any) -> list[tuple[bytes, dict[Any, Any] | None]]:
    """The entries of a reply for one stream: a list of pairs in RESP 2, a mapping in RESP 3."""
    if not rows:
        return []
    found = next(iter(rows.values())) if isinstance(rows, dict) else rows[0][1]
    if isinstance(rows, dict) and found and isinstance(found[0], list) and found[0] and isinstance(found[0][0], tuple):
        found = found[0]
    return list(found)


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
