"""An IMAP mailbox: every mail that arrives is read, none is changed."""

from __future__ import annotations

import imaplib
import re
import ssl
from typing import Any, Literal

from pydantic import Field

from producer.ingest.batch import Mark
from producer.ingest.delivery import Line
from producer.ingest.scheduler import Intake
from producer.sources.addresses import is_loopback
from producer.sources.reconnect import keep_up
from producer.sources.source_config import Secret, Spec
from wiredesk.errors import BadData, ConfigError, Unavailable

TIMEOUT = 30.0
"""Seconds that the server may take for one answer."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Mailbox(Spec):
    """A mailbox's row in ``wire.toml``."""

    type: Literal["imap"] = "imap"
    host: str = Field(min_length=1, description="the server's name")
    port: int = Field(default=993, ge=1, le=65535, description="port")
    tls: bool = Field(default=True, description="TLS from the start; off is for loopback only")
    user: str = Field(min_length=1, description="who logs in")
    password: Secret = Field(description="the password")
    folder: str = Field(default="INBOX", min_length=1, description="folder to read")
    every: float = Field(default=60.0, gt=0, description="seconds between two looks")

    @property
    def name(self) -> str:
        return f"mailbox {self.user}@{self.host}/{self.folder}"

    def run(self, intake: Intake) -> None:
        """Read until the intake is over; the last mail that the ledger has is remembered by its UID.

        Raises:
            ConfigError: the password would go over the network in the clear.
        """
        if not self.tls and not is_loopback(self.host):
            raise ConfigError(self.name, "no TLS to another machine", "leave tls out")
        line = Line(intake, self.name, rate=self.rate)
        keep_up(line, lambda: self._session(line))

    def _session(self, line: Line) -> None:
        with self._connection() as server:
            server.login(self.user, self.password.get_secret_value())
            line.tell("reading")
            while not line.over.is_set():
                self._look(server, line)
                line.over.wait(self.every)

    def _connection(self) -> imaplib.IMAP4:
        if self.tls:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
        return imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)

    def _look(self, server: imaplib.IMAP4, line: Line) -> None:
        quoted = '"' + self.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        _checked(self.name, server.select(quoted, readonly=True))
        validity = _first(server.response("UIDVALIDITY")[1]).decode("ascii", "replace")
        mark = line.mark()
        last = int(mark["uid"]) if mark.get("validity") == validity else 0
        found = _first(_checked(self.name, server.uid("SEARCH", f"UID {last + 1}:*"))).split()
        uids = sorted(uid for uid in map(int, found) if uid > last)  # N:* names the last mail where there is no N
        for uid in uids:
            if line.over.is_set():
                return
            self._read(server, line, uid, {"validity": validity, "uid": uid})

    def _read(self, server: imaplib.IMAP4, line: Line, uid: int, mark: Mark) -> None:
        label = f"{self.name}, mail {uid}"
        size = _SIZE.search(_first(_checked(self.name, server.uid("FETCH", str(uid), "(RFC822.SIZE)"))))
        if size and int(size[1]) > line.limits.file_bytes:
            line.tell(str(BadData(label, f"{int(size[1]):,} bytes, more than a file may have")))
            line.remember(mark)
            return
        parts = _checked(self.name, server.uid("FETCH", str(uid), "(BODY.PEEK[])"))
        mail = next((part[1] for part in parts if isinstance(part, tuple)), None)
        if mail is None:  # deleted meanwhile
            line.remember(mark)
        else:
            line.deliver(mail, label, mark=mark)


def _checked(name: str, answer: tuple[str, Any]) -> list[Any]:
    """The data of an answer that says OK.  Raises :class:`Unavailable`."""
    status, data = answer
    if status != "OK":
        raise Unavailable(name, f"{status} {_first(data).decode('utf-8', 'replace')}")
    return list(data)


def _first(data: Any) -> bytes:
    """The first item of an answer; empty where it has none."""
    found = data[0] if data else None
    if isinstance(found, tuple):
        found = found[0]
    return found if isinstance(found, bytes) else b""
