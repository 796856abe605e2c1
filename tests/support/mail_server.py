"""A mail server: a real one in this process that keeps what it takes."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.support.servers import free_port


class MailServer:
    """Takes messages as it is told.

    Args:
        answer: what the server says to the n-th message, from 0: empty, it takes it.
        certificate: folder with ``cert.pem`` and ``key.pem``: STARTTLS and a login as ``wire`` with ``secret`` are
            required.
    """

    def __init__(self, answer: Callable[[int], str] = lambda _number: "", certificate: Path | None = None) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.answer, self.tried = answer, 0
        options: dict[str, Any] = {}
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
            options = {"tls_context": context, "require_starttls": True, "auth_required": True,
                       "authenticator": self._login}  # fmt: skip
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port(), **options)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def _login(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"wire", b"secret")
        return AuthResult(success=is_right, handled=False)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        number, self.tried = self.tried, self.tried + 1
        if refusal := self.answer(number):
            return refusal
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


def make_certificate(folder: Path) -> Path:
    """Make a certificate for 127.0.0.1 that is its own authority, and return the folder."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder
