"""Find the cues of topics in a story."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

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
        numbers, apart = _words(tokens)
        found: list[CueHit] = []
        resume, last, count = 0, len(numbers) - 1, len(apart)
        for token in self._candidates(tokens):
            before = bisect_left(apart, token)
            at = token - before
            if at < resume or (before < count and apart[before] == token):
                continue
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

    def _candidates(self, tokens: Tokens) -> Sequence[int]:
        """Return the words that may begin a cue, in order; those behind it are not all looked at."""
        kinds = self._kinds
        if False in tokens.is_news:  # what is no news may stand between two words of a cue
            return tokens.of_kind(kinds.alone | kinds.first)
        return tokens.of_kinds(kinds, _NO_WORD)

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


def _words(tokens: Tokens) -> tuple[Sequence[int], Sequence[int]]:
    """Return the tokens that are words of the news, and the others: what is no news, hyphens, possessive endings."""
    text, is_news = tokens.text, tokens.is_news
    others = [at for at in tokens.of_kind(_NO_WORD) if text[at] in _NO_WORDS]
    if False in is_news:
        others = sorted({*others, *(at for at, told in enumerate(is_news) if not told)})
    words: list[int] = []
    begin = 0
    for at in others:
        words += range(begin, at)
        begin = at + 1
    words += range(begin, len(text))
    return words, others


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
