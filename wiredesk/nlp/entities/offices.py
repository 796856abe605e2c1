"""Offices: what a person's titles say that he or she is, and how well a role fits them.

"The prime minister" is the person whose office that is. "The minister" may be the finance minister, but not the prime
minister: some words in front of a role make another office of it. A role that nobody holds in full may be that of a
person who is only called minister.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wiredesk.nlp.knowledge import EntityLexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, TitleSpan
from wiredesk.nlp.tokens import Tokens

FORMER = word_set("titles", "former")
_OFFICE_CHANGERS = word_set("titles", "office_changers")
_MAX_TITLE_TOKENS, _MAX_ROLE_TOKENS = 12, 5
"""Maximum tokens of a title that are read, and of a role in it."""
NO_FIT, NOUN_FITS, PART_FITS, ROLE_FITS = 0, 1, 2, 3
"""How well a role fits a person's offices; more is better."""


class Offices(NamedTuple):
    """The roles in a person's titles, lower case."""

    whole: frozenset[str]
    """Roles as the titles have them: prime minister, deputy mayor."""
    parts: frozenset[str]
    """Shorter roles that may replace them: minister for a foreign minister."""
    last_words: frozenset[str]
    """Last words of the titles."""
    former: bool
    """Whether every title is one that the person held before."""


NO_OFFICES = Offices(frozenset(), frozenset(), frozenset(), former=False)


def role_kind(role: str, lexicon: EntityLexicon) -> str:
    """Return the kind of a role, which may begin with a word such as "deputy"; empty if it is not one."""
    return lexicon.roles.get(role) or lexicon.roles.get(role.partition(" ")[2], "")


def last_role(words: list[str], lexicon: EntityLexicon) -> str:
    """Return the longest role that ends a list of words, with a word in front that makes another office of it."""
    for first in range(max(0, len(words) - _MAX_ROLE_TOKENS), len(words)):
        text = _text(words, first, len(words))
        if text in lexicon.roles:
            changer = words[first - 1] if first and words[first - 1] in _OFFICE_CHANGERS else ""
            return f"{changer} {text}" if changer else text
    return ""


def _text(words: list[str], first: int, last: int) -> str:
    return " ".join(words[first:last]).replace(" - ", "-")


def offices_of(tokens: Tokens, titles: Iterable[TitleSpan], lexicon: EntityLexicon) -> Offices:
    """Return the offices that the titles of a person name."""
    whole: set[str] = set()
    last_words: set[str] = set()
    former: list[bool] = []
    for title in titles:
        words = tokens.lower[title.start : min(title.end, title.start + _MAX_TITLE_TOKENS)]
        former.append(not FORMER.isdisjoint(words))
        last_words.add(tokens.lower[title.end - 1])
        whole.update(_roles(words, lexicon))
    if not former:
        return NO_OFFICES
    parts = {part for role in whole for part in _parts(role, lexicon)}
    return Offices(frozenset(whole), frozenset(parts), frozenset(last_words), all(former))


def _roles(words: list[str], lexicon: EntityLexicon) -> Iterable[str]:
    """Yield the longest roles in the words of a title, from left to right."""
    at = 0
    while at < len(words):
        for last in range(min(len(words), at + _MAX_ROLE_TOKENS), at, -1):
            text = _text(words, at, last)
            if text in lexicon.roles:
                changed = at and words[at - 1] in _OFFICE_CHANGERS
                yield f"{words[at - 1]} {text}" if changed else text
                at = last
                break
        else:
            at += 1


def _parts(role: str, lexicon: EntityLexicon) -> Iterable[str]:
    """Yield the shorter roles of the same kind at the end or the beginning of a role."""
    words, kind = role.split(), role_kind(role, lexicon)
    for cut in range(1, len(words)):
        end, begin = " ".join(words[cut:]), " ".join(words[:cut])
        if words[cut - 1] not in _OFFICE_CHANGERS and lexicon.roles.get(end) == kind:
            yield end
        if lexicon.roles.get(begin) == kind:
            yield begin


class PersonOffices:
    """The offices of each person of a story, by the titles beside his or her names."""

    def __init__(self, tokens: Tokens, clusters: Sequence[Cluster], lexicon: EntityLexicon) -> None:
        self._tokens, self._clusters, self._lexicon = tokens, clusters, lexicon
        self._found: dict[int, Offices] = {}

    def of(self, number: int) -> Offices:
        """Return the offices of a person by the number of the cluster."""
        found = self._found.get(number)
        if found is None:
            titles = self._clusters[number].titles
            found = offices_of(self._tokens, titles, self._lexicon) if titles else NO_OFFICES
            self._found[number] = found
        return found


def fit(role: str, offices: Offices, lexicon: EntityLexicon) -> int:
    """Return how well a role fits a person's offices: as a whole, as a part, by its noun alone, or not at all."""
    if role in offices.whole:
        return ROLE_FITS
    if role in offices.parts:
        return PART_FITS
    noun = role.rpartition(" ")[2]
    if noun == role:
        return NOUN_FITS if noun in offices.last_words and not offices.whole else NO_FIT
    alone = noun in offices.whole and role.split()[-2] not in _OFFICE_CHANGERS
    return NOUN_FITS if alone and lexicon.roles.get(noun) == role_kind(role, lexicon) else NO_FIT
