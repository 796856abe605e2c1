"""The evidence for and against each record, as names that ``weights.toml`` gives a weight.

The names are what a reader of the document could see as well: rule, type, number of mentions, form of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from wiredesk.contract import (
    OUTSIDE_NEWS,
    Amount,
    AmountKind,
    Date,
    DateType,
    Entity,
    EntityType,
    Event,
    EventStatus,
    EventType,
    Level,
    Location,
    Ontology,
    Polarity,
    Quote,
    QuoteKind,
    QuoteMode,
    RoleName,
    SourceClass,
    Span,
    Title,
    Zone,
)
from wiredesk.letter_counts import count_letters

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
MAX_CACHED = 4096
"""Records whose evidence is kept, by all that it depends on, about 2 MB: most are like one before."""
_ABOVE_NEWS: frozenset[Zone] = OUTSIDE_NEWS | {"headline"}
_ENDS = re.compile(r"[.!?\u3002][\"'”’)\]]*(?:\s|$)")
"""Marks that end a sentence."""


def of_text(text: str, entities: Iterable[Entity]) -> tuple[str, ...]:
    """Return what the form of a text says about all its records."""
    sample = text[:SAMPLE_CHARACTERS]
    letters, capitals = count_letters(sample)
    if not letters:
        return ("no letters",)
    words = sample.count(" ") + 1
    spans = [one.span for entity in entities for one in entity.mentions if one.kind == "name"]
    named = sum([end - start for start, end in spans if end <= SAMPLE_CHARACTERS])
    found = []
    if capitals / letters > MANY_CAPITALS:
        found.append("text in capitals")
    if capitals / letters < FEW_CAPITALS:
        found.append("text without capitals")
    if words > LONG_SENTENCE * (len(_ENDS.findall(sample)) + 1):
        found.append("text without sentences")
    if named > MANY_NAMES * letters:
        found.append("list of names")
    return tuple(found)


def of_entity(entity: Entity) -> tuple[str, ...]:
    """Return the evidence for the type and the name of an entity."""
    zones = [mention.zone for mention in entity.mentions if mention.kind == "name"]
    place = ""
    if "body" not in zones:  # as most names are
        place = "credit" if not entity.in_news else "headline only" if _ABOVE_NEWS.issuperset(zones) else ""
    return _of_entity(
        entity.type,
        entity.rule,
        min(len(zones), 3),
        min(len(entity.name.split()), 3),
        bool(entity.titles),
        len(entity.mentions) > len(zones),
        bool(entity.links.wikidata),
        entity.location is not None,
        entity.name.isupper() and len(entity.name) > 3,
        any(map(str.isdigit, entity.name)),
        place,
    )


@lru_cache(MAX_CACHED)
def _of_entity(
    kind: EntityType,
    rule: str | None,
    mentions: int,
    words: int,
    has_title: bool,
    is_meant_otherwise: bool,
    is_known: bool,
    is_on_map: bool,
    is_capitals: bool,
    has_digit: bool,
    place: str,
) -> tuple[str, ...]:
    found = {
        f"type {kind}": True,
        f"rule {rule}": True,
        f"{kind} mentions {_up_to(3, mentions)}": True,
        f"{kind} words {_up_to(3, words)}": True,
        f"{kind} with title": has_title,
        f"{kind} with pronoun or noun": is_meant_otherwise,
        "known": is_known,
        f"{kind} on the map": is_on_map,
        "name in capitals": is_capitals,
        f"{kind} with digit": has_digit,
        place: bool(place),
    }
    return _those_that_hold(found)


def of_location(entity: Entity, place: Location) -> tuple[str, ...]:
    """Return the evidence for the choice of a place."""
    is_known = bool(entity.links.wikidata or entity.links.iso3166)
    return _of_location(place.rule, entity.type, place.level, min(len(entity.mentions), 3), is_known)


@lru_cache(MAX_CACHED)
def _of_location(rule: str | None, kind: EntityType, level: Level, mentions: int, is_known: bool) -> tuple[str, ...]:
    names = (f"rule {rule}", f"type {kind}", f"level {level}", f"mentions {_up_to(3, mentions)}")
    return (*names, "known") if is_known else names


def of_title(entity: Entity, title: Title) -> tuple[str, ...]:
    """Return the evidence for a title."""
    words = min(len(title.text.split()), 6)
    return _of_title(title.rule, entity.type, words, bool(title.office), bool(title.of))


@lru_cache(MAX_CACHED)
def _of_title(rule: str | None, kind: EntityType, words: int, is_office: bool, is_of_a_body: bool) -> tuple[str, ...]:
    office = "office" if is_office else "no office"
    names = (f"rule {rule}", f"type {kind}", f"words {_up_to(6, words)}", office)
    return (*names, "of a body") if is_of_a_body else names


def of_quote(quote: Quote, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """Return the evidence for a quote: that it is one, its content and its speaker."""
    speaker = entities.get(quote.speaker or "")
    words = sum(end - start for start, end in quote.content) // 6 + 1
    return _of_quote(
        quote.rule,
        quote.kind,
        speaker.type if speaker else "unknown",
        quote.mode,
        quote.polarity,
        quote.source_class,
        "short" if words < 3 else "medium" if words < 8 else "long" if words < 60 else "very long",
        quote.zone,
        bool(quote.cue),
        quote.within is not None,
        _kind_of_source(quote.source, speaker) if speaker and quote.source else "",
    )


def _kind_of_source(source: Span, speaker: Entity) -> str:
    """Return the kind of mention by which a source names its speaker."""
    start, end = source
    spans = {mention.span: mention.kind for mention in speaker.mentions if start <= mention.span[0]}
    kinds = {kind for span, kind in spans.items() if span[1] <= end}
    return "name" if "name" in kinds else min(kinds, default="rule")


@lru_cache(MAX_CACHED)
def _of_quote(
    rule: str | None,
    kind: QuoteKind,
    speaker: str,
    mode: QuoteMode,
    polarity: Polarity,
    source_class: SourceClass | None,
    length: str,
    zone: Zone,
    has_cue: bool,
    is_within: bool,
    named_by: str,
) -> tuple[str, ...]:
    found = {
        f"rule {rule}": True,
        f"kind {kind}": True,
        f"{kind} speaker {speaker}": True,
        f"mode {mode}": True,
        f"polarity {polarity}": True,
        f"source class {source_class}": True,
        f"content {length}": True,
        f"zone {zone}": True,
        "cue" if has_cue else "no cue": True,
        "within another": is_within,
        f"speaker by {named_by}": bool(named_by),
    }
    return _those_that_hold(found)


def of_date(date: Date) -> tuple[str, ...]:
    """Return the evidence for the value of an expression of time."""
    return _of_date(date.rule, date.type, bool(date.anchor), bool(date.value))


@lru_cache(MAX_CACHED)
def _of_date(rule: str | None, kind: DateType, has_anchor: bool, has_value: bool) -> tuple[str, ...]:
    anchor, value = "anchor" if has_anchor else "no anchor", "value" if has_value else "no value"
    return f"rule {rule}", f"type {kind}", anchor, value


def of_amount(amount: Amount) -> tuple[str, ...]:
    """Return the evidence for an amount and what it is of."""
    return _of_amount(amount.rule, amount.kind, bool(amount.unit), bool(amount.entity), bool(amount.measure))


@lru_cache(MAX_CACHED)
def _of_amount(
    rule: str | None, kind: AmountKind, has_unit: bool, has_entity: bool, has_measure: bool
) -> tuple[str, ...]:
    return (
        f"rule {rule}",
        f"kind {kind}",
        "unit" if has_unit else "no unit",
        "entity" if has_entity else "no entity",
        "measure" if has_measure else "no measure",
    )


def of_event(event: Event) -> tuple[str, ...]:
    """Return the evidence for an event: its type, its participants, how specific its row of the lexicon is."""
    return _of_event(
        event.rule,
        event.type,
        event.ontology,
        _naming(event, "actor"),
        _naming(event, "recipient"),
        event.status,
        bool(event.date),
        bool(event.of),
        event.background,
        event.quote is not None,
    )


@lru_cache(MAX_CACHED)
def _of_event(
    rule: str | None,
    kind: EventType,
    ontology: Ontology,
    actor: str,
    recipient: str,
    status: EventStatus,
    has_date: bool,
    is_of_an_act: bool,
    is_background: bool,
    is_in_a_quote: bool,
) -> tuple[str, ...]:
    _, _, row = (rule or "").partition(" ")
    trigger, _, pattern = row.partition(" ")
    found = {
        f"type {kind}": True,
        ontology: True,
        "noun" if trigger.endswith(".n") else "adjective" if trigger.endswith(".a") else "verb": True,
        f"conditions {_up_to(3, len(pattern.split()))}": True,
        f"actor {actor}": True,
        f"recipient {recipient}": True,
        f"status {status}": True,
        "date" if has_date else "no date": True,
        "of an act": is_of_an_act,
        "background": is_background,
        "in a quote": is_in_a_quote,
    }
    return _those_that_hold(found)


def _naming(event: Event, side: RoleName) -> str:
    """Return whether the participants of a side have entities: ``named``, ``unnamed``, ``none``."""
    parts = [role.entity for role in event.roles if role.role == side]
    return "named" if any(parts) else "unnamed" if parts else "none"


def _those_that_hold(found: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple([name for name, holds in found.items() if holds])


def _up_to(limit: int, number: int) -> str:
    """Return a number as a word of a name; from ``limit`` on they are one."""
    return f"{limit}+" if number >= limit else str(number)
