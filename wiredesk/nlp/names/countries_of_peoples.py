"""Countries that the map lacks, by the people that the story names after them: Tarvania, where Tarvanians live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wiredesk.contract import EntityType

RULE = "a people is named after it"
_WEIGHTS = (("n", "a", 2.5), ("ese", "", 2.5), ("i", "", 2.5), ("an", "", 0.6), ("ian", "", 0.6))
"""Endings of a people's name behind that of its place, the end of the place's name, and the vote for a place.

Kenyan, Sudanese, Yemeni; "an" and "ian" behind a consonant are those of Tibetans and of followers, Freudians.
"""
_MIN_LETTERS = 4
_PLACES = frozenset({"GPE", "LOC"})


def countries_of_peoples(types: Mapping[str, EntityType]) -> Iterator[tuple[str, float]]:
    """Yield the texts of a story that have a people named after them, each with the vote for a place.

    Args:
        types: the type of each text.
    """
    for text, label in types.items():
        if label != "NORP" or " " in text:
            continue
        for people in {text, text.removesuffix("s")}:
            for ending, end_of_place, weight in _WEIGHTS:
                place = people.removesuffix(ending)
                if place == people or len(place) < _MIN_LETTERS or not place.endswith(end_of_place):
                    continue
                if types.get(place, "GPE") not in _PLACES:
                    yield place, weight
