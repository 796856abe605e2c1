"""Which rows of the lexicon hold for a predicate, and who fills their slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wiredesk.contract import EventStatus, EventType, RoleName
from wiredesk.event_types import PLOVER_TYPES
from wiredesk.nlp.events.event_frames import EventFrame, SlotCondition, Slots
from wiredesk.nlp.events.participants import Cast, Participant, joined
from wiredesk.nlp.events.predicates import Predicate
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.tokens import Tokens

_PLOVER = frozenset(PLOVER_TYPES)
_FURTHER: dict[str, tuple[str, ...]] = {
    kind: word_list("event_words", f"further_{kind.lower()}") for kind in word_list("event_words", "further_types")
}
"""Slots in which the recipient stands where those of the row name nobody: "rejected Chad's offer", "a truce with"."""
_OF_AMOUNTS = frozenset({"MONEY", "PERCENT", "NUMBER"})


@dataclass(slots=True)
class Act:
    """An act while it is put together."""

    type: EventType
    frame: EventFrame
    predicate: Predicate
    actors: list[Participant] = field(default_factory=list)
    recipients: list[Participant] = field(default_factory=list)
    more: list[tuple[RoleName, Participant]] = field(default_factory=list)
    """Participants in further roles."""
    status: EventStatus = "occurred"
    of: EventType | None = None
    background: bool = False
    absorbed: bool = False
    """Whether the act is part of another: of "promised to send aid" the sending."""

    @property
    def is_political(self) -> bool:
        """Whether its type is one of PLOVER."""
        return self.type in _PLOVER


def matching_frames(predicate: Predicate, rows: Sequence[EventFrame], cast: Cast) -> list[EventFrame]:
    """Return the row with most conditions that holds, of each ontology."""
    found: dict[bool, EventFrame] = {}
    particles = _particles(cast.tokens, predicate)
    for row in rows:
        political = row.type in _PLOVER
        if political in found or not _has_particle(row, predicate, particles, cast.tokens):
            continue
        if all(holds(condition, predicate, cast) for condition in row.conditions):
            found[political] = row
    return list(found.values())


def _particles(tokens: Tokens, predicate: Predicate) -> dict[str, int]:
    """Return the words beside a verb that may be its particle."""
    return {
        tokens.lower[child]: child
        for child in tokens.children[predicate.token]
        if child > predicate.token
        and (tokens.dep[child] in {"prt", "advmod"} or (tokens.dep[child] == "prep" and not tokens.children[child]))
    }


def _has_particle(row: EventFrame, predicate: Predicate, particles: dict[str, int], tokens: Tokens) -> bool:
    if row.particle:
        if row.particle not in particles:
            return False
        predicate.particle = particles[row.particle]
        return True
    return not any(tokens.dep[child] == "prt" for child in particles.values())


def holds(condition: SlotCondition, predicate: Predicate, cast: Cast) -> bool:
    """Return whether a condition of a row is met."""
    heads = predicate.heads(condition.slot, cast.tokens)
    if not condition.words and not condition.kinds:
        return bool(heads) != condition.negated
    return any(_fits(condition, head, cast) for head in heads) != condition.negated


def _fits(condition: SlotCondition, head: int, cast: Cast) -> bool:
    tokens = cast.tokens
    for one in joined(tokens, head):
        if condition.words and (tokens.lemma[one] in condition.words or tokens.lower[one] in condition.words):
            return True
        if condition.kinds:
            if condition.kinds & cast.kinds(one):
                return True
            if condition.kinds & _OF_AMOUNTS and _has_amount(condition, one, tokens):
                return True
    return head in predicate_numbers(tokens, head) and bool(condition.kinds & {"NUMBER"})


def predicate_numbers(tokens: Tokens, head: int) -> list[int]:
    """Return the numerals right before a noun."""
    return [child for child in tokens.children[head] if tokens.dep[child] == "nummod"]


def _has_amount(condition: SlotCondition, head: int, tokens: Tokens) -> bool:
    labels = {tokens.ent_type[token] for token in range(max(tokens.left[head], head - 6), head + 1)}
    if "MONEY" in condition.kinds and "MONEY" in labels:
        return True
    if "PERCENT" in condition.kinds and "PERCENT" in labels:
        return True
    return "NUMBER" in condition.kinds and bool(predicate_numbers(tokens, head))


def fill(slots: Slots, predicate: Predicate, cast: Cast, *, is_side: bool = True) -> list[Participant]:
    """Return the participants of the first alternative that has any; ``is_side`` for actors and recipients."""
    for group in slots:
        found: list[Participant] = []
        for slot in group:
            some = cast.participants(heads_of(slot, predicate, cast.tokens))
            found += [one for one in some if one.entity or not is_side or _may_be_unnamed(slot, one, cast.tokens)]
        if found:
            return found
    return []


def _may_be_unnamed(slot: str, one: Participant, tokens: Tokens) -> bool:
    """Return whether a phrase without a name takes part: "the company", not "state" in "secretary of state"."""
    if slot.endswith("mod"):
        return False
    return "." not in slot or any(tokens.dep[child] in {"det", "poss"} for child in tokens.children[one.head])


def heads_of(slot: str, predicate: Predicate, tokens: Tokens) -> Iterable[int]:
    """Return the nouns in a slot; clauses are no participants."""
    return [head for head in predicate.heads(slot, tokens) if tokens.pos[head] not in {"VERB", "AUX"}]


def recipients_of(predicate: Predicate, slots: Iterable[str], cast: Cast) -> list[Participant]:
    """Return the participants with an entity in the first of these slots that has any."""
    for slot in slots:
        heads = heads_of(slot, predicate, cast.tokens)
        if found := [one for one in cast.participants(heads) if one.entity]:
            return found
    return []


def build_act(frame: EventFrame, predicate: Predicate, cast: Cast) -> Act:
    """Return the act that a row tells, with its participants."""
    act = Act(frame.type, frame, predicate)
    act.actors = fill(frame.actor, predicate, cast)
    act.recipients = fill(frame.recipient, predicate, cast)
    if frame.type == "WIN":  # the parser takes the score for an object
        act.recipients = [one for one in act.recipients if one.entity or cast.tokens.tag[one.head] != "CD"]
    act.more = [(name, one) for name, slots in frame.roles for one in fill(slots, predicate, cast, is_side=False)]
    if "reciprocal" in frame.flags:
        act.actors += [one for one in act.recipients if one not in act.actors]
        act.recipients = []
    elif not any(one.entity for one in act.recipients) and frame.recipient:
        more = recipients_of(predicate, _FURTHER.get(frame.type, ()), cast)
        act.recipients = more or act.recipients
    actors = {one.entity for one in act.actors if one.entity}
    act.recipients = [one for one in act.recipients if one.entity not in actors]
    return act
