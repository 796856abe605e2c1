"""Find the cues of topics in a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wiredesk.contract import Event
from wiredesk.nlp.tokens import Tokens
from wiredesk.nlp.topics.topic_cues import EVENT_MARK, CueIndex, TopicCue

_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_NO_WORDS = _POSSESSIVE | {"-"}
"""Tokens that are no words of their own: cues have neither hyphens nor possessive endings."""
_MARKS = ".'’"
_NAMES = frozenset({"PERSON", "GPE", "LOC", "DATE"})
"""Labels of names whose words mean nothing in lower case: Mrs Rice, Little Rock, March."""


class CueHit(NamedTuple):
    """A cue found in a story."""

    cue: TopicCue
    start: int
    """First token."""
    end: int
    """One past the last token."""
    word: int
    """Number of words before it."""


Forms = tuple[str, ...]
"""The forms of a word that a cue may have: as it is written, in lower case, its lemma."""


def find_cues(tokens: Tokens, index: CueIndex) -> Iterator[CueHit]:
    """Yield the cues of a story in order. They do not overlap: at each word the longest cue counts."""
    words, numbers = _words(tokens)
    words += [(), ()]  # after the last word nothing follows
    get = index.get
    at, size = 0, len(numbers)
    while at < size:
        best: TopicCue | None = None
        length = 0
        for form in words[at]:
            first = get(form)
            if first is None:
                continue
            if first.alone is not None and best is None:
                best, length = first.alone, 1
            if first.longer:
                for second in words[at + 1]:
                    for rest, cue in first.longer.get(second, ()):
                        if len(rest) + 2 <= length:
                            break
                        if not rest or _follow(words, at + 2, rest):
                            best, length = cue, len(rest) + 2
                            break
        if best is None:
            at += 1
        else:
            yield CueHit(best, numbers[at], numbers[at + length - 1] + 1, at)
            at += length


def event_cues(events: Iterable[Event], tokens: Tokens, index: CueIndex) -> Iterator[CueHit]:
    """Yield the cues that are types of events, where the story has such an event."""
    for event in events:
        known = index.get(EVENT_MARK + event.type)
        if known is not None and known.alone is not None:
            start, end = tokens.covering(event.trigger)
            yield CueHit(known.alone, start, end, start)


def _follow(words: list[Forms], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(words):
        return False
    return all(word in words[number] for number, word in enumerate(rest, at))


def _words(tokens: Tokens) -> tuple[list[Forms], list[int]]:
    """Return the words of a story and their tokens.

    There are no hyphens and no possessive endings; other punctuation is a word without a form, which no cue spans.
    """
    forms: list[Forms] = []
    numbers: list[int] = []
    columns = zip(tokens.text, tokens.lower, tokens.lemma, tokens.ent_type, tokens.is_news, strict=True)
    for number, (text, lower, lemma, kind, news) in enumerate(columns):
        if text in _NO_WORDS or not news:
            continue
        numbers.append(number)
        if text == lower and text.isalpha():  # as most words are
            forms.append((text,) if lemma == text else (text, lemma))
            continue
        if text[-1] in _MARKS:
            text, lower, lemma = text.rstrip(_MARKS), lower.rstrip(_MARKS), lemma.rstrip(_MARKS)
        if not text or not (text[0].isalnum() or text[-1].isalnum()):
            forms.append(())
        elif text == lower:
            forms.append((text,) if lemma == text else (text, lemma))
        elif kind in _NAMES:
            forms.append((text,))
        else:
            forms.append((text, lower) if lemma in (lower, text) else (text, lower, lemma))
    return forms, numbers
