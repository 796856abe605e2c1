"""What the comparison of a thread's stories takes and gives: frozen values, every claim with its place in a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from wiredesk.contract import EntityType, EventType, Extraction, QuoteKind, Span

Bound = Literal["exact", "about", "at least", "at most", "range"]
"""How a figure is told.  ``exact`` is a figure without a qualifier; it may be rounded all the same."""
DifferenceKind = Literal["disagree", "revised"]
"""``revised``: a figure was told later that replaces the earlier one; ``disagree``: no time explains the difference."""
NewsKind = Literal["name", "figure", "quote"]


@dataclass(frozen=True, slots=True)
class ThreadStory:
    """One story of a thread as the comparison takes it."""

    extraction: Extraction
    source: str | None = None
    """The agency or paper."""
    headline: str = ""
    published: datetime | None = None
    """With an offset; a story without a time stands behind those with one."""
    group: object = None
    """Stories with the same value are copies of one text; None: the story has no copy."""

    @property
    def id(self) -> str:
        """The story's id."""
        return self.extraction.id


@dataclass(frozen=True, slots=True)
class StoryPassage:
    """Where a story tells something."""

    story: str
    """Id of the story."""
    version: int
    source: str | None
    published: datetime | None
    spans: tuple[Span, ...]
    """Offsets in the story's ``text``, in order."""
    text: str
    """The words of the spans, joined by " … "."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as a story tells it."""

    passage: StoryPassage
    low: float | None
    """The smallest value that the words allow; None for "fewer than 5"."""
    high: float | None
    """The largest value that the words allow; None for "at least 5"."""
    bound: Bound


@dataclass(frozen=True, slots=True)
class Position:
    """Figures of one measure that agree with each other, in order of time."""

    label: str
    """The figure as its first story has it, with its qualifier: ``at least five people``."""
    value: float
    """The number of the first figure, for a score the winner's part."""
    told: tuple[Figure, ...]
    sources: tuple[str, ...]
    """The sources that tell it, each once, in order of time."""


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """Figures of one measure of one thing that exclude each other."""

    kind: DifferenceKind
    measure: str
    """``deaths``, ``injured``, ``magnitude``, ``price``, ``age``; for things counted the noun: ``house``."""
    about: str | None
    """Name of whom or what it is about; None where it is the happening itself."""
    unit: str | None
    """ISO 4217 code, ``percent``, or the noun that is counted."""
    period: str | None
    """TIMEX3 value of the period that the figures cover."""
    positions: tuple[Position, ...]
    """At least two, in order of the time of their first figure."""


@dataclass(frozen=True, slots=True)
class FactDifference:
    """Dates, places or outcomes that stories tell of one act, and that exclude each other."""

    kind: Literal["date", "place", "status"]
    act: EventType | None
    """None for dates and places that stand in the same words, whatever act they tell."""
    about: tuple[str, ...]
    """Names of who takes part in it."""
    told: tuple[tuple[str, tuple[StoryPassage, ...]], ...]
    """Each value (``2025-05-08``, ``Berlin``, ``denied``) with the passages that tell it, in order of time."""


@dataclass(frozen=True, slots=True)
class ThreadQuote:
    """A quotation, once for all stories that carry it."""

    kind: QuoteKind
    speaker: str | None
    """Name of the speaker, or the words of the text for a source without a name; None if nobody is named."""
    text: str
    """The longest of its wordings."""
    told: tuple[StoryPassage, ...]
    """Where each story has it, in order of time."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of a quotation beside another one."""

    passage: StoryPassage
    speaker: str | None
    differing: tuple[Span, ...]
    """Offsets of the words that the other wording lacks or has otherwise."""


@dataclass(frozen=True, slots=True)
class QuoteDifference:
    """A quotation that two stories give with other words, or of another speaker."""

    kind: Literal["wording", "speaker"]
    speaker: str | None
    """Name of the speaker of the first wording."""
    wordings: tuple[Wording, Wording]
    """In order of time."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that no earlier story of the thread had."""

    kind: NewsKind
    label: str
    """The name, the words of the figure with its measure, or the words of the quotation."""
    passage: StoryPassage
    entity: str | None = None
    """The id of the entity in the story's document, if it is a name."""


@dataclass(frozen=True, slots=True)
class StoryNews:
    """What is new in one story of a thread."""

    story: str
    version: int
    names: tuple[News, ...]
    figures: tuple[News, ...]
    quotes: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class FirstReport:
    """Who was first with something that several sources tell."""

    kind: Literal["thread", "figure", "quote"]
    label: str
    first: StoryPassage
    """Where it stands in the first story; for the thread itself, the headline or the beginning of the text."""
    followers: tuple[str, ...]
    """The other sources that tell it, each once, in order of time."""


@dataclass(frozen=True, slots=True)
class ThreadSpeaker:
    """Somebody who is quoted in a thread."""

    name: str
    type: EntityType | None
    """None for a source without a name, such as "police"."""
    quotes: tuple[ThreadQuote, ...]
    """In order of time."""


@dataclass(frozen=True, slots=True)
class ThreadComparison:
    """What the stories of a thread tell differently, and what each adds."""

    figures: tuple[FigureDifference, ...] = ()
    """Disagreements first, then revisions; within each the measures that most sources tell first."""
    facts: tuple[FactDifference, ...] = ()
    quotes: tuple[QuoteDifference, ...] = ()
    news: tuple[StoryNews, ...] = ()
    """One entry a story, in order of time."""
    first: tuple[FirstReport, ...] = ()
    """The thread itself first, then what most sources tell."""
    speakers: tuple[ThreadSpeaker, ...] = ()
    """Those with most quotations first."""
