"""One extraction of a story whose paragraphs are in several languages, from one of each language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wiredesk.contract import Entity, Event, Extraction, Quote
from wiredesk.folded_names import folded_name
from wiredesk.references import renamed


def merged(main: Extraction, others: Iterable[Extraction]) -> Extraction:
    """Return the records of all parts as one extraction.

    Entities of one type and name are one entity.  Positions in ``quotes`` and the numbers of acts go on where those of
    the part before end.  Dateline, focus, summary and tone are those of the main language, or of the first part that
    has them.

    Args:
        main: what was found in the paragraphs of the story's language.
        others: what was found in the other paragraphs.
    """
    found = main
    for part in others:
        found = _joined(found, part)
    return found


def _joined(first: Extraction, second: Extraction) -> Extraction:
    names = _ids(first.entities, second.entities)
    moved = renamed(second, names)
    by_id = {entity.id: entity for entity in first.entities}
    for entity in moved.entities:
        known = by_id.get(entity.id)
        by_id[entity.id] = _one_entity(known, entity) if known else entity
    base, acts = len(first.quotes), 1 + max((event.same for event in first.events), default=-1)
    codes = {topic.code for topic in first.topics}
    return _changed(
        first,
        entities=tuple(by_id.values()),
        quotes=(*first.quotes, *(_quote(quote, base) for quote in moved.quotes)),
        events=(*first.events, *(_event(event, base, acts) for event in moved.events)),
        dates=tuple(sorted((*first.dates, *moved.dates), key=lambda date: date.span)),
        amounts=tuple(sorted((*first.amounts, *moved.amounts), key=lambda amount: amount.span)),
        topics=(*first.topics, *(topic for topic in moved.topics if topic.code not in codes)),
        keyphrases=first.keyphrases or moved.keyphrases,
        dateline=first.dateline or moved.dateline,
        focus=first.focus or moved.focus,
        summary=first.summary or moved.summary,
        tone=first.tone or moved.tone,
    )


def _changed(found: Extraction, **fields: Any) -> Extraction:
    return found.model_copy(update=fields)


def _ids(first: Iterable[Entity], second: Iterable[Entity]) -> dict[str, str]:
    """Return the id of each entity of the second part in the whole: that of the same one in the first, or a new one."""
    first = list(first)
    known = {(entity.type, folded_name(entity.name, entity.type)): entity.id for entity in reversed(first)}
    taken = {entity.id for entity in first}
    number, names = len(taken), {}
    for entity in second:
        same = known.get((entity.type, folded_name(entity.name, entity.type)))
        while same is None:
            number += 1
            same = None if f"e{number}" in taken else f"e{number}"
        names[entity.id] = same
    return names


def _one_entity(known: Entity, other: Entity) -> Entity:
    return known.model_copy(
        update={
            "mentions": tuple(sorted((*known.mentions, *other.mentions), key=lambda mention: mention.span)),
            "titles": (*known.titles, *other.titles),
            "aliases": tuple(dict.fromkeys((*known.aliases, *other.aliases))),
            "location": known.location or other.location,
            "salience": max(known.salience, other.salience),
        }
    )


def _quote(quote: Quote, base: int) -> Quote:
    within = None if quote.within is None else quote.within + base
    repeats = None if quote.repeats is None else quote.repeats + base
    return quote.model_copy(update={"within": within, "repeats": repeats})


def _event(event: Event, base: int, acts: int) -> Event:
    quote = None if event.quote is None else event.quote + base
    return event.model_copy(update={"quote": quote, "same": event.same + acts})
