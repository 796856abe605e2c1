"""Whether an act happened: by its own auxiliaries and negation, and by everything that governs its clause.

The status of "troops would be sent if talks failed" is hypothetical by the auxiliary and the condition; that of
"refused to send troops" is denied by the verb above.
"""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.contract import EventStatus
from wiredesk.nlp.events.governing_words import is_open_verb, status_by_governor
from wiredesk.nlp.events.own_statuses import is_infinitive, own_status, status_by_word, status_of_noun, weaker_status
from wiredesk.nlp.events.predicates import MAX_STEPS
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_PLANS = word_set("event_words", "plans")
_CHARGES = word_set("event_words", "charges")
_OF_FACTS = word_set("event_words", "before_facts")
_DEFINITE = word_set("function_words", "definite", "possessives")
_VOICING = word_set("event_words", "voicing")
_APPROVALS = word_set("event_words", "approvals")
_TOPICS = word_set("event_words", "before_topics")
_HAVING_DONE = word_set("event_words", "having_done")
_ENDINGS = word_set("event_words", "endings")
_KNOWING = word_set("event_words", "knowing")
_TAKING_PLACE = word_set("event_words", "taking_place")
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_OF_TIME = frozenset({"DATE", "TIME"})


def status_of(tokens: Tokens, trigger: int) -> EventStatus:
    """Return the status of the act that a verb, noun or adjective tells."""
    is_verb = tokens.pos[trigger] in {"VERB", "AUX"} or tokens.tag[trigger][:2] == "VB"
    found = own_status(tokens, trigger) if is_verb else status_of_noun(tokens, trigger)
    at = trigger
    for _ in range(MAX_STEPS):
        above = tokens.head[at]
        if above == at:
            break
        if _is_told_apart(tokens, at, trigger):
            return weaker_status(found, _status_of_suspect(tokens, at, above))
        found = weaker_status(found, status_by_governor(tokens, at, above))
        at = above
    return found


def clause_statuses(tokens: Tokens) -> Iterator[tuple[int, EventStatus]]:
    """Yield each verb of a story that heads a clause, and the status of what it tells; auxiliaries are left out."""
    for token, (pos, dep) in enumerate(zip(tokens.pos, tokens.dep, strict=True)):
        if pos in {"VERB", "AUX"} and dep not in {"aux", "auxpass"}:
            yield token, status_of(tokens, token)


def _is_told_apart(tokens: Tokens, at: int, trigger: int) -> bool:
    """Return whether a clause stands by itself: what governs its noun says nothing of it.

    "the bank, which failed" and "losses caused by the war" happened, whoever may be helped or may pay for them.
    """
    label = tokens.dep[at]
    if label == "prep" and tokens.head[trigger] == at and tokens.lower[at] in _TOPICS:
        return _is_definite(tokens, trigger)  # "declined to comment on the attack"
    if label == "pcomp" and tokens.lower[tokens.head[at]] in _OF_FACTS:
        return tokens.lemma[tokens.head[tokens.head[at]]] not in _CHARGES | _PLANS
    if label == "dobj" and tokens.pos[at] == "NOUN" and at == trigger and _is_definite(tokens, at):
        verb = tokens.lemma[tokens.head[at]]
        if verb in _APPROVALS and _is_of_a_day(tokens, at):
            return True  # "endorsed Monday's attack"
        return verb not in _VOICING | _APPROVALS and status_by_word(verb) == "occurred"
    if label == "dobj" and at == trigger and tokens.lemma[tokens.head[at]] in _ENDINGS:
        return is_infinitive(tokens, tokens.head[at])  # "asked for an order to stop a lawsuit"
    if label == "nsubj" and at == trigger and _is_definite(tokens, at):
        return tokens.lemma[tokens.head[at]] not in _TAKING_PLACE  # "the crisis could deepen"
    if label == "pobj" and at == trigger:
        return _is_known_complement(tokens, at)
    if label in {"ccomp", "pcomp"} and tokens.tag[at] in _FINITE and tokens.child_with(at, "aux") is None:
        is_known = label == "pcomp" or tokens.lemma[tokens.head[at]] in _KNOWING
        return (
            is_known and tokens.child_with(at, "neg") is None
        )  # "want to know what happened", "a plan for what it called"
    if label == "acl":
        return _is_clause_apart(tokens, at)
    if label == "relcl":
        return not is_infinitive(tokens, at)
    return label in {"poss", "appos"} or (label == "pobj" and at != trigger)


def _is_clause_apart(tokens: Tokens, verb: int) -> bool:
    """Return whether a participle behind a noun tells something by itself: "losses caused by", "Lopez's words denying".

    "had a manager appointed" does not: "have" says whether it was done.
    """
    noun = tokens.head[verb]
    if tokens.tag[verb] == "VBN":
        is_caused = tokens.dep[noun] == "dobj" and tokens.lemma[tokens.head[noun]] in _HAVING_DONE
        return tokens.child_with(verb, "aux") is None and not (is_caused and is_open_verb(tokens, tokens.head[noun]))
    if tokens.tag[verb] != "VBG" or tokens.dep[noun] not in {"dobj", "nsubj"}:
        return False
    by = (child for child in tokens.children_with(noun, "prep", "agent") if tokens.lower[child] == "by")
    return tokens.child_with(noun, "poss") is not None or next(by, None) is not None


def _is_known_complement(tokens: Tokens, noun: int) -> bool:
    """Return whether a known act only completes another noun: "measures to ease the effect of the strike".

    "A plan for the invasion" is a plan of it all the same.
    """
    preposition = tokens.head[noun]
    above = tokens.head[preposition]
    if tokens.dep[preposition] != "prep" or tokens.pos[above] not in {"NOUN", "PROPN"}:
        return False
    return _is_definite(tokens, noun) and status_by_word(tokens.lemma[above]) == "occurred"


def _is_of_a_day(tokens: Tokens, noun: int) -> bool:
    """Return whether an act has a day that was: "Monday's attack", "last week's strike"."""
    return any(tokens.ent_type[child] in _OF_TIME for child in tokens.children_with(noun, "poss"))


def _status_of_suspect(tokens: Tokens, at: int, noun: int) -> EventStatus:
    """Return the status of what is told of a thing that may not be: "it might be a bomb planted by rebels"."""
    verb = tokens.head[noun]
    if tokens.dep[at] not in {"relcl", "acl"} or tokens.dep[noun] not in {"attr", "dobj"}:
        return "occurred"
    own = own_status(tokens, verb) if tokens.pos[verb] in {"VERB", "AUX"} else "occurred"
    return own if own in {"hypothetical", "denied"} and tokens.lemma[verb] == "be" else "occurred"


def _is_definite(tokens: Tokens, noun: int) -> bool:
    """Return whether a noun is one that the reader knows: "the attack", "Chad's attack", "last week's attack"."""
    return any(tokens.dep[child] == "poss" or tokens.lower[child] in _DEFINITE for child in tokens.children[noun])
