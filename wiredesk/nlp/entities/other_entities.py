"""Organisations, places, events and works: one cluster for all forms of a name.

``Standard Oil Co`` is called Standard, ``North Atlantic Treaty Organisation`` NATO, ``Miami Heat`` the Heat.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.knowledge import EntityLexicon, KnownName, KnownNames
from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.names.name_words import LEGAL_FORMS
from wiredesk.nlp.names.short_forms import is_distinctive
from wiredesk.nlp.tokens import Tokens

MAX_SAME_SHORT_FORM = 20
"""Maximum number of clusters of one short form that are compared, the latest ones. Bounds the work for each name."""
_MAX_WORDS_WITH_SHORT_FORMS = 11
_ACRONYM_LETTERS = range(2, 9)
_DATELINE_WEIGHT = 0.5
"""Vote of a dateline for the type of a cluster, beside 1.0 of a name in the text."""
_STRIP = re.compile(r"[.'’`\",]")
_KNOWN_AS_PLACE_TYPES = PLACE_TYPES | {"ORG"}
"""Types of one entry of the knowledge base: a place's name is also used for its government and its team."""

Key = tuple[str, ...]


class ComparableName(NamedTuple):
    """A name in a form that can be compared."""

    words: tuple[str, ...]
    """Lower case, without legal forms, full stops and a leading article."""
    plain: str
    """The text with white space collapsed."""


def normalise(tokens: Tokens, name: Name) -> ComparableName:
    """Return a name in a form that can be compared."""
    plain = tokens.string(name.start, name.end)
    kept = [_STRIP.sub("", word) for word in plain.lower().split()]
    kept = [word for word in kept if word]
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return ComparableName(tuple(kept), plain)


def cluster_others(tokens: Tokens, names: list[Name], known: KnownNames, lexicon: EntityLexicon) -> list[Cluster]:
    """Return the clusters of the names that are not people's."""
    index = _ShortFormIndex(known, lexicon)
    entered = [(name, *index.enter(tokens, name, normalise(tokens, name))) for name in names]
    merged = _Merger(index, tokens)
    merged.add_bracketed({name: cluster for name, _, cluster in entered})
    for cluster, votes in index.votes.items():
        certain = cluster.known_as.type if cluster.known_as and cluster.known_as.unambiguous else None
        cluster.type = certain if certain in votes else max(votes, key=lambda label: votes[label])
    clusters: dict[Cluster, None] = {}
    for name, form, cluster in entered:
        rule = "same name" if cluster.mentions else name.rule
        if name.type != "NORP" and (longer := merged.longer_form(cluster, name, form)):
            cluster, rule = longer
        cluster.mentions.append(TokenMention(name.start, name.end, "name", rule))
        cluster.last = name.start
        clusters[cluster] = None
    return list(clusters)


class _ShortFormIndex:
    """One cluster for each distinct name, and an index of the clusters by possible short forms."""

    def __init__(self, known: KnownNames, lexicon: EntityLexicon) -> None:
        self.known, self.lexicon = known, lexicon
        self.by_key: dict[Key, Cluster] = {}
        self.votes: dict[Cluster, dict[EntityType, float]] = {}
        self.by_short_form: dict[tuple[str, ...], list[Cluster]] = defaultdict(list)
        self.by_last_word: dict[str, list[Cluster]] = defaultdict(list)
        self.by_acronym: dict[str, list[Cluster]] = defaultdict(list)

    def enter(self, tokens: Tokens, name: Name, form: ComparableName) -> tuple[ComparableName, Cluster]:
        """Return a name's form and the cluster of its text, created if necessary; index its short forms."""
        key, entry = self._key(tokens, name, form)
        cluster = self.by_key.get(key)
        if cluster is None:
            cluster = self.by_key[key] = Cluster(name.type, known_as=entry)
            self.votes[cluster] = {}
        votes = self.votes[cluster]
        weight = _DATELINE_WEIGHT if name.rule == "dateline" else 1.0
        votes[name.type] = votes.get(name.type, 0.0) + weight
        if 1 < len(form.words) <= _MAX_WORDS_WITH_SHORT_FORMS and name.type not in {"GPE", "NORP"}:
            self._index(cluster, form)
        return form, cluster

    def _key(self, tokens: Tokens, name: Name, form: ComparableName) -> tuple[Key, KnownName | None]:
        """Return the key that all names of a cluster share, and the entry of the knowledge base."""
        by_text = self.known.by_upper_text if tokens.all_caps[name.start] else self.known.by_text
        entry = by_text.get(form.plain) or self.known.by_text.get(_without_legal_form(form.plain))
        if entry is None and len(form.plain) > 3 and form.plain.isupper():
            entry = self.known.by_upper_text.get(form.plain)
        if entry and (entry.type == name.type or {entry.type, name.type} <= _KNOWN_AS_PLACE_TYPES):
            return ("NORP" if entry.type == "NORP" else "", entry.name.lower()), entry
        family = "NORP" if name.type == "NORP" else ""
        return (family, *form.words), None

    def _index(self, cluster: Cluster, form: ComparableName) -> None:
        words, plain = form.words, form.plain.split()
        last = words[-1]
        if is_distinctive(plain[0], self.known, self.lexicon):
            _append(self.by_short_form[words[:1]], cluster)
        for size in range(2, len(words)):
            _append(self.by_short_form[words[:size]], cluster)
        for size in range(len(words) - 1, 1, -1):
            _append(self.by_short_form[words[-size:]], cluster)
        place = self.known.by_text.get(" ".join(plain[:-1]))
        if place and place.type in {"GPE", "NORP"} and len(last) > 2 and plain[-1][:1].isupper():
            _append(self.by_short_form[(last,)], cluster)
        if len(last) > 2:
            _append(self.by_last_word[last], cluster)
        for letters in initials(form.plain):
            _append(self.by_acronym[letters], cluster)


