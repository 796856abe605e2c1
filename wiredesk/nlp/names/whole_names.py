"""Names that the model parts in one sentence and finds whole in another: ``[Cha Eun]-young``, ``[Shah] [Alam]``."""

from __future__ import annotations

from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import DETERMINERS
from wiredesk.nlp.tokens import Tokens

RULE = "whole elsewhere"
_MAX_WORDS = 8
"""Tokens of a whole name; a longer one is seldom repeated word for word."""
_MAX_SAME_WORD = 10
"""Whole names that share a word and are compared. Bounds the work for each name."""

_Whole = tuple[int, tuple[str, ...], Name]
"""The place of a word in a whole name, the words of that name, and its first mention."""


def with_whole_names(tokens: Tokens, found: list[Name]) -> list[Name]:
    """Return the names; a part of a longer name of the story that stands there in full becomes the whole one."""
    by_word = _whole_names(tokens, found)
    if not by_word:
        return found
    text = tokens.text
    kept: list[Name] = []
    end = 0
    for name in found:
        if name.start < end:
            continue  # inside the whole name before it
        wholes = by_word.get(text[name.start])
        if wholes is not None and not tokens.all_caps[name.start]:
            whole = _whole_at(text, name, wholes)
            if whole is not None and (not kept or kept[-1].end <= whole.start):
                name = whole
        kept.append(name)
        end = name.end
    return kept


def _whole_names(tokens: Tokens, found: list[Name]) -> dict[str, list[_Whole]]:
    """Return the names of several words by each of their words."""
    by_word: dict[str, list[_Whole]] = {}
    seen: set[tuple[str, ...]] = set()
    for name in found:
        if not 2 <= name.end - name.start <= _MAX_WORDS or tokens.all_caps[name.start]:
            continue
        words = tuple(tokens.text[name.start : name.end])
        if words in seen or words[0].islower() or words[0].lower() in DETERMINERS:
            continue
        seen.add(words)
        for place, word in enumerate(words):
            if word[:1].isupper():
                by_word.setdefault(word, []).append((place, words, name))
    return by_word


def _whole_at(text: list[str], name: Name, wholes: list[_Whole]) -> Name | None:
    """Return the longest whole name that holds a name and stands there word for word."""
    best: Name | None = None
    for place, words, whole in wholes[:_MAX_SAME_WORD]:
        start = name.start - place
        end = start + len(words)
        if start < 0 or end < name.end or len(words) <= name.end - name.start:
            continue
        if text[start] != words[0] or tuple(text[start:end]) != words:
            continue
        if best is None or end - start > best.end - best.start:
            best = Name(start, end, whole.type, RULE)
    return best
