"""Content codings of archived pages, named rightly, wrongly or not at all."""

from __future__ import annotations

import gzip
import random
import sys
import zlib
from importlib.util import find_spec

import pytest

from producer.formats import Limits, parse
from producer.formats.content_codings import decoded
from tests.support.requirements import lacking
from wiredesk.errors import BadData, TooLarge

PAGE = (
    b"<html lang=en><head><title>Dam holds</title></head><body><p>The dam of Orva holds, the mayor said on Tuesday.</p>"
    b"<p>Nobody needs to leave, she told reporters in the town hall.</p></body></html>"
)
LIMIT = 1_000_000


def raw_deflate(data: bytes) -> bytes:
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    return pack.compress(data) + pack.flush()


BODIES = [
    ("", PAGE),
    ("identity", PAGE),
    ("gzip", gzip.compress(PAGE)),
    ("x-gzip", gzip.compress(PAGE)),
    ("", gzip.compress(PAGE)),
    ("gzip, gzip", gzip.compress(gzip.compress(PAGE))),
    ("gzip", gzip.compress(gzip.compress(PAGE))),
    ("gzip", gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:])),
    ("gzip", PAGE),
    ("br", PAGE),
    ("deflate", PAGE),
    ("deflate", zlib.compress(PAGE)),
    ("deflate", raw_deflate(PAGE)),
    ("deflate", gzip.compress(PAGE)),
    ("utf-8", PAGE),
    ("aws-chunked", PAGE),
    ("gzip,aws-chunked", gzip.compress(PAGE)),
    ("nonsense", PAGE),
]


@pytest.mark.parametrize(("header", "body"), BODIES)
def test_a_coding_is_undone_if_the_bytes_are_so_coded(header: str, body: bytes) -> None:
    assert decoded(body, header, "x", LIMIT) == PAGE


def need_codings() -> None:
    if find_spec("brotli") is None or find_spec("zstandard") is None:
        lacking("the extra sources is not installed")


def test_brotli_and_zstandard_are_undone() -> None:
    need_codings()
    import brotli
    import zstandard

    packed = zstandard.ZstdCompressor().compress(PAGE)
    assert decoded(brotli.compress(PAGE), "br", "x", LIMIT) == PAGE
    assert decoded(packed, "zstd", "x", LIMIT) == PAGE
    assert decoded(packed, "", "x", LIMIT) == PAGE
    assert decoded(brotli.compress(gzip.compress(PAGE)), "gzip, br", "x", LIMIT) == PAGE
    for body, header in ((brotli.compress(b" " * 3 * LIMIT), "br"), (zstandard.compress(b" " * 3 * LIMIT), "zstd")):
        with pytest.raises(TooLarge):
            decoded(body, header, "x", LIMIT)
    with pytest.raises(BadData, match="cannot be decompressed"):
        decoded(bytes(range(255, 0, -1)), "br", "x", LIMIT)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(BadData, match=r"needs the package brotli, which is not installed; pip install 'wiredesk\[sour"):
        decoded(b"\x0b\x02\x80abc\x03", "br", "x", LIMIT)


def test_a_bomb_is_too_large() -> None:
    with pytest.raises(TooLarge):
        decoded(gzip.compress(gzip.compress(b" " * 3 * LIMIT)), "gzip", "x", LIMIT)


def response(body: bytes, coding: str) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: " + coding.encode() + b"\r\n\r\n" + body
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://xp.example/\r\nContent-Type: application/http\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(block), block)
    )


@pytest.mark.parametrize("coding", ["gzip", "zstd", "identity", "x-unknown", "br"])
@pytest.mark.parametrize("seed", range(8))
def test_binary_never_becomes_a_story(coding: str, seed: int) -> None:
    body = zlib.compress(PAGE * (seed + 1))[2:] + bytes((seed * 37 + n * n) % 256 for n in range(500))
    parsed = parse(response(body, coding), "x.warc", limits=Limits())
    assert parsed.articles == ()
    assert len(parsed.rejected) == 1


def test_a_wall_in_an_archive_is_skipped() -> None:
    wall = b"<html><head><title>Just a moment...</title></head><body>Checking your browser. Please wait.</body></html>"
    parsed = parse(response(wall, "identity") + response(PAGE, "identity"), "x.warc")
    assert [skip.what for skip in parsed.skipped] == ["bot check"]
    assert len(parsed.articles) == 1


@pytest.mark.parametrize("header", ["gzip", "deflate", "gzip, gzip"])
def test_a_page_that_is_a_bomb_is_rejected(header: str) -> None:
    page = PAGE.replace(b"<p>", b"<p><b>" * 500_000, 1)
    pack = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    }
    with pytest.raises(TooLarge, match="more than 250 times its size"):
        decoded(pack[header](page), header, "page", 8_000_000)
    chance = random.Random(7)
    many = b"".join(b"<p>Paragraph %d of the long report.</p>" % chance.randrange(10**6) for _ in range(40_000))
    assert decoded(pack[header](many), header, "page", 8_000_000) == many
