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
_UNDOING = word_set("event_words", "undoing")
_OUTCOMES = word_set("event_words", "outcomes")
_KNOWING = word_set("event_words", "knowing")
_NEGATIONS = word_set("quote_words", "negations")
_NOBODY = word_set("quote_words", "negative_subjects")
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_OF_FACTS = word_set("event_words", "before_facts")
_DONE_BY_DOING = word_set("event_words", "done_by_doing")
_DEFINITE = word_set("function_words", "definite", "possessives")
_CHANGES = word_set("event_words", "changes")
_RESULTS = word_set("event_words", "results")
_CAUSES = word_set("event_words", "causes")
_VICTORIES = word_set("event_words", "victories")
_PRIZES = word_set("event_words", "prizes")
_ORDINALS = word_set("event_words", "ordinals_of_doers")
_FANCIES = word_set("event_words", "fancies")
_VOICING = word_set("event_words", "voicing")
_APPROVALS = word_set("event_words", "approvals")
_TOPICS = word_set("event_words", "before_topics")
_DISTANT = word_set("event_words", "before_what_is_near")
_MAYBE_NOT = frozenset({"may", "might"})
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
            return _weaker(found, _status_of_suspect(tokens, at, above))
        found = _weaker(found, _status_by_governor(tokens, at, above))
        at = above
    return found


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
        return verb not in _VOICING | _APPROVALS and _by_word(verb) == "occurred"
    if label == "relcl" or (label == "acl" and tokens.tag[at] == "VBN" and tokens.child_with(at, "aux") is None):
        return not _is_infinitive(tokens, at)
    return label in {"poss", "appos"} or (label == "pobj" and at != trigger)


def _status_of_suspect(tokens: Tokens, at: int, noun: int) -> EventStatus:
    """Return the status of what is told of a thing that may not be: "it might be a bomb planted by rebels"."""
    verb = tokens.head[noun]
    if tokens.dep[at] not in {"relcl", "acl"} or tokens.dep[noun] not in {"attr", "dobj"}:
        return "occurred"
    own = _own_status(tokens, verb) if tokens.pos[verb] in {"VERB", "AUX"} else "occurred"
    return own if own in {"hypothetical", "denied"} and tokens.lemma[verb] == "be" else "occurred"


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
    if _is_inverted(tokens, verb):
        return "hypothetical"
    for child in tokens.children[verb]:
        label, lower = tokens.dep[child], tokens.lower[child]
        if label == "neg" or (label == "preconj" and lower == "neither"):
            helpers = {tokens.lower[other] for other in tokens.children_with(verb, "aux")}
            return "denied" if helpers.isdisjoint(_MAYBE_NOT) else "hypothetical"
        if label in {"aux", "auxpass"}:
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
    if label in {"relcl", "acl", "xcomp"} and _is_infinitive(tokens, at) and _is_ordinal(tokens, above):
        verb = tokens.head[above]
        return _own_status(tokens, verb) if tokens.dep[above] in {"attr", "acomp"} else "occurred"
    if label == "conj" and tokens.pos[above] in {"VERB", "AUX"}:
        return _shared_status(tokens, at, above)
    if label in {"xcomp", "ccomp", "acl", "pcomp"} or (label in {"advcl", "relcl"} and _is_infinitive(tokens, at)):
        return _status_of_clause(tokens, at, above, lemma)
    if label == "advcl" and tokens.tag[at] == "VBG" and at > above and tokens.pos[above] in {"VERB", "AUX"}:
        own = _own_status(tokens, above)  # "could cut rates, helping exporters"
        return own if own in {"planned", "hypothetical"} and tokens.child_with(at, "mark") is None else "occurred"
    if label == "relcl":
        return "occurred"
    if label == "prep" and tokens.lower[at] == "without":
        return "denied"
    if label == "prep":
        if lemma in _CHARGES:
            return "hypothetical"
        return _by_word(lemma) if tokens.lower[at] in _ABOUT else "occurred"
    if label in {"dobj", "nsubjpass"} and tokens.pos[at] == "NOUN":
        if lemma in _UNDOING and tokens.lemma[at] in _PLANS:
            return "denied"  # "terminated an agreement to sell"
        own = _own_status(tokens, above) if tokens.pos[above] in {"VERB", "AUX"} else "occurred"
        return _weaker(own, "planned" if lemma in _APPROVALS and tokens.lemma[at] not in _PLANS else _by_word(lemma))
    if label == "nsubj" and tokens.pos[at] == "NOUN" and tokens.pos[above] in {"VERB", "AUX"}:
        return _own_status(tokens, above)
    return "occurred"


def _shared_status(tokens: Tokens, verb: int, above: int) -> EventStatus:
    """Return the status of "will come" for the second verb of "will come and talk"."""
    if tokens.tag[verb] == "VB" and tokens.tag[above] in _FINITE:  # "is to pay and take a stake"
        infinitive = next((one for one in tokens.children_with(above, "xcomp") if _is_infinitive(tokens, one)), None)
        if infinitive is not None and tokens.child_with(verb, "aux", "auxpass") is None:
            return _status_of_clause(tokens, infinitive, above, tokens.lemma[above])
    own = ("aux", "auxpass") if tokens.tag[verb] == "VB" else ("aux", "auxpass", "nsubj")
    if tokens.tag[verb] in {"VB", "VBN"} and tokens.child_with(verb, *own) is None:
        return _own_status(tokens, above)
    return "occurred"


