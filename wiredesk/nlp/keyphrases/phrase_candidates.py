"""Phrases that may be keyphrases: the names of entities, and noun phrases of at most three words.

Both are counted by their words: nouns by lemma, in small letters.  Words of datelines, dates, sums of money and
percentages, and of what is no news, count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wiredesk.contract import Entity
from wiredesk.datelines import is_agency
from wiredesk.nlp.context import Context
from wiredesk.nlp.knowledge.entity_lexicon import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

MAX_WORDS = 3
"""Words of a noun phrase."""
MAX_NAME_WORDS = 6
"""Words of a name; of a longer one the most frequent short form is taken."""

_GENERAL = word_set("keyphrases", "general_nouns") | word_set("keyphrases", "table_words")
_TABLE_WORDS = word_set("keyphrases", "table_words")
_NEVER_FIRST = word_set("keyphrases", "leading_words") | _TABLE_WORDS
_TITLES = frozenset({"state", "post", "rank", "kin"})
"""Kinds of roles that are titles."""
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_COMMON_TAGS = frozenset({"NN", "NNS"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_WORD_TAGS = _NOUN_TAGS | {"JJ"}
_PARTICIPLES = frozenset({"VBN", "VBG"})
_FIGURES = frozenset({"money", "percent"})
_ABBREVIATION = re.compile(r"[A-Z][a-z]{1,4}\.")
"""A place that only an abbreviation names: "Va.", "Calif."."""
_APART = frozenset(" \n,.;:")
"""Characters beside which a word ends."""
_MASKED = -2
"""Mark of a token that counts nothing."""
_NO_NAME = -1
"""Mark of a token outside names; in a name the mark is the position of its entity."""

Key = tuple[str, ...]


@dataclass(slots=True)
class PhraseCandidate:
    """A phrase with its occurrences as ranges of tokens, the first one first."""

    key: Key
    places: list[tuple[int, int]] = field(default_factory=list)
    entity: Entity | None = None
    """The entity that it names."""
    name: str = ""
    """The entity's name."""
    is_whole: bool = True
    """Whether it ends a noun phrase somewhere: "outrageous bank" of "outrageous bank robberies" does not."""

    @property
    def count(self) -> int:
        """Number of its occurrences."""
        return len(self.places)

    @property
    def first(self) -> int:
        """Token at which it occurs first."""
        return self.places[0][0]


class _Word(NamedTuple):
    """A word of a run of nouns and adjectives."""

    start: int
    """Its first token, and in ``end`` the one after its last: a word with hyphens has several."""
    end: int
    lemma: str
    is_noun: bool
    is_singular: bool
    owner: int
    """Position of the entity that it is part of the name of."""


def candidates(context: Context) -> list[PhraseCandidate]:
    """Return the phrases of a story, names first.  Time is linear in the length of the story."""
    tokens = context.tokens
    marks = _marks(context)
    named = _names(context.entities, tokens, marks)
    found = {phrase.key: phrase for phrase in named}
    for run in _runs(tokens, marks):
        for key, start, end, is_whole in _phrases(run):
            known = found.get(key)
            if known is None:
                found[key] = PhraseCandidate(key, [(start, end)], is_whole=is_whole)
            elif known.entity is None:
                known.places.append((start, end))
                known.is_whole |= is_whole
    return [phrase for phrase in found.values() if phrase.is_whole or phrase.count > 1]


def _marks(context: Context) -> list[int]:
    """Return for each token :data:`_MASKED` if it counts nothing, otherwise :data:`_NO_NAME`."""
    tokens = context.tokens
    marks = [_NO_NAME if news else _MASKED for news in tokens.is_news]
    spans = [date.span for date in context.dates]
    spans += [amount.span for amount in context.amounts if amount.kind in _FIGURES]
    if context.dateline:
        spans.append(context.dateline.span)
    for span in spans:
        first, last = tokens.covering(span)
        marks[first:last] = [_MASKED] * (last - first)
    return marks


def _names(entities: Sequence[Entity], tokens: Tokens, marks: list[int]) -> Iterator[PhraseCandidate]:
    """Yield the names of entities, and mark the tokens of their mentions."""
    for number, entity in enumerate(entities):
        is_topic = not (is_agency(entity.name) or _ABBREVIATION.fullmatch(entity.name)) and (
            entity.type != "NORP" or entity.links.iso3166 is None
        )
        places = []
        for mention in entity.mentions:
            if mention.kind != "name":
                continue
            first, last = tokens.covering(mention.span)
            if first < last and marks[first] != _MASKED and _is_whole(tokens, first, last):
                marks[first:last] = [number] * (last - first)
                if not _is_code(tokens, first, last):
                    places.append((first, last))
        if places and is_topic and (name := _short_name(entity)):
            key = tuple(word.lower() for word in name.split())
            yield PhraseCandidate(key, sorted(places), entity, name)


