"""A rectangle of the map: the field ``bbox``, in the order of RFC 7946, section 5."""

from __future__ import annotations

import math
from dataclasses import dataclass

BOX_FORM = "west,south,east,north in degrees, such as -12,35,30,60; a box across the date line has west > east"


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """A rectangle of longitudes and latitudes, degrees; its edges belong to it."""

    west: float
    south: float
    east: float
    north: float

    @property
    def spans(self) -> tuple[tuple[float, float], ...]:
        """The longitudes of the box, from west to east: two spans if it crosses the date line."""
        if self.west <= self.east:
            return ((self.west, self.east),)
        return (self.west, 180.0), (-180.0, self.east)

    def __str__(self) -> str:
        return ",".join(f"{round(one, 4):g}" for one in (self.west, self.south, self.east, self.north))


def parse_box(text: str) -> BoundingBox:
    """Return the box of four numbers.

    Raises:
        ValueError: they are no box; the message says why.
    """
    parts = text.split(",")
    if len(parts) != 4:
        raise ValueError("not four numbers")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        raise ValueError("not four numbers") from None
    if not all(map(math.isfinite, numbers)):
        raise ValueError("not four numbers")
    west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180):
        raise ValueError("a longitude beyond 180 degrees")
    if not (-90 <= south <= 90 and -90 <= north <= 90):
        raise ValueError("a latitude beyond 90 degrees")
    if south > north:
        raise ValueError("south is north of north")
    return BoundingBox(west, south, east, north)


def check_box(value: object) -> object:
    """Return a box as it is written shortest; an empty text as it is.

    Raises:
        ValueError: the text is no box.
    """
    text = str(value or "").strip()
    return str(parse_box(text)) if text else ""
