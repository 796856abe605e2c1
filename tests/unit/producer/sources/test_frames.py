"""Messages out of a byte stream, however it is cut into pieces."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.sources.frames import Frame, Framer

ONE = b"\x01XA0041 3 POL 30 ferry\r\n\x02OSLO, May 8 - The ferry sails.\r\n\x03081200 MAY 25\r\n\x04"
TWO = b"\x16\x16\x01a0042\r\nr a \x10bc-ferry 05-08 30\r\n\x02^Ferry stays\x03AP-XX-05-08-25 1200GMT\x04"


def frames(*pieces: bytes, most: int = 10_000) -> list[Frame]:
    framer = Framer(most)
    found = [frame for piece in pieces for frame in framer.feed(piece)]
    return found + list(framer.close())


@given(st.lists(st.integers(0, 300), max_size=8))
def test_the_pieces_do_not_matter(cuts: list[int]) -> None:
    stream = b"\r\n\x7f" + ONE + b"\r\n\n\n" + TWO + ONE
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    pieces = [stream[a:b] for a, b in pairwise(edges)]
    assert frames(*pieces) == [Frame(ONE), Frame(TWO), Frame(ONE)]


def test_a_missing_end_is_accepted() -> None:
    assert frames(ONE[:-1] + TWO) == [Frame(ONE[:-1]), Frame(TWO)]


def test_a_cut_off_message_is_not_whole() -> None:
    assert frames(ONE, ONE[:40]) == [Frame(ONE), Frame(ONE[:40], whole=False)]


def test_silence_ends_a_message_that_has_its_etx() -> None:
    framer = Framer(1000)
    assert list(framer.feed(ONE[:-1])) == [] and list(framer.on_silence()) == [Frame(ONE[:-1])]
    assert list(framer.feed(ONE[:40])) == [] and list(framer.on_silence()) == []


def test_a_message_that_is_too_long_is_dropped() -> None:
    found = frames(b"\x01" + b"x" * 600, b"x" * 600, ONE, most=1000)
    assert [frame.whole for frame in found] == [False, True] and found[1] == Frame(ONE)


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_noise_is_ignored(pieces: list[bytes]) -> None:
    stream = b"".join(pieces)
    for frame in frames(*pieces, most=100):
        assert frame.data and frame.data in stream


def test_whether_the_sender_stops_after_etx_does_not_matter() -> None:
    head, tail = ONE[: ONE.index(b"\x03") + 1], b"081200\r\n" * 50
    pieces = [head, *(bytes([byte]) for byte in tail), TWO]
    assert frames(*pieces) == [Frame(head + tail), Frame(TWO)]


@pytest.mark.parametrize(
    "fill",
    [
        lambda size: [b"\x16" * size],
        lambda size: [b"\x16"] * size,
        lambda size: [b"\x01\x02a\x03" + b"\x16" * size],
        lambda size: [b"\x01\x02a\x03", *[b"x" * 8] * (size // 8)],
        lambda size: [b"\x01\x02a\x03", *[b"\x16"] * size],
        lambda size: [b"\x01" * size],
        lambda size: [b"\x01\x02", *[b"x" * 8] * (size // 8)],
        lambda size: [b"\x16\x01\x03" * (size // 3)],
    ],
)
def test_time_grows_with_the_bytes(fill: Callable[[int], list[bytes]]) -> None:
    def cpu_seconds(size: int) -> float:
        pieces = fill(size)
        began = time.process_time()
        frames(*pieces, most=10_000_000)
        return time.process_time() - began

    cpu_seconds(1000)
    small, large = (min(cpu_seconds(size) for _ in range(2)) for size in (40_000, 320_000))
    assert large < 24 * small + 0.1  # 8 times the bytes; the square would be 64 times
