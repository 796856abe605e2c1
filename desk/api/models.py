"""The shapes of the API's answers that are not in the contract."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from desk.queries.story_list import Card
from wiredesk.contract import Article, EntityType, Extraction, QuoteKind


class Problem(BaseModel):
    """What went wrong, and what to do."""

    error: str
    detail: str


class NameOut(BaseModel):
    type: EntityType
    key: str = Field(description="the name as it is looked up: folded case and white space")
    name: str


class StoryOut(BaseModel):
    """A story in a list."""

    id: str
    version: int
    headline: str
    lead: str = Field(description="the first paragraph, cut at a word")
    source: str | None
    published: datetime | None
    accepted_at: datetime
    urgency: int | None
    kind: str
    words: int
    names: list[NameOut] = Field(description="the most salient entities")


class StoriesOut(BaseModel):
    stories: list[StoryOut]
    next: str | None = Field(description="the cursor of the next page; null on the last one")


class LedgerOut(BaseModel):
    state: str
    queue: str
    attempts: int
    accepted_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class DocumentOut(Extraction):
    """The extraction document, with the article and where it stands in the ledger."""

    article: Article
    ledger: LedgerOut


class VersionOut(BaseModel):
    version: int
    kind: str
    headline: str
    updated: datetime | None
    published: datetime | None
    accepted_at: datetime
    words: int


class VersionsOut(BaseModel):
    versions: list[VersionOut]


class RankedOut(NameOut):
    stories: int = Field(description="of the stories looked at, those that mention it")


class EntitiesOut(BaseModel):
    entities: list[RankedOut]


class DayOut(BaseModel):
    day: date
    stories: int


class ProfileOut(BaseModel):
    """A name, told from its newest stories."""

    key: str
    name: str
    types: list[EntityType]
    stories: int = Field(description="counted up to 500")
    titles: list[str]
    with_whom: list[RankedOut]
    days: list[DayOut]
    lat: float | None
    lon: float | None


class QuoteOut(BaseModel):
    kind: QuoteKind
    content: str
    cue: str | None
    source: str | None = Field(description="the attribution's subject as it stands in the text")
    speaker: NameOut | None
    story: str = Field(description="the story's id")
    version: int
    headline: str
    agency: str | None
    moment: datetime


class QuotesOut(BaseModel):
    quotes: list[QuoteOut]
    next: str | None


class DateOut(BaseModel):
    value: str
    type: str
    start: int
    end: int
    story: str
    version: int


class DatesOut(BaseModel):
    dates: list[DateOut]
    next: str | None


def story_out(card: Card) -> dict[str, Any]:
    """A card as :class:`StoryOut`."""
    return {
        "id": card.id, "version": card.version, "headline": card.headline, "lead": card.lead, "source": card.source,
        "published": card.published, "accepted_at": card.accepted_at, "urgency": card.urgency, "kind": card.kind,
        "words": card.words,
        "names": [{"type": name.type, "key": name.key, "name": name.name} for name in card.names],
    }  # fmt: skip
