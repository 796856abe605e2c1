"""Chat and push services by apprise: Slack, Teams, Discord, Telegram, Matrix, ntfy and many more."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from types import TracebackType
from typing import ClassVar, Literal, Self

import apprise
from pydantic import Field, field_validator

from desk.sinks.alert_message import AlertMessage
from desk.sinks.digest import Digest, alerts_digest, changes_digest, for_people
from desk.sinks.sink import AlertSink, Outgoing, PeopleConfig, Promise, SinkUnavailable
from wiredesk.config_values import Secret

TIMEOUT_SECONDS = 60.0
"""Time for one service to take a message."""


class ChatConfig(PeopleConfig):
    """A chat sink's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE

    type: Literal["chat"]
    urls: tuple[Secret, ...] = Field(
        min_length=1, max_length=20,
        description="addresses of services in apprise's form, such as env:SLACK_URL; they are never shown",
    )  # fmt: skip

    @field_validator("urls")
    @classmethod
    def _known(cls, value: tuple[Secret, ...]) -> tuple[Secret, ...]:
        _silence()
        for number, one in enumerate(value, 1):
            if apprise.Apprise.instantiate(one.get_secret_value()) is None:
                raise ValueError(f"address {number} is none that apprise knows: https://appriseit.com/services/")
        return value

    def open(self) -> AlertSink:
        """Return the services."""
        return Chat(self)


class Chat:
    """Sends one message a batch to each of the services."""

    def __init__(self, config: ChatConfig) -> None:
        _silence()
        self._config = config
        self._services = [_service(one) for one in config.urls]
        self._have = [""] * len(self._services)
        """The last message that each service took, so that a failure of one does not repeat it to the others."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def position(self) -> None:
        """A chat service does not tell what it has."""

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Send one message to each service.

        Raises:
            SinkUnavailable: a service does not take it.
        """
        if told := for_people(changes):
            self._send(changes_digest(told, self._config.desk), f"changes to {told[-1].n}")

    def send_alerts(self, messages: Sequence[AlertMessage]) -> None:
        """Send each message of a watch; errors as for :meth:`send`."""
        for one in messages:
            self._send(alerts_digest(one, self._config.desk), one.id)

    def _send(self, digest: Digest, id: str) -> None:
        failed = []
        for number, service in enumerate(self._services):
            if self._have[number] == id:
                continue
            if service.notify(
                body=digest.text, title=digest.heading, body_format=apprise.NotifyFormat.TEXT, timeout=TIMEOUT_SECONDS
            ):
                self._have[number] = id
            else:
                failed.append(f"{service[0].service_name or 'service'} (address {number + 1})")
        if failed:
            cause = f"{', '.join(failed)} did not take the message"
            raise SinkUnavailable(f"sink {self._config.name}", cause, "apprise -vv shows why")


def _service(url: Secret) -> apprise.Apprise:
    service = apprise.Apprise()
    service.add(url.get_secret_value())
    return service


def _silence() -> None:
    """Keep apprise from logging: its lines have addresses and messages."""
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
