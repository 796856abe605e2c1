"""The projection of the world map ``static/world.svg``."""

from __future__ import annotations

NORTH, SOUTH = 84, -58
"""Upper and lower edge of the map, degrees of latitude."""


def map_point(lat: float, lon: float) -> tuple[float, float]:
    """Return where a place lies in the view box ``0 0 360 142``, clamped to its upper and lower edge.

    Args:
        lat: latitude, degrees.
        lon: longitude, degrees.
    """
    x = (lon + 180) % 360
    y = min(NORTH - SOUTH, max(0.0, NORTH - lat))
    return round(x, 1), round(y, 1)
