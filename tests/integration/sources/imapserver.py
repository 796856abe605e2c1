"""A real IMAP server on the loopback with one set of mails and the part of RFC 3501 that a reader of new mail needs."""

from __future__ import annotations

import base64
import re
import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Habits:
    """What a server does differently from the simplest one."""

    capabilities: str = "IMAP4rev1"
    user: str = "desk"
    password: str = "tide-table"
    mailboxes: set[str] = field(default_factory=lambda: {"INBOX"})
    """Names as the server writes them: in modified UTF-7, or in UTF-8 where it offers that."""
    delimiter: str = "/"
    unsolicited: tuple[str, ...] = ()
    """Lines before every answer."""
    announced: int | None = None
    """Size that it announces for every mail."""
    literal: int | None = None
    """Size of the literal that it sends for every mail; the bytes come for ever."""
    uid_after: bool = False
    """It writes the UID behind the mail."""


class ImapHandler(socketserver.StreamRequestHandler):
    """One connection."""

    server: ImapServer

    def handle(self) -> None:
        self.say("* OK ready")
        while row := self.rfile.readline():
            tag, _, rest = row.decode().strip().partition(" ")
            self.server.commands.append(rest)
            word, habits = rest.upper(), self.server.habits
            self.say(*habits.unsolicited)
            if word.startswith("LOGIN"):
                found = re.fullmatch(r'LOGIN "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"', rest)
                given = [re.sub(r"\\(.)", r"\1", text) for text in found.groups()] if found else []
                if given != [habits.user, habits.password]:
                    self.say(f"{tag} NO wrong password")
                    continue
            elif word == "AUTHENTICATE PLAIN":
                self.say("+ ")
                given = base64.b64decode(self.rfile.readline()).decode().split("\0")
                if given != ["", habits.user, habits.password]:
                    self.say(f"{tag} NO wrong password")
                    continue
            elif word.startswith("CAPABILITY"):
                self.say(f"* CAPABILITY {habits.capabilities}")
            elif word.startswith("EXAMINE"):
                name = re.sub(r"\\(.)", r"\1", rest.partition(" ")[2].strip().removeprefix('"').removesuffix('"'))
                if name not in habits.mailboxes:
                    self.say(f"{tag} NO [NONEXISTENT] unknown mailbox")
                    continue
                self.say(f"* {len(self.server.mails)} EXISTS", f"* OK [UIDVALIDITY {self.server.validity}] UIDs valid")
            elif word.startswith("LIST"):
                for mailbox in sorted(habits.mailboxes):
                    escaped = mailbox.replace("\\", "\\\\").replace('"', '\\"')
                    self.say(f'* LIST (\\HasNoChildren) "{habits.delimiter}" "{escaped}"')
            elif found := re.match(r"UID SEARCH UID (\d+):\*", word):
                self.search(int(found[1]))
            elif found := re.match(r"UID FETCH (\d+) (.*)", word):
                self.fetch(int(found[1]), found[2])
            self.say(f"{tag} OK done")

    def say(self, *rows: str) -> None:
        for row in rows:
            self.wfile.write(row.encode() + b"\r\n")

    def search(self, first: int) -> None:
        uids = sorted(self.server.mails)
        wanted = [uid for uid in uids if uid >= first] or uids[-1:]
        self.say(" ".join(["* SEARCH", *map(str, wanted)]))

    def fetch(self, uid: int, what: str) -> None:
        mail, habits = self.server.mails[uid], self.server.habits
        if "SIZE" in what:
            size = len(mail) if habits.announced is None else habits.announced
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {size})")
            return
        size = len(mail) if habits.literal is None else habits.literal
        before, after = ("", f" UID {uid}") if habits.uid_after else (f"UID {uid} ", "")
        self.wfile.write(f"* 1 FETCH ({before}BODY[] {{{size}}}\r\n".encode() + mail)
        while habits.literal is not None:
            self.wfile.write(b"x" * 10_000)
        self.wfile.write(f"{after})\r\n".encode())


class ImapServer(socketserver.ThreadingTCPServer):
    """``mails``: UID → bytes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), ImapHandler)
        self.mails: dict[int, bytes] = {}
        self.validity = 1
        self.commands: list[str] = []
        self.habits = Habits()

    def start(self) -> ImapServer:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """Ignore the error of a connection whose client was killed."""
