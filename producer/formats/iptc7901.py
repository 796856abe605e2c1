"""IPTC 7901 (The IPTC Recommended Message Format, revision 5, 1995)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from producer.formats import codes
from producer.formats.draft import Draft
from producer.formats.identity import SERVICE_NUMBER
from producer.formats.notes import is_note, is_notebook
from producer.formats.text import agencies, credits, revision_labels
from producer.formats.text.control_chars import EOT, ETX, STX, plain_lines, without_start_line, without_typesetting
from producer.formats.text.decoding import decode
from producer.formats.text.line_layout import one_line, paragraphs
from producer.formats.text.times import day_time_group
from producer.formats.wire_file import WireFile
from wiredesk.datelines import dateline_agency
from wiredesk.errors import BadData, TooLarge

HEADER = re.compile(
    rb"\x01?[ \t]*(?P<service>[A-Za-z]{2,4}) ?(?P<number>\d{2,5}) +(?P<priority>\d) +(?P<category>[A-Za-z]{1,8})"
    rb" +(?P<words>\d{1,5})(?=\s|\Z)[ \t]*(?P<free>[^\r\n\x02]{0,80})"
)
_START = re.compile(
    rb"\x01(?=" + HEADER.pattern.removeprefix(rb"\x01?") + rb")|(?<=\x04)\x01|(?<=\x04[\r\n\x7f\x16 ])\x01"
)
_TRAILER = re.compile(r"\n\s*+\d{6}\s*+(?:[A-Z]{1,4}\s++)?[^\W\d_]{3,10}\.?\s*+\d\d(?:\d\d)?\Z")
MAX_TRAILER_CHARS = 100
"""Characters at a text's end in which a trailer without its ETX is searched."""
MAX_HEADER_LINES = 12
"""Maximum lines of a headline block, take lines included."""
MAX_BYLINE_LINES = 3
"""Maximum lines of a byline: several reporters and their agencies."""
MIN_WRAPPED_CHARS = 12
"""Minimum characters of a headline line that continues in the next line; a shorter one is a label (``Roundup``)."""


@dataclass(frozen=True, slots=True)
class _IptcMessage:
    """The parts of a message, without its control characters."""

    header: re.Match[bytes]
    keywords: str
    text: str
    trailer: str


def recognise(start: bytes) -> bool:
    """Return whether bytes begin with the header line, with or without its SOH."""
    return HEADER.match(without_start_line(start).lstrip(b"\x16")) is not None


def parse(file: WireFile) -> Iterator[Draft | BadData]:
    """Yield one draft for each message."""
    data = without_start_line(file.data.lstrip(b"\xef\xbb\xbf")).lstrip(b" \t\r\n\0\x16\x7f")
    edges = [match.start() for match in _START.finditer(data) if match.start() > 0]
    several = bool(edges)
    for number, (start, end) in enumerate(zip([0, *edges], [*edges, len(data)], strict=True), 1):
        place = f"message {number}" if several else ""
        match = HEADER.match(data, start)
        try:
            file.refuse_story(end - start, place)
        except TooLarge as error:
            yield error
            continue
        if match:
            yield _draft(_parts(match, data[match.end() : end], file.envelope.charset), place)
        else:
            yield file.bad("a message without an IPTC 7901 header", place)


def _parts(header: re.Match[bytes], rest: bytes, charset: str | None) -> _IptcMessage:
    """Return keyword line, text and trailer; their lines identify them if control characters were lost in transit."""
    text = plain_lines(decode(rest, transport=charset).partition(EOT)[0])
    text = without_typesetting(text)
    if STX in text:
        keywords, _, text = text.partition(STX)
    else:
        keywords, text = _keyword_line(text)
    text, mark, trailer = text.partition(ETX)
    if not mark:
        text = text.rstrip()
        if found := _TRAILER.search(text, max(0, len(text) - MAX_TRAILER_CHARS)):
            text, trailer = text[: found.start()], found[0]
    return _IptcMessage(header, one_line(keywords), text.replace("\x1f", "\t"), trailer)


