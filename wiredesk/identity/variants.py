"""Which things of different names are one, and which of one name may be two."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.identity.thing_evidence import KnownThing, UnionEdge


def find_unions(candidates: Sequence[KnownThing]) -> list[UnionEdge]:
    """Return the pairs among the things that share a key, of all kinds, that are one or may have to be told apart."""
    return []