def _short_name(entity: Entity) -> str:
    """Return the fullest name that is short enough, without an article; an empty string if all are too long."""
    for name in (entity.name, *entity.aliases):
        words = name.split()
        if words[0].lower() == "the":
            words = words[1:]
        if 0 < len(words) <= MAX_NAME_WORDS and any(char.isalpha() for char in name):
            return " ".join(words)
    return ""


def _runs(tokens: Tokens, marks: Sequence[int]) -> Iterator[list[_Word]]:
    """Yield the longest rows of nouns and adjectives in a sentence, each ending with a noun."""
    text, tag, start, end, sentence = tokens.text, tokens.tag, tokens.start, tokens.end, tokens.sentence
    run: list[_Word] = []
    size, stop = len(tokens), 0
    for at in _words(tokens, marks):
        if at < stop:
            continue  # a part of the word with hyphens before it
        if run and (at != stop or sentence[at] != sentence[stop - 1]):
            if _cut_behind_noun(run):
                yield run
            run = []
        stop = at + 1
        while (
            stop + 1 < size
            and text[stop] == "-"
            and start[stop] == end[stop - 1]
            and start[stop + 1] == end[stop]
            and text[stop + 1].isalpha()
            and marks[stop] == marks[at] == marks[stop + 1]
        ):
            stop += 2
        last = tag[stop - 1]
        if stop > at + 1:
            lemma = "".join(tokens.lower[at:stop])
        else:
            lemma = tokens.lemma[at] if last in _COMMON_TAGS else tokens.lower[at]
        run.append(_Word(at, stop, lemma, last in _NOUN_TAGS, last not in _PLURAL_TAGS, marks[at]))
    if _cut_behind_noun(run):
        yield run


def _words(tokens: Tokens, marks: Sequence[int]) -> list[int]:
    """Return the tokens that may stand in a phrase: nouns, adjectives, participles before a noun, names."""
    text, dep, start, end, masked = tokens.text, tokens.dep, tokens.start, tokens.end, tokens.masked
    limit = len(masked)
    found = []
    for at, (mark, tag) in enumerate(zip(marks, tokens.tag, strict=True)):
        if mark >= 0:
            found.append(at)
        elif mark == _NO_NAME and (tag in _WORD_TAGS or (tag in _PARTICIPLES and dep[at] == "amod")):
            word = text[at]
            if len(word) == 1 or not word[0].isalpha():
                continue
            first, last = start[at], end[at]
            # Most words stand between blanks and commas: then they are whole, and no code.
            touched = (first > 0 and masked[first - 1] not in _APART) or (last < limit and masked[last] not in _APART)
            if not touched or (_is_whole(tokens, at, at + 1) and not _is_code(tokens, at, at + 1)):
                found.append(at)
    return found


def _is_code(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a name is the code of a share in angle brackets: "<ACM.N>"."""
    start, end = tokens.start[first], tokens.end[last - 1]
    return last == first + 1 and tokens.masked[start - 1 : start] == "<" and tokens.masked[end : end + 1] == ">"


def _is_whole(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether a range of tokens begins and ends with a word: the tokenizer splits "12km" in two."""
    text = tokens.masked
    start, end = tokens.start[first], tokens.end[last - 1]
    glued_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    return not (glued_before or (end < len(text) and text[end - 1].isalnum() and text[end].isalnum()))


def _cut_behind_noun(run: list[_Word]) -> bool:
    """Cut a run behind its last noun, and return whether it has one."""
    while run and not run[-1].is_noun:
        run.pop()
    return bool(run)


def _phrases(run: Sequence[_Word]) -> Iterator[tuple[Key, int, int, bool]]:
    """Yield the noun phrases of a run with their tokens: each noun, and it with one or two words before it.

    The last value says whether the phrase is one word or ends with the run.
    """
    final = len(run) - 1
    for last, head in enumerate(run):
        if not head.is_noun or head.owner != _NO_NAME or head.lemma in _TABLE_WORDS:
            continue
        if not _is_general(head):
            yield (head.lemma,), head.start, head.end, True
        for first in range(last - 1, max(-1, last - MAX_WORDS), -1):
            if _may_begin(run, first):
                key = tuple([word.lemma for word in run[first : last + 1]])
                yield key, run[first].start, head.end, last == final


def _is_general(word: _Word) -> bool:
    """Return whether a noun alone says nothing of the story: a general word, or a title."""
    return word.lemma in _GENERAL or (word.is_singular and entity_lexicon().roles.get(word.lemma) in _TITLES)


def _may_begin(run: Sequence[_Word], first: int) -> bool:
    """Return whether a phrase may begin with a word: not inside a name, nor with a word that only counts."""
    word = run[first]
    if word.owner != _NO_NAME:
        return first == 0 or run[first - 1].owner != word.owner
    return word.lemma not in _NEVER_FIRST
