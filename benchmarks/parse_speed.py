"""Measure how fast each format is parsed: MB/s and articles/s.

    python -m benchmarks.parse_speed [FILE…] [--seconds 2] [--format nitf]

Without files, a message of each format with a story of about 600 words is generated; given files are measured as they
are. One process, one thread; only parsing, no ledger and no queue.  CPU time is measured, so other load has little
effect.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

from producer.formats import parse

SENTENCE = (
    "Norland's parliament voted 61 to 48 on Thursday to build a second rail tunnel under the Silver Strait, "
    "Transport Minister Eva Lind told reporters in Lindholm."
)
PARAGRAPHS = tuple(f"{SENTENCE} {SENTENCE}" for _ in range(12))
HEADLINE = "Norland approves second Silver Strait tunnel"
FEED_ITEMS = 50


def main() -> None:
    """Print a table with one line for each format or file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--seconds", type=float, default=2.0, help="how long each is parsed repeatedly")
    arguments.add_argument("--format", help="only the generated message of this format")
    options = arguments.parse_args()
    if options.files:
        messages = {path.name: path.read_bytes() for path in options.files}
    else:
        messages = {name: make() for name, make in MESSAGES.items() if options.format in (None, name)}
    print(f"Python {platform.python_version()}, {platform.machine()}")
    print(f"{'format':14} {'bytes':>9} {'MB/s':>8} {'articles/s':>11} {'ms/article':>11}")
    for name, data in messages.items():
        print(measured(name, data, options.seconds))


def measured(name: str, data: bytes, seconds: float) -> str:
    """Parse a message repeatedly for that long, after a first time that warms up; return a line of the table."""
    articles = len(parse(data, name).articles)
    rounds, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds or not rounds:
        parse(data, name)
        rounds += 1
    speed = rounds * len(data) / spent / 1e6
    each = spent / (rounds * articles) * 1000 if articles else float("nan")
    return f"{name[:14]:14} {len(data):>9,} {speed:>8.2f} {rounds * articles / spent:>11,.0f} {each:>11.3f}"


def _html(tag: str = "p") -> str:
    return "".join(f"<{tag}>{escape(paragraph)}</{tag}>" for paragraph in PARAGRAPHS)


def _text() -> bytes:
    body = "\n\n".join(PARAGRAPHS)
    return f"{HEADLINE}\n\nLINDHOLM, Nov 14 (XP) - {body}".encode()


def _ninjs() -> bytes:
    item = {"uri": "urn:x:1", "type": "text", "version": "1", "headline": HEADLINE, "body_html": _html()}
    return json.dumps(item).encode()


def _article_lines() -> bytes:
    lines = ({"id": f"a{n}", "headline": HEADLINE, "body": "\n\n".join(PARAGRAPHS)} for n in range(FEED_ITEMS))
    return "\n".join(map(json.dumps, lines)).encode()


def _json_feed() -> bytes:
    items = [{"id": f"a{n}", "title": HEADLINE, "content_html": _html()} for n in range(FEED_ITEMS)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


def _nitf_document() -> str:
    return (
        '<nitf><head><docdata><doc-id id-string="x.1"/><date.issue norm="20241114T153000Z"/></docdata></head>'
        f"<body><body.head><hedline><hl1>{HEADLINE}</hl1></hedline></body.head><body.content>{_html()}</body.content></body></nitf>"
    )


def _g2() -> bytes:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1"><itemMeta>'
        f'<itemClass qcode="ninat:text"/></itemMeta><contentMeta><headline>{HEADLINE}</headline></contentMeta>'
        f'<contentSet><inlineXML contenttype="application/nitf+xml">{_nitf_document()}</inlineXML></contentSet>'
        "</newsItem>"
    ).encode()


def _newsml() -> bytes:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>xp</ProviderId><DateId>20241114</DateId>"
        "<NewsItemId>1</NewsItemId></NewsIdentifier></Identification><NewsComponent><NewsLines>"
        f"<HeadLine>{HEADLINE}</HeadLine></NewsLines><ContentItem><DataContent>{_nitf_document()}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    ).encode()


def _rss() -> bytes:
    item = f"<item><title>{HEADLINE}</title><guid>urn:x:%d</guid><description>{escape(_html())}</description></item>"
    items = "".join(item.replace("%d", str(number)) for number in range(FEED_ITEMS))
    return f'<rss version="2.0"><channel><title>XP</title>{items}</channel></rss>'.encode()


def _iptc7901() -> bytes:
    body = "\r\n\r\n".join(PARAGRAPHS)
    return (
        f"\x01nor0231 4 i 600  nor 0231\r\nNorland/transport/\r\n\x02{HEADLINE} =\r\n\r\n{body}\r\n\r\nnor el ab\r\n"
        "\x03141530 GMT Nov 24\r\n\x04"
    ).encode()


def _anpa() -> bytes:
    body = "\r\n\r\n".join(f"\t   {paragraph}<" for paragraph in PARAGRAPHS)
    return (
        "\x16\x16\x01W4411\x1fnorld\r\nr i \x13\x11 BC-EU--Norland-Tunnel    11-14 0600\r\n"
        f"\x02^BC-EU--Norland-Tunnel,600<\r\n^{HEADLINE}<\r\n{body}\r\n\x03XP-WF-11-14-24 1530GMT<\r\n\x0c\r\n\x04"
    ).encode()


def _mail() -> bytes:
    body = "\r\n\r\n".join(PARAGRAPHS)
    return f"From: press@xp.example\r\nSubject: {HEADLINE}\r\nMessage-ID: <1@xp>\r\n\r\n{body}".encode()


def _page() -> bytes:
    menu = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(60))
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{HEADLINE}</title><style>p {{ margin: 0 }}</style></head><body>"
        f"<nav><ul>{menu}</ul></nav><main><article><h1>{HEADLINE}</h1>{_html()}</article></main>"
        "<footer>About us</footer></body></html>"
    ).encode()


def _warc() -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _page()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://xp.example/\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n") * 10


MESSAGES: dict[str, Callable[[], bytes]] = {
    "text": _text,
    "article lines": _article_lines,
    "ninjs": _ninjs,
    "newsml-g2": _g2,
    "newsml-1.2": _newsml,
    "nitf": lambda: _nitf_document().encode(),
    "iptc7901": _iptc7901,
    "anpa1312": _anpa,
    "rss": _rss,
    "jsonfeed": _json_feed,
    "mail": _mail,
    "html": _page,
    "warc": _warc,
}


if __name__ == "__main__":
    main()
