"""People by their full names: one cluster for all spellings of a name, two people of one surname apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping
from functools import cached_property

from wiredesk.nlp.entities.canonical_name import PATRONYMIC_RULE
from wiredesk.nlp.entities.person_context import gender_by_first_name, kin_before, title_before
from wiredesk.nlp.entities.person_name_parts import (
    NameParts,
    differ_in_one_letter,
    flattened,
    may_be_one_person,
    same_first_name,
    spelling_key,
    surname,
)
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.names.name_words import PARTICLES
from wiredesk.nlp.tokens import Tokens

MAX_SAME_SURNAME = 40
"""Maximum number of people of one surname that are compared, the latest ones. Bounds the work for each name."""
_MAX_NAMES_OF_ONE_PERSON = 20
"""Full names of one person that a further one is compared with, the first ones."""
_PATRONYMIC = re.compile(r"(?:[oe]vich|[oe]vna|inichna)$")
"""Endings of Russian patronymics, which replace the surname in polite address."""
PREFIX_LETTERS = 4
"""First letters of a first name that index it for its short forms."""
_FIRST_LETTERS = 2
_MAX_SLIPS = 8
"""People with nearly the same name that are compared letter by letter, the latest ones."""
_MAX_WORDS_IN_ANY_ORDER = 3
"""Words of a name that may stand in another order: Abe Shinzo, Shinzo Abe."""


class PersonIndex:
    """People by the words of their full names."""

    def __init__(
        self, tokens: Tokens, known: KnownNames, lexicon: EntityLexicon, parts: Mapping[Name, NameParts]
    ) -> None:
        self.tokens, self.known, self.lexicon = tokens, known, lexicon
        self.alone = frozenset(name.words[0] for name in parts.values() if len(name.words) == 1)
        """Words that are the whole name of a person in this story."""
        self._parts = parts
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
        self.by_spelling: dict[str, list[Cluster]] = defaultdict(list)
        """People by what spellings of their surname share."""
        self.by_first_name: dict[str, list[Cluster]] = defaultdict(list)
        self.by_first_and_last: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
        """People by their first name and the first letters of their surname, in which slips are rare."""
        self.by_first_letters: dict[str, list[Cluster]] = defaultdict(list)
        """People by the first letters of their first name."""
        self.by_initials: dict[str, list[Cluster]] = defaultdict(list)
        """People by the initials of names of three words and more: AMLO, MBS, JFK."""
        self._by_form: dict[object, Cluster] = {}
        """People by forms that are the same for a name with and without hyphens, and in any order."""

    @cached_property
    def frequency(self) -> Counter[tuple[str, ...]]:
        """How often each name stands in the story."""
        return Counter(name.words for name in self._parts.values())

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
        cluster.mentions.append(TokenMention(name.start, name.end, "name", rule))
        self.cluster_of[name] = cluster
        if title := title_before(self.tokens, name, self.lexicon):
            self.titles[cluster].add(title)
        if parts not in self.full_names[cluster]:
            self._index(cluster, parts)

    def _begin(self, name: Name, parts: NameParts) -> Cluster:
        cluster = Cluster("PERSON", gender=gender_by_first_name(parts, self.lexicon))
        self.clusters.append(cluster)
        self.full_names[cluster] = []
        if kin := kin_before(self.tokens, name, self.lexicon):
            self.kin.add(cluster)
            cluster.gender = cluster.gender or self.lexicon.role_genders.get(kin, "")
        return cluster

    def _index(self, cluster: Cluster, parts: NameParts) -> None:
        if len(self.full_names[cluster]) < _MAX_NAMES_OF_ONE_PERSON:
            self.full_names[cluster].append(parts)
        last, first = surname(parts), parts.words[0]
        _append(self.by_surname[last], cluster)
        if key := spelling_key(last):
            _append(self.by_spelling[key], cluster)
        _append(self.by_first_name[first], cluster)
        _append(self.by_first_and_last[first, last[:_FIRST_LETTERS]], cluster)
        _append(self.by_first_letters[first[:PREFIX_LETTERS]], cluster)
        if len(parts.words) > 2:
            _append(self.by_initials["".join(word[0] for word in parts.words)], cluster)
        for form in _forms(parts, self.lexicon.first_name_genders, stored=True):
            self._by_form.setdefault(form, cluster)
        for word in parts.words:
            for piece in {word, *word.split("-")}:
                if len(piece) > 1:
                    _append(self.by_word[piece], cluster)

    def _entered(self, parts: NameParts, known_name: str) -> tuple[Cluster | None, str]:
        """Return the person of a full name among those entered, and the rule."""
        last = surname(parts)
        same = self.by_surname[last][-MAX_SAME_SURNAME:][::-1]
        for cluster in same:
            if parts in self.full_names[cluster]:
                return cluster, "same name"
        for cluster in same:
            if self._may_be(cluster, parts):
                return cluster, "name variant"
        for form in _forms(parts, self.lexicon.first_name_genders, stored=False):
            if (found := self._by_form.get(form)) is not None:
                return found, "name in another order or spelling"
        if (known := self.by_known_name.get(known_name)) is not None:
            return known, "known by both names"
        return self._misspelt(parts, last), "other spelling"

    def _may_be(self, cluster: Cluster, parts: NameParts) -> bool:
        """Return whether a name may be a person's by all of the person's names.

        One of them is not enough: J. Roe may be Jane and John, but Jane is not John.
        """
        nicknames = self.lexicon.nicknames
        return all(may_be_one_person(parts, other, nicknames) for other in self.full_names[cluster])

    def _misspelt(self, parts: NameParts, last: str) -> Cluster | None:
        """Return the person whose surname is another spelling of this one, or whose name this is with a slip."""
        key = spelling_key(last)
        found = self.by_spelling.get(key, [])[-MAX_SAME_SURNAME:] if key else []
        for cluster in reversed(found):
            if any(surname(other) != last and self._is_variant(parts, other) for other in self.full_names[cluster]):
                return cluster
        for cluster in self.by_first_and_last.get((parts.words[0], last[:_FIRST_LETTERS]), [])[-_MAX_SLIPS:]:
            if any(self._is_slip(parts, other) for other in self.full_names[cluster]):
                return cluster
        return None

    def _is_variant(self, parts: NameParts, other: NameParts) -> bool:
        """Return whether two names have the same first name, no initial."""
        one, two = parts.words[0], other.words[0]
        return 1 not in (len(one), len(two)) and same_first_name(one, two, self.lexicon.nicknames)

    def _is_slip(self, parts: NameParts, other: NameParts) -> bool:
        """Return whether a name differs in one letter of the surname, and one of both stands in the story once only."""
        one, two = surname(parts), surname(other)
        if len(parts.words) != len(other.words) or parts.words[:-1] != other.words[:-1]:
            return False
        once = min((parts, other), key=lambda name: self.frequency[name.words])
        if self.frequency[once.words] > 1 or surname(once) in self.alone or len(parts.words[0]) == 1:
            return False
        return differ_in_one_letter(one, two)

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


def _forms(parts: NameParts, first_names: Container[str], *, stored: bool) -> Iterator[object]:
    """Yield what a name shares with those of the same person: hyphens or none, another order, a second surname.

    Kim Jong Un and Kim Jong-un; Shinzo Abe and Abe Shinzo; Enrique Peña and Enrique Peña Nieto. What is ``stored`` of a
    name with a second surname is looked up for one without it, and the other way round.
    """
    words, generation = parts
    yield flattened(parts), generation
    if any(len(word) == 1 for word in words):
        return
    if len(words) <= _MAX_WORDS_IN_ANY_ORDER and any(word.capitalize() not in first_names for word in words):
        yield frozenset(words), generation
    if words[1] not in PARTICLES:
        yield words[:2], (len(words) > 2) is stored


def _append(clusters: list[Cluster], cluster: Cluster) -> None:
    if cluster not in clusters[-MAX_SAME_SURNAME:]:
        clusters.append(cluster)
