"""Server-Sent Events, WebSockets and Redis streams, from real servers."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from producer.sources import reconnect
from producer.sources.events import EventStream, split_lines
from producer.sources.redisstream import RedisStream
from producer.sources.websocket import WebSocket
from tests.integration.sources.conftest import Desk
from tests.support.feed_server import FeedServer, Handler
from tests.support.servers import RedisServer
from wiredesk.retry import Backoff


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnect.run_with_reconnect, "__defaults__", (Backoff(0.05, 0.1),))


def story(number: int) -> str:
    return json.dumps({"id": f"f{number}", "headline": f"Ferry {number}", "body": f"Ferry {number} sails again."})


@pytest.fixture
def server() -> Iterator[FeedServer]:
    running = FeedServer().start()
    yield running
    running.stop()


def test_events_continue_after_the_last_id(desk: Desk, server: FeedServer) -> None:
    def stream(to: Handler) -> None:
        last = int(to.headers.get("Last-Event-ID") or 0)
        to.head(Content_Type="text/event-stream")
        to.wfile.write(b": hello\r\n\r\n")
        for number in range(last + 1, last + 3):  # two events, then the connection breaks off in the third
            to.wfile.write(f"id: {number}\r\nevent: story\r\ndata: {story(number)}\r\n\r\n".encode())
        to.wfile.write(b"id: 99\ndata: {half")

    server.pages["/events"] = stream
    desk.start(EventStream(url=server.url("/events")))
    desk.until(lambda: len(desk.headlines()) >= 5)
    desk.stop()
    count = len(desk.headlines())
    assert desk.headlines() == [f"Ferry {number}" for number in range(1, count + 1)]
    asked = len(server.requests)
    desk.over.clear()
    desk.start(EventStream(url=server.url("/events")))
    desk.until(lambda: len(server.requests) > asked)
    assert int(server.requests[asked][1]["Last-Event-ID"]) in (count, count - 1)


@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"data: x"]), max_size=20), st.integers(1, 4))
def test_lines_do_not_depend_on_the_pieces(parts: list[bytes], size: int) -> None:
    text = b"".join(parts)

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(text), size):
            yield text[at : at + size]

    async def run() -> list[bytes]:
        return [row async for row in split_lines(pieces(), 1000, "test")]

    assert asyncio.run(run()) == text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")[:-1]


def test_a_broken_websocket_is_opened_again(desk: Desk) -> None:
    given: list[str] = []

    def handle(socket: ServerConnection) -> None:
        given.append(str(socket.recv()))
        socket.send(story(len(given)))
        socket.send(b"\x00 nothing of the kind")

    with serve(handle, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.socket.getsockname()[1]
        desk.start(WebSocket(url=f"ws://127.0.0.1:{port}", hello="subscribe"))
        desk.until(lambda: len(desk.headlines()) >= 3)
        desk.stop()
        server.shutdown()
    assert set(given) == {"subscribe"}


@pytest.mark.parametrize("private", [False, True])
def test_a_websocket_is_redirected_into_a_private_network_only_if_allowed(desk: Desk, private: bool) -> None:
    asked: list[str] = []

    def handle(socket: ServerConnection) -> None:
        socket.send(story(1))

    def note(_socket: ServerConnection, request: Request) -> None:
        asked.append(request.headers.get("Authorization", ""))

    with serve(handle, "127.0.0.1", 0, process_request=note) as inner:
        threading.Thread(target=inner.serve_forever, daemon=True).start()
        target = f"ws://127.0.0.1:{inner.socket.getsockname()[1]}/"

        def redirect(_socket: ServerConnection, request: Request) -> Response:
            elsewhere = target if request.path == "/second" else "/second"
            return Response(302, "Found", Headers(Location=elsewhere))

        with serve(handle, "127.0.0.1", 0, process_request=redirect) as outer:
            threading.Thread(target=outer.serve_forever, daemon=True).start()
            url = f"ws://127.0.0.1:{outer.socket.getsockname()[1]}/first"
            desk.start(WebSocket.model_validate({"url": url, "private": private, "token": "tide-table"}))
            if private:
                desk.until(lambda: desk.headlines() == ["Ferry 1"])
                assert set(asked) == {""}  # the token is sent only to the configured server
            else:
                desk.until_reported("a redirect into a private network (127.0.0.1)")
                assert desk.headlines() == [] and asked == []
            desk.stop()
            outer.shutdown()
        inner.shutdown()


def test_a_redis_stream_is_acknowledged_by_the_ledger(desk: Desk, redis: RedisServer) -> None:
    client: Any = Redis.from_url(redis.url)
    client.xadd("wire", {"data": story(1)})
    client.xadd("wire", {"other": "field"})
    source = RedisStream.model_validate({"url": redis.url, "stream": "wire"})
    client.xgroup_create("wire", "wiredesk", id="0")
    client.xreadgroup("wiredesk", "producer", {"wire": ">"})  # delivered to a producer that was then killed
    client.xadd("wire", {"data": story(2)})
    desk.start(source)
    desk.until(lambda: desk.headlines() == ["Ferry 1", "Ferry 2"])
    desk.until(lambda: client.xpending("wire", "wiredesk")["pending"] == 0)
    redis.stop()
    desk.until_reported("again in")
    redis.start()
    client.xadd("wire", {"data": story(3)})
    desk.until(lambda: len(desk.headlines()) == 3)
    client.close()
