"""TCP connections and the standard input."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from producer.publish import Publisher
from producer.sources import reconnect
from producer.sources.receiver import Receiver
from producer.sources.source_registry import build_source
from producer.sources.stdin import Stdin
from tests.integration.sources.conftest import Desk
from wiredesk.errors import ConfigError, StoreUnavailable
from wiredesk.queue.app import app_for
from wiredesk.retry import Backoff
from wiredesk.store.ledger import Accepted


def message(number: int) -> bytes:
    head = f"\x01XAP{number:04} 3 POL 30 ferry-{number}\r\n\x02Ferry {number} sails again\r\n\r\n"
    return f"{head}   OSLO, May 8 (Xample) - The ferry sails.\r\n\x03081200 MAY 25\r\n\x04".encode()


def test_a_broken_connection_is_opened_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnect.run_with_reconnect, "__defaults__", (Backoff(0.05, 0.1),))
    with socket.create_server(("127.0.0.1", 0)) as satellite:

        def send() -> None:
            for stream in (message(1) + message(2)[:50], message(2) + message(3)):
                connection, _ = satellite.accept()
                with connection:
                    for at in range(0, len(stream), 7):
                        connection.sendall(stream[at : at + 7])

        sender = threading.Thread(target=send)
        sender.start()
        desk.start(Receiver(port=satellite.getsockname()[1]))
        desk.until(lambda: len(desk.headlines()) == 3)
        sender.join()
    assert any("cut off" in line for line in desk.told)
    desk.until(lambda: len(list(desk.rejects.glob("*.bin"))) == 1)


def test_a_receiver_that_connects_to_us(desk: Desk) -> None:
    desk.start(Receiver(port=0, listen=True))
    desk.until_reported("listening on")
    port = int(next(line for line in desk.told if "listening on" in line).rpartition(":")[2])
    for number in (1, 2):
        with socket.create_connection(("127.0.0.1", port)) as sender:
            sender.sendall(message(number))
    desk.until(lambda: len(desk.headlines()) == 2)


def listening(desk: Desk, **fields: object) -> int:
    desk.start(Receiver.model_validate({"port": 0, "listen": True} | fields))
    desk.until_reported("listening on")
    return int(next(line for line in desk.told if "listening on" in line).rpartition(":")[2])


def test_idle_senders_do_not_shut_others_out(desk: Desk) -> None:
    port = listening(desk)
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    try:
        with socket.create_connection(("127.0.0.1", port)) as sender:
            sender.sendall(message(1))
            desk.until(lambda: len(desk.headlines()) == 1)
    finally:
        for one in held:
            one.close()


def test_only_those_that_are_allowed_may_send(desk: Desk) -> None:
    port = listening(desk, allow=["127.0.0.2", "192.0.2.0/24"])
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port)) as stranger:
            stranger.settimeout(60)
            assert stranger.recv(10) == b""  # ended, not reset
    with socket.create_connection(("127.0.0.1", port), source_address=("127.0.0.2", 0)) as sender:
        sender.sendall(message(1))
    desk.until(lambda: len(desk.headlines()) == 1)
    assert len([line for line in desk.told if "refused a connection from 127.0.0.1" in line]) == 1


def test_a_silent_sender_is_disconnected(desk: Desk) -> None:
    port = listening(desk, idle=0.3)
    with socket.create_connection(("127.0.0.1", port)) as sender:
        sender.settimeout(60)
        assert sender.recv(10) == b""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "wire.example", ""])
def test_listening_for_other_machines_needs_an_allow_list(host: str) -> None:
    row = {"type": "tcp", "host": host, "port": 0, "listen": True}
    with pytest.raises(ConfigError, match="allow = "):
        build_source(row, "wire.toml: [[source]] 1")
    assert build_source(row | {"allow": ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"]}, "wire.toml: [[source]] 1")


@pytest.mark.parametrize(
    ("row", "words"),
    [({"listen": True, "allow": ["next door"]}, "allow"), ({"allow": ["10.0.0.0/8"]}, "allow is for listen = true")],
)
def test_an_allow_list_that_cannot_work_is_refused(row: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        build_source({"type": "tcp", "port": 0} | row, "wire.toml: [[source]] 1")


def test_a_message_that_the_ledger_did_not_take_before_the_stop_is_kept(desk: Desk) -> None:
    class Away(Publisher):
        def accept(self, *args: Any, **options: Any) -> Accepted:
            raise StoreUnavailable("store", "away")

    desk.start(Receiver(port=0, listen=True), publisher=Away(app_for(desk.settings), desk.store, desk.settings))
    desk.until_reported("listening on")
    port = int(next(line for line in desk.told if "listening on" in line).rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as sender:
        sender.sendall(message(1))
        desk.until_reported("waits for the ledger")
        desk.stop()
    assert [path.read_bytes() for path in desk.rejects.glob("*.bin")] == [message(1)]
    assert desk.errors == []


class Pipe:
    """A standard input that stays open until the test closes it."""

    def __init__(self) -> None:
        self.out, self.into = os.pipe()

    def fileno(self) -> int:
        return self.out

    def send(self, data: bytes) -> None:
        os.write(self.into, data)


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Iterator[Pipe]:
    made = Pipe()
    monkeypatch.setattr("sys.stdin", made)
    yield made
    desk.stop()
    os.close(made.into)
    os.close(made.out)


def test_stdin_line_by_line_while_it_stays_open(desk: Desk, pipe: Pipe) -> None:
    desk.start(Stdin())
    for number in range(3):
        row = {"id": f"f{number}", "headline": f"Ferry {number}", "body": f"Ferry {number} sails again."}
        pipe.send(json.dumps(row).encode() + b"\n")
        desk.until(lambda expected=number + 1: len(desk.headlines()) == expected)  # type: ignore[misc]
    pipe.send(b"{broken\n")
    desk.until_reported("line 4")


def test_stdin_as_one_story(desk: Desk, pipe: Pipe) -> None:
    pipe.send(b"Ferry sails again\n\nOSLO, May 8 (Xample) - The ferry sails.\n")
    os.close(pipe.into)
    desk.start(Stdin())
    desk.until(lambda: desk.headlines() == ["Ferry sails again"])
    pipe.into = os.open(os.devnull, os.O_WRONLY)
