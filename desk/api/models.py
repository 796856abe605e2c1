"""The models of the API's answers, for its description.  The documents themselves are in the contract."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from wiredesk.contract import Article, EntityType, Extraction, Polarity, QuoteKind, QuoteMode, SourceClass


class Problem(BaseModel):
    """An error: what happened and what to do."""

    error: str
    detail: str


class NameOut(BaseModel):
    type: EntityType
    key: str = Field(description="the name in the form of look-ups: folded case and white space")
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
    """The extraction document with the article and its ledger state."""

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
    stories: int = Field(description="number of the examined stories that mention it")


class EntitiesOut(BaseModel):
    entities: list[RankedOut]


class DayOut(BaseModel):
    day: date
    stories: int


class ProfileOut(BaseModel):
    """A name, described by its newest stories."""

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
    source: str | None = Field(description="the attribution's subject as written in the text")
    speaker: NameOut | None
    with_whom: list[str] = Field(description="names of those who said it together with the speaker")
    mode: QuoteMode | None = Field(description="what the cue reports; null for a story of a release up to 0.2")
    polarity: Polarity | None
    source_class: SourceClass | None
    score: float | None
    story: str = Field(description="the story id")
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
