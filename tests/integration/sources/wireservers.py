"""Real servers on the loopback that send the same wire over every kind of source at once, story by story.

Each server stores what its kind of sender stores: a feed its items, a mailbox its mails, a stream the
events after the last id; a plain socket and a WebSocket send from the beginning to whoever connects, as a receiver
that replays its memory does.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from pathlib import Path
from typing import Any

import httpx
from redis import Redis
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.integration.sources.imapserver import ImapServer
from tests.support.feed_server import FeedServer, Handler, rss
from tests.support.servers import RedisServer, free_port

AGAIN = 0.01
"""Seconds between two checks for new stories to send."""
BODY = "OSLO, May 8 (Xample) - {} number {} left the quay at noon, the harbour master said."


def story(kind: str, number: int) -> bytes:
    """Return a story as Article JSON; the first word of its headline is the kind of source."""
    body = BODY.format(kind, number)
    return json.dumps({"id": f"{kind}-{number}", "headline": f"{kind} {number}", "body": body}).encode()


def mail(number: int) -> bytes:
    head = f"Message-ID: <mailed-{number}@example.org>\r\nFrom: desk@example.org\r\nSubject: mailed {number}\r\n\r\n"
    return f"{head}{BODY.format('mailed', number)}\r\n".encode()


def message(number: int) -> bytes:
    """Return a story as IPTC 7901, which has no field for an id."""
    head = f"\x01XAP{number:04} 3 POL 30 ferry\r\n\x02received {number} =\r\n\r\n"
    return f"{head}   {BODY.format('received', number)}\r\n\x03081200 MAY 25\r\n\x04".encode()


class Wire:
    """``shown``: number of stories sent so far over each kind of source."""

    KINDS = (
        *("dropped", "polled", "pushed", "streamed", "evented", "socketed", "received", "mailed"),
        *("piped", "filed"),
    )

    def __init__(self, home: Path, redis: RedisServer) -> None:
        self.shown = 0
        self.over = threading.Event()
        self.drop, self.files, self.pipe = home / "drop", home / "files", home / "pipe.jsonl"
        self.drop.mkdir()
        self.files.mkdir()
        self.pipe.touch()
        self.redis: Any = Redis.from_url(redis.url)
        self._redis_url = redis.url
        self.http, self.imap = FeedServer().start(), ImapServer().start()
        self.http.pages["/feed"], self.http.pages["/events"] = self._feed, self._events
        self.line = socket.create_server(("127.0.0.1", 0))
        self.sockets: Server = serve(self._socket, "127.0.0.1", 0)
        self.port = free_port()
        self.pushed = 0
        for target in (self._accept, self._push, self.sockets.serve_forever):
            threading.Thread(target=target, daemon=True).start()

    def rows(self) -> list[dict[str, Any]]:
        """Return the sources that read it, as in ``wire.toml``."""
        user = {"user": "desk", "password": "tide-table"}
        return [
            {"type": "folder", "path": str(self.drop), "every": 0.02},
            {"type": "feed", "url": self.http.url("/feed"), "every": 0.02, "gap": 0},
            {"type": "http", "port": self.port},
            {"type": "redis", "url": self._redis_url, "stream": "wire"},
            {"type": "sse", "url": self.http.url("/events")},
            {"type": "websocket", "url": f"ws://127.0.0.1:{self.sockets.socket.getsockname()[1]}", "hello": "all"},
            {"type": "tcp", "port": self.line.getsockname()[1]},
            {"type": "imap", "host": "127.0.0.1", "port": self.imap.server_address[1], "tls": False, "every": 0.02}
            | user,
            {"type": "stdin"},
        ]

    def send(self) -> None:
        """Send one more story over each kind of source."""
        number = self.shown
        for folder, kind in ((self.drop, "dropped"), (self.files, "filed")):
            part = folder / f"{number:03}.part"
            part.write_bytes(story(kind, number))
            part.rename(part.with_suffix(".json"))
        with self.pipe.open("ab") as pipe:
            pipe.write(story("piped", number) + b"\n")
        self.redis.xadd("wire", {"data": story("streamed", number)})
        self.imap.mails = self.imap.mails | {number + 1: mail(number)}
        self.shown += 1

    def close(self) -> None:
        self.over.set()
        self.http.stop()
        self.imap.stop()
        self.line.close()
        self.sockets.shutdown()
        self.redis.close()

    def _feed(self, to: Handler) -> None:
        shown = self.shown
        if to.headers.get("If-None-Match") == f'"{shown}"':
            to.reply(304)
        else:
            to.reply(data=rss(*(f"polled {number}" for number in range(shown))), ETag=f'"{shown}"')

    def _events(self, to: Handler) -> None:
        at = int(to.headers.get("Last-Event-ID") or 0)
        to.head(Content_Type="text/event-stream")
        while not self.over.wait(AGAIN):
            to.wfile.write(b":\n")
            while at < self.shown:
                to.wfile.write(b"id: %d\ndata: %b\n\n" % (at + 1, story("evented", at)))
                at += 1

    def _socket(self, to: ServerConnection) -> None:
        try:
            assert to.recv() == "all"
            at = 0
            while not self.over.wait(AGAIN):
                while at < self.shown:
                    to.send(story("socketed", at))
                    at += 1
        except ConnectionClosed:
            pass

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self.line.accept()
            except OSError:
                return
            threading.Thread(target=self._receiver, args=(connection,), daemon=True).start()

    def _receiver(self, connection: socket.socket) -> None:
        at = 0
        with connection:
            while not self.over.wait(AGAIN):
                while at < self.shown:
                    try:
                        connection.sendall(message(at))
                    except OSError:
                        return
                    at += 1

    def _push(self) -> None:
        """Send each story again until the endpoint answers 202."""
        while not self.over.is_set():
            if self.pushed == self.shown:
                time.sleep(AGAIN)
                continue
            data = story("pushed", self.pushed)
            try:
                answer = httpx.post(f"http://127.0.0.1:{self.port}/wire", content=data, timeout=5)
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            self.pushed += answer.status_code == 202
