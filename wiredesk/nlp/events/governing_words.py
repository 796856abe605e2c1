"""What the word above a clause or a phrase says of whether its act happened: "refused to send", "plans for talks"."""

from __future__ import annotations

from wiredesk.contract import EventStatus
from wiredesk.nlp.events.own_statuses import is_infinitive, own_status, status_by_word, weaker_status
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_IMPLICATIVE = word_set("event_words", "implicative")
_PLANS = word_set("event_words", "plans")
_FAILURES = word_set("event_words", "failures")
_DENIALS = word_set("event_words", "denials")
_CHARGES = word_set("event_words", "charges")
_ABOUT = word_set("event_words", "about_acts")
_WISHED_CLAUSES = word_set("event_words", "wished_clauses")
_UNDOING = word_set("event_words", "undoing", "cancelling")
_CANCELLING = word_set("event_words", "cancelling")
_OUTCOMES = word_set("event_words", "outcomes")
_KNOWING = word_set("event_words", "knowing")
_DONE_BY_DOING = word_set("event_words", "done_by_doing")
_CHANGES = word_set("event_words", "changes")
_RESULTS = word_set("event_words", "results")
_CAUSES = word_set("event_words", "causes")
_VICTORIES = word_set("event_words", "victories")
_PRIZES = word_set("event_words", "prizes")
_ORDINALS = word_set("event_words", "ordinals_of_doers")
_FANCIES = word_set("event_words", "fancies")
_APPROVALS = word_set("event_words", "approvals")
_DISTANT = word_set("event_words", "before_what_is_near")
_READINESS = word_set("event_words", "readiness")
_PRESENT = frozenset({"VBZ", "VBP"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def status_by_governor(tokens: Tokens, at: int, above: int) -> EventStatus:
    """Return what the word above says of the clause or phrase that it governs."""
    label, lemma = tokens.dep[at], tokens.lemma[above]
    if label in {"relcl", "acl", "xcomp"} and is_infinitive(tokens, at) and _is_ordinal(tokens, above):
        verb = tokens.head[above]
        return own_status(tokens, verb) if tokens.dep[above] in {"attr", "acomp"} else "occurred"
    if label == "conj" and tokens.pos[above] in {"VERB", "AUX"}:
        return _shared_status(tokens, at, above)
    if label in {"xcomp", "ccomp", "acl", "pcomp"} or (label in {"advcl", "relcl"} and is_infinitive(tokens, at)):
        return _status_of_clause(tokens, at, above, lemma)
    if label == "advcl" and tokens.tag[at] == "VBG" and at > above and tokens.pos[above] in {"VERB", "AUX"}:
        own = own_status(tokens, above)  # "could cut rates, helping exporters"
        return own if own in {"planned", "hypothetical"} and tokens.child_with(at, "mark") is None else "occurred"
    if label == "relcl":
        return "occurred"
    if label == "prep" and tokens.lower[at] == "without":
        return "denied"
    if label == "prep":
        is_verb = tokens.pos[above] in {"VERB", "AUX"}
        if is_verb and lemma in _OUTCOMES:
            return own_status(tokens, above)  # "could lead to an attack"
        if is_verb and at < above:
            return "occurred"  # "in talks with Chad he asked"
        if lemma in _CHARGES:
            return "hypothetical"
        if lemma in _FAILURES and is_verb and is_open_verb(tokens, above):
            return "hypothetical"
        if lemma == "due" and tokens.lower[at] == "to":
            return "occurred"  # "due to the strike" gives a cause
        return status_by_word(lemma) if tokens.lower[at] in _ABOUT else "occurred"
    if label in {"dobj", "nsubjpass"} and tokens.pos[at] == "NOUN":
        if lemma in _UNDOING and tokens.lemma[at] in _PLANS:
            return "denied"  # "terminated an agreement to sell"
        if lemma in _CANCELLING and own_status(tokens, above) == "occurred":
            return "denied"  # "cancelled a visit"
        if lemma in _FAILURES and is_open_verb(tokens, above):
            return "hypothetical"
        own = own_status(tokens, above) if tokens.pos[above] in {"VERB", "AUX"} else "occurred"
        is_approved = lemma in _APPROVALS and tokens.lemma[at] not in _PLANS
        return weaker_status(own, "planned" if is_approved else status_by_word(lemma))
    if label == "nsubj" and tokens.pos[at] == "NOUN" and tokens.pos[above] in {"VERB", "AUX"}:
        return own_status(tokens, above)
    return "occurred"


def is_open_verb(tokens: Tokens, verb: int) -> bool:
    """Return whether a verb is an infinitive of purpose or of a wish, or what may be: "strong enough to prevent"."""
    if tokens.pos[verb] not in {"VERB", "AUX"}:
        return False
    if own_status(tokens, verb) == "hypothetical":
        return True
    head = tokens.head[verb]
    return head != verb and is_infinitive(tokens, verb) and tokens.lemma[head] not in _IMPLICATIVE | _PLANS | _CAUSES


def _shared_status(tokens: Tokens, verb: int, above: int) -> EventStatus:
    """Return the status of "will come" for the second verb of "will come and talk"."""
    if tokens.tag[verb] == "VB" and tokens.tag[above] in _FINITE:  # "is to pay and take a stake"
        infinitive = next((one for one in tokens.children_with(above, "xcomp") if is_infinitive(tokens, one)), None)
        if infinitive is not None and tokens.child_with(verb, "aux", "auxpass") is None:
            return _status_of_clause(tokens, infinitive, above, tokens.lemma[above])
    own = ("aux", "auxpass") if tokens.tag[verb] == "VB" else ("aux", "auxpass", "nsubj")
    if tokens.tag[verb] in {"VB", "VBN"} and tokens.child_with(verb, *own) is None:
        return own_status(tokens, above)
    return "occurred"


def _is_ordinal(tokens: Tokens, noun: int) -> bool:
    """Return whether a phrase tells who did an act first, last or alone: "the first woman to win", "the last to go"."""
    return tokens.lower[noun] in _ORDINALS or any(tokens.lower[child] in _ORDINALS for child in tokens.children[noun])


def _status_of_clause(tokens: Tokens, at: int, above: int, lemma: str) -> EventStatus:
    """Return the status that the governing word gives to an infinitive, a gerund or a "that" clause."""
    label = tokens.dep[at]
    if label == "pcomp":
        return _status_of_gerund(tokens, above) if tokens.tag[at] not in _FINITE else "occurred"
    is_negated = tokens.child_with(above, "neg") is not None
    if lemma in _FANCIES and is_negated and tokens.tag[at] == "VBG":
        return "denied"  # "could not see herself supporting"
    if lemma in _FANCIES and tokens.tag[above] in _PRESENT and tokens.tag[at] == "VBG":
        return "hypothetical"  # "analysts see Chad agreeing"
    has_subject = label in {"ccomp", "acl"} and tokens.child_with(at, "nsubj", "nsubjpass") is not None
    if tokens.tag[at] in _FINITE or (has_subject and not is_infinitive(tokens, at)):
        if lemma in _DENIALS:
            return "denied"
        is_wished = lemma in _WISHED_CLAUSES or _is_called(tokens, above, _WISHED_CLAUSES)
        is_open = is_wished or lemma == "allege" or (is_negated and lemma not in _KNOWING)
        return "hypothetical" if is_open else "occurred"  # "that did not mean the army was sending tanks"
    if lemma in _DENIALS and tokens.tag[at] == "VBG":
        return "denied"
    if lemma in _CHARGES:
        return "hypothetical"
    if (told := _told_by_implication(tokens, at, above)) is not None:
        return told
    if label == "acl" and tokens.tag[at] != "VB":
        return _status_of_outcome(tokens, above)
    if (found := status_by_word(lemma)) != "occurred":
        if lemma in _READINESS and _is_of_negated(tokens, above):
            return "denied"  # "is not willing to cut"
        if found == "planned" and is_negated:
            return "hypothetical" if lemma == "expect" else "denied"  # "does not intend to cut"
        return found
    return _status_of_purpose(tokens, at, above) if is_infinitive(tokens, at) else "occurred"


def _is_called(tokens: Tokens, verb: int, words: frozenset[str]) -> bool:
    """Return whether what a clause tells is only called so: "it is important that the court accepts"."""
    return any(tokens.lemma[child] in words for child in tokens.children_with(verb, "acomp"))


def _is_of_negated(tokens: Tokens, adjective: int) -> bool:
    """Return whether an adjective is denied: "is not willing"."""
    verb = tokens.head[adjective]
    return tokens.dep[adjective] == "acomp" and tokens.child_with(verb, "neg") is not None


def _status_of_outcome(tokens: Tokens, noun: int) -> EventStatus:
    """Return the status of what a noun is said to do: that of "could result" for "could result in Chad ceding land"."""
    verb = tokens.head[tokens.head[noun]]
    if tokens.dep[noun] == "pobj" and tokens.pos[verb] == "VERB" and tokens.lemma[verb] in _OUTCOMES:
        return own_status(tokens, verb)
    return "occurred"


def _told_by_implication(tokens: Tokens, at: int, above: int) -> EventStatus | None:
    """Return what follows for an act from whether the act above it happened; None if nothing follows.

    "managed to free" and "prompted Lopez to resign" happened, "did not manage to" did not; "is going to" is a future.
    """
    lemma = tokens.lemma[above]
    if lemma in _FAILURES and tokens.child_with(above, "neg") is not None:
        return "occurred"  # "did not fail to pay"
    if lemma == "go" and tokens.tag[above] == "VBG" and is_infinitive(tokens, at):
        return weaker_status("planned", own_status(tokens, above))  # "is not going to sign"
    if lemma in _IMPLICATIVE:
        return own_status(tokens, above) if tokens.pos[above] in {"VERB", "AUX"} else "occurred"
    if not is_infinitive(tokens, at):
        return None
    if lemma in {"have", "be", "remain"} and any(tokens.lower[child] == "yet" for child in tokens.children[above]):
        return "denied"  # "has yet to sign"
    is_won = lemma in _VICTORIES and tokens.lemma[at] in _PRIZES
    return own_status(tokens, above) if lemma in _CAUSES or is_won else None


def _status_of_purpose(tokens: Tokens, at: int, above: int) -> EventStatus:
    """Return the status of an infinitive that says what something is for, or where it ended."""
    lemma = tokens.lemma[above]
    if tokens.lemma[at] in _DONE_BY_DOING:
        return "occurred"  # "marched to protest"
    if lemma in _CHANGES and tokens.lemma[at] in _RESULTS:
        return "occurred"  # "fell to reach its lowest level"
    if lemma == "be" or tokens.pos[above] in {"PROPN"} or own_status(tokens, above) == "planned":
        return "planned"  # "is to visit"; "Acme to cut jobs" in a headline; the purpose of a plan
    return "hypothetical"


def _status_of_gerund(tokens: Tokens, preposition: int) -> EventStatus:
    """Return the status of a gerund behind a preposition: "without firing", "accused of arming", "plans for moving"."""
    if tokens.lower[preposition] in {"without", "than"} or tokens.lower[preposition - 1] == "instead":
        return "denied"  # "rather than firing"
    governor = tokens.head[preposition]
    lemma = tokens.lemma[governor]
    if lemma in _CHARGES:
        return "hypothetical"
    if lemma in _READINESS and _is_of_negated(tokens, governor):
        return "denied"  # "is not interested in buying"
    if lemma in _FAILURES and is_open_verb(tokens, governor):
        return "hypothetical"  # "is not strong enough to prevent the bank from cutting"
    if lemma in _OUTCOMES and tokens.pos[governor] == "VERB":
        return own_status(tokens, governor)
    if tokens.lower[preposition] in _DISTANT:
        verb = tokens.head[governor] if tokens.dep[governor] == "acomp" else governor
        if tokens.lemma[verb] == "be" and tokens.child_with(verb, "neg") is not None:
            return "denied"  # "is not there yet on endorsing", "was not close to signing"
    return status_by_word(lemma) if tokens.lower[preposition] in _ABOUT else "occurred"
