"""What a summary needs to know of a sentence: its words, its content, and whether it tells something by itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from wiredesk.contract import Span
from wiredesk.nlp.tokens import Tokens

MAX_QUOTED_SHARE = 0.6
"""Share of a sentence inside quotation marks from which it is a bare quote."""
MAX_FIGURES_SHARE = 0.3
"""Share of tokens with digits from which a sentence is a line of a table."""

_WORD = re.compile(r"[^\W_](?:[\w’'.,&-]*\w)?")
_ASCII_WORD = re.compile(r"[0-9A-Za-z][0-9A-Z_a-z'.,&-]*(?<=[0-9A-Z_a-z])")
"""The same in a text of ASCII, where it is found faster."""
_ENDS = re.compile(r"[.!?…][\"”’'»)\]]{0,4}\Z")
_MAX_END_CHARS = 5
"""Characters of the end of a sentence: its mark, and marks that close behind it."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """A sentence as a candidate for a summary."""

    span: Span
    words: int
    """0 where it does not tell, as is its content empty."""
    content: frozenset[str]
    """Lemmas of its nouns, names, verbs, adjectives and numbers."""
    tells: bool
    """Whether it is a whole sentence with a finite verb, no bare quote and no line of a table."""


def facts_of(tokens: Tokens, span: Span) -> SentenceFacts:
    """Return the facts of a sentence.  Time is linear in its length."""
    first, last = tokens.covering(span)
    text = tokens.masked[slice(*span)]
    if not _tells(tokens, span, text, first, last):
        return SentenceFacts(span, 0, frozenset(), False)
    words = zip(tokens.lemma[first:last], tokens.pos[first:last], strict=True)
    content = frozenset([lemma for lemma, part in words if part in _CONTENT])
    return SentenceFacts(span, len((_ASCII_WORD if text.isascii() else _WORD).findall(text)), content, True)


def _tells(tokens: Tokens, span: Span, text: str, first: int, last: int) -> bool:
    size = last - first
    if size == 0 or not _ENDS.search(text, len(text) - _MAX_END_CHARS) or _FINITE.isdisjoint(tokens.tag[first:last]):
        return False
    if not _begins_like_a_sentence(text) or _cuts_a_quote(tokens, span):
        return False
    if sum(tokens.quoted[first:last]) > MAX_QUOTED_SHARE * size:
        return False
    figures = len([word for word in tokens.text[first:last] if word[0].isdigit()])
    return figures <= MAX_FIGURES_SHARE * size


def _begins_like_a_sentence(text: str) -> bool:
    """Return whether a text begins with a capital or a figure, which marks may precede."""
    first = next((char for char in text if char.isalnum()), "")
    return not first.islower()


def _cuts_a_quote(tokens: Tokens, span: Span) -> bool:
    """Return whether a sentence begins or ends inside a quoted passage."""
    passages = tokens.passages
    start, end = span
    at = bisect_left(passages, start, key=lambda passage: passage.end)
    for passage in passages[at:]:
        if passage.start >= end:
            return False
        if passage.start < start < passage.end or passage.start < end < passage.end:
            return True
    return False
