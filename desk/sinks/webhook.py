"""Webhooks after Standard Webhooks 1.0: one POST of JSON for each change, signed, at least once."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import ClassVar, Literal, Self

import httpx
from pydantic import AnyHttpUrl, Field, field_validator

from desk.sinks.http_client import PrivateTarget, sink_client
from desk.sinks.signatures import secret_bytes, signature_header
from desk.sinks.sink import AlertSink, ChangeRefused, Promise, SinkConfig, SinkGone, SinkUnavailable
from desk.sinks.sink_message import CLOUD_EVENT_TYPE, MessageSender, SinkMessage
from producer.sources.public_address import hide_secrets, public_address
from wiredesk.config_values import Secret, resolve_reference
from wiredesk.errors import WiredeskError

MAX_RETRY_AFTER_SECONDS = 86_400.0
"""A longer ``Retry-After`` is cut to a day: a typing error must not silence a sink for ever."""
MAX_ANSWER_BYTES = 65_536
"""A receiver that answers with more gets a new connection for the next message."""
_REFUSED = frozenset({400, 413, 414, 415, 422, 431})
"""Answers that say that this message is wrong; with any other failure the receiver may take it later."""
_GONE = 410


class WebhookConfig(SinkConfig):
    """A webhook's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE
    takes_alerts: ClassVar[bool] = True
    takes_things: ClassVar[bool] = True

    type: Literal["webhook"]
    url: AnyHttpUrl = Field(description="where messages are posted; keep keys out of it, or write it as env:NAME")
    secrets: tuple[Secret, ...] = Field(
        default=(), max_length=4, description="sign with each of these, so that a secret can be replaced while it runs"
    )
    envelope: Literal["standard", "cloudevents"] = Field(
        default="standard", description="form of the body: Standard Webhooks, or a CloudEvent 1.0 in structured form"
    )
    source: str = Field(
        default="urn:x-wiredesk:desk", min_length=1, pattern=r"^\S+$",
        description="the `source` of CloudEvents; give each store its own",
    )  # fmt: skip
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


class Webhook(MessageSender):
    """Posts changes, several at a time; those of one story one after the other."""

    def __init__(self, config: WebhookConfig) -> None:
        self._config = config
        self._url = str(config.url)
        self._target = httpx.URL(self._url)
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

    def send_messages(self, messages: Sequence[SinkMessage]) -> None:
        """Post every message.  After a failure the other stories' messages are still sent.

        Raises:
            SinkUnavailable, ChangeRefused, SinkGone: of the change with the smallest number that failed.
        """
        lanes: defaultdict[int, list[SinkMessage]] = defaultdict(list)
        for message in messages:
            lanes[hash(message.of) % self._config.lanes].append(message)
        failures = [failed for failed in self._lanes.map(self._send_lane, lanes.values()) if failed]
        if failures:
            n, error = min(failures, key=lambda failed: failed[0])
            if isinstance(error, SinkUnavailable):
                error.n = n
            raise error

    def _send_lane(self, messages: Sequence[SinkMessage]) -> tuple[int, WiredeskError] | None:
        """Post messages one after the other, until one fails; return its number and the error."""
        for message in messages:
            try:
                self._post(message)
            except (SinkUnavailable, ChangeRefused, SinkGone) as error:
                return message.n, error
        return None

    def _post(self, message: SinkMessage) -> None:
        is_event = self._config.envelope == "cloudevents"
        body = message.cloud_event(self._config.source) if is_event else message.body
        seconds, id = int(time.time()), message.id
        kind = CLOUD_EVENT_TYPE if is_event else "application/json"
        headers = {"content-type": kind, "webhook-id": id, "webhook-timestamp": str(seconds)}
        if self._keys:
            headers["webhook-signature"] = signature_header(self._keys, id, seconds, body)
        try:
            with self._client.stream("POST", self._target, content=body, headers=headers) as answer:
                self._judge(answer, message.n)
                _read_rest(answer, self._config.timeout_seconds)
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


def _read_rest(answer: httpx.Response, seconds: float) -> None:
    """Read what comes with an answer, so that its connection is used again; not more of it than a moment allows.

    The status has said that the message is accepted: whatever fails now is no failure.
    """
    until, size = time.monotonic() + seconds, 0
    with contextlib.suppress(httpx.HTTPError):
        for piece in answer.iter_raw():
            size += len(piece)
            if size > MAX_ANSWER_BYTES or time.monotonic() > until:
                return


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
