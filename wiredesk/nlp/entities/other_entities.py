"""Organisations, places, events and works: one thing for all forms of its name.

``Standard Oil Co`` is called Standard, ``North Atlantic Treaty Organisation`` NATO, ``Miami Heat`` the Heat.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.knowledge import Fact, Gazetteer, Lexicon
from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.names.name_words import BODIES, ENDINGS, words_of
from wiredesk.nlp.tokens import Tokens

_SMALL = words_of("of the and for in on & at to de du des la le")
_STRIP = re.compile(r"[.'’`\",]")
CROWD = 20
"""Things of one short name that are compared; of more the latest are."""


class Form(NamedTuple):
    """A name made comparable."""

    words: tuple[str, ...]
    """Lower case, without company endings and full stops."""
    plain: str
    """The text as it stands, white space collapsed."""


def form(tokens: Tokens, name: Name) -> Form:
    """Make a name comparable."""
    plain = tokens.string(name.start, name.end)
    kept = [_STRIP.sub("", word) for word in plain.lower().split()]
    kept = [word for word in kept if word]
    while len(kept) > 1 and kept[-1] in ENDINGS:
        kept.pop()
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return Form(tuple(kept), plain)


def bodies(tokens: Tokens, names: list[Name], known: Gazetteer, lexical: Lexicon) -> list[Cluster]:
    """Clusters of the names that are not people's."""
    forms = {name: form(tokens, name) for name in names}
    book = _Book(known, lexical)
    for name in names:
        book.enter(tokens, name, forms[name])
    return book.joined(tokens, names, forms)


class _Book:
    def __init__(self, known: Gazetteer, lexical: Lexicon) -> None:
        self.known, self.lexical = known, lexical
        self.by_key: dict[tuple[str, ...], Cluster] = {}
        self.short: dict[tuple[str, ...], list[Cluster]] = defaultdict(list)
        self.lasts: dict[str, list[Cluster]] = defaultdict(list)
        self.acronyms: dict[str, list[Cluster]] = defaultdict(list)
        self.forms: dict[int, Form] = {}
        self.votes: dict[int, dict[EntityType, float]] = {}
        self.into: dict[int, tuple[Cluster, str]] = {}

    def enter(self, tokens: Tokens, name: Name, given: Form) -> None:
        """Make a cluster for each distinct name, and note the short forms it may have."""
        key, fact = self.key(tokens, name, given)
        cluster = self.by_key.get(key)
        if cluster is None:
            cluster = self.by_key[key] = Cluster(name.type, fact=fact)
            self.forms[id(cluster)] = given
            self.votes[id(cluster)] = {}
        votes = self.votes[id(cluster)]
        votes[name.type] = votes.get(name.type, 0.0) + (0.5 if name.rule == "dateline" else 1.0)
        if len(given.words) > 1 and name.type not in {"GPE", "NORP"} and len(given.words) < 12:
            self._note(cluster, given)

    def key(self, tokens: Tokens, name: Name, given: Form) -> tuple[tuple[str, ...], Fact | None]:
        facts = self.known.upper_facts if tokens.all_caps[name.start] else self.known.facts
        fact = facts.get(given.plain) or self.known.facts.get(_core(given.plain))
        if fact is None and len(given.plain) > 3 and given.plain.isupper():
            fact = self.known.upper_facts.get(given.plain)
        if fact and (fact.type == name.type or {fact.type, name.type} <= {"GPE", "LOC", "FAC", "ORG"}):
            return ("NORP" if fact.type == "NORP" else "", fact.name.lower()), fact
        family = "NORP" if name.type == "NORP" else ""
        return (family, *given.words), None

    def _note(self, cluster: Cluster, given: Form) -> None:
        tokens = given.words
        for size in range(1, len(tokens)):
            head = tokens[:size]
            if size > 1 or tells(given.plain.split()[0], self.known, self.lexical):
                self._add(self.short[head], cluster)
        for size in range(len(tokens) - 1, 1, -1):
            self._add(self.short[tokens[-size:]], cluster)
        place = self.known.facts.get(" ".join(given.plain.split()[:-1]))
        last = tokens[-1]
        if place and place.type in {"GPE", "NORP"} and len(last) > 2 and given.plain.split()[-1][:1].isupper():
            self._add(self.short[(last,)], cluster)
        if len(last) > 2:
            self._add(self.lasts[last], cluster)
        for letters in initials(given.plain):
            self._add(self.acronyms[letters], cluster)

    @staticmethod
    def _add(clusters: list[Cluster], cluster: Cluster) -> None:
        if cluster not in clusters[-CROWD:]:
            clusters.append(cluster)

    def joined(self, tokens: Tokens, names: list[Name], forms: dict[Name, Form]) -> list[Cluster]:
        """Walk the names in order and put each with its thing."""
        for long, short in defined(tokens, names):
            keys = [self.by_key[self.key(tokens, name, forms[name])[0]] for name in (long, short)]
            if keys[0] is not keys[1] and id(keys[0]) not in self.into:
                self.into[id(keys[1])] = keys[0], "defined in brackets"
        clusters: dict[int, Cluster] = {}
        for cluster in self.by_key.values():
            votes = self.votes[id(cluster)]
            told = cluster.fact.type if cluster.fact and cluster.fact.sure else None
            cluster.type = told if told in votes else max(votes, key=lambda label: votes[label])
        for name in names:
            cluster = self.by_key[self.key(tokens, name, forms[name])[0]]
            rule = "same name" if cluster.mentions else name.rule
            if name.type not in {"NORP"}:
                other = self._longer(tokens, cluster, name, forms[name])
                if other is not None:
                    cluster, rule = other
            cluster.mentions.append(TokenMention(name.start, name.end, "name", rule))
            cluster.last = name.start
            clusters[id(cluster)] = cluster
        return list(clusters.values())

    def _longer(self, tokens: Tokens, cluster: Cluster, name: Name, given: Form) -> tuple[Cluster, str] | None:
        """The thing whose short form or acronym the name is."""
        before = self.into.get(id(cluster))
        if before:
            return before
        found: tuple[Cluster, str] | None = None
        if cluster.fact is None or cluster.fact.type == "ORG":
            candidates = [other for other in self.short.get(given.words, ())[-CROWD:] if _may(other, cluster, given)]
            if not candidates and len(given.words) == 1 and tokens.lower[name.start - 1 : name.start] == ["the"]:
                candidates = [other for other in self.lasts.get(given.words[0], ())[-CROWD:] if other is not cluster]
            if candidates:
                seen = [other for other in candidates if other.last >= 0]
                best = max(seen, key=lambda other: other.last) if seen else candidates[0]
                found = self.into.get(id(best), (best, ""))[0], "short form"
        letters = _STRIP.sub("", given.plain).replace("&", "")
        if found is None and 2 <= len(letters) <= 8 and letters.isupper() and " " not in letters:
            candidates = [other for other in self.acronyms.get(letters, ()) if other is not cluster]
            if candidates and (len(letters) > 2 or len(candidates) == 1):
                found = self.into.get(id(candidates[0]), (candidates[0], ""))[0], "acronym"
        if found is None or found[0] is cluster:
            return None
        self.into[id(cluster)] = found
        return found


