"""Slow clients are disconnected, steady ones are served: the rules with a transport of our own, then a real server."""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import uvicorn

from tests.support.waiting import HANG_SECONDS
from wiredesk.client_places import ClientPlaces
from wiredesk.slow_clients import SlowClientGuard, guard

HEAD = b"GET / HTTP/1.1\r\nHost: local\r\n\r\n"
BIG = b"x" * 50_000_000
SHORT_SECONDS = 0.2
"""A limit for clients that must be disconnected; those that must not be have the product's own limits."""
LONG_SECONDS = 1000.0
"""A limit that no test reaches."""


class Inner(asyncio.Protocol):
    """The server's protocol: it notes what reaches it."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.calls.append("made")

    def data_received(self, data: bytes) -> None:
        self.calls.append(f"data {len(data)}")

    def eof_received(self) -> bool | None:
        self.calls.append("eof")
        return None

    def pause_writing(self) -> None:
        self.calls.append("pause")

    def resume_writing(self) -> None:
        self.calls.append("resume")

    def connection_lost(self, exc: Exception | None) -> None:
        self.calls.append("lost")


class Transport(asyncio.Transport):
    """A connection whose unread bytes the test sets."""

    def __init__(self) -> None:
        super().__init__()
        self.unread = 0
        self.high: int | None = None
        self.aborted = asyncio.Event()

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self.high = high

    def get_write_buffer_size(self) -> int:
        return self.unread

    def abort(self) -> None:
        self.aborted.set()


async def connected(**limits: float) -> tuple[SlowClientGuard, Transport, Inner]:
    transport, inner = Transport(), Inner()
    one = SlowClientGuard(inner, **({"request_seconds": LONG_SECONDS, "unread_seconds": LONG_SECONDS} | limits))
    one.connection_made(transport)
    return one, transport, inner


def in_a_loop(test: Callable[[], Any]) -> None:
    asyncio.run(test())


def test_every_call_reaches_the_server() -> None:
    async def test() -> None:
        one, transport, inner = await connected()
        one.data_received(HEAD)
        one.pause_writing()
        one.resume_writing()
        one.eof_received()
        one.connection_lost(None)
        assert inner.calls == ["made", f"data {len(HEAD)}", "pause", "resume", "eof", "lost"]
        assert transport.high == 0, "else small answers could stay unread for ever"

    in_a_loop(test)


@pytest.mark.parametrize(
    "received",
    [
        [],
        [b"GET / HTTP/1.1\r\n"],
        [HEAD[:-1]],
        [HEAD, b"G"],
        [HEAD + b"GET"],
        [HEAD, HEAD, b"G", b"E", b"T"],
    ],
)
def test_a_request_that_does_not_end_is_aborted(received: list[bytes]) -> None:
    async def test() -> None:
        one, transport, _ = await connected(request_seconds=SHORT_SECONDS)
        for data in received:
            one.data_received(data)
        await transport.aborted.wait()

    in_a_loop(test)


@pytest.mark.parametrize(
    "received",
    [[HEAD], [HEAD[:7], HEAD[7:]], [bytes([byte]) for byte in HEAD], [HEAD[:-2], b"\r\n"], [HEAD * 3], [HEAD, HEAD]],
)
def test_after_a_whole_request_no_timer_runs(received: list[bytes]) -> None:
    async def test() -> None:
        one, _, _ = await connected()
        for data in received:
            one.data_received(data)
        assert running_timers(one) == 0

    in_a_loop(test)


def test_an_answer_of_which_nothing_is_read_is_aborted() -> None:
    async def test() -> None:
        one, transport, _ = await connected(unread_seconds=SHORT_SECONDS)
        one.data_received(HEAD)
        transport.unread = 1000
        one.pause_writing()
        await transport.aborted.wait()

    in_a_loop(test)


def test_a_slow_but_steady_reader_is_served() -> None:
    async def test() -> None:
        one, transport, _ = await connected(unread_seconds=0.001)
        one.data_received(HEAD)
        sizes = iter(range(1000, 0, -1))
        finished = asyncio.Event()

        def read_one_byte() -> int:
            transport.unread = next(sizes, 0)
            if not transport.unread:
                one.resume_writing()
                finished.set()
            return transport.unread

        transport.get_write_buffer_size = read_one_byte  # type: ignore[method-assign]
        one.pause_writing()
        await finished.wait()
        assert not transport.aborted.is_set()

    in_a_loop(test)


def test_a_connection_that_ends_leaves_no_timer() -> None:
    async def test() -> None:
        one, _, _ = await connected()
        one.pause_writing()
        assert running_timers(one) == 2
        one.connection_lost(None)
        assert running_timers(one) == 0

    in_a_loop(test)


def running_timers(one: SlowClientGuard) -> int:
    return sum(timer is not None for timer in (one._request_timer, one._unread_timer))


DROPPED = threading.Event()
"""Set when the server has ended a connection whose client read nothing; the client itself cannot know."""


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/stream":
        for _ in range(4):
            await asyncio.sleep(2 * SHORT_SECONDS)
            await send({"type": "http.response.body", "body": b"still here\n", "more_body": True})
    if scope["path"] == "/unread":
        for _ in range(2):  # the second one waits until the first is read
            await send({"type": "http.response.body", "body": BIG, "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
        DROPPED.set()
        return
    body = BIG if scope["path"] == "/big" else b"done\n"
    await send({"type": "http.response.body", "body": body})


def serving(**limits: float) -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", log_level="critical")
    server = uvicorn.Server(guard(config, **limits))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def impatient() -> Iterator[int]:
    """The port of a server that waits for requests shortly."""
    yield from serving(request_seconds=SHORT_SECONDS)


@pytest.fixture(scope="module")
def impatient_writer() -> Iterator[int]:
    """The port of a server that waits for readers shortly."""
    yield from serving(unread_seconds=SHORT_SECONDS)


@pytest.fixture(scope="module")
def patient() -> Iterator[int]:
    """The port of a server with the limits of the product."""
    yield from serving()


def wait_for_disconnect(one: socket.socket) -> None:
    """Wait until the server resets or closes the connection, without reading; the test's timeout ends the wait."""
    poll = select.poll()
    poll.register(one, select.POLLRDHUP)
    assert poll.poll(60_000), "the server keeps the connection"


