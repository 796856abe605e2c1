"""Where the sentences of news begin and end.

The parser's sentences are made for its own use: it ends them after initials and abbreviations, and inside quotations.
Here a sentence ends with a full stop, a question mark or an exclamation mark, with the quotation marks and brackets
that close behind it, if the next word can begin one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import islice, takewhile

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer.source import table as rows_of
from wiredesk.nlp.lexicon import table, word_list, word_set
from wiredesk.nlp.quotation_marks import Passage

_CLOSING = "\"”’'»)\\]"
_END = re.compile(rf"(?P<stop>[.!?…](?<![.!?…].)[.!?…]*+)[{_CLOSING}]{{0,4}}(?=\s)")
"""The end of a sentence; it begins with what is searched for, as a look back at every character takes most time."""
_BRACKETS = re.compile(r"\([^()]{1,400}\)|\[[^\[\]]{1,400}\]")
_WORD_BEFORE = re.compile(r"[^\W_](?:[\w.’'&-]*\w)?\Z")
_NEXT = re.compile(r"\s+(?P<rest>)[\"“”‘’'«`(\[]{0,3}(?P<word>[^\W_][\w’'.-]*)?")
_INITIAL = re.compile(r"[A-Z]\Z")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.){1,5}[A-Za-z]\Z")
_MAX_WORD_CHARS = 30
"""Characters before a full stop in which its word is looked for."""
_BEFORE_NAMES = word_set("sentences", "before_names") | {
    word.rstrip(".") for word in word_set("honorifics", "before_names") if word.endswith(".")
}
_BEFORE_FIGURES = word_set("sentences", "before_figures")
_MAY_END = word_set("sentences", "may_end") | {word.rstrip(".") for word in word_set("org_names", "legal_forms")}
_BEHIND_TIMES = word_set("sentences", "behind_times") | word_set("calendar", "weekdays", "months")
_OPENERS = word_set("sentences", "openers")
_TIMES = frozenset({"a.m", "p.m"})
_MAX_ZONE_CHARS = 5
"""Letters of a name that is longer than the abbreviations of time zones."""


def sentences(
    text: str, paragraph: Span, passages: Sequence[Passage] = (), starts: Collection[int] = ()
) -> Iterator[Span]:
    """Yield the spans of a paragraph's sentences, without blanks at their ends.  Time is linear in its length.

    Args:
        text: the text in which line breaks inside a paragraph are blanks.
        paragraph: its span.
        passages: the quoted passages of the text, in order.  One that begins inside a sentence ends with it, as what
            stands in brackets does.
        starts: offsets at which the parser begins a sentence; they decide where an abbreviation may end one.
    """
    at, limit = paragraph
    whole = _joined(text, paragraph, passages)
    number = 0
    for end in _END.finditer(text, at, limit):
        while number < len(whole) and whole[number][1] < end.end():
            number += 1
        if number < len(whole) and at < whole[number][0] < end.start() and end.end() < whole[number][1]:
            continue
        follows = _NEXT.match(text, end.end(), limit)
        if follows is None or not _ends_sentence(text, end, follows, starts):
            continue
        yield at, end.end()
        at = follows.start("rest")
    tail = text[at:limit].rstrip()
    if tail:
        yield at, at + len(tail)


def _joined(text: str, paragraph: Span, passages: Sequence[Passage]) -> list[Span]:
    """Return the quoted passages and brackets of a paragraph in order; those that overlap are one."""
    start, limit = paragraph
    first = bisect_left(passages, start, key=lambda passage: passage.end)
    quoted = takewhile(lambda passage: passage.start < limit, islice(passages, first, None))
    spans = [(passage.start, passage.end) for passage in quoted if passage.closed]
    spans += [bracket.span() for bracket in _BRACKETS.finditer(text, start, limit)]
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span[0] < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], span[1])
        else:
            joined.append(span)
    return joined


def _ends_sentence(text: str, end: re.Match[str], follows: re.Match[str], starts: Collection[int]) -> bool:
    """Return whether a sentence ends with a mark, given what follows it."""
    word = follows["word"]
    if word is None:
        return True
    if word[0].islower():
        return False
    if end["stop"] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, end.start() - _MAX_WORD_CHARS), end.start())
    if before is None:
        return True
    return _ends_after(before[0], word, follows.start("word") in starts)


def _ends_after(before: str, word: str, begins: bool) -> bool:
    """Return whether a full stop after ``before`` ends a sentence, if ``word`` follows.

    Args:
        begins: whether the parser begins a sentence with ``word``.
    """
    lower, next_lower = before.lower(), word.lower()
    opens = len(word) > 1 and next_lower in _OPENERS
    if lower in _TIMES:
        is_zone = word.isupper() and 1 < len(word) < _MAX_ZONE_CHARS
        return opens or not (is_zone or word[0].isdigit() or next_lower.rstrip(".,") in _BEHIND_TIMES)
    if lower in _BEFORE_FIGURES and word[0].isdigit():
        return False
    if lower in _MAY_END or _ACRONYM.match(before) or (before[0].isupper() and lower in _states()):
        return opens or begins
    if lower in _BEFORE_NAMES:
        return False
    if _INITIAL.match(before) or lower in _month_forms():
        return opens
    return True


@cache
def _month_forms() -> frozenset[str]:
    """Return the abbreviations of months."""
    months = word_list("calendar", "months")
    return frozenset((*(name[:3] for name in months if len(name) > 3), *table("calendar")["month_forms"]))


@cache
def _states() -> frozenset[str]:
    """Return the abbreviations of states and provinces, without their last full stop."""
    forms = (form for _, cell, _ in rows_of("abbreviations.tsv", 3) for form in cell.split("; "))
    return frozenset(form.lower().rstrip(".") for form in forms if form.endswith("."))
