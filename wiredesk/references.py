"""The ids by which the records of an extraction refer to its entities."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from wiredesk.contract import Amount, Dateline, Entity, Event, Extraction, Keyphrase, Quote


def without_dangling_ids(found: Extraction) -> Extraction:
    """Return an extraction in which no record refers to an entity that it does not have.

    Such a reference becomes null: a quote has no speaker, a date line no place.  What a metonym stands for may be a
    country's code as well; codes are in capitals, ids are not.
    """
    return _with_ids(found, {entity.id: entity.id for entity in found.entities})


def renamed(found: Extraction, names: Mapping[str, str]) -> Extraction:
    """Return an extraction whose entities have other ids, as every record does that refers to them.

    Args:
        found: an extraction without dangling ids.
        names: the new id of each entity.
    """
    changed = _with_ids(found, names)
    entities = tuple(one.model_copy(update={"id": names[one.id]}) for one in changed.entities)
    return changed.model_copy(update={"entities": entities})


def _with_ids(found: Extraction, ids: Mapping[str, str]) -> Extraction:
    return found.model_copy(
        update={
            "dateline": _dateline(found.dateline, ids),
            "entities": tuple(_entity(entity, ids) for entity in found.entities),
            "quotes": tuple(_quote(quote, ids) for quote in found.quotes),
            "events": tuple(_event(event, ids) for event in found.events),
            "amounts": tuple(_amount(amount, ids) for amount in found.amounts),
            "focus": _known(found.focus, ids),
            "keyphrases": tuple(_keyphrase(phrase, ids) for phrase in found.keyphrases),
        }
    )


def without_entities(found: Extraction, ids: Collection[str]) -> Extraction:
    """Return an extraction without some of its entities; what refers to them has none."""
    if not ids:
        return found
    kept = tuple(entity for entity in found.entities if entity.id not in ids)
    return without_dangling_ids(found.model_copy(update={"entities": kept}))


def _known(id: str | None, ids: Mapping[str, str]) -> str | None:
    return ids.get(id) if id else None


def _known_or_code(id: str | None, ids: Mapping[str, str]) -> str | None:
    return id if id and id.isupper() else _known(id, ids)


def _all_known(given: Iterable[str], ids: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(ids[id] for id in given if id in ids)


def _dateline(dateline: Dateline | None, ids: Mapping[str, str]) -> Dateline | None:
    return dateline and dateline.model_copy(update={"place": _known(dateline.place, ids)})


def _entity(entity: Entity, ids: Mapping[str, str]) -> Entity:
    titles = tuple(title.model_copy(update={"of": _known(title.of, ids)}) for title in entity.titles)
    mentions = tuple(
        one.model_copy(update={"stands_for": _known_or_code(one.stands_for, ids)}) if one.stands_for else one
        for one in entity.mentions
    )
    stands_for = _known_or_code(entity.stands_for, ids)
    return entity.model_copy(update={"titles": titles, "mentions": mentions, "stands_for": stands_for})


def _quote(quote: Quote, ids: Mapping[str, str]) -> Quote:
    speakers = _all_known(quote.speakers, ids)
    speaker = _known(quote.speaker, ids) or next(iter(speakers), None)
    speaks_for = _known_or_code(quote.speaks_for, ids)
    return quote.model_copy(update={"speaker": speaker, "speakers": speakers, "speaks_for": speaks_for})


def _event(event: Event, ids: Mapping[str, str]) -> Event:
    names = ("actors", "recipients", "places")
    roles = tuple(role.model_copy(update={"entity": _known(role.entity, ids)}) for role in event.roles)
    known = {name: _all_known(getattr(event, name), ids) for name in names}
    return event.model_copy(update={**known, "roles": roles})


def _amount(amount: Amount, ids: Mapping[str, str]) -> Amount:
    return amount.model_copy(update={"entity": _known(amount.entity, ids)})


def _keyphrase(phrase: Keyphrase, ids: Mapping[str, str]) -> Keyphrase:
    return phrase.model_copy(update={"entity": _known(phrase.entity, ids)})
