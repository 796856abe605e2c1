"""Heads of HTTP responses are repaired, and chunks are taken off, however the bytes arrive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.sources.chunked_body import ChunkedBody
from producer.sources.response_head import head_end, repair_head


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([b"A: b"], [b"a: b"]),
        ([b"A : b", b" folded"], [b"a: b folded"]),
        ([b"A B: c", b"\tfolded", b"D: e"], [b"d: e"]),
        ([b"no colon", b": no name", b"\xc3\xa4: b"], []),
        ([b"A: \0b\x1bc\r"], [b"a: b c"]),
        ([b"Transfer-Encoding: chunked", b"Content-Length: 5"], []),
        ([b"Transfer-Encoding: gzip", b"Content-Length: 5"], [b"content-encoding: gzip"]),
        ([b"Content-Length: 5", b"Content-Length: 05"], [b"content-length: 5"]),
        ([b"Content-Length: 5, 5"], [b"content-length: 5"]),
        ([b"Content-Length: 5", b"Content-Length: 6"], [b"content-length: 5", b"content-length: 6"]),
        ([b"Content-Length: -5"], []),
        ([b"Content-Length: "], []),
    ],
)
def test_only_what_the_library_accepts_is_kept(lines: list[bytes], kept: list[bytes]) -> None:
    head = repair_head(b"\r\n".join([b"HTTP/1.1 200 OK", *lines]) + b"\r\n\r\n")
    assert head is not None
    assert head.data.split(b"\r\n")[1:-2] == kept


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"HTTP/1.1 200 OK", 200),
        (b"HTTP/1.1  404", 404),
        (b"http/2 304 x", 304),
        (b"HTTP/1.1 2000", None),
        (b"ICY 200 OK", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_status_lines(line: bytes, status: int | None) -> None:
    head = repair_head(line + b"\r\n\r\n")
    assert (head.status if head else None) == status


@given(st.binary(max_size=300))
def test_any_bytes_are_a_head_or_none(data: bytes) -> None:
    head = repair_head(b"HTTP/1.1 200 OK\r\n" + data + b"\r\n\r\n")
    assert head is not None and head_end(head.data) == len(head.data)


@given(st.binary(max_size=60), st.integers(1, 9), st.integers(1, 20), st.sampled_from([b"\r\n", b"\n"]))
def test_a_chunked_body_does_not_depend_on_the_pieces(data: bytes, size: int, piece: int, end: bytes) -> None:
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    sent = b"".join(b"%x%s%s%s" % (len(chunk), end, chunk, end) for chunk in chunks) + b"0" + end + end
    body = ChunkedBody()
    got = b"".join(body.feed(sent[at : at + piece]) for at in range(0, len(sent), piece))
    assert got == data and body.is_complete


@pytest.mark.parametrize("sent", [b"x\r\n", b"\r\n", b"-1\r\n", b"1" * 16 + b"\r\n", b"5 5\r\n", b"5;" + b"a" * 20_000])
def test_a_size_that_is_no_number_is_an_error(sent: bytes) -> None:
    with pytest.raises(ValueError, match="not a number"):
        ChunkedBody().feed(sent)
