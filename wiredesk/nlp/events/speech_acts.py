"""Acts of speech and will about another act: promises, threats, demands, refusals, accusations, permissions.

``promised to send aid`` is one act, an AGREE, and what was promised is its ``of``: AID. What it is to whom follows from
both: the recipient of the promise is who would get the aid. A promise of something hostile is a threat.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from wiredesk.contract import EventType
from wiredesk.nlp.events.matching import Act, recipients_of
from wiredesk.nlp.events.participants import Cast, Participant
from wiredesk.nlp.events.predicates import verb_predicate
from wiredesk.nlp.lexicon import word_list, word_set
from wiredesk.nlp.tokens import Tokens

HOSTILE: frozenset[EventType] = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "MOBILIZE", "PROTEST"})
"""Acts whose announcement is a threat."""
FRIENDLY: frozenset[EventType] = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""Acts whose refusal is a REJECT."""
SPEECH = frozenset({"commits", "refuses", "demands", "threatens", "accuses", "allows"})
_IMPLICATIVE = word_set("event_words", "implicative")
_CLAUSES = ("inf", "ing", "that")
_DEMANDS = frozenset({"REQUEST", "ACCUSE", "REJECT"})
"""Acts that are what a protest is for."""
_UNLESS = frozenset({"unless"})
_IF = _UNLESS | {"if", "until"}
_OF_CLAUSE = word_list("event_words", "further_of_clause")
_FUTURE = word_set("event_words", "will") | {"would"}
_PREDICTIONS = word_set("event_words", "predictions")
_OBSERVERS = word_set("event_words", "observers")
_MAX_DEPTH = 3
"""Verbs between an act of speech and the act in its clause: "promised to begin sending"."""


def compose(acts: Sequence[Act], cast: Cast) -> None:
    """Join each act of speech with the act in its clause, which is absorbed."""
    by_token: dict[int, list[Act]] = {}
    for act in acts:
        by_token.setdefault(act.predicate.token, []).append(act)
    for act in acts:
        if act.absorbed or not act.frame.flags & SPEECH:
            continue
        if not act.is_political:
            _join_bid(act, by_token)
            continue
        for inner in _acts_in_clause(act, by_token, cast.tokens):
            _join(act, inner)
            break
        _absorb_possible(act, acts, cast.tokens)
        if not act.recipients and act.of is None:
            act.recipients = _recipients_in_clause(act, cast)
    for act in acts:
        if act.type == "PROTEST" and not act.absorbed:
            _join_demands(act, by_token, cast.tokens)
    for act in acts:
        if act.absorbed or not act.actors:
            continue
        if _is_conditional_threat(act, cast):
            act.of, act.type, act.status = act.of or act.type, "THREATEN", "occurred"
        if act.type == "THREATEN" and not any(one.entity for one in act.recipients):
            act.recipients = _under_condition(act, cast) or act.recipients
        if act.of:
            continue
        if act.type in HOSTILE and act.status == "planned" and _says_so_itself(act, cast):
            act.of, act.type, act.status = act.type, "THREATEN", "occurred"
        if act.type not in FRIENDLY or _is_foretold(act, cast):
            continue
        if act.status == "denied" and _will(cast.tokens, act):
            act.of, act.type, act.status = act.type, "REJECT", "occurred"
        elif act.status == "planned" and act.type != "AGREE" and _will(cast.tokens, act):
            act.of, act.type = act.type, "AGREE"


def _join_demands(act: Act, by_token: dict[int, list[Act]], tokens: Tokens) -> None:
    """Join a protest with what it is to achieve: of "marched to demand his release" the demand is no second act.

    The protest is against those of whom something is demanded.
    """
    for clause in tokens.children_with(act.predicate.token, "advcl", "xcomp"):
        for inner in by_token.get(clause, ()):
            if inner.type in _DEMANDS and not inner.absorbed:
                if not any(one.entity for one in act.recipients):
                    own = {one.entity for one in act.actors}
                    named = [one for one in inner.recipients if one.entity and one.entity not in own]
                    act.recipients = named or act.recipients
                _absorb(inner)


def _is_conditional_threat(act: Act, cast: Cast) -> bool:
    """Return whether somebody says what it will do unless others act: "will pull out unless Chad holds elections"."""
    if act.status != "planned" or act.type not in HOSTILE | FRIENDLY or not _will(cast.tokens, act):
        return False
    return next(_conditions(act, cast.tokens, _UNLESS), None) is not None


def _under_condition(act: Act, cast: Cast) -> list[Participant]:
    """Return who a threat is to: of "threatened to strike if Chad sends troops" Chad."""
    actors = {one.entity for one in act.actors if one.entity}
    for verb in _conditions(act, cast.tokens, _IF):
        clause = verb_predicate(cast.tokens, verb)
        for one in cast.participants(clause.get("obj" if clause.is_passive and not clause.get("subj") else "subj")):
            if one.entity and one.entity not in actors:
                return [one]
    return []


def _conditions(act: Act, tokens: Tokens, marks: frozenset[str]) -> Iterator[int]:
    """Yield the verbs of the conditions of an act, which hang on its verb or on that of its clause."""
    verbs = [act.predicate.token, *(verb for slot in _CLAUSES for verb in act.predicate.get(slot))]
    for verb in verbs:
        for clause in tokens.children_with(verb, "advcl"):
            if any(tokens.lower[child] in marks for child in tokens.children_with(clause, "mark")):
                yield clause


def _join_bid(act: Act, by_token: dict[int, list[Act]]) -> None:
    """Join an offer or a deal of business with what it is about: of "offered to buy Acme" the buying is no second act.

    An offer to do anything else, such as to buy bonds, is no act of its type.
    """
    inner = next(
        (one for verb in act.predicate.get("inf") for one in by_token.get(verb, ()) if one.type == act.type), None
    )
    if inner is None:
        _absorb(act)
        return
    act.recipients = act.recipients or inner.recipients
    act.more += [one for one in inner.more if one not in act.more]
    _absorb(inner)


