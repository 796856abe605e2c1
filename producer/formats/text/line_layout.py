"""Split lines of copy into paragraphs, and remove the closing lines of a story."""

from __future__ import annotations

import itertools
import re

from producer.formats.text.credits import is_end_mark, is_sign_off, without_more
from wiredesk.layout import is_preformatted

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_INDENT = re.compile(r"[^\S\n]*")
PARAGRAPH_INDENT = 3
"""Blanks at the start of a line that begin a paragraph in wire copy (IPTC 7901, 3.2.4; Reuters market reports)."""
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*\s*\Z")


def paragraphs(text: str) -> list[str]:
    """Return the blocks between blank lines and before indented lines; line breaks inside a block are kept."""
    found: list[str] = []
    for block in _BLANK_LINES.split(text.strip("\n")):
        if block.strip():
            found += _at_indents(block)
    return found


def _at_indents(block: str) -> list[str]:
    """Split a block at lines with a paragraph's indent; keep tables and blocks that are indented as a whole."""
    lines = [line.rstrip() for line in block.split("\n") if line.strip()]
    if is_preformatted(block):
        return ["\n".join(lines)]
    depths = [_depth(line) for line in lines]
    deep = [index for index, depth in enumerate(depths) if index and depth >= PARAGRAPH_INDENT]
    if not deep or (len(deep) == len(lines) - 1 and not _each_ends(lines)):
        return ["\n".join(line.strip() for line in lines)]
    edges = [0, *deep, len(lines)]
    parts = ("\n".join(line.strip() for line in lines[a:b]) for a, b in itertools.pairwise(edges))
    return [part for part in parts if part.strip()]


def _depth(line: str) -> int:
    match = _INDENT.match(line)
    indent = match[0] if match else ""
    return len(indent) + 2 * indent.count("\t")


def _each_ends(lines: list[str]) -> bool:
    return all(_SENTENCE_END.search(line) for line in lines)


def join(blocks: list[str]) -> str:
    """Return the body: paragraphs with a blank line between them."""
    return "\n\n".join(blocks)


def without_closing(blocks: list[str]) -> list[str]:
    """Return the paragraphs without closing sign-offs and end marks: initials, ``(more)``, ``-30-``."""
    kept = list(blocks)
    while kept and len(blocks) - len(kept) < 4:
        head, _, last = kept[-1].rpartition("\n")
        if not (is_end_mark(last, alone=not head) or (is_sign_off(last, alone=not head) and (head or len(kept) > 1))):
            break
        kept[-1:] = [head.rstrip()] if head.strip() else []
    return [*kept[:-1], without_more(kept[-1])] if kept else []


def one_line(text: str) -> str:
    """Return the text with each run of white space replaced by one blank."""
    return " ".join(text.split())


def same_words(one: str, other: str) -> bool:
    """Return whether two texts are equal except for white space and case."""
    return one_line(one).casefold() == one_line(other).casefold()


def plain_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text/plain body: between blank lines, or each line if every line ends a sentence."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and not _BLANK_LINES.search(text.strip()) and not is_preformatted(text):
        ends = sum(1 for line in lines if _SENTENCE_END.search(line))
        if ends >= len(lines) - 2 and any(len(line) > MAX_WRAPPED_LINE_CHARS for line in lines):
            return lines
    return paragraphs(text)


MAX_WRAPPED_LINE_CHARS = 120
"""Maximum characters of a wrapped line; a longer line is a paragraph."""
