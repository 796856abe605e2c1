"""What a verb's or a noun's own words say of whether an act happened: auxiliaries, negation, adverbs."""

from __future__ import annotations

from wiredesk.contract import EventStatus
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_PLANS = word_set("event_words", "plans")
_POSSIBILITIES = word_set("event_words", "possibilities")
_FAILURES = word_set("event_words", "failures")
_PLANNED_BEFORE = word_set("event_words", "planned_before")
_POSSIBLE_BEFORE = word_set("event_words", "possible_before")
_CANCELLED_BEFORE = word_set("event_words", "cancelled_before")
_UNSURE = word_set("event_words", "unsure_adverbs")
_WILL = word_set("event_words", "will")
_MAY = word_set("event_words", "may")
_CONDITIONS = word_set("event_words", "conditions")
_NEGATIONS = word_set("quote_words", "negations")
_NOBODY = word_set("quote_words", "negative_subjects")
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_AWAITED = word_set("event_words", "before_what_is_awaited")
_PRESENT = frozenset({"VBZ", "VBP"})
_MAYBE_NOT = frozenset({"may", "might"})
_RANK = {"occurred": 0, "planned": 1, "hypothetical": 2, "denied": 3}


def weaker_status(one: EventStatus, other: EventStatus) -> EventStatus:
    """Return the status that claims less."""
    return one if _RANK[one] >= _RANK[other] else other


def own_status(tokens: Tokens, verb: int) -> EventStatus:
    """Return what a verb's own auxiliaries, negation and adverbs say."""
    is_headline_future = tokens.dep[verb] == "ROOT" and is_infinitive(tokens, verb)  # "Acme to buy Bolt"
    found: EventStatus = "planned" if is_headline_future else "occurred"
    if _is_inverted(tokens, verb):
        return "hypothetical"
    for child in tokens.children[verb]:
        label, lower = tokens.dep[child], tokens.lower[child]
        if label == "neg" or (label == "preconj" and lower == "neither"):
            helpers = {tokens.lower[other] for other in tokens.children_with(verb, "aux")}
            return "denied" if helpers.isdisjoint(_MAYBE_NOT) else "hypothetical"
        if label in {"aux", "auxpass"}:
            if lower in _WILL or (lower == "would" and _is_reported(tokens, verb)):
                found = weaker_status(found, "planned")
            elif lower in _MAY:
                found = weaker_status(found, "hypothetical")
            elif tokens.lemma[child] == "go":
                found = weaker_status(found, "planned")
        elif (
            (label == "mark" and lower in _CONDITIONS and tokens.dep[verb] == "advcl")
            or (label == "mark" and lower in {"whether", "if"})
            or (label == "advmod" and lower in _UNSURE)
            or (label in {"mark", "advmod"} and lower in _AWAITED and _is_awaited(tokens, verb, lower))
        ):
            found = weaker_status(found, "hypothetical")
        elif (label == "advmod" and lower in _NEGATIONS) or (label in _ARGUMENTS and _is_none(tokens, child)):
            return "denied"
    return found


def _is_awaited(tokens: Tokens, verb: int, word: str) -> bool:
    """Return whether a clause of time in the present is one of what may come: "until Chad agrees".

    Behind other words than "until" it is where the clause above is a future: "will leave once Chad pays".
    """
    is_present = tokens.tag[verb] in _PRESENT or any(
        tokens.tag[child] in _PRESENT for child in tokens.children_with(verb, "auxpass")
    )
    if tokens.dep[verb] != "advcl" or not is_present:
        return False
    if word == "until" or word == "till":
        return True
    return any(tokens.lower[child] in _WILL for child in tokens.children_with(tokens.head[verb], "aux"))


def _is_inverted(tokens: Tokens, verb: int) -> bool:
    """Return whether a clause is a condition by the order of its words: "had Chad attacked, talks would have ended"."""
    above = tokens.head[verb]
    if tokens.lower[above] == "had" and tokens.dep[verb] == "ccomp":  # the parser takes "had" for the verb
        has_subject = tokens.child_with(above, "nsubj") is not None or tokens.left[verb] != above + 1
        return not has_subject and not _is_fronted(tokens, above, above)
    had = next((child for child in tokens.children_with(verb, "aux") if tokens.lower[child] == "had"), None)
    subject = tokens.child_with(verb, "nsubj", "nsubjpass")
    return had is not None and subject is not None and had < subject < verb and not _is_fronted(tokens, had, verb)


def _is_fronted(tokens: Tokens, had: int, verb: int) -> bool:
    """Return whether an adverb turns the order of the words: "only then had Chad attacked", "nor had it"."""
    return had > 0 and tokens.head[had - 1] == verb and tokens.dep[had - 1] in {"advmod", "neg", "cc", "preconj"}


def _is_reported(tokens: Tokens, verb: int) -> bool:
    """Return whether "would" is the future of the past: "said it would send"."""
    above = tokens.head[verb]
    if tokens.dep[verb] == "conj" and tokens.pos[above] in {"VERB", "AUX"}:
        verb, above = above, tokens.head[above]  # "said it had merged them and would cease"
    if tokens.dep[verb] not in {"ccomp", "acl"} or tokens.lemma[above] in _POSSIBILITIES:
        return False
    return not any(tokens.dep[child] == "advcl" and _has_if(tokens, child) for child in tokens.children[verb])


def _has_if(tokens: Tokens, clause: int) -> bool:
    return any(tokens.dep[child] == "mark" and tokens.lower[child] == "if" for child in tokens.children[clause])


def _is_none(tokens: Tokens, noun: int) -> bool:
    """Return whether a phrase is "nobody", "no arrests", "none of them"."""
    if tokens.lower[noun] in _NOBODY:
        return True
    return any(
        tokens.dep[child] == "det" and tokens.lower[child] in {"no", "neither"} for child in tokens.children[noun]
    )


def status_of_noun(tokens: Tokens, noun: int) -> EventStatus:
    """Return what the words before a noun say: "a planned visit", "no attack"."""
    for child in tokens.children[noun]:
        lower = tokens.lower[child]
        if lower in {"no", "not", "without"} or lower in _CANCELLED_BEFORE:
            return "denied"
        if lower in _POSSIBLE_BEFORE or lower == "any":
            return "hypothetical"
        if lower in _PLANNED_BEFORE:
            return "planned"
    return "occurred"


def is_infinitive(tokens: Tokens, verb: int) -> bool:
    if tokens.tag[verb] not in {"VB", "VBN"}:
        return False
    helpers = {tokens.lower[child] for child in tokens.children_with(verb, "aux")}
    return not helpers.isdisjoint({"to", "na"}) and "have" not in helpers


def status_by_word(lemma: str) -> EventStatus:
    """Return the status that a governing word gives by its meaning."""
    if lemma in _FAILURES:
        return "denied"
    if lemma in _PLANS:
        return "planned"
    return "hypothetical" if lemma in _POSSIBILITIES else "occurred"
