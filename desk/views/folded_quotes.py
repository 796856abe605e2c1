"""Quotes with the same words of one speaker as one, the way stories of several agencies and versions repeat them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desk.queries.quote_search import QuoteRow

_MARKS = " \"'“”‘’«»„,.;:!?…"
"""What agencies write differently at the ends of one quote."""


@dataclass(frozen=True, slots=True)
class FoldedQuote:
    """A quote, and the same words in other places."""

    quote: QuoteRow
    others: tuple[QuoteRow, ...]
    """In other stories, one of each, in the order of the list."""


def fold_quotes(rows: Iterable[QuoteRow]) -> list[FoldedQuote]:
    """Return the quotes of a list in its order, each with those that repeat it.

    Two quotes are the same if one speaker said the same words, whatever their case, spaces and marks at the ends.  A
    quote without a known speaker is compared by how its story names the speaker.
    """
    groups: dict[tuple[object, str], list[QuoteRow]] = {}
    for row in rows:
        speaker = row.speaker_thing or row.speaker_key or (row.source or "").casefold()
        words = " ".join(row.content.casefold().split()).strip(_MARKS)
        groups.setdefault((speaker, words), []).append(row)
    folded = []
    for first, *rest in groups.values():
        others = {row.id: row for row in reversed(rest) if row.id != first.id}
        folded.append(FoldedQuote(first, tuple(reversed(others.values()))))
    return folded
