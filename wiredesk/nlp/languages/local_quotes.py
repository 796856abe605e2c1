"""Direct quotes by the marks of the language: ``« »``, ``„ “``, ``“ ”``, ``「 」``, ``» «``, without their speakers.

``“`` closes in German what it opens in English: the pairs are the language's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from wiredesk.contract import Quote, Span
from wiredesk.nlp.languages.time.time_vocabulary import PACKAGE, table_of
from wiredesk.toml_tables import read_table

MIN_QUOTE_WORDS = 3
"""Words from which on a quoted passage is speech; fewer are a title, a name or a scare quote."""
MIN_QUOTE_SIGNS = 7
"""Characters from which on it is, in a text without blanks between words."""
_MAX_QUOTE_CHARS = 3000
"""Characters of the longest quote; a mark that closes later closes another."""
_STRAIGHT = '"'


@cache
def marks_of(language: str) -> Mapping[str, frozenset[str]]:
    """Return the quotation marks of a language: opening mark → the marks that close it."""
    rows = table_of(language, "marks") or read_table(PACKAGE, "shared/marks")
    return {pair[0]: frozenset(pair[1:]) for pair in rows["pairs"]}


def read_quotes(text: str, language: str, paragraphs: Iterable[Span], *, spaced: bool = True) -> tuple[Quote, ...]:
    """Return the direct quotes of a text, in order.

    Each paragraph is read once from left to right. Marks of another pair inside a quote belong to it. A mark that is
    not closed in its paragraph opens nothing, except where the next paragraph begins with a mark again.

    Args:
        text: the story.
        language: its code.
        paragraphs: the spans of its paragraphs.
        spaced: whether blanks part the words.
    """
    passages = quoted_passages(text, language, paragraphs)
    return tuple(
        Quote(kind="direct", content=(span,), rule="marks")
        for span in passages
        if _is_speech(text, span, spaced=spaced)
    )


def quoted_passages(text: str, language: str, paragraphs: Iterable[Span]) -> list[Span]:
    """Return what stands inside quotation marks, of any length, without the marks; the arguments as above."""
    pairs = marks_of(language)
    spans = list(paragraphs)
    found: list[Span] = []
    for number, (start, end) in enumerate(spans):
        inner, open_at = _passages(text, start, end, pairs)
        found += inner
        following = text[spans[number + 1][0] : spans[number + 1][0] + 1] if number + 1 < len(spans) else ""
        if open_at is not None and following in pairs and end - open_at < _MAX_QUOTE_CHARS:
            found.append((open_at, end))
    return [_trimmed(text, *one) for one in found]


def _passages(text: str, start: int, end: int, pairs: Mapping[str, frozenset[str]]) -> tuple[list[Span], int | None]:
    """Return the outermost passages inside marks in a paragraph, and where one opens that is not closed."""
    found: list[Span] = []
    opened: int | None = None
    closers: frozenset[str] = frozenset()
    opener, depth = "", 0
    for at in range(start, end):
        sign = text[at]
        if opened is None:
            if sign in pairs and _may_open(text, at, start, sign):
                opened, closers, opener, depth = at + 1, pairs[sign], sign, 0
        elif sign in closers and _may_close(text, at, end, sign):
            if depth:
                depth -= 1
                continue
            found.append((opened, at))
            opened = None
        elif sign == opener and sign not in closers:
            depth += 1
    return found, opened


def _may_open(text: str, at: int, start: int, sign: str) -> bool:
    return sign != _STRAIGHT or at == start or not text[at - 1].isalnum()


def _may_close(text: str, at: int, end: int, sign: str) -> bool:
    return sign not in {_STRAIGHT, "’", "'"} or at + 1 >= end or not text[at + 1].isalnum()


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_speech(text: str, span: Span, *, spaced: bool) -> bool:
    words = text[span[0] : span[1]]
    if not spaced:
        return len(words) >= MIN_QUOTE_SIGNS
    return len(words.split(None, MIN_QUOTE_WORDS)) >= MIN_QUOTE_WORDS
