"""Who a person is that a story calls by one word."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.identity.thing_evidence import Decision, KnownThing, ThingContext


def settle_bare(key: str, story: ThingContext, candidates: Sequence[KnownThing]) -> Decision:
    """Return who a bare name is in a story: one of the people that have the name, else nobody.

    ``candidates`` are the people that bear the key as their surname or are called so in a story; those that are one
    come as one, with the contexts joined.
    """
    return Decision(None, "bare", 0.0, {})