def _append(clusters: list[Cluster], cluster: Cluster) -> None:
    if cluster not in clusters[-MAX_SAME_SHORT_FORM:]:
        clusters.append(cluster)


class _Merger:
    """Finds the cluster whose short form or acronym a name is, once for each cluster."""

    def __init__(self, index: _ShortFormIndex, tokens: Tokens) -> None:
        self.index, self.tokens = index, tokens
        self.into: dict[Cluster, tuple[Cluster, str]] = {}

    def add_bracketed(self, cluster_of: dict[Name, Cluster]) -> None:
        """Merge the short forms that the text explains: ``North Atlantic Treaty Organisation (NATO)``."""
        for long, short in bracketed_short_forms(self.tokens, list(cluster_of)):
            one, two = cluster_of[long], cluster_of[short]
            if one is not two and one not in self.into:
                self.into[two] = one, "defined in brackets"

    def longer_form(self, cluster: Cluster, name: Name, form: ComparableName) -> tuple[Cluster, str] | None:
        """Return the cluster whose short form or acronym the name is, and the rule."""
        if cluster in self.into:
            return self.into[cluster]
        found = self._by_short_form(cluster, name, form) or self._by_acronym(cluster, form)
        if found is None or found[0] is cluster:
            return None
        self.into[cluster] = found
        return found

    def _by_short_form(self, cluster: Cluster, name: Name, form: ComparableName) -> tuple[Cluster, str] | None:
        if cluster.known_as is not None and cluster.known_as.type != "ORG":
            return None
        index = self.index
        recent = index.by_short_form.get(form.words, ())[-MAX_SAME_SHORT_FORM:]
        candidates = [other for other in recent if _may_be_short_for(cluster, other, form)]
        if not candidates and len(form.words) == 1 and self.tokens.lower[name.start - 1 : name.start] == ["the"]:
            recent = index.by_last_word.get(form.words[0], ())[-MAX_SAME_SHORT_FORM:]
            candidates = [other for other in recent if other is not cluster]
        if not candidates:
            return None
        mentioned = [other for other in candidates if other.last >= 0]
        best = max(mentioned, key=lambda other: other.last) if mentioned else candidates[0]
        return self._end_of_chain(best), "short form"

    def _by_acronym(self, cluster: Cluster, form: ComparableName) -> tuple[Cluster, str] | None:
        letters = _STRIP.sub("", form.plain).replace("&", "")
        if len(letters) not in _ACRONYM_LETTERS or not letters.isupper() or " " in letters:
            return None
        candidates = [other for other in self.index.by_acronym.get(letters, ()) if other is not cluster]
        if not candidates or (len(letters) == 2 and len(candidates) > 1):
            return None
        return self._end_of_chain(candidates[0]), "acronym"

    def _end_of_chain(self, cluster: Cluster) -> Cluster:
        return self.into[cluster][0] if cluster in self.into else cluster


def _may_be_short_for(cluster: Cluster, other: Cluster, form: ComparableName) -> bool:
    """Return whether a short form may be the other's: the types fit, or it has several words."""
    if other is cluster:
        return False
    types = {other.type, cluster.type}
    if len(types) == 1 or len(form.words) > 1:
        return True
    places = types & PLACE_TYPES
    return not places or places == types or types in ({"FAC", "ORG"}, {"LOC", "ORG"})


def _without_legal_form(plain: str) -> str:
    """Return a company's name without its legal form: ``Home Depot Inc.`` is Home Depot."""
    words = plain.split()
    while len(words) > 1 and words[-1].lower() in LEGAL_FORMS:
        words.pop()
    return " ".join(words).rstrip(",")


def initials(plain: str) -> set[str]:
    """Return the acronyms of a name: ``World Trade Organization`` has WTO; ``Department of Justice`` DJ and DOJ."""
    words = [word for word in re.split(r"[\s-]+", plain) if word and word[0].isalnum()]
    capitals = "".join(word[0] for word in words if word[0].isupper())
    every = "".join(word[0] for word in words).upper()
    return {letters for letters in (capitals, every) if len(letters) in _ACRONYM_LETTERS}


def bracketed_short_forms(tokens: Tokens, names: list[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield pairs of a name and its short form in brackets: ``North Atlantic Treaty Organisation (NATO)``."""
    for one, two in pairwise(names):
        gap = tokens.text[one.end : two.start]
        if gap != ["("] or tokens.text[two.end : two.end + 1] != [")"] or one.type == "PERSON" or two.type == "PERSON":
            continue
        long, short = (one, two) if one.end - one.start > two.end - two.start else (two, one)
        text = tokens.string(short.start, short.end)
        if " " in text or sum(map(str.isupper, text)) < 2 or long.end - long.start < 2:
            continue
        firsts = {letters[0].lower() for letters in initials(tokens.string(long.start, long.end))}
        if text[0].lower() in firsts | {tokens.lower[long.start][0]}:
            yield long, short
