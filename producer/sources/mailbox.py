"""An IMAP mailbox: every mail that arrives is read; mails and flags are left unchanged."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field

from producer.formats import Envelope
from producer.ingest.batch import Checkpoint
from producer.ingest.delivery import SourceHandle
from producer.ingest.intake import Intake
from producer.sources.addresses import is_loopback
from producer.sources.imap_client import ImapClient
from producer.sources.reconnect import run_with_reconnect
from producer.sources.source_config import SourceConfig
from wiredesk.config_values import Secret
from wiredesk.errors import BadData, ConfigError, TooLarge, Unavailable

_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,18})", re.IGNORECASE)
_UID = re.compile(rb"\bUID (\d{1,10})", re.IGNORECASE)


class Mailbox(SourceConfig):
    """A mailbox's row in ``wire.toml``."""

    type: Literal["imap"] = "imap"
    host: str = Field(min_length=1, description="the server's name")
    port: int = Field(default=993, ge=1, le=65535, description="port")
    tls: bool = Field(default=True, description="TLS from the start; off is for loopback only")
    user: str = Field(min_length=1, description="who logs in")
    password: Secret = Field(description="the password")
    folder: str = Field(default="INBOX", min_length=1, description="folder to read, in any script")
    every: float = Field(default=60.0, gt=0, description="seconds between two looks")

    @property
    def name(self) -> str:
        return f"mailbox {self.user}@{self.host}/{self.folder}"

    def run(self, scheduler: Intake) -> None:
        """Read until the source is to stop; the checkpoint is the UID of the last mail that the ledger has.

        Raises:
            ConfigError: the password would cross the network unencrypted, or no server can take a name.
        """
        for field, text in (
            ("user", self.user),
            ("folder", self.folder),
            ("password", self.password.get_secret_value()),
        ):
            if any(character in text for character in "\r\n\0"):
                raise ConfigError(self.name, f"{field} has a line break or NUL", "correct it")
        if not self.tls and not is_loopback(self.host):
            raise ConfigError(self.name, "no TLS to another machine", "leave tls out")
        handle = self.handle(scheduler)
        run_with_reconnect(handle, lambda: self._session(handle))

    def _session(self, handle: SourceHandle) -> None:
        limit = handle.limits.file_bytes
        if self.reach:
            self.reach.check_host(self.name, self.host, self.port)
        with ImapClient(
            self.name, self.host, self.port, tls=self.tls, max_bytes=limit, stop=handle.stop
        ) as client:  # fmt: skip
            if self.reach:  # the name may stand for another address now
                self.reach.check(self.name, [client.peer])
            client.login(self.user, self.password.get_secret_value())
            handle.work("reading")
            while not handle.stop.is_set():
                self._read_new(client, handle)
                handle.stop.wait(self.every)

    def _read_new(self, client: ImapClient, handle: SourceHandle) -> None:
        client.select(self.folder)
        validity = client.uid_validity()
        checkpoint = handle.last_checkpoint()
        last = int(checkpoint["uid"]) if checkpoint.get("validity") == validity else 0
        found = client.checked(client.imap.uid("SEARCH", f"UID {last + 1}:*"))
        numbers = [int(word) for row in found if isinstance(row, bytes) for word in row.split() if word.isdigit()]
        uids = sorted({uid for uid in numbers if uid > last})  # N:* matches the last mail if there is no UID N
        for uid in uids:
            if handle.stop.is_set():
                return
            self._read_mail(client, handle, uid, {"validity": validity, "uid": uid})

    def _read_mail(self, client: ImapClient, handle: SourceHandle, uid: int, checkpoint: Checkpoint) -> None:
        label = f"{self.name}, mail {uid}"
        size = announced_size(client.checked(client.imap.uid("FETCH", str(uid), "(RFC822.SIZE)")), uid)
        if size > handle.limits.file_bytes:
            self._pass_over(handle, label, f"{size:,} bytes, more than a file may have", checkpoint)
            return
        try:
            mail = fetched_mail(client.checked(client.imap.uid("FETCH", str(uid), "(BODY.PEEK[])")), uid)
        except TooLarge as error:  # the server had announced a smaller one
            self._pass_over(handle, label, error.cause, checkpoint)
            raise Unavailable(self.name, "the rest of the answer is not read") from None
        if mail is None:  # deleted since the search
            handle.checkpoint(checkpoint)
        else:
            envelope = Envelope(received=datetime.now(UTC), provider=self.provider)
            handle.deliver(mail, label, envelope=envelope, checkpoint=checkpoint)

    @staticmethod
    def _pass_over(handle: SourceHandle, label: str, cause: str, checkpoint: Checkpoint) -> None:
        hint = "it stays in the mailbox; raise WIREDESK_FILE_BYTES, or take it from there"
        reason = BadData(label, cause, hint)
        handle.reject(b"", reason)
        handle.checkpoint(checkpoint)


def announced_size(rows: list[Any], uid: int) -> int:
    """Return the size that a FETCH answer gives for a mail, 0 if none does; answers about other mails may precede."""
    for row in rows:
        text = row[0] if isinstance(row, tuple) else row
        size = _SIZE.search(text) if isinstance(text, bytes) else None
        number = _UID.search(text) if size else None
        if size and (number is None or int(number[1]) == uid):
            return int(size[1])
    return 0


def fetched_mail(rows: list[Any], uid: int) -> bytes | None:
    """Return the literal of the FETCH answer about a mail; None if the mail is gone.

    A server may send other answers first, and the UID before or after the literal.
    """
    for at, row in enumerate(rows):
        if not isinstance(row, tuple):
            continue
        after = rows[at + 1] if at + 1 < len(rows) and isinstance(rows[at + 1], bytes) else b""
        number = _UID.search(row[0]) or _UID.search(after)
        if number is None or int(number[1]) == uid:
            return bytes(row[1])
    return None
