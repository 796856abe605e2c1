"""Why an act is held back: it is an order to the reader, nobody in politics takes part, it is sport, it has no side."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.nlp.events.general_statements import is_unnamed_case, tells_no_act
from wiredesk.nlp.events.matching import Act
from wiredesk.nlp.events.participants import Cast
from wiredesk.nlp.events.predicates import MAX_STEPS
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_FIRST_AND_SECOND = word_set("function_words", "first_person", "first_person_plural") | {"you", "your"}
_OCCASIONS = word_set("event_words", "occasions")
_LIGHT = word_set("event_words", "light_verbs")
_PRESS = frozenset({"press", "news"})
_OF_SOMEBODY = word_set("event_words", "types_of_somebody")
"""Types of which a row says nothing where no participant is a person, a body or a company: "revenue was"."""
_NO_SPEECH = word_set("event_words", "types_without_speech")
"""Types of which an act is never only said: "'France will be France,' he retaliated"."""
_DEALS = word_set("event_words", "types_of_deals")
"""Political types that tell business where companies are among themselves: "Acme ended its talks with Bolt Centers"."""
_OPENING = frozenset({"``", "''", "-LRB-", ":"})
"""Tags of marks behind which a sentence may begin."""
_SOMEBODY = frozenset({"PERSON", "BODY", "COMPANY", "STATE", "ACTOR"})


def held_back_by(act: Act, cast: Cast, *, is_sport: bool, is_placed: bool, is_cue: bool = False) -> str:
    """Return the name of the gate that holds an act back; empty for none.

    Args:
        is_sport: whether the story is one of sport, or the clause has a score.
        is_placed: whether the act has a date of its own, or stands in the headline or the lead.
        is_cue: whether the word reports a quote.
    """
    tokens, token = cast.tokens, act.predicate.token
    if not tokens.is_news[token]:
        return "outside the news"
    if _is_order(tokens, act):
        return "order to the reader"
    if tokens.dep[token] == "amod" and act.frame.pos == "v":
        return "participle before a noun"  # "the previously reported loss": known, or what the noun is
    if is_cue and act.type in _NO_SPEECH:
        return "verb of saying"
    if tells_no_act(act, cast) or is_unnamed_case(act, cast):
        return "general statement"
    sides = act.actors + act.recipients
    if _is_speaker(cast, act):
        return "I, we or you without a name"
    if act.frame.pos == "n" and (gate := _of_noun(act, cast, is_placed)):
        return gate
    if act.type == "ELECT" and act.status != "occurred" and not any(one.entity for one in sides):
        return "election of nobody"
    if act.is_political and _is_press_conference(tokens, act):
        return "press conference"
    if not act.actors and tokens.tag[token] == "VBG" and not act.predicate.is_passive:
        return "gerund without a doer"
    if act.type in _OF_SOMEBODY and not any(one.entity or _is_somebody(cast, one.head) for one in sides):
        return "nobody takes part"
    if not act.is_political:
        return _of_wire(act, is_sport)
    if is_sport and "sport" not in act.frame.flags:
        return "sport"
    if not sides:
        return "nobody takes part"
    if "private" not in act.frame.flags and act.actors and not any(map(cast.is_public, sides)):
        return "private act"
    if act.type in _DEALS and cast.is_deal_of_firms(sides):
        return "private act"
    return ""


def is_told_again(act: Act, earlier: Sequence[Act], tokens: Tokens) -> bool:
    """Return whether a row finds what the story has told.

    So does one for a figure, "revenue was" after "posted a profit", and a verb that is not finite with an act that the
    reader knows: "was involved in making the arrest".
    """
    told = [other for other in earlier if other.type == act.type]
    if not told or ("restates" not in act.frame.flags and not _is_of_known_act(act, tokens)):
        return False
    actors = {one.entity for one in act.actors if one.entity}
    if "restates" not in act.frame.flags:
        return True
    return any(not actors or not actors.isdisjoint(one.entity for one in other.actors) for other in told)


def _is_of_known_act(act: Act, tokens: Tokens) -> bool:
    """Return whether a gerund or an infinitive has the act itself for its definite object: "making the arrest"."""
    if act.frame.lemma not in _LIGHT or tokens.tag[act.predicate.token] not in {"VB", "VBG"}:
        return False
    if any(one.entity for one in act.recipients):
        return False
    nouns = {word for one in act.frame.conditions if one.slot == "obj" and not one.negated for word in one.words}
    return any(
        tokens.lemma[noun] in nouns and any(tokens.lower[child] == "the" for child in tokens.children_with(noun, "det"))
        for noun in act.predicate.get("obj")
    )


def _of_wire(act: Act, is_sport: bool) -> str:
    """Return the gate of an act of business, courts, accidents or sport."""
    names_contest = any(one.words and not one.negated for one in act.frame.conditions)
    if is_sport and act.type == "ELECT":
        return "sport"
    if act.type == "WIN" and not is_sport and not names_contest:
        return "victory outside sport"
    return ""


def _is_somebody(cast: Cast, head: int) -> bool:
    """Return whether a noun is for a person, a body or a company; nobody knows what an unresolved pronoun is for."""
    return cast.tokens.pos[head] == "PRON" or not _SOMEBODY.isdisjoint(cast.kinds(head))


def _of_noun(act: Act, cast: Cast, is_placed: bool) -> str:
    """Return the gate of an act that a noun tells: nouns more often tell what is known than what is new."""
    sides = act.actors + act.recipients
    if not sides:
        return "noun without a participant"
    if not any(one.entity for one in sides):
        return "noun without a named participant"
    token = act.predicate.token
    if act.type == "DIE" and cast.tokens.tag[token] == "NNS" and cast.tokens.child_with(token, "nummod") is None:
        return "noun of several acts"  # "protested against the killings of farmers"
    if is_placed or (act.actors and act.recipients):
        return ""
    if (
        act.type == "CONSULT"
        and _is_occasion(act, cast.tokens)
        and any(one.entity and cast.is_public(one) for one in sides)
    ):
        return ""
    return "noun without a day"


def _is_occasion(act: Act, tokens: Tokens) -> bool:
    """Return whether a noun is the occasion of what a verb tells: "said after talks with", "at the end of a visit"."""
    at, is_after = act.predicate.token, False
    for _ in range(MAX_STEPS):
        if tokens.pos[at] == "VERB":
            return is_after
        if tokens.dep[at] == "prep":
            is_after = tokens.lower[at] in _OCCASIONS
        elif tokens.dep[at] != "pobj":
            return False
        at = tokens.head[at]
    return False


def _is_press_conference(tokens: Tokens, act: Act) -> bool:
    """Return whether what is held or planned is a conference for the press: no talks."""
    return any(
        tokens.lemma[noun] == "conference" and any(tokens.lower[child] in _PRESS for child in tokens.children[noun])
        for noun in act.predicate.get("obj")
    )


def _is_order(tokens: Tokens, act: Act) -> bool:
    """Return whether a verb is an imperative: "Meet the team"."""
    verb = act.predicate.token
    if tokens.tag[verb] not in {"VB", "VBP"} or tokens.zone[verb] == "headline" or act.predicate.has_own_subject:
        return False
    if tokens.child_with(verb, "aux", "nsubj", "nsubjpass") is not None:
        return False
    if tokens.quoted[verb] and verb and tokens.tag[verb - 1] in _OPENING:
        return True  # "'Stop the war,' they chanted", where the parser joins the verb to the chanting in many ways
    if tokens.tag[verb] == "VBP":
        return False
    if tokens.dep[verb] != "conj":
        return tokens.dep[verb] in {"ROOT", "ccomp"}
    head = tokens.head[verb]
    return tokens.tag[head] == "VB" and tokens.child_with(head, "aux", "nsubj") is None


def _is_speaker(cast: Cast, act: Act) -> bool:
    slot = "obj" if act.predicate.is_passive else "subj"
    heads = act.predicate.get(slot)
    return bool(heads) and all(
        cast.owner[head] is None
        and any(
            cast.tokens.lower[word] in _FIRST_AND_SECOND for word in (head, *cast.tokens.children_with(head, "poss"))
        )
        for head in heads
    )
