"""Correct one quote or one entity of a story: its speaker, its place, its type, or that it is no name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, cast, select

from wiredesk.contract import PLACE_TYPES, Entity, Extraction, Quote
from wiredesk.corrections import Correction, corrected, find_entity, find_quote, quote_words
from wiredesk.errors import NotFound
from wiredesk.store.directory import component_rows, rulings
from wiredesk.store.directory.ruling_checks import LEVELS, RulingRefused, checked_type
from wiredesk.store.directory.ruling_rows import Ruling, RulingKind, corrections_of
from wiredesk.store.result_rows import storable
from wiredesk.store.tables import articles, extractions, places
from wiredesk.store.visibility import is_visible_joined

MAX_CHOICES = 8
"""Quotes or names that an error lists."""
MAX_CHOICE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class StoredStory:
    """The version of a story that readers see, or else its newest one, with what was found in it."""

    seq: int
    id: str
    version: int
    found: Extraction
    """As users corrected it."""
    original: Extraction


def stored_story(connection: Connection, id: str) -> StoredStory:
    """Return a story with its extraction.

    Raises:
        NotFound: the ledger has no such story, or the story has no results.
    """
    query = (
        select(articles.c.seq, articles.c.version, cast(extractions.c.document, Text).label("document"))
        .join(extractions, extractions.c.seq == articles.c.seq)
        .where(articles.c.id == storable(id))
        .order_by(articles.c.visible.desc(), articles.c.version.desc())
    )
    row = connection.execute(query.limit(1)).one_or_none()
    if row is None:
        raise NotFound(f"story {id[:200]}", "has no results in this store", "give the id of a story")
    original = Extraction.model_validate_json(row.document)
    some: tuple[Correction, ...] = corrections_of(connection, [id]).get(id, ())
    return StoredStory(row.seq, id, row.version, corrected(original, some), original)


def correct_speaker(
    connection: Connection, story: str, words: str, speaker: str | None, *, by: str, why: str | None = None, at: int = 0
) -> Ruling:
    """Decide who said a quote.

    Args:
        words: the words of the quote, or some of them that no other quote has.
        speaker: the name of an entity of the story; None: it is not known who said it.
        at: where the quote begins in the text, which tells equal words apart.

    Raises:
        NotFound: there is no such story.
        RulingRefused: the story has no such quote or entity, or the quote has this speaker already.
    """
    stored = stored_story(connection, story)
    quote = _the_quote(stored.found, words, at)
    was = next((one for one in stored.found.entities if one.id == quote.speaker), None)
    right = the_entity(stored.found, speaker) if speaker else None
    if was == right and len(quote.speakers) <= 1:
        raise RulingRefused(f"the quote in {story[:200]}", "has this speaker already", "nothing need be done")
    now = {"name": right.name, "type": right.type} if right else {}
    before = {"name": was.name, "type": was.type} if was else {}
    value = {
        "words": quote_words(stored.found, quote), "span": [quote.content[0][0], quote.content[-1][1]],
        "was": before, "now": now, "version": stored.version,
    }  # fmt: skip
    return _add(connection, RulingKind.SPEAKER, story, value, by, why)


def correct_speaker_at(
    connection: Connection, story: str, start: int, speaker: str | None, *, by: str, why: str | None = None
) -> Ruling:
    """Decide who said the quote that begins at a place of the text; otherwise as :func:`correct_speaker`."""
    found = stored_story(connection, story).found
    words = next((quote_words(found, one) for one in found.quotes if one.content and one.content[0][0] == start), None)
    if words is None:
        raise RulingRefused(f"story {story[:200]}", "has changed meanwhile", "load the page again")
    return correct_speaker(connection, story, words, speaker, by=by, why=why, at=start)


def require_visible(connection: Connection, story: str) -> None:
    """Check that readers see a story.

    Raises:
        NotFound: they do not.
    """
    query = select(articles.c.seq).where(articles.c.id == storable(story), is_visible_joined())
    if connection.execute(query.limit(1)).first() is None:
        raise NotFound(f"story {story[:200]}", "is not visible", "give the id of a story")


def correct_type(
    connection: Connection, story: str, name: str, type: str, *, by: str, why: str | None = None
) -> Ruling:
    """Decide the type of an entity of a story.

    Raises:
        NotFound: there is no such story.
        RulingRefused: there is no such type, the story has no such entity, or the entity has this type.
    """
    right = checked_type(type)
    stored = stored_story(connection, story)
    entity = the_entity(stored.found, name)
    if entity.type == right:
        raise RulingRefused(f'"{entity.name[:80]}"', f"has the type {right} already", "nothing need be done")
    value = _of_entity(stored, entity, {"type": entity.type}, {"type": right})
    return _add(connection, RulingKind.ENTITY_TYPE, story, value, by, why)


def correct_place(
    connection: Connection, story: str, name: str, place: Mapping[str, Any], *, by: str, why: str | None = None
) -> Ruling:
    """Decide which place an entity of a story is.

    Args:
        place: as :func:`place_values` returns it.

    Raises:
        NotFound: there is no such story.
        RulingRefused: the story has no such entity, the entity is no place, or is this one.
    """
    stored = stored_story(connection, story)
    entity = the_entity(stored.found, name)
    if entity.type not in PLACE_TYPES:
        hint = f"correct its type first: wiredesk things correct STORY --entity NAME --type {min(PLACE_TYPES)}"
        raise RulingRefused(f'"{entity.name[:80]}"', f"has the type {entity.type}, which is nowhere", hint)
    was: dict[str, Any] = {}
    if entity.location:
        one = entity.location
        was = {"lat": one.lat, "lon": one.lon, "country": one.country, "level": one.level}
    was |= {"geonames": entity.links.geonames} if entity.links.geonames else {}
    if was and all(was.get(key) == place[key] for key in ("lat", "lon")) and was.get("geonames") == place["geonames"]:
        raise RulingRefused(f'"{entity.name[:80]}"', "is this place already", "nothing need be done")
    return _add(connection, RulingKind.PLACE, story, _of_entity(stored, entity, was, dict(place)), by, why)


def correct_no_name(connection: Connection, story: str, name: str, *, by: str, why: str | None = None) -> Ruling:
    """Decide that an entity of a story is the name of nothing.

    Raises:
        NotFound: there is no such story.
        RulingRefused: the story has no such entity.
    """
    stored = stored_story(connection, story)
    entity = the_entity(stored.found, name)
    value = _of_entity(stored, entity, {"type": entity.type}, {})
    return _add(connection, RulingKind.NO_NAME, story, value, by, why)


def place_values(
    connection: Connection, geonames: int | None, point: tuple[float, float] | None, country: str | None = None
) -> dict[str, Any]:
    """Return a place as corrections hold it: with the coordinates that stories of the store give it, or with these.

    Args:
        point: latitude and longitude, degrees.
        country: ISO 3166-1 alpha-2.

    Raises:
        RulingRefused: no coordinates are known, or they are not on the Earth.
    """
    if point is not None:
        if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
            hint = "give latitude and longitude in degrees, such as 52.52,13.41"
            raise RulingRefused(f"the point {point[0]},{point[1]}", "is not on the Earth", hint)
        return {"geonames": geonames, "lat": point[0], "lon": point[1], "country": country, "level": "point"}
    if geonames is None:
        raise RulingRefused("the place", "has neither an id nor coordinates", "give a GeoNames id, or LAT,LON")
    names = ("lat", "lon", "country", "level", "admin1", "admin1_name")
    query = select(*(places.c[name] for name in names)).where(places.c.geonames == geonames)
    row = connection.execute(query.order_by(places.c.seq.desc()).limit(1)).one_or_none()
    if row is None:
        hint = "give its coordinates as well: --at LAT,LON"
        raise RulingRefused(f"GeoNames id {geonames}", "is in no story of this store", hint)
    return {"geonames": geonames} | {str(name): value for name, value in row._mapping.items() if value is not None}


def checked_value(kind: RulingKind, value: dict[str, Any]) -> dict[str, Any]:
    """Return the value of a correction that comes from a file.

    Raises:
        RulingRefused: something is missing in it, or is not of its kind.
    """
    now = value.get("now")
    checks: dict[RulingKind, Callable[[dict[str, Any]], bool]] = {
        RulingKind.SPEAKER: lambda now: isinstance(now.get("name", ""), str),
        RulingKind.PLACE: _is_place,
        RulingKind.ENTITY_TYPE: lambda now: isinstance(now.get("type"), str) and bool(checked_type(now["type"])),
        RulingKind.NO_NAME: lambda _now: True,
    }
    span = value.get("span")
    is_span = span is None or (isinstance(span, list) and len(span) == 2 and all(isinstance(at, int) for at in span))
    if not (isinstance(value.get("words"), str) and value["words"] and isinstance(now, dict) and is_span):
        raise RulingRefused("the value", 'lacks "words" or "now"', "see docs/how-to/things.md")
    if not checks[kind](now):
        raise RulingRefused('"now" of the value', f"is no {kind.value}", "see docs/how-to/things.md")
    if value.get("type") is not None:
        checked_type(str(value["type"]))
    return value


def _is_place(now: dict[str, Any]) -> bool:
    is_point = all(isinstance(now.get(key), int | float) for key in ("lat", "lon"))
    is_known = now.get("level") is None or now["level"] in LEVELS
    is_near = is_point and -90 <= now["lat"] <= 90 and -180 <= now["lon"] <= 180
    return is_near and is_known and isinstance(now.get("geonames") or 0, int)


def _add(
    connection: Connection, kind: RulingKind, story: str, value: dict[str, Any], by: str, why: str | None
) -> Ruling:
    component_rows.lock(connection)
    ruling = rulings.add(connection, Ruling(kind, by, stories=(story,), value=value, why=why))
    rulings.apply(connection, ruling)
    return ruling


def _of_entity(stored: StoredStory, entity: Entity, was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return the value of a correction of an entity, which is known by the type that the engine gave it."""
    named = [one for one in stored.original.entities if one.id == entity.id]
    type = named[0].type if named else entity.type
    span = list(entity.mentions[0].span) if entity.mentions else None
    return {"words": entity.name, "type": type, "span": span, "was": was, "now": now, "version": stored.version}


