"""Quoted passages with the rest of their sentence: the words before the opening mark and behind the closing one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from wiredesk.contract import Span
from wiredesk.nlp.quotation_marks import Passage
from wiredesk.nlp.tokens import Tokens

_STOPS = frozenset({".", "?", "!"})


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A passage with the words before and behind it in its sentence; half-open ranges of tokens."""

    passage: Passage
    tokens: tuple[int, int]
    before: tuple[int, int]
    """From the sentence's beginning (or the passage before) to the opening mark."""
    after: tuple[int, int]
    """From the closing mark to the sentence's end (or the next passage)."""
    paragraph: int
    follows: bool
    """Another passage of the same sentence is before it."""
    ending: str
    """The last character inside the marks, nested marks and blanks left out."""


def quoted_passages(tokens: Tokens, marks: list[Passage], paragraphs: tuple[Span, ...]) -> list[QuotedPassage]:
    """Return each passage with the words before and behind it, in order."""
    found: list[QuotedPassage] = []
    at = 0
    for number, (start, end) in enumerate(paragraphs if marks else ()):
        inside: list[Passage] = []
        while at < len(marks) and marks[at].start < end:
            if marks[at].start >= start:
                inside.append(marks[at])
            at += 1
        if inside:
            first, last = bisect_left(tokens.start, start), bisect_left(tokens.start, end)
            items = _paragraph(tokens, inside, first, last, number)
            if number and items[0].tokens[0] == first:
                before = _tokens_of(tokens, paragraphs[number - 1])
                if _ends_with_colon(tokens, *before):
                    items[0] = replace(items[0], before=(_last_stop(tokens, *before), before[1]))
            found += items
    return found


def _tokens_of(tokens: Tokens, paragraph: Span) -> tuple[int, int]:
    return bisect_left(tokens.start, paragraph[0]), bisect_left(tokens.start, paragraph[1])


def _ends_with_colon(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a paragraph ends with a colon: ``He declared:``."""
    while last > first and tokens.is_space(last - 1):
        last -= 1
    return last > first and tokens.text[last - 1] == ":"


def _paragraph(tokens: Tokens, inside: list[Passage], first: int, last: int, number: int) -> list[QuotedPassage]:
    """Return the passages of one paragraph, whose tokens are ``first`` to ``last``."""
    ranges = [_tokens(tokens, passage) for passage in inside]
    starts: list[tuple[int, bool]] = []
    at, follows = first, False
    for begin, end in ranges:
        edge = _last_stop(tokens, at, begin)
        starts.append((edge, follows and edge == at))
        at, follows = end, True
    found = []
    for place, (passage, (begin, end)) in enumerate(zip(inside, ranges, strict=True)):
        limit = ranges[place + 1][0] if place + 1 < len(ranges) else last
        ending = _ending(tokens.masked, passage)
        stop = _first_stop(tokens, end, limit)
        found.append(
            QuotedPassage(
                passage, (begin, end), (starts[place][0], begin), (end, stop), number, starts[place][1], ending
            )
        )
    return found


def _ending(text: str, passage: Passage) -> str:
    """Return the last character inside the marks, without nested marks and blanks."""
    at = passage.inner[1] - 1
    while at > passage.inner[0] and (text[at].isspace() or text[at] in "'’‘”“\""):
        at -= 1
    return text[at]


def _tokens(tokens: Tokens, passage: Passage) -> tuple[int, int]:
    """Return the tokens of a passage, with its marks."""
    begin = bisect_left(tokens.start, passage.start)
    if begin == len(tokens.start) or tokens.start[begin] > passage.start:
        begin = max(0, begin - 1)
    return begin, max(begin, bisect_left(tokens.start, passage.end))


def _last_stop(tokens: Tokens, first: int, last: int) -> int:
    """Return one past the last sentence stop among tokens; ``first`` without one."""
    for token in range(last - 1, first - 1, -1):
        if tokens.text[token] in _STOPS:
            return token + 1
    return first


def _first_stop(tokens: Tokens, first: int, last: int) -> int:
    """Return the first sentence stop among tokens; ``last`` without one."""
    for token in range(first, last):
        if tokens.text[token] in _STOPS:
            return token
    return last
