"""Nominal mentions: ``the company``, ``the Chinese leader``, ``the 33-year-old`` for an entity named before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wiredesk.nlp.entities.discourse import Antecedent, History, PastMention
from wiredesk.nlp.entities.offices import FORMER, NO_FIT, NOUN_FITS, fit, last_role, offices_of, role_kind
from wiredesk.nlp.knowledge import EntityLexicon, Gender
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.tokens import Tokens

DEFINITE = word_set("function_words", "definite")
_LEADERS = word_set("titles", "national_leaders")
_FOLLOWED_BY = word_set("nominals", "followed_by") - {"who"}
_COUNTRY_NOUNS = word_set("nominals", "country")
_TOWN_NOUNS = word_set("nominals", "town")
_COMPANY_NOUNS = word_set("nominals", "company")
_PHRASE_TAGS = frozenset({"JJ", "NN", "HYPH", "CD", "VBN", "VBG", "JJS", "NNP", "RB"})
_NOT_REFERRING = frozenset({"attr", "appos", "compound", "amod", "nmod", "oprd"})
"""Dependencies of a noun phrase that describes instead of referring."""
_MAX_PHRASE_TOKENS = 6
_BEARER_SENTENCES_BACK = 60
_PERSON_SENTENCES_BACK = 2
_NAMED_SENTENCES_BACK = 12
"""Maximum sentences back to a name that contains the noun."""
_KIND_SENTENCES_BACK = 3
"""Maximum sentences back to a name of that kind."""
_MAX_SAME_NOUN = 5
_MAX_NAMES_READ = 3
"""Mentions of an entity whose nouns may refer to it."""
_MUCH_MORE_OFTEN = 2


class Phrase(NamedTuple):
    """A definite noun phrase in the singular: ``the [award-winning] singer``."""

    start: int
    noun: int
    end: int
    role: str
    """The role that its noun names, with the words before it; empty if it names none."""
    nation: str
    """ISO 3166-1 code of the people or country in it: ``the Chinese leader``."""
    plain: bool
    """Whether the noun follows the article directly."""


def phrase_at(
    tokens: Tokens, start: int, owner: Sequence[int], nations: Mapping[int, str], lexicon: EntityLexicon
) -> Phrase | None:
    """Return the definite noun phrase whose article is at ``start``, None if no phrase there can refer to a name."""
    if tokens.lower[start] not in DEFINITE:
        return None
    at, count, nation = start + 1, len(tokens), ""
    while at < count and at - start <= _MAX_PHRASE_TOKENS and tokens.sentence[at] == tokens.sentence[start]:
        if owner[at] >= 0:
            if owner[at] not in nations:
                return None
            nation = nations[owner[at]]
        elif tokens.tag[at] not in _PHRASE_TAGS:
            break
        at += 1
    noun = at - 1
    if noun == start or owner[noun] >= 0 or tokens.tag[noun] not in {"NN", "NNP", "JJ"}:
        return None
    if tokens.tag[noun] == "JJ" and not tokens.lower[noun].endswith("old"):
        return None
    role = last_role(tokens.lower[start + 1 : at], lexicon) if tokens.lower[noun] in lexicon.role_last_words else ""
    return Phrase(start, noun, at, role, nation, noun == start + 1 or tokens.string(start + 1, at).lower() == role)


class NominalResolver:
    """Resolves definite noun phrases to the entities named before them."""

    def __init__(self, tokens: Tokens, history: History, lexicon: EntityLexicon) -> None:
        self.tokens, self.history, self.lexicon = tokens, history, lexicon
        clusters = history.clusters
        self.works = [number for number, cluster in enumerate(clusters) if cluster.type == "WORK_OF_ART"]
        self.countries = [number for number, cluster in enumerate(clusters) if _is_known_as(cluster, "country")]
        self.offices = [offices_of(tokens, cluster.titles, lexicon) for cluster in clusters]
        self.nation_of = [self._nation(cluster) for cluster in clusters]
        self.by_noun: dict[str, list[int]] = {}
        """Entities by the nouns in their names."""
        for number, cluster in enumerate(clusters):
            if cluster.type not in {"PERSON", "GPE", "NORP"}:
                self._index_nouns(number, cluster)

    def _index_nouns(self, number: int, cluster: Cluster) -> None:
        for mention in cluster.mentions[:_MAX_NAMES_READ]:
            if mention.end - mention.start > 1:
                for word in self._nouns(mention.start, mention.end):
                    if number not in (numbers := self.by_noun.setdefault(word, []))[-_MAX_SAME_NOUN:]:
                        numbers.append(number)

    def _nouns(self, start: int, end: int) -> set[str]:
        """Return the words of a name that may refer to it: the first, the last, and the one before ``of``."""
        lower = self.tokens.lower
        found = {lower[start], lower[end - 1]}
        if "of" in lower[start + 1 : end]:
            found.add(lower[lower.index("of", start + 1) - 1])
        return found

    def _nation(self, cluster: Cluster) -> str:
        """Return the country that a person speaks for, by title or by the knowledge base."""
        if cluster.type != "PERSON":
            return ""
        for title in cluster.titles:
            organisation = self.history.clusters[title.of].known_as if title.of is not None else None
            if organisation and organisation.country:
                return organisation.country
        return (cluster.known_as.country or "") if cluster.known_as else ""

    def resolve(self, phrase: Phrase) -> Antecedent | None:
        """Return the antecedent of a phrase, and the rule; None if no earlier name fits."""
        tokens, lexicon, noun = self.tokens, self.lexicon, self.tokens.lower[phrase.noun]
        after = tokens.lower[phrase.end] if phrase.end < len(tokens) else ""
        if tokens.dep[phrase.noun] in _NOT_REFERRING or after in _FOLLOWED_BY:
            return None
        if noun.endswith("-old") or noun == "old":
            return self._only_person(phrase, "age")
        kind = role_kind(phrase.role, lexicon)
        if kind and kind != "kin":
            common = tokens.text[phrase.noun].islower() or kind in {"state", "rank", "post"}
            return self._bearer(phrase, kind) if common else None
        label = lexicon.nominal_types.get(noun)
        return self._by_noun_or_type(phrase, noun, label) if label and phrase.plain else None

    # ------------------------------------------------------------------ people

    def _bearer(self, phrase: Phrase, kind: str) -> Antecedent | None:
        """Return the person whose office it is, the latest of several; else a person of that trade."""
        gender = self.lexicon.role_genders.get(phrase.role, "")
        former = not FORMER.isdisjoint(self.tokens.lower[phrase.start : phrase.end])
        best, best_fit = -1, (NO_FIT, False)
        for past in self.history.recent(self.tokens.sentence[phrase.start], _BEARER_SENTENCES_BACK):
            if past.number < 0 or self.history.type_of(past) != "PERSON" or not self._may_have(past, gender):
                continue
            fits = self._fit(phrase, past.number), self.offices[past.number].former == former
            if fits[0] and fits > best_fit and (fits[1] or not former):
                best, best_fit = past.number, fits
        if best >= 0:
            return best, "the bearer of the title" if best_fit[0] > NOUN_FITS else "a bearer of the noun"
        if kind in {"trade", "rank"} and not phrase.nation:
            return self._only_person(phrase, "the person last named")
        return None

    def _fit(self, phrase: Phrase, number: int) -> int:
        """Return how well a phrase fits the offices and the country of a person."""
        offices, nation = self.offices[number], self.nation_of[number]
        if phrase.nation and nation and nation != phrase.nation:
            return NO_FIT
        found = fit(phrase.role, offices, self.lexicon)
        if not found and phrase.nation and nation == phrase.nation and self.tokens.lower[phrase.noun] == "leader":
            return NOUN_FITS if offices.last_words & _LEADERS else NO_FIT
        return found

    def _only_person(self, phrase: Phrase, rule: str) -> Antecedent | None:
        """Return the only person of the last sentences whose gender fits."""
        gender = self.lexicon.role_genders.get(phrase.role, "")
        recent = self.history.recent(self.tokens.sentence[phrase.start], _PERSON_SENTENCES_BACK)
        found = [past for past in recent if self.history.type_of(past) == "PERSON" and self._may_have(past, gender)]
        if gender and any(self._gender_of(past) == gender for past in found):
            found = [past for past in found if past.number < 0 or self._gender_of(past) == gender]
        return (found[0].number, rule) if len(found) == 1 and found[0].number >= 0 else None

    def _gender_of(self, past: PastMention) -> Gender:
        return self.history.clusters[past.number].gender if past.number >= 0 else ""

    def _may_have(self, past: PastMention, gender: Gender) -> bool:
        return not gender or self._gender_of(past) in {"", gender}

    # ------------------------------------------------------------------ organisations and places

    def _by_noun_or_type(self, phrase: Phrase, noun: str, label: str) -> Antecedent | None:
        """Return the entity with the noun in its name; else the latest entity of the type."""
        sentence = self.tokens.sentence[phrase.start]
        with_noun = set(self.by_noun.get(noun, ()))
        nearest: int | None = None
        for past in self.history.recent(sentence, _NAMED_SENTENCES_BACK):
            if past.number in with_noun:
                return past.number, "its name has the noun"
            near = nearest is None and past.number >= 0 and sentence - past.sentence <= _KIND_SENTENCES_BACK
            if near and self.history.type_of(past) == label and self._noun_fits(past.number, noun):
                nearest = past.number
        if nearest is None and label == "WORK_OF_ART":
            nearest = self._only_work()
        elif nearest is None and noun in {"country", "nation"}:
            nearest = self._main_country()
        return (nearest, "the last of its kind") if nearest is not None else None

    def _only_work(self) -> int | None:
        """Return the one work of the story, if it was mentioned twice."""
        return self.works[0] if len(self.works) == 1 and self.history.count[self.works[0]] > 1 else None

    def _main_country(self) -> int | None:
        """Return the country that the story has named twice as often as any other."""
        counts = sorted(((self.history.count[number], number) for number in self.countries), reverse=True)
        if not counts or counts[0][0] < 2 or (len(counts) > 1 and counts[0][0] < _MUCH_MORE_OFTEN * counts[1][0]):
            return None
        return counts[0][1]

    def _noun_fits(self, number: int, noun: str) -> bool:
        """Return whether a noun can refer to an entity: countries, towns and companies have their own nouns."""
        cluster = self.history.clusters[number]
        country = _is_known_as(cluster, "country")
        if noun in _COUNTRY_NOUNS:
            return country
        if cluster.type == "GPE":
            town = not country and not _is_known_as(cluster, "region")
            return town and noun in _TOWN_NOUNS and self.history.count[number] > 0
        return noun in _COMPANY_NOUNS


def _is_known_as(cluster: Cluster, kind: str) -> bool:
    return cluster.known_as is not None and cluster.known_as.kind == kind
