"""A Redis stream: one entry a change, exactly once, because Redis refuses an id that is not above the last one."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, ClassVar, Literal, Self

import redis
from pydantic import Field, SecretStr, field_validator

from desk.sinks.alert_message import AlertMessage
from desk.sinks.server_address import usable
from desk.sinks.sink import AlertSink, Outgoing, Promise, SinkConfig, SinkUnavailable
from wiredesk.config_values import Secret
from wiredesk.store.types import iso

_NOT_ABOVE = "equal or smaller than the target stream top item"
"""In Redis's and Valkey's answer to an id that the stream has, or is past."""
TIMEOUT_SECONDS = 10.0


class RedisStreamConfig(SinkConfig):
    """A stream's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.EXACTLY_ONCE
    takes_alerts: ClassVar[bool] = True
    takes_things: ClassVar[bool] = True

    type: Literal["redis"]
    url: Secret = Field(description="redis:// or rediss:// address; with a password write it as env:NAME")
    stream: str = Field(min_length=1, description="the key of the stream; wiredesk alone may write to it")
    max_length: int | None = Field(
        default=None, ge=1, description="entries that are kept, more or less; none are removed where it is not set"
    )

    @field_validator("url")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        return usable(value, ("redis", "rediss"), without_host=("redis", "rediss", "unix"))

    def open(self) -> AlertSink:
        """Return the stream."""
        return RedisStreamSink(self)


class RedisStreamSink:
    """Adds an entry ``N-0`` for change N, with the fields ``what``, ``id``, ``version``, ``at`` and ``story``.

    The messages of watches go to a second stream, ``STREAM:alerts``, with the fields ``watch`` and ``message``.
    """

    def __init__(self, config: RedisStreamConfig) -> None:
        self._config = config
        self._client = redis.Redis.from_url(
            config.url.get_secret_value(), socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def position(self) -> int | None:
        """Return the number of the last change that was ever added; None if there was none, or the key is new.

        Raises:
            SinkUnavailable: Redis does not answer, or the key holds something else.
        """
        try:
            if not self._client.exists(self._config.stream):
                return None
            last = self._client.xinfo_stream(self._config.stream)["last-generated-id"]
        except redis.RedisError as error:
            raise self._unavailable(error) from None
        return int(last.partition(b"-")[0]) or None

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Add the changes in one round trip; those that the stream has are left out by Redis.

        Raises:
            SinkUnavailable: Redis does not answer, is full or read-only.
        """
        self._add(self._config.stream, [(change.n, _fields(change)) for change in changes])

    def send_alerts(self, messages: Sequence[AlertMessage]) -> None:
        """Add the messages of watches to their stream; errors as for :meth:`send`."""
        entries = [(one.n, {"watch": one.watch, "message": one.model_dump_json()}) for one in messages]
        self._add(f"{self._config.stream}:alerts", entries)

    def _add(self, stream: str, entries: Sequence[tuple[int, dict[Any, Any]]]) -> None:
        pipe = self._client.pipeline(transaction=False)
        for n, fields in entries:
            pipe.xadd(stream, fields, id=f"{n}-0", maxlen=self._config.max_length, approximate=True)
        try:
            answers = pipe.execute(raise_on_error=False)
        except redis.RedisError as error:
            raise self._unavailable(error) from None
        for answer in answers:
            if isinstance(answer, redis.RedisError) and _NOT_ABOVE not in str(answer):
                raise self._unavailable(answer)

    def _unavailable(self, error: Exception) -> SinkUnavailable:
        return SinkUnavailable(f"sink {self._config.name} (stream {self._config.stream})", str(error))


def _fields(change: Outgoing) -> dict[Any, Any]:
    if change.thing is not None:
        return {"what": change.what, "thing": change.thing, "other": change.other or "", "at": iso(change.at)}
    return {
        "what": change.what, "id": change.id, "version": str(change.version), "at": iso(change.at),
        "backfill": "1" if change.backfill else "0", "watches": "\n".join(change.watches),
        "story": change.document or b"",
    }  # fmt: skip
