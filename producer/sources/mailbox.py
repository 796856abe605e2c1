"""An IMAP mailbox: every mail that arrives is read; mails and flags are left unchanged."""

from __future__ import annotations

import imaplib
import re
import ssl
from typing import Any, Literal

from pydantic import Field

from producer.ingest.batch import Checkpoint
from producer.ingest.delivery import SourceHandle
from producer.ingest.scheduler import FairScheduler
from producer.sources.addresses import is_loopback
from producer.sources.reconnect import run_with_reconnect
from producer.sources.source_config import Secret, SourceConfig
from wiredesk.errors import BadData, ConfigError, Unavailable

ANSWER_SECONDS = 30.0
"""Time that the server has for one answer."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Mailbox(SourceConfig):
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

    def run(self, scheduler: FairScheduler) -> None:
        """Read until the source is to stop; the checkpoint is the UID of the last mail that the ledger has.

        Raises:
            ConfigError: the password would cross the network unencrypted.
        """
        if not self.tls and not is_loopback(self.host):
            raise ConfigError(self.name, "no TLS to another machine", "leave tls out")
        handle = SourceHandle(scheduler, self.name, rate=self.rate)
        run_with_reconnect(handle, lambda: self._session(handle))

    def _session(self, handle: SourceHandle) -> None:
        with self._connection() as server:
            server.login(self.user, self.password.get_secret_value())
            handle.report("reading")
            while not handle.stop.is_set():
                self._read_new(server, handle)
                handle.stop.wait(self.every)

    def _connection(self) -> imaplib.IMAP4:
        if self.tls:
            return imaplib.IMAP4_SSL(
                self.host, self.port, ssl_context=ssl.create_default_context(), timeout=ANSWER_SECONDS
            )
        return imaplib.IMAP4(self.host, self.port, timeout=ANSWER_SECONDS)

    def _read_new(self, server: imaplib.IMAP4, handle: SourceHandle) -> None:
        quoted = '"' + self.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        _checked(self.name, server.select(quoted, readonly=True))
        validity = _first(server.response("UIDVALIDITY")[1]).decode("ascii", "replace")
        checkpoint = handle.last_checkpoint()
        last = int(checkpoint["uid"]) if checkpoint.get("validity") == validity else 0
        found = _first(_checked(self.name, server.uid("SEARCH", f"UID {last + 1}:*"))).split()
        uids = sorted(uid for uid in map(int, found) if uid > last)  # N:* matches the last mail if there is no UID N
        for uid in uids:
            if handle.stop.is_set():
                return
            self._read_mail(server, handle, uid, {"validity": validity, "uid": uid})

    def _read_mail(self, server: imaplib.IMAP4, handle: SourceHandle, uid: int, checkpoint: Checkpoint) -> None:
        label = f"{self.name}, mail {uid}"
        size = _SIZE.search(_first(_checked(self.name, server.uid("FETCH", str(uid), "(RFC822.SIZE)"))))
        if size and int(size[1]) > handle.limits.file_bytes:
            handle.report(str(BadData(label, f"{int(size[1]):,} bytes, more than a file may have")))
            handle.checkpoint(checkpoint)
            return
        parts = _checked(self.name, server.uid("FETCH", str(uid), "(BODY.PEEK[])"))
        mail = next((part[1] for part in parts if isinstance(part, tuple)), None)
        if mail is None:  # deleted since the search
            handle.checkpoint(checkpoint)
        else:
            handle.deliver(mail, label, checkpoint=checkpoint)


def _checked(name: str, answer: tuple[str, Any]) -> list[Any]:
    """Return the data of an answer whose status is OK.  Raises :class:`Unavailable`."""
    status, data = answer
    if status != "OK":
        raise Unavailable(name, f"{status} {_first(data).decode('utf-8', 'replace')}")
    return list(data)


def _first(data: Any) -> bytes:
    """Return the first item of an answer; empty if it has none."""
    found = data[0] if data else None
    if isinstance(found, tuple):
        found = found[0]
    return found if isinstance(found, bytes) else b""
