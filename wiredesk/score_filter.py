"""Leave out what is less sure than a reader wants: the option ``--min-score`` and the setting ``min_score``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wiredesk.contract import Amount, Date, Entity, Extraction, Quote, Title
from wiredesk.references import without_dangling_ids

Scored = TypeVar("Scored", Entity, Quote, Date, Amount, Title)


def at_least(found: Extraction, minimum: float) -> Extraction:
    """Return an extraction without the records whose score is below ``minimum``, from 0 to 1.

    A record without a score counts as unsure, so that a minimum above 0 leaves out the results of releases that
    measured none.  An entity that falls out leaves no id behind: a quote of it has no speaker, a date line no place.
    A place whose choice is unsure keeps its entity and loses its location.
    """
    if minimum <= 0:
        return found
    sure = found.model_copy(
        update={
            "entities": tuple(_entity(entity, minimum) for entity in _sure(found.entities, minimum)),
            "quotes": _quotes(found.quotes, minimum),
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


def _quotes(quotes: tuple[Quote, ...], minimum: float) -> tuple[Quote, ...]:
    """Return the sure quotes; the positions that they refer to are those among the sure ones."""
    kept = [n for n, one in enumerate(quotes) if one.score is not None and one.score >= minimum]
    places = {old: new for new, old in enumerate(kept)}

    def moved(quote: Quote) -> Quote:
        within = None if quote.within is None else places.get(quote.within)
        repeats = None if quote.repeats is None else places.get(quote.repeats)
        return quote.model_copy(update={"within": within, "repeats": repeats})

    return tuple(moved(quotes[n]) for n in kept)
