"""The types of events with their names in plain words, for pages and the reference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args

from wiredesk.contract import EventType, Ontology, PloverType, RoleName, WireType
from wiredesk.toml_tables import read_table

PLOVER_TYPES: tuple[PloverType, ...] = get_args(PloverType)
WIRE_TYPES: tuple[WireType, ...] = get_args(WireType)
EVENT_TYPES: tuple[EventType, ...] = (*PLOVER_TYPES, *WIRE_TYPES)
"""Every type in the order in which pages list them."""


@dataclass(frozen=True, slots=True)
class TypeWords:
    """What a type is called."""

    noun: str
    """Name of the type: ``criminal charge``."""
    says: str
    """Verb between actor and recipient: ``charged``."""
    base: str
    """Its base form: ``charge``."""
    alone: str
    """Verb after an actor without a recipient: ``brought charges``."""
    alone_base: str
    """Its base form: ``bring charges``."""
    of: str
    """Words before a recipient without an actor: ``criminal charge against``."""
    means: str
    """Which acts it holds, in a sentence."""


def ontology(type: EventType) -> Ontology:
    """Return the ontology that a type belongs to."""
    return "plover" if type in PLOVER_TYPES else "wire"


@cache
def type_words() -> dict[EventType, TypeWords]:
    """Return the words of every type."""
    rows = read_table("wiredesk", "event_types")
    return {type: TypeWords(**rows[type]) for type in EVENT_TYPES}


@cache
def role_words() -> dict[RoleName, str]:
    """Return what every role is, in a sentence, in the order of the contract."""
    rows = read_table("wiredesk", "event_types")["roles"]
    return {role: rows[role] for role in get_args(RoleName)}
