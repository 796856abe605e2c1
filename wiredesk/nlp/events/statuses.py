"""Whether an act happened: by its own auxiliaries and negation, and by everything that governs its clause.

The status of "troops would be sent if talks failed" is hypothetical by the auxiliary and the condition; that of
"refused to send troops" is denied by the verb above.
"""

from __future__ import annotations

from wiredesk.contract import EventStatus
from wiredesk.nlp.events.predicates import MAX_STEPS
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_IMPLICATIVE = word_set("event_words", "implicative")
_PLANS = word_set("event_words", "plans")
_POSSIBILITIES = word_set("event_words", "possibilities")
_FAILURES = word_set("event_words", "failures")
_DENIALS = word_set("event_words", "denials")
_CHARGES = word_set("event_words", "charges")
_PLANNED_BEFORE = word_set("event_words", "planned_before")
_POSSIBLE_BEFORE = word_set("event_words", "possible_before")
_UNSURE = word_set("event_words", "unsure_adverbs")
_WILL = word_set("event_words", "will")
_MAY = word_set("event_words", "may")
_CONDITIONS = word_set("event_words", "conditions")
_ABOUT = word_set("event_words", "about_acts")
_WISHED_CLAUSES = word_set("event_words", "wished_clauses")
_NEGATIONS = word_set("quote_words", "negations")
_NOBODY = word_set("quote_words", "negative_subjects")
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_OF_FACTS = word_set("event_words", "before_facts")
_DONE_BY_DOING = word_set("event_words", "done_by_doing")
_DEFINITE = word_set("function_words", "definite", "possessives")
_CHANGES = word_set("event_words", "changes")
_RESULTS = word_set("event_words", "results")
_FINITE = frozenset({"VBD", "VBZ", "VBP"})

_RANK = {"occurred": 0, "planned": 1, "hypothetical": 2, "denied": 3}


def status_of(tokens: Tokens, trigger: int) -> EventStatus:
    """Return the status of the act that a verb, noun or adjective tells."""
    is_verb = tokens.pos[trigger] in {"VERB", "AUX"} or tokens.tag[trigger][:2] == "VB"
    found = _own_status(tokens, trigger) if is_verb else _status_of_noun(tokens, trigger)
    at = trigger
    for _ in range(MAX_STEPS):
        above = tokens.head[at]
        if above == at:
            break
        if _is_told_apart(tokens, at, trigger):
            break
        found = _weaker(found, _status_by_governor(tokens, at, above))
        at = above
    return found


def _is_told_apart(tokens: Tokens, at: int, trigger: int) -> bool:
    """Return whether a clause stands by itself: what governs its noun says nothing of it.

    "the bank, which failed" and "losses caused by the war" happened, whoever may be helped or may pay for them.
    """
    label = tokens.dep[at]
    if label == "pcomp" and tokens.lower[tokens.head[at]] in _OF_FACTS:
        return tokens.lemma[tokens.head[tokens.head[at]]] not in _CHARGES | _PLANS
    if label == "dobj" and tokens.pos[at] == "NOUN" and at == trigger and _is_definite(tokens, at):
        return _by_word(tokens.lemma[tokens.head[at]]) == "occurred"
    if label == "relcl" or (label == "acl" and tokens.tag[at] == "VBN"):
        return not _is_infinitive(tokens, at)
    return label in {"poss", "appos"} or (label == "pobj" and at != trigger)


def _is_definite(tokens: Tokens, noun: int) -> bool:
    """Return whether a noun is one that the reader knows: "the attack", "Chad's attack", "last week's attack"."""
    return any(tokens.dep[child] == "poss" or tokens.lower[child] in _DEFINITE for child in tokens.children[noun])


def _weaker(one: EventStatus, other: EventStatus) -> EventStatus:
    """Return the status that claims less."""
    return one if _RANK[one] >= _RANK[other] else other


def _own_status(tokens: Tokens, verb: int) -> EventStatus:
    """Return what a verb's own auxiliaries, negation and adverbs say."""
    is_headline_future = tokens.dep[verb] == "ROOT" and _is_infinitive(tokens, verb)  # "Acme to buy Bolt"
    found: EventStatus = "planned" if is_headline_future else "occurred"
    perfect = False
    for child in tokens.children[verb]:
        label, lower = tokens.dep[child], tokens.lower[child]
        if label == "neg" or (label == "preconj" and lower == "neither"):
            return "denied"
        if label in {"aux", "auxpass"}:
            perfect = perfect or tokens.lemma[child] == "have"
            if lower in _WILL or (lower == "would" and _is_reported(tokens, verb)):
                found = _weaker(found, "planned")
            elif lower in _MAY:
                found = _weaker(found, "hypothetical")
            elif tokens.lemma[child] == "go":
                found = _weaker(found, "planned")
        elif (
            (label == "mark" and lower in _CONDITIONS and tokens.dep[verb] == "advcl")
            or (label == "mark" and lower in {"whether", "if"})
            or (label == "advmod" and lower in _UNSURE)
        ):
            found = _weaker(found, "hypothetical")
        elif (label == "advmod" and lower in _NEGATIONS) or (label in _ARGUMENTS and _is_none(tokens, child)):
            return "denied"
    return found


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


