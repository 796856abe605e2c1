"""Organisations, places, events and works: one cluster for all forms of a name.

``Standard Oil Co`` is called Standard, ``North Atlantic Treaty Organisation`` NATO, ``Miami Heat`` the Heat.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from wiredesk.contract import PLACE_TYPES
from wiredesk.nlp.entities.acronyms import definitions, letters_of
from wiredesk.nlp.entities.clubs import is_about_sport
from wiredesk.nlp.entities.comparable_names import ComparableName
from wiredesk.nlp.entities.short_form_index import MAX_SAME_SHORT_FORM, ShortFormIndex
from wiredesk.nlp.entities.short_form_keys import NameReader
from wiredesk.nlp.knowledge import KnownName
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_HEADS, ORG_LAST_WORDS
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

_MUCH_MORE_OFTEN = 2
"""A name must be used this many times as often as the one mentioned last to get a short form that fits both."""
_MAX_CHAIN = 5
"""Steps from a short form over longer ones to the full name."""
_MIN_LETTERS_OF_CLEAR_ACRONYM = 4
"""Letters of an acronym that two bodies of one story hardly share."""
_COMPANY_WORDS = (ORG_LAST_WORDS - ORG_HEADS) | LEGAL_FORMS | {"group", "and", "agency"}
"""Words that make a company's name complete: Toyota Motor is Toyota."""
_UNITS = ORG_HEADS - {"group", "bank", "agency", "trust", "corps"}
_TOWN_SERVICES = word_set("places", "town_services", "school_levels")
_SCHOOL_LEVELS = word_set("places", "school_levels")
_NOT_BODIES = frozenset({"GPE", "NORP", "PERSON"})


def cluster_others(tokens: Tokens, names: list[Name], keys: NameReader) -> list[Cluster]:
    """Return the clusters of the names that are not people's."""
    if not names:
        return []
    index = ShortFormIndex(keys)
    entered = [(name, *index.enter(tokens, name)) for name in names]
    merged = _Merger(index, tokens)
    merged.add_defined(names, [cluster for _, _, cluster in entered])
    for cluster, votes in index.votes.items():
        certain = cluster.known_as.type if cluster.known_as and cluster.known_as.unambiguous else None
        cluster.type = certain if certain in votes else max(votes, key=votes.__getitem__)
    for name, key, cluster in entered:
        if name.type != "NORP":
            merged.join(cluster, name, key.form)
        longest = merged.end_of_chain(cluster) if cluster in merged.into else cluster
        longest.last, merged.latest[longest] = name.start, name
    clusters: dict[Cluster, None] = {}
    for name, _, cluster in entered:
        longer = merged.end_of_chain(cluster) if cluster in merged.into else cluster
        rule = merged.into[cluster][1] if longer is not cluster else "same name" if longer.mentions else name.rule
        longer.mentions.append(TokenMention(name.start, name.end, "name", rule))
        clusters[longer] = None
    return list(clusters)