def _acts_in_clause(act: Act, by_token: dict[int, list[Act]], tokens: Tokens) -> list[Act]:
    """Return the acts of PLOVER that the clause of an act of speech tells, those of its first verb."""
    queue = [verb for slot in _CLAUSES for verb in act.predicate.get(slot)]
    queue += [
        noun
        for slot in ("obj", "for", "to", "of", "with")
        for noun in act.predicate.get(slot)
        if tokens.pos[noun] == "NOUN"
    ]
    for _ in range(_MAX_DEPTH):
        further: list[int] = []
        for verb in queue:
            if inner := [one for one in by_token.get(verb, ()) if one.is_political and one is not act]:
                return inner
            if tokens.lemma[verb] in _IMPLICATIVE:
                further += list(tokens.children_with(verb, "xcomp"))
        queue = further
    return []


def _join(act: Act, inner: Act) -> None:
    flags = act.frame.flags
    act.of = inner.of or inner.type
    if "commits" in flags and inner.type in HOSTILE and inner.status != "denied":
        act.type = "THREATEN"
    actors = {one.entity for one in act.actors if one.entity}
    if not act.recipients and "demands" in flags:  # of "demanded that Chad leave Iran" Chad
        act.recipients = [one for one in inner.actors if one.entity and one.entity not in actors]
    if not act.recipients and "accuses" not in flags and (act.type != "AGREE" or inner.type in FRIENDLY):
        act.recipients = [one for one in inner.recipients if one.entity is None or one.entity not in actors]
    if not act.recipients and flags & {"demands", "accuses"}:
        act.recipients = [one for one in inner.actors if one.entity is None or one.entity not in actors]
    if not act.recipients and not inner.recipients and "reciprocal" in inner.frame.flags:
        act.recipients = [one for one in inner.actors if one.entity and one.entity not in actors]
    act.more += [one for one in inner.more if one not in act.more]
    _absorb(inner)


def _absorb(act: Act) -> None:
    act.absorbed = True


def _absorb_possible(act: Act, acts: Sequence[Act], tokens: Tokens) -> None:
    """Absorb what is only possible inside the clause of an act of speech: it belongs to what was promised."""
    for slot in _CLAUSES:
        for verb in act.predicate.get(slot):
            first, last = tokens.left[verb], tokens.right[verb]
            low = bisect_left(acts, first, key=_token)
            for inner in acts[low : bisect_right(acts, last, key=_token)]:
                is_refused = inner.status == "denied" and "refuses" in act.frame.flags
                if inner is not act and (inner.status == "hypothetical" or is_refused):
                    inner.absorbed = True


def _token(act: Act) -> int:
    return act.predicate.token


def _recipients_in_clause(act: Act, cast: Cast) -> list[Participant]:
    """Return whom an act of speech is about, where its clause tells no act: "demanded that Chad return the ship"."""
    tokens = cast.tokens
    demands = "demands" in act.frame.flags
    for slot in _CLAUSES if demands else _CLAUSES[:2]:
        for verb in act.predicate.get(slot)[:1]:
            if tokens.pos[verb] not in {"VERB", "AUX"}:
                continue
            clause = verb_predicate(tokens, verb)
            slots = (("obj",) if clause.is_passive else ("subj",)) if demands else _OF_CLAUSE
            return recipients_of(clause, slots, cast, act.actors)
    return []


def _says_so_itself(act: Act, cast: Cast) -> bool:
    """Return whether somebody announces its own hostile act: "farmers said they would block roads"."""
    tokens, verb = cast.tokens, act.predicate.token
    saying = tokens.head[verb]
    if tokens.dep[verb] != "ccomp" or not _will(tokens, act):
        return False
    speakers = {one.entity or one.head for one in cast.participants(tokens.children_with(saying, "nsubj"))}
    own = {one.entity or one.head for one in act.actors}
    unknown = all(one.entity is None and tokens.pos[one.head] == "PRON" for one in act.actors)
    return bool(speakers) and (unknown or not speakers.isdisjoint(own))


def _is_foretold(act: Act, cast: Cast) -> bool:
    """Return whether others say what somebody will do: it is no promise and no refusal of its own.

    "analysts said Norland would help", "Lopez said they would not back her".
    """
    tokens, verb = cast.tokens, act.predicate.token
    saying = tokens.head[verb]
    if tokens.dep[verb] not in {"ccomp", "acl"}:
        return False
    if tokens.lemma[saying] in _PREDICTIONS:
        return True
    is_verb = tokens.pos[saying] == "VERB"
    heads = verb_predicate(tokens, saying).get("subj") if is_verb else list(tokens.children_with(saying, "poss"))
    named = [*heads, tokens.head[saying]] if tokens.dep[saying] == "relcl" else heads
    if any(tokens.lemma[head] in _OBSERVERS for head in named):
        return True
    speakers = {one.entity for one in cast.participants(heads) if one.entity}
    return not speakers.isdisjoint(one.entity for one in act.recipients)


def _will(tokens: Tokens, act: Act) -> bool:
    """Return whether somebody says what it will do itself, or will not: "will not attend", "said it would send"."""
    verb = act.predicate.token
    helpers = {tokens.lower[child] for child in tokens.children_with(verb, "aux")}
    above = tokens.head[verb]
    is_going_to = tokens.dep[verb] == "xcomp" and tokens.lemma[above] == "go" and tokens.tag[above] == "VBG"
    return is_going_to or not helpers.isdisjoint(_FUTURE)
