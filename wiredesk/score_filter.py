"""Leave out what is less sure than a reader wants: the option ``--min-score`` and the setting ``min_score``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from wiredesk.contract import Amount, Date, Entity, Event, Extraction, Quote, Title
from wiredesk.references import without_dangling_ids

Scored = TypeVar("Scored", Entity, Quote, Event, Date, Amount, Title)


def at_least(found: Extraction, minimum: float) -> Extraction:
    """Return an extraction without the records whose score is below ``minimum``, from 0 to 1.

    A record without a score counts as unsure, so that a minimum above 0 leaves out the results of releases that
    measured none.  An entity that falls out leaves no id behind: a quote of it has no speaker, a date line no place.
    A place whose choice is unsure keeps its entity and loses its location.
    """
    if minimum <= 0:
        return found
    quotes = [n for n, one in enumerate(found.quotes) if one.score is not None and one.score >= minimum]
    numbers = {old: new for new, old in enumerate(quotes)}
    sure = found.model_copy(
        update={
            "entities": tuple(_entity(entity, minimum) for entity in _sure(found.entities, minimum)),
            "quotes": tuple(_quote(found.quotes[n], numbers) for n in quotes),
            "events": tuple(_events(_sure(found.events, minimum), numbers)),
            "dates": _sure(found.dates, minimum),
            "amounts": _sure(found.amounts, minimum),
        }
    )
    return without_dangling_ids(sure)


def _sure(records: Iterable[Scored], minimum: float) -> tuple[Scored, ...]:
    return tuple(one for one in records if one.score is not None and one.score >= minimum)


def _entity(entity: Entity, minimum: float) -> Entity:
    location = entity.location
    if location is not None and (location.score is None or location.score < minimum):
        location = None
    return entity.model_copy(update={"location": location, "titles": _sure(entity.titles, minimum)})


def _quote(quote: Quote, numbers: Mapping[int, int]) -> Quote:
    """Return a quote that refers to other quotes by their positions among the sure ones."""
    within = None if quote.within is None else numbers.get(quote.within)
    repeats = None if quote.repeats is None else numbers.get(quote.repeats)
    return quote.model_copy(update={"within": within, "repeats": repeats})


def _events(events: Iterable[Event], numbers: Mapping[int, int]) -> Iterator[Event]:
    """Yield the events that no quote tells, or a sure one: without its quote an event would look like a fact."""
    for event in events:
        if event.quote is None:
            yield event
        elif event.quote in numbers:
            yield event.model_copy(update={"quote": numbers[event.quote]})
