"""Whom "it" and "they" stand for in what somebody is reported to say or to do: "rebels said they would surrender".

Coreference joins pronouns to entities. A group without a name is no entity, and a pronoun that may stand for several is
left open; yet the subject of the reporting verb is whom such a pronoun is for, where number and kind agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wiredesk.contract import Entity
from wiredesk.nlp.events.predicates import MAX_STEPS, verb_predicate
from wiredesk.nlp.knowledge.entity_lexicon import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.tokens import Tokens

_OF_SEVERAL = frozenset({"they", "their"})
_OF_BODIES = frozenset({"it", "its"})
_OF_PEOPLE = frozenset({"he", "his", "she", "her"})
_PRONOUNS = _OF_SEVERAL | _OF_BODIES | _OF_PEOPLE
_KIND = kind_of_words("pronoun of a reported clause", _PRONOUNS)
_COLLECTIVE = word_set("event_words", "groups") | word_set("event_words", "companies")
_PLURAL = frozenset({"NNS", "NNPS"})
_VERBS = frozenset({"VERB", "AUX"})


def reported_subjects(tokens: Tokens, owner: Sequence[str | None], entities: Mapping[str, Entity]) -> dict[int, int]:
    """Return the head of the subject that each open pronoun in a reported clause stands for.

    Args:
        tokens: the story.
        owner: id of the entity that each token names; None for none.
        entities: the entities of the story by id.
    """
    found: dict[int, int] = {}
    for token in tokens.of_kind(_KIND):
        word = tokens.lower[token]
        if word in _PRONOUNS and owner[token] is None and not tokens.quoted[token]:
            subject = _reporter(tokens, token)
            if subject is not None:
                subject = found.get(subject, subject)
                if _agrees(tokens, word, subject, owner, entities):
                    found[token] = subject
    return found


def _reporter(tokens: Tokens, pronoun: int) -> int | None:
    """Return the subject of the verb whose clause a pronoun stands in, if it comes before the pronoun."""
    at = pronoun
    for _ in range(MAX_STEPS):
        above = tokens.head[at]
        if above == at:
            return None
        if tokens.dep[at] == "ccomp" and tokens.pos[above] in _VERBS:
            subjects = [one for one in verb_predicate(tokens, above).get("subj") if one < pronoun]
            return subjects[0] if subjects else None
        at = above
    return None


def _agrees(
    tokens: Tokens, pronoun: str, head: int, owner: Sequence[str | None], entities: Mapping[str, Entity]
) -> bool:
    """Return whether a pronoun may stand for a noun, by number and kind."""
    if tokens.pos[head] == "PRON":
        return False
    name = owner[head]
    kind = entities[name].type if name else ""
    is_joined = tokens.child_with(head, "conj") is not None
    if pronoun in _OF_SEVERAL:
        return tokens.tag[head] in _PLURAL or is_joined or kind in {"ORG", "NORP"} or tokens.lemma[head] in _COLLECTIVE
    if is_joined or (tokens.tag[head] in _PLURAL and kind not in {"GPE", "ORG"}):
        return False
    is_person = kind == "PERSON" or (not kind and bool(entity_lexicon().roles.get(tokens.lemma[head])))
    if pronoun in _OF_PEOPLE:
        return is_person
    return kind in {"GPE", "ORG"} or (not kind and not is_person and tokens.lemma[head] in _COLLECTIVE)
