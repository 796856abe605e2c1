"""Persons: the full and short names of one person together, two people of one surname apart."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.nlp.entities.person_context import (
    gender_by_honorific,
    gender_by_pronoun,
    title_before,
)
from wiredesk.nlp.entities.person_index import MAX_SAME_SURNAME, PREFIX_LETTERS, PersonIndex
from wiredesk.nlp.entities.person_name_parts import NameParts, is_full_name, spelling_key, split_name, surname
from wiredesk.nlp.knowledge import EntityLexicon, Gender, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.names.name_words import PARTICLES
from wiredesk.nlp.tokens import Tokens

_ONE_HOLDER_OFFICES = word_set("titles", "one_holder")
_MUCH_MORE_OFTEN = 2
"""A person must be mentioned this many times as often as the one mentioned last to be chosen instead."""


def cluster_persons(tokens: Tokens, names: list[Name], known: KnownNames, lexicon: EntityLexicon) -> list[Cluster]:
    """Return the clusters of people's names, in no order."""
    if not names:
        return []
    parts = {name: split_name(tokens, name) for name in names}
    index = PersonIndex(tokens, known, lexicon, parts)
    for name in names:
        if is_full_name(parts[name], lexicon.first_name_genders):
            index.enter(name, parts[name])
    short_names = _ShortNames(index)
    for name in names:
        cluster = index.cluster_of.get(name) or short_names.join(name, parts[name])
        cluster.last = name.start
        cluster.seen += 1
        cluster.gender = cluster.gender or gender_by_honorific(tokens, name)
    return index.clusters


class _ShortNames:
    """Joins short names to people; those whom the story never names in full have one cluster for each name."""

    def __init__(self, index: PersonIndex) -> None:
        self.index = index
        self.single: dict[tuple[str, Gender], Cluster] = {}

    def join(self, name: Name, parts: NameParts) -> Cluster:
        """Add a short name to a person, or create a new one."""
        tokens, index = self.index.tokens, self.index
        gender = gender_by_honorific(tokens, name)
        key = " ".join(word for word in parts.words if word not in PARTICLES) or " ".join(parts.words)
        cluster, rule = self._match(name, parts, gender)
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

    def _match(self, name: Name, parts: NameParts, gender: Gender) -> tuple[Cluster | None, str]:
        """Return the person of a short name and the rule."""
        if not parts.words or self._is_family(name, parts):
            return None, ""
        title = title_before(self.index.tokens, name, self.index.lexicon)
        for found, rule in self._candidates(parts):
            fitting = [cluster for cluster in found if _fits(cluster, gender) and self._may_hold(cluster, title)]
            if fitting:
                return self._choose(name, fitting, gender, title), rule
        return None, ""

    def _candidates(self, parts: NameParts) -> list[tuple[Sequence[Cluster], str]]:
        """Return the people by surname, else by another part, spelling, initials, short form; and the rules."""
        index, key = self.index, surname(parts) or parts.words[-1]
        found: list[tuple[Sequence[Cluster], str]] = [
            (index.by_surname.get(key, [])[-MAX_SAME_SURNAME:], "surname"),
            (index.by_word.get(key, [])[-MAX_SAME_SURNAME:], "part of the name"),
        ]
        if any(clusters for clusters, _ in found):
            return found
        if spelling := spelling_key(key):
            found.append((index.by_spelling.get(spelling, [])[-MAX_SAME_SURNAME:], "other spelling"))
        if len(parts.words) == 1:
            found.append((index.by_initials.get(key, ()), "initials"))
            found.append((self._by_short_first_name(key), "short form of the first name"))
        return found

    def _by_short_first_name(self, word: str) -> list[Cluster]:
        """Return the one person whose first name a word is short for: ``Bob``, ``Shaq`` of Shaquille O'Neal."""
        index, lexicon = self.index, self.index.lexicon
        found = [
            cluster for full in sorted(lexicon.nicknames.get(word, ())) for cluster in index.by_first_name.get(full, ())
        ]
        if not found and len(word) >= PREFIX_LETTERS and word.capitalize() not in lexicon.first_name_genders:
            found = [
                cluster
                for cluster in index.by_first_letters.get(word[:PREFIX_LETTERS], ())[-MAX_SAME_SURNAME:]
                if any(full.words[0].startswith(word) for full in index.full_names[cluster])
            ]
        return found if len(found) == 1 else []

    def _is_family(self, name: Name, parts: NameParts) -> bool:
        """Return whether a name is the plural of a surname: ``the Hales``."""
        word, tokens = parts.words[-1], self.index.tokens
        after_article = name.start > 0 and tokens.lower[name.start - 1] in {"the", "both", "two"}
        return after_article and word.endswith("s") and word not in self.index.by_surname

    def _choose(self, name: Name, fitting: list[Cluster], gender: Gender, title: str) -> Cluster | None:
        """Return the person of those whom a short name fits: by kin, title, pronoun, then by the latest mention."""
        index, tokens = self.index, self.index.tokens
        several = len(fitting) > 1
        fitting = [cluster for cluster in fitting if gender and cluster.gender == gender] or fitting
        fitting = [cluster for cluster in fitting if cluster not in index.kin] or fitting
        fitting = [cluster for cluster in fitting if title and title in index.titles.get(cluster, ())] or fitting
        if len(fitting) > 1 and not gender and (told := gender_by_pronoun(tokens, name)):
            fitting = [cluster for cluster in fitting if cluster.gender == told] or fitting
        mentioned = [cluster for cluster in fitting if cluster.last >= 0]
        if mentioned:
            return most_salient(mentioned)
        first = min(fitting, key=lambda cluster: cluster.first)
        if several and tokens.paragraph[first.first] == tokens.paragraph[name.start]:
            # A headline may precede the full name; "President Trump" is not the Eric Trump named after him.
            return None
        return first

    def _may_hold(self, cluster: Cluster, title: str) -> bool:
        """Return whether a title fits a person: ``President Clinton`` is not Hillary Clinton."""
        office = self.index.offices.get(cluster)
        return office is None or title not in _ONE_HOLDER_OFFICES or title in office.split()


def most_salient(mentioned: Sequence[Cluster]) -> Cluster:
    """Return the person mentioned last, unless another is mentioned more than twice as often."""
    last = max(mentioned, key=lambda cluster: cluster.last)
    main = max(mentioned, key=lambda cluster: cluster.seen)
    return main if main.seen > _MUCH_MORE_OFTEN * last.seen else last


def _fits(cluster: Cluster, gender: Gender) -> bool:
    return not gender or not cluster.gender or gender == cluster.gender
