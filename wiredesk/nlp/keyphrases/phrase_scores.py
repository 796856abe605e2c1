"""The score of a phrase: how often it occurs, how early, and how much its words tell.

The constants are our own, chosen by reading and on stories whose readers had marked phrases.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from wiredesk.nlp.keyphrases.phrase_candidates import Key, PhraseCandidate, StoryPhrases
from wiredesk.word_frequency import rarity, zipf_frequencies

NAME_WEIGHT = 1.4
"""Weight of a name, whatever its words: a name tells of one thing."""
UNKNOWN_WEIGHT = 1.0
"""Weight of a noun that the frequency table lacks and that occurs once: mostly a misspelling or a code."""
NEW_WORD_WEIGHT = 2.5
"""Weight of such a noun that occurs again: a word that a story is about."""
MAX_RARITY = 3.5
"""Rarity from which on a noun gets no more weight."""
FULL_LETTERS = 8
"""Letters of a noun with full weight: short words have many meanings, long ones mostly one."""
PHRASE_FACTOR = 0.9
"""Factor of a noun phrase of several words that occurs again."""
ONCE_FACTOR = 0.8
"""Factor of a noun that occurs once."""
ONCE_PHRASE_FACTOR = 0.4
"""Factor of a noun phrase of several words that occurs once: most are put together for one sentence."""
LATE_FACTOR = 0.2
"""Factor of a phrase that begins far down, beside 1.2 at the start."""
HALF_WAY_TOKENS = 400
"""Token at which the advantage of an early phrase has halved."""
HEADLINE_FACTOR = 1.2
"""Factor of a phrase that stands in the headline."""
SCORE_MIDDLE = 2.0
"""Sum at which the score is 0.5."""
SHARE_OF_WORD = 0.5
"""Share of a noun's occurrences from which a longer phrase takes its place: "budget deficit" for "deficit"."""
_ONCE = math.log1p(1)
DIGITS = 3
"""Decimals of a score."""
FAMILY_LETTERS = 6
"""First letters that words of one family share: terror, terrorist, terrorism."""
_MIN_FAMILY_LETTERS = FAMILY_LETTERS - 1
"""Letters of a short word of a family."""
_MAX_CACHED = 50_000
"""Words whose weight is kept, about 5 MB."""


class ScoredPhrase(NamedTuple):
    """A phrase with its score, from 0 to 1."""

    score: float
    phrase: PhraseCandidate


def scored(phrases: StoryPhrases, headline_end: int) -> Iterator[ScoredPhrase]:
    """Yield the phrases with their scores, the best first.

    Args:
        phrases: the phrases of a story.
        headline_end: the token after the headline; 0 without one.
    """
    names, common = phrases
    weights = {key: _weight(_telling(key, len(places) > 1), places, headline_end) for key, places in common.items()}
    for key, places in common.items():
        count = len(places)
        if count > 1 and len(key) > 1:
            for word in key:
                single = (word,)
                if single in common and count >= SHARE_OF_WORD * len(common[single]):
                    weights[key] = max(weights[key], weights[single])
    found: list[tuple[float, int, int, int, PhraseCandidate | Key]] = []
    for name in names:
        weight = _weight(NAME_WEIGHT, name.places, headline_end)
        score = round(weight / (weight + SCORE_MIDDLE), DIGITS)
        found.append((-score, -len(name.key), name.places[0][0], len(found), name))
    for key, weight in weights.items():
        if weight > 0:
            score = round(weight / (weight + SCORE_MIDDLE), DIGITS)
            found.append((-score, -len(key), common[key][0][0], len(found), key))
    found.sort()
    for score, _, _, _, phrase in found:
        yield ScoredPhrase(-score, PhraseCandidate(phrase, common[phrase]) if isinstance(phrase, tuple) else phrase)


def _weight(telling: float, places: Sequence[tuple[int, int]], headline_end: int) -> float:
    """Return the sum that the score is made from: 0 for a phrase that tells nothing."""
    first, count = places[0][0], len(places)
    place = LATE_FACTOR + 1 / (1 + first / HALF_WAY_TOKENS)
    if first < headline_end:
        place *= HEADLINE_FACTOR
    return telling * (_ONCE if count == 1 else math.log1p(count)) * place


def _telling(key: Key, repeated: bool) -> float:
    """Return how much a noun phrase tells: one of rare and long words tells most."""
    if len(key) == 1:
        return _word_telling(key[0], repeated)
    letters = min(len("".join(key)), FULL_LETTERS) / FULL_LETTERS
    weight = sum([_word_weight(word, repeated) for word in key]) / len(key) * letters
    return weight * (PHRASE_FACTOR if repeated else ONCE_PHRASE_FACTOR)


@lru_cache(_MAX_CACHED)
def _word_telling(word: str, repeated: bool) -> float:
    weight = _word_weight(word, repeated) * (min(len(word), FULL_LETTERS) / FULL_LETTERS)
    return weight if repeated else weight * ONCE_FACTOR


@lru_cache(_MAX_CACHED)
def _word_weight(word: str, repeated: bool) -> float:
    """Return how rare a noun or adjective is, within limits."""
    if word in zipf_frequencies():
        return min(MAX_RARITY, rarity(word))
    if "-" in word:
        parts = word.split("-")
        return sum(_word_weight(part, repeated) for part in parts) / len(parts)
    return NEW_WORD_WEIGHT if repeated else UNKNOWN_WEIGHT


def best(phrases: Iterable[ScoredPhrase], number: int) -> list[ScoredPhrase]:
    """Return the best phrases that share no words: none inside a better one, none around one, none of its family."""
    kept: list[ScoredPhrase] = []
    taken: set[str] = set()
    """The words of the phrases that are kept, and the beginnings of those that stand alone."""
    for one in phrases:
        phrase = one.phrase
        key = phrase.key
        words = {key[0], key[0][:_MIN_FAMILY_LETTERS]} if len(key) == 1 else set(key)
        if not taken.isdisjoint(words) and any(_repeats(phrase, other.phrase) for other in kept):
            continue
        kept.append(one)
        if len(kept) == number:
            break
        taken |= words
    return kept


def _repeats(phrase: PhraseCandidate, better: PhraseCandidate) -> bool:
    """Return whether one of two phrases is inside the other, both are words of one family, or one shares words once."""
    key, other = phrase.key, better.key
    if len(key) == len(other) == 1:
        size = min(len(key[0]), len(other[0]), FAMILY_LETTERS)
        return size >= _MIN_FAMILY_LETTERS and key[0][:size] == other[0][:size]
    if set(key).isdisjoint(other):
        return False
    if phrase.entity is None and len(phrase.places) == 1:
        return True
    short, long = sorted((key, other), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
