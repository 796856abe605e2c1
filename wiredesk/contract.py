"""The two documents that pass through the system: the article that a producer publishes, the extraction of a worker.

Times are RFC 3339 with an offset.  Spans are half-open ``(start, end)`` pairs counted in Unicode code points into
:attr:`Extraction.text`.  An unknown field is ``None`` or an empty tuple; it is never guessed and never left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

Span = tuple[int, int]
Status = Literal["usable", "withheld", "canceled"]
Kind = Literal["story", "update", "correction", "advisory"]
EntityType = Literal[
    "PERSON",
    "ORG",
    "GPE",
    "LOC",
    "FAC",
    "NORP",
    "EVENT",
    "PRODUCT",
    "LAW",
    "WORK_OF_ART",
    "DISEASE",
    "INDEX",
    "AGREEMENT",
]
MentionKind = Literal["name", "nominal", "pronoun"]
QuoteKind = Literal["direct", "indirect", "mixed"]
Zone = Literal["headline", "byline", "dateline", "body", "caption", "credit", "signoff", "furniture", "table", "list"]
"""Part of a story's layout.  ``credit`` names photographers and agencies of pictures, ``signoff`` is "(Reporting by …)"
or "(This is a … story)", ``furniture`` is advertisement and navigation that came with the text."""
QuoteMode = Literal["said", "wrote", "thinks", "wants", "plans", "perceives"]
Polarity = Literal["affirmed", "denied", "declined"]
SourceClass = Literal["official", "company", "witness", "document", "anonymous", "media", "person"]
Tense = Literal["current", "former", "acting", "elect"]
Direction = Literal["up", "down", "unchanged"]
Level = Literal["country", "region", "city", "point"]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]
AmountKind = Literal["money", "percent", "count"]
EventStatus = Literal["occurred", "planned", "hypothetical", "denied"]
Ontology = Literal["plover", "wire"]
PloverType = Literal[
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
"""Acts between states, bodies and groups: the types of the PLOVER ontology."""
WireType = Literal[
    "ACQUIRE",
    "RESULT",
    "RATE",
    "BANKRUPT",
    "ISSUE",
    "DIVIDEND",
    "CONTRACT",
    "LAYOFF",
    "LAUNCH",
    "APPOINT",
    "LEAVE",
    "ELECT",
    "SUE",
    "CHARGE",
    "CONVICT",
    "ARREST",
    "DIE",
    "INJURE",
    "DISASTER",
    "WIN",
]
"""What a wire tells beside politics: companies, offices, courts, deaths, disasters, sport.  They are our own."""
EventType = Literal[PloverType, WireType]
RoleName = Literal[
    "actor",
    "recipient",
    "place",
    "amount",
    "price",
    "stake",
    "seller",
    "period",
    "rate",
    "step",
    "jobs",
    "product",
    "post",
    "charge",
    "sentence",
    "deaths",
    "injured",
    "magnitude",
    "score",
    "competition",
]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
"""Every entity type, in the order in which pages list them: the labels of OntoNotes, then those of wiredesk's own for
diseases, for share indices and other market indices, and for treaties, accords and other agreements."""
PLACE_TYPES: frozenset[EntityType] = frozenset({"GPE", "LOC", "FAC"})
"""Types of entities that lie somewhere: countries and cities, other locations, buildings."""
OUTSIDE_NEWS: frozenset[Zone] = frozenset({"byline", "credit", "signoff", "furniture"})
"""Zones that name who made a story or what surrounds it, and tell no news."""


class LedgerState(StrEnum):
    """Where a version is in the ledger.  The values are those of the database's column ``state``."""

    PENDING = "pending"
    LEASED = "leased"
    DONE = "done"
    QUARANTINED = "quarantined"
    CANCELED = "canceled"


STATES = tuple(state.value for state in LedgerState)
"""Every state as a plain string, for keys of JSON objects."""
OPEN_STATES = (LedgerState.PENDING, LedgerState.LEASED)
"""States of versions that a worker has still to extract."""
ENDED_STATES = (LedgerState.DONE, LedgerState.QUARANTINED, LedgerState.CANCELED)
"""States that a version leaves only on a user's request."""


class QueueName(StrEnum):
    """The queues in the order in which workers drain them."""

    FLASH = "flash"
    WIRE = "wire"
    BULK = "bulk"


