"""Which country an adjective of nationality means."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from wiredesk.nlp.knowledge.countries import countries


def is_adjective_of(code: str, forms: Iterable[str]) -> bool:
    """Return whether all forms of a name are adjectives of the country with this ISO 3166 code.

    "Iraqi forces" are Iraq's, as ``links.wikidata`` says too; "Iraqis" are people.  The things of both are demonyms:
    this is for programs that count what is said of a country.
    """
    return all(form.casefold() in _adjectives().get(code, ()) for form in forms)


@cache
def _adjectives() -> dict[str, frozenset[str]]:
    return {one.code: frozenset(form.casefold() for form in one.demonyms) for one in countries()}
