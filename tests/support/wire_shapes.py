"""Documents that repeat one piece of text, for the measurement of growth: where it stands, and what it is."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from html import escape

import orjson

STORY = "OSLO, May 8 (Reuters) - Norland voted on Thursday, Ana Roth said."
MAIL = (
    "From: a@example.org\nSubject: Norland votes\nDate: Thu, 8 May 2025 10:00:00 +0000\nMessage-ID: <x@example.org>\n"
)
ANPA = (
    "\x16\x16\x01a1234\x1f\r\nr i \x0e\x14{header}\r\n"
    "\x02^Norland votes<\r\n\t{body}\r\n\x03AP-NY-05-08-25 1200GMT<\r\n\x04"
)
IPTC = "\x01AFP 1234 4 I 0456 {free}\r\nNorland-vote/\r\n\x02Norland votes=\r\n{body}\r\n\x03{trailer}\r\n\x04"


def rss(inner: str) -> str:
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    item = f"<item><title>Norland votes</title><guid>u1</guid>{inner}</item>"
    return f'<?xml version="1.0"?><rss version="2.0" {names}><channel><title>T</title>{item}</channel></rss>'


def ninjs(**fields: str) -> str:
    return orjson.dumps({"uri": "u1", "type": "text", "headline": "Norland votes"} | fields).decode()


def web_page(body: str, head: str = "") -> str:
    article = f"<h1>Norland votes</h1><article><p>{STORY * 10}</p>{body}</article>"
    return f"<html><head><title>Norland</title>{head}</head><body>{article}</body></html>"


def warc(block: str, header: str = "", type: str = "text/html") -> str:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n\r\n{block}"
    lines = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\n"
    lines += f"Content-Type: application/http\r\n{header}"
    return f"{lines}Content-Length: {len(http.encode())}\r\n\r\n{http}\r\n\r\n"


def jsonfeed(text: str) -> str:
    item = {
        "id": "1", "title": text, "content_html": text, "date_published": text, "language": text, "tags": [text],
        "authors": [{"name": text}],
    }  # fmt: skip
    return orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "title": text, "items": [item]}).decode()


PLACES: dict[str, Callable[[str], str]] = {
    "text": lambda x: f"Norland votes\n\n{STORY} {x}\n",
    "text, headline": lambda x: f"Norland {x}\n\n{STORY}\n",
    "text, last paragraph": lambda x: f"Norland votes\n\n{STORY}\n\n{x}",
    "iptc7901, text": lambda x: IPTC.format(free="AFP", body=f"{STORY} {x}", trailer="081200 GMT May 25"),
    "iptc7901, header": lambda x: IPTC.format(free=x, body=STORY, trailer=""),
    "iptc7901, trailer": lambda x: IPTC.format(free="AFP", body=STORY, trailer=x),
    "iptc7901, no end": lambda x: f"\x01AFP 1234 4 I 0456 AFP \r\n{x}",
    "anpa1312, text": lambda x: ANPA.format(header="vote 05-08 0456", body=f"{STORY} {x}"),
    "anpa1312, header": lambda x: ANPA.format(header=f"vote{x}x", body=STORY),
    "anpa1312, version": lambda x: ANPA.format(header=f"vote {x}", body=STORY),
    "anpa1312, no end": lambda x: f"\x16\x16\x01a1234\x1f\r\nr i \x0e\x14vote 05-08 0456\r\n\x02{x}",
    "anpa1312, start": lambda x: f"\x16\x16\x01{x}",
    "rss, description": lambda x: rss(f"<description>{escape(x)}</description>"),
    "rss, before the text": lambda x: rss(f"<description>{escape(x)}&lt;p&gt;{STORY}</description>"),
    "rss, creator": lambda x: rss(f"<dc:creator>{escape(x)}</dc:creator>"),
    "rss, creator's address": lambda x: rss(f"<dc:creator>a@{escape(x)}((((</dc:creator>"),
    "rss, title": lambda x: rss("").replace("<title>T", f"<title>{escape(x)}"),
    "rss, date": lambda x: rss(f"<pubDate>{escape(x)}</pubDate>"),
    "xml, start": lambda x: f"<?xml version='1.0'?>{x}{rss('')[21:]}",
    "xml, DOCTYPE": lambda x: f"<!DOCTYPE rss [ {x} ]>{rss('')[21:]}",
    "xml, entity": lambda x: f"<!DOCTYPE rss [ <!ENTITY a {x} ]>{rss('&a;')[21:]}",
    "xml, element": lambda x: rss(f"<x {x.replace('<', '')}/>"),
    "ninjs, html": lambda x: ninjs(body_html=x),
    "ninjs, before the text": lambda x: ninjs(body_html=f"{x}<p>{STORY}</p>"),
    "ninjs, text": lambda x: ninjs(body_text=x),
    "ninjs, fields": lambda x: ninjs(
        versioncreated=x, language=x, byline=x, ednote=x, slugline=x, version=x, located=x
    ),
    "jsonfeed": jsonfeed,
    "json": lambda x: '{"uri":"' + x,
    "html": lambda x: web_page(x),
    "html, head": lambda x: web_page("", head=f"<meta charset=utf-8 {x}>"),
    "html, element": lambda x: f"<html><body {x.replace('>', '')}><p>{STORY}</p></body></html>",
    "nitf": lambda x: f"<nitf><body><body.content><p>{x}</p></body.content></body></nitf>",
    "mail, text": lambda x: f"{MAIL}\n{STORY}\n{x}",
    "mail, type": lambda x: f"{MAIL}Content-Type: text/plain{x}\n\n{STORY}",
    "mail, boundary": lambda x: f"{MAIL}Content-Type: multipart/mixed{x}\n\n{STORY}",
    "mail, disposition": lambda x: f"{MAIL}Content-Disposition: inline{x}\n\n{STORY}",
    "mail, subject": lambda x: f"Subject: {x}\n{MAIL}\n{STORY}",
    "mail, sender": lambda x: f"From: {x}\n{MAIL}\n{STORY}",
    "warc, page": lambda x: warc(f"{x}<html><body><p>{STORY}</p></body></html>"),
    "warc, header": lambda x: warc(f"<html><body><p>{STORY}</p></body></html>", header=f"X: {x}\r\n"),
    "warc, type": lambda x: warc(f"<html><body><p>{STORY}</p></body></html>", type=f"text/html; {x}"),
    "warc, junk": lambda x: f"WARC/1.0\r\n{x}",
}
"""Where a repeated piece may stand: name → the document around it."""

PIECES = {
    "blanks": " ", "line feeds": "\n", "carriage returns": "\r", "line ends": "\r\n", "blank lines": "\n \n",
    "tabs": "\t", "SYN": "\x16", "no-break spaces": "\xa0", "comments": "<!-- -->", "opened comments": "<!--",
    "declarations": "<?xml ?>", "opened declarations": "<?xml ", "doctypes": "<!DOCTYPE ", "opened CDATA": "<![CDATA[",
    "angles": "<", "paragraphs": "<p>A said.</p>", "opened elements": "<b>", "breaks": "<br>", "cut tags": "<p a=1 ",
    "ampersands": "&", "entities": "&amp;", "escaped tags": "&lt;p&gt;", "quotes": '"', "apostrophes": "'", "at": "@",
    "addresses": "a@b ", "brackets": "(", "closing brackets": ")", "semicolons": ";", "parameters": "; a=b",
    "dashes": "- ", "rules": "_", "stars": "*\n", "full stops": ". ", "digits": "1", "numbers": "1 ", "letters": "a",
    "capitals": "A ", "lines": "a\n", "indented lines": "\n    a", "columns": "a   b\n", "take words": "LEAD ",
    "bylines": "By ", "copyright": "(c) ", "encoded words": "=?a?q?b?= ",
}  # fmt: skip
"""What is repeated."""


def document(place: str, piece: str, size: int) -> bytes:
    """Return a document of about ``size`` bytes that repeats a piece in one place."""
    return PLACES[place](PIECES[piece] * (size // len(PIECES[piece]))).encode()


def distinct_attributes(size: int) -> bytes:
    attributes = " ".join(f"a{number}" for number in range(size // 7))
    return f"<html><body><p {attributes}>{STORY}</p></body></html>".encode()


def distinct_elements(size: int) -> bytes:
    return rss("".join(f"<a{number}/>" for number in range(size // 8))).encode()


def mail_parts(size: int) -> bytes:
    part = f"--b\nContent-Type: text/plain; name={'a' * 20}\n\n{STORY}\n"
    return f"{MAIL}Content-Type: multipart/mixed; boundary=b\n\n{part * (size // len(part))}--b--\n".encode()


def records(size: int) -> bytes:
    record = warc(f"<html><body><p>{STORY}</p></body></html>")
    return (record * max(1, size // 2 // len(record))).encode()


def headers_of_records(size: int) -> bytes:
    return b"WARC/1.0\r\n\r\n" * (size // 12)


def messages(size: int) -> bytes:
    message = IPTC.format(free="AFP", body=STORY, trailer="081200 GMT May 25")
    return (message * (size // len(message))).encode()


def zipped_page(size: int) -> bytes:
    return gzip.compress(warc(web_page("<p>A said so today.</p>" * (size // 23))).encode())


WHOLE_DOCUMENTS: dict[str, Callable[[int], bytes]] = {
    found.__name__.replace("_", " "): found
    for found in (
        distinct_attributes,
        distinct_elements,
        mail_parts,
        records,
        headers_of_records,
        messages,
        zipped_page,
    )
}
"""Documents that are not one repeated piece."""
