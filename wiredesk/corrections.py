"""Apply what users corrected in a story to its extraction.

The stored document stays what the engine said.  A correction names a quote or an entity by its words, so that it holds
for every version of the story in which the same words stand, and after the story was extracted again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wiredesk.contract import PLACE_TYPES, Entity, EntityType, Extraction, Links, Location, Quote, Region, Span
from wiredesk.references import without_dangling_ids

RULED = "ruled"
"""The rule of a record that a user corrected."""
_EDGES = re.compile(r"^\W+|\W+$")
"""Quotation marks and stops around a quote, which versions of a story set differently."""
_BETWEEN_PARTS = " … "


class CorrectionKind(StrEnum):
    """What a user corrects in one story."""

    SPEAKER = "speaker"
    """Who said a quote."""
    PLACE = "place"
    """Which place an entity is."""
    ENTITY_TYPE = "entity_type"
    NO_NAME = "no_name"
    """An entity is the name of nothing."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user corrected in one story."""

    kind: CorrectionKind
    words: str
    """The words of the quote, or the name of the entity."""
    by: str
    """Who said so."""
    type: EntityType | None = None
    """The type that the entity had."""
    span: Span | None = None
    """Where it stood in the version that the user read; it tells equal words apart."""
    now: Mapping[str, Any] = field(default_factory=dict)
    """What is right.  Of a speaker ``name`` and ``type``, empty for an unknown one; of a place ``lat``, ``lon``, and
    ``geonames``, ``country``, ``level``, ``admin1``, ``admin1_name`` as far as known; of a type ``type``."""


def corrected(found: Extraction, corrections: Iterable[Correction]) -> Extraction:
    """Return an extraction with corrections applied in their order; one whose words the story lacks changes nothing."""
    for one in corrections:
        found = _APPLY[one.kind](found, one)
    return found


def quote_words(found: Extraction, quote: Quote) -> str:
    """Return the words of a quote on one line; its parts are joined by dots."""
    return _BETWEEN_PARTS.join(" ".join(found.text[slice(*span)].split()) for span in quote.content)


def find_quote(found: Extraction, words: str, span: Span | None = None) -> int | None:
    """Return the position of the quote with these words: of several the one that begins nearest to the span."""
    wanted = _folded(words)
    same = [n for n, quote in enumerate(found.quotes) if quote.content and _folded(quote_words(found, quote)) == wanted]
    at = span[0] if span else 0
    return min(same, key=lambda n: abs(found.quotes[n].content[0][0] - at), default=None)


def find_entity(found: Extraction, name: str, type: EntityType | None = None) -> Entity | None:
    """Return the entity that a name means: by its name before its aliases, of this type before any other."""
    wanted = _folded(name)
    order: list[tuple[bool, bool, int]] = []
    for n, entity in enumerate(found.entities):
        is_name = _folded(entity.name) == wanted
        if is_name or wanted in map(_folded, entity.aliases):
            order.append((not is_name, type is not None and entity.type != type, n))
    return found.entities[min(order)[2]] if order else None


def _speaker(found: Extraction, one: Correction) -> Extraction:
    n = find_quote(found, one.words, one.span)
    if n is None:
        return found
    speaker = find_entity(found, one.now["name"], one.now.get("type")) if one.now.get("name") else None
    if one.now.get("name") and speaker is None:
        return found
    id = speaker.id if speaker else None
    change = {"speaker": id, "speakers": (id,) if id else (), "score": 1.0, "ruled_by": one.by}
    quotes = _with(found.quotes, n, found.quotes[n].model_copy(update=change))
    return found.model_copy(update={"quotes": quotes})


def _place(found: Extraction, one: Correction) -> Extraction:
    entity = find_entity(found, one.words, one.type)
    if entity is None or entity.type not in PLACE_TYPES:
        return found
    now = one.now
    region = Region(id=now["admin1"], name=now.get("admin1_name") or now["admin1"]) if now.get("admin1") else None
    level, country = now.get("level") or "point", now.get("country")
    location = Location(
        lat=now["lat"], lon=now["lon"], country=country, level=level, admin1=region, score=1.0, rule=RULED
    )  # fmt: skip
    links = Links(geonames=now.get("geonames"), iso3166=country if level == "country" else None)
    return _with_entity(found, entity, {"location": location, "links": links, "ruled_by": one.by})


def _entity_type(found: Extraction, one: Correction) -> Extraction:
    entity = find_entity(found, one.words, one.type)
    if entity is None or entity.type == one.now["type"]:
        return found
    change: dict[str, Any] = {"type": one.now["type"], "score": 1.0, "rule": RULED, "ruled_by": one.by}
    if one.now["type"] not in PLACE_TYPES or entity.type not in PLACE_TYPES:  # its ids are those of the wrong type
        change |= {"location": None, "links": Links()}
    if one.now["type"] != "PERSON":
        change["titles"] = ()
    return _with_entity(found, entity, change)


def _no_name(found: Extraction, one: Correction) -> Extraction:
    entity = find_entity(found, one.words, one.type)
    if entity is None:
        return found
    rest = tuple(other for other in found.entities if other.id != entity.id)
    return without_dangling_ids(found.model_copy(update={"entities": rest}))


_APPLY = {
    CorrectionKind.SPEAKER: _speaker,
    CorrectionKind.PLACE: _place,
    CorrectionKind.ENTITY_TYPE: _entity_type,
    CorrectionKind.NO_NAME: _no_name,
}


def _with_entity(found: Extraction, entity: Entity, change: dict[str, Any]) -> Extraction:
    entities = tuple(one.model_copy(update=change) if one.id == entity.id else one for one in found.entities)
    return found.model_copy(update={"entities": entities})


def _with(quotes: Sequence[Quote], n: int, quote: Quote) -> tuple[Quote, ...]:
    return (*quotes[:n], quote, *quotes[n + 1 :])


def _folded(words: str) -> str:
    return _EDGES.sub("", " ".join(words.split())).casefold() or words.casefold()
