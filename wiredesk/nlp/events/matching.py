"""Which rows of the lexicon hold for a predicate, and who fills their slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wiredesk.contract import EventStatus, EventType, RoleName
from wiredesk.event_types import PLOVER_TYPES
from wiredesk.nlp.events.event_frames import EventFrame, SlotCondition, Slots
from wiredesk.nlp.events.participants import Cast, Participant
from wiredesk.nlp.events.predicates import Predicate
from wiredesk.nlp.events.slot_fillers import SlotFillers
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_PLOVER = frozenset(PLOVER_TYPES)
_ONTOLOGIES = (True, False)
"""Political or of the wire: a predicate has at most one row of each."""
_SOMEBODY = frozenset({"PERSON", "BODY", "COMPANY", "STATE", "ACTOR", "NUMBER"})
_VIOLENCE = word_set("event_classes", "ATTACK", "CRIME")


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
    absorbed: bool = False
    """Whether the act is part of another: of "promised to send aid" the sending."""

    @property
    def is_political(self) -> bool:
        """Whether its type is one of PLOVER."""
        return self.type in _PLOVER


def matching_frames(predicate: Predicate, rows: Sequence[EventFrame], cast: Cast) -> list[EventFrame]:
    """Return the row with most conditions that holds, of each ontology."""
    filled = frozenset(predicate.slots)
    rows = [row for row in rows if row.needs <= filled]
    if not rows:
        return []
    found: dict[bool, EventFrame] = {}
    particles, may_be_bare = _particles(cast.tokens, predicate)
    fillers: dict[str, SlotFillers] = {}
    for row in rows:
        political = row.type in _PLOVER
        if political in found or not (row.particle in particles if row.particle else may_be_bare):
            continue
        for condition in row.conditions:
            if not holds(condition, predicate, cast, fillers):
                break
        else:
            found[political] = row
            if len(found) == len(_ONTOLOGIES):
                break
    return list(found.values())


def _particles(tokens: Tokens, predicate: Predicate) -> tuple[set[str], bool]:
    """Return the words beside a verb that may be its particle, and whether it may as well have none."""
    found: set[str] = set()
    may_be_bare = True
    for child in tokens.children[predicate.token]:
        if child > predicate.token:
            label = tokens.dep[child]
            if label in {"prt", "advmod"} or (label == "prep" and not tokens.children[child]):
                found.add(tokens.lower[child])
                may_be_bare = may_be_bare and label != "prt"
    return found, may_be_bare


def holds(condition: SlotCondition, predicate: Predicate, cast: Cast, fillers: dict[str, SlotFillers]) -> bool:
    """Return whether a condition of a row is met.

    Args:
        fillers: what was read of the slots of this predicate; more is added.
    """
    found = fillers.get(condition.slot)
    if found is None:
        found = fillers[condition.slot] = SlotFillers(cast, predicate.heads(condition.slot, cast.tokens))
    return found.meet(condition) != condition.negated


def fill(
    slots: Slots, predicate: Predicate, cast: Cast, *, nations: bool, things: bool = False, is_side: bool = True
) -> list[Participant]:
    """Return the participants of the first alternative that has any.

    Args:
        nations: whether a state takes part through its people, see ``Cast.participants``.
        things: whether it does through its things.
        is_side: whether actors or recipients are asked for, not the roles beside them.
    """
    if is_side and ("obj",) in slots[1:]:  # of "endorsed the speaker of the House, Ann Lee" not the House
        named = [one for one in cast.participants(heads_of("obj", predicate, cast.tokens), nations=False) if one.entity]
        if named:
            return named
    for group in slots:
        found: list[Participant] = []
        for slot in group:
            heads = heads_of(slot, predicate, cast.tokens)
            if not heads:
                continue
            some = cast.participants(heads, nations=nations, things=things)
            found += [one for one in some if one.entity or not is_side or _may_be_unnamed(slot, one, cast.tokens)]
        if found:
            return found
    return []


def _may_be_unnamed(slot: str, one: Participant, tokens: Tokens) -> bool:
    """Return whether a phrase without a name takes part: "the company", not "state" in "secretary of state"."""
    if slot.endswith(("mod", ".actor", ".recipient")):
        return False
    return "." not in slot or any(tokens.dep[child] in {"det", "poss"} for child in tokens.children[one.head])


def heads_of(slot: str, predicate: Predicate, tokens: Tokens) -> list[int]:
    """Return the nouns in a slot; clauses are no participants."""
    heads = predicate.heads(slot, tokens)
    return [head for head in heads if tokens.pos[head] not in {"VERB", "AUX"}] if heads else heads


def recipients_of(
    predicate: Predicate, slots: Iterable[str], cast: Cast, actors: Iterable[Participant] = ()
) -> list[Participant]:
    """Return the participants with an entity in the first of these slots that has any who is no actor.

    A place before a noun of violence is where it was done, and to whom: Kenya in "condemned the Kenya bombings".
    """
    tokens = cast.tokens
    own = {one.entity for one in actors} | {None}
    for slot in slots:
        heads = heads_of(slot, predicate, tokens)
        if not heads:
            continue
        if slot.endswith(".mod") and (slot != "obj.mod" or _is_violence(predicate, tokens)):
            heads = [head for head in heads if tokens.ent_type[head] == "NORP"]  # not Paris in "the Paris accord"
        if found := [one for one in cast.participants(heads, things=True) if one.entity not in own]:
            return found
    return []


def _is_violence(predicate: Predicate, tokens: Tokens) -> bool:
    return any(tokens.lemma[noun] in _VIOLENCE for noun in predicate.get("obj"))


def _doers(actors: list[Participant], predicate: Predicate, cast: Cast) -> list[Participant]:
    """Return the actors without things that stand beside a named subject: "Chad ended the talks with a promise"."""
    if not any(one.entity for one in actors):
        return actors
    subjects = {head for slot in ("subj", "obj") for head in predicate.get(slot)}
    return [
        one for one in actors if one.entity or one.head in subjects or not _SOMEBODY.isdisjoint(cast.kinds(one.head))
    ]


def build_act(frame: EventFrame, predicate: Predicate, cast: Cast) -> Act:
    """Return the act that a row tells, with its participants."""
    act = Act(frame.type, frame, predicate)
    nations = act.is_political and "person" not in frame.flags
    act.actors = fill(frame.actor, predicate, cast, nations=nations)
    act.recipients = fill(frame.recipient, predicate, cast, nations=nations, things=True)
    if "scores" in frame.flags:  # the parser takes the score for an object
        act.recipients = [one for one in act.recipients if one.entity or cast.tokens.tag[one.head] != "CD"]
    act.more = [
        (name, one) for name, slots in frame.roles for one in fill(slots, predicate, cast, nations=False, is_side=False)
    ]
    act.actors = _doers(act.actors, predicate, cast)
    if "reciprocal" in frame.flags:
        act.actors += [one for one in act.recipients if one not in act.actors]
        act.recipients = []
    elif not any(one.entity for one in act.recipients) and frame.recipient:
        is_one = "personal" in frame.flags and any(map(cast.is_private, predicate.get("obj")))
        act.recipients = recipients_of(predicate, () if is_one else frame.further, cast, act.actors) or act.recipients
    others = {one.entity for one in act.actors if one.entity}
    others |= {one.entity for name, one in act.more if name == "seller" and one.entity}
    act.recipients = [one for one in act.recipients if one.entity not in others]
    return act
