"""An IMAP connection that takes no more bytes and no more time for an answer than it was given."""

from __future__ import annotations

import imaplib
import ssl
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any

from producer.sources.mailbox_names import (
    comparable_name,
    decode_utf7,
    encode_utf7,
    parse_list_answer,
    possible_names,
    quoted,
)
from wiredesk.errors import TooLarge, Unavailable

SILENCE_SECONDS = 30.0
"""Time in which the server has to send something."""
ANSWER_SECONDS = 600.0
"""Time for one whole answer: 64 MB at 1 Mbit/s."""
OVERHEAD_BYTES = 1_000_000
"""Bytes of an answer beside the mail in it."""
CHUNK_BYTES = 65_536
"""Bytes of a mail read at once."""
MAX_NAMED_MAILBOXES = 12
"""Mailboxes that the message about a missing one names."""


class _Bounded(imaplib.IMAP4):
    """Counts what the server sends in answer to one command.  imaplib itself believes every size that it is told."""

    max_bytes = OVERHEAD_BYTES
    stop: threading.Event | None = None
    _received = 0
    _answer_by = float("inf")

    def send(self, data: Any) -> None:
        self._received, self._answer_by = 0, time.monotonic() + ANSWER_SECONDS
        super().send(data)

    def read(self, size: int) -> bytes:
        """Read a literal.

        Raises:
            TooLarge: it is, or makes the answer, larger than may be.
        """
        self._count(size)
        data = bytearray()
        stream: Any = self.file
        while len(data) < size:
            if self.stop is not None and self.stop.is_set():
                raise self.abort("stopped")
            if time.monotonic() > self._answer_by:
                raise self.abort(f"no whole answer within {ANSWER_SECONDS:g} s")
            part = stream.read1(min(CHUNK_BYTES, size - len(data)))
            if not part:
                raise self.abort("the connection ended within an answer")
            data += part
        return bytes(data)

    def readline(self) -> bytes:
        line = super().readline()
        self._count(len(line))
        return line

    def _count(self, size: int) -> None:
        self._received += size
        if self._received > self.max_bytes:
            raise TooLarge("", f"an answer of more than {self.max_bytes:,} bytes")


class _BoundedTls(_Bounded, imaplib.IMAP4_SSL):
    """The same over TLS."""


class ImapClient:
    """A connection that is logged in.  Use it as a context manager.

    Args:
        name: names the mailbox in errors.
        host: name or address of the server.
        port: its port.
        tls: use TLS from the start.
        max_bytes: size above which a mail is refused, whatever size the server has announced.
        stop: ends the reading of a long answer.
    """

    def __init__(self, name: str, host: str, port: int, *, tls: bool, max_bytes: int, stop: threading.Event) -> None:
        self.name = name
        if tls:
            context = ssl.create_default_context()
            self.imap: _Bounded = _BoundedTls(host, port, ssl_context=context, timeout=SILENCE_SECONDS)
        else:
            self.imap = _Bounded(host, port, timeout=SILENCE_SECONDS)
        self.imap.max_bytes, self.imap.stop = max_bytes + OVERHEAD_BYTES, stop
        self._is_utf8 = False
        self._selected = ""

    def __enter__(self) -> ImapClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            if error is None:
                self.imap.logout()
            else:  # the rest of an answer may still be on its way
                self.imap.shutdown()

    @property
    def peer(self) -> str:
        """The IP address of the server."""
        return str(self.imap.socket().getpeername()[0])

    def login(self, user: str, password: str) -> None:
        """Log in, then switch to UTF-8 where the server offers it (RFC 6855).

        Names and passwords beyond ASCII go through ``AUTHENTICATE PLAIN`` (RFC 4616), where the server has it, because
        ``LOGIN`` knows ASCII only; other servers mostly take UTF-8 there as well.

        Raises:
            Unavailable: the server refuses.
        """
        is_ascii = (user + password).isascii()
        if "AUTH=PLAIN" in self.imap.capabilities and (not is_ascii or "LOGINDISABLED" in self.imap.capabilities):
            try:
                self.imap.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{password}".encode())
            except self.imap.abort:
                raise
            except imaplib.IMAP4.error as error:
                raise Unavailable(self.name, f"the server refuses the user or password: {error}") from None
        else:
            self.checked(self.command("LOGIN", quoted(user), quoted(password)))
            self.imap.state = "AUTH"
        _, found = self.imap.capability()
        capabilities = b" ".join(row for row in found if isinstance(row, bytes)).upper().split()
        if b"ENABLE" in capabilities and any(row.startswith(b"UTF8=") for row in capabilities):
            self._is_utf8 = self.command("ENABLE", b"UTF8=ACCEPT")[0] == "OK"

    def select(self, folder: str) -> None:
        """Open a mailbox for reading.  Its name is written as a person reads it, or in modified UTF-7.

        Raises:
            Unavailable: the server has no such mailbox; the message names those that it has.
        """
        tried = [self._selected] if self._selected else self._spellings(folder)
        answer: tuple[str, Any] = ("NO", [b""])
        for raw in tried:
            answer = self._examine(raw)
            if answer[0] == "OK":
                self._selected = raw
                return
        self._selected = ""
        listed = self._listed()
        wanted = {comparable_name(name) for name in possible_names(folder)}
        for delimiter, raw in listed:
            if comparable_name(self._readable(raw), delimiter) in wanted and raw not in tried:
                answer = self._examine(raw)
                if answer[0] == "OK":
                    self._selected = raw
                    return
        names = ", ".join(sorted(self._readable(raw) for _, raw in listed)[:MAX_NAMED_MAILBOXES])
        more = ", …" if len(listed) > MAX_NAMED_MAILBOXES else ""
        hint = f"the server has {names}{more}" if names else ""
        raise Unavailable(self.name, f"{answer[0]} {first_text(answer[1])}", hint)

    def command(self, name: str, *arguments: bytes) -> tuple[str, Any]:
        """Send a command and return status and data of its answer."""
        send: Any = self.imap.xatom
        status, data = send(name, *arguments)
        return str(status), data

    def checked(self, answer: tuple[str, Any]) -> list[Any]:
        """Return the data of an answer whose status is OK.  Raises :class:`Unavailable`."""
        status, data = answer
        if status != "OK":
            raise Unavailable(self.name, f"{status} {first_text(data)}")
        return list(data)

    def uid_validity(self) -> str:
        """Return the number that changes when the mailbox was created again."""
        return first_text(self.imap.response("UIDVALIDITY")[1])

    def _examine(self, raw: str) -> tuple[str, Any]:
        select: Any = self.imap.select
        status, data = select(quoted(raw), readonly=True)
        return str(status), data

    def _spellings(self, folder: str) -> list[str]:
        names = possible_names(folder)
        encoded = [encode_utf7(name) for name in names]
        return list(dict.fromkeys([*names, *encoded] if self._is_utf8 else encoded))

    def _readable(self, raw: str) -> str:
        return raw if self._is_utf8 else decode_utf7(raw) or raw

    def _listed(self) -> list[tuple[str, str]]:
        """Return delimiter and name of each mailbox, as the server writes it."""
        status, rows = self.imap.list()
        found = [parse_list_answer(row) for row in rows or ()] if status == "OK" else []
        return [row for row in found if row is not None]


def first_text(data: Any) -> str:
    """Return the first item of an answer as text; empty if it has none."""
    found = data[0] if data else None
    if isinstance(found, tuple):
        found = found[0]
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else ""
