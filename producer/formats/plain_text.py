"""Plain text and plain wire copy.

The body stays as received: line breaks inside a paragraph are never moved, so that offsets index it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from producer.formats import datelines
from producer.formats.draft import Draft
from producer.formats.notes import is_note
from producer.formats.text import revision_labels
from producer.formats.text.decoding import printable
from producer.formats.wire_file import WireFile
from wiredesk.errors import UnknownFormat

MAX_HEADLINE_CHARS = 200
"""Characters above which a first line is prose."""
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_START_LINE = re.compile(r"\s*ZCZC\b[^\n]{0,60}\n")
MAX_HEADER_LINES = 2
"""Lines that may stand above the dateline without an empty line between: headline, byline."""
_PRIVATE = (b"\x01", b"\x02", b"\x16")
"""First bytes of the private formats of agencies."""
MAX_CONTROL_SHARE = 0.02
"""Share of control characters above which a file is not text."""


def is_text(text: str) -> bool:
    """Whether characters are mostly printable, and none of them NUL."""
    return "\0" not in text and len(_CONTROLS.findall(text)) <= MAX_CONTROL_SHARE * len(text)


def parse(file: WireFile) -> Iterator[Draft]:
    """One article.  Raises :class:`UnknownFormat` for what is not text."""
    text = file.text
    if not is_text(text) or file.start.startswith(_PRIVATE):
        raise UnknownFormat(file.name, "binary data, not text", "see the list of formats")
    draft = Draft("text")
    text = printable(text)
    if start := _START_LINE.match(text):
        text = text[start.end() :]
    blocks = [block.rstrip() for block in _BLANK_LINES.split(text.strip("\n")) if block.strip()]
    read_copy(draft, blocks)
    yield draft


def read_copy(draft: Draft, blocks: list[str]) -> None:
    """Fill a draft from paragraphs of plain copy: take lines, headline, byline, body, credit.

    A first paragraph of one line is the headline when another follows it and it begins with no dateline.
    """
    blocks = _above_dateline(_header(_without_takes(draft, blocks)))
    if len(blocks) > 1 and is_headline(blocks[0]):
        draft.put("headline", blocks[0], "first line, an empty line follows")
        blocks = blocks[1:]
        if len(blocks) > 1 and "\n" not in blocks[0] and datelines.is_byline(blocks[0]):
            draft.put("byline", blocks[0], "line after the headline")
            blocks = blocks[1:]
    blocks = _without_credit(draft, blocks)
    if blocks and (agency := datelines.dateline_agency(blocks[0])):
        draft.put("source", agency, "the dateline's agency")
    draft.put_body(blocks, "the text below the headline" if "headline" in draft.values else "the text")


def _header(blocks: list[str]) -> list[str]:
    """A first paragraph of headline, notes and byline above one that begins with a dateline: each on its own."""
    lines = blocks[0].split("\n") if len(blocks) > 1 else []
    if not 2 <= len(lines) <= MAX_HEADER_LINES + 1 or not datelines.begins_with_dateline(blocks[1]):
        return blocks
    bylines = [line for line in lines[1:] if datelines.is_byline(line)]
    others = [line for line in lines[1:] if not datelines.is_byline(line)]
    if not is_headline(lines[0]) or not all(map(is_note, others)):
        return blocks
    return [lines[0], *bylines, *others, *blocks[1:]]


def _above_dateline(blocks: list[str]) -> list[str]:
    """Header lines that stand right above the line with the dateline, as paragraphs of their own.

    One headline, and perhaps a byline; more lines than that are no header.
    """
    lines = blocks[0].split("\n") if blocks else []
    at = next((n for n, line in enumerate(lines[: MAX_HEADER_LINES + 1]) if datelines.begins_with_dateline(line)), 0)
    header = [line for line in lines[:at] if not datelines.is_byline(line)]
    if not at or len(header) != 1 or not is_headline(header[0]) or header[0].rstrip().endswith((".", ",")):
        return blocks
    return [*lines[:at], "\n".join(lines[at:]), *blocks[1:]]


def is_headline(block: str) -> bool:
    """One line of at most 200 characters that is not the beginning of the story itself."""
    return "\n" not in block and len(block.strip()) <= MAX_HEADLINE_CHARS and not datelines.begins_with_dateline(block)


def _without_takes(draft: Draft, blocks: list[str]) -> list[str]:
    """The blocks without leading lines that are only take keys: ``URGENT``, ``2ND LEAD``."""
    blocks = list(blocks)
    while blocks:
        line, _, rest = blocks[0].partition("\n")
        if not revision_labels.is_take_line(line) or (not rest and len(blocks) == 1):
            break
        draft.take(line, "take line")
        blocks[:1] = [rest] if rest.strip() else []
    return blocks


def _without_credit(draft: Draft, blocks: list[str]) -> list[str]:
    """The blocks without a closing credit or copyright line, which give source and rights."""
    blocks = list(blocks)
    while blocks:
        head, _, last = blocks[-1].rpartition("\n")
        if agency := datelines.credit_agency(last):
            draft.put("source", agency, f"closing credit: {last.strip()}")
        elif (head or len(blocks) > 1) and datelines.is_copyright(last):
            draft.put("rights", last, "closing copyright line")
        else:
            break
        blocks[-1:] = [head.rstrip()] if head.strip() else []
    return blocks
