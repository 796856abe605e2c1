"""A document behind bytes that do not belong to it is read; what remains markup is no story in plain text."""

from __future__ import annotations

import pytest

from producer.formats import parse
from producer.formats.leading_junk import MAX_JUNK_BYTES
from wiredesk.errors import BadData, UnknownFormat

RSS = (
    '<rss version="2.0"><channel><title>J</title><item><title>Story</title><guid isPermaLink="false">urn:x:1</guid>'
    "<description>Text.</description></item></channel></rss>"
)
XML = f'<?xml version="1.0" encoding="UTF-8"?>{RSS}'
FEED = (
    '{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","title":"Story","content_text":"T"}]}'
)

READ: list[bytes] = [
    b"\n\n" + XML.encode(),
    b"\xef\xbb\xbf" * 3 + XML.encode(),
    b"0" + XML.encode(),
    b"0\r\n" + RSS.encode(),
    "\u00a0".encode() + XML.encode(),
    b"\xa0" + XML.encode(),
    "ï»¿".encode() + XML.encode(),
    "\u200b".encode() + XML.encode(),
    b"<!-- cached -->\n" + XML.encode(),
    b"<?php echo 1 ?>\n" + XML.encode(),
    b"<br />\n<b>Notice</b>: Undefined index in <b>/var/feed.php</b> on line <b>7</b><br />\n" + XML.encode(),
    b"<script>var a = 1;</script>\n" + XML.encode(),
    b"<div class=x>hello</div>" + XML.encode(),
    b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + XML.encode(),
    b"Warning: foo in /a.php on line 3\n" + XML.encode(),
    b"[error] cannot open cache\n" + XML.encode(),
    b"0" + FEED.encode(),
    b")]}',\n" + FEED.encode(),
    b"Notice: Undefined index in /a.php on line 3\n" + FEED.encode(),
]


@pytest.mark.parametrize("data", READ)
def test_a_feed_behind_junk_is_read(data: bytes) -> None:
    assert [article.headline for article in parse(data, "x").articles] == ["Story"]


def test_the_charset_behind_junk_counts() -> None:
    data = b'0<?xml version="1.0" encoding="iso-8859-1"?>' + RSS.replace("Story", "K\u00f6ln").encode("latin-1")
    assert parse(data, "x").articles[0].headline == "Köln"


REJECTED: list[bytes] = [
    b"0" + XML.encode()[:-30],
    b"0" + XML.encode() + b"behind",
    "\u00a0".encode() + XML.encode()[:120],
    b"<div>Notice</div>" + XML.encode()[:-30],
    b'0{"error":"rate limited","status":429}',
    b'{"error":"rate limited","status":429}',
    b'{"statusCode":500,"body":"Internal Server Error"}',
    b'{"error":"x","body":"y"}',
    b'callback({"a":"b"});',
    b'0<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a</loc></url></urlset>',
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a</loc></url></urlset>',
    b'0<opml version="2.0"><body><outline text="x"/></body></opml>',
    b'<opml version="2.0"><body><outline text="x"/></body></opml>',
    b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
    b"x <html><body><p>Hello</p></body></html>",
    b"function a(){ var b=1; if(b==2){ return {c:[1,2,3]}; } }",
    b"body{color:red;margin:0} .a{padding:0;border:1px solid}",
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)),
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
    b"<html>" + bytes(range(256)) * 20,
    b"aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29y\n" * 4,
    b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n",
]


@pytest.mark.parametrize("data", REJECTED)
def test_what_is_written_for_programs_is_no_story(data: bytes) -> None:
    with pytest.raises(BadData) as caught:
        parse(data, "x")
    assert "\n" not in str(caught.value)


def test_what_stands_far_behind_is_part_of_the_text() -> None:
    text = "The dam of Orva holds, the mayor said. " * (MAX_JUNK_BYTES // 30)
    assert len(parse(f"{text}\n\n{XML}".encode(), "x").articles) == 1


PROSE = [
    "The <b> tag makes text bold, the guide says.",
    "FISHER FOODS <FHR> SAYS STAKE SOLD\n\n<American Financial Corp> sold <Federal Health Corp> to <Fisher> on Monday.",
    "Orva 3 4 .429 [x]\nLund 5 6 .455 {y}",
    "<TIMMINCO LTD> YEAR NET\n\nTORONTO, March 3 - Oper shr 33 cts vs 33 cts",
    "<UNITED FIRE> 4TH QTR NET\n\nCEDAR RAPIDS, March 3 - <UNITED FIRE> earned 31 cts a share, 3 < 4.",
    "[Urgent] Dam of Orva breaks\n\nORVA (XP) - The dam of Orva broke on Tuesday.",
    "======= 3:37am: Rubio wins in Washington =======",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_with_a_few_marks_is_a_story(text: str) -> None:
    assert len(parse(text.encode(), "x").articles) == 1


def test_prose_with_tags_of_html_is_read_as_html() -> None:
    (article,) = parse(b"ORVA (XP) - The dam holds.<br><br>The mayor said so on <b>Tuesday</b>.<br>", "x").articles
    assert article.body == "ORVA (XP) - The dam holds.\n\nThe mayor said so on Tuesday."


def test_a_damaged_feed_in_a_page_is_named() -> None:
    with pytest.raises(UnknownFormat, match="damaged"):
        parse(b"<div>Notice</div>" + XML.encode()[:-30], "x")
