"""A real feed server on the loopback that misbehaves in the ways that feed servers do."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from typing import Any

ITEM = "<item><guid isPermaLink='false'>{id}</guid><title>{title}</title><description>{body}</description></item>"
BODY = "OSLO, May 8 - The ferry to Bodo sails again from Friday, the harbour master Anna Lund said."


def rss(*titles: str) -> bytes:
    """Return a feed with an item for each title; the title is also the guid."""
    items = "".join(ITEM.format(id=title.replace(" ", "-"), title=title, body=f"{BODY} ({title})") for title in titles)
    channel = f"<channel><title>Harbour</title>{items}</channel>"
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'>{channel}</rss>".encode()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with the function that the test put under the path."""

    protocol_version = "HTTP/1.1"
    server: FeedServer

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.requests.append((self.path, dict(self.headers)))
        self.close_connection = True
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the client has closed the connection
            self.server.pages[self.path](self)

    def reply(self, status: int = 200, data: bytes = b"", **headers: str) -> None:
        self.head(status, **{"Content_Length": str(len(data))} | headers)
        self.wfile.write(data)

    def head(self, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class FeedServer(http.server.ThreadingHTTPServer):
    """``pages``: path → function that answers.  ``asked``: number of requests for each path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.pages: dict[str, Callable[[Handler], None]] = {
            "/good": lambda to: to.reply(data=rss("Ferry sails again")),
            "/gzip": lambda to: to.reply(data=gzip.compress(rss("Packed and posted")), Content_Encoding="gzip"),
            "/latin": lambda to: to.reply(
                data=rss("Côte d’Ivoire élit").replace(b"utf-8", b"iso-8859-1"),
                Content_Type="text/xml; charset=latin-1",
            ),
            "/bomb": bomb,
            "/endless": endless,
            "/slow": slow,
            "/slow-head": slow_head,
            "/truncated": lambda to: (to.head(Content_Length="5000"), to.wfile.write(rss("Cut off")[:200]))[0],
            "/chunked": broken_chunks,
            "/cut-gzip": lambda to: to.reply(data=gzip.compress(rss("Half of it"))[:-20], Content_Encoding="gzip"),
            "/bad-gzip": lambda to: to.reply(data=b"\x1f\x8b\x08\x00 not really gzip", Content_Encoding="gzip"),
            "/brotli": lambda to: to.reply(data=bytes(range(256)), Content_Encoding="br"),
            "/loop": lambda to: to.reply(302, Location="/loop"),
            "/private": lambda to: to.reply(302, Location="http://localhost:9/secret"),
            "/file": lambda to: to.reply(302, Location="file:///etc/passwd"),
            "/moved": lambda to: to.reply(301, Location="/good"),
            "/busy": lambda to: to.reply(429, Retry_After="3600"),
            "/broken": lambda to: to.reply(503),
            "/missing": lambda to: to.reply(404),
            "/gone": lambda to: to.reply(410),
            "/html": lambda to: to.reply(data=b"\xff\x00\x01 nothing of the kind \x00"),
            "/nonsense": lambda to: to.wfile.write(b"220 mail.example.org ESMTP\r\n") and None,
            "/huge-head": lambda to: to.reply(data=b"", X="a" * 300_000),
        }

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def start(self) -> FeedServer:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: Any) -> None:
        pass


def bomb(to: Handler) -> None:
    """Answer with fifty megabytes of blanks in a few kilobytes of gzip."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    block = b" " * 1_000_000
    data = b"".join(packer.compress(block) for _ in range(50)) + packer.flush()
    to.reply(data=data, Content_Encoding="gzip")


def endless(to: Handler) -> None:
    to.head(Transfer_Encoding="chunked")
    while True:
        to.wfile.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")


def slow(to: Handler) -> None:
    to.head(Content_Length="1000000")
    for _ in range(200):
        to.wfile.write(b" ")
        time.sleep(0.05)


def slow_head(to: Handler) -> None:
    to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(200):
        to.wfile.write(b"a")
        time.sleep(0.05)


def broken_chunks(to: Handler) -> None:
    to.head(Transfer_Encoding="chunked")
    to.wfile.write(b"20\r\n" + b"<rss><channel>")
