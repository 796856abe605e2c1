"""Demands and reproaches that are made by a modal verb alone: "Chad must return the ship, Norland said"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wiredesk.contract import Quote
from wiredesk.nlp.events.event_frames import EventFrame
from wiredesk.nlp.events.matching import Act
from wiredesk.nlp.events.participants import Cast, Participant
from wiredesk.nlp.events.predicates import verb_predicate
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.tokens import Tokens

FRAME = EventFrame(
    type="REQUEST",
    lemma="must",
    particle="",
    pos="v",
    conditions=(),
    actor=(),
    recipient=(),
    roles=(),
    flags=frozenset({"demands"}),
    name="REQUEST said what must be done",
)
"""The row of these demands; no word tells them by itself."""
REPROACH = replace(FRAME, type="ACCUSE", flags=frozenset({"accuses"}), name="ACCUSE said what should have been done")
"""The row of reproaches: "Chad should have returned the ship, Norland said"."""
_OBLIGATIONS = word_set("event_words", "obligations")
_KIND = kind_of_words("obligation", _OBLIGATIONS)
_STATES_OF_MIND = word_set("event_words", "states_of_mind")
"""Verbs of what nobody can be asked to do."""


def quoted_demands(quotes: Sequence[Quote], acts: Sequence[Act], cast: Cast) -> Iterator[Act]:
    """Yield the demands of named speakers on others; an act that is demanded is absorbed.

    Args:
        acts: the acts of the story, in the order of their triggers.
    """
    tokens = cast.tokens
    lower, dep = tokens.lower, tokens.dep
    modals = [at for at in tokens.of_kind(_KIND) if lower[at] in _OBLIGATIONS and dep[at] == "aux"]
    if not modals:
        return
    for quote in quotes:
        if quote.source is None or quote.mode != "said" or quote.polarity != "affirmed":
            continue
        spans = [tokens.covering(span) for span in quote.content]
        inside = [modal for span in spans for modal in modals[slice(*(bisect_left(modals, edge) for edge in span))]]
        speaker = _speaker(quote, cast) if inside else None
        if speaker is None or not cast.is_public(speaker):
            continue
        for modal in inside:
            yield from _demand(tokens.head[modal], speaker, acts, cast)


def _speaker(quote: Quote, cast: Cast) -> Participant | None:
    first, last = cast.tokens.covering(quote.source or (0, 0))
    if first >= last:
        return None
    if quote.speaker is not None:
        return Participant(cast.tokens.name_head(first, last), first, last, quote.speaker)
    named = [one for one in cast.participants([cast.tokens.root(first, last)]) if one.entity]
    return named[0] if named else None  # "Chadian rebels"


def _demand(verb: int, speaker: Participant, acts: Sequence[Act], cast: Cast) -> Iterator[Act]:
    """Yield what a verb with "must" or "should have" tells, if it is said of a body, a state or somebody in office."""
    tokens: Tokens = cast.tokens
    clause = verb_predicate(tokens, verb)
    heads = clause.get("subj")
    if clause.is_passive or not heads or tokens.child_with(verb, "neg") is not None:
        return
    own = cast.entities[speaker.entity].titles if speaker.entity else ()
    itself = {speaker.entity, *(title.of for title in own)}  # "Chad must export more", said its minister
    asked = [one for one in cast.participants(heads) if one.entity and one.entity not in itself]
    if not asked or not all(map(cast.is_public, asked)):
        return
    above = tokens.head[verb]
    if tokens.lemma[verb] in _STATES_OF_MIND or (above != verb and tokens.child_with(above, "neg") is not None):
        return  # "does not believe that Chad should leave"
    is_late = any(tokens.lower[child] == "have" for child in tokens.children_with(verb, "aux"))
    frame = REPROACH if is_late else FRAME
    act = Act(frame.type, frame, clause, actors=[speaker], recipients=asked)
    low, high = (side(acts, verb, key=lambda one: one.predicate.token) for side in (bisect_left, bisect_right))
    for inner in acts[low:high]:
        if inner.is_political:
            if not is_late:
                act.of = act.of or inner.of or inner.type
            inner.absorbed = True
    yield act
