"""A real IMAP server on the loopback with one mailbox and the part of RFC 3501 that a reader of new mail needs."""

from __future__ import annotations

import re
import socketserver
import threading


class ImapHandler(socketserver.StreamRequestHandler):
    """One connection."""

    server: ImapServer

    def handle(self) -> None:
        self.say("* OK ready")
        while row := self.rfile.readline():
            tag, _, rest = row.decode().strip().partition(" ")
            self.server.commands.append(rest)
            word = rest.upper()
            if word.startswith("LOGIN") and "tide-table" not in rest:
                self.say(f"{tag} NO wrong password")
                continue
            if word.startswith("CAPABILITY"):
                self.say("* CAPABILITY IMAP4rev1")
            elif word.startswith("EXAMINE"):
                self.say(f"* {len(self.server.mails)} EXISTS", f"* OK [UIDVALIDITY {self.server.validity}] UIDs valid")
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
        mail = self.server.mails[uid]
        if "SIZE" in what:
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(mail)})")
        else:
            self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(mail)}}}\r\n".encode() + mail + b")\r\n")


class ImapServer(socketserver.ThreadingTCPServer):
    """``mails``: UID → bytes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), ImapHandler)
        self.mails: dict[int, bytes] = {}
        self.validity = 1
        self.commands: list[str] = []

    def start(self) -> ImapServer:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """Ignore the error of a connection whose client was killed."""