_EMPTY = words_of(
    """new old north south east west northern southern eastern western central national international federal state
    royal first second third united general american great greater grand global world public saint st san los las el la
    le de bank university department ministry house supreme high court church people's air union social democratic
    republican liberal conservative christian free real sporting"""
)
"""First words that many names share and that never stand for one."""


def tells(word: str, known: Gazetteer, lexical: Lexicon) -> bool:
    """Whether the first word of a name can stand for it: Standard, Goldman; not New, American, National."""
    lower = word.lower().strip(".,'’")
    if lower in _EMPTY or lower in BODIES or lower in lexical.groups or lower in _SMALL or len(lower) < 3:
        return False
    fact = known.facts.get(word)
    return not (fact and fact.type in {"GPE", "NORP", "LOC"})


def _may(other: Cluster, cluster: Cluster, given: Form) -> bool:
    """Whether a short form may be the other's: the types fit, or the short form has words enough to tell."""
    if other is cluster:
        return False
    one, two = other.type, cluster.type
    if one == two or len(given.words) > 1:
        return True
    return {one, two} in ({"FAC", "ORG"}, {"LOC", "ORG"}) or {one, two} <= PLACE_TYPES or not {one, two} & PLACE_TYPES


def _core(plain: str) -> str:
    """A company's name without its ending: ``Home Depot Inc.`` is Home Depot."""
    tokens = plain.split()
    while len(tokens) > 1 and tokens[-1].lower() in ENDINGS:
        tokens.pop()
    return " ".join(tokens).rstrip(",")


def initials(plain: str) -> set[str]:
    """``World Trade Organization`` → WTO; ``Department of Justice`` → DJ and DOJ."""
    tokens = [token for token in re.split(r"[\s-]+", plain) if token and token[0].isalnum()]
    large = "".join(token[0] for token in tokens if token[0].isupper())
    every = "".join(token[0] for token in tokens).upper()
    return {letters for letters in (large, every) if 2 <= len(letters) <= 8}


def defined(tokens: Tokens, names: list[Name]) -> Iterator[tuple[Name, Name]]:
    """Pairs of a name and its short form in brackets: ``North Atlantic Treaty Organisation (NATO)``."""
    for one, two in pairwise(names):
        gap = tokens.text[one.end : two.start]
        if gap != ["("] or tokens.text[two.end : two.end + 1] != [")"] or one.type == "PERSON" or two.type == "PERSON":
            continue
        long, short = (one, two) if one.end - one.start > two.end - two.start else (two, one)
        text = tokens.string(short.start, short.end)
        if " " not in text and sum(map(str.isupper, text)) >= 2 and long.end - long.start > 1:
            first = tokens.lower[long.start][0]
            if text[0].lower() == first or text.lower()[0] in {
                letters[0].lower() for letters in initials(tokens.string(long.start, long.end))
            }:
                yield long, short
