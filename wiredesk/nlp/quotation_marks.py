"""Find the passages of a text that are inside quotation marks.

Straight, curly, low-high, guillemets, the double grave and apostrophe of wire copy, single marks, and the plus signs
of Reuters copy of 1987. Each paragraph is read by itself, once, from left to right. A mark that is not closed counts if
the next paragraph opens with one again; otherwise it is dropped, so that a forgotten mark does not quote the rest of
the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from wiredesk.contract import Span

_DOUBLE = re.compile(r"[\"“”„‟«»″`'‘’,](?:(?<=[\"“”„‟«»″])|(?<=`)`|(?<=')'|(?<=‘)‘|(?<=’)’|(?<=,),(?=\w))")
"""One class of characters comes first: the search for it is several times as fast as that for alternatives."""
_SINGLE = re.compile(r"[‘’‚‛‹›'`]")
_ANY_MARK = re.compile(r"[\"“”„‟«»″`'‘’‚‛‹›]")
_PLUS = re.compile(r"\+")
_OPENERS = frozenset({"“", "„", "‟", "«", "``", "‘‘", ",,"})
_CLOSERS = frozenset({"”", "’’"})
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{-–—/‘'\"“:,")
_ELISION = re.compile(r"(?:\d0s|tis|twas|til|em|n|cause|bout|round)\b", re.IGNORECASE)
_PLURAL_POSSESSIVE = re.compile(r"[sxz]$", re.IGNORECASE)
_ENDING = frozenset(".,!?…;:—-)")
_DOUBLE_MARKS = frozenset('"”»')

_SAID = r"(?:said|says|added|told|asked)"
_ATTRIBUTED_INSIDE = re.compile(
    rf", {_SAID} (?:[a-z]{{1,12}} ){{0,4}}[A-Z]|, (?:[A-Z][\w’'-]{{1,30}} ){{1,3}}{_SAID}(?:[.,]| [^\W\d_]{{1,12}}\.)"
)
"""An attribution to somebody named, which no speaker puts into a speech of his own."""


class Passage(NamedTuple):
    """A passage inside quotation marks, the marks included; ``inner`` is without them. Offsets count characters."""

    start: int
    end: int
    inner: Span
    closed: bool
    single: bool


def passages(text: str, paragraphs: Iterable[Span]) -> list[Passage]:
    """Return the outermost quoted passages of every paragraph, in order."""
    if not _ANY_MARK.search(text) and not _PLUS.search(text) and ",," not in text:
        return []
    spans = list(paragraphs)
    plus = _PLUS.search(text) is not None and _DOUBLE.search(text) is None
    every = plus or ",," in text
    found: list[Passage] = []
    for start, end in spans:
        if not every and not _ANY_MARK.search(text, start, end):
            continue
        doubles = _doubles(text, start, end)
        if plus:
            doubles = sorted(doubles + _pluses(text, start, end), key=lambda passage: passage.start)
        found += _with_singles(text, start, end, doubles) if _SINGLE.search(text, start, end) else doubles
    return _without_forgotten(text, found, spans)


def _without_forgotten(text: str, found: list[Passage], paragraphs: list[Span]) -> list[Passage]:
    """Return the passages without those whose closing mark was forgotten.

    An open end is meant if the next paragraph begins with a mark again, or if the paragraph is itself such a
    continuation; but not if the passage holds its own attribution ("The wall holds, said Ana Roth.").
    """
    follows = dict(zip((end for _, end in paragraphs), (start for start, _ in paragraphs[1:]), strict=False))
    ends = {end for _, end in paragraphs}
    opened = {passage.start for passage in found}
    kept: list[Passage] = []
    carried = -1
    for passage in found:
        heir = follows.get(passage.end, -1)
        if not passage.closed and _ATTRIBUTED_INSIDE.search(text, *passage.inner):
            carried = -1
            continue
        if passage.closed or passage.end not in ends or heir in opened or passage.start == carried:
            kept.append(passage)
            carried = -1 if passage.closed else heir
    return kept


class _OpenMark(NamedTuple):
    """An opening mark that waits for its closing one."""

    at: int
    after: int
    mark: str


def _doubles(text: str, start: int, end: int) -> list[Passage]:
    """Return the passages between double marks; marks of another kind inside an open passage stay inside it."""
    found: list[Passage] = []
    opened: _OpenMark | None = None
    depth = 0
    for match in _DOUBLE.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        if mark == "″" or (mark == '"' and _is_inch(text, at, opened is not None)):
            continue
        opening = _opens(text, mark, at, after, start, end, opened)
        if opened is None:
            if opening:
                opened, depth = _OpenMark(at, after, mark), 0
        elif opening and mark == opened.mark and (mark in _OPENERS or mark == '"'):
            depth += 1  # the same mark opens again: nested, or the first was never closed
            if _looks_unclosed(text, at):
                stop = max(opened.after, _rstrip(text, opened.at, at))
                found.append(Passage(opened.at, stop, (opened.after, stop), False, False))
                opened, depth = _OpenMark(at, after, mark), 0
        elif depth and mark in _CLOSERS and not opening:
            depth -= 1
        elif _closes(mark, opened.mark):
            found.append(Passage(opened.at, _closing_end(text, mark, after), (opened.after, at), True, False))
            opened = None
    if opened is not None and opened.after < end:
        found.append(Passage(opened.at, end, (opened.after, end), False, False))
    return found


def _closing_end(text: str, mark: str, after: int) -> int:
    """Return where a closing mark ends: a single mark and a double one may close together, as three apostrophes."""
    if mark == "''" and text[after : after + 1] == "'" and text[after : after + 2] != "''":
        return after + 1
    return after


def _opens(text: str, mark: str, at: int, after: int, start: int, end: int, opened: _OpenMark | None) -> bool:
    """Return whether a double mark opens a passage: by its form, or by its neighbours where both forms are one."""
    if mark == "“" and opened is not None and (after >= end or text[after].isspace()) and not text[at - 1].isspace():
        return False  # an opening mark set for a closing one
    if mark in _OPENERS:
        return not (opened and opened.mark == "„" and mark == "“") and not (
            opened and opened.mark == "»" and mark == "«"
        )
    before = text[at - 1] if at > start else " "
    following = text[after] if after < end else " "
    if mark in _CLOSERS:  # Swedish and Finnish copy opens with it: ”Bron är säker”
        return mark == "”" and opened is None and before.isspace() and following.isalnum()
    if opened is not None:
        # A blank before and a word behind: the passage before was never closed.
        return mark == opened.mark == '"' and before.isspace() and following.isalnum() and _looks_unclosed(text, at)
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
    """Return whether a mark closes a passage that another opened."""
    return mark in _PAIRS.get(opening, opening)


def _is_inch(text: str, at: int, inside: bool) -> bool:
    """Return whether a mark is a measure: ``6'2"``, ``a 12" record``."""
    return not inside and at > 0 and text[at - 1].isdigit()


