"""Web archives: one article for each HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from producer.formats.content_codings import decoded
from producer.formats.draft import Draft
from producer.formats.htmlpage import is_markup, page_text, put_page
from producer.formats.namespaces import Namespace
from producer.formats.results import Skipped
from producer.formats.warcrecords import WarcRecord, records
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData

_HTML = re.compile(r"text/html|application/xhtml\+xml", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


def parse(file: WireFile) -> Iterator[Draft | Skipped | BadData]:
    """Yield a draft for each page among the ``response`` and ``resource`` records; other records are ignored."""
    any_record = False
    with file.stream() as stream:
        for record in records(stream, file.limits.record_bytes):
            any_record = True
            place = f"record at byte {record.at}"
            kind = record.header.get("warc-type", "").lower()
            if record.fault:
                yield file.bad(record.fault, place)
            elif kind in ("response", "resource"):
                try:
                    yield _page(record, kind, place, file)
                except BadData as error:
                    yield error if error.subject else type(error)(file.subject(place), *error.args[1:])
    if not any_record:
        raise file.bad("a web archive without any record")


def _page(record: WarcRecord, kind: str, place: str, file: WireFile) -> Draft | Skipped:
    url = record.header.get("warc-target-uri", "").strip("<>")
    type_, body = record.header.get("content-type", ""), record.block
    if kind == "response":
        if "http" not in type_.lower():
            return Skipped(f"response of type {type_ or 'unknown'}", place, url)
        status, headers, body = _http(record.block)
        if status != 200:
            return Skipped(f"HTTP status {status}", place, url)
        type_ = headers.get("content-type", "")
        body = _decoded(body, headers, file.subject(place), file.limits.record_bytes)
    else:
        body = decoded(body, "", file.subject(place), file.limits.record_bytes)
    if not _HTML.search(type_) and (type_ or not re.search(rb"<html\b", body[:2000], re.I)):
        return Skipped(f"page of type {type_.partition(';')[0] or 'unknown'}", place, url)
    charset = _CHARSET.search(type_)
    html = page_text(body, charset[1] if charset else file.envelope.charset)
    if not is_markup(html):
        raise file.bad("a page that is no text, or has no markup", place)
    draft = Draft("warc", place)
    draft.namespace = Namespace(is_address=True)
    draft.put("id", url, "WARC-Target-URI")
    draft.put("url", url, "WARC-Target-URI")
    draft.put("received", record.header.get("warc-date"), "WARC-Date")
    if what := put_page(draft, html):
        return Skipped(what.removeprefix("a ").removeprefix("an "), place, url)
    draft.put("updated", record.header.get("warc-date"), "WARC-Date")
    return draft


def _http(block: bytes) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers by lower-case names, and body of an HTTP response."""
    match = re.compile(rb"\r?\n\r?\n").search(block, 0, 65_536)
    head, body = (block[: match.start()], block[match.end() :]) if match else (block[:65_536], b"")
    lines = head.splitlines() or [b""]
    status = re.match(rb"HTTP/[\d.]+\s+(\d{3})", lines[0])
    fields = (line.decode("latin-1").partition(":") for line in lines[1:])
    return int(status[1]) if status else 0, {name.strip().lower(): value.strip() for name, _, value in fields}, body


def _decoded(body: bytes, headers: dict[str, str], subject: str, max_bytes: int) -> bytes:
    """Return the body without transfer and content codings; an archive may have decoded a body and kept the header."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    return decoded(body, headers.get("content-encoding", ""), subject, max_bytes)


def _unchunked(body: bytes) -> bytes:
    """Return the joined chunks; a body without chunks is returned unchanged."""
    pieces, at = [], 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            break
        pieces.append(body[match.end() : match.end() + size])
        at = match.end() + size
    return b"".join(pieces) or body
