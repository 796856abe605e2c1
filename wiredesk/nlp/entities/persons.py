"""Persons: the full and short names of one person together, two people of one surname apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wiredesk.nlp.entities.canonical_name import PATRONYMIC_RULE
from wiredesk.nlp.gazetteer.fold import fold
from wiredesk.nlp.knowledge import EntityLexicon, Gender, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.names.name_words import GENERATIONS, HONORIFICS, PARTICLES
from wiredesk.nlp.tokens import Tokens

MAX_SAME_SURNAME = 40
"""Maximum number of people of one surname that are compared, the latest ones. Bounds the work for each name."""
_PATRONYMIC = re.compile(r"(?:[oe]vich|[oe]vna|inichna)$")
"""Endings of Russian patronymics, which replace the surname in polite address."""
_ADDRESS = word_set("honorifics", "address")
_MALE = word_set("honorifics", "male")
_FEMALE = word_set("honorifics", "female")
_ONE_HOLDER_OFFICES = word_set("titles", "one_holder")
_ELIDED = frozenset({"o", "d"})
"""First letters of surnames before an apostrophe: O'Brien, d'Estaing."""
_MUCH_MORE_OFTEN = 2
"""A person must be mentioned this many times as often as the one mentioned last to be chosen instead."""


class NameParts(NamedTuple):
    """A person's name in parts, lower case: ``Dr George W. Bush Jr`` is (george, w, bush), jr."""

    words: tuple[str, ...]
    generation: str


def without_accents(word: str) -> str:
    """Return a word as agencies write it: ``Erdogan`` for ``Erdoğan``."""
    return word if word.isascii() else fold(word)


def split_name(tokens: Tokens, name: Name) -> NameParts:
    """Split a name: initials lose their full stop, honorifics go, hyphens and elisions join."""
    kept: list[str] = []
    generation = ""
    for at in range(name.start, name.end):
        word = without_accents(tokens.lower[at].strip(".'’‘\"“”`"))
        if word in GENERATIONS:
            generation = word
        elif word and word not in HONORIFICS and any(map(str.isalnum, word)):
            if kept and _joins_previous(kept[-1], tokens.text[at - 1]):
                kept[-1] += "-" + word
            elif len(word) == 3 and word[1] == "." and word[0].isalpha():
                kept += [word[0], word[2]]
            else:
                kept.append(word)
    return NameParts(tuple(kept), generation)


def _joins_previous(previous: str, mark: str) -> bool:
    return mark == "-" or (previous in _ELIDED and mark in {"'", "’"})


def surname(name: NameParts) -> str:
    """Return the last word that is not a particle."""
    return next((word for word in reversed(name.words) if word not in PARTICLES), "")


def cluster_persons(tokens: Tokens, names: list[Name], known: KnownNames, lexicon: EntityLexicon) -> list[Cluster]:
    """Return the clusters of people's names, in no order."""
    parts = {name: split_name(tokens, name) for name in names}
    alone = frozenset(name.words[0] for name in parts.values() if len(name.words) == 1)
    index = _PersonIndex(tokens, known, lexicon, alone)
    for name in names:
        if len(parts[name].words) > 1:
            index.enter(name, parts[name])
    short_names = _ShortNames(index)
    for name in names:
        cluster = index.cluster_of.get(name) or short_names.join(name, parts[name])
        cluster.last = name.start
        cluster.seen += 1
        cluster.gender = cluster.gender or gender_by_honorific(tokens, name)
    return index.clusters


