"""The names of a story's organisations, places and things, indexed by their short forms and acronyms."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from wiredesk.contract import EntityType
from wiredesk.nlp.entities.short_form_keys import Key, NameReader, NameText, ReadName
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, Name
from wiredesk.nlp.names.teams import RULE as TEAM_RULE
from wiredesk.nlp.tokens import Tokens

MAX_SAME_SHORT_FORM = 20
"""Maximum number of clusters of one short form that are compared, the latest ones. Bounds the work for each name."""
_DATELINE_WEIGHT = 0.5
"""Vote of a dateline for the type of a cluster, beside 1.0 of a name in the text."""
_LOCATIVE = word_set("place_names", "before_nested")
_BEFORE_HOLDINGS = word_set("places", "before_holdings")


class _Entered(NamedTuple):
    """A name that was entered."""

    key: ReadName
    cluster: Cluster
    lists: list[list[Cluster]]
    """The clusters that share a short form with it, a list for each form."""


class ShortFormIndex:
    """One cluster for each distinct name, and an index of the clusters by possible short forms."""

    def __init__(self, keys: NameReader) -> None:
        self.keys, self.is_town = keys, keys.is_town
        self.by_key: dict[Key, Cluster] = {}
        self.votes: dict[Cluster, dict[EntityType, float]] = {}
        self.words: dict[Cluster, Key] = {}
        """The words of each cluster's fullest form."""
        self.count: dict[Cluster, int] = defaultdict(int)
        """Names of each cluster in the whole story."""
        self.by_short_form: dict[Key, list[Cluster]] = defaultdict(list)
        self.by_last_word: dict[str, list[Cluster]] = defaultdict(list)
        self.by_acronym: dict[str, list[Cluster]] = defaultdict(list)
        self.companies: set[Cluster] = set()
        """Clusters with a name that ends in a legal form."""
        self.locations: set[Cluster] = set()
        """Clusters with a name behind a preposition of place."""
        self.inside: set[Cluster] = set()
        """Clusters with a name behind "in", whatever their type."""
        self.of_clubs: dict[str, list[Cluster]] = defaultdict(list)
        """Clubs by a word that many clubs share ("Real", "United"), for stories that name one of them."""
        self._entered: dict[tuple[str, EntityType, bool, bool], _Entered] = {}
        """Names by the fields of their :class:`NameText`."""

    def enter(self, tokens: Tokens, name: Name) -> tuple[ReadName, Cluster]:
        """Return what a name's text tells and its cluster, created if necessary; index its short forms."""
        at, label = name.start, name.type
        same = (tokens.string(at, name.end), label, tokens.all_caps[at], name.type_rule == TEAM_RULE)
        entered = self._entered.get(same)
        if entered is None:
            entered = self._entered[same] = self._enter(NameText(*same))
        else:
            for clusters in entered.lists:
                if len(clusters) > MAX_SAME_SHORT_FORM:
                    _append(clusters, entered.cluster)  # it is one of the latest again
        cluster = entered.cluster
        self.count[cluster] += 1
        votes = self.votes[cluster]
        votes[label] = votes.get(label, 0.0) + (_DATELINE_WEIGHT if name.rule == "dateline" else 1.0)
        before = tokens.lower[at - 1]
        if before == "in" and at > 1 and tokens.lower[at - 2] not in _BEFORE_HOLDINGS:
            self.inside.add(cluster)
        if label == "GPE" and (name.rule == "dateline" or before in _LOCATIVE):
            self.locations.add(cluster)
        return entered.key, cluster

    def _enter(self, name: NameText) -> _Entered:
        key = self.keys.read(name)
        words = key.form.words
        cluster = self.by_key.get(key.key)
        if cluster is None:
            cluster = self.by_key[key.key] = Cluster(name.label, known_as=key.known)
            self.votes[cluster], self.words[cluster] = {}, words
        elif len(words) > len(self.words[cluster]):
            self.words[cluster] = words
        if key.is_company:
            self.companies.add(cluster)
        if not key.last_word:
            return _Entered(key, cluster, [])
        lists = [self.by_short_form[short] for short in key.short_forms]
        lists += [self.of_clubs[word] for word in key.club_words]
        if len(key.last_word) > 2:
            lists.append(self.by_last_word[key.last_word])
        lists += [self.by_acronym[letters] for letters in key.acronyms]
        for clusters in lists:
            _append(clusters, cluster)
        return _Entered(key, cluster, lists)


def _append(clusters: list[Cluster], cluster: Cluster) -> None:
    if cluster not in clusters[-MAX_SAME_SHORT_FORM:]:
        clusters.append(cluster)
