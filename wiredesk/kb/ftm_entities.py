"""Things of a file of FollowTheMoney entities, the format of OpenSanctions and Aleph: one JSON object a line.

The format is described at https://followthemoney.tech.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import orjson

from wiredesk.kb.kb_records import PLAIN_PRIOR, KbRecord, KbRelation, KbRow, is_wikidata, year_of
from wiredesk.kb.kb_types import ftm_relations, ftm_schemata

_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_ABOUT = ("position", "summary", "sector", "legalForm")
_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry")
_BORN = ("birthDate", "incorporationDate", "buildDate")
_DIED = ("deathDate", "dissolutionDate")


class FtmReader:
    """Turns the lines of a file into things and relations."""

    def rows(self, line: bytes) -> Iterator[KbRow]:
        """Yield what a line says; nothing for an address, a passport and the like.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: the line is not an entity.
        """
        if not line.strip():
            return
        entity = orjson.loads(line)
        if not isinstance(entity, dict) or not isinstance(entity.get("id"), str) or "schema" not in entity:
            raise ValueError("has no id or no schema")
        properties = entity.get("properties") or {}
        schema = entity["schema"]
        if ends := ftm_relations().get(schema):
            one, other = (_all_values(properties, (end,)) for end in ends)
            yield from (KbRelation(a, b) for a, b in product(one, other))
        elif schema in ftm_schemata():
            yield from _thing(entity, properties)


def _thing(entity: Mapping[str, Any], properties: Mapping[str, Any]) -> Iterator[KbRecord]:
    names = list(dict.fromkeys([*_all_values(properties, _NAMES[:1]), *filter(None, [entity.get("caption")])]))
    if not names:
        return
    wikidata = [one for one in _all_values(properties, ("wikidataId",)) if is_wikidata(one)]
    about = _all_values(properties, _ABOUT)
    countries = [one.upper() for one in _all_values(properties, _COUNTRIES) if len(one) == 2]
    name = str(entity.get("caption") or names[0])
    yield KbRecord(
        id=wikidata[0] if wikidata else entity["id"],
        type=ftm_schemata()[entity["schema"]],
        name=name,
        aliases=tuple(one for one in dict.fromkeys(_all_values(properties, _NAMES)) if one != name),
        about=about[0] if about else "",
        prior=max(PLAIN_PRIOR, len(entity.get("datasets") or ())),
        country=countries[0] if countries else None,
        born=_year(properties, _BORN),
        died=_year(properties, _DIED),
        words=tuple(about[1:]),
        related=tuple(_all_values(properties, ("parent",))),
        ref=entity["id"],
    )


def _all_values(properties: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    """Return the texts of properties, in order; a nested entity counts with its id."""
    found = []
    for name in names:
        values = properties.get(name) or ()
        for value in [values] if isinstance(values, str) else values:
            text = value.get("id") if isinstance(value, dict) else value
            if isinstance(text, str) and text.strip():
                found.append(text.strip())
    return found


def _year(properties: Mapping[str, Any], names: tuple[str, ...]) -> int | None:
    return next((year for value in _all_values(properties, names) if (year := year_of(value)) is not None), None)
