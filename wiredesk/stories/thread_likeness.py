"""How alike two stories are as parts of one thread, from 0 to 1.

Likeness is the dot product of the stories' terms; a term that many stories of their time have counts for less.  Stories
of one fixed form (results, dividends, weather) have the same words whoever they are about: a table or a short story is
like another one only if they have an actor in common.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wiredesk.stories.thread_terms import Name, ThreadTerms

CUT = 0.31
"""Likeness from which on stories are of one thread.  It was chosen on two development files at once, one of news of
events and one of a whole wire with its tables; ``docs/explanation/threads.md`` has the figures."""
TABLE_FIGURES = 0.30
"""Share of figures among a story's words from which on it is a table."""
TABLE_FACTOR = 0.6
"""Factor of the likeness of a table to another story: what is alike is mostly the form."""
SHORT_WORDS = 150
"""Words below which a story has too few of its own for its subject."""
SAME_TEXT = frozenset({"copy", "version"})
"""What makes two stories one text; they are alike whatever their words."""
FORM_LIKENESS = 0.2
"""Likeness at most of two fills of one form."""
FEWEST_STORIES = 4000
"""Stories of a time that its frequencies are counted among, at least: in a smaller store the words of its largest
thread would be frequent."""
NEAR_DAYS = 3
"""Days within which stories may be alike by their names alone: a happening is mostly told within days."""
FAR_WORDS = 0.05
"""Likeness by words outside names that two stories further apart have at least: a company has many happenings in two
weeks, and its names are most of the words of its short stories."""
UNDAMPED = 4.4
"""Logarithm of stories ÷ stories with the term from which on a term counts in full: 1.2 % of the stories have it."""


MAX_KEPT = 1024
"""Stories whose parts of names are kept, about 2 MB: a story is compared with most of those that come after it."""


@dataclass(frozen=True, slots=True)
class ThreadProfile:
    """A story made ready for many comparisons."""

    vector: Mapping[str, float]
    """Weight of each term × the square root of its damping."""
    names: frozenset[Name]
    name_parts: frozenset[Name]
    """The names, and their first and last words as others may write them: ``general motors``, ``motors``."""
    places: frozenset[Name]
    name_words: frozenset[str]
    """The words of names and places."""
    day: int
    is_table: bool
    needs_actor: bool
    """Whether it is like another story only if they have an actor in common."""


def profile(
    terms: ThreadTerms, damping: Callable[[str], float], within: Collection[str] | None = None
) -> ThreadProfile:
    """Return a story ready for comparisons.

    Args:
        damping: the factor of a term, from :func:`damping_of`.
        within: all terms that the stories have that it is compared with; the others of its own tell nothing then.
    """
    weights = terms.terms
    words = weights if within is None else weights.keys() & within
    vector = {word: weights[word] * math.sqrt(damping(word)) for word in words}
    is_table = terms.figures > TABLE_FIGURES
    needs_actor = is_table or terms.words < SHORT_WORDS
    parts, of_names = _name_parts(terms.names), _name_words(terms.names, terms.places)
    return ThreadProfile(vector, terms.names, parts, terms.places, of_names, terms.day, is_table, needs_actor)


@lru_cache(MAX_KEPT)
def _name_parts(names: frozenset[Name]) -> frozenset[Name]:
    return frozenset(part for name in names for size in range(1, len(name) + 1) for part in (name[:size], name[-size:]))


@lru_cache(MAX_KEPT)
def _name_words(names: frozenset[Name], places: frozenset[Name]) -> frozenset[str]:
    return frozenset(word for name in (*names, *places) for word in name)


def damping_of(having: int, stories: int) -> float:
    """Return the factor of a term that ``having`` of a time's stories have."""
    if having <= 1:
        return 1.0
    return min(1.0, max(0.0, math.log(max(stories, FEWEST_STORIES) / having)) / UNDAMPED)


def likeness(one: ThreadProfile, other: ThreadProfile) -> float:
    """Return how alike two stories are; the order of the two makes no difference."""
    few, many = sorted((one.vector, other.vector), key=len)
    total = math.fsum([weight * many[word] for word, weight in few.items() if word in many])
    if not total or ((one.needs_actor or other.needs_actor) and not has_common_actor(one, other)):
        return 0.0
    if abs(one.day - other.day) > NEAR_DAYS and _of_words(one, other) < FAR_WORDS:
        return 0.0
    return min(1.0, total * TABLE_FACTOR if one.is_table or other.is_table else total)


def _of_words(one: ThreadProfile, other: ThreadProfile) -> float:
    """Return how much of the likeness of two stories comes from words outside names."""
    shared = one.vector.keys() & other.vector.keys()
    return math.fsum(
        one.vector[word] * other.vector[word]
        for word in shared
        if " " not in word and word not in one.name_words and word not in other.name_words
    )


def has_common_actor(one: ThreadProfile, other: ThreadProfile) -> bool:
    """Return whether two stories name the same actor or place.

    A name may be the beginning or the end of a longer one: "Telxon" of "Telxon Corp", "Reagan" of "Ronald Reagan". Two
    longer names of which a part is the same are different: "Gulf Resources" and "Gulf Applied Technologies".
    """
    return not (
        one.names.isdisjoint(other.name_parts)
        and other.names.isdisjoint(one.name_parts)
        and one.places.isdisjoint(other.places)
    )


def with_relation(value: float, relation: str | None) -> float:
    """Return the likeness of two stories, given what their texts are to each other.

    A common part changes nothing: a later story of a thread repeats paragraphs of an earlier one.

    Args:
        relation: ``copy``, ``version``, ``part``, ``form`` or None.
    """
    if relation in SAME_TEXT:
        return 1.0
    return min(value, FORM_LIKENESS) if relation == "form" else value
