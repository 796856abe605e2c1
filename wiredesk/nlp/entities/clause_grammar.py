"""Clauses around a pronoun: their subjects, what grammar lets a pronoun mean there, and what it does not."""

from __future__ import annotations

from wiredesk.nlp.tokens import NOMINAL, NOMINAL_SUBJECTS, Tokens

_MAX_CLAUSE_STEPS = 8
"""Maximum arcs from a token up to a clause that has a subject."""
_MAX_STEPS = 6
"""Maximum arcs from a token up to its clause."""
_OBJECTS = frozenset({"dobj", "dative"})
_RELATIVE = frozenset({"who", "that", "which"})
_OBJECT_FORMS = frozenset({"him", "her"})
_OBJECT_PATH = frozenset({"prep", "pobj", "dobj", "dative", "conj"})


def clause_subject(tokens: Tokens, token: int) -> int:
    """Return the subject of the nearest clause around a token, -1 if there is none."""
    at = token
    for _ in range(_MAX_CLAUSE_STEPS):
        governor = tokens.head[at]
        if governor == at:
            return -1
        for kid in reversed(tokens.children[governor]):  # "LONDON - Acme said": of two the one beside the verb
            if tokens.dep[kid] in NOMINAL_SUBJECTS and kid != token and kid != at:
                return kid
        at = governor
    return -1


def clause_nouns(tokens: Tokens, token: int) -> tuple[list[int], list[int]]:
    """Return the subjects and the objects of the clauses around a token, the nearest clause first.

    In "Lee told Ross that [he] would go" they are Lee, and Ross.
    """
    subjects: list[int] = []
    objects: list[int] = []
    at = token
    for _ in range(_MAX_CLAUSE_STEPS):
        governor = tokens.head[at]
        if governor == at:
            break
        if tokens.dep[at] == "conj" and tokens.pos[governor] in NOMINAL:
            subjects.append(governor)  # "Lee and his wife"
        for kid in reversed(tokens.children[governor]):
            if kid in (at, token):
                continue
            dep = tokens.dep[kid]
            if dep in NOMINAL_SUBJECTS:
                subjects.append(kid)
            elif dep in _OBJECTS and kid < token:
                objects.append(kid)
        at = governor
    return subjects, objects


def clause_mates(tokens: Tokens, token: int) -> set[int]:
    """Return the tokens that a pronoun cannot mean: the subject of its verb, the other object, what "and" joins to it.

    A possessive can mean any of them: "Lee sold his car". In "Lee found [him] asleep" the pronoun is the subject of a
    clause without a tense: it is not the subject of the verb above.
    """
    at, dep = token, tokens.dep[token]
    if dep in NOMINAL_SUBJECTS and tokens.lower[token] in _OBJECT_FORMS:
        clause = tokens.head[token]
        subject = understood_subject(tokens, tokens.head[clause]) if tokens.head[clause] != clause else -1
        return {subject} if subject >= 0 else set()
    if dep == "poss" or dep in NOMINAL_SUBJECTS:
        return set()
    found: set[int] = {tokens.head[token]} if dep == "conj" else set()
    for _ in range(3):
        at = tokens.head[at]
        if tokens.tag[at][:2] == "VB" or tokens.dep[at] == "ROOT":
            break
        if tokens.dep[at] not in _OBJECT_PATH:
            return found
    found.update(kid for kid in tokens.children[at] if kid != token and tokens.dep[kid] in _OBJECTS)
    if (subject := understood_subject(tokens, at)) >= 0:
        found.add(subject)
    return found


def understood_subject(tokens: Tokens, verb: int) -> int:
    """Return the subject of a verb, -1 if there is none, though another verb has it.

    In "Lee, who arrested him" it is Lee, in "Lee came and saw him" and "Lee came to see him" too; in "Lee told Ross to
    see him" it is Ross.
    """
    for _ in range(_MAX_STEPS):
        subject = tokens.child_with(verb, "nsubj", "nsubjpass")
        if subject is not None:
            relative = tokens.dep[verb] == "relcl" and tokens.lower[subject] in _RELATIVE
            return tokens.head[verb] if relative else subject
        governor = tokens.head[verb]
        dep = tokens.dep[verb]
        if governor == verb or dep not in {"conj", "xcomp", "advcl", "ccomp"}:
            return -1
        if dep in {"xcomp", "ccomp"} and (found := _object_of(tokens, governor)) >= 0:
            return found
        verb = governor
    return -1


def cataphoric_subject(tokens: Tokens, token: int) -> int:
    """Return the subject that a pronoun in a fronted phrase points forward to: ``In his speech, Lee said``; else -1."""
    at = token
    for _ in range(_MAX_STEPS):
        governor = tokens.head[at]
        if governor == at:
            return -1
        if tokens.tag[governor][:2] == "VB" and tokens.dep[at] in {"prep", "advcl", "npadvmod", "advmod"}:
            return next((kid for kid in tokens.children_with(governor, *NOMINAL_SUBJECTS) if kid > token), -1)
        at = governor
    return -1


def controller(tokens: Tokens, token: int) -> int:
    """Return the subject of the clause around a token; of ``calls on Acme to lift its ban`` it is Acme."""
    at = token
    for _ in range(_MAX_STEPS):
        governor = tokens.head[at]
        if governor == at:
            break
        infinitive = tokens.dep[governor] == "xcomp" and tokens.tag[governor] == "VB"
        if infinitive and (found := _object_of(tokens, tokens.head[governor])) >= 0:
            return found
        if tokens.tag[governor][:2] == "VB" and tokens.dep[governor] != "xcomp":
            break
        at = governor
    return clause_subject(tokens, token)


def _object_of(tokens: Tokens, verb: int) -> int:
    """Return the object of a verb, or of "on" beside it, -1 if it has none."""
    if (found := tokens.child_with(verb, "dobj")) is not None:
        return found
    on = (kid for kid in tokens.children[verb] if tokens.lower[kid] in {"on", "upon"})
    return next((kid for preposition in on for kid in tokens.children[preposition]), -1)
