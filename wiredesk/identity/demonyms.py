"""Which country an adjective of nationality means."""

from __future__ import annotations

from functools import cache

from wiredesk.contract import Entity
from wiredesk.nlp.knowledge.countries import countries


def country_meant(entity: Entity) -> str | None:
    """Return the ISO 3166 code of the country that an adjective refers to; null for its people and everything else.

    "Iraqi forces" are Iraq's, as ``links.wikidata`` says too; "Iraqis" are people.  The things of both are demonyms:
    this is for measuring and for programs that count what is said of a country.
    """
    code = entity.links.iso3166
    if entity.type != "NORP" or not code:
        return None
    forms = (entity.name, *entity.aliases)
    return code if all(form.casefold() in _adjectives().get(code, ()) for form in forms) else None


@cache
def _adjectives() -> dict[str, frozenset[str]]:
    return {one.code: frozenset(form.casefold() for form in one.demonyms) for one in countries()}
