"""Find the cues of topics in a story."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wiredesk.contract import Event
from wiredesk.nlp.lexicon.word_kinds import Kinds, kind_of_words
from wiredesk.nlp.tokens import Tokens
from wiredesk.nlp.topics.topic_cues import EVENT_MARK, CueIndex, FirstWord, TopicCue

_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_NO_WORDS = _POSSESSIVE | {"-"}
"""Tokens that are no words of their own: cues have neither hyphens nor possessive endings."""
_NO_WORD = kind_of_words("no word of its own", _NO_WORDS)
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


class ReadWord(NamedTuple):
    """A word with what the index says of it."""

    lemma: str
    forms: Forms
    """Empty for punctuation, which no cue spans."""
    firsts: Sequence[FirstWord]
    """The cues that begin with each of its forms."""
    alone: TopicCue | None
    """The cue that its first form makes that is one by itself."""
    seconds: Collection[str]
    """The second words of longer cues; empty where there are none."""


_NONE: Collection[str] = ()
_MAX_WORDS = 20_000
"""Words that a reader keeps of names, and as many of others; 20,000 take 4 MB."""


class CueReader:
    """Finds cues in stories, and keeps what the index says of a word: most words occur in the stories before."""

    def __init__(self, index: CueIndex) -> None:
        self._index = index
        alone = (word for word, first in index.items() if first.alone)
        firsts = (word for word, first in index.items() if first.longer)
        seconds = {word for first in index.values() for word in first.longer}
        self._kinds = Kinds(
            kind_of_words("topic cue", alone, marks=_MARKS),
            kind_of_words("topic cue, first word", firsts, marks=_MARKS),
            kind_of_words("topic cue, second word", seconds, marks=_MARKS),
        )
        self._names: dict[str, ReadWord] = {}
        self._others: dict[str, ReadWord] = {}

    def find_cues(self, tokens: Tokens) -> list[CueHit]:
        """Return the cues of a story in order. They do not overlap: at each word the longest cue counts."""
        text, lower, lemma, ent_type = tokens.text, tokens.lower, tokens.lemma, tokens.ent_type
        names, others = self._names, self._others
        kinds = tokens.kinds
        words = _words(tokens, kinds)
        numbers: list[int] = words.tolist()
        found: list[CueHit] = []
        resume, last = 0, len(numbers) - 1
        for at in self._kinds.find(kinds[words]):
            if at < resume:
                continue
            token = numbers[at]
            known = names.get(text[token]) if ent_type[token] in _NAMES else others.get(text[token])
            word = known if known is not None and known.lemma == lemma[token] else self._read(tokens, token)
            best, length = word.alone, 1
            if word.seconds and at < last:
                following, seconds = numbers[at + 1], word.seconds
                next_text = text[following]
                if (  # its forms are among these, or lack a mark at the end
                    lower[following] in seconds
                    or lemma[following] in seconds
                    or next_text in seconds
                    or next_text[-1] in _MARKS
                ):
                    best, length = self._longest(tokens, numbers, at, word)
            if best is not None:
                resume = at + length
                found.append(CueHit(best, token, numbers[resume - 1] + 1, at))
        return found

    def _longest(self, tokens: Tokens, numbers: Sequence[int], at: int, word: ReadWord) -> tuple[TopicCue | None, int]:
        """Return the longest cue that begins with a word, and how many words it has; no cue where none does."""
        forms = self._read(tokens, numbers[at + 1]).forms
        best: TopicCue | None = word.alone
        length = 1
        for first in word.firsts:
            for second in forms if first.longer else ():
                for rest, cue in first.longer.get(second, ()):
                    if len(rest) + 2 <= length:
                        break
                    if not rest or self._follow(tokens, numbers, at + 2, rest):
                        best, length = cue, len(rest) + 2
                        break
        return best, length

    def _follow(self, tokens: Tokens, numbers: Sequence[int], at: int, rest: Sequence[str]) -> bool:
        """Return whether the words from one on have these forms."""
        if at + len(rest) > len(numbers):
            return False
        for form, token in zip(rest, numbers[at : at + len(rest)], strict=True):
            text = tokens.text[token]
            if form not in (text, tokens.lower[token], tokens.lemma[token]) and text[-1] not in _MARKS:
                return False  # without a look-up, as most words
            if form not in self._read(tokens, token).forms:
                return False
        return True

    def _read(self, tokens: Tokens, token: int) -> ReadWord:
        """Return what the index says of a word, and keep it for the next story."""
        text, lemma = tokens.text[token], tokens.lemma[token]
        is_name = tokens.ent_type[token] in _NAMES
        kept = self._names if is_name else self._others
        known = kept.get(text)
        if known is not None and known.lemma == lemma:
            return known
        forms, index = _forms(text, lemma, is_name), self._index
        firsts = [index[form] for form in forms if form in index]
        alone, seconds = None, _NONE
        for first in firsts:
            alone = alone or first.alone
            if first.longer:
                seconds = {*seconds, *first.longer} if seconds else first.longer
        word = ReadWord(lemma, forms, firsts, alone, seconds)
        if len(kept) >= _MAX_WORDS:
            kept.clear()
        kept[text] = word
        return word


def _words(tokens: Tokens, kinds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the tokens that are words of the news: no hyphens and no possessive endings."""
    text, is_news = tokens.text, tokens.is_news
    is_word = np.array(is_news) if False in is_news else np.ones(len(text), np.bool_)
    is_word[[at for at in (kinds & _NO_WORD).nonzero()[0].tolist() if text[at] in _NO_WORDS]] = False
    return is_word.nonzero()[0]


def event_cues(events: Iterable[Event], tokens: Tokens, index: CueIndex) -> Iterator[CueHit]:
    """Yield the cues that are types of events, where the story has such an event."""
    for event in events:
        known = index.get(EVENT_MARK + event.type)
        if known is not None and known.alone is not None:
            start, end = tokens.covering(event.trigger)
            yield CueHit(known.alone, start, end, start)


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