def _the_quote(found: Extraction, words: str, at: int) -> Quote:
    n = find_quote(found, words, (at, at))
    if n is not None:
        return found.quotes[n]
    part = " ".join(words.split()).casefold()
    some = [one for one in found.quotes if one.content and part and part in quote_words(found, one).casefold()]
    if len(some) == 1:
        return some[0]
    cause = f"are in {len(some)} quotes of the story" if some else "are in no quote of the story"
    listed = some or [one for one in found.quotes if one.content]
    choices = "; ".join(_short(quote_words(found, one)) for one in listed[:MAX_CHOICES])
    raise RulingRefused(f"the words {_short(words)}", cause, f"it has {choices}" if choices else "it has no quotes")


def the_entity(found: Extraction, name: str) -> Entity:
    """Return the entity of a story that a name means.

    Raises:
        RulingRefused: the story has none.
    """
    entity = find_entity(found, name)
    if entity is not None:
        return entity
    by_salience = sorted(found.entities, key=lambda one: -one.salience)
    names = ", ".join(_short(one.name) for one in by_salience[:MAX_CHOICES])
    raise RulingRefused(f"the name {_short(name)}", "is no entity of the story", f"it has {names or 'none'}")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return f'"{line if len(line) <= MAX_CHOICE_CHARACTERS else line[:MAX_CHOICE_CHARACTERS] + "…"}"'
