"""Nominal mentions: ``the company``, ``the Chinese leader``, ``the 33-year-old`` for an entity named before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wiredesk.nlp.entities.clause_grammar import clause_mates
from wiredesk.nlp.entities.discourse import Antecedent, History
from wiredesk.nlp.entities.offices import (
    FORMER,
    NO_FIT,
    NOUN_FITS,
    PersonOffices,
    fit,
    last_role,
    role_kind,
)
from wiredesk.nlp.entities.person_nouns import PersonNounResolver
from wiredesk.nlp.entities.things import ThingResolver
from wiredesk.nlp.knowledge import EntityLexicon, Gender
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

DEFINITE = word_set("function_words", "definite")
_LEADERS = word_set("titles", "national_leaders")
_FOLLOWED_BY = word_set("nominals", "followed_by") - {"who"}
_PHRASE_TAGS = frozenset({"JJ", "NN", "HYPH", "CD", "VBN", "VBG", "JJS", "NNP", "RB"})
_NOT_REFERRING = frozenset({"attr", "appos", "compound", "amod", "nmod", "oprd"})
"""Dependencies of a noun phrase that describes instead of referring."""
_OF_PREDICATE = frozenset({"RB", "VBN", "VBG"})
"""Tags of words at the end of a phrase that begin the predicate: ``the 31-year-old won``."""
_OF_VERB = frozenset({"for", "in", "at", "on"})
"""Prepositions that may belong to the verb before the phrase."""
_NOUN_TAGS = frozenset({"NN", "NNP", "JJ"})
_AGE_NOUN = "old"
_MAX_PHRASE_TOKENS = 6
_PEOPLE_SENTENCES_BACK = 6
"""Maximum sentences back to a person of a country."""
_BEARER_SENTENCES_BACK = 60


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
    at, tag, nation = start + 1, tokens.tag, ""
    limit = min(tokens.sentence_end[start], start + _MAX_PHRASE_TOKENS + 1)
    while at < limit:
        if owner[at] >= 0:
            if owner[at] not in nations:
                return None
            nation = nations[owner[at]]
        elif tag[at] not in _PHRASE_TAGS:
            break
        at += 1
    while at > start + 1 and tag[at - 1] in _OF_PREDICATE:
        at -= 1  # "the minister later said": the adverb belongs to the verb
    noun = at - 1
    if noun == start or owner[noun] >= 0 or tag[noun] not in _NOUN_TAGS:
        return None
    word = tokens.lower[noun]
    is_role = word in lexicon.role_last_words
    if not is_role and word != _AGE_NOUN and word not in lexicon.nominal_types:
        return None
    if tag[noun] == "JJ" and not word.endswith(_AGE_NOUN):
        return None
    role = last_role(tokens.lower[start + 1 : at], lexicon) if is_role else ""
    return Phrase(start, noun, at, role, nation, noun == start + 1 or tokens.string(start + 1, at).lower() == role)


class NominalResolver:
    """Resolves definite noun phrases to the entities named before them."""

    def __init__(self, tokens: Tokens, history: History, lexicon: EntityLexicon, trace: Trace | None) -> None:
        self.tokens, self.history, self.lexicon = tokens, history, lexicon
        self.things = ThingResolver(tokens, history, trace)
        self.offices = PersonOffices(tokens, history.clusters, lexicon)
        self.persons = PersonNounResolver(tokens, history, self.offices, trace)
        self._nations: dict[int, str] = {}

    def nation_of(self, number: int) -> str:
        """Return the country of a person; empty if none is told."""
        found = self._nations.get(number)
        if found is None:
            found = self._nations[number] = self._nation(self.history.clusters[number])
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
        dep = tokens.dep[phrase.noun]
        if (dep in _NOT_REFERRING and not (noun == "old" and dep == "amod")) or self._is_narrowed(phrase):
            return None
        if noun == "old":
            return self.persons.resolve_age(phrase.start, phrase.noun)
        kind = role_kind(phrase.role, lexicon)
        if kind and kind != "kin":
            common = tokens.text[phrase.noun].islower() or kind in {"state", "rank", "post"}
            return self._person(phrase, kind) if common else None
        label = lexicon.nominal_types.get(noun)
        return self.things.resolve(phrase.start, phrase.noun, label) if label else None

    def _is_narrowed(self, phrase: Phrase) -> bool:
        """Return whether words behind a phrase say which one is meant: ``the company that``, ``the bank in Lund``.

        A time or place of the verb does not: "Roe founded the firm [in 1961]".
        """
        tokens, after = self.tokens, phrase.end
        if after >= len(tokens) or tokens.lower[after] not in _FOLLOWED_BY:
            return False
        return tokens.lower[after] not in _OF_VERB or phrase.start <= tokens.head[after] < phrase.end

    def resolve_people(self, token: int, nation: str) -> Antecedent | None:
        """Return the person whom the name of a people refers to: ``the Italian``; ``nation`` is its country.

        It is the last person of that country; else the likeliest of whom no country is told.
        """
        history = self.history
        sentence, barred = self.tokens.sentence[token], clause_mates(self.tokens, token)
        for past in history.recent(sentence, _PEOPLE_SENTENCES_BACK):
            if past.number >= 0 and self.nation_of(past.number) == nation and past.token not in barred:
                return Antecedent(past.number, "the last of that people")
        found = self.persons.most_likely(token, "")
        if found is None or self.nation_of(found.number):
            return None
        self._nations[found.number] = nation
        return found._replace(rule="one of that people")

    def _person(self, phrase: Phrase, kind: str) -> Antecedent | None:
        """Return the person whose office it is; else the likeliest of the last people, if the noun describes anybody.

        "The witness" after "a witness" is that witness, whoever else has been named.
        """
        gender = self.lexicon.role_genders.get(phrase.role, "")
        if found := self._bearer(phrase, gender):
            return found
        noun = self.tokens.lower[phrase.noun]
        if phrase.nation or self.history.unnamed_called(noun):
            return None
        return self.persons.resolve_noun(phrase.noun, kind, gender)

    def _bearer(self, phrase: Phrase, gender: Gender) -> Antecedent | None:
        """Return the person whose office it is, the latest of several."""
        history = self.history
        former = not FORMER.isdisjoint(self.tokens.lower[phrase.start : phrase.end])
        best, best_fit = -1, (NO_FIT, False)
        for past in history.recent(self.tokens.sentence[phrase.start], _BEARER_SENTENCES_BACK):
            number = past.number
            if number < 0 or history.clusters[number].type != "PERSON":
                continue
            fits = self._fit(phrase, number), self.offices.of(number).former == former
            if fits[0] and fits > best_fit and (fits[1] or not former) and history.may_have(number, gender):
                best, best_fit = number, fits
        if best < 0:
            return None
        return Antecedent(best, "the bearer of the title" if best_fit[0] > NOUN_FITS else "a bearer of the noun")

    def _fit(self, phrase: Phrase, number: int) -> int:
        """Return how well a phrase fits the offices and the country of a person."""
        offices, nation = self.offices.of(number), self.nation_of(number)
        if phrase.nation and nation and nation != phrase.nation:
            return NO_FIT
        found = fit(phrase.role, offices, self.lexicon)
        if not found and phrase.nation and nation == phrase.nation and self.tokens.lower[phrase.noun] == "leader":
            return NOUN_FITS if offices.last_words & _LEADERS else NO_FIT
        return found
