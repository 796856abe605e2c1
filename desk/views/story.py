"""The view model of one story, used by the terminal and by the web page: legend, quotes by speaker, titles."""

from __future__ import annotations

from dataclasses import dataclass

from desk.reader_language import gettext
from wiredesk.contract import Entity, Extraction, Quote
from wiredesk.identity.thing_key import ThingKind
from wiredesk.quotations import is_quotation

TYPE_LABELS = {
    "PERSON": "People",
    "ORG": "Organisations",
    "GPE": "Countries and cities",
    "LOC": "Regions",
    "FAC": "Buildings",
    "NORP": "Nationalities and groups",
    "EVENT": "Named events",
    "PRODUCT": "Products",
    "LAW": "Laws",
    "WORK_OF_ART": "Works",
    "DISEASE": "Diseases",
    "INDEX": "Market indices",
    "AGREEMENT": "Agreements",
}
"""The entity types in the order in which a story lists them, with the label of each."""
KIND_WORDS: dict[ThingKind, str] = {
    ThingKind.PERSON: "person",
    ThingKind.PLACE: "place",
    ThingKind.BODY: "organisation",
    ThingKind.DEMONYM: "nationality or group",
    ThingKind.OTHER: "thing",
}
"""What each kind of thing is to a reader."""
ORDER_NAMES = {"published": "Latest", "relevance": "Most relevant", "arrived": "Last arrived"}
"""The orders of a list of stories as links."""
FACET_NAMES = {
    "source": "Source", "topic": "Topic", "person": "People", "organisation": "Organisations", "place": "Countries",
    "event": "What happened", "kind": "Kind", "urgency": "Urgency", "language": "Language",
}  # fmt: skip
"""Headings of the facets of a search."""
FORMAT_WORDS = {
    "csv": "CSV",
    "json": "JSON",
    "jsonl": "JSON lines",
    "parquet": "Parquet",
    "geojson": "GeoJSON (places)",
    "atom": "Atom feed",
    "jsonfeed": "JSON Feed",
    "ninjs": "ninjs",
    "newsml-g2": "NewsML-G2",
    "ftm": "FollowTheMoney",
}
"""The formats in which a list leaves, as a reader knows them."""
UNKNOWN_SPEAKER = "unknown speaker"
GAP = " … "
"""Joins the parts of a quote that its cue interrupts."""


_OF_VERBS = frozenset({"leads", "serves", "led by"})
"""Rules of titles whose words are a verb."""


@dataclass(frozen=True, slots=True)
class SpokenQuote:
    """A quote as text."""

    kind: str
    words: str
    note: str
    """What the cue says beyond speech: wrote, denied; empty for a plain statement."""
    n: int = 0
    """Position in the quotes of the extraction."""
    start: int = 0
    """Where it stands in the text."""


@dataclass(frozen=True, slots=True)
class SpeakerQuotes:
    """A speaker and what the speaker said, in the order of the text."""

    speaker: Entity | None
    """None if the speaker is not one of the entities."""
    name: str
    """The entity's name, or the attribution's subject as written in the text; all names of a joint statement."""
    quotes: tuple[SpokenQuote, ...]


def legend(found: Extraction) -> list[tuple[str, list[Entity]]]:
    """Return the entities in the news by type in the order of ``TYPE_LABELS``, the most salient first.

    Types without an entity are left out.
    """
    in_news = [entity for entity in found.entities if entity.in_news]
    ranked = sorted(in_news, key=lambda entity: (-entity.salience, -len(entity.mentions)))
    rows = [(type, [entity for entity in ranked if entity.type == type]) for type in TYPE_LABELS]
    return [(type, entities) for type, entities in rows if entities]


def quotes_by_speaker(found: Extraction, *, every: bool = False) -> list[SpeakerQuotes]:
    """Return the quotations by speaker, in the order in which the speakers first speak.

    Args:
        every: also what a reader would not call a quotation, see :func:`wiredesk.quotations.is_quotation`.
    """
    entities = {entity.id: entity for entity in found.entities}
    speakers: dict[str, tuple[Entity | None, str, list[SpokenQuote]]] = {}
    for n, quote in enumerate(found.quotes):
        if not every and not is_quotation(quote):
            continue
        speaker = entities.get(quote.speaker or "")
        source = text_at(found, quote.source) if quote.source else gettext(UNKNOWN_SPEAKER)
        said_by = [entities[id] for id in quote.speakers if id in entities] or [speaker] if speaker else []
        key = " ".join(entity.id for entity in said_by) or source
        name = ", ".join(entity.name for entity in said_by) or source
        words = GAP.join(text_at(found, span) for span in quote.content)
        speakers.setdefault(key, (speaker, name, []))[2].append(
            SpokenQuote(quote.kind, words, note(quote), n, quote.content[0][0])
        )
    return [SpeakerQuotes(speaker, name, tuple(quotes)) for speaker, name, quotes in speakers.values()]


def note(quote: Quote) -> str:
    """Return what a quote reports, if it is no plain statement: ``wrote``, ``denied``, ``in the headline``."""
    parts = (
        gettext(quote.mode) if quote.mode != "said" else "",
        gettext(quote.polarity) if quote.polarity != "affirmed" else "",
        gettext("in the headline") if quote.repeats is not None else "",
        gettext("as reported by another") if quote.within is not None else "",
        gettext("speaker by %(name)s") % {"name": quote.ruled_by} if quote.ruled_by else "",
    )
    return ", ".join(filter(None, parts))


def titles(found: Extraction) -> list[tuple[Entity, str]]:
    """Return each title that names an office with the entity that bears it, without repetitions.

    A title of a verb ("led Acme") is shown as its office.
    """
    rows = {}
    for entity in found.entities:
        for title in entity.titles:
            if title.office:
                text = title.office if title.rule in _OF_VERBS else title.text
                rows[entity.id, text] = entity, text
    return list(rows.values())


def text_at(found: Extraction, span: tuple[int, int]) -> str:
    """Return the text of a span on one line."""
    start, end = span
    return " ".join(found.text[start:end].split())


def summary_of(found: Extraction) -> str:
    """Return the sentences of the summary on one line; empty if the story has none."""
    return " ".join(text_at(found, span) for span in found.summary)