def _looks_unclosed(text: str, at: int) -> bool:
    """Return whether an opening mark follows a full stop and a blank: the same mark before it was never closed."""
    before = text[max(0, at - 3) : at].rstrip()
    return before[-1:] in {".", "!", "?"}


def _pluses(text: str, start: int, end: int) -> list[Passage]:
    """Return the passages between plus signs, where a story has no other marks: ``+the rate will rise,+ he said``."""
    at = [match.start() for match in _PLUS.finditer(text, start, end)]
    found = []
    for first, second in zip(at[::2], at[1::2], strict=False):
        if second > first + 1 and not text[first + 1].isspace() and not text[first + 1].isdigit():
            found.append(Passage(first, second + 1, (first + 1, second), True, False))
    return found


def _with_singles(text: str, start: int, end: int, doubles: list[Passage]) -> list[Passage]:
    """Return the double passages with those between single marks in the gaps between them.

    A single mark that is still open before a double passage may close behind it: then the double one is nested in it.
    """
    found: list[Passage] = []
    at = start
    opened: int | None = None
    for passage in [*doubles, None]:
        inside, opened = _singles(text, at, passage.start if passage else end, start, opened)
        if inside and inside[0].start < at:
            while found and found[-1].start > inside[0].start:
                found.pop()
        found += inside
        if passage:
            found.append(passage)
            at = passage.end
    if opened is not None and opened + 1 < end and _opens_speech(text, start, opened):
        found = [passage for passage in found if passage.end <= opened]
        found.append(Passage(opened, end, (opened + 1, end), False, True))
    return found