def _is_ordinal(tokens: Tokens, noun: int) -> bool:
    """Return whether a phrase tells who did an act first, last or alone: "the first woman to win", "the last to go"."""
    return tokens.lower[noun] in _ORDINALS or any(tokens.lower[child] in _ORDINALS for child in tokens.children[noun])


def _is_infinitive(tokens: Tokens, verb: int) -> bool:
    if tokens.tag[verb] not in {"VB", "VBN"}:
        return False
    helpers = {tokens.lower[child] for child in tokens.children_with(verb, "aux")}
    return not helpers.isdisjoint({"to", "na"}) and "have" not in helpers


def _status_of_clause(tokens: Tokens, at: int, above: int, lemma: str) -> EventStatus:
    """Return the status that the governing word gives to an infinitive, a gerund or a "that" clause."""
    label = tokens.dep[at]
    if label == "pcomp":
        return _status_of_gerund(tokens, above) if tokens.tag[at] not in _FINITE else "occurred"
    is_negated = tokens.child_with(above, "neg") is not None
    if lemma in _FANCIES and is_negated and tokens.tag[at] == "VBG":
        return "denied"  # "could not see herself supporting"
    has_subject = label in {"ccomp", "acl"} and tokens.child_with(at, "nsubj", "nsubjpass") is not None
    if tokens.tag[at] in _FINITE or (has_subject and not _is_infinitive(tokens, at)):
        if lemma in _DENIALS:
            return "denied"
        is_open = lemma in _WISHED_CLAUSES or lemma == "allege" or (is_negated and lemma not in _KNOWING)
        return "hypothetical" if is_open else "occurred"  # "that did not mean the army was sending tanks"
    if lemma in _DENIALS and tokens.tag[at] == "VBG":
        return "denied"
    if lemma in _CHARGES:
        return "hypothetical"
    if (told := _told_by_implication(tokens, at, above)) is not None:
        return told
    if label == "acl" and tokens.tag[at] != "VB":
        return _status_of_outcome(tokens, above)
    if (found := _by_word(lemma)) != "occurred":
        if found == "planned" and is_negated:
            return "hypothetical" if lemma == "expect" else "denied"  # "does not intend to cut"
        return found
    return _status_of_purpose(tokens, at, above) if _is_infinitive(tokens, at) else "occurred"


def _status_of_outcome(tokens: Tokens, noun: int) -> EventStatus:
    """Return the status of what a noun is said to do: that of "could result" for "could result in Chad ceding land"."""
    verb = tokens.head[tokens.head[noun]]
    if tokens.dep[noun] == "pobj" and tokens.pos[verb] == "VERB" and tokens.lemma[verb] in _OUTCOMES:
        return _own_status(tokens, verb)
    return "occurred"


def _told_by_implication(tokens: Tokens, at: int, above: int) -> EventStatus | None:
    """Return what follows for an act from whether the act above it happened; None if nothing follows.

    "managed to free" and "prompted Lopez to resign" happened, "did not manage to" did not; "is going to" is a future.
    """
    lemma = tokens.lemma[above]
    if lemma in _FAILURES and tokens.child_with(above, "neg") is not None:
        return "occurred"  # "did not fail to pay"
    if lemma == "go" and tokens.tag[above] == "VBG" and _is_infinitive(tokens, at):
        return _weaker("planned", _own_status(tokens, above))  # "is not going to sign"
    if lemma in _IMPLICATIVE:
        return _own_status(tokens, above) if tokens.pos[above] in {"VERB", "AUX"} else "occurred"
    if not _is_infinitive(tokens, at):
        return None
    if lemma in {"have", "be", "remain"} and any(tokens.lower[child] == "yet" for child in tokens.children[above]):
        return "denied"  # "has yet to sign"
    is_won = lemma in _VICTORIES and tokens.lemma[at] in _PRIZES
    return _own_status(tokens, above) if lemma in _CAUSES or is_won else None


def _status_of_purpose(tokens: Tokens, at: int, above: int) -> EventStatus:
    """Return the status of an infinitive that says what something is for, or where it ended."""
    lemma = tokens.lemma[above]
    if tokens.lemma[at] in _DONE_BY_DOING:
        return "occurred"  # "marched to protest"
    if lemma in _CHANGES and tokens.lemma[at] in _RESULTS:
        return "occurred"  # "fell to reach its lowest level"
    if lemma == "be" or tokens.pos[above] in {"PROPN"} or _own_status(tokens, above) == "planned":
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
    if lemma in _OUTCOMES and tokens.pos[governor] == "VERB":
        return _own_status(tokens, governor)
    if tokens.lower[preposition] in _DISTANT:
        verb = tokens.head[governor] if tokens.dep[governor] == "acomp" else governor
        if tokens.lemma[verb] == "be" and tokens.child_with(verb, "neg") is not None:
            return "denied"  # "is not there yet on endorsing", "was not close to signing"
    return _by_word(lemma) if tokens.lower[preposition] in _ABOUT else "occurred"


def _by_word(lemma: str) -> EventStatus:
    """Return the status that a governing word gives by its meaning."""
    if lemma in _FAILURES:
        return "denied"
    if lemma in _PLANS:
        return "planned"
    return "hypothetical" if lemma in _POSSIBILITIES else "occurred"
