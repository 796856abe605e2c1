"""The type of an extractor, and the context that it gets.

An extractor finds one kind of result: it is a function of the parsed story and the :class:`Context`, built once per
process before the worker forks, and called for each story. It returns plain records and keeps no spaCy object.
Other packages add theirs through the entry-point group ``wiredesk.extractors``: the entry point names an
:class:`Extractor`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import (
    Amount,
    Article,
    Date,
    Dateline,
    Entity,
    Event,
    Keyphrase,
    Quote,
    Span,
    Tone,
    Topic,
)
from wiredesk.layout import TextLayout
from wiredesk.nlp.languages.en import ENGLISH
from wiredesk.nlp.languages.profile import LanguageProfile, Tier
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

if TYPE_CHECKING:
    from wiredesk.datelines import DatelineParts
    from wiredesk.nlp.mentions import Cluster, EntityDraft, Name


@dataclass(slots=True)
class Context:
    """A story during its extraction: the article, its layout, its tokens, and the results so far.

    Extractors read it. Only the pipeline assigns results, through :meth:`assign`.
    """

    article: Article
    layout: TextLayout
    tokens: Tokens
    """At tier 0 words without parts of speech, dependencies and entities."""
    profile: LanguageProfile = ENGLISH
    """The language of the text."""

    dateline: Dateline | None = None
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    dates: tuple[Date, ...] = ()
    amounts: tuple[Amount, ...] = ()
    focus: str | None = None
    topics: tuple[Topic, ...] = ()
    keyphrases: tuple[Keyphrase, ...] = ()
    summary: tuple[Span, ...] = ()
    tone: Tone | None = None

    dateline_parts: DatelineParts | None = None
    names: tuple[Name, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    """Mentions of one thing each, in the order of their first mention."""
    drafts: tuple[EntityDraft, ...] = ()
    """The drafts of the entities; the stage ``places`` adds locations and links."""

    extra: dict[str, Any] = field(default_factory=dict)
    """Results of other packages' extractors that are no field of the extraction document, by key."""
    trace: Trace | None = None
    """Collects which rule gave each record; None unless provenance was requested."""

    def assign(self, key: str, result: Any) -> None:
        """Store an extractor's result under its key."""
        if key in FIELDS:
            setattr(self, key, result)
        else:
            self.extra[key] = result


DOCUMENT_FIELDS = (
    "dateline",
    "entities",
    "quotes",
    "events",
    "dates",
    "amounts",
    "focus",
    "topics",
    "keyphrases",
    "summary",
    "tone",
)
"""Fields of the extraction document that extractors fill."""
FIELDS = frozenset(DOCUMENT_FIELDS) | {"dateline_parts", "names", "clusters", "drafts"}


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of the extractors."""

    knowledge: tuple[Path, ...] = ()
    """Files that extend the knowledge base."""
    kb: Path | None = None
    """A knowledge base of the user's own, which ``wiredesk kb build`` has made."""


ExtractFn = Callable[[Doc, Context], Any]


@dataclass(frozen=True, slots=True)
class Extractor:
    """A row of the catalogue.

    The result is stored in the context under ``assigns``, by default the name. Where that is a field of the extraction
    document the result becomes that field; a later extractor that assigns the same field replaces it. ``build`` loads
    what the extractor needs, once, and returns its function. ``requires`` names the extractors that must run before;
    ``completes`` names an extractor whose result this one adds to before it is built: it runs before that one, and who
    chooses it gets both. ``internal`` marks a stage of the pipeline that users neither see nor choose.

    ``languages`` are the languages that it reads, all where it is empty, and ``tier`` is the lowest tier at which it
    runs: by default it needs a model's parse.  Several rows may have one name; a story is read by the one that names
    its language, else by one for all languages, and by the one that needs the highest tier that the story has.
    """

    name: str
    summary: str
    build: Callable[[Vocab, Options], ExtractFn]
    requires: tuple[str, ...] = ()
    assigns: str = ""
    completes: str = ""
    internal: bool = False
    languages: tuple[str, ...] = ()
    tier: int = Tier.MODEL
    unread: Callable[[Article], Any] | None = None
    """The result for a story in a language that the model cannot read; nothing without it."""

    @property
    def key(self) -> str:
        """Field of the context that the result is stored under."""
        return self.assigns or self.name
