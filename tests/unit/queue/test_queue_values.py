"""Where the broker is, one row a setting; and the form of messages and of lease holders."""

from __future__ import annotations

from pathlib import Path

import pytest

from wiredesk.process_id import ProcessId, parse
from wiredesk.queue.dispatch import MAX_WORDS_PER_MESSAGE, MIN_MESSAGES, argsrepr, pack
from wiredesk.queue.embedded import MAX_SOCKET_PATH_BYTES, broker_url, socket_path
from wiredesk.settings import Settings
from wiredesk.store.ledger import OutboxEntry

URLS: list[tuple[str | None, str, str]] = [
    (None, "/srv/wire", "redis+socket:///srv/wire/broker/broker.sock"),
    (None, "/srv/wire/", "redis+socket:///srv/wire/broker/broker.sock"),
    ("redis://queue.example/0", "/srv/wire", "redis://queue.example/0"),
    ("rediss://queue.example/0", "/srv/wire", "rediss://queue.example/0"),
    ("redis+socket:///run/redis.sock", "/srv/wire", "redis+socket:///run/redis.sock"),
    ("sentinel://a:26379;sentinel://b:26379", "/srv/wire", "sentinel://a:26379;sentinel://b:26379"),
]


@pytest.mark.parametrize(("given", "home", "url"), URLS)
def test_a_broker_has_a_url(given: str | None, home: str, url: str) -> None:
    assert broker_url(Settings(home=Path(home), broker_url=given)) == url


@pytest.mark.parametrize("length", [1, 40, 60, 80, 81, 82, 83, 84, 85, 100, 200])
def test_the_path_of_a_socket_is_never_too_long(length: int) -> None:
    home = Path("/") / ("h" * length)
    path = socket_path(home)
    assert len(bytes(path)) <= MAX_SOCKET_PATH_BYTES
    assert path.name == "broker.sock"
    under_home = home / "broker" / "broker.sock"
    assert (path == under_home) == (len(bytes(under_home)) <= MAX_SOCKET_PATH_BYTES)


def test_a_path_is_measured_in_bytes() -> None:
    home = Path("/") / ("é" * 45)
    assert len(str(home / "broker" / "broker.sock")) < MAX_SOCKET_PATH_BYTES
    assert socket_path(home).parent.parent != home


MESSAGES: list[tuple[list[list[object]], str]] = [
    ([], ""),
    ([["a", 1]], "a@1"),
    ([["a", 1], ["b", 2]], "2 stories: a@1, b@2"),
    ([["urn:newsml:x:1", 1542761538]], "urn:newsml:x:1@1542761538"),
    ([["a@b", 3]], "a@b@3"),
]


@pytest.mark.parametrize(("keys", "shown"), MESSAGES)
def test_a_message_shows_what_it_names(keys: list[list[object]], shown: str) -> None:
    assert argsrepr(keys) == shown


PACKS: list[tuple[int, int, int, int]] = [
    (1, 10, 32, 1),
    (MIN_MESSAGES - 1, 10, 32, MIN_MESSAGES - 1),
    (MIN_MESSAGES, 10, 32, MIN_MESSAGES),
    (MIN_MESSAGES * 2 - 1, 10, 32, MIN_MESSAGES * 2 - 1),
    (MIN_MESSAGES * 3, 10, 32, MIN_MESSAGES),
    (MIN_MESSAGES * 3 + 1, 10, 32, MIN_MESSAGES + 1),
    (MIN_MESSAGES * 64, 10, 32, MIN_MESSAGES * 2),
    (MIN_MESSAGES * 4, 10, 1, MIN_MESSAGES * 4),
    (MIN_MESSAGES * 4, 10, 2, MIN_MESSAGES * 2),
    (MIN_MESSAGES * 4, MAX_WORDS_PER_MESSAGE // 4, 32, MIN_MESSAGES),
    (MIN_MESSAGES * 4, MAX_WORDS_PER_MESSAGE // 2, 32, MIN_MESSAGES * 2),
    (MIN_MESSAGES * 4, MAX_WORDS_PER_MESSAGE // 2 + 1, 32, MIN_MESSAGES * 4),
    (MIN_MESSAGES * 4, MAX_WORDS_PER_MESSAGE * 9, 32, MIN_MESSAGES * 4),
    (MIN_MESSAGES * 4, 0, 32, MIN_MESSAGES),
]
"""Stories, words of each, the batch, and messages."""


@pytest.mark.parametrize(("stories", "words", "batch", "messages"), PACKS)
def test_stories_are_packed_into_messages(stories: int, words: int, batch: int, messages: int) -> None:
    waiting = [OutboxEntry(number, f"s{number}", 1, words) for number in range(stories)]
    found = list(pack(waiting, batch))
    assert len(found) == messages
    assert [story for message in found for story in message] == waiting


HOLDERS: list[tuple[str, ProcessId | None]] = [
    ("host/1/2/3", ProcessId("host", 1, 2, 3)),
    ("host+0a1b2c3d/10/20/30", ProcessId("host+0a1b2c3d", 10, 20, 30)),
    ("host+0a1b2c3d.4026531836/1/2/3", ProcessId("host+0a1b2c3d.4026531836", 1, 2, 3)),
    ("rack/7/host/1/2/3", ProcessId("rack/7/host", 1, 2, 3)),
    ("host+0a1b2c3d/10/20/b12345", ProcessId("host+0a1b2c3d", 10, 20, 12345, since_boot=True)),
    ("host/1/2/bb3", None),
    ("host/1/2/b", None),
    ("host/1/2", None),
    ("host/1/2/x", None),
    ("host", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "holder"), HOLDERS)
def test_the_holder_of_a_lease_is_parsed(text: str, holder: ProcessId | None) -> None:
    assert parse(text) == holder
    assert holder is None or str(holder) == text
