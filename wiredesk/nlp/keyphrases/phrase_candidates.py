"""Phrases that may be keyphrases: the names of entities, and noun phrases of at most three words.

Both are counted by their words: nouns by lemma, in small letters.  Words of datelines, dates, sums of money and
percentages, and of what is no news, count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
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
_PARTICIPLES = frozenset({"VBN", "VBG"})
_PHRASE_TAGS = _NOUN_TAGS | _PARTICIPLES | {"JJ"}
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

    @property
    def count(self) -> int:
        """Number of its occurrences."""
        return len(self.places)

    @property
    def first(self) -> int:
        """Token at which it occurs first."""
        return self.places[0][0]


_Word = tuple[int, int, str, bool, bool, int]
"""A word of a run of nouns and adjectives.

Its first token and the one after its last (a word with hyphens has several), its lemma, whether it is a noun, whether
it is singular, and the position of the entity that it is part of the name of.
"""
_IS_NOUN, _OWNER = 3, 5
"""Positions in a word."""


class StoryPhrases(NamedTuple):
    """The phrases of a story: a record for each name, as they are few, and none for the others, as most are dropped."""

    names: list[PhraseCandidate]
    """The names of entities."""
    common: dict[Key, list[tuple[int, int]]]
    """The other phrases with their occurrences."""


def candidates(context: Context) -> StoryPhrases:
    """Return the phrases of a story.  Time is linear in the length of the story.

    A phrase that occurs once must end a noun phrase: "outrageous bank" of "outrageous bank robberies" does not.
    """
    tokens = context.tokens
    marks = _marks(context)
    names = {phrase.key: phrase for phrase in _names(context.entities, tokens, marks)}
    common: dict[Key, list[tuple[int, int]]] = {}
    inner: set[Key] = set()
    for run in _runs(tokens, marks):
        for key, start, end, is_whole in _phrases(run):
            places = common.get(key)
            if places is not None:
                places.append((start, end))
                if is_whole:
                    inner.discard(key)
            elif key not in names:
                common[key] = [(start, end)]
                if not is_whole:
                    inner.add(key)
    for key in inner:
        if len(common[key]) == 1:
            del common[key]
    return StoryPhrases(list(names.values()), common)


def _marks(context: Context) -> list[int]:
    """Return for each token :data:`_MASKED` if it counts nothing, otherwise :data:`_NO_NAME`."""
    tokens = context.tokens
    marks = [_NO_NAME] * len(tokens)
    if False in tokens.is_news:
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
    starts, ends = tokens.token_starting_at, tokens.token_after
    start_of, end_of, masked = tokens.start, tokens.end, tokens.masked
    limit = len(masked)
    for number, entity in enumerate(entities):
        places = []
        for mention in entity.mentions:
            if mention.kind != "name":
                continue
            span = mention.span
            first, last = starts.get(span[0], -1), ends.get(span[1], -1)
            if first < 0 or last < 0:
                first, last = tokens.covering(span)
            if first >= last or marks[first] == _MASKED:
                continue
            start, end = start_of[first], end_of[last - 1]
            # Most names stand between blanks and commas: then they are whole, and no code.
            touched = (start > 0 and masked[start - 1] not in _APART) or (end < limit and masked[end] not in _APART)
            if not touched or _is_whole(tokens, first, last):
                marks[first:last] = [number] * (last - first)
                if not touched or not _is_code(tokens, first, last):
                    places.append((first, last))
        if places and _may_be_topic(entity) and (name := _short_name(entity)):
            key = tuple(word.lower() for word in name.split())
            yield PhraseCandidate(key, sorted(places), entity, name)


def _may_be_topic(entity: Entity) -> bool:
    """Return whether an entity tells of the story: no agency, abbreviation of a state or people of a country."""
    if is_agency(entity.name) or (entity.name[-1:] == "." and _ABBREVIATION.fullmatch(entity.name)):
        return False
    return entity.type != "NORP" or entity.links.iso3166 is None


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
            if run[-1][_IS_NOUN] or _cut_behind_noun(run):
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
        run.append((at, stop, lemma, last in _NOUN_TAGS, last not in _PLURAL_TAGS, marks[at]))
    if _cut_behind_noun(run):
        yield run


def _words(tokens: Tokens, marks: Sequence[int]) -> list[int]:
    """Return the tokens that may stand in a phrase: nouns, adjectives, participles before a noun, names."""
    text, tag, dep, start, end = tokens.text, tokens.tag, tokens.dep, tokens.start, tokens.end
    masked = tokens.masked
    limit = len(masked)
    found = []
    for at in [at for at, name in enumerate(tag) if name in _PHRASE_TAGS or marks[at] >= 0]:
        mark = marks[at]
        if mark >= 0:
            found.append(at)
        elif mark == _NO_NAME and (tag[at] not in _PARTICIPLES or dep[at] == "amod"):
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
    while run and not run[-1][_IS_NOUN]:
        run.pop()
    return bool(run)


def _phrases(run: Sequence[_Word]) -> list[tuple[Key, int, int, bool]]:
    """Return the noun phrases of a run with their tokens: each noun, and it with one or two words before it.

    A phrase begins neither inside a name nor with a word that only counts. The last value says whether it is one word
    or ends with the run.
    """
    found: list[tuple[Key, int, int, bool]] = []
    final = len(run) - 1
    for last, (start, end, lemma, is_noun, is_singular, owner) in enumerate(run):
        if not is_noun or owner != _NO_NAME or lemma in _TABLE_WORDS:
            continue
        if not (lemma in _GENERAL or (is_singular and lemma in _titles())):
            found.append(((lemma,), start, end, True))
        if not last:
            continue
        key: Key = (lemma,)
        for first in range(last - 1, max(-1, last - MAX_WORDS), -1):
            start, _, before, _, _, owner = run[first]
            key = before, *key
            if before not in _NEVER_FIRST if owner == _NO_NAME else first == 0 or run[first - 1][_OWNER] != owner:
                found.append((key, start, end, last == final))
    return found


@cache
def _titles() -> frozenset[str]:
    """Return the titles, which alone say nothing of the story."""
    return frozenset(word for word, kind in entity_lexicon().roles.items() if kind in _TITLES)
