"""Mail over SMTP: what happened since the last message in one message, as text and as HTML."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from types import TracebackType
from typing import ClassVar, Literal, Self

import structlog
from pydantic import Field, field_validator

from desk.sinks.alert_message import AlertMessage
from desk.sinks.digest import Digest, alerts_digest, changes_digest, for_people
from desk.sinks.sink import AlertSink, ChangeRefused, Outgoing, PeopleConfig, Promise, SinkUnavailable
from wiredesk.config_values import Secret
from wiredesk.safe_line import safe_line

log = structlog.get_logger()
TIMEOUT_SECONDS = 30.0
"""Time for each answer of the server; RFC 5321 allows minutes, and a delivery that waits so long may be tried again."""


class MailConfig(PeopleConfig):
    """A mail sink's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE

    type: Literal["mail"]
    server: str = Field(min_length=1, description="name of the SMTP server")
    port: int | None = Field(default=None, ge=1, le=65535, description="587, with `tls` 465, with `none` 25")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="`starttls`, `tls` from the first byte, or `none` on a host that you trust"
    )
    user: str | None = Field(default=None, description="login")
    password: Secret | None = Field(default=None, description="password of the login; write it as env:NAME")
    sender: str = Field(description="address that the messages come from")
    to: tuple[str, ...] = Field(min_length=1, max_length=100, description="addresses of the readers")

    @field_validator("sender", "to")
    @classmethod
    def _addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for one in (value,) if isinstance(value, str) else value:
            _, address = parseaddr(one)
            try:
                Address(addr_spec=address)
            except (ValueError, IndexError, AttributeError):
                address = ""
            if "@" not in address or not one.isprintable():
                raise ValueError(f"{safe_line(one)!r} is no mail address")
        return value

    def open(self) -> AlertSink:
        """Return the mail server."""
        return Mail(self)


class Mail:
    """Sends one message a batch, over a connection of its own: servers close idle ones."""

    def __init__(self, config: MailConfig) -> None:
        self._config = config
        ports = {"starttls": 587, "tls": 465, "none": 25}
        self._port = config.port or ports[config.security]
        self._subject = f"sink {config.name} ({config.server}:{self._port})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def position(self) -> None:
        """A mail server does not tell what it has."""

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Send one message; one a story where the server refuses the message with all of them.

        Raises:
            SinkUnavailable: the server cannot be reached, or takes nothing at present.
            ChangeRefused: the server refuses the message for good.
        """
        if not (told := for_people(changes)):
            return
        try:
            self._send_changes(told)
        except _Refused:
            for one in told:
                try:
                    self._send_changes([one])
                except _Refused as error:
                    raise self._refused(error, one.n) from None

    def send_alerts(self, messages: Sequence[AlertMessage]) -> None:
        """Send each message of a watch; errors as for :meth:`send`."""
        for one in messages:
            try:
                self._send(alerts_digest(one, self._config.desk), f"alert-{one.n}", one.at)
            except _Refused as error:
                raise self._refused(error, one.n) from None

    def _send_changes(self, changes: Sequence[Outgoing]) -> None:
        last = changes[-1]
        self._send(changes_digest(changes, self._config.desk), f"{changes[0].n}-{last.n}", last.at)

    def _refused(self, error: _Refused, n: int) -> ChangeRefused:
        return ChangeRefused(self._subject, str(error), f"wiredesk sinks replay {self._config.name} --change {n}", n)

    def _send(self, digest: Digest, id: str, at: datetime) -> None:
        message = self._message(digest, id)
        message["Date"] = format_datetime(at)
        try:
            with self._connect() as server:
                refused = server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise SinkUnavailable(self._subject, _answers(error.recipients), "correct the addresses in to") from None
        except smtplib.SMTPAuthenticationError as error:
            cause = f"refuses the login: {_answer(error)}"
            raise SinkUnavailable(self._subject, cause, "correct user and password") from None
        except smtplib.SMTPDataError as error:
            if 500 <= error.smtp_code < 600:
                raise _Refused(_answer(error)) from None
            raise SinkUnavailable(self._subject, _answer(error)) from None
        except (smtplib.SMTPException, OSError) as error:
            cause = _answer(error) if isinstance(error, smtplib.SMTPResponseException) else _words(error)
            raise SinkUnavailable(self._subject, cause) from None
        if refused:
            log.warning("mail not accepted for some readers", sink=self._config.name, answer=_answers(refused))

    def _message(self, digest: Digest, id: str) -> EmailMessage:
        message = EmailMessage()
        domain = parseaddr(self._config.sender)[1].rpartition("@")[2]
        message["Message-ID"] = f"<wiredesk.{self._config.name}.{id}@{domain}>"
        message["From"], message["To"] = self._config.sender, ", ".join(self._config.to)
        message["Subject"] = digest.heading
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic reply wanted
        message.set_content(digest.text)
        message.add_alternative(digest.html, subtype="html")
        return message

    def _connect(self) -> smtplib.SMTP:
        config = self._config
        if config.security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(config.server, self._port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(config.server, self._port, timeout=TIMEOUT_SECONDS)
        try:
            if config.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if config.user is not None:
                password = config.password.get_secret_value() if config.password else ""
                server.login(config.user, password)
        except BaseException:
            with suppress(smtplib.SMTPException, OSError):
                server.close()
            raise
        return server


class _Refused(Exception):
    """The server refuses a message for good; the message is its answer."""


def _answer(error: smtplib.SMTPResponseException) -> str:
    text = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode("utf-8", "replace")
    return safe_line(f"{error.smtp_code} {text}")


def _answers(recipients: object) -> str:
    found = recipients if isinstance(recipients, dict) else {}
    given = [f"{name}: {code} {text.decode('utf-8', 'replace')}" for name, (code, text) in found.items()]
    return safe_line("; ".join(given))


def _words(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return safe_line(f"{type(error).__name__}: {text}")
