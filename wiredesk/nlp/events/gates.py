"""Why an act is held back: it is an order to the reader, nobody in politics takes part, it is sport, it has no side."""

from __future__ import annotations

from wiredesk.nlp.events.matching import Act
from wiredesk.nlp.events.participants import Cast
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_FIRST_AND_SECOND = word_set("function_words", "first_person", "first_person_plural") | {"you"}
_NEEDS_DAY = frozenset({"ASSAULT", "CONSULT", "PROTEST", "COERCE"})


def held_back_by(act: Act, cast: Cast, *, is_sport: bool, has_day: bool) -> str:
    """Return the name of the gate that holds an act back; empty for none.

    Args:
        is_sport: whether the story is one of sport.
        has_day: whether a date stands in the act's clause.
    """
    tokens, token = cast.tokens, act.predicate.token
    if not tokens.is_news[token]:
        return "outside the news"
    if _is_order(tokens, act):
        return "order to the reader"
    sides = act.actors + act.recipients
    if act.predicate.has_own_subject and _is_speaker(cast, act):
        return "I, we or you without a name"
    if act.frame.pos == "n" and not sides:
        return "noun without a participant"
    if not act.is_political:
        return ""
    if is_sport and "sport" not in act.frame.flags:
        return "sport"
    if not sides:
        return "nobody takes part"
    if "private" not in act.frame.flags and not any(map(cast.is_public, sides)):
        return "private act"
    return ""


def _is_order(tokens: Tokens, act: Act) -> bool:
    """Return whether a verb is an imperative: "Meet the team"."""
    verb = act.predicate.token
    if tokens.tag[verb] != "VB" or tokens.dep[verb] != "ROOT" or act.predicate.get("subj"):
        return False
    return tokens.child_with(verb, "aux") is None and tokens.zone[verb] != "headline"


def _is_speaker(cast: Cast, act: Act) -> bool:
    slot = "obj" if act.predicate.is_passive else "subj"
    heads = act.predicate.get(slot)
    return bool(heads) and all(
        cast.owner[head] is None and cast.tokens.lower[head] in _FIRST_AND_SECOND for head in heads
    )
