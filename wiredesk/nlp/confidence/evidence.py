"""The evidence for and against each record, as names that ``weights.toml`` gives a weight.

The names are what a reader of the document could see as well: rule, type, number of mentions, form of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from wiredesk.contract import OUTSIDE_NEWS, Amount, Date, Entity, Location, Quote, Title

MANY_CAPITALS = 0.3
"""Share of capitals among the letters of a text above which its names have no form of their own; news has 3 to 8 %."""
FEW_CAPITALS = 0.01
"""Share below which a text was written without capitals."""
LONG_SENTENCE = 120
"""Words for each mark that ends a sentence above which a text is no prose; news has 15 to 30."""
MANY_NAMES = 0.6
"""Share of the letters that stand in names above which a text is a list of names; news has 0.1 to 0.3."""
SAMPLE_CHARACTERS = 5_000
"""Characters from which the form of a text is judged."""
_ENDS = re.compile(r"[.!?\u3002][\"'”’)\]]*(?:\s|$)")
"""Marks that end a sentence."""


def of_text(text: str, entities: Iterable[Entity]) -> tuple[str, ...]:
    """Return what the form of a text says about all its records."""
    sample = text[:SAMPLE_CHARACTERS]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return ("no letters",)
    capitals = sum(map(str.isupper, sample)) / letters
    words = sample.count(" ") + 1
    spans = [one.span for entity in entities for one in entity.mentions if one.kind == "name"]
    named = sum(end - start for start, end in spans if end <= SAMPLE_CHARACTERS)
    forms = {
        "text in capitals": capitals > MANY_CAPITALS,
        "text without capitals": capitals < FEW_CAPITALS,
        "text without sentences": words > LONG_SENTENCE * (len(_ENDS.findall(sample)) + 1),
        "list of names": named > MANY_NAMES * letters,
    }
    return tuple(name for name, holds in forms.items() if holds)


def of_entity(entity: Entity) -> Iterator[str]:
    """Yield the evidence for the type and the name of an entity."""
    names = [mention for mention in entity.mentions if mention.kind == "name"]
    yield f"type {entity.type}"
    yield f"rule {entity.rule}"
    yield f"{entity.type} mentions {_up_to(3, len(names))}"
    yield f"{entity.type} words {_up_to(3, len(entity.name.split()))}"
    if entity.titles:
        yield f"{entity.type} with title"
    if len(entity.mentions) > len(names):
        yield f"{entity.type} with pronoun or noun"
    if entity.links.wikidata:
        yield "known"
    if entity.location:
        yield f"{entity.type} on the map"
    if entity.name.isupper() and len(entity.name) > 3:
        yield "name in capitals"
    if any(character.isdigit() for character in entity.name):
        yield f"{entity.type} with digit"
    if not entity.in_news:
        yield "credit"
    elif all(mention.zone in OUTSIDE_NEWS | {"headline"} for mention in names):
        yield "headline only"


def of_location(entity: Entity, place: Location) -> Iterator[str]:
    """Yield the evidence for the choice of a place."""
    yield f"rule {place.rule}"
    yield f"type {entity.type}"
    yield f"level {place.level}"
    yield f"mentions {_up_to(3, len(entity.mentions))}"
    if entity.links.wikidata or entity.links.iso3166:
        yield "known"


def of_title(entity: Entity, title: Title) -> Iterator[str]:
    """Yield the evidence for a title."""
    yield f"rule {title.rule}"
    yield f"type {entity.type}"
    yield f"words {_up_to(6, len(title.text.split()))}"
    yield "office" if title.office else "no office"
    if title.of:
        yield "of a body"


def of_quote(quote: Quote, entities: Mapping[str, Entity]) -> Iterator[str]:
    """Yield the evidence for a quote: that it is one, its content and its speaker."""
    speaker = entities.get(quote.speaker or "")
    words = sum(end - start for start, end in quote.content) // 6 + 1
    yield f"rule {quote.rule}"
    yield f"kind {quote.kind}"
    yield f"{quote.kind} speaker {speaker.type if speaker else 'unknown'}"
    yield f"mode {quote.mode}"
    yield f"polarity {quote.polarity}"
    yield f"source class {quote.source_class}"
    yield f"content {'short' if words < 3 else 'medium' if words < 8 else 'long' if words < 60 else 'very long'}"
    yield f"zone {quote.zone}"
    yield "cue" if quote.cue else "no cue"
    if quote.within is not None:
        yield "within another"
    if speaker and quote.source:
        spans = {mention.span: mention.kind for mention in speaker.mentions}
        kinds = {kind for span, kind in spans.items() if quote.source[0] <= span[0] and span[1] <= quote.source[1]}
        yield "speaker by " + ("name" if "name" in kinds else min(kinds, default="rule"))


def of_date(date: Date) -> Iterator[str]:
    """Yield the evidence for the value of an expression of time."""
    yield f"rule {date.rule}"
    yield f"type {date.type}"
    yield "anchor" if date.anchor else "no anchor"
    yield "value" if date.value else "no value"


def of_amount(amount: Amount) -> Iterator[str]:
    """Yield the evidence for an amount and what it is of."""
    yield f"rule {amount.rule}"
    yield f"kind {amount.kind}"
    yield "unit" if amount.unit else "no unit"
    yield "entity" if amount.entity else "no entity"
    yield "measure" if amount.measure else "no measure"


def _up_to(limit: int, number: int) -> str:
    """Return a number as a word of a name; from ``limit`` on they are one."""
    return f"{limit}+" if number >= limit else str(number)