def _status_of_noun(tokens: Tokens, noun: int) -> EventStatus:
    """Return what the words before a noun say: "a planned visit", "no attack"."""
    for child in tokens.children[noun]:
        lower = tokens.lower[child]
        if lower in {"no", "not", "without"}:
            return "denied"
        if lower in _POSSIBLE_BEFORE or lower == "any":
            return "hypothetical"
        if lower in _PLANNED_BEFORE:
            return "planned"
    return "occurred"


def _status_by_governor(tokens: Tokens, at: int, above: int) -> EventStatus:
    """Return what the word above says of the clause or phrase that it governs."""
    label, lemma = tokens.dep[at], tokens.lemma[above]
    if label == "conj" and tokens.pos[above] in {"VERB", "AUX"}:
        return _shared_status(tokens, at, above)
    if label in {"xcomp", "ccomp", "acl", "pcomp"} or (label in {"advcl", "relcl"} and _is_infinitive(tokens, at)):
        return _status_of_clause(tokens, at, above, lemma)
    if label == "relcl":
        return "occurred"
    if label == "prep" and tokens.lower[at] == "without":
        return "denied"
    if label == "prep":
        if lemma in _CHARGES:
            return "hypothetical"
        return _by_word(lemma) if tokens.lower[at] in _ABOUT else "occurred"
    if label in {"dobj", "nsubjpass"} and tokens.pos[at] == "NOUN":
        own = _own_status(tokens, above) if tokens.pos[above] in {"VERB", "AUX"} else "occurred"
        return _weaker(own, _by_word(lemma))
    if label == "nsubj" and tokens.pos[at] == "NOUN" and tokens.pos[above] in {"VERB", "AUX"}:
        return _own_status(tokens, above)
    return "occurred"


def _shared_status(tokens: Tokens, verb: int, above: int) -> EventStatus:
    """Return the status of "will come" for the second verb of "will come and talk"."""
    if tokens.tag[verb] in {"VB", "VBN"} and tokens.child_with(verb, "aux", "auxpass", "nsubj") is None:
        return _own_status(tokens, above)
    return "occurred"


def _is_infinitive(tokens: Tokens, verb: int) -> bool:
    if tokens.tag[verb] not in {"VB", "VBN"}:
        return False
    helpers = {tokens.lower[child] for child in tokens.children_with(verb, "aux")}
    return "to" in helpers and "have" not in helpers


def _status_of_clause(tokens: Tokens, at: int, above: int, lemma: str) -> EventStatus:
    """Return the status that the governing word gives to an infinitive, a gerund or a "that" clause."""
    label = tokens.dep[at]
    if label == "pcomp":
        return _status_of_gerund(tokens, above)
    has_subject = label == "ccomp" and tokens.child_with(at, "nsubj", "nsubjpass") is not None
    if tokens.tag[at] in _FINITE or (has_subject and not _is_infinitive(tokens, at)):
        if lemma in _DENIALS:
            return "denied"
        return "hypothetical" if lemma in _WISHED_CLAUSES or lemma == "allege" else "occurred"
    if lemma in _DENIALS and tokens.tag[at] == "VBG":
        return "denied"
    if lemma in _CHARGES:
        return "hypothetical"
    if lemma in _IMPLICATIVE or (label == "acl" and tokens.tag[at] != "VB"):
        return "occurred"
    if (found := _by_word(lemma)) != "occurred":
        if found == "planned" and tokens.child_with(above, "neg") is not None:
            return "hypothetical" if lemma == "expect" else "denied"  # "does not intend to cut"
        return found
    if _is_infinitive(tokens, at):
        if tokens.lemma[at] in _DONE_BY_DOING:
            return "occurred"  # "marched to protest"
        if lemma in _CHANGES and tokens.lemma[at] in _RESULTS:
            return "occurred"  # "fell to reach its lowest level"
        if lemma == "be" or tokens.pos[above] in {"PROPN"} or _own_status(tokens, above) == "planned":
            return "planned"  # "is to visit"; "Acme to cut jobs" in a headline; the purpose of a plan
        return "hypothetical"  # a purpose
    return "occurred"


def _status_of_gerund(tokens: Tokens, preposition: int) -> EventStatus:
    """Return the status of a gerund behind a preposition: "without firing", "accused of arming", "plans for moving"."""
    if tokens.lower[preposition] in {"without", "than"} or tokens.lower[preposition - 1] == "instead":
        return "denied"  # "rather than firing"
    lemma = tokens.lemma[tokens.head[preposition]]
    if lemma in _CHARGES:
        return "hypothetical"
    return _by_word(lemma) if tokens.lower[preposition] in _ABOUT else "occurred"


def _by_word(lemma: str) -> EventStatus:
    """Return the status that a governing word gives by its meaning."""
    if lemma in _FAILURES:
        return "denied"
    if lemma in _PLANS:
        return "planned"
    return "hypothetical" if lemma in _POSSIBILITIES else "occurred"
