"""Find the cues of topics in a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wiredesk.contract import Event
from wiredesk.nlp.tokens import Tokens
from wiredesk.nlp.topics.topic_cues import EVENT_MARK, CueIndex, TopicCue

_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
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


class _WordColumns(NamedTuple):
    """The words of a story: no punctuation but marks that end a clause, no hyphens, no possessive endings."""

    text: list[str]
    lower: list[str]
    lemma: list[str]
    token: list[int]


def find_cues(tokens: Tokens, index: CueIndex) -> Iterator[CueHit]:
    """Yield the cues of a story in order. They do not overlap: at each word the longest cue counts."""
    words = _words(tokens)
    text, lower, lemma, token = words
    size, at = len(text), 0
    get = index.get
    while at < size:
        best: TopicCue | None = None
        longest = -1
        for form in dict.fromkeys((text[at], lower[at], lemma[at])):
            for rest, cue in get(form, ()):
                if len(rest) <= longest:
                    break
                if not rest or _follow(words, at + 1, rest):
                    best, longest = cue, len(rest)
                    break
        if best is None:
            at += 1
        else:
            yield CueHit(best, token[at], token[at + longest] + 1, at)
            at += longest + 1


def event_cues(events: Iterable[Event], tokens: Tokens, index: CueIndex) -> Iterator[CueHit]:
    """Yield the cues that are types of events, where the story has such an event."""
    for event in events:
        for _, cue in index.get(EVENT_MARK + event.type, ()):
            start, end = tokens.covering(event.trigger)
            yield CueHit(cue, start, end, start)


def _follow(words: _WordColumns, at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(words.text):
        return False
    for number, word in enumerate(rest, at):
        if word not in (words.lower[number], words.lemma[number], words.text[number]):
            return False
    return True


def _words(tokens: Tokens) -> _WordColumns:
    text: list[str] = []
    lower: list[str] = []
    lemma: list[str] = []
    numbers: list[int] = []
    kinds = tokens.ent_type
    columns = zip(tokens.text, tokens.lower, tokens.lemma, tokens.is_news, strict=True)
    for number, (form, small, base, news) in enumerate(columns):
        if not news:
            continue
        if not form[0].isalnum() and not (len(form) > 1 and form[-1].isalnum()):
            if form == "-" or form in _POSSESSIVE:
                continue
            base = small = form  # a comma or a full stop, which no cue spans
        elif form in _POSSESSIVE:
            continue
        if form[-1] in _MARKS:
            form, small, base = form.rstrip(_MARKS), small.rstrip(_MARKS), base.rstrip(_MARKS)
        if kinds[number] in _NAMES and form[:1].isupper():
            small = base = form
        text.append(form)
        lower.append(small)
        lemma.append(base)
        numbers.append(number)
    return _WordColumns(text, lower, lemma, numbers)
