"""Plain text and plain wire copy.

The body is kept as received: line breaks inside a paragraph are never moved, so that offsets index it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from producer.formats.draft import Draft
from producer.formats.notes import is_note
from producer.formats.text import agencies, credits, revision_labels
from producer.formats.text.decoding import printable
from producer.formats.text.machine_text import is_html_fragment, machine_text
from producer.formats.text.markup import html_paragraphs
from producer.formats.text.wire_lines import keyword_line, read_trailer
from producer.formats.walls import PageSigns, wall_of
from producer.formats.wire_file import WireFile
from wiredesk.datelines import begins_with_dateline
from wiredesk.errors import NoStory, UnknownFormat

MAX_HEADLINE_CHARS = 200
"""Maximum characters of a headline; a longer first line is prose."""
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_START_LINE = re.compile(r"\s*ZCZC\b[^\n]{0,60}\n")
MAX_HEADER_LINES = 2
"""Maximum lines directly above the dateline: headline and byline."""
MAX_HEADER_BLOCK_LINES = 6
"""Maximum lines of a paragraph of headline, notes, byline and agency."""
_PRIVATE = (b"\x01", b"\x02", b"\x16")
"""First bytes of the private formats of agencies."""
MAX_CONTROL_SHARE = 0.02
"""Maximum share of control characters in a text."""


def is_text(text: str) -> bool:
    """Return whether a text has no NUL and few other control characters."""
    return "\0" not in text and len(_CONTROLS.findall(text)) <= MAX_CONTROL_SHARE * len(text)


def parse(file: WireFile) -> Iterator[Draft]:
    """Yield one draft.  Prose with tags of HTML is read as HTML.

    Raises:
        UnknownFormat: binary data, or text that is written for programs.
        NoStory: a message of a server or a page in place of a story.
    """
    text = file.text
    if not is_text(text) or file.start.startswith(_PRIVATE):
        raise UnknownFormat(file.name, "binary data, not text", "wiredesk formats lists what is read")
    draft = Draft("text")
    text = printable(text)
    if start := _START_LINE.match(text):
        text = text[start.end() :]
    if what := machine_text(text):
        raise UnknownFormat(file.name, f"{what}, not the text of a story", "wiredesk formats lists what is read")
    if is_html_fragment(text):
        blocks = html_paragraphs(text)
    else:
        blocks = [block.rstrip() for block in _BLANK_LINES.split(text.strip("\n")) if block.strip()]
    title = blocks[0].partition("\n")[0] if blocks else ""
    if wall := wall_of(PageSigns(title, "\n\n".join(blocks), is_page=False)):
        raise NoStory(file.name, f"{wall}, not a story")
    read_copy(draft, blocks)
    yield draft


def read_copy(draft: Draft, blocks: list[str]) -> None:
    """Fill a draft from paragraphs of plain copy: take lines, headline, byline, body, credit.

    A first paragraph of one line is the headline if another paragraph follows and it has no dateline.
    """
    blocks = _without_wire_lines(draft, _without_takes(draft, blocks))
    blocks = _above_dateline(_header(_without_notes_above(draft, blocks)))
    if len(blocks) > 1 and is_headline(blocks[0]) and not credits.is_byline(blocks[0]):
        draft.put("headline", blocks[0], "first line, an empty line follows")
        blocks = blocks[1:]
    byline, _, below = blocks[0].partition("\n") if len(blocks) > 1 else ("", "", "")
    if credits.is_byline(byline) and (not below or ("\n" not in below and agencies.is_known(below.strip()))):
        draft.put("byline", byline, "line above the text")
        blocks = blocks[1:]
    blocks = _without_credit(draft, blocks)
    blocks, signature = agencies.signed(blocks)
    if blocks and (agency := agencies.opening_agency(blocks[0])):
        draft.put("source", agency, "the dateline's agency")
    draft.put("source", signature, "last line")
    draft.put_body(blocks, "the text below the headline" if "headline" in draft.values else "the text")


def _without_wire_lines(draft: Draft, blocks: list[str]) -> list[str]:
    """Return the blocks without the keyword line above and the trailer below a story, which give fields."""
    if len(blocks) < 2:
        return blocks
    blocks = list(blocks)
    first, _, rest = blocks[0].partition("\n")
    if keyword := keyword_line(first):
        draft.put("slugline", keyword[0], "keyword line")
        draft.take(keyword[1], "keyword line")
        blocks[:1] = [rest] if rest.strip() else []
    head, _, last = blocks[-1].rpartition("\n")
    if trailer := read_trailer(last):
        draft.put("updated", trailer.time, "last line")
        draft.put("source", trailer.agency, "last line")
        blocks[-1:] = [head.rstrip()] if head.strip() else []
    return blocks


def _without_notes_above(draft: Draft, blocks: list[str]) -> list[str]:
    """Return the blocks without the notes to editors above the headline, unless there is nothing else."""
    lines = blocks[0].split("\n") if blocks else []
    at = next((n for n, line in enumerate(lines) if not is_note(line)), len(lines))
    if not at or (at == len(lines) and len(blocks) < 3):
        return blocks
    draft.put("editor_note", "\n\n".join(lines[:at]), "notes above the headline")
    return [*(["\n".join(lines[at:])] if at < len(lines) else []), *blocks[1:]]


def _header(blocks: list[str]) -> list[str]:
    """Split a first paragraph of headline, byline, notes and agency, which a dateline below or the byline shows."""
    lines = blocks[0].split("\n") if len(blocks) > 1 else []
    if not 2 <= len(lines) <= MAX_HEADER_BLOCK_LINES:
        return blocks
    bylines = [line for line in lines[1:] if credits.is_byline(line)]
    others = [line for line in lines[1:] if not credits.is_byline(line)]
    dated = begins_with_dateline(blocks[1]) or agencies.opening_agency(blocks[1]) is not None
    if not dated and (len(lines) != 2 or not bylines or lines[0].rstrip().endswith((".", ",", ":"))):
        return blocks
    names = [line for line in others if bylines and agencies.is_known(line)]
    notes = [line for line in others if line not in names]
    if not is_headline(lines[0]) or not all(map(is_note, notes)):
        return blocks
    return [lines[0], *bylines, *notes, *blocks[1:]]


def _above_dateline(blocks: list[str]) -> list[str]:
    """Split a headline and perhaps a byline from a first paragraph in which the next line begins with a dateline."""
    lines = blocks[0].split("\n") if blocks else []
    at = next((n for n, line in enumerate(lines[: MAX_HEADER_LINES + 1]) if begins_with_dateline(line)), 0)
    header = [line for line in lines[:at] if not credits.is_byline(line)]
    if not at or len(header) > 1 or not all(map(is_headline, header)) or "".join(header).rstrip().endswith((".", ",")):
        return blocks
    return [*lines[:at], "\n".join(lines[at:]), *blocks[1:]]


def is_headline(block: str) -> bool:
    """Return whether a block is one line of at most :data:`MAX_HEADLINE_CHARS` characters without a dateline."""
    return "\n" not in block and len(block.strip()) <= MAX_HEADLINE_CHARS and not begins_with_dateline(block)


def _without_takes(draft: Draft, blocks: list[str]) -> list[str]:
    """Return the blocks without leading lines of take keys only: ``URGENT``, ``2ND LEAD``."""
    blocks = list(blocks)
    while blocks:
        line, _, rest = blocks[0].partition("\n")
        if not revision_labels.is_take_line(line) or (not rest and len(blocks) == 1):
            break
        draft.take(line, "take line")
        blocks[:1] = [rest] if rest.strip() else []
    return blocks


def _without_credit(draft: Draft, blocks: list[str]) -> list[str]:
    """Return the blocks without closing credit and copyright lines, which give source and rights."""
    blocks = list(blocks)
    while blocks:
        head, _, last = blocks[-1].rpartition("\n")
        if agency := credits.credit_agency(last):
            draft.put("source", agency, f"closing credit: {last.strip()}")
        elif (line := credits.above_signature(blocks)) and credits.credit_agency(line):
            draft.put("source", last, "last line, below the closing credit")
        elif (head or len(blocks) > 1) and credits.is_copyright(last):
            draft.put("rights", last, "closing copyright line")
        else:
            break
        blocks[-1:] = [head.rstrip()] if head.strip() else []
    return blocks
