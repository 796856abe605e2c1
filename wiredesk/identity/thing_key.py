"""What a thing is known by, and the id that is computed from it."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from wiredesk.contract import EntityType

ID_BITS = 63
"""Bits of an id: what a signed column of eight bytes holds."""


class ThingKind(StrEnum):
    """What kind of thing a name is of; names of different kinds are different things."""

    PERSON = "person"
    PLACE = "place"
    BODY = "body"
    """An organisation."""
    DEMONYM = "demonym"
    """The people of a place, or what is of it: Portuguese."""
    OTHER = "other"


_KINDS: dict[EntityType, ThingKind] = {
    "PERSON": ThingKind.PERSON,
    "GPE": ThingKind.PLACE,
    "LOC": ThingKind.PLACE,
    "FAC": ThingKind.PLACE,
    "ORG": ThingKind.BODY,
    "NORP": ThingKind.DEMONYM,
}


def kind_of(type: EntityType) -> ThingKind:
    """Return the kind of the things that entities of a type are."""
    return _KINDS.get(type, ThingKind.OTHER)


class ThingKey(NamedTuple):
    """What a thing is known by."""

    kind: ThingKind
    key: str
    """Its name in the form in which names are compared; of a thing known by an id the id: ``wikidata:Q64``."""
    sense: str = ""
    """Tells things of one name apart: empty for the first bearer, ``bare`` for a name that is not settled yet."""

    @property
    def id(self) -> int:
        """The id of the thing, from 1 to 2 ** 63 - 1."""
        return thing_id(self)


def thing_id(key: ThingKey) -> int:
    """Return the id that belongs to a key: the first 63 bits of a hash, never 0."""
    text = "\x1f".join(key).encode(errors="surrogatepass")
    return (int.from_bytes(blake2b(text, digest_size=8).digest()) >> (64 - ID_BITS)) or 1
