"""The names of a story's organisations, places and things, indexed by their short forms and acronyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.entities.acronyms import COUNTRIES_BEFORE_BODIES, initials
from wiredesk.nlp.entities.comparable_names import ComparableName, normalise, without_legal_form
from wiredesk.nlp.knowledge import EntityLexicon, KnownName, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, Name
from wiredesk.nlp.names.name_words import LEGAL_FORMS
from wiredesk.nlp.names.short_forms import is_distinctive, team_nickname
from wiredesk.nlp.names.teams import RULE as TEAM_RULE
from wiredesk.nlp.tokens import Tokens

MAX_SAME_SHORT_FORM = 20
"""Maximum number of clusters of one short form that are compared, the latest ones. Bounds the work for each name."""
_MAX_WORDS_WITH_SHORT_FORMS = 11
_MAX_WORDS_OF_TEAM = 4
_MAX_LETTERS_BEFORE_NAME = 4
_DATELINE_WEIGHT = 0.5
"""Vote of a dateline for the type of a cluster, beside 1.0 of a name in the text."""
_KNOWN_AS_PLACE_TYPES = PLACE_TYPES | {"ORG"}
"""Types of one entry of the knowledge base: a place's name is also used for its government and its team."""
_LOCATIVE = word_set("place_names", "before_nested")
_BEFORE_HOLDINGS = word_set("places", "before_holdings")
_CLUB_FIRST_WORDS = word_set("org_names", "club_first_words")
_CLUB_LAST_WORDS = word_set("org_names", "club_last_words")

Key = tuple[str, ...]


class ShortFormIndex:
    """One cluster for each distinct name, and an index of the clusters by possible short forms."""

    def __init__(self, known: KnownNames, lexicon: EntityLexicon, is_town: Callable[[str], bool]) -> None:
        self.known, self.lexicon, self.is_town = known, lexicon, is_town
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

    def enter(self, tokens: Tokens, name: Name) -> tuple[ComparableName, Cluster]:
        """Return a name's form and the cluster of its text, created if necessary; index its short forms."""
        form = normalise(tokens, name)
        key, entry = self._key(tokens, name, form)
        cluster = self.by_key.get(key)
        if cluster is None:
            cluster = self.by_key[key] = Cluster(name.type, known_as=entry)
            self.votes[cluster], self.words[cluster] = {}, form.words
        elif len(form.words) > len(self.words[cluster]):
            self.words[cluster] = form.words
        self.count[cluster] += 1
        votes = self.votes[cluster]
        weight = _DATELINE_WEIGHT if name.rule == "dateline" else 1.0
        votes[name.type] = votes.get(name.type, 0.0) + weight
        at = name.start
        if at > 1 and tokens.lower[at - 1] == "in" and tokens.lower[at - 2] not in _BEFORE_HOLDINGS:
            self.inside.add(cluster)
        if name.type == "GPE" and (name.rule == "dateline" or tokens.lower[name.start - 1] in _LOCATIVE):
            self.locations.add(cluster)
        if form.last_word in LEGAL_FORMS:
            self.companies.add(cluster)
        if 1 < len(form.words) <= _MAX_WORDS_WITH_SHORT_FORMS and name.type not in {"GPE", "NORP"}:
            self._index(cluster, form, name.type)
        return form, cluster

    def _key(self, tokens: Tokens, name: Name, form: ComparableName) -> tuple[Key, KnownName | None]:
        """Return the key that all names of a cluster share, and the entry of the knowledge base."""
        if name.type_rule == TEAM_RULE:
            return ("team", *form.key), None  # not the town, although they share the name
        by_text = self.known.by_upper_text if tokens.all_caps[name.start] else self.known.by_text
        entry = by_text.get(form.plain) or self._known_without(form.plain)
        if entry is None and len(form.plain) > 3 and form.plain.isupper():
            entry = self.known.by_upper_text.get(form.plain)
        if entry and (entry.type == name.type or {entry.type, name.type} <= _KNOWN_AS_PLACE_TYPES):
            return ("NORP" if entry.type == "NORP" else "", entry.name.lower()), entry
        family = "NORP" if name.type == "NORP" else ""
        return (family, *form.key), None

    def _known_without(self, plain: str) -> KnownName | None:
        """Return the entry of a name without its legal form or its country: the U.S. Food and Drug Administration."""
        country, _, rest = plain.partition(" ")
        if (code := COUNTRIES_BEFORE_BODIES.get(country)) and (entry := self.known.by_text.get(rest)):
            return entry if entry.country == code and entry.type == "ORG" else None
        return self.known.by_text.get(without_legal_form(plain))

    def _index(self, cluster: Cluster, form: ComparableName, label: EntityType) -> None:
        words, plain = form.words, form.plain.split()
        first, last = words[0], words[-1]
        if is_distinctive(plain[0], self.known, self.lexicon):
            _append(self.by_short_form[words[:1]], cluster)
        for size in range(2, len(words)):
            _append(self.by_short_form[words[:size]], cluster)
        for size in range(len(words) - 1, 1, -1):
            _append(self.by_short_form[words[-size:]], cluster)
        if self._is_nickname(without_legal_form(form.plain), label):
            _append(self.by_short_form[(last,)], cluster)
        if label == "ORG":
            for word in {first} & _CLUB_FIRST_WORDS | {last} & _CLUB_LAST_WORDS:
                _append(self.of_clubs[word], cluster)
        if len(last) > 2:
            _append(self.by_last_word[last], cluster)
        for letters in initials(form.plain):
            _append(self.by_acronym[letters], cluster)

    def _is_nickname(self, plain: str, label: EntityType) -> bool:
        """Return whether the last word can stand for the name: Los Angeles Lakers, Russian Duma, SK Hynix."""
        first, _, last = plain.rpartition(" ")
        place = self.known.by_text.get(first)
        if place and place.type in {"GPE", "NORP"} and len(last) > 2 and last[:1].isupper():
            return True
        if label == "ORG" and first.isupper() and len(first) <= _MAX_LETTERS_BEFORE_NAME and last.istitle():
            return first not in COUNTRIES_BEFORE_BODIES and is_distinctive(last, self.known, self.lexicon)
        if label != "ORG" or plain.count(" ") >= _MAX_WORDS_OF_TEAM:
            return False
        types: Mapping[str, EntityType] = {first: "GPE"} if self.is_town(first) else {}
        return team_nickname(plain, types, self.known) is not None


def _append(clusters: list[Cluster], cluster: Cluster) -> None:
    if cluster not in clusters[-MAX_SAME_SHORT_FORM:]:
        clusters.append(cluster)
