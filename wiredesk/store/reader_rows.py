"""The records that readers of the store get: one class for each table, its fields in the order of the columns."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class StoryRow(NamedTuple):
    """A visible story: its article, and what extracted it.  ``seq`` joins the rows of all tables."""

    seq: int
    id: str
    version: int
    headline: str
    body: str
    byline: str | None
    slugline: str | None
    language: str | None
    """Language that the provider names, BCP 47."""
    source: str | None
    url: str | None
    rights: str | None
    published: datetime | None
    updated: datetime | None
    urgency: int | None
    kind: str
    keywords: list[str]
    subjects: list[str]
    format: str
    words: int
    accepted_at: datetime
    detected_language: str | None
    engine: str
    """Release of wiredesk that extracted the story."""
    model: str
    focus: str | None
    tone: float | None
    """Entity of the place where the story happened."""


class EntityRow(NamedTuple):
    """An entity of a story.  ``key`` is the name as it is looked up; ``mentions`` is their number."""

    seq: int
    entity: str
    type: str
    name: str
    key: str
    stands_for: str | None
    wikidata: str | None
    geonames: int | None
    iso3166: str | None
    salience: float
    mentions: int
    aliases: list[str] | None
    ticker: str | None
    in_news: bool | None
    """False where credits and page furniture alone name it."""
    score: float | None
    """Calibrated probability that the row is right; here and below null in rows of releases up to 0.2."""
    rule: str | None


class MentionRow(NamedTuple):
    """One place in a story's text that refers to an entity."""

    seq: int
    start: int
    end: int
    entity: str
    kind: str
    metonymic: bool
    zone: str | None
    stands_for: str | None


class TitleRow(NamedTuple):
    """A title of an entity; ``of`` is the entity that the title belongs to."""

    seq: int
    n: int
    entity: str
    start: int
    end: int
    title: str
    of: str | None
    office: str | None
    tense: str | None
    score: float | None
    rule: str | None


class QuotationRow(NamedTuple):
    """A quote; ``speaker`` is an entity of the story, ``speaker_key`` its name as it is looked up."""

    seq: int
    n: int
    kind: str
    start: int
    end: int
    content: str
    cue: str | None
    source: str | None
    speaker: str | None
    speaker_key: str | None
    mode: str | None
    polarity: str | None
    within: int | None
    repeats: int | None
    source_class: str | None
    speaks_for: str | None
    zone: str | None
    quotation: bool | None
    """Whether a reader would call it a quotation."""
    score: float | None
    rule: str | None


class JointSpeakerRow(NamedTuple):
    """A further speaker of a quote, after the one that its row names."""

    seq: int
    n: int
    entity: str
    key: str


class EventRow(NamedTuple):
    """An event: what happened, or was planned, feared or denied.

    ``actors``, ``recipients`` and ``places`` are entities of the story; :class:`EventRoleRow` has all parts in it.
    """

    seq: int
    n: int
    type: str
    start: int
    end: int
    actors: list[str]
    recipients: list[str]
    places: list[str]
    date: str | None
    """TIMEX3 value of when it happened."""
    status: str
    ontology: str | None
    """``plover`` or ``wire``; here and below null in rows of releases up to 0.2."""
    of: str | None
    """Type of the act that was promised, threatened, asked for or refused."""
    background: bool | None
    """Whether it happened before the story's news."""
    quote: int | None
    """``n`` of the quote whose content tells it."""
    same: int | None
    """Events of a story that share the number tell of one act."""
    score: float | None
    rule: str | None


class EventRoleRow(NamedTuple):
    """A part that somebody or something has in an event.

    ``key`` is the entity's name as it is looked up; both are null where the words name nobody: "police", a sum.
    """

    seq: int
    n: int
    role: str
    start: int
    end: int
    entity: str | None
    key: str | None


class DateRow(NamedTuple):
    """An expression of time with its TIMEX3 type and value."""

    seq: int
    start: int
    end: int
    type: str
    value: str | None
    anchor: str | None
    score: float | None
    rule: str | None


class PlaceRow(NamedTuple):
    """Where an entity is: degrees, WGS 84."""

    seq: int
    entity: str
    name: str
    geonames: int | None
    country: str | None
    level: str
    lat: float
    lon: float
    admin1: str | None
    admin1_name: str | None
    score: float | None
    rule: str | None


class AmountRow(NamedTuple):
    """An amount of money, a percentage or a count."""

    seq: int
    start: int
    end: int
    kind: str
    value: float
    unit: str | None
    entity: str | None
    measure: str | None
    direction: str | None
    period: str | None
    score: float | None
    rule: str | None


class TopicRow(NamedTuple):
    """A topic, by its code among the IPTC Media Topics; or a topic of an extractor of another package."""

    seq: int
    code: str
    name: str
    score: float
    rule: str | None


class KeyphraseRow(NamedTuple):
    """A keyphrase; ``n`` numbers those of a story, the strongest first, and ``key`` is what look-ups compare."""

    seq: int
    n: int
    text: str
    key: str
    score: float


class ThingRow(NamedTuple):
    """The person, organisation, place or other thing of the directory that an entity of a story is."""

    seq: int
    entity: str
    thing: int
    """The thing that stands for it after mergers: the same number wherever the same is meant."""
    kind: str
    """``person``, ``place``, ``body``, ``demonym`` or ``other``."""
    name: str
    """What users call it, else its name in the directory."""
    wikidata: str | None
    geonames: int | None
    iso3166: str | None
    kb: str | None
    """Its id in a knowledge base of one's own."""
    method: str
    """How the entity was recognised as this thing."""
    score: float | None
    rejected: bool | None
    """True: a user says that it is no name."""
