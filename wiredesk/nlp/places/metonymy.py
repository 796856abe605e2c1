"""Decide whether a place acts (a government, a people, a team) or is only a location.

The rows are tried in their order, first those of form, then those of the role in the sentence, and the first that
applies decides. Without a row the place is a location.
"""

from __future__ import annotations

from wiredesk.nlp.cues import Cue
from wiredesk.nlp.places.metonym_forms import ACTOR, FORM_CUES, LINE_UP
from wiredesk.nlp.places.metonym_roles import ROLE_CUES
from wiredesk.nlp.places.named_place import place_at
from wiredesk.nlp.tokens import Tokens

METONYM_CUES: tuple[Cue, ...] = (*FORM_CUES, *ROLE_CUES)
"""All rows in their order."""
SPORT = frozenset({"fixture", "headline of sport", "score", LINE_UP, "team", "its score"})
"""Rows by which a place is a team."""


def match_rule(tokens: Tokens, start: int, end: int) -> Cue | None:
    """Return the row by which the place at these tokens is an actor; None where it is a location."""
    place = place_at(tokens, start, end)
    for row in METONYM_CUES:
        if row.feature(place):
            return row if row.label == ACTOR else None
    return None