class _PersonIndex:
    """People by the words of their full names."""

    def __init__(self, tokens: Tokens, known: KnownNames, lexicon: EntityLexicon, alone: frozenset[str]) -> None:
        self.tokens, self.known, self.lexicon = tokens, known, lexicon
        self.alone = alone
        """Words that are the whole name of a person in this story."""
        self.clusters: list[Cluster] = []
        self.cluster_of: dict[Name, Cluster] = {}
        self.by_known_name: dict[str, Cluster] = {}
        """People of the knowledge base, by the name that all variants share."""
        self.full_names: dict[Cluster, list[NameParts]] = {}
        self.titles: dict[Cluster, set[str]] = defaultdict(set)
        self.offices: dict[Cluster, str] = {}
        """Titles in office of people of the knowledge base, lower case."""
        self.kin: set[Cluster] = set()
        """People who are introduced as somebody's wife or son: their surname alone refers to the other person."""
        self.by_surname: dict[str, list[Cluster]] = defaultdict(list)
        self.by_word: dict[str, list[Cluster]] = defaultdict(list)

    def enter(self, name: Name, parts: NameParts) -> None:
        """Add a full name to the person of that name, or create a new person."""
        if person := self._by_patronymic(parts):
            person.mentions.append(TokenMention(name.start, name.end, "name", PATRONYMIC_RULE))
            self.cluster_of[name] = person
            return
        entry = self.known.by_text.get(self.tokens.string(name.start, name.end))
        known_name = entry.name if entry and entry.type == "PERSON" else ""
        cluster, rule = self._entered(parts, known_name)
        if cluster is None:
            cluster, rule = self._begin(name, parts), name.rule
            if entry and entry.title:
                self.offices[cluster] = entry.title.lower()
        if known_name:
            self.by_known_name.setdefault(known_name, cluster)
        _append(self.by_surname[surname(parts)], cluster)
        cluster.mentions.append(TokenMention(name.start, name.end, "name", rule))
        self.cluster_of[name] = cluster
        if title := title_before(self.tokens, name, self.lexicon):
            self.titles[cluster].add(title)
        if parts not in self.full_names[cluster]:
            self.full_names[cluster].append(parts)
            self._index_words(cluster, parts)

    def _begin(self, name: Name, parts: NameParts) -> Cluster:
        cluster = Cluster("PERSON", gender=gender_by_first_name(parts, self.lexicon))
        self.clusters.append(cluster)
        self.full_names[cluster] = []
        if _is_introduced_as_kin(self.tokens, name, self.lexicon):
            self.kin.add(cluster)
        return cluster

    def _index_words(self, cluster: Cluster, parts: NameParts) -> None:
        for word in parts.words:
            for piece in {word, *word.split("-")}:
                if len(piece) > 1:
                    _append(self.by_word[piece], cluster)

    def _entered(self, parts: NameParts, known_name: str) -> tuple[Cluster | None, str]:
        """Return the person of a full name among those entered, and the rule."""
        for cluster in reversed(self.by_surname[surname(parts)][-MAX_SAME_SURNAME:]):
            full_names = self.full_names[cluster]
            if any(may_be_one_person(parts, other, self.lexicon.nicknames) for other in full_names):
                return cluster, "same name" if parts in full_names else "name variant"
        return self.by_known_name.get(known_name), "known by both names"

    def _by_patronymic(self, parts: NameParts) -> Cluster | None:
        """Return the one person of that first name: ``Vladimir Vladimirovich`` is Vladimir Putin."""
        ending = _PATRONYMIC.search(surname(parts))
        if not ending or len(parts.words) != 2:
            return None
        first, last = parts.words
        if last in self.alone:
            return None  # the story calls somebody Abramovich: it is a surname here
        gender = "f" if ending[0].endswith("a") else "m"
        fits = [
            cluster
            for cluster in self.by_word.get(first, ())
            if cluster.gender in {"", gender} and any(name.words[0] == first for name in self.full_names[cluster])
        ]
        return fits[0] if len(fits) == 1 else None

    def match(self, name: Name, parts: NameParts, gender: Gender) -> tuple[Cluster | None, str]:
        """Return the person of a short name, by surname, else by another part of the name; and the rule."""
        if not parts.words:
            return None, ""
        title = title_before(self.tokens, name, self.lexicon)
        key, rule = surname(parts), "surname"
        found = self.by_surname.get(key, [])[-MAX_SAME_SURNAME:]
        if not any(_fits(cluster, gender) for cluster in found):
            found, rule = self.by_word.get(key, [])[-MAX_SAME_SURNAME:], "part of the name"
        fitting = [cluster for cluster in found if _fits(cluster, gender) and self._may_hold(cluster, title)]
        several = len(fitting) > 1
        fitting = [cluster for cluster in fitting if cluster not in self.kin] or fitting
        fitting = [cluster for cluster in fitting if title and title in self.titles.get(cluster, ())] or fitting
        if not fitting:
            return None, ""
        mentioned = [cluster for cluster in fitting if cluster.last >= 0]
        if mentioned:
            return most_salient(mentioned), rule
        first = min(fitting, key=lambda cluster: cluster.first)
        if several and self.tokens.paragraph[first.first] == self.tokens.paragraph[name.start]:
            # A headline may precede the full name; "President Trump" is not the Eric Trump named after him.
            return None, ""
        return first, rule

    def _may_hold(self, cluster: Cluster, title: str) -> bool:
        """Return whether a title fits a person: ``President Clinton`` is not Hillary Clinton."""
        office = self.offices.get(cluster)
        return office is None or title not in _ONE_HOLDER_OFFICES or title in office.split()


