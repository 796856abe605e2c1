"""Whom a noun refers to that is nobody's title: ``the singer``, ``the 22-year-old``."""

from __future__ import annotations

from functools import cached_property
from math import exp

from wiredesk.nlp.cues import total_of, votes
from wiredesk.nlp.entities.antecedents import Candidate, Situation
from wiredesk.nlp.entities.clause_grammar import clause_mates
from wiredesk.nlp.entities.discourse import Antecedent, History
from wiredesk.nlp.entities.offices import PersonOffices
from wiredesk.nlp.entities.person_noun_cues import AGE_BASE_SCORE, BASE_SCORE, PERSON_NOUN_CUES
from wiredesk.nlp.knowledge import Gender
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

MIN_CONFIDENCE = 0.6
"""Minimum probability of the best candidate for a link."""
_SENTENCES_BACK = 3
_AGE_SENTENCES_BACK = 30
"""Maximum sentences back to a person whose age is that of the phrase."""
_MAX_NAMES_READ = 3
_MAX_AGE = 120
_DESCRIBING = word_set("nominals", "describing")
_PLAYERS = word_set("nominals", "players")
_IN_COURT = word_set("nominals", "in_court")


class PersonNounResolver:
    """Resolves nouns for people to those named before them."""

    def __init__(self, tokens: Tokens, history: History, offices: PersonOffices, trace: Trace | None) -> None:
        self.tokens, self.history, self.offices, self.trace = tokens, history, offices, trace

    @cached_property
    def ages(self) -> list[int]:
        """The age of each person; 0 where none is told."""
        return [_age(self.tokens, cluster) if cluster.type == "PERSON" else 0 for cluster in self.history.clusters]

    def resolve_noun(self, noun: int, kind: str, gender: Gender) -> Antecedent | None:
        """Return the likeliest person for a noun of a trade; ``kind`` is that of the role, ``gender`` that of the noun.

        Nouns for offices and for the parts in a crime are not guessed.
        """
        word = self.tokens.lower[noun]
        describing = word in _DESCRIBING or word in _PLAYERS
        if word in _IN_COURT or not (describing or kind in {"trade", "rank"}):
            return None
        found = self.most_likely(noun, gender)
        if found is None or (self.offices.of(found.number).whole and not describing):
            return None  # the priest is not the archbishop
        return found

    def resolve_age(self, start: int, noun: int) -> Antecedent | None:
        """Return the person of that age; if no age was told, the likeliest person."""
        tokens, age = self.tokens, 0
        for token in range(start, noun):
            if tokens.text[token].isdigit():
                age = int(tokens.text[token][:3])
        for past in self.history.recent(tokens.sentence[noun], _AGE_SENTENCES_BACK):
            if age and past.number >= 0 and self.ages[past.number] == age:
                return Antecedent(past.number, "age")
        found = self.most_likely(noun, "", AGE_BASE_SCORE)
        if found is None or (self.ages[found.number] and age):
            return None
        return found._replace(rule="age")

    def most_likely(self, noun: int, gender: Gender, base: float = BASE_SCORE) -> Antecedent | None:
        """Return the likeliest of the people of the last sentences, None if none with a name is likely enough."""
        tokens, history = self.tokens, self.history
        situation = Situation(tokens, history, noun, gender, [], [], None, None, None)
        barred = clause_mates(tokens, noun)
        pasts = [
            past
            for past in history.recent(tokens.sentence[noun], _SENTENCES_BACK)
            if history.is_known_person(past.number)
            and history.may_have(past.number, gender)
            and past.token not in barred
        ]
        best: Candidate | None = None
        best_score, total = 0.0, 1.0
        for rank, past in enumerate(pasts):
            candidate = Candidate(situation, past, rank)
            score = base + total_of(PERSON_NOUN_CUES, candidate)
            total += exp(score)
            if best is None or score > best_score:
                best, best_score = candidate, score
        if best is None:
            return None
        if self.trace is not None:
            span = tokens.span(noun, noun + 1)
            label = f"e{best.past.number + 1}" if best.named else "a person without a name"
            for row, weight in votes(PERSON_NOUN_CUES, best):
                self.trace.add(span, "nominal", row.name, label, round(weight, 2))
        confidence = exp(best_score) / total
        if not best.named or confidence < MIN_CONFIDENCE:
            return None
        return Antecedent(best.past.number, "the likeliest person", confidence)


def _age(tokens: Tokens, cluster: Cluster) -> int:
    """Return the age that stands behind a person's name or in front of it, 0 if there is none: ``Lee, 22, said``."""
    text, count = tokens.text, len(tokens)
    for mention in cluster.mentions[:_MAX_NAMES_READ]:
        if mention.kind != "name":
            break
        end, start = mention.end, mention.start
        if end + 2 < count and text[end] == "," and text[end + 2] in {",", ".", ";"} and text[end + 1].isdigit():
            return _years(text[end + 1])
        if start >= 5 and tokens.lower[start - 5 : start] == [text[start - 5], "-", "year", "-", "old"]:
            return _years(text[start - 5])
    return 0


def _years(digits: str) -> int:
    return int(digits) if len(digits) < 4 and digits.isdigit() and int(digits) <= _MAX_AGE else 0