QUEUES = tuple(queue.value for queue in QueueName)
"""Every queue as a plain string, for keys of JSON objects."""

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""A string for which ``null`` is read as empty: an article may come without a headline."""


FLASH_LABELS = {1: "Flash", 2: "Urgent"}
"""IPTC urgencies of stories that overtake all others, and what the desk calls them."""


def flash_label(urgency: int | None) -> str:
    """Return ``Flash`` or ``Urgent`` for a story that overtakes all others, else an empty string."""
    return FLASH_LABELS.get(urgency or 0, "")


Score = Annotated[float | None, Field(ge=0, le=1)]
"""Calibrated probability that a record is right; ``None`` in documents of releases that did not measure it."""

_set_values, _set_names, _set_extra, _set_private = (
    BaseModel.__dict__[part].__set__
    for part in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""Set a part of a new record, which is frozen, without a look-up of the part by its name."""


class Record(BaseModel):
    """A frozen value of the contract; reading ignores the fields of later releases."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def __copy__(self) -> Self:
        """Return a copy, faster than pydantic's own: a record has no fields outside its model."""
        copied, private = object.__new__(type(self)), self.__pydantic_private__
        _set_values(copied, self.__dict__.copy())
        _set_names(copied, self.__pydantic_fields_set__.copy())
        _set_extra(copied, None)
        _set_private(copied, None if private is None else private.copy())
        return copied

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other values, which are not validated; as pydantic's own does, and faster."""
        if deep or not update:
            return super().model_copy(update=update, deep=deep)
        copied, private = object.__new__(type(self)), self.__pydantic_private__
        _set_values(copied, {**self.__dict__, **update})
        _set_names(copied, self.__pydantic_fields_set__.union(update))
        _set_extra(copied, None)
        _set_private(copied, None if private is None else private.copy())
        return copied


class Article(Record):
    """One version of one story, as a producer publishes it."""

    id: str = Field(min_length=1, max_length=500)
    """Id of the story, the same for all its versions: the provider's id, otherwise made from the text."""
    version: int = Field(default=1, ge=1)
    """Readers see the highest usable version of a story."""
    headline: Text = ""
    body: Text = ""
    """Paragraphs with an empty line between them."""
    byline: str | None = None
    slugline: str | None = None
    """The editors' keyword line for the story."""
    language: str | None = None
    """BCP 47."""
    source: str | None = Field(default=None, max_length=500)
    """The agency."""
    url: str | None = None
    rights: str | None = None
    editor_note: str | None = None
    """A note from the provider to editors, which readers do not see."""
    published: AwareDatetime | None = None
    """Publication time of the first version, where the format has it."""
    updated: AwareDatetime | None = None
    """Time of this version."""
    urgency: int | None = Field(default=None, ge=1, le=8)
    """IPTC: 1 and 2 are flashes, which overtake everything."""
    status: Status = "usable"
    """A withheld story is hidden; a canceled one is withdrawn with its earlier versions."""
    embargo_until: AwareDatetime | None = None
    """Readers see the version only from this time on."""
    kind: Kind = "story"
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """Codes, with their scheme where there is one: `medtop:04000000`."""
    format: str = "article"
    """Name of the wire format that it was parsed from."""
    scope: str | None = Field(default=None, max_length=500)
    """The namespace in which the provider's id is unique, such as a feed's address; null: the id is unique everywhere,
    or nothing names its provider."""
    received: AwareDatetime | None = None
    """When wiredesk or a web archive got this version, where the transport tells it."""

    @property
    def text(self) -> str:
        """The text that every span of the extraction indexes: headline, blank line, body; or the body alone."""
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
    """One place in the text that refers to an entity."""

    span: Span
    kind: MentionKind = "name"
    """A name, a noun that refers to it (the minister), or a pronoun."""
    metonymic: bool = False
    """True for a place that means its government: Moscow said."""
    zone: Zone = "body"
    """Part of the layout that it stands in."""
    stands_for: str | None = None
    """What this metonymic mention means: the id of an entity, or a country's ISO 3166 code."""


class Title(Record):
    """A title or role as the text has it; ``of`` is the id of the organisation or country that it belongs to."""

    span: Span
    text: str
    of: str | None = None
    office: str | None = None
    """The office in its normal form: `prime minister`, `chief executive`."""
    tense: Tense = "current"
    """Whether the text says that the person held it before, holds it for a time, or is to take it."""
    score: Score = None
    rule: str | None = None


class Links(Record):
    """Ids of an entity in public knowledge bases."""

    wikidata: str | None = None
    """Id such as Q64."""
    geonames: int | None = None
    """Id of geonames.org."""
    iso3166: str | None = None
    """Code of a country, two capital letters."""
    ticker: str | None = None
    """Code of a share as the text has it: ``ABC.N``; with the exchange before a colon: ``NYSE:ABC``."""
    kb: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """Id in a knowledge base of the user's own, of a thing without an id of Wikidata; absent without one."""


