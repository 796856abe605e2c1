"""The models of the API's answers, for its description.  The documents themselves are in the contract."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from desk.api.problem_models import Problem as Problem
from desk.api.thing_models import RankedThingOut
from desk.api.thread_models import TIME_BASIS, RelatedOut
from desk.queries.story_list import TimeBasis
from wiredesk.contract import (
    Article,
    Entity,
    EntityType,
    EventStatus,
    EventType,
    Extraction,
    Ontology,
    Polarity,
    QuoteKind,
    QuoteMode,
    RoleName,
    SourceClass,
    Span,
)
from wiredesk.store.change_tables import ChangeKind


class NameOut(BaseModel):
    type: EntityType
    key: str = Field(description="the name in the form of look-ups: folded case and white space")
    name: str
    thing: str | None = Field(description="the id of the thing that it is; null until the directory has it")


class PlaceNameOut(NameOut):
    """A name, of a place with its coordinates."""

    lat: float | None = Field(description="degrees north")
    lon: float | None = Field(description="degrees east")


class SnippetOut(BaseModel):
    """The passage of a story that has the words of the query."""

    text: str = Field(description="the passage; each character of white space is a space")
    span: Span = Field(description="where it stands in the `text` of the version")
    marks: list[Span] = Field(description="the words of the query in the passage, as start and end")


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
    names: list[PlaceNameOut] = Field(description="the most salient entities")
    thread: int | None = Field(description="the number of its thread; null while it has none")
    copies: int = Field(description="number of other stories with its text")
    moment: datetime = Field(description="the time by which lists are ordered")
    time_basis: TimeBasis = Field(description=TIME_BASIS)
    url: str | None = Field(description="where the provider has it")
    language: str | None = Field(description="BCP 47, as the provider tells it")
    snippet: SnippetOut | None = Field(description="null without words, or where the body has none of them")
    headline_marks: list[Span] = Field(description="the words of the query in the headline")


class StoriesOut(BaseModel):
    stories: list[StoryOut]
    next: str | None = Field(description="the cursor of the next page; null on the last one")
    total: int | None = Field(default=None, description="stories that fit, at most 10,000; only if asked for")
    total_whole: bool | None = Field(default=None, description="false if more than `total` may fit; only if asked for")


class LedgerOut(BaseModel):
    state: str
    queue: str
    attempts: int
    accepted_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class EntityOut(Entity):
    """An entity of a story with the thing that it is."""

    thing: str | None = Field(description="the id of its thing; null until the directory has it, and for no name")
    identity: str | None = Field(
        description="the thing by which to count: of `Iraqi` in `Iraqi forces` the country, else `thing`"
    )


class DocumentOut(Extraction):
    """The extraction document with the article and its ledger state."""

    entities: tuple[EntityOut, ...] = ()
    article: Article
    ledger: LedgerOut
    thread: int | None = Field(description="the number of its thread; null while it has none")
    copy_group: int | None = Field(description="stories with the same number have one text; null until it is linked")
    related: list[RelatedOut] = Field(description="stories with text in common, the most alike first")


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


class EntitiesOut(BaseModel):
    entities: list[RankedThingOut]


class DayOut(BaseModel):
    day: date
    stories: int


class ProfileOut(BaseModel):
    """A thing, described by its newest stories."""

    thing: str
    key: str
    name: str
    types: list[EntityType]
    stories: int = Field(description="counted up to 10,000")
    titles: list[str]
    with_whom: list[RankedThingOut]
    days: list[DayOut]
    lat: float | None
    lon: float | None


class QuoteOut(BaseModel):
    kind: QuoteKind
    content: str
    span: Span = Field(description="start and end of the content in the `text` of the story's document")
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
    moment: datetime = Field(description="the time by which the list is ordered")
    time_basis: TimeBasis = Field(description=TIME_BASIS)
    n: int = Field(description="position in the `quotes` of the story's document")
    said_by: NameOut | None = Field(description="the same as `speaker`, under the name that `--json` has too")


class QuotesOut(BaseModel):
    quotes: list[QuoteOut]
    next: str | None


class PartOut(BaseModel):
    """Somebody or something that has a part in an event."""

    words: str = Field(description="as written in the text")
    entity: NameOut | None = Field(description="null where the words name nobody, such as `police`")


class RoleOut(PartOut):
    role: RoleName


class TriggerOut(BaseModel):
    words: str = Field(description="the word that tells the event")
    span: Span = Field(description="start and end in the `text` of the story's document")


class EventOut(BaseModel):
    """Who did what to whom, and the story that tells it."""

    type: EventType
    ontology: Ontology
    status: EventStatus
    of: EventType | None = Field(description="the act that was promised, threatened, asked for or refused")
    background: bool = Field(description="whether it happened before the news of its story")
    quote: int | None = Field(description="position in the `quotes` of the story's document of the one that tells it")
    said_by: str | None = Field(description="who says so, where a quote tells it")
    same: int = Field(description="events of one story that share the number tell of one act")
    date: str | None = Field(description="TIMEX3 value of when it happened")
    score: float | None
    rule: str | None = Field(description="the row of the lexicon that found it")
    text: str = Field(description="the event in plain words")
    trigger: TriggerOut
    actors: list[PartOut]
    recipients: list[PartOut]
    places: list[PartOut] = Field(description="where it happened")
    roles: list[RoleOut] = Field(description="all other parts: sums, posts, victims")
    story: str = Field(description="the story id")
    version: int
    n: int = Field(description="position in the `events` of the story's document")
    headline: str
    agency: str | None
    moment: datetime = Field(description="the time by which the list is ordered")
    time_basis: TimeBasis = Field(description=TIME_BASIS)


class EventsOut(BaseModel):
    events: list[EventOut]
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


class ChangeOut(BaseModel):
    """A change of what readers see, or of the directory of things."""

    n: int = Field(description="its number; later changes have larger ones, and some numbers are missing")
    what: ChangeKind
    at: datetime
    id: str | None = Field(description="the id of the story; null for a change of a thing")
    version: int | None
    news: bool = Field(description="false for back-fill, reprocessing, deletion and changes of things")
    backfill: bool
    swept: bool = Field(description="it was noticed after it had happened: an earlier release made it")
    fits: bool = Field(description="false: drop the story; it is gone, or fits the filters no longer")
    thing: str | None = Field(description="the id of the thing that changed")
    other: str | None = Field(description="the thing that it was joined to or parted from")
    story: StoryOut | None = Field(description="as in a list; null where readers see another version, or none")


class ChangesOut(BaseModel):
    changes: list[ChangeOut]
    next: int = Field(description="the `after` of the next request")
    more: bool = Field(description="whether more changes may be waiting")


class ChangesGoneOut(Problem):
    """The changes after that number are no longer kept."""

    oldest: int = Field(description="the first change that is kept")
    newest: int = Field(description="the last one")
