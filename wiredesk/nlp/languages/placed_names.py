"""Places of a story in another language than English: those that the language has names for, and those of a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wiredesk.contract import Entity, Location, Mention
from wiredesk.nlp.context import Context
from wiredesk.nlp.gazetteer import Gazetteer, Place
from wiredesk.nlp.languages.local_places import place_entities

_MIN_TOWN_POPULATION = 15_000
"""Inhabitants of the smallest town that is put on the map although the story names no country of it."""
Locate = Callable[[str], Place | None]
"""Returns the place of a name; None without one."""


def known_places(context: Context, gazetteer: Gazetteer) -> list[Entity]:
    """Return the countries and cities that the language has names for, and the place of the dateline in any case."""
    line, profile, text = context.dateline_parts, context.profile, context.layout.masked
    spans = line.places if line else ()
    found = list(place_entities(text, profile.code, gazetteer, spans, spaced=profile.spaced))
    known = {mention.span for one in found for mention in one.mentions}
    for span in spans:
        if span not in known:
            name = text[slice(*span)]
            name = name.title() if name.isupper() else name
            found.append(Entity(id="", type="GPE", name=name, mentions=(Mention(span=span),), rule="dateline"))
    return found


def locator(gazetteer: Gazetteer, places: Sequence[Entity]) -> Locate:
    """Return a look-up of names: the largest place of the name in the countries of the story, else in the world."""
    named = {one.location.country for one in places if one.location}
    columns = gazetteer.columns

    def locate(name: str) -> Place | None:
        best: tuple[bool, int, int] | None = None
        for row in gazetteer.rows(name):
            country = columns.codes[columns.country[row]] if columns.country[row] >= 0 else ""
            size = int(columns.population[row])
            if country in named or (size >= _MIN_TOWN_POPULATION and country):
                best = max(best or (False, -1, -1), (country in named, size, int(row)))
        return gazetteer.place(best[2]) if best else None

    return locate


def location_of(place: Place) -> Location:
    """Return a place of the gazetteer as documents have it."""
    return Location(lat=place.lat, lon=place.lon, country=place.country, level=place.level, rule="largest of the name")
