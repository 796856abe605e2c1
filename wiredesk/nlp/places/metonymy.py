"""Decide whether a place acts (a government, a people, a team) or is only a location.

The rows are tried in their order, first those of form, then those of the role in the sentence, and the first that
applies decides. Without a row the place is a location.
"""

from __future__ import annotations

from functools import lru_cache

from wiredesk.nlp.cues import Cue, Feature
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
    for row, feature in _rows_of_label(place.dep):
        if feature(place):
            return row if row.label == ACTOR else None
    return None


@lru_cache(maxsize=128)
def _rows_of_label(dep: str) -> tuple[tuple[Cue, Feature], ...]:
    """Return the rows that may apply to a name with a dependency label, in their order."""
    return tuple((row, row.feature) for row in METONYM_CUES if "dep" not in row.needs or dep in row.needs["dep"])