def _opens_anew(text: str, start: int, at: int) -> bool:
    """Return whether a single mark stands where only an opening one can: behind a blank, before a letter."""
    return (
        at > start and text[at - 1].isspace() and text[at + 1 : at + 2].isalpha() and not _ELISION.match(text, at + 1)
    )


def _opens_speech(text: str, start: int, at: int) -> bool:
    """Return whether an opening mark begins speech: at the start of the paragraph, behind a colon, comma or stop."""
    before = text[max(start, at - 2) : at].rstrip()
    return not before or before[-1] in ":,.!?"


def _singles(text: str, start: int, end: int, floor: int, opened: int | None) -> tuple[list[Passage], int | None]:
    """Return the passages between single marks, and the mark that is still open at the end.

    Apostrophes are told apart by their neighbours. A mark ``opened`` before the gap closes only at the end of a
    sentence or a clause. ``floor`` is the start of the paragraph.
    """
    found: list[Passage] = []
    carried = opened
    maybe: int | None = None  # a mark that may be a closing one or a possessive: "the workers'"
    for match in _SINGLE.finditer(text, start, end):
        at = match.start()
        mark = match.group()
        before = text[at - 1] if at > start or carried is not None else " "
        following = text[at + 1] if at + 1 < end else " "
        if opened is None:
            apostrophe = mark in "’›" or before.isalnum() or following.isspace() or _ELISION.match(text, at + 1)
            if not apostrophe and (before in _BEFORE_OPENING or mark in "‘‚‛‹"):
                opened, maybe = at, None
        elif mark in "'‘" and _opens_anew(text, start, at) and not _opens_speech(text, floor, opened):
            opened, carried, maybe = at, None, None  # the one before was an apostrophe: "the 'gators"
        elif opened == carried and before not in _ENDING and before not in _DOUBLE_MARKS:
            continue
        elif not following.isalnum() and not before.isspace() and mark not in "‘‚‛‹":
            if before in _ENDING or before in _DOUBLE_MARKS or not _PLURAL_POSSESSIVE.search(before):
                found.append(Passage(opened, at + 1, (opened + 1, at), True, True))
                opened = maybe = carried = None
            elif maybe is None:
                maybe = at
        elif mark in "‘‹" and maybe is not None:
            found.append(Passage(opened, maybe + 1, (opened + 1, maybe), True, True))
            opened, maybe = at, None
    if opened is not None and maybe is not None:
        found.append(Passage(opened, maybe + 1, (opened + 1, maybe), True, True))
        opened = None
    return found, opened


def _rstrip(text: str, start: int, end: int) -> int:
    """Return the end of a span without the white space at its end."""
    return start + len(text[start:end].rstrip())


MAX_WRAPPED_LINE_CHARS = 100
"""Characters of a line of copy that is broken into lines; longer lines may be paragraphs of their own."""
_LINE_END = re.compile(
    r"(?<=[.!?:])[\"”’')]*[ \t]*\n|(?<=[.!?:][\"”’')])[ \t]*\n"
    r"|(?<=[\"”»])[ \t]?[-–—―~][ \t]?[A-Z][^\n]{0,80}\n(?=[\"“”«])"
)
"""The end of a line that ends a sentence, or speech and a dash with the speaker's name before more speech."""


def line_spans(text: str, paragraphs: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the paragraphs; one whose lines are paragraphs of their own is split where a line ends a sentence."""
    found: list[Span] = []
    for start, end in paragraphs:
        at = start
        if "\n" in (paragraph := text[start:end]) and max(map(len, paragraph.split("\n"))) > MAX_WRAPPED_LINE_CHARS:
            for stop in _LINE_END.finditer(text, start, end):
                found.append((at, stop.end() - 1))
                at = stop.end()
        if text[at:end].strip():
            found.append((at, end))
    return tuple(found)
