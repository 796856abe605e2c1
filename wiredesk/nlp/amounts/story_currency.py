"""The currency that a shared name means in a story: the shillings of a story of Kenya."""

from __future__ import annotations

from collections.abc import Iterable

from wiredesk.contract import Entity
from wiredesk.nlp.amounts.numbers import NumberSpan
from wiredesk.nlp.lexicon import table

_BY_COUNTRY: dict[str, dict[str, str]] = table("currencies")["by_country"]


def settle_currencies(numbers: Iterable[NumberSpan], text: str, entities: Iterable[Entity]) -> None:
    """Set the code of sums whose currency several countries have, if the story names one of these countries alone.

    The countries of a story are those of its places and peoples. A name that means one currency by default, as the
    rupee does, is set only if the default's country is not among them.
    """
    shared = [(number, names) for number in numbers if number.kind == "money" and (names := _codes(number, text))]
    if not shared:
        return
    countries = {entity.links.iso3166 or (entity.location.country if entity.location else None) for entity in entities}
    for number, codes in shared:
        fitting = {code for country, code in codes.items() if country in countries}
        if len(fitting) == 1:
            number.unit = fitting.pop()


def _codes(number: NumberSpan, text: str) -> dict[str, str] | None:
    """Return the codes of a currency by country where its name alone stands behind a number; None for another one."""
    words = text[number.digits : number.end].lower().split()
    name = words[-1].removesuffix("s") if len(words) > 1 else ""
    codes = _BY_COUNTRY.get(name)
    if codes is None or (number.unit is not None and name != "rupee"):
        return None
    return codes
