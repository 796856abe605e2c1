"""Attribution lines: speech whose speaker a line names without a verb, as statements and reactions have it.

``Ana Roth, mayor: “…”``, ``“…” - Commissioner Paul Starke``, and the name on a line of its own above or below. The
shape of the lines decides: a line of speech has nothing but the passages in quotation marks and the label. A label is
short, has no verb, and consists of a name with titles before it and a comma, a preposition or nothing behind it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotation_marks import Passage
from wiredesk.nlp.quotes.quote_frames import LABEL_ABOVE, LABEL_AFTER, LABEL_BEFORE, LABEL_BELOW
from wiredesk.nlp.tokens import Tokens

MAX_LABEL_TOKENS = 18
"""Tokens of a label: a name with its title."""
MAX_TOKENS_BEFORE_NAME = 6
"""Tokens of a title before the name."""
MAX_NAME_TOKENS = 4
"""Tokens of a person's name in capitals."""
_DASHES = frozenset({"-", "--", "–", "—", "―", "~", "("})
_LINE_ENDS = frozenset({":", "-", "--", "–", "—"})
"""What ends a label on a line of its own."""
_BULLETS = frozenset({"*", "•", "·", "-", "–", "—", "►", "▪", "●", "o"})
_OPENERS = word_set("quote_words", "label_openers")
_AFTER_NAME = word_set("quote_words", "after_label_names") | frozenset({",", "(", "-", "–", "—", "--", "/"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STOPS = frozenset({".", "!", "?", ";"})
_CLOSERS = frozenset({".", ")", ",", ":"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label with the passages that it names the speaker of."""

    start: int
    end: int
    """The label's tokens, half open, without bullet, dash and colon."""
    mark: int | None
    """The colon or dash between label and speech."""
    passages: tuple[Passage, ...]
    frame: str

    def name_in_capitals(self, tokens: Tokens) -> tuple[int, int] | None:
        """Return the tokens of the words in capitals that begin the label; None for one word or many."""
        end = self.start
        while end < self.end and tokens.text[end].isupper() and tokens.text[end][:1].isalpha():
            end += 1
        stops = end == self.end or tokens.text[end] in {",", "(", "-", "–", "—"}
        return (self.start, end) if stops and 2 <= end - self.start <= MAX_NAME_TOKENS else None


class _Line(NamedTuple):
    """A line of the story: its tokens without blanks at the ends, and the passages in it."""

    start: int
    end: int
    passages: tuple[Passage, ...] = ()
    first: int = 0
    """First token of the first passage."""
    last: int = 0
    """One past the last token of the last passage."""


def find_labels(tokens: Tokens, headline: Span | None) -> list[Label]:
    """Return the labels of a story in the order of the text, by the shape of its lines. A headline is no label."""
    if not tokens.passages:
        return []
    lines = [line for line in _lines(tokens) if headline is None or tokens.start[line.start] >= headline[1]]
    found: list[Label] = []
    used: set[int] = set()
    for at, line in enumerate(lines):
        if not line.passages:
            continue
        label = _beside(tokens, line)
        if label is None and line.first == line.start:
            label = _on_line_of_its_own(tokens, lines, at, used)
        if label is not None:
            found.append(label)
    return found


def _lines(tokens: Tokens) -> Iterator[_Line]:
    marks, at = tokens.passages, 0
    for span in tokens.lines:
        inside: list[Passage] = []
        while at < len(marks) and marks[at].start < span[1]:
            if marks[at].start >= span[0]:
                inside.append(marks[at])
            at += 1
        start, end = _trimmed(tokens, span)
        if start >= end:
            continue
        if not inside:
            yield _Line(start, end)
            continue
        first = bisect_left(tokens.start, inside[0].start)
        yield _Line(start, end, tuple(inside), first, bisect_left(tokens.start, inside[-1].end))


def _trimmed(tokens: Tokens, span: Span) -> tuple[int, int]:
    start, end = bisect_left(tokens.start, span[0]), bisect_left(tokens.start, span[1])
    pos = tokens.pos
    while start < end and pos[start] == "SPACE":
        start += 1
    while end > start and pos[end - 1] == "SPACE":
        end -= 1
    return start, end


def _is_all_speech(tokens: Tokens, line: _Line) -> bool:
    """Return whether no word is between the passages of a line."""
    return all(
        not any(char.isalnum() for char in tokens.masked[before.end : after.start])
        for before, after in zip(line.passages, line.passages[1:], strict=False)
    )


def _beside(tokens: Tokens, line: _Line) -> Label | None:
    """Return the label in the line of the speech, before a colon or behind a dash."""
    if not _is_all_speech(tokens, line):
        return None
    has_tail = any(tokens.text[at][:1].isalnum() for at in range(line.last, line.end))
    if line.first > line.start:
        if has_tail or not tokens.text[line.first - 1].endswith(":"):  # the tokenizer takes "):" for a face
            return None
        return _label(tokens, line.start, line.first - 1, line.first - 1, line.passages, LABEL_BEFORE)
    at = line.last
    if has_tail and tokens.text[at - 1][-1] in _DASHES:  # the tokenizer takes "”―" for one mark
        return _label(tokens, at, line.end, None, line.passages, LABEL_AFTER)
    if not has_tail or tokens.text[at] == ",":
        at += has_tail
    if has_tail and tokens.text[at] in _DASHES:
        return _label(tokens, at + 1, line.end, at, line.passages, LABEL_AFTER)
    return None


def _on_line_of_its_own(tokens: Tokens, lines: list[_Line], at: int, used: set[int]) -> Label | None:
    """Return the label on the line before or after a line of speech. A line is the label of one line of speech."""
    line = lines[at]
    if not _is_all_speech(tokens, line) or any(tokens.text[on][:1].isalnum() for on in range(line.last, line.end)):
        return None
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below and not below.passages and tokens.text[below.start] in _DASHES:
        label = _label(tokens, below.start + 1, below.end, below.start, line.passages, LABEL_BELOW)
        if label is not None:
            used.add(at + 1)
            return label
    above = lines[at - 1] if at else None
    if above is None or above.passages or at - 1 in used:
        return None
    colon = above.end - 1 if tokens.text[above.end - 1] in _LINE_ENDS else None
    if colon is None and (tokens.text[above.end - 1] in _STOPS or tokens.text[above.start] in _DASHES):
        return None
    used.add(at - 1)
    return _label(tokens, above.start, above.end if colon is None else colon, colon, line.passages, LABEL_ABOVE)


def _label(
    tokens: Tokens, start: int, end: int, mark: int | None, passages: tuple[Passage, ...], frame: str
) -> Label | None:
    """Return the label without bullet, "and from" and closing marks; None for words that are none."""
    while start < end and (tokens.text[start] in _BULLETS or tokens.lower[start] in _OPENERS):
        start += 1
    while end > start and (tokens.text[end - 1] in _CLOSERS or tokens.is_space(end - 1)):
        end -= 1
    if not 0 < end - start <= MAX_LABEL_TOKENS or not tokens.text[start][:1].isalpha():
        return None
    if any(tokens.tag[at] in _FINITE and tokens.text[at].islower() for at in range(start, end)):
        return None
    return Label(start, end, mark, passages, frame)


def is_label_of(tokens: Tokens, label: Label, start: int, end: int) -> bool:
    """Return whether a name at the tokens ``start`` to ``end`` is the one that a label names as the speaker.

    Nothing but a title is before it, without a preposition next to the name. Behind it are a comma, a preposition or
    the end.
    """
    if start < label.start or end > label.end or start - label.start > MAX_TOKENS_BEFORE_NAME:
        return False
    if any(tokens.text[at] in {",", ";", ":"} for at in range(label.start, start)):
        return False
    if start > label.start and tokens.tag[start - 1] == "IN" and tokens.lower[start - 1] not in _OPENERS - {"by"}:
        return False  # "the book by Ana Roth", "the motto of Ana Roth"
    return end == label.end or tokens.lower[end] in _AFTER_NAME
