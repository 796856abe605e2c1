"""Which events of a story tell of one act: the headline, the lead and the body tell it again."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.contract import EventType
from wiredesk.nlp.events.matching import Act

_FAMILIES: tuple[frozenset[EventType], ...] = (
    frozenset({"ASSAULT", "DIE", "INJURE", "DISASTER"}),
    frozenset({"COERCE", "ARREST"}),
    frozenset({"ACCUSE", "CHARGE", "SUE"}),
    frozenset({"CONCEDE", "RETREAT", "LEAVE"}),
    frozenset({"AGREE", "ACQUIRE"}),
)
"""Types under which one act may stand."""
_FAMILY: dict[str, int] = {type: number for number, family in enumerate(_FAMILIES) for type in family}
MAX_GROUPS = 40
"""Acts of one family that an act is compared with, the latest first: bounds the time for a text of 10,000 verbs."""


def absorb_infinitives(acts: Sequence[Act]) -> None:
    """Absorb an act in the infinitive of one of the same type: "voted to support Chad" is one act.

    What is known of the inner act alone goes to the outer one.
    """
    by_verb = {(act.predicate.token, act.type): act for act in acts if not act.absorbed}
    for act in acts:
        if act.absorbed:
            continue
        for verb in act.predicate.get("inf"):
            inner = by_verb.get((verb, act.type))
            if inner is None or inner is act or inner.absorbed:
                continue
            own = {one.entity for one in act.actors if one.entity}
            act.recipients = act.recipients or [one for one in inner.recipients if one.entity not in own]
            act.more += [one for one in inner.more if one not in act.more]
            inner.absorbed = True


def number_acts(acts: Sequence[Act], dates: Sequence[str | None]) -> list[int]:
    """Return the number of each act; acts that tell of one thing share it. Numbers begin at 1."""
    groups: dict[object, list[tuple[int, Act, str | None]]] = {}
    found: list[int] = []
    latest = 0
    for act, date in zip(acts, dates, strict=True):
        family = groups.setdefault(_FAMILY.get(act.type, act.type), [])
        number = next(
            (number for number, other, day in reversed(family[-MAX_GROUPS:]) if _same(act, date, other, day)), 0
        )
        if not number:
            latest += 1
            number = latest
        family.append((number, act, date))
        found.append(number)
    return found


def _same(one: Act, date: str | None, other: Act, other_date: str | None) -> bool:
    """Return whether nothing tells two acts apart, and somebody takes part in both."""
    if one.predicate.token == other.predicate.token:
        return True
    if date and other_date and date[:10] != other_date[:10]:
        return False
    if one.of != other.of and one.of and other.of:
        return False
    left, right = _sides(one), _sides(other)
    shared = 0
    for mine, theirs in zip(left, right, strict=True):
        if mine and theirs:
            if not mine & theirs:
                return False
            shared += 1
    return shared > 0 or (one.type == other.type and not any(left) and not any(right))


def _sides(act: Act) -> tuple[set[str], set[str]]:
    return (
        {one.entity for one in act.actors if one.entity},
        {one.entity for one in act.recipients if one.entity},
    )
