"""Figures of an act: sums and numbers in a phrase, how a match ended, how strong an earthquake was."""

from __future__ import annotations

import re

from wiredesk.contract import RoleName, Span
from wiredesk.nlp.context import Context
from wiredesk.nlp.events.participants import Cast, Participant
from wiredesk.nlp.tokens import Tokens

NUMERIC: frozenset[RoleName] = frozenset(
    {"amount", "price", "stake", "rate", "step", "jobs", "deaths", "injured", "magnitude", "score"}
)
"""Roles that are a number or a sum inside their phrase."""
_SUMS: frozenset[RoleName] = frozenset({"amount", "price"})
"""Roles for which a bare number is too little: the "five" of "five-year notes" is no amount."""
_SCORE = re.compile(r"\b\d{1,3} ?[-–] ?\d{1,3}\b(?! ?[-–])")
_REACH_OF_SCORE = 80
"""Characters behind "beat" within which a score may stand: the loser's name and a round of the contest."""
_MAGNITUDE = re.compile(
    r"\b(?:magnitude|measur(?:ing|ed)|register(?:ing|ed))(?: of| an estimated| about| a)?[ -]"
    r"(?:magnitude )?(\d(?:\.\d)?)\b"
    r"|\b(\d\.\d)(?= on the (?:\S+ )?Richter| magnitude|-magnitude)",
    re.IGNORECASE,
)


def number_in(cast: Cast, role: RoleName, participant: Participant, context: Context) -> Span | None:
    """Return the sum or the number inside a phrase."""
    tokens, first = cast.tokens, cast.phrase_start(participant.head)
    begin, end = tokens.span(first, participant.head + 1)
    for amount in context.amounts:
        if begin < amount.span[1] and amount.span[0] < end and amount.kind != "count":
            return amount.span
    if role in _SUMS:
        return None
    numerals = [token for token in range(first, participant.head + 1) if tokens.tag[token] == "CD"]
    return tokens.span(numerals[0], numerals[-1] + 1) if numerals else None


def score_behind(tokens: Tokens, trigger: int, text: str) -> Span | None:
    """Return the score behind the verb or noun of a victory, in its sentence."""
    begin = tokens.start[trigger]
    end = tokens.span(trigger, tokens.sentence_end[trigger])[1]
    found = _SCORE.search(text, begin, min(end, begin + _REACH_OF_SCORE))
    return found.span() if found else None


def magnitude_beside(tokens: Tokens, trigger: int, text: str) -> Span | None:
    """Return the magnitude of an earthquake that its sentence tells."""
    begin, end = tokens.span(tokens.sentence_start[trigger], tokens.sentence_end[trigger])
    found = _MAGNITUDE.search(text, begin, min(end, tokens.start[trigger] + 300))
    if not found:
        return None
    return found.span(1) if found[1] else found.span(2)
