"""The projection of the world maps ``static/world.svg`` and ``static/world_detail.svg``: Miller's cylinder.

A unit is a degree of longitude.  The map is as wide as the world, 360 units from 180° W, and repeats to both sides.
Formulas: John P. Snyder, *Map Projections: A Working Manual*, 1987, page 88.
"""

from __future__ import annotations

from math import atan, degrees, exp, log, pi, radians, tan

NORTH = 84.0
"""Upper edge of the map, degrees of latitude."""
WIDTH, HEIGHT = 360, 180
"""Units of the map; its lower edge is near 58° S."""


def _northing(lat: float) -> float:
    """Return how far a latitude lies from the equator, units."""
    return degrees(1.25 * log(tan(pi / 4 + 0.4 * radians(lat))))


TOP = _northing(NORTH)
"""Units from the equator to the upper edge."""


def map_point(lat: float, lon: float) -> tuple[float, float]:
    """Return where a place lies in the view box ``0 0 360 180``, clamped to its upper and lower edge.

    Args:
        lat: latitude, degrees.
        lon: longitude, degrees.
    """
    x = (lon + 180) % WIDTH
    y = min(float(HEIGHT), max(0.0, TOP - _northing(lat)))
    return round(x, 2), round(y, 2)


def map_place(x: float, y: float) -> tuple[float, float]:
    """Return latitude and longitude of a point of the map, degrees; ``x`` may lie on a repetition of the world."""
    lat = degrees(2.5 * (atan(exp(0.8 * radians(TOP - y))) - pi / 4))
    return lat, (x % WIDTH) - 180
