"""Web archives whose records are chunked, compressed, cut or of a wrong length."""

from __future__ import annotations

import gzip
import io

import pytest

from producer.formats import Limits, parse, read
from producer.formats.results import Parsed
from wiredesk.contract import Article

STORY = (
    "<html lang=en><head><title>{title}</title></head><body><p>LINDHOLM, Norland (XP) — Norland's parliament voted "
    "61 to 48 on Thursday to build a second rail tunnel under the Silver Strait.</p><p>The tunnel will cost 2.1 "
    "billion crowns and is to open in 2031, Transport Minister Eva Lind told reporters.</p></body></html>"
)


def page(title: str, headers: str = "", status: int = 200, body: bytes | None = None) -> bytes:
    content = STORY.format(title=title).encode() if body is None else body
    return f"HTTP/1.1 {status} OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + content


def record(block: bytes, kind: str = "response", uri: str = "http://xp.example/", length: int | None = None) -> bytes:
    type_ = "application/http; msgtype=response" if kind == "response" else "text/html"
    size = len(block) if length is None else length
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-11-14T15:01:00Z\r\n"
            f"Content-Type: {type_}\r\nContent-Length: {size}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def titles(parsed: Parsed) -> list[str]:
    return [article.headline for article in parsed.articles]


def test_an_article_for_each_page() -> None:
    data = b"".join(
        (
            record(b"software: x", kind="warcinfo"),
            record(page("One"), uri="http://xp.example/1"),
            record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record(STORY.format(title="Two").encode(), kind="resource"),
            record(page("Gone", status=404)),
            record(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        )
    )
    parsed = parse(data, "a.warc")
    assert parsed.format == "warc"
    assert titles(parsed) == ["One", "Two"]
    first = parsed.articles[0]
    assert (first.id, first.url, first.format) == ("http://xp.example/1", "http://xp.example/1", "warc")
    assert first.updated and first.updated.isoformat() == "2024-11-14T15:01:00+00:00"
    assert first.published is None
    assert "61 to 48" in first.body and len(first.body.split("\n\n")) == 2
    assert [skip.what for skip in parsed.skipped] == ["HTTP status 404", "page of type image/png"]


def test_members_of_gzip() -> None:
    data = gzip.compress(record(page("One"))) + gzip.compress(record(page("Two")))
    assert titles(parse(data)) == ["One", "Two"]
    whole = gzip.compress(record(page("One")) + record(page("Two")))
    assert titles(parse(whole)) == ["One", "Two"]


def test_a_damaged_member_rejects_its_record_only() -> None:
    broken = bytearray(gzip.compress(record(page("Two"))))
    broken[60:90] = b"\xff" * 30
    data = gzip.compress(record(page("One"))) + bytes(broken) + gzip.compress(record(page("Three")))
    parsed = parse(data)
    assert titles(parsed) == ["One", "Three"]


def test_codings_are_decoded() -> None:
    content = STORY.format(title="Packed").encode()
    packed = gzip.compress(content)
    half = len(packed) // 2
    chunked = b"%x\r\n%b\r\n%06x\r\n%b\r\n0\r\n\r\n" % (half, packed[:half], len(packed) - half, packed[half:])
    block = page("", "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", body=chunked)
    assert titles(parse(record(block))) == ["Packed"]
    assert titles(parse(record(page("Undone before", "Transfer-Encoding: chunked\r\n")))) == ["Undone before"]


@pytest.mark.parametrize("wrong", [-40, 60, 5000])
def test_a_wrong_length_rejects_its_record_only(wrong: int) -> None:
    block = page("Wrong")
    data = record(page("One")) + record(block, length=len(block) + wrong) + record(page("Three"))
    parsed = parse(data)
    assert titles(parsed) == ["One", "Three"]
    assert len(parsed.rejected) == 1
    assert "record at byte" in str(parsed.rejected[0])


def test_a_cut_end_rejects_the_last_record_only() -> None:
    data = record(page("One")) + record(page("Two"))[:-60]
    parsed = parse(data)
    assert titles(parsed) == ["One"]
    assert "cut off" in str(parsed.rejected[0])


def test_a_page_may_decompress_up_to_the_limit() -> None:
    bomb = page("", "Content-Encoding: gzip\r\n", body=gzip.compress(b"<html>" + b" " * 3_000_000))
    parsed = parse(record(bomb) + record(page("Two")), limits=Limits(record_bytes=1_000_000))
    assert titles(parsed) == ["Two"]
    assert "decompresses to more than 1,000,000 bytes" in str(parsed.rejected[0])


def test_a_page_of_very_many_tags_is_rejected_without_its_neighbours() -> None:
    crowded = page("", body=b"<html><body>" + b"<p>x" * 250_000)
    parsed = parse(gzip.compress(record(crowded) + record(page("Two"))), "wire.warc")
    assert titles(parsed) == ["Two"]
    assert [str(error) for error in parsed.rejected] == [
        "wire.warc, record at byte 0: a page of 250,002 tags; the limit is 200,000"
    ]


def test_an_archive_is_read_in_pieces() -> None:
    data = record(page("One")) * 50
    found = [part for part in read(io.BytesIO(data), limits=Limits(file_bytes=1000)) if isinstance(part, tuple)]
    assert len(found) == 50
    assert isinstance(found[0][0], Article)


def test_gzip_around_another_format() -> None:
    assert titles(parse(gzip.compress(b"Norland votes\n\nIt did."))) == ["Norland votes"]