def _keyword_line(text: str) -> tuple[str, str]:
    head, _, rest = text.lstrip("\n ").partition("\n")
    return (head, rest) if head.rstrip().endswith("/") else ("", text)


def _draft(message: _IptcMessage, place: str) -> Draft:
    draft = Draft("iptc7901", place)
    draft.single_time = True
    header = message.header
    draft.reasons[SERVICE_NUMBER] = f"{header['service'].decode()} {header['number'].decode()}"
    draft.put_code("urgency", header["priority"].decode(), codes.urgency, "header: priority")
    draft.put("slugline", message.keywords.rstrip("/ "), "keyword line")
    draft.put("updated", day_time_group(message.trailer), "day-time group after the text")
    body = _put_head(draft, message.text)
    body, notebook = _without_notebook(body)
    blocks = paragraphs(body)
    blocks, signature = agencies.signed(blocks)
    known, service = agencies.header_agency(decode(header["free"]), header["service"].decode())
    draft.put("source", known, "header: free text")
    draft.put("source", agencies.opening_agency(blocks[0]) if blocks else None, "the dateline's agency")
    draft.put("source", signature, "last line")
    draft.put("source", service, "header: free text, the code of the service")
    draft.put("editor_note", notebook, "the notebook below the text")
    draft.put_body(blocks, "text from STX to ETX, below the headline block")
    first = message.keywords.split("/")[0]
    if revision_labels.kind_of_take(first) == "advisory":
        draft.take(first, "keyword line")
    return draft


def _put_head(draft: Draft, text: str) -> str:
    """Put take lines, headline and byline from the headline block; return the text below it."""
    head, body = headline_block(text)
    while head and (revision_labels.is_take_line(head[0]) or is_note(head[0])):
        line = head.pop(0)
        if is_note(line):
            draft.put("editor_note", line, "headline block")
        else:
            draft.take(line, "take line")
    head, byline = without_byline(head)
    draft.put("byline", byline, "headline block, last lines")
    lines = head[-1:]
    for line in reversed(head[:-1]):
        if len(line) < MIN_WRAPPED_CHARS or (line.isupper() and not lines[0].isupper()):
            break
        lines.insert(0, line)
    draft.put("headline", " ".join(lines), "headline block, up to the = sign")
    return body


def without_byline(head: list[str]) -> tuple[list[str], str | None]:
    """Return a headline block without the byline of up to three lines that ends it, and that byline."""
    for at in range(max(1, len(head) - MAX_BYLINE_LINES), len(head)):
        if head[at][0].isupper() and credits.is_byline(head[at]):
            return head[:at], " ".join(head[at:])
    return head, None


def headline_block(text: str) -> tuple[list[str], str]:
    """Return the lines up to the one that ends in ``=`` (Kyodo: ``+``), else a short first paragraph; and the rest."""
    lines = text.split("\n")
    head: list[str] = []
    for index, line in enumerate(lines):
        stripped = line.strip()
        if stripped:
            head.append(stripped.rstrip("=+").rstrip() if stripped[-1] in "=+" else stripped)
        if stripped[-1:] in ("=", "+"):
            return [line for line in head if line], "\n".join(lines[index + 1 :])
        if len(head) >= MAX_HEADER_LINES:
            break
    blocks = re.split(r"\n[ \t]*\n", text.strip("\n"), maxsplit=1)
    first = [line.strip() for line in blocks[0].split("\n") if line.strip()]
    if len(blocks) == 2 and len(first) <= 3 and not any(map(dateline_agency, first)):
        return first, blocks[1]
    return [], text


def _without_notebook(body: str) -> tuple[str, str]:
    """Return the body above the first line of the editors' part, and that part."""
    lines = body.split("\n")
    for index, line in enumerate(lines):
        if is_notebook(line):
            return "\n".join(lines[:index]), "\n".join(line.rstrip() for line in lines[index:]).strip()
    return body, ""
