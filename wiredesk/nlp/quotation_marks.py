"""Quotation marks: which stretches of a paragraph stand inside them.

Straight, curly, low-high, guillemets, the double grave and apostrophe of wire copy, single marks, and the plus signs
of 1987 Reuters copy.  A paragraph is read alone, from left to right, once: a mark that is not closed counts where the
next paragraph opens with one again, and is dropped otherwise, so that one slip of the keyboard swallows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wiredesk.contract import Span

_DOUBLE = re.compile(r"[\"“”„‟«»″]|``|''|‘‘|’’|,,(?=\w)")
_SINGLE = re.compile(r"[‘’‚‛‹›'`]")
_PLUS = re.compile(r"\+")
_OPENERS = frozenset({"“", "„", "‟", "«", "``", "‘‘", ",,"})
_CLOSERS = frozenset({"”", "’’"})
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{-–—/‘'\"“:,")
_ELISION = re.compile(r"(?:\d0s|tis|twas|til|em|n|cause|bout|round)\b", re.IGNORECASE)
_PLURAL_POSSESSIVE = re.compile(r"[sxz]$", re.IGNORECASE)
_ENDING = frozenset(".,!?…;:—-)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch inside quotation marks, with them.  ``inner`` leaves the marks out."""

    start: int
    end: int
    inner: Span
    closed: bool
    single: bool


def passages(text: str, paragraphs: Iterable[Span]) -> list[Passage]:
    """Outermost quoted stretches of every paragraph, in order."""
    spans = list(paragraphs)
    plus = _PLUS.search(text) is not None and _DOUBLE.search(text) is None
    found: list[Passage] = []
    for start, end in spans:
        doubles = _doubles(text, start, end)
        if plus:
            doubles = sorted(doubles + _pluses(text, start, end), key=lambda passage: passage.start)
        found += _with_singles(text, start, end, doubles)
    return _settled(found, spans)


def _settled(found: list[Passage], paragraphs: list[Span]) -> list[Passage]:
    """Without the passages whose closing mark was forgotten, so that they hide nothing of their paragraph.

    An open end is meant where the next paragraph begins with a mark again, or where the paragraph is itself such a
    continuation.
    """
    follows = dict(zip((end for _, end in paragraphs), (start for start, _ in paragraphs[1:]), strict=False))
    ends = {end for _, end in paragraphs}
    opened = {passage.start for passage in found}
    kept: list[Passage] = []
    carried = -1
    for passage in found:
        heir = follows.get(passage.end, -1)
        if passage.closed or passage.end not in ends or heir in opened or passage.start == carried:
            kept.append(passage)
            carried = -1 if passage.closed else heir
    return kept


def _doubles(text: str, start: int, end: int) -> list[Passage]:
    """Passages between double marks; marks inside an open passage of another kind are nested, and stay inside."""
    found: list[Passage] = []
    opened: tuple[int, int, str] | None = None
    depth = 0
    for match in _DOUBLE.finditer(text, start, end):
        mark = match.group()
        at, after = match.start(), match.end()
        if mark == "″" or (mark == '"' and _is_inch(text, at, opened is not None)):
            continue
        opening = _opens(text, mark, at, after, start, end, opened)
        if opened is None:
            if opening:
                opened, depth = (at, after, mark), 0
        elif opening and mark in _OPENERS and mark == opened[2]:
            depth += 1  # the same mark opens again: nested, or the first was never closed
            if _looks_unclosed(text, at):
                stop = max(opened[1], _rstrip(text, opened[0], at))
                found.append(Passage(opened[0], stop, (opened[1], stop), False, False))
                opened, depth = (at, after, mark), 0
        elif not opening or _closes(mark, opened[2]):
            if depth and mark in _CLOSERS:
                depth -= 1
            elif _closes(mark, opened[2]):
                if mark == "''" and text[after : after + 1] == "'" and text[after : after + 2] != "''":
                    after += 1  # a single mark and a double one close together
                found.append(Passage(opened[0], after, (opened[1], at), True, False))
                opened = None
    if opened is not None and opened[1] < end:
        found.append(Passage(opened[0], end, (opened[1], end), False, False))
    return found


