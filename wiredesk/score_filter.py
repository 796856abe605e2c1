"""Leave out what is less sure than a reader wants: the option ``--min-score`` and the setting ``min_score``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wiredesk.contract import Amount, Date, Dateline, Entity, Event, Extraction, Quote, Title

Scored = TypeVar("Scored", Entity, Quote, Date, Amount, Title)


def at_least(found: Extraction, minimum: float) -> Extraction:
    """Return an extraction without the records whose score is below ``minimum``, from 0 to 1.

    A record without a score counts as unsure, so that a minimum above 0 leaves out the results of releases that
    measured none.  An entity that falls out leaves no id behind: a quote of it has no speaker, a date line no place.
    A place whose choice is unsure keeps its entity and loses its location.
    """
    if minimum <= 0:
        return found
    entities = tuple(_entity(entity, minimum) for entity in _sure(found.entities, minimum))
    ids = {entity.id for entity in entities}
    return found.model_copy(
        update={
            "entities": tuple(_without_ids(entity, ids) for entity in entities),
            "quotes": _quotes(found.quotes, ids, minimum),
            "events": tuple(_event(event, ids) for event in found.events),
            "dates": _sure(found.dates, minimum),
            "amounts": tuple(
                amount.model_copy(update={"entity": _known(amount.entity, ids)})
                for amount in _sure(found.amounts, minimum)
            ),
            "dateline": _dateline(found.dateline, ids),
            "focus": _known(found.focus, ids),
        }
    )


def _sure(records: Iterable[Scored], minimum: float) -> tuple[Scored, ...]:
    return tuple(one for one in records if one.score is not None and one.score >= minimum)


def _known(id: str | None, ids: set[str]) -> str | None:
    return id if id in ids else None


def _kept(given: Iterable[str], ids: set[str]) -> tuple[str, ...]:
    return tuple(id for id in given if id in ids)


def _entity(entity: Entity, minimum: float) -> Entity:
    location = entity.location
    if location is not None and (location.score is None or location.score < minimum):
        location = None
    return entity.model_copy(update={"location": location, "titles": _sure(entity.titles, minimum)})


def _without_ids(entity: Entity, ids: set[str]) -> Entity:
    """Return an entity that refers to known entities only; ``stands_for`` may be a country's code as well."""
    titles = tuple(title.model_copy(update={"of": _known(title.of, ids)}) for title in entity.titles)
    mentions = tuple(
        one.model_copy(update={"stands_for": _meant(one.stands_for, ids)}) if one.stands_for else one
        for one in entity.mentions
    )
    return entity.model_copy(
        update={"titles": titles, "mentions": mentions, "stands_for": _meant(entity.stands_for, ids)}
    )


def _meant(stands_for: str | None, ids: set[str]) -> str | None:
    """Return what a metonym stands for: a country's code is in capitals, the id of an entity is not."""
    return stands_for if stands_for and (stands_for.isupper() or stands_for in ids) else None


def _quotes(quotes: tuple[Quote, ...], ids: set[str], minimum: float) -> tuple[Quote, ...]:
    """Return the sure quotes; the positions that they refer to are those among the sure ones."""
    sure = _sure(quotes, minimum)
    kept = [n for n, one in enumerate(quotes) if one.score is not None and one.score >= minimum]
    places = {old: new for new, old in enumerate(kept)}

    def moved(quote: Quote) -> Quote:
        speakers = _kept(quote.speakers, ids)
        speaker = quote.speaker if quote.speaker in ids else next(iter(speakers), None)
        return quote.model_copy(
            update={
                "speaker": speaker,
                "speakers": speakers,
                "speaks_for": _meant(quote.speaks_for, ids),
                "within": None if quote.within is None else places.get(quote.within),
                "repeats": None if quote.repeats is None else places.get(quote.repeats),
            }
        )

    return tuple(map(moved, sure))


def _event(event: Event, ids: set[str]) -> Event:
    return event.model_copy(
        update={name: _kept(getattr(event, name), ids) for name in ("actors", "recipients", "places")}
    )


def _dateline(dateline: Dateline | None, ids: set[str]) -> Dateline | None:
    return dateline and dateline.model_copy(update={"place": _known(dateline.place, ids)})
