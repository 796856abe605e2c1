"""Names of countries and their people."""

from __future__ import annotations

from functools import cache

from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.lexicon import word_set

MIN_NAME_LETTERS = 4
"""Letters of a country's name that cannot be mistaken for a word or an acronym ("US", "UK")."""


@cache
def unambiguous_countries() -> frozenset[str]:
    """Return the folded names of countries that have no other frequent meaning: not Jordan, Chad, Georgia or US."""
    names = {fold_name(name) for country in countries() for name in (country.name, *country.variants)}
    names |= word_set("places", "nations")
    return frozenset(name for name in names if len(name) >= MIN_NAME_LETTERS) - word_set(
        "places", "ambiguous_countries"
    )


def demonym_codes() -> dict[str, str]:
    """Map adjectives and names of peoples, singular and plural, casefolded, to ISO 3166-1 codes."""
    codes: dict[str, str] = {}
    for country in countries():
        for word in country.demonyms:
            codes.setdefault(word.casefold(), country.code)
            codes.setdefault(word.casefold() + "s", country.code)
    return codes
