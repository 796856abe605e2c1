"""Find the cues of topics in a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from wiredesk.contract import Event
from wiredesk.nlp.tokens import Tokens
from wiredesk.nlp.topics.topic_cues import EVENT_MARK, CueIndex, FirstWord, TopicCue

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


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word with what the index says of it."""

    lemma: str
    forms: Forms
    """Empty for punctuation, which no cue spans."""
    firsts: tuple[FirstWord, ...]
    """The cues that begin with each of its forms."""
    alone: TopicCue | None
    """The cue that its first form makes that is one by itself."""
    seconds: frozenset[str] | None
    """The second words of longer cues; None without one."""
    is_word: bool = True
    """False for a hyphen and a possessive ending, which are no words of their own."""


_MAX_WORDS = 20_000
"""Words that a reader keeps of names, and as many of others; 20,000 take 4 MB."""
_END = ReadWord("", (), (), None, None)


class CueReader:
    """Finds cues in stories, and keeps what the index says of a word: most words occur in the stories before."""

    def __init__(self, index: CueIndex) -> None:
        self._index = index
        self._names: dict[str, ReadWord] = {}
        self._others: dict[str, ReadWord] = {}

    def find_cues(self, tokens: Tokens) -> Iterator[CueHit]:
        """Yield the cues of a story in order. They do not overlap: at each word the longest cue counts."""
        words, numbers = self._words(tokens)
        words += [_END, _END]  # after the last word nothing follows
        resume = 0
        for at, word in enumerate(words):
            if at < resume:
                continue
            if word.seconds is not None and not word.seconds.isdisjoint(words[at + 1].forms):
                best, length = _longest(words, at)
            else:
                best, length = word.alone, 1
            if best is not None:
                resume = at + length
                yield CueHit(best, numbers[at], numbers[resume - 1] + 1, at)

    def _words(self, tokens: Tokens) -> tuple[list[ReadWord], list[int]]:
        """Return the words of a story and their tokens: no hyphens and no possessive endings."""
        names, others = self._names, self._others
        words: list[ReadWord] = []
        for text, lemma, kind in zip(tokens.text, tokens.lemma, tokens.ent_type, strict=True):
            known = names.get(text) if kind in _NAMES else others.get(text)
            if known is None or known.lemma != lemma:
                known = self._read(text, lemma, kind in _NAMES)
            words.append(known)
        news = tokens.is_news
        numbers = [number for number, word in enumerate(words) if word.is_word and news[number]]
        return [words[number] for number in numbers] if len(numbers) < len(words) else words, numbers

    def _read(self, text: str, lemma: str, is_name: bool) -> ReadWord:
        """Return what the index says of a word, and keep it for the next story."""
        if text in _NO_WORDS:
            word = replace(_END, lemma=lemma, is_word=False)
        else:
            forms = _forms(text, lemma, is_name)
            firsts = tuple(self._index[form] for form in forms if form in self._index)
            alone = next((first.alone for first in firsts if first.alone is not None), None)
            seconds = frozenset().union(*(first.longer for first in firsts))
            word = ReadWord(lemma, forms, firsts, alone, seconds or None)
        kept = self._names if is_name else self._others
        if len(kept) >= _MAX_WORDS:
            kept.clear()
        kept[text] = word
        return word


def event_cues(events: Iterable[Event], tokens: Tokens, index: CueIndex) -> Iterator[CueHit]:
    """Yield the cues that are types of events, where the story has such an event."""
    for event in events:
        known = index.get(EVENT_MARK + event.type)
        if known is not None and known.alone is not None:
            start, end = tokens.covering(event.trigger)
            yield CueHit(known.alone, start, end, start)


def _longest(words: list[ReadWord], at: int) -> tuple[TopicCue | None, int]:
    """Return the longest cue that begins with a word, and how many words it has."""
    best: TopicCue | None = None
    length = 0
    for first in words[at].firsts:
        if first.alone is not None and best is None:
            best, length = first.alone, 1
        if first.longer:
            for second in words[at + 1].forms:
                for rest, cue in first.longer.get(second, ()):
                    if len(rest) + 2 <= length:
                        break
                    if not rest or _follow(words, at + 2, rest):
                        best, length = cue, len(rest) + 2
                        break
    return best, length


def _follow(words: list[ReadWord], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(words):
        return False
    return all(word in words[number].forms for number, word in enumerate(rest, at))


def _forms(text: str, lemma: str, is_name: bool) -> Forms:
    """Return the forms of a word."""
    lower = text.lower()
    if text == lower and text.isalpha():  # as most words are
        return (text,) if lemma == text else (text, lemma)
    if text[-1] in _MARKS:
        text, lower, lemma = text.rstrip(_MARKS), lower.rstrip(_MARKS), lemma.rstrip(_MARKS)
    if not text or not (text[0].isalnum() or text[-1].isalnum()):
        return ()
    if text == lower:
        return (text,) if lemma == text else (text, lemma)
    if is_name:
        return (text,)
    return (text, lower) if lemma in (lower, text) else (text, lower, lemma)
