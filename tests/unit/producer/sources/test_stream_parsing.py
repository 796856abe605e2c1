"""Streams cut into stories: lines of the standard input, server-sent events, entries of a Redis stream."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.sources.events import parse_events
from producer.sources.redisstream import parse_reply
from producer.sources.stdin import read_lines
from wiredesk.errors import TooLarge


class Pieces(io.RawIOBase):
    """A stream that gives one piece at each read."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = [piece for piece in pieces if piece]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._pieces:
            return 0
        piece = self._pieces.pop(0)
        buffer[: len(piece)] = piece
        return len(piece)


def lines(pieces: list[bytes], max_bytes: int = 100) -> list[tuple[int, bytes]]:
    stream = io.BufferedReader(Pieces(pieces))
    return [row for rows in read_lines(stream, max_bytes, 1) for row in rows]


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        ([], []),
        ([b"a\nb\n"], [(1, b"a"), (2, b"b")]),
        ([b"a\nb"], [(1, b"a"), (2, b"b")]),
        ([b"a", b"b\nc", b"\n"], [(1, b"ab"), (2, b"c")]),
        ([b"\n\na\n"], [(1, b""), (2, b""), (3, b"a")]),
    ],
)
def test_lines_are_numbered(pieces: list[bytes], found: list[tuple[int, bytes]]) -> None:
    assert lines(pieces) == found


def test_only_the_beginning_of_a_long_line_is_kept() -> None:
    found = lines([b"a\n", b"x" * 60, b"x" * 60, b"x" * 60, b"x\nb\n"], max_bytes=100)
    assert [number for number, _ in found] == [1, 2, 3]
    assert len(found[1][1]) == 120 and found[2] == (3, b"b")


@given(st.lists(st.binary(max_size=20), max_size=20), st.data())
def test_lines_do_not_depend_on_the_reads(rows: list[bytes], data: st.DataObject) -> None:
    text = b"\n".join(row.replace(b"\n", b" ") for row in rows)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert lines(pieces) == lines([text])


def events(stream: bytes, max_bytes: int = 100) -> list[tuple[str, bytes]]:
    async def chunks() -> AsyncIterator[bytes]:
        yield stream

    async def run() -> list[tuple[str, bytes]]:
        return [(event.id, event.data) async for event in parse_events(chunks(), max_bytes, "wire")]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("stream", "found"),
    [
        (b"data: a\n\n", [("", b"a")]),
        (b"data:a\ndata: b\n\n", [("", b"a\nb")]),
        (b"id: 7\ndata: a\n\ndata: b\n\n", [("7", b"a"), ("7", b"b")]),
        (b": comment\nevent: x\nretry: 5\ndata: a\n\n", [("", b"a")]),
        (b"id: 7\n\ndata: a\n\n", [("7", b"a")]),
        (b"id: 7\0\ndata: a\n\n", [("", b"a")]),
        (b"data: a\n\ndata: incomplete", [("", b"a")]),
    ],
)
def test_events_follow_the_standard(stream: bytes, found: list[tuple[str, bytes]]) -> None:
    assert events(stream) == found


@pytest.mark.parametrize("stream", [b"data: " + b"x" * 200, b"data: 1234567890\n" * 20])
def test_an_event_has_a_maximum_size(stream: bytes) -> None:
    with pytest.raises(TooLarge, match=r"wire: an? (event|line) of more than 100 bytes"):
        events(stream)


ENTRY = (b"1-0", {b"data": b"x"})


@pytest.mark.parametrize(
    "reply", [[[b"wire", [ENTRY]]], {b"wire": [ENTRY]}, {b"wire": [[ENTRY]]}], ids=["resp2", "resp3", "resp3 nested"]
)
def testparse_reply_of_both_protocols_are_read(reply: Any) -> None:
    assert parse_reply(reply) == [ENTRY]


def test_an_empty_reply_has_noparse_reply() -> None:
    assert parse_reply(None) == [] and parse_reply([]) == [] and parse_reply({}) == []
