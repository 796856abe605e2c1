"""Messages out of a byte stream, however it is cut into pieces."""

from __future__ import annotations

from itertools import pairwise

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
