"""The two documents that pass through the system: what a producer publishes and what a worker writes.

Times are RFC 3339 with an offset.  Spans are half-open ``(start, end)`` pairs counted in Unicode code points into
:attr:`Extraction.text`.  A field that is unknown is ``None`` or an empty tuple, never guessed and never left out.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

SCHEMA = 1
"""Revision of the extraction document's shape, its ``schema`` field."""

Span = tuple[int, int]
Status = Literal["usable", "withheld", "canceled"]
Kind = Literal["story", "update", "correction", "advisory"]
EntityType = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART"]
MentionKind = Literal["name", "nominal", "pronoun"]
QuoteKind = Literal["direct", "indirect", "mixed"]
Level = Literal["country", "region", "city", "point"]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]
AmountKind = Literal["money", "percent", "count"]
EventStatus = Literal["occurred", "planned", "hypothetical", "denied"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""A string for which ``null`` is read as empty: an article may come without a headline."""


FLASH_LABELS = {1: "Flash", 2: "Urgent"}
"""IPTC urgencies of stories that overtake all others, and what the desk calls them."""


def flash_label(urgency: int | None) -> str:
    """Return ``Flash`` or ``Urgent`` for a story that overtakes all others, else an empty string."""
    return FLASH_LABELS.get(urgency or 0, "")


class Record(BaseModel):
    """A frozen value of the contract; fields of later releases are ignored when read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Article(Record):
    """One version of one story, as a producer publishes it."""

    id: str = Field(min_length=1, max_length=500)
    """Of the story, the same for all its versions: the provider's, else made from the text."""
    version: int = Field(default=1, ge=1)
    """The highest that is usable is the story."""
    headline: Text = ""
    body: Text = ""
    """Paragraphs with an empty line between them."""
    byline: str | None = None
    slugline: str | None = None
    """The desk's key words for the story."""
    language: str | None = None
    """BCP 47."""
    source: str | None = Field(default=None, max_length=500)
    """The agency."""
    url: str | None = None
    rights: str | None = None
    editor_note: str | None = None
    """What the provider tells the desk and no reader."""
    published: AwareDatetime | None = None
    """Of the first version, where the format tells it."""
    updated: AwareDatetime | None = None
    """Of this version."""
    urgency: int | None = Field(default=None, ge=1, le=8)
    """IPTC: 1 and 2 are flashes, which overtake everything."""
    status: Status = "usable"
    """A withheld story is kept out of sight, a canceled one withdrawn with its earlier versions."""
    embargo_until: AwareDatetime | None = None
    """Nobody sees the story before."""
    kind: Kind = "story"
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """Codes, with their scheme where there is one: `medtop:04000000`."""
    format: str = "article"
    """The wire format that it came in."""

    @property
    def text(self) -> str:
        """What every offset of the extraction indexes: headline, blank line, body; or the body alone."""
        return f"{self.headline}\n\n{self.body}" if self.headline else self.body

    @property
    def is_flash(self) -> bool:
        """Whether the story overtakes all others: its IPTC urgency is 1 or 2."""
        return bool(flash_label(self.urgency))


class Dateline(Record):
    """Where, when and by whom a story was filed: ``MOSCOW, May 8 (Reuters) -``."""

    span: Span
    place: str | None = None
    """Id of the place's entity."""
    date: str | None = None
    agency: str | None = None


class Mention(Record):
    span: Span
    kind: MentionKind = "name"
    """A name, a noun that stands for it (the minister), or a pronoun."""
    metonymic: bool = False
    """A place that speaks as its government: Moscow said."""


class Title(Record):
    """A title or role as it stands in the text; ``of`` is the id of the organisation or country it belongs to."""

    span: Span
    text: str
    of: str | None = None


class Links(Record):
    wikidata: str | None = None
    """Such as Q64."""
    geonames: int | None = None
    """Id of geonames.org."""
    iso3166: str | None = None
    """Of a country, two capital letters."""


class Location(Record):
    """Degrees, WGS 84; ``country`` is ISO 3166-1 alpha-2."""

    lat: float
    lon: float
    country: str | None = None
    level: Level


class Entity(Record):
    """One real-world thing of the article with all its mentions."""

    id: str
    """Unique in this document: other records point to it."""
    type: EntityType
    name: str
    """The fullest name in the text."""
    mentions: tuple[Mention, ...]
    titles: tuple[Title, ...] = ()
    stands_for: str | None = None
    """What a metonym stands for: the id of an entity, or a country's ISO 3166 code."""
    links: Links = Links()
    location: Location | None = None
    salience: float = 0.0
    """From 0 to 1: how much the story is about it."""


class Quote(Record):
    """Reported speech, thought or document: what was said, the words that say so, and who said it."""

    kind: QuoteKind
    """Direct in quotation marks, indirect without, mixed with some."""
    content: tuple[Span, ...]
    """What was said; more spans than one where the attribution stands between."""
    cue: Span | None = None
    """The words that say so: said, according to."""
    source: Span | None = None
    """Who said it, as the text has it."""
    speaker: str | None = None
    """Id of the entity that the source is."""


class Event(Record):
    """A political event in the PLOVER ontology."""

    type: EventType
    trigger: Span
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    date: str | None = None
    status: EventStatus = "occurred"


class Date(Record):
    """A TimeML TIMEX3 expression; ``value`` is null where it can't be resolved."""

    span: Span
    type: DateType
    value: str | None = None
    """Such as 2025-05-08, 2025-W19, P3W."""


class Amount(Record):
    """``unit`` is an ISO 4217 code for money, ``percent`` for percentages, else the counted noun."""

    span: Span
    kind: AmountKind
    value: float
    unit: str | None = None


class Topic(Record):
    code: str
    name: str
    score: float


class Keyphrase(Record):
    text: str
    score: float


class Tone(Record):
    score: float
    positive: int
    negative: int


class Engine(Record):
    version: str
    model: str


class Extraction(Record):
    """What a worker found in one version of one story."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    id: str
    version: int
    language: str | None
    """As recognised, BCP 47; what the model cannot read has this and nothing else."""
    text: str
    """Headline, blank line, body: what every span indexes."""
    dateline: Dateline | None = None
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    dates: tuple[Date, ...] = ()
    amounts: tuple[Amount, ...] = ()
    topics: tuple[Topic, ...] = ()
    keyphrases: tuple[Keyphrase, ...] = ()
    summary: tuple[Span, ...] = ()
    """The sentences that say most."""
    tone: Tone | None = None
    engine: Engine
    """What read it: `wiredesk reprocess --engine-before` asks for the version."""

    def json_line(self) -> bytes:
        """The document as one line of JSON, without a line end."""
        return self.model_dump_json(by_alias=True).encode()
