"""Read a row of the frame lexicon: the types, slots, roles and flags of its cells are checked.

:mod:`wiredesk.nlp.events.event_frames` says how rows are written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from sys import intern
from typing import Any, TypeVar, get_args

from wiredesk.contract import RoleName
from wiredesk.errors import ConfigError
from wiredesk.event_types import EVENT_TYPES
from wiredesk.nlp.events.event_frames import FLAGS, KINDS, EventFrame, SlotCondition, Slots
from wiredesk.nlp.lexicon import word_set
from wiredesk.toml_tables import read_table

_ROLE_NAMES = frozenset(get_args(RoleName))
_COLUMNS = 7
_SLOTS = frozenset({"subj", "obj", "iobj", "comp", "inf", "that", "subjunctive", "ing", "poss", "mod", "adv", "source"})
_OF_NOUN = frozenset({"poss", "mod"})
_OF_CLAUSE = frozenset(f"{clause}.{part}" for clause in ("inf", "that", "ing") for part in ("actor", "recipient"))


def is_frame(line: str) -> bool:
    """Return whether a line of a knowledge file is a row of an event type."""
    return line.partition("|")[0].strip() in EVENT_TYPES


def parse_frames(line: str, subject: str) -> tuple[EventFrame, ...]:
    """Return the frames of a row: one for each trigger with each pattern.

    Raises:
        ConfigError: the row has a wrong type, trigger, condition, slot, role or flag.
    """
    cells = [*line.split("|"), "", ""]
    return tuple(
        parse_frame("|".join((cells[0], trigger, pattern, *cells[3:-2])), subject)
        for trigger in cells[1].split("/")
        for pattern in cells[2].split(";")
    )


def parse_frame(line: str, subject: str) -> EventFrame:
    """Return the frame of a row with one trigger and one pattern.

    Raises:
        ConfigError: the row has a wrong type, trigger, condition, slot, role or flag.
    """
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) > _COLUMNS:
        raise ConfigError(subject, f"has {len(cells)} columns", f"write at most {_COLUMNS}")
    kind, trigger, pattern, actor, recipient, roles, flags = cells + [""] * (_COLUMNS - len(cells))
    if kind not in EVENT_TYPES:
        raise ConfigError(subject, f"{kind!r} is no event type", "wiredesk events --types lists them")
    if not trigger:
        raise ConfigError(subject, "has no trigger", "write a lemma in the second column")
    lemma, _, particle = trigger.partition("_")
    lemma, _, pos = lemma.partition(".")
    if pos not in {"", "n", "a"} or not lemma or " " in lemma:
        raise ConfigError(
            subject, f"trigger {trigger!r} cannot be read", "write accuse, carry_out, attack.n or ready.a"
        )
    conditions, needs = _once(_pattern, pattern, subject)
    return EventFrame(
        type=intern(kind),  # type: ignore[arg-type]
        lemma=intern(lemma),
        particle=intern(particle),
        pos=intern(pos or "v"),  # type: ignore[arg-type]
        conditions=conditions,
        actor=_once(_slots, actor, subject),
        recipient=_once(_slots, recipient, subject),
        roles=_once(_roles, roles, subject),
        flags=_once(_flags, flags, subject),
        name=" ".join(filter(None, (kind, trigger, pattern))),
        needs=needs,
    )


_Read = TypeVar("_Read")
_KNOWN: dict[tuple[Callable[[str, str], Any], str], Any] = {}
"""What a cell says: thousands of rows have a few hundred different ones."""


def _once(read: Callable[[str, str], _Read], cell: str, subject: str) -> _Read:
    """Return what a cell says; rows with the same cell share it, in the memory of a worker's children, too."""
    found: _Read | None = _KNOWN.get((read, cell))
    if found is None:
        found = _KNOWN[read, cell] = read(cell, subject)
    return found


def _pattern(cell: str, subject: str) -> tuple[tuple[SlotCondition, ...], frozenset[str]]:
    """Return the conditions of a pattern and the slots that it needs."""
    conditions = tuple(_once(_condition, part, subject) for part in cell.split())
    return conditions, _shared(frozenset(one.slot.partition(".")[0] for one in conditions if not one.negated))


@cache
def _shared(words: frozenset[str]) -> frozenset[str]:
    """Return the first set of the same words."""
    return words


def _flags(cell: str, subject: str) -> frozenset[str]:
    flags = frozenset(cell.split())
    if unknown := flags - FLAGS:
        raise ConfigError(subject, f"flag {min(unknown)!r} is unknown", f"the flags are {', '.join(sorted(FLAGS))}")
    return flags


def _condition(part: str, subject: str) -> SlotCondition:
    slot, _, values = part.removeprefix("!").partition(":")
    check_slot(slot, subject)
    words: set[str] = set()
    kinds: set[str] = set()
    for value in filter(None, values.split("/")):
        if value.startswith("@"):
            if value[1:] not in KINDS:
                raise ConfigError(subject, f"{value} is no kind of participant", f"they are {', '.join(sorted(KINDS))}")
            kinds.add(value[1:])
        elif value.isupper():
            if value not in read_table("wiredesk.nlp.lexicon", "event_classes"):
                raise ConfigError(subject, f"{value} is no class of nouns", "lexicon/event_classes.toml has them")
            words |= word_set("event_classes", value)
        else:
            words.add(intern(value))
    return SlotCondition(intern(slot), frozenset(words), frozenset(kinds), part.startswith("!"))


def _roles(cell: str, subject: str) -> tuple[tuple[RoleName, Slots], ...]:
    return tuple(_role(part, subject) for part in cell.split())


def _role(part: str, subject: str) -> tuple[RoleName, Slots]:
    name, _, slots = part.partition("=")
    if name not in _ROLE_NAMES:
        raise ConfigError(subject, f"{name!r} is no role", f"the roles are {', '.join(sorted(_ROLE_NAMES))}")
    return name, _once(_slots, slots, subject)  # type: ignore[return-value]


def _slots(cell: str, subject: str) -> Slots:
    found = tuple(tuple(map(intern, one.split("+"))) for one in cell.split("/") if one)
    for group in found:
        for slot in group:
            check_slot(slot, subject)
    return found


def check_slot(slot: str, subject: str) -> None:
    """Raise an error for what is neither a slot nor a preposition."""
    if slot in _OF_CLAUSE:
        return
    prepositions = word_set("function_words", "prepositions")
    outer, _, inner = slot.partition(".")
    if outer not in _SLOTS | prepositions or (inner and inner not in _OF_NOUN | prepositions):
        hint = f"the slots are {', '.join(sorted(_SLOTS))}, and prepositions"
        raise ConfigError(subject, f"{slot!r} is no slot", hint)
