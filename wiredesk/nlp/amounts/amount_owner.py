"""The entity that an amount is about, and the period that it covers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from wiredesk.contract import Date, Entity, Span
from wiredesk.nlp.amounts.measures import HARMED, Measure, is_measure, is_owned
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

_PERIOD = re.compile(r"\d{4}(?:-(?:Q\d|H\d|W\d\d|\d\d|SP|SU|FA|WI))?\Z")
"""TIMEX3 values of periods longer than a day."""
_MAX_TOKENS_TO_PERIOD = 3
"""Tokens between an amount and the period that it has for itself: "$2 bn in the first quarter"."""
_MAX_TOKENS_IN_SENTENCE = 60
"""Tokens on either side of an amount in which a period of the same sentence is looked for."""
_BODIES = frozenset({"ORG", "GPE", "NORP", "PERSON", "INDEX", "PRODUCT", "FAC"})
"""Types of what an amount may be about."""
_DEPS_OF_OWNER = frozenset({"poss", "compound", "nmod", "amod"})
_DEPS_OF_NAME = frozenset({"compound", "nmod"})
_DEPS_OF_POSSESSOR = frozenset({"poss", "compound"})
_PREPOSITIONS = {"stake": ("in", "of"), "bid": ("for", "of"), "deal": ("for", "with", "of"), "shares": ("of", "in")}
"""Measure → prepositions that lead to what it is about, the best first."""
_OTHER_PREPOSITIONS = word_list("amount_measures", "owners")
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_FINED = _OBJECTS | {"dative"}
_OF_OBJECT = frozenset({"price", "value", "fine"})
"""Measures of verbs that belong to the object, or the subject of the passive."""
_UNITS = frozenset({"percent", "pct", "%", "point", "cent"})
"""Nouns of an amount itself, which the parse may take for an object: ``rose 3 [percent]``."""
_MAX_STEPS_TO_VERB = 6
"""Arcs from a measure up to the verb that has it as its object: "posted a profit, compared with a loss of"."""
_DUE = frozenset({"due", "mature", "expire", "payable", "redeemable"})
"""Words whose date is a day of payment, not the time that an amount covers: "notes due 2002"."""
_NOUNS = frozenset({"NOUN", "PROPN"})
_LIMITS = frozenset({"since", "until", "till", "before", "after"})
"""Prepositions of a time at which something else happened: "the biggest fall since October"."""
_MAX_SAYING_STEPS = 3
_DEPS_OF_CLAUSE = frozenset({"ccomp", "conj", "xcomp", "advcl"})
"""Labels of clauses that the verb above them may report; the clause of a noun is not: "a plan to expand"."""


@dataclass(slots=True)
class Owners:
    """The entities of a story by the tokens of their mentions, and its periods by their tokens."""

    tokens: Tokens
    owner: dict[int, Entity]
    names: frozenset[int]
    """The tokens of names except those of indices; a word inside one names no measure: "Centrale Credit"."""
    periods: list[tuple[int, int, str]]
    """First token, one past the last, and value of each period, in order."""

    @classmethod
    def of(cls, tokens: Tokens, entities: Iterable[Entity], dates: Iterable[Date], dateline: Span | None) -> Owners:
        """Index the entities and the dates of a story.

        Names in its dateline own nothing, and no pronoun stands for the town that the dateline names.
        """
        owner: dict[int, Entity] = {}
        names: set[int] = set()
        starts, ends = tokens.token_starting_at, tokens.token_after
        from_offset, to_offset = dateline or (0, 0)
        for entity in entities:
            if entity.type not in _BODIES:
                continue
            of_dateline, is_index = False, entity.type == "INDEX"
            for mention in entity.mentions:
                begin, stop = span = mention.span
                if from_offset <= begin < to_offset:
                    of_dateline = True
                    continue
                if of_dateline and mention.kind == "pronoun":
                    continue
                first, end = (starts[begin], ends[stop]) if begin in starts and stop in ends else tokens.covering(span)
                is_name = mention.kind == "name" and not is_index
                for token in range(first, end):
                    owner[token] = entity
                    if is_name:
                        names.add(token)
        periods = [
            (*tokens.covering(date.span), date.value)
            for date in dates
            if date.value and date.type == "DATE" and _PERIOD.match(date.value)
        ]
        return cls(tokens, owner, frozenset(names), periods)

    def entity(self, found: Measure) -> Entity | None:
        """Return the entity that an amount is about; None where the sentence names none."""
        if found.noun in self.owner:
            return self.owner[found.noun]
        if found.name == "job cuts":
            return self._of_verb(found.verb, "")
        if found.noun >= 0:
            if own := self._of_noun(found.noun, found.name or ""):
                return own
            if self._is_of_another(found.noun):
                return None
            return self._subject(found.noun) or self._speaker(found.verb)
        if found.rule == "verb":
            return self._of_verb(found.verb, found.name or "")
        if found.verb >= 0 and found.direction and found.rule != HARMED and not self._has_object(found.verb):
            for one in self.tokens.children[found.verb]:
                if one in self.owner and self.tokens.dep[one] in NOMINAL_SUBJECTS:
                    return self.owner[one]
        return None

    def _has_object(self, verb: int) -> bool:
        """Return whether a verb changes something else than its subject: ``edged up its forecast``."""
        tokens = self.tokens
        for noun in tokens.children[verb]:
            if tokens.dep[noun] == "dobj" and tokens.pos[noun] == "NOUN" and tokens.lemma[noun] not in _UNITS:
                return True
        return False

    def _of_noun(self, noun: int, name: str) -> Entity | None:
        """``[Acme]'s profit``, ``[Acme] shares``, ``a stake in [Acme]``."""
        tokens = self.tokens
        if name == "index" and (found := self._child(noun, _DEPS_OF_NAME)):
            return found  # "Argentina's Merval index" is the Merval
        if name not in _PREPOSITIONS and (found := self._child(noun, _DEPS_OF_OWNER)):
            return found
        children = tokens.children[noun]
        prepositions = {tokens.lower[child]: child for child in reversed(children) if tokens.dep[child] == "prep"}
        for word in _PREPOSITIONS.get(name, _OTHER_PREPOSITIONS):
            if word in prepositions and (found := self._child(prepositions[word], frozenset({"pobj"}))):
                return found
        # "its stake in Globex" is about Globex, "the Globex stake" too.
        return self._child(noun, _DEPS_OF_OWNER) if name in _PREPOSITIONS else None

    def _is_of_another(self, noun: int) -> bool:
        """Return whether a measure belongs to something that is no entity: ``the [banks'] share``."""
        tokens = self.tokens
        return any(tokens.pos[child] != "PRON" for child in tokens.children[noun] if tokens.dep[child] == "poss")

    def _child(self, token: int, deps: frozenset[str]) -> Entity | None:
        """Return the entity of the first child with one of the labels, or of that child's own possessor."""
        owner, dep, children = self.owner, self.tokens.dep, self.tokens.children
        for child in children[token]:
            if dep[child] in deps:
                if child in owner:
                    return owner[child]
                for inner in children[child]:
                    if inner in owner and dep[inner] in _DEPS_OF_POSSESSOR:
                        return owner[inner]
        return None

    def _subject(self, noun: int) -> Entity | None:
        """``[Acme] posted a profit``: the subject of the verb that has the measure as its object."""
        tokens, at = self.tokens, noun
        for _ in range(_MAX_STEPS_TO_VERB):
            if tokens.pos[at] in {"VERB", "AUX"} and tokens.lemma[at] != "compare":
                break
            if tokens.dep[at] in NOMINAL_SUBJECTS:
                return None
            at = tokens.head[at]
        if tokens.pos[at] not in {"VERB", "AUX"} or not is_owned(tokens, at):
            return None
        for _ in range(3):
            if found := self._child(at, NOMINAL_SUBJECTS):
                return found
            if tokens.dep[at] not in {"conj", "xcomp", "advcl"} or tokens.head[at] == at:
                return None
            at = tokens.head[at]
        return None

    def _speaker(self, verb: int) -> Entity | None:
        """``[Acme] said profit rose``: the organisation that reports its own figures."""
        tokens = self.tokens
        for _ in range(_MAX_SAYING_STEPS):
            if verb < 0 or tokens.head[verb] == verb or tokens.dep[verb] not in _DEPS_OF_CLAUSE:
                return None
            dep, verb = tokens.dep[verb], tokens.head[verb]
            if dep == "ccomp":
                found = self._child(verb, NOMINAL_SUBJECTS)
                return found if found and found.type == "ORG" else None
        return None

    def _of_verb(self, verb: int, name: str) -> Entity | None:
        """``[Acme] earned``, ``Acme was fined``, ``bought [Globex] for``."""
        if name in _OF_OBJECT:
            if found := self._child(verb, _FINED if name == "fine" else _OBJECTS):
                return found
            for bought in self.tokens.children_with(verb, "dobj", "nsubjpass"):
                if found := self._of_noun(bought, "stake"):
                    return found
        if found := self._child(verb, NOMINAL_SUBJECTS):
            return found
        above = self.tokens.head[verb]
        if self.tokens.dep[verb] in {"conj", "xcomp", "advcl"}:
            return self._child(above, NOMINAL_SUBJECTS)
        return self.owner.get(above) if self.tokens.dep[verb] in {"acl", "relcl"} else None

    def period(self, found: Measure, first: int, end: int, next_amount: int) -> str | None:
        """Return the period of an amount: behind it, at its measure, or the only one of its sentence.

        ``next_amount`` is the first token of the next amount: the period behind that one is its own.
        """
        if not self.periods:
            return None
        tokens = self.tokens
        start = max(tokens.sentence_start[first], first - _MAX_TOKENS_IN_SENTENCE)
        stop = min(tokens.sentence_end[first], end + _MAX_TOKENS_IN_SENTENCE)
        near = self.periods[self._at(start) : self._at(stop)]
        for begin, last, value in near:
            if (
                end <= begin <= end + _MAX_TOKENS_TO_PERIOD
                and begin < next_amount
                and self._joined(end, begin)
                and self._is_free(begin, last)
            ):
                return value
        if found.is_before or not near:
            return None
        if found.noun >= 0:
            left, right = tokens.left[found.noun], tokens.right[found.noun]
            own = [
                value
                for begin, last, value in near
                if left <= begin
                and last <= right + 1
                and not first <= begin < end
                and self._is_free(begin, last)
                and not found.noun < self._verb_above(begin) <= right
            ]
            if len(set(own)) == 1:
                return own[0]
        before = [
            value
            for begin, last, value in near
            if begin < first and self._verb_above(begin) in {found.verb, -1} and self._is_free(begin, last)
        ]
        return before[0] if len(set(before)) == 1 and (found.name or found.direction) else None

    def _is_free(self, begin: int, end: int) -> bool:
        """Return whether a period says when, and is no part of a thing's name or due date: "last year's model"."""
        tokens = self.tokens
        above = tokens.head[tokens.root(begin, end)]
        if begin <= above < end:
            return True
        if tokens.lower[above] in _LIMITS or tokens.lemma[above] in _DUE:
            return False
        if tokens.pos[above] == "ADP" and tokens.lemma[tokens.head[above]] in _DUE:
            return False
        return tokens.pos[above] not in _NOUNS or above < begin or is_measure(tokens, above)

    def _verb_above(self, token: int) -> int:
        """Return the verb that the words of a period depend on; -1 if it is too far up."""
        tokens = self.tokens
        for _ in range(_MAX_STEPS_TO_VERB):
            if tokens.pos[token] in {"VERB", "AUX"}:
                return token
            token = tokens.head[token]
        return -1

    def _joined(self, end: int, begin: int) -> bool:
        """Return whether only small words stand between an amount and a period."""
        return all(word not in {",", ";", "and", "from", "."} for word in self.tokens.lower[end:begin])

    def _at(self, token: int) -> int:
        return bisect_left(self.periods, (token,))
