"""What nouns for organisations, places, works and events refer to: ``the company``, ``the country``, ``the film``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import exp

from wiredesk.nlp.cues import total_of, votes
from wiredesk.nlp.entities.clause_grammar import clause_mates
from wiredesk.nlp.entities.discourse import Antecedent, History
from wiredesk.nlp.entities.thing_cues import BASE_SCORE, THING_CUES, ThingCandidate
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

MIN_CONFIDENCE = 0.6
"""Minimum probability of the best candidate for a link."""
_COUNTRY_NOUNS = word_set("nominals", "country")
_REGION_NOUNS = word_set("nominals", "region")
_TOWN_NOUNS = word_set("nominals", "town")
_COMPANY_NOUNS = word_set("nominals", "company")
_BY_THEMSELVES = word_set("nominals", "by_themselves")
_OTHER_ONE = word_set("nominals", "other_one")
_NAMED_SENTENCES_BACK = 12
"""Maximum sentences back to a name that contains the noun."""
_KIND_SENTENCES_BACK = 3
"""Maximum sentences back to a name of that kind."""
_MAX_SAME_NOUN = 5
_MAX_NAMES_READ = 3
"""Mentions of an entity whose nouns may refer to it."""
_MUCH_MORE_OFTEN = 2
_WITHOUT_NOUNS = frozenset({"PERSON", "GPE", "NORP"})
"""Types whose names have no nouns that refer to them."""
_UNFIT, _FITS, _TYPICAL = 0, 1, 2
_ALONE_OF_ITS_TYPE = frozenset({"WORK_OF_ART", "EVENT", "DISEASE", "AGREEMENT", "LAW", "FAC"})
"""Types of which a story that names one means that one."""


class ThingResolver:
    """Resolves nouns to the organisations, places and things named before them."""

    def __init__(self, tokens: Tokens, history: History, trace: Trace | None) -> None:
        self.tokens, self.history, self.trace = tokens, history, trace

    @cached_property
    def countries(self) -> list[int]:
        """The countries among the entities."""
        clusters = self.history.clusters
        return [number for number, cluster in enumerate(clusters) if _is_known_as(cluster, "country")]

    @cached_property
    def of_type(self) -> dict[str, list[int]]:
        """The entities of each type."""
        found: dict[str, list[int]] = {}
        for number, cluster in enumerate(self.history.clusters):
            found.setdefault(cluster.type, []).append(number)
        return found

    @cached_property
    def by_noun(self) -> dict[str, list[int]]:
        """Entities by the nouns in their names."""
        found: dict[str, list[int]] = {}
        for number, cluster in enumerate(self.history.clusters):
            if cluster.type in _WITHOUT_NOUNS:
                continue
            for mention in cluster.mentions[:_MAX_NAMES_READ]:
                if mention.end - mention.start > 1 and mention.kind == "name":
                    for word in self._nouns(mention.start, mention.end):
                        if number not in (numbers := found.setdefault(word, []))[-_MAX_SAME_NOUN:]:
                            numbers.append(number)
        return found

    def _nouns(self, start: int, end: int) -> set[str]:
        """Return the words of a name that may refer to it: the first, the last, and the one before ``of``."""
        lower = self.tokens.lower
        found = {lower[start], lower[end - 1]}
        if "of" in lower[start + 1 : end]:
            found.add(lower[lower.index("of", start + 1) - 1])
        return found

    def resolve(self, start: int, noun: int, label: str) -> Antecedent | None:
        """Return what the noun phrase from ``start`` to ``noun`` refers to; ``label`` is the type of such things."""
        tokens = self.tokens
        if not _OTHER_ONE.isdisjoint(tokens.lower[start + 1 : noun]):
            return None
        best, confidence = self._most_likely(self._candidates(start, noun, label))
        if best is not None and confidence >= MIN_CONFIDENCE:
            rule = "its name has the noun" if best.has_noun else "the last of its kind"
            return Antecedent(best.past.number, rule, confidence)
        return self._only_one(tokens.lower[noun], label, best) if noun == start + 1 else None

    def _candidates(self, start: int, noun: int, label: str) -> list[ThingCandidate]:
        tokens, history = self.tokens, self.history
        word, sentence = tokens.lower[noun], tokens.sentence[noun]
        with_noun = self.by_noun.get(word, ())
        barred = clause_mates(tokens, noun)
        found: list[ThingCandidate] = []
        for past in history.recent(sentence, _NAMED_SENTENCES_BACK):
            number = past.number
            if number < 0 or past.token in barred:
                continue
            has_noun = number in with_noun
            near = has_noun or sentence - past.sentence <= _KIND_SENTENCES_BACK
            fits = self._fit(number, word, label) if near else _UNFIT
            plain = noun == start + 1
            if has_noun or fits == _TYPICAL or (fits and plain):
                found.append(ThingCandidate(tokens, history, past, noun, len(found), has_noun, fits == _TYPICAL, plain))
        return found

    def _most_likely(self, found: list[ThingCandidate]) -> tuple[ThingCandidate | None, float]:
        best: ThingCandidate | None = None
        best_score, total = 0.0, 1.0
        for candidate in found:
            score = BASE_SCORE + total_of(THING_CUES, candidate)
            total += exp(score)
            if best is None or score > best_score:
                best, best_score = candidate, score
        if best is not None and self.trace is not None:
            span = self.tokens.span(best.token, best.token + 1)
            for row, weight in votes(THING_CUES, best):
                self.trace.add(span, "nominal", row.name, f"e{best.past.number + 1}", round(weight, 2))
        return best, exp(best_score) / total if best is not None else 0.0

    def _only_one(self, noun: str, label: str, near: ThingCandidate | None) -> Antecedent | None:
        """Return the one thing of its type in the story; the country or company named by far most often.

        ``near`` is the likeliest of the last sentences, which another must not overrule.
        """
        numbers, count = self.of_type.get(label, []), self.history.count
        if label in _ALONE_OF_ITS_TYPE and len(numbers) == 1 and count[numbers[0]] > 1:
            return Antecedent(numbers[0], "the only one of its kind")
        if near is not None:
            return None
        if noun in _COUNTRY_NOUNS:
            return self._most_often(self.countries, "the country named most often")
        if noun in _COMPANY_NOUNS and label == "ORG":
            return self._most_often(numbers, "the company named most often")
        return None

    def _most_often(self, numbers: Sequence[int], rule: str) -> Antecedent | None:
        """Return the thing that was named by far most often so far."""
        count = self.history.count
        first, second, best = 0, 0, -1
        for number in numbers:
            if count[number] > first:
                first, second, best = count[number], first, number
            elif count[number] > second:
                second = count[number]
        return Antecedent(best, rule) if first >= 2 and first >= _MUCH_MORE_OFTEN * second else None

    def _fit(self, number: int, noun: str, label: str) -> int:
        """Return how well a noun fits an entity: countries, regions, towns and companies have their own nouns."""
        cluster = self.history.clusters[number]
        country = _is_known_as(cluster, "country")
        if noun in _COUNTRY_NOUNS:
            return _TYPICAL if country else _UNFIT
        if cluster.type != label:
            return _UNFIT
        if label == "GPE":
            if _is_known_as(cluster, "region"):
                return _TYPICAL if noun in _REGION_NOUNS else _UNFIT
            return _TYPICAL if not country and noun in _TOWN_NOUNS else _UNFIT
        if label == "ORG":
            return _TYPICAL if noun in _COMPANY_NOUNS else _UNFIT if noun in _BY_THEMSELVES else _FITS
        alone = label in _ALONE_OF_ITS_TYPE and len(self.of_type[label]) == 1
        return _FITS if alone else _UNFIT


def _is_known_as(cluster: Cluster, kind: str) -> bool:
    return cluster.known_as is not None and cluster.known_as.kind == kind