class Region(Record):
    """A first-level administrative division, such as a state or a province."""

    id: str
    """Code of GeoNames, the country's code first: ``US.OH``."""
    name: str


class Location(Record):
    """Degrees, WGS 84; ``country`` is ISO 3166-1 alpha-2."""

    lat: float
    lon: float
    country: str | None = None
    level: Level
    admin1: Region | None = None
    score: Score = None
    rule: str | None = None
    """The rule that chose it among the places of its name."""


class Entity(Record):
    """One real-world thing of the article with all its mentions."""

    id: str
    """Unique in this document; other records refer to it."""
    type: EntityType
    name: str
    """The name that the text uses for it, in full: neither all in capitals nor with a title."""
    aliases: tuple[str, ...] = ()
    """Its other names in the text, the most frequent first."""
    mentions: tuple[Mention, ...]
    titles: tuple[Title, ...] = ()
    stands_for: str | None = None
    """What its metonymic mentions mean: the id of an entity, or a country's ISO 3166 code; mentions have their own."""
    links: Links = Links()
    location: Location | None = None
    salience: float = 0.0
    """How much the story is about the entity, from 0 to 1."""
    score: Score = None
    rule: str | None = None
    """The rule that gave its type."""
    ruled_by: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """Who corrected its type or its place; absent where nobody did."""

    @property
    def in_news(self) -> bool:
        """Whether the story tells something of it: it has a mention outside credits and page furniture."""
        return not OUTSIDE_NEWS.issuperset([mention.zone for mention in self.mentions])


class Quote(Record):
    """Reported speech, thought or document: the content, the words that report it (the cue), and its source."""

    kind: QuoteKind
    """Direct: in quotation marks, or a turn of a transcript; indirect: without; mixed: partly."""
    content: tuple[Span, ...]
    """What was said; several spans where the attribution interrupts it."""
    cue: Span | None = None
    """The words that report it: said, according to."""
    source: Span | None = None
    """Who said it, as the text has it."""
    speaker: str | None = None
    """Id of the entity that the source refers to; the first of ``speakers``."""
    speakers: tuple[str, ...] = ()
    """Ids of all entities that said it together, in the order of the text."""
    mode: QuoteMode = "said"
    """What the cue reports: speech, writing, a thought, a wish, a plan or a perception."""
    polarity: Polarity = "affirmed"
    """Denied: the source says that the content is not so, or did not say it; declined: it refused to speak."""
    within: int | None = None
    """Position in ``quotes`` of the quote whose content reports this one: A said that B had told C."""
    repeats: int | None = None
    """Position in ``quotes`` of the quote of the body that this one of the headline, or this pull quote, repeats."""
    source_class: SourceClass | None = None
    """What kind of source it is; null where nothing in the text tells it."""
    speaks_for: str | None = None
    """Id of the body or country that the source speaks for."""
    zone: Zone = "body"
    """Part of the layout that its content begins in."""
    score: Score = None
    rule: str | None = None
    """The rule that found it."""
    ruled_by: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """Who corrected its speaker; absent where nobody did."""


class Role(Record):
    """A part that somebody or something has in an event; also one that has no name, such as "police" or a sum."""

    role: RoleName
    span: Span
    entity: str | None = None
    """Id of the entity that the words refer to."""


class Event(Record):
    """Who did what to whom.  ``status`` is that of the act that ``type`` names: a promise of aid is an AGREE that
    occurred, ``of`` AID."""

    type: EventType
    trigger: Span
    """The word that tells it."""
    actors: tuple[str, ...] = ()
    """Ids of the entities that did it; of a meeting or another joint act, of all sides."""
    recipients: tuple[str, ...] = ()
    """Ids of the entities that it was done to."""
    places: tuple[str, ...] = ()
    """Ids of where it happened, the narrowest first."""
    date: str | None = None
    """TIMEX3 value of when it happened."""
    status: EventStatus = "occurred"
    ontology: Ontology = "plover"
    of: EventType | None = None
    """The act that was promised, threatened, asked for or refused."""
    background: bool = False
    """Whether it happened before the story's news."""
    quote: int | None = None
    """Position in ``quotes`` of the quote whose content tells it: somebody says so."""
    same: int = 0
    """Events of a story that share the number tell of one act."""
    roles: tuple[Role, ...] = ()
    """All parts in it with their words, in the order of the text."""
    score: Score = None
    rule: str | None = None
    """The row of the lexicon that found it."""


