"""Acts that become others by what is said of them: help that is stopped, fighting that is ended, help that is refused.

``stopped lending to Chad`` is no loan that failed but a sanction; ``ceased shelling the town`` is a retreat. ``will not
hand over the general`` refuses, though no word for a refusal stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wiredesk.contract import EventType
from wiredesk.nlp.events import quoted_demands
from wiredesk.nlp.events.matching import Act, recipients_of
from wiredesk.nlp.events.participants import Cast
from wiredesk.nlp.events.predicates import verb_predicate
from wiredesk.nlp.events.statuses import status_of
from wiredesk.nlp.lexicon import word_list, word_set
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.tokens import Tokens

REFUSAL = replace(
    quoted_demands.FRAME,
    type="REJECT",
    lemma="not",
    flags=frozenset({"refuses"}),
    name="REJECT said what will not be done",
)
"""The row of these refusals; no word tells them by itself."""
_CEASING = word_set("event_words", "ceasing")
_REFUSABLE = word_set("event_classes", "HELPFUL") | word_set("event_words", "refusable")
_REFUSABLE_KIND = kind_of_words("refusable act", _REFUSABLE)
_OF_CLAUSE = word_list("event_words", "further_of_clause")
_FUTURE = frozenset({"will", "wo", "would"})
_STOPPED: dict[EventType, EventType] = {
    "AID": "SANCTION",
    "COOPERATE": "SANCTION",
    "CONSULT": "SANCTION",
    "SUPPORT": "SANCTION",
    "ASSAULT": "RETREAT",
    "COERCE": "RETREAT",
    "PROTEST": "RETREAT",
    "SANCTION": "RETREAT",
    "MOBILIZE": "RETREAT",
}
"""What an act of a type is when it is stopped."""


def turn_ceased(acts: Iterable[Act], tokens: Tokens) -> None:
    """Give an act whose gerund a verb of ending governs the type of its end."""
    for act in acts:
        verb = act.predicate.token
        above = tokens.head[verb]
        if act.absorbed or act.of or tokens.tag[verb] != "VBG" or tokens.dep[verb] not in {"xcomp", "ccomp"}:
            continue
        kind = _STOPPED.get(act.type)
        if kind and act.actors and tokens.pos[above] == "VERB" and tokens.lemma[above] in _CEASING:
            act.of, act.type, act.status = act.type, kind, status_of(tokens, above)


def refusals(acts: Sequence[Act], cast: Cast) -> Iterator[Act]:
    """Yield what states and those in office say they will not do, where no row tells the act.

    In what is reported the speaker refuses, not others whose acts are foretold.
    """
    tokens = cast.tokens
    if _FUTURE.isdisjoint(tokens.words):
        return
    told = {act.predicate.token for act in acts if act.is_political}
    for verb in tokens.of_kind(_REFUSABLE_KIND):
        if (
            verb in told
            or tokens.tag[verb] != "VB"
            or tokens.lemma[verb] not in _REFUSABLE
            or not _will_not(tokens, verb)
        ):
            continue
        clause = verb_predicate(tokens, verb)
        heads = clause.get("subj")
        if clause.is_passive or not heads or not all("STATE" in cast.kinds(head) for head in heads):
            continue
        actors = cast.participants(heads)
        if any(one.entity for one in actors) and _is_own_word(cast, verb, {one.entity for one in actors}):
            found = recipients_of(clause, _OF_CLAUSE, cast, actors)
            yield Act("REJECT", REFUSAL, clause, actors=actors, recipients=found)


def _will_not(tokens: Tokens, verb: int) -> bool:
    """Return whether a verb stands behind "will not", not "will not only"."""
    helpers = {tokens.lower[child] for child in tokens.children_with(verb, "aux")}
    return tokens.child_with(verb, "neg") is not None and not helpers.isdisjoint(_FUTURE) and "have" not in helpers


def _is_own_word(cast: Cast, verb: int, actors: set[str | None]) -> bool:
    """Return whether a clause is reported as what the actors say themselves, or is not reported as anybody's words."""
    tokens = cast.tokens
    label, above = tokens.dep[verb], tokens.head[verb]
    if label == "ROOT":
        return True
    if label == "conj" and tokens.dep[above] == "ROOT":
        return True
    if label != "ccomp":
        return False
    speakers = {one.entity for one in cast.participants(tokens.children_with(above, "nsubj"))}
    return not speakers.isdisjoint(actors - {None})
