"""One story for an agent: a piece of its text, and what was found in that piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from desk.queries.stories import Story
from desk.queries.versions import StoryVersion
from wiredesk.contract import Event, Extraction, Quote, Span
from wiredesk.errors import NotFound
from wiredesk.score_filter import at_least

PIECE_CHARACTERS = 8000
"""Characters of the text in one answer: about two thousand tokens."""
MAX_ENTITIES = 60
MAX_RECORDS = 60
"""Most quotes, and most events, of one answer."""
MAX_LISTED_VERSIONS = 20


def story_reading(story: Story, history: Sequence[StoryVersion], start: int, min_score: float) -> dict[str, Any]:
    """Return a piece of a story from an offset on, with the quotes and events that begin in it.

    Args:
        min_score: records with a lower score are left out.

    Raises:
        NotFound: the story has no results.
    """
    article, found = story.article, story.extraction
    if found is None:
        raise NotFound(f"story {article.id}", "has no results")
    found = at_least(found, min_score) if min_score > 0 else found
    end = min(start + PIECE_CHARACTERS, len(found.text))
    names = {entity.id: entity.name for entity in found.entities}
    return {
        "id": article.id, "version": article.version, "headline": article.headline, "source": article.source,
        "kind": article.kind, "urgency": article.urgency, "published": article.published, "updated": article.updated,
        "url": article.url, "rights": article.rights, "language": found.language,
        "is_current": bool(history) and article.version == max(one.version for one in history),
        "versions": [
            {"version": one.version, "kind": one.kind, "headline": one.headline, "moment": one.moment}
            for one in history[:MAX_LISTED_VERSIONS]
        ],
        "span": [start, end], "text": found.text[start:end], "next": end if end < len(found.text) else None,
        "entities": _entities(found, start, end),
        "quotes": [_quote(one, found.text, names) for one in _in_piece(found.quotes, start, end)],
        "events": [_event(one, found.text, names) for one in _in_piece(found.events, start, end)],
    }  # fmt: skip


def _entities(found: Extraction, start: int, end: int) -> list[dict[str, Any]]:
    """Return the entities with a mention in the piece, and the span of the first one there."""
    rows = []
    for entity in found.entities:
        spans = [one.span for one in entity.mentions if start <= one.span[0] < end]
        if spans:
            rows.append({"type": entity.type, "name": entity.name, "span": list(min(spans)), "mentions": len(spans)})
    return rows[:MAX_ENTITIES]


def _in_piece(records: Iterable[Any], start: int, end: int) -> list[Any]:
    chosen = [one for one in records if start <= _begin(one) < end]
    return chosen[:MAX_RECORDS]


def _begin(record: Quote | Event) -> int:
    return record.trigger[0] if isinstance(record, Event) else min(span[0] for span in record.content)


def _quote(quote: Quote, text: str, names: dict[str, str]) -> dict[str, Any]:
    speakers = quote.speakers or ((quote.speaker,) if quote.speaker else ())
    return {
        "kind": quote.kind, "content": " … ".join(text[begin:end] for begin, end in quote.content),
        "spans": [list(span) for span in quote.content],
        "speakers": [names[one] for one in speakers if one in names],
        "source": _words(text, quote.source), "cue": _words(text, quote.cue), "mode": quote.mode,
        "polarity": quote.polarity, "score": quote.score,
    }  # fmt: skip


def _event(event: Event, text: str, names: dict[str, str]) -> dict[str, Any]:
    return {
        "type": event.type, "status": event.status, "background": event.background, "quote": event.quote,
        "trigger": {"words": _words(text, event.trigger), "span": list(event.trigger)},
        "roles": [
            {"role": role.role, "words": _words(text, role.span), "span": list(role.span),
             "entity": names.get(role.entity or "")}
            for role in event.roles
        ],
        "date": event.date, "score": event.score,
    }  # fmt: skip


def _words(text: str, span: Span | None) -> str | None:
    return text[span[0] : span[1]] if span else None