class Date(Record):
    """A TimeML TIMEX3 expression; ``value`` is null where it can't be resolved."""

    span: Span
    type: DateType
    value: str | None = None
    """Such as 2025-05-08, 2025-W19, P3W."""
    anchor: str | None = None
    """The date that the value was resolved against; null for an expression that is complete by itself."""
    score: Score = None
    rule: str | None = None


class Amount(Record):
    """``unit`` is an ISO 4217 code for money, ``percent`` for percentages, else the counted noun."""

    span: Span
    kind: AmountKind
    value: float
    unit: str | None = None
    entity: str | None = None
    """Id of the entity that the amount is about."""
    measure: str | None = None
    """What is measured: `profit`, `revenue`, `stake`."""
    direction: Direction | None = None
    """Whether the text says that the measure rose, fell or stayed."""
    period: str | None = None
    """TIMEX3 value of the period that it covers: 2025-Q2."""
    score: Score = None
    rule: str | None = None


class Topic(Record):
    """What a story is about."""

    code: str
    """QCode of an IPTC Media Topic: ``medtop:20000593``."""
    name: str
    """Its English name."""
    score: float
    """Probability that a reader would agree; 1 for the wire's own codes and those that are broader."""
    rule: str | None = None
    """What tells it: ``wire:`` and the wire's own code, or the cues in the text that speak most for it."""


class Keyphrase(Record):
    """A name or noun phrase that is typical of a story."""

    text: str
    """The fullest name of an entity, or the form of the phrase that the text uses most."""
    score: float
    """How typical it is, from 0 to 1: by how often and how early it occurs, and by how much its words tell."""
    span: Span | None = None
    """Where it occurs first, in one of its forms."""
    entity: str | None = None
    """Id of the entity that it names."""


class Tone(Record):
    """How positive or negative a story sounds, by the words that tell good and bad news."""

    score: float
    """From -1, bad news only, to 1, good news only; within 0.1 of 0 a story is neutral."""
    positive: int
    """Words and phrases that tell good news."""
    negative: int
    """Words and phrases that tell bad news."""


class FailedExtractor(Record):
    """An extractor that raised an error on a story: its fields are empty, and those that build on it may be."""

    extractor: str
    error: str
    """Class and message: `ValueError: …`."""

    def __str__(self) -> str:
        return f"extractor {self.extractor}: {self.error}"


class LanguagePart(Record):
    """How deeply the paragraphs of a story that are in one language were read."""

    language: str
    """ISO 639-1."""
    tier: int = Field(ge=0, le=2)
    model: str
    """Name and version of the spaCy model; empty at tier 0."""


class Engine(Record):
    """The release of wiredesk and the spaCy model that extracted a story, and how deeply the story was read."""

    version: str
    model: str
    """Name and version of the spaCy model; empty at tier 0, which needs none."""
    tier: int | None = Field(default=None, ge=0, le=2, exclude_if=lambda value: value is None)
    """How deeply the story was read: 0 without a model, 1 with the names that a model finds, 2 with the rules of its
    language; absent in documents of releases before 0.3."""
    parts: tuple[LanguagePart, ...] = Field(default=(), exclude_if=lambda value: not value)
    """The languages of a story whose paragraphs are in several, that of the story first; else absent."""
    failed: tuple[FailedExtractor, ...] = Field(default=(), exclude_if=lambda value: not value)
    """The extractors that failed on this story; absent if none did."""
    kb: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """Edition of the user's knowledge base that entities are linked to; absent without one."""


class Extraction(Record):
    """What a worker found in one version of a story."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    id: str
    version: int
    language: str | None
    """Detected language, BCP 47; `engine.tier` says how deeply a text in it was read."""
    text: str
    """Headline, blank line, body: the text that every span indexes."""
    dateline: Dateline | None = None
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    dates: tuple[Date, ...] = ()
    amounts: tuple[Amount, ...] = ()
    focus: str | None = None
    """Id of the place where the story happened."""
    topics: tuple[Topic, ...] = ()
    """What the story is about: the codes of the wire and the topics of the text, the surest first."""
    keyphrases: tuple[Keyphrase, ...] = ()
    """At most ten names and phrases that are typical of the story, the best first."""
    summary: tuple[Span, ...] = ()
    """Whole sentences that tell the story, in order, at most 60 words; empty for a table or a mere headline."""
    tone: Tone | None = None
    engine: Engine
    """What extracted it; `wiredesk reprocess --engine-before` compares the version."""

    def json_line(self) -> bytes:
        """Return the document as one line of JSON, without a line end."""
        return self.model_dump_json(by_alias=True).encode()