class _Merger:
    """Finds the cluster whose short form or acronym a name is, once for each cluster."""

    def __init__(self, index: ShortFormIndex, tokens: Tokens) -> None:
        self.index, self.tokens = index, tokens
        self.into: dict[Cluster, tuple[Cluster, str]] = {}
        """A short form's cluster → that of the longer name, and the rule."""
        self.latest: dict[Cluster, Name] = {}
        """The latest name of each cluster so far."""

    def add_defined(self, names: list[Name], clusters: list[Cluster]) -> None:
        """Merge the short forms that the text explains: ``North Atlantic Treaty Organisation (NATO)``."""
        for long, short in definitions(self.tokens, names):
            one, two = clusters[bisect_left(names, long)], clusters[bisect_left(names, short)]
            country = two.known_as is not None and two.known_as.type in _NOT_BODIES
            if not country and two not in self.into and self.end_of_chain(one) is not two:
                self.into[two] = one, "defined in brackets"

    def join(self, cluster: Cluster, name: Name, form: ComparableName) -> None:
        """Merge the cluster of a short form or acronym into that of the longer name, if there is one."""
        if cluster in self.into or not self._may_be_short(form):
            return
        found = self._by_short_form(cluster, name, form) or self._by_acronym(cluster, form)
        if found is not None and self.end_of_chain(found[0]) is not cluster:
            self.into[cluster] = found

    def _may_be_short(self, form: ComparableName) -> bool:
        """Return whether a name may be a short form at all: a word, an acronym, or the beginning or end of another."""
        return len(form.words) == 1 or form.words in self.index.by_short_form or bool(letters_of(form.plain))

    def end_of_chain(self, cluster: Cluster) -> Cluster:
        """Return the cluster of the longest name: Norden → Norden Bank → Norden Bank of Orva."""
        longer = self.into.get(cluster)
        for _ in range(_MAX_CHAIN):
            if longer is None:
                break
            cluster = longer[0]
            longer = self.into.get(cluster)
        return cluster

    def _by_short_form(self, cluster: Cluster, name: Name, form: ComparableName) -> tuple[Cluster, str] | None:
        known = cluster.known_as
        if (known is not None and known.type != "ORG") or cluster in self.index.companies:
            return None  # "Norden AG" is complete: it is not the Norden Bank
        if len(self.index.words[cluster]) > len(form.words):
            return None  # it has a longer name of its own: it is not a short name of two things
        index = self.index
        recent = index.by_short_form.get(form.words, ())[-MAX_SAME_SHORT_FORM:]
        certain = known is not None and known.unambiguous
        acronym = not self.tokens.all_caps[name.start] and bool(letters_of(form.plain))
        candidates = [
            other
            for other in recent
            if self._may_be_short_for(cluster, other, form)
            and not (certain and self._is_another_body(form, other))
            and not (acronym and self._is_unit(form, other))
            and not self._is_service_of(form, other)
            and not self._is_town_of(cluster, form, other)
        ]
        if not candidates and len(form.words) == 1:
            candidates = self._by_shared_word(cluster, name, form.words[0])
        best = self._clear_one(candidates)
        return (best, "short form") if best is not None else None

    def _by_shared_word(self, cluster: Cluster, name: Name, word: str) -> list[Cluster]:
        """Return the candidates of a word that is a name only in this story: ``the Commission``, ``Real``."""
        clubs = [other for other in self.index.of_clubs.get(word, ()) if other is not cluster]
        if len(clubs) == 1 and cluster.type == "ORG":
            return clubs
        if self.tokens.lower[name.start - 1 : name.start] != ["the"]:
            return []
        recent = self.index.by_last_word.get(word, ())[-MAX_SAME_SHORT_FORM:]
        return [other for other in recent if other is not cluster]

    def _clear_one(self, candidates: list[Cluster]) -> Cluster | None:
        """Return the candidate that a short name means.

        Before all of them it is the one that comes first, else the one mentioned last; each time one that is mentioned
        much more often wins. Of two that stand last in one sentence it is the subject: ``Norden Bank sued Norden
        Steel``; without a subject the short name stays apart.
        """
        candidates = self._distinct(candidates)
        count = self.index.count
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        mentioned = sorted((other for other in candidates if other.last >= 0), key=lambda other: -other.last)
        main = max(candidates, key=lambda other: count[other])
        last = mentioned[0] if mentioned else candidates[0]
        if count[main] > _MUCH_MORE_OFTEN * count[last]:
            return main
        sentence = self.tokens.sentence
        if len(mentioned) > 1 and sentence[last.last] == sentence[mentioned[1].last]:
            subjects = [other for other in mentioned[:2] if self._was_subject(other)]
            return subjects[0] if len(subjects) == 1 else None
        return last

    def _was_subject(self, cluster: Cluster) -> bool:
        name = self.latest[cluster]
        return self.tokens.dep[self.tokens.name_head(name.start, name.end)] in NOMINAL_SUBJECTS

    def _distinct(self, candidates: list[Cluster]) -> list[Cluster]:
        """Return the ends of the candidates' chains, and of two names that contain each other the longer one."""
        found = list(dict.fromkeys(map(self.end_of_chain, candidates)))
        if len(found) == 1:
            return found
        words = self.index.words
        texts = {other: f" {' '.join(words[other])} " for other in found}
        return [other for other in found if not any(self._gives_way(other, rival, texts) for rival in found)]

    @staticmethod
    def _gives_way(cluster: Cluster, rival: Cluster, texts: dict[Cluster, str]) -> bool:
        """Return whether a name is in a longer one, or has one in it that is known."""
        if cluster is rival or texts[cluster] == texts[rival]:
            return False
        if texts[cluster] in texts[rival]:
            return not (cluster.known_as and cluster.known_as.unambiguous)
        return texts[rival] in texts[cluster] and rival.known_as is not None and rival.known_as.unambiguous

    def _may_be_unknown(self, known: KnownName, letters: str) -> bool:
        """Return whether a known acronym may be another body's here, or has a full name that is not known."""
        return not known.unambiguous or len(letters) >= _MIN_LETTERS_OF_CLEAR_ACRONYM or known.name == letters

    def _is_another_body(self, form: ComparableName, other: Cluster) -> bool:
        """Return whether a longer name is not that of a known body: ``Fiat Finance``, not ``Fiat Motor``."""
        words, size = self.index.words[other], len(form.words)
        if words[:size] == form.words:
            return not _COMPANY_WORDS.issuperset(words[size:])
        first = self.index.keys.known.by_text.get(words[0].title())
        return len(words) > size + 1 or first is None or first.kind not in {"country", "demonym"}

    def _is_unit(self, form: ComparableName, other: Cluster) -> bool:
        """Return whether a longer name is that of a unit of the body with an acronym: ``OPEC Secretariat``."""
        return not _UNITS.isdisjoint(self.index.words[other][len(form.words) :])

    def _is_service_of(self, form: ComparableName, other: Cluster) -> bool:
        """Return whether a name is a town, and the longer one a service of it, which nobody calls by the town alone.

        ``Grand Ledge`` is not the Grand Ledge Police. In sport a town is its high school's team.
        """
        words, size = self.index.words[other], len(form.words)
        if words[:size] != form.words or len(words) <= size or words[size] not in _TOWN_SERVICES:
            return False
        if words[size] in _SCHOOL_LEVELS and self._is_about_sport:
            return False
        return self.index.is_town(form.plain)

    def _is_town_of(self, cluster: Cluster, form: ComparableName, other: Cluster) -> bool:
        """Return whether a name is a town that something happens in, and the longer one a body that is called after it.

        ``It opened in Springfield`` is not the Springfield Performing Arts Corp.
        """
        words = self.index.words[other]
        return (
            cluster in self.index.inside
            and other not in self.index.inside
            and len(words) > len(form.words) + 1
            and words[: len(form.words)] == form.words
            and self.index.is_town(form.plain)
        )

    @cached_property
    def _is_about_sport(self) -> bool:
        return is_about_sport(self.tokens)

    def _may_be_short_for(self, cluster: Cluster, other: Cluster, form: ComparableName) -> bool:
        """Return whether a short form may be the other's by its type: a town is not the county or paper of it."""
        if other is cluster:
            return False
        types = {other.type, cluster.type}
        places = types & PLACE_TYPES
        if len(types) == 1 or not places:
            return True
        if cluster.type == "GPE" and len(form.words) > 1:
            # "Circuit City" is the firm's where the story has no such town.
            return other in self.index.companies and cluster not in self.index.locations
        several = len(form.words) > 1 and other.type != "GPE"
        return several or places == types or types in ({"FAC", "ORG"}, {"LOC", "ORG"})

    def _by_acronym(self, cluster: Cluster, form: ComparableName) -> tuple[Cluster, str] | None:
        letters = letters_of(form.plain)
        if not letters or not self._may_be_acronym(cluster, form, letters):
            return None
        candidates = [other for other in self.index.by_acronym.get(letters, ()) if other is not cluster]
        if len(letters) == 2:
            candidates = [other for other in candidates if len(self.index.words[other]) == 2]
            if len(candidates) > 1:
                return None
        return (max(candidates, key=lambda other: self.index.count[other]), "acronym") if candidates else None

    def _may_be_acronym(self, cluster: Cluster, form: ComparableName, letters: str) -> bool:
        """Return whether letters are no name of their own: ``U.S.`` is a country, not the U.S. Senate."""
        known = cluster.known_as
        if known is not None and (known.type != "ORG" or not self._may_be_unknown(known, letters)):
            return False
        return cluster.type not in PLACE_TYPES or not self.index.is_town(form.plain)
