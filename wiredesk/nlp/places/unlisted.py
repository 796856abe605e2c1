"""Places that the gazetteer lacks: in the town or region that the text puts them in, else where the story is.

A creek, a park or a hamlet has no row.  ``Darby Street in Dublin`` lies in Dublin; of a story whose towns lie in one
state ``the Kish River`` lies in that state.  The location is that of the town or the centre of the region, the level
is its level, and there is no id.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from wiredesk.contract import Location, Span
from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.disambiguate import Hints
from wiredesk.nlp.places.locate import Chosen

T = TypeVar("T", int, str)

_SORTS = (
    r"(?:River|Creek|Lake|Park|Mount(?:ain)?|Mt\.|Fort|Valley|Island|Islands|Township|Twp\.|Village|Colony|Hill|Hills|Forest|Beach|Bay|"
    r"Pond|Reservoir|Dam|Falls|Canyon|Point|Ridge|Harbou?r|Heights|Parkway|Bluff|Hollow|Square|Common)"
)
_NATURE = re.compile(rf"(?:the )?(?:{_SORTS} \w.*|.*\w {_SORTS})$")
"""Names that tell that what bears them stands on the map."""
_BESIDE = re.compile(r",? (?:in )?(?:downtown |nearby )?")
_SHARE = 0.75
"""Of the story's places so many must lie in one region for the unknown ones to lie there too."""
_LEAST = 2
"""… and so many must there be."""


def lying(
    gazetteer: Gazetteer, text: str, entities: Sequence[EntityDraft], chosen: Chosen, told: Hints
) -> list[EntityDraft]:
    """The entities, those of unknown places put where they lie, if the story tells.

    ``told`` is what the story's surroundings say of its whereabouts.
    """
    placed = {
        mention.span[0]: entity.location
        for entity in entities
        if entity.location and entity.location.level in {"city", "region"}
        for mention in entity.mentions
        if mention.kind == "name"
    }
    region = _region(gazetteer, chosen, told)
    own = gazetteer.columns.codes[told.home] if told.home >= 0 else None
    return [
        replace(entity, location=where)
        if entity.location is None
        and _unknown(entity)
        and (where := _beside(text, entity, placed) or region)
        and (where.level != "country" or where.country == own or _NATURE.match(entity.name))
        else entity
        for entity in entities
    ]


def _unknown(entity: EntityDraft) -> bool:
    if entity.wikidata or entity.iso3166:
        return False
    return entity.type == "GPE" or (entity.type in {"LOC", "FAC"} and bool(_NATURE.match(entity.name)))


def _beside(text: str, entity: EntityDraft, placed: dict[int, Location]) -> Location | None:
    """Where the place is that is written after the name: ``Darby Street in Dublin``, ``Kish River, Ohio``."""
    spans: list[Span] = [mention.span for mention in entity.mentions if mention.kind == "name"]
    for _, end in spans:
        gap = _BESIDE.match(text, end)
        if gap and (gap[0].startswith(",") or "in" in gap[0]) and (where := placed.get(gap.end())):
            return where
    return None


def _region(gazetteer: Gazetteer, chosen: Chosen, told: Hints) -> Location | None:
    """The centre of the region, else of the country, where the story is: nearly all of its places lie in one."""
    col = gazetteer.columns
    rows = {name.key: choice.row for name, choice in chosen.values()} | {
        str(row): row for row in (told.home, *told.cues) if row >= 0
    }
    countries = {code: row for row, code in enumerate(col.codes)}
    regions = Counter(int(col.region[row]) for row in rows.values() if col.rank[row] <= Rank.CITY)
    nations = Counter(col.codes[code] for row in rows.values() if (code := int(col.country[row])) >= 0)
    del regions[-1]
    for where in (_most(regions), countries.get(_most(nations) or "")):
        if where is not None:
            place = gazetteer.place(where)
            return Location(lat=place.lat, lon=place.lon, country=place.country, level=place.level)
    return None


def _most(counts: Counter[T]) -> T | None:
    """What nearly all are, None where opinions differ or too few have one."""
    if not counts:
        return None
    (most, count), total = counts.most_common(1)[0], sum(counts.values())
    return most if count >= _LEAST and count >= _SHARE * total else None
