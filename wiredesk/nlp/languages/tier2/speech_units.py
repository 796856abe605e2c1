"""The sentences of a text as quotations need them: one that is quoted ends no sentence around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wiredesk.contract import Span
from wiredesk.nlp.tokens import Tokens

_STOPS = frozenset({".", "!", "?", "…", "..."})


@dataclass(frozen=True, slots=True)
class SpeechUnit:
    """A sentence: a token range, with the passages inside quotation marks that it holds."""

    start: int
    end: int
    passages: tuple[tuple[int, int], ...]
    """Token ranges without the marks."""


def speech_units(tokens: Tokens, passages: Sequence[Span], skip: Span | None = None) -> Iterator[SpeechUnit]:
    """Yield the sentences of each paragraph, in order.

    Args:
        tokens: the story.
        passages: spans inside quotation marks, in order, without the marks.
        skip: the dateline.
    """
    ranges = [one for one in (tokens.covering(span) for span in passages) if one[0] < one[1]]
    inside = [-1] * len(tokens)
    for number, (first, last) in enumerate(ranges):
        inside[first:last] = [number] * (last - first)
    start = 0
    held: list[int] = []
    for at in range(len(tokens)):
        if skip and tokens.start[at] < skip[1]:
            start = at + 1
            continue
        number = inside[at]
        if number >= 0 and (not held or held[-1] != number):
            held.append(number)
        if number < 0 and _ends(tokens, inside, at):
            yield SpeechUnit(start, at + 1, tuple(ranges[one] for one in held))
            start, held = at + 1, []
    if start < len(tokens):
        yield SpeechUnit(start, len(tokens), tuple(ranges[one] for one in held))


def _ends(tokens: Tokens, inside: Sequence[int], at: int) -> bool:
    """Return whether a token outside quotations ends a sentence."""
    if at + 1 >= len(tokens) or tokens.paragraph[at + 1] != tokens.paragraph[at]:
        return True
    following = next((one for one in range(at + 1, min(at + 3, len(tokens))) if tokens.text[one].strip()), at)
    opens = not tokens.text[following][:1].islower()
    if tokens.text[at] in _STOPS:
        return opens
    closes = at > 0 and inside[at - 1] >= 0 and not tokens.text[at][:1].isalnum()
    return closes and tokens.text[at - 1] in _STOPS and opens and tokens.text[following][:1].isalnum()
