"""Statements that tell no one act: what usually happens, what anyone would do, what never came to be.

"Voters often reject incumbents", "anyone who attacks the city" and "it is hard to win an election" hold for many
cases. "Chad would have sent troops" is told of what did not happen. "When the blast occurred" repeats what is known.
"""

from __future__ import annotations

from wiredesk.nlp.events.matching import Act
from wiredesk.nlp.events.participants import Cast
from wiredesk.nlp.events.predicates import MAX_STEPS
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_FREQUENCY = word_set("general_statements", "frequency")
_ANYONE = word_set("general_statements", "anyone")
_EASE = word_set("general_statements", "ease")
_COUNTERFACTUAL = word_set("general_statements", "counterfactual")
_BODIES = word_set("general_statements", "bodies")
_DEFINITE = word_set("function_words", "definite", "possessives")
_OF_VICTIMS = frozenset({"ASSAULT", "DIE", "INJURE"})
_PERCENT = frozenset({"percent", "pct", "%"})
_OCCURRENCE = word_set("general_statements", "occurrence")
_TEMPORAL = word_set("general_statements", "temporal")
_PRESENT = frozenset({"VBZ", "VBP"})
_VERBS = frozenset({"VERB", "AUX"})
_SPECIFIED_BY = frozenset({"det", "poss", "nummod", "predet", "appos"})
"""Words beside a plural that make it one certain group, or so many."""


def tells_no_act(act: Act, cast: Cast) -> bool:
    """Return whether a clause tells what holds in general, what is contrary to fact, or when something else was."""
    tokens, token = cast.tokens, act.predicate.token
    if act.frame.pos != "v":
        return False
    is_contrary = act.frame.lemma != "must" and _is_counterfactual(tokens, token)  # "should have" is a reproach there
    if is_contrary or _is_frequent(tokens, token) or _is_easy(tokens, token):
        return True
    if _is_when(tokens, act) or _is_state(tokens, token) or _is_share(tokens, act):
        return True
    if tokens.zone[token] == "headline":
        return False
    doers = act.predicate.get("obj" if act.predicate.is_passive else "subj")
    has_name = tokens.dep[token] != "relcl" and any(one.entity for one in act.actors + act.recipients)
    return bool(doers) and all(_is_anyone(cast, head, token, has_name=has_name) for head in doers)


def is_unnamed_case(act: Act, cast: Cast) -> bool:
    """Return whether an act is only a case of "if", and nobody in it is one certain person or body."""
    tokens, at = cast.tokens, act.predicate.token
    for one in act.actors + act.recipients:
        if one.entity or any(tokens.lower[child] in _DEFINITE for child in tokens.children[one.head]):
            return False
    for _ in range(MAX_STEPS):
        if any(tokens.lower[child] in {"if", "unless"} for child in tokens.children_with(at, "mark", "advmod")):
            return True
        if tokens.head[at] == at:
            break
        at = tokens.head[at]
    return False


def _is_frequent(tokens: Tokens, verb: int) -> bool:
    """Return whether an adverb of frequency stands beside a verb or beside the one that governs its infinitive."""
    for _ in range(2):
        if any(tokens.lower[child] in _FREQUENCY for child in tokens.children_with(verb, "advmod")):
            return True
        if tokens.dep[verb] not in {"xcomp", "conj"}:
            break
        verb = tokens.head[verb]
    return False


def _is_counterfactual(tokens: Tokens, verb: int) -> bool:
    """Return whether a verb tells what did not come to be: "would have sent", "had it sent"."""
    helpers = list(tokens.children_with(verb, "aux"))
    lower = [tokens.lower[child] for child in helpers]
    if "have" in lower and not _COUNTERFACTUAL.isdisjoint(lower):
        return tokens.child_with(verb, "neg") is None
    subject = tokens.child_with(verb, "nsubj", "nsubjpass")
    is_inverted = subject is not None and any(
        child < subject and tokens.lower[child] == "had" and tokens.dep[verb] == "advcl" for child in helpers
    )
    return is_inverted and tokens.child_with(verb, "mark") is None


def _is_easy(tokens: Tokens, verb: int) -> bool:
    """Return whether an infinitive is only called hard or easy: "it is hard to win an election"."""
    if tokens.tag[verb] != "VB" or tokens.dep[verb] not in {"xcomp", "ccomp", "advcl", "acl", "csubj"}:
        return False
    above = tokens.head[verb]
    return any(tokens.lemma[word] in _EASE for word in (above, *tokens.children_with(above, "acomp")))


def _is_when(tokens: Tokens, act: Act) -> bool:
    """Return whether a clause only says when something else was: "when the blast occurred"."""
    verb = act.predicate.token
    if tokens.lemma[verb] not in _OCCURRENCE or tokens.dep[verb] != "advcl":
        return False
    return any(tokens.lower[child] in _TEMPORAL for child in tokens.children_with(verb, "advmod", "mark"))


def _is_state(tokens: Tokens, verb: int) -> bool:
    """Return whether a clause says what is still so: "it still recognizes the king"."""
    if tokens.tag[verb] not in _PRESENT or tokens.child_with(verb, "aux", "auxpass", "neg") is not None:
        return False
    return any(tokens.lower[child] == "still" for child in tokens.children_with(verb, "advmod"))


def _is_share(tokens: Tokens, act: Act) -> bool:
    """Return whether the victims are a percentage: "they kill 80 percent of the victims"."""
    return act.type in _OF_VICTIMS and any(tokens.lower[head] in _PERCENT for head in act.predicate.get("obj"))


def _is_anyone(cast: Cast, head: int, verb: int, *, has_name: bool) -> bool:
    """Return whether a doer is anyone, or a group without a name whose acts are told in the present tense.

    Args:
        has_name: whether the act is one on somebody with a name: "shareholders sue Acme" is news.
    """
    tokens = cast.tokens
    if cast.owner[head] is not None:
        return False
    is_pronoun = tokens.lower[head] in _ANYONE and tokens.child_with(head, "prep") is None
    if is_pronoun or any(
        tokens.lower[child] in {"any", "every", "each"} for child in tokens.children_with(head, "det")
    ):
        return _is_present(tokens, verb)
    if has_name or tokens.tag[head] != "NNS" or tokens.lemma[head] in _BODIES or not _is_present(tokens, verb):
        return False
    below = tokens.children[head]
    return not any(tokens.dep[child] in _SPECIFIED_BY or cast.owner[child] is not None for child in below)


def _is_present(tokens: Tokens, verb: int) -> bool:
    """Return whether a clause stands in the simple present or after a modal verb.

    A participle has the tense of what governs it.
    """
    for _ in range(MAX_STEPS):
        helpers = list(tokens.children_with(verb, "aux", "auxpass"))
        if any(tokens.tag[child] == "MD" for child in helpers):
            return True
        if tokens.tag[verb] == "VBG" and helpers:
            return False  # what somebody is doing now is news
        if tokens.tag[verb] in _PRESENT:
            return not helpers or all(tokens.lemma[child] == "do" for child in helpers)
        if tokens.tag[verb] == "VBD":
            return False
        if helpers:
            return any(tokens.tag[child] in _PRESENT and tokens.lemma[child] != "have" for child in helpers)
        above = tokens.head[verb]
        if above == verb:
            return False
        verb = above
    return False