def answered(port: int) -> socket.socket:
    """Return a connection that has got an answer; on a slow machine the server may abort some before their request."""
    while True:
        one = socket.create_connection(("127.0.0.1", port), 60)
        with contextlib.suppress(OSError):
            one.sendall(HEAD)
            if b"200" in one.recv(1000):
                return one
        one.close()


@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\nHost: local"])
def test_the_server_disconnects_who_never_ends_the_request(impatient: int, start: bytes) -> None:
    with socket.create_connection(("127.0.0.1", impatient), 60) as one:
        with contextlib.suppress(OSError):  # on a slow machine the server may be quicker
            one.sendall(start)
        wait_for_disconnect(one)


def test_the_server_disconnects_who_sends_a_byte_at_a_time_on_a_kept_connection(impatient: int) -> None:
    with answered(impatient) as one, pytest.raises(OSError):
        while True:
            one.sendall(b"G")
            time.sleep(SHORT_SECONDS / 4)


def test_the_server_disconnects_who_does_not_read(impatient_writer: int) -> None:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(60)
        one.connect(("127.0.0.1", impatient_writer))
        one.sendall(HEAD.replace(b"/ ", b"/unread "))
        assert DROPPED.wait(HANG_SECONDS)


def test_who_follows_a_stream_stays(patient: int) -> None:
    answer = httpx.get(f"http://127.0.0.1:{patient}/stream", timeout=60)
    assert answer.text == "still here\n" * 4 + "done\n"


def test_who_reads_a_big_answer_gets_all_of_it(patient: int) -> None:
    assert len(httpx.get(f"http://127.0.0.1:{patient}/big", timeout=60).content) == len(BIG)


class Connection(Transport):
    """A connection of a client with an address, which notes what is written to it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.written, self.closed = address, b"", False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return (self.address, 1) if name == "peername" else default

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True


class Answering(Inner):
    """A server's protocol that answers when the test says so."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport = transport

    def answer(self, data: bytes) -> None:
        self.transport.write(data)  # type: ignore[attr-defined]


POST = b"POST /wire HTTP/1.1\r\nContent-Length: 9\r\n\r\n"
OK = b"HTTP/1.1 202 Accepted\r\n\r\n"


@pytest.mark.parametrize(
    ("steps", "timers"),
    [
        ([POST], 0),
        ([POST, b"123", b"456"], 0),
        ([POST + b"12\r\n\r\n3"], 0),
        ([POST, "HTTP/1.1 100 Continue\r\n\r\n", b"123"], 0),
        ([POST + b"123456789", OK.decode()], 0),
        ([POST + b"123456789", OK.decode(), b"P"], 1),
        ([POST + b"123456789", OK.decode(), POST], 0),
        ([POST, OK.decode(), b"123"], 1),  # a body that goes on after its refusal
        ([POST[:-1]], 1),
    ],
)
def test_a_body_is_no_head(steps: list[bytes | str], timers: int) -> None:
    """A step is what the client sends, as bytes, or what the server answers, as text."""

    async def test() -> None:
        inner, transport = Answering(), Connection("192.0.2.1")
        one = SlowClientGuard(inner, request_seconds=LONG_SECONDS, has_bodies=True)
        one.connection_made(transport)
        for step in steps:
            if isinstance(step, bytes):
                one.data_received(step)
            else:
                inner.answer(step.encode())
        assert running_timers(one) == timers
        one.connection_lost(None)

    in_a_loop(test)


def test_an_idle_connection_gives_its_place_to_a_new_one() -> None:
    async def test() -> None:
        places = ClientPlaces(2, 2)
        connections = [Connection(f"192.0.2.{number}") for number in range(4)]
        guards = [SlowClientGuard(Answering(), has_bodies=True, places=places) for _ in connections]
        for number in (0, 1):
            guards[number].connection_made(connections[number])
        guards[0].data_received(POST)  # it is served now
        guards[2].connection_made(connections[2])
        assert [one.aborted.is_set() for one in connections] == [False, True, False, False]
        guards[2].data_received(POST)
        guards[3].connection_made(connections[3])
        assert connections[3].closed and connections[3].written.startswith(b"HTTP/1.1 503")
        guards[3].data_received(POST)
        for one in guards:
            one.connection_lost(None)

    in_a_loop(test)