def _append(clusters: list[Cluster], cluster: Cluster) -> None:
    if cluster not in clusters[-MAX_SAME_SURNAME:]:
        clusters.append(cluster)


class _ShortNames:
    """People whom the story never names in full, by name and gender."""

    def __init__(self, index: _PersonIndex) -> None:
        self.index = index
        self.single: dict[tuple[str, Gender], Cluster] = {}

    def join(self, name: Name, parts: NameParts) -> Cluster:
        """Add a short name to a person, or create a new one."""
        tokens, index = self.index.tokens, self.index
        gender = gender_by_honorific(tokens, name)
        key = " ".join(parts.words)
        cluster, rule = index.match(name, parts, gender)
        so_far = self._find(key, gender)
        if so_far is not None and (cluster is None or most_salient([cluster, so_far]) is so_far):
            cluster, rule = so_far, "same name"
        if cluster is None:
            first_name = index.lexicon.first_name_genders.get(tokens.text[name.start], "")
            cluster, rule = Cluster("PERSON", gender=gender or first_name), name.rule
            index.clusters.append(cluster)
            self.single[key, gender] = cluster
        cluster.mentions.append(TokenMention(name.start, name.end, "name", rule))
        return cluster

    def _find(self, key: str, gender: Gender) -> Cluster | None:
        orders: dict[Gender, tuple[Gender, ...]] = {"": ("", "m", "f"), "m": ("m", ""), "f": ("f", "")}
        return next((self.single[key, each] for each in orders[gender] if (key, each) in self.single), None)


def most_salient(mentioned: Sequence[Cluster]) -> Cluster:
    """Return the person mentioned last, unless another is mentioned more than twice as often."""
    last = max(mentioned, key=lambda cluster: cluster.last)
    main = max(mentioned, key=lambda cluster: cluster.seen)
    return main if main.seen > _MUCH_MORE_OFTEN * last.seen else last


def _fits(cluster: Cluster, gender: Gender) -> bool:
    return not gender or not cluster.gender or gender == cluster.gender


def may_be_one_person(one: NameParts, two: NameParts, nicknames: Mapping[str, frozenset[str]]) -> bool:
    """Return whether two full names of one surname can be one person's: ``Bob Dole``, ``Robert J. Dole``."""
    if one.generation and two.generation and one.generation.rstrip(".") != two.generation.rstrip("."):
        return False
    if one.words == two.words:
        return True
    shorter, longer = sorted((one.words, two.words), key=len)
    if not _same_first_name(shorter[0], longer[0], nicknames):
        return 1 < len(shorter) < len(longer) and set(shorter) <= set(longer)
    middle, other = shorter[1:-1], longer[1:-1]
    if not middle or not other:
        return True
    if len(middle[0]) == len(other[0]) == 1:
        return middle[0] == other[0]
    return all(any(x[0] == y[0] for y in other) for x in middle)


def _same_first_name(one: str, two: str, nicknames: Mapping[str, frozenset[str]]) -> bool:
    """Return whether two first names are the same, a nickname or an initial of each other."""
    return one == two or one in nicknames.get(two, ()) or (1 in (len(one), len(two)) and one[0] == two[0])


def gender_by_honorific(tokens: Tokens, name: Name) -> Gender:
    """Return the gender of Mr, Mrs, Lady before the name or in it."""
    for at in (name.start - 1, name.start):
        if at >= 0 and tokens.paragraph[at] == tokens.paragraph[name.start]:
            word = tokens.lower[at].rstrip(".")
            if word in _MALE:
                return "m"
            if word in _FEMALE:
                return "f"
    return ""


def gender_by_first_name(parts: NameParts, lexicon: EntityLexicon) -> Gender:
    """Return the gender of the first name that the lexicon has."""
    for word in parts.words[:-1]:
        pieces = [piece.capitalize() for piece in word.split("-")]
        genders = lexicon.first_name_genders
        gender = genders.get("-".join(pieces), genders.get(pieces[0]))
        if gender is not None:
            return gender
    return ""


def title_before(tokens: Tokens, name: Name, lexicon: EntityLexicon) -> str:
    """Return the word of a title right before a name: ``President [Clinton]``."""
    word = tokens.lower[name.start - 1] if name.start > tokens.sentence_start[name.start] else ""
    return word if word in lexicon.role_words and word not in _ADDRESS else ""


def _is_introduced_as_kin(tokens: Tokens, name: Name, lexicon: EntityLexicon) -> bool:
    """``his wife, Terry Saban``, ``Jane Roe's son Tom Roe``."""
    return any(lexicon.roles.get(word) == "kin" for word in tokens.lower[max(0, name.start - 2) : name.start])
