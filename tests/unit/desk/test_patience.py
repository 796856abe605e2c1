"""Slow clients are let go, quick ones and those who follow a stream are not: a real server, its waits shortened."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn

from desk.web.slow_clients import Patience

BIG = b"x" * 50_000_000


class Impatient(Patience):
    asking = 0.5
    reading = 0.5


async def app(scope: Any, _receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/stream":
        for _ in range(4):
            await asyncio.sleep(0.4)
            await send({"type": "http.response.body", "body": b"still here\n", "more_body": True})
    body = BIG if scope["path"] == "/big" else b"done\n"
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=Impatient, lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


def is_let_go(one: socket.socket) -> bool:
    """Whether the server ends the connection; the test's own time limit is the end of the wait."""
    try:
        while one.recv(1):
            pass
    except ConnectionResetError:
        pass
    return True


@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\nHost: local"])
def test_who_never_ends_the_request(port: int, start: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), 60) as one:
        one.sendall(start)
        assert is_let_go(one)


def test_who_sends_a_byte_at_a_time_on_a_kept_connection(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 60) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: local\r\n\r\n")
        assert b"200" in one.recv(1000)
        with pytest.raises(OSError):
            for _ in range(600):
                one.sendall(b"G")
                time.sleep(0.1)


def test_who_does_not_read(port: int) -> None:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(60)
        one.connect(("127.0.0.1", port))
        one.sendall(b"GET /big HTTP/1.1\r\nHost: local\r\n\r\n")
        time.sleep(1.5)
        read = 0
        try:
            while piece := one.recv(100_000):
                read += len(piece)
        except ConnectionResetError:
            pass
        assert read < len(BIG)


def test_who_follows_a_stream_stays(port: int) -> None:
    answer = httpx.get(f"http://127.0.0.1:{port}/stream", timeout=60)
    assert answer.text == "still here\n" * 4 + "done\n"


def test_who_reads_a_big_answer_gets_all_of_it(port: int) -> None:
    assert len(httpx.get(f"http://127.0.0.1:{port}/big", timeout=60).content) == len(BIG)
