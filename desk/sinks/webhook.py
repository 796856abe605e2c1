"""Webhooks after Standard Webhooks 1.0: one POST of JSON for each change, signed, at least once."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import ClassVar, Literal, Self

import httpx
import orjson
from pydantic import AnyHttpUrl, Field, field_validator

from desk.sinks.alert_message import AlertMessage
from desk.sinks.http_client import PrivateTarget, sink_client
from desk.sinks.signatures import secret_bytes, signature_header
from desk.sinks.sink import AlertSink, ChangeRefused, Outgoing, Promise, SinkConfig, SinkGone, SinkUnavailable
from producer.sources.public_address import hide_secrets, public_address
from wiredesk.config_values import Secret, resolve_reference
from wiredesk.errors import WiredeskError
from wiredesk.store.types import iso

MAX_RETRY_AFTER_SECONDS = 86_400.0
"""A longer ``Retry-After`` is cut to a day: a typing error must not silence a sink for ever."""
_REFUSED = frozenset({400, 413, 414, 415, 422, 431})
"""Answers that say that this message is wrong; with any other failure the receiver may take it later."""
_GONE = 410


class WebhookConfig(SinkConfig):
    """A webhook's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE
    takes_alerts: ClassVar[bool] = True

    type: Literal["webhook"]
    url: AnyHttpUrl = Field(description="where messages are posted; keep keys out of it, or write it as env:NAME")
    secrets: tuple[Secret, ...] = Field(
        default=(), max_length=4, description="sign with each of these, so that a secret can be replaced while it runs"
    )
    private: bool = Field(default=False, description="allow an address inside a private network")
    timeout_seconds: float = Field(default=15.0, gt=0, le=300, description="time for each step of a request")
    lanes: int = Field(
        default=4, ge=1, le=64, description="requests at a time; changes of one story stay in their order"
    )

    @field_validator("url", mode="before")
    @classmethod
    def _resolved(cls, value: object) -> object:
        return resolve_reference(value)

    @field_validator("secrets")
    @classmethod
    def _usable(cls, value: tuple[Secret, ...]) -> tuple[Secret, ...]:
        for one in value:
            secret_bytes(one.get_secret_value())
        return value

    def open(self) -> AlertSink:
        """Return the webhook."""
        return Webhook(self)


@dataclass(frozen=True, slots=True)
class _Message:
    """A message to post."""

    n: int
    """The number of the change, or of the message of a watch."""
    id: str
    body: Callable[[], bytes]

    @classmethod
    def of_change(cls, change: Outgoing) -> _Message:
        return cls(change.n, message_id(change), lambda: message(change))

    @classmethod
    def of_alerts(cls, one: AlertMessage) -> _Message:
        return cls(one.n, one.id, lambda: alert_body(one))


class Webhook:
    """Posts changes, several at a time; those of one story one after the other."""

    def __init__(self, config: WebhookConfig) -> None:
        self._config = config
        self._url = str(config.url)
        self._subject = f"sink {config.name} ({public_address(self._url)})"
        self._keys = [secret_bytes(one.get_secret_value()) for one in config.secrets]
        self._client = sink_client(config.timeout_seconds, connections=config.lanes, allow_private=config.private)
        self._lanes = ThreadPoolExecutor(config.lanes, thread_name_prefix=f"sink-{config.name}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._lanes.shutdown(cancel_futures=True)
        self._client.close()

    def position(self) -> None:
        """A webhook does not tell what it has."""

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Post every change.  After a failure the other stories' messages are still sent.

        Raises:
            SinkUnavailable, ChangeRefused, SinkGone: of the change with the smallest number that failed.
        """
        self._send_all([(change.id, _Message.of_change(change)) for change in changes])

    def send_alerts(self, messages: Sequence[AlertMessage]) -> None:
        """Post every message of a watch; errors as for :meth:`send`."""
        self._send_all([(one.watch, _Message.of_alerts(one)) for one in messages])

    def _send_all(self, messages: Sequence[tuple[str, _Message]]) -> None:
        """Post messages; those that begin with the same text stay in their order."""
        lanes: defaultdict[int, list[_Message]] = defaultdict(list)
        for of, message in messages:
            lanes[hash(of) % self._config.lanes].append(message)
        failures = [failed for failed in self._lanes.map(self._send_lane, lanes.values()) if failed]
        if failures:
            n, error = min(failures, key=lambda failed: failed[0])
            if isinstance(error, SinkUnavailable):
                error.n = n
            raise error

    def _send_lane(self, messages: Sequence[_Message]) -> tuple[int, WiredeskError] | None:
        """Post messages one after the other, until one fails; return its number and the error."""
        for message in messages:
            try:
                self._post(message)
            except (SinkUnavailable, ChangeRefused, SinkGone) as error:
                return message.n, error
        return None

    def _post(self, message: _Message) -> None:
        body = message.body()
        seconds, id = int(time.time()), message.id
        headers = {"content-type": "application/json", "webhook-id": id, "webhook-timestamp": str(seconds)}
        if self._keys:
            headers["webhook-signature"] = signature_header(self._keys, id, seconds, body)
        try:
            with self._client.stream("POST", self._url, content=body, headers=headers) as answer:
                self._judge(answer, message.n)
        except httpx.HTTPError as error:
            raise self._unavailable(error) from None

    def _unavailable(self, error: httpx.HTTPError) -> SinkUnavailable:
        if isinstance(error.__cause__, PrivateTarget):
            cause = f"leads into a private network ({error})"
            return SinkUnavailable(self._subject, cause, "allow it with private = true if you trust it")
        return SinkUnavailable(self._subject, f"{type(error).__name__}: {hide_secrets(str(error))}")

    def _judge(self, answer: httpx.Response, n: int) -> None:
        if answer.is_success:
            return
        status = f"answers {answer.status_code} {answer.reason_phrase}".rstrip()
        if answer.status_code == _GONE:
            raise SinkGone(self._subject, status, f"wiredesk sinks resume {self._config.name}")
        if answer.is_redirect:
            raise SinkUnavailable(self._subject, f"{status}: redirects are not followed", "correct its url")
        if answer.status_code in _REFUSED:
            raise ChangeRefused(self._subject, status, f"wiredesk sinks replay {self._config.name} --change {n}", n)
        raise SinkUnavailable(self._subject, status, retry_after=retry_after(answer.headers.get("retry-after")))


def message_id(change: Outgoing) -> str:
    """Return the id of a change's message; it is the same whenever the message is sent again."""
    return f"wiredesk-{change.n}"


def message(change: Outgoing) -> bytes:
    """Return the body of a message: type, time and data, as Standard Webhooks recommends."""
    data = {
        "change": change.n, "what": change.what, "id": change.id, "version": change.version,
        "backfill": change.backfill, "watches": change.watches,
        "story": orjson.Fragment(document) if (document := change.document) else None,
    }  # fmt: skip
    return orjson.dumps({"type": f"story.{change.what}", "timestamp": iso(change.at), "data": data})


def alert_body(one: AlertMessage) -> bytes:
    """Return the body of a watch's message."""
    data = {"message": one.n} | one.model_dump(mode="json", exclude={"n", "at"})
    return orjson.dumps({"type": "watch.alert", "timestamp": iso(one.at), "data": data})


def retry_after(header: str | None) -> float | None:
    """Return the seconds of a ``Retry-After``, at most a day; None if there is none or it cannot be read."""
    if not header:
        return None
    if header.strip().isdigit():
        return min(float(header.strip()), MAX_RETRY_AFTER_SECONDS)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - datetime.now(UTC)).total_seconds()), MAX_RETRY_AFTER_SECONDS)
