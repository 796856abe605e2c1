"""The whole names of countries and regions that news abbreviates: ``U.S.``, ``UK``, ``Calif.``, ``N.S.W.``"""

from __future__ import annotations

from functools import cache

from wiredesk.nlp.knowledge.countries import countries
from wiredesk.nlp.knowledge.tsv_rows import package_lines, rows, values


def is_abbreviated(name: str) -> bool:
    """Return whether a place's name looks like a short form: a full stop at the end, or capitals alone."""
    return name.endswith(".") or name.replace(".", "").isupper()


def whole_place_name(name: str) -> str:
    """Return the whole name of a country or region by a short form in any case; any other name as it is."""
    return _whole_names().get(name.strip().casefold(), name) if is_abbreviated(name) else name


def region_spellings(name: str) -> tuple[str, ...]:
    """Return the other spellings of a region by its name or a short form, in any case; empty of any other name."""
    return _spellings().get(name.strip().casefold(), ())


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, name, short, _ in rows(package_lines("regions.tsv"), 4, "regions.tsv"):
        forms = (name, *values(short))
        found.update({form.casefold(): tuple(one for one in forms if one != form) for form in forms})
    return found


@cache
def _whole_names() -> dict[str, str]:
    """Return the whole name of each short form, in small letters; short forms of several places are left out."""
    found: dict[str, set[str]] = {}
    forms = [(form, country.name) for country in countries() for form in country.variants]
    for _, name, short, _ in rows(package_lines("regions.tsv"), 4, "regions.tsv"):
        forms.extend((form, name) for form in values(short))
    for form, name in forms:
        if is_abbreviated(form):
            found.setdefault(form.casefold(), set()).add(name)
    return {form: names.pop() for form, names in found.items() if len(names) == 1}
