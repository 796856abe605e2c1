"""Find the cues of topics in a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wiredesk.contract import Event
from wiredesk.nlp.lexicon.word_kinds import Kinds, kind_of_words
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


_MAX_WORDS = 20_000
"""Words that a reader keeps of names, and as many of others; 20,000 take 4 MB."""
_NO_WORD = kind_of_words("no word of a topic cue", _NO_WORDS)
_END = ReadWord("", (), (), None, None)


class CueReader:
    """Finds cues in stories, and keeps what the index says of a word: most words occur in the stories before."""

    def __init__(self, index: CueIndex) -> None:
        self._index = index
        self._names: dict[str, ReadWord] = {}
        self._others: dict[str, ReadWord] = {}
        longer = [first.longer for first in index.values()]
        self._most_words = max(
            (2 + len(rest) for cues in longer for rows in cues.values() for rest, _ in rows), default=2
        )
        self._kinds = Kinds(
            kind_of_words("topic cue", (word for word, first in index.items() if first.alone), ending=_MARKS),
            kind_of_words(
                "topic cue, first word", (word for word, first in index.items() if first.longer), ending=_MARKS
            ),
            kind_of_words("topic cue, second word", set().union(*longer), ending=_MARKS),
        )

    def find_cues(self, tokens: Tokens) -> Iterator[CueHit]:
        """Yield the cues of a story in order. They do not overlap: at each word the longest cue counts."""
        kinds, numbers = tokens.kinds, _words(tokens)
        if len(numbers) < len(tokens):
            kinds = kinds[numbers]
        resume = 0
        begins, goes_on = self._kinds.find(kinds)
        for at in begins:
            if at < resume:
                continue
            word = self._word(tokens, numbers[at])
            best, length = word.alone, 1
            if goes_on[at] and word.seconds is not None:
                second = self._word(tokens, numbers[at + 1])
                if not word.seconds.isdisjoint(second.forms):
                    others = numbers[at + 2 : at + self._most_words]
                    best, length = _longest([word, second, *(self._word(tokens, other) for other in others)])
            if best is not None:
                resume = at + length
                yield CueHit(best, numbers[at], numbers[resume - 1] + 1, at)

    def _word(self, tokens: Tokens, token: int) -> ReadWord:
        """Return what the index says of a word."""
        text, lemma, is_name = tokens.text[token], tokens.lemma[token], tokens.ent_type[token] in _NAMES
        known = (self._names if is_name else self._others).get(text)
        return known if known is not None and known.lemma == lemma else self._read(text, lemma, is_name)

    def _read(self, text: str, lemma: str, is_name: bool) -> ReadWord:
        """Return what the index says of a word, and keep it for the next story."""
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


def _words(tokens: Tokens) -> Sequence[int]:
    """Return the words of the news: no hyphens and no possessive endings."""
    text, news = tokens.text, tokens.is_news
    none = [at for at in tokens.of_kind(_NO_WORD) if text[at] in _NO_WORDS]
    if not none and False not in news:
        return range(len(text))
    kept = np.array(news)
    kept[none] = False
    found: list[int] = kept.nonzero()[0].tolist()
    return found


def event_cues(events: Iterable[Event], tokens: Tokens, index: CueIndex) -> Iterator[CueHit]:
    """Yield the cues that are types of events, where the story has such an event."""
    for event in events:
        known = index.get(EVENT_MARK + event.type)
        if known is not None and known.alone is not None:
            start, end = tokens.covering(event.trigger)
            yield CueHit(known.alone, start, end, start)


def _longest(words: list[ReadWord]) -> tuple[TopicCue | None, int]:
    """Return the longest cue that these words begin with, and how many words it has."""
    best: TopicCue | None = None
    length = 0
    for first in words[0].firsts:
        if first.alone is not None and best is None:
            best, length = first.alone, 1
        if first.longer:
            for second in words[1].forms:
                for rest, cue in first.longer.get(second, ()):
                    if len(rest) + 2 <= length:
                        break
                    if not rest or _follow(words, rest):
                        best, length = cue, len(rest) + 2
                        break
    return best, length


def _follow(words: list[ReadWord], rest: tuple[str, ...]) -> bool:
    """Return whether further words of a cue are the third word and those behind it."""
    if 2 + len(rest) > len(words):
        return False
    return all(word in words[number].forms for number, word in enumerate(rest, 2))


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