def _opens(
    text: str, mark: str, at: int, after: int, start: int, end: int, opened: tuple[int, int, str] | None
) -> bool:
    if mark == "“" and opened is not None and (after >= end or text[after].isspace()) and not text[at - 1].isspace():
        return False  # an opening mark set for a closing one
    if mark in _OPENERS:
        return not (opened and opened[2] == "„" and mark == "“") and not (opened and opened[2] == "»" and mark == "«")
    if mark in _CLOSERS:
        return False
    if opened is not None:
        return False
    before = text[at - 1] if at > start else " "
    following = text[after] if after < end else " "
    return (before in _BEFORE_OPENING or not before.isalnum()) and not following.isspace()


_PAIRS = {
    "“": "”“\"'’",
    "„": '“”"',
    "‟": "”",
    "«": "»",
    "»": "«",
    "``": "''\"”",
    "‘‘": "’’",
    ",,": "''``\"”",
    '"': '"”“',
    "''": "''\"",
}


def _closes(mark: str, opening: str) -> bool:
    return mark in _PAIRS.get(opening, opening)


def _is_inch(text: str, at: int, inside: bool) -> bool:
    """``6'2"``, ``a 12" record``: a measure, not a mark."""
    return not inside and at > 0 and text[at - 1].isdigit()


def _looks_unclosed(text: str, at: int) -> bool:
    """The same opening mark after a blank and a full stop: the earlier one was never closed."""
    before = text[max(0, at - 3) : at].rstrip()
    return before[-1:] in {".", "!", "?"}


def _pluses(text: str, start: int, end: int) -> list[Passage]:
    """``+the rate will rise,+ he said``: plus signs as marks, where a story has no others."""
    at = [match.start() for match in _PLUS.finditer(text, start, end)]
    found = []
    for first, second in zip(at[::2], at[1::2], strict=False):
        if second > first + 1 and not text[first + 1].isspace() and not text[first + 1].isdigit():
            found.append(Passage(first, second + 1, (first + 1, second), True, False))
    return found


def _with_singles(text: str, start: int, end: int, doubles: list[Passage]) -> list[Passage]:
    """Passages between single marks in the gaps between those in double ones."""
    found: list[Passage] = []
    at = start
    for passage in doubles:
        found += _singles(text, at, passage.start)
        found.append(passage)
        at = passage.end
    return found + _singles(text, at, end)


def _singles(text: str, start: int, end: int) -> list[Passage]:
    found: list[Passage] = []
    opened: int | None = None
    maybe: int | None = None
    for match in _SINGLE.finditer(text, start, end):
        at = match.start()
        mark = match.group()
        before = text[at - 1] if at > start else " "
        following = text[at + 1] if at + 1 < end else " "
        if opened is None:
            apostrophe = mark in "’›" or before.isalnum() or following.isspace() or _ELISION.match(text, at + 1)
            if not apostrophe and (before in _BEFORE_OPENING or mark in "‘‚‛‹"):
                opened, maybe = at, None
        elif not following.isalnum() and not before.isspace() and mark not in "‘‚‛‹":
            if before in _ENDING or not _PLURAL_POSSESSIVE.search(before):
                found.append(Passage(opened, at + 1, (opened + 1, at), True, True))
                opened = maybe = None
            elif maybe is None:
                maybe = at
        elif mark in "‘‹" and maybe is not None:
            found.append(Passage(opened, maybe + 1, (opened + 1, maybe), True, True))
            opened, maybe = at, None
    if opened is not None and maybe is not None:
        found.append(Passage(opened, maybe + 1, (opened + 1, maybe), True, True))
    return found


def _rstrip(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


_WRAPPED = 100
"""Characters: copy broken into lines is broken well before this, so longer lines may be paragraphs of their own."""
_LINE_END = re.compile(r"(?<=[.!?:])[\"”’')]*[ \t]*\n|(?<=[.!?:][\"”’')])[ \t]*\n")


def line_spans(text: str, paragraphs: tuple[Span, ...]) -> tuple[Span, ...]:
    """Paragraphs, those that hold whole paragraphs on single lines taken apart where such a line ends a sentence."""
    found: list[Span] = []
    for start, end in paragraphs:
        at = start
        if max(map(len, text[start:end].split("\n"))) > _WRAPPED:
            for stop in _LINE_END.finditer(text, start, end):
                found.append((at, stop.end() - 1))
                at = stop.end()
        if text[at:end].strip():
            found.append((at, end))
    return tuple(found)
