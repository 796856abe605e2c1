"""Stories of a list with the words of the query in their headlines, and with the passages that have the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from desk.queries.filters import Filters
from desk.queries.language.query_tree import Words, wanted_words
from desk.queries.plan_hints import in_list
from desk.queries.story_list import Card, cards
from desk.queries.word_passages import MAX_SEARCHED_CHARACTERS, WordFinder, WordPassage
from wiredesk.contract import Span
from wiredesk.store.tables import articles, extractions


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A story of a list, and where it has the words that were asked for."""

    card: Card
    title_marks: tuple[Span, ...] = ()
    """The words in the headline or what stands for it."""
    passage: WordPassage | None = None
    """The passage of the body that has the words; None without words, or where the body has none of them."""


def found_cards(connection: Connection, filters: Filters, seqs: Sequence[int]) -> list[FoundCard]:
    """Return the stories with these numbers, in their order, with the words of some filters.

    The caller must have checked that the stories are visible.

    Raises:
        BadQuery: the filters are invalid.
    """
    found = cards(connection, seqs)
    finder = WordFinder(asked_words(filters))
    if not finder:
        return [FoundCard(card) for card in found]
    body = func.substr(articles.c.body, 1, MAX_SEARCHED_CHARACTERS)
    joined = articles.join(extractions, extractions.c.seq == articles.c.seq, isouter=True)
    query = select(articles.c.seq, body, extractions.c.language).select_from(joined)
    rows = connection.execute(query.where(in_list(connection, articles.c.seq, seqs)))
    texts: dict[int, tuple[str, str | None]] = {row[0]: (row[1], row[2]) for row in rows}
    return [_found_card(card, finder, *texts[card.seq]) for card in found]


def _found_card(card: Card, finder: WordFinder, body: str, language: str | None) -> FoundCard:
    passage = finder.passage(body, _body_start(card), language)
    return FoundCard(card, finder.marks(card.title, language), passage)


def asked_words(filters: Filters) -> tuple[Words, ...]:
    """Return the words that make a story fit, with those inside a quote."""
    words = wanted_words(filters.tree())
    return words if not filters.speaker else words + wanted_words(filters.said_tree())


def _body_start(card: Card) -> int:
    """Return where the body begins in the text that every offset indexes."""
    return len(card.headline) + 2 if card.headline else 0
