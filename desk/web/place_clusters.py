"""Places that lie together on a map as one mark, with the number of their stories."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk.queries.place_counts import PlaceCount
from desk.reader_language import gettext
from desk.web.map_projection import map_point
from desk.web.map_view import MAX_ZOOM, MapView

APART = 54.0
"""Least distance of the centres of two marks, pixels."""
LEAST_RADIUS, MOST_RADIUS = 12.0, 25.0
"""Radius of a mark, pixels: one of a single story can be hit by a finger (WCAG 2.2, 2.5.8: 24 pixels)."""
LETTER = 6.6
"""Width of a letter of a mark's name, pixels."""
LINE = 15.0
"""Height of a line of a mark's name, pixels."""


@dataclass(frozen=True, slots=True)
class PlaceCluster:
    """One or more places."""

    places: tuple[PlaceCount, ...]
    """The one with most stories first: the mark stands at it."""
    across: float
    down: float
    """Where it stands, percent of the map's width and height."""
    radius: float
    """Pixels."""
    label: str
    """Its name where there is room for it; empty elsewhere."""
    opened: MapView | None
    """The view in which it falls apart; None if it does in none."""

    @property
    def stories(self) -> int:
        """The stories of its places; one that mentions several counts for each."""
        return sum(place.stories for place in self.places)

    @property
    def name(self) -> str:
        """Its places in words."""
        return _name(self.places)


def marks(places: Iterable[PlaceCount], view: MapView) -> list[PlaceCluster]:
    """Return the marks in a view, the places with most stories first.

    Each place joins the first mark nearer than :data:`APART`; a grid of that width finds it in constant time.
    """
    groups: list[list[PlaceCount]] = []
    at: list[tuple[float, float]] = []
    grid: dict[tuple[int, int], list[int]] = {}
    for place in places:
        x, y = view.place(*map_point(place.lat, place.lon))
        if not (-APART < x < view.across + APART and -APART < y < view.down + APART):
            continue
        column, row = int(x // APART), int(y // APART)
        near = [one for i in (-1, 0, 1) for j in (-1, 0, 1) for one in grid.get((column + i, row + j), ())]
        joined = min((one for one in near if math.dist(at[one], (x, y)) < APART), default=None)
        if joined is None:
            grid.setdefault((column, row), []).append(len(groups))
            groups.append([place])
            at.append((x, y))
        else:
            groups[joined].append(place)
    return _with_labels(groups, at, view)


def _with_labels(
    groups: Sequence[list[PlaceCount]], at: Sequence[tuple[float, float]], view: MapView
) -> list[PlaceCluster]:
    radii = [_radius(sum(place.stories for place in group)) for group in groups]
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, radii, strict=True)]
    found = []
    for number, group in enumerate(groups):
        (x, y), radius = at[number], radii[number]
        name = _name(group)
        name = name if len(name) <= MAX_LETTERS else name[: MAX_LETTERS - 1] + "…"
        half = len(name) * LETTER / 2
        box = (x - half, y + radius, x + half, y + radius + LINE)
        is_free = box[0] >= 0 and box[2] <= view.across and box[3] <= view.down
        if is_free and not any(_overlap(box, other) for k, other in enumerate(taken) if k != number):
            taken.append(box)
        else:
            name = ""
        found.append(PlaceCluster(
            tuple(group), 100 * x / view.across, 100 * y / view.down, radius, name, _opened(group, view),
        ))  # fmt: skip
    return found


MAX_LETTERS = 24
"""Letters of a mark's name on the map."""


def _name(group: Sequence[PlaceCount]) -> str:
    more = len(group) - 1
    name = group[0].name.strip()
    return f"{name} {gettext('and %(n)s more') % {'n': more}}" if more else name


def _radius(stories: int) -> float:
    return min(MOST_RADIUS, LEAST_RADIUS + 1.6 * math.log2(max(1, stories)))


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _opened(group: Sequence[PlaceCount], view: MapView) -> MapView | None:
    """Return the view that has all places of a mark and shows the nearest two marks of them, if there is one."""
    if len(group) < 2:
        return None
    points = [view.place(*map_point(place.lat, place.lon)) for place in group]
    farthest = max(math.dist(points[0], point) for point in points)
    nearer = math.log2(2 * APART / farthest) if farthest else math.inf
    zoom = view.zoom + max(1.0, nearer)
    if view.zoom + nearer - 1 > MAX_ZOOM:
        return None
    x = view.left + sum(x for x, _ in points) / len(points) * view.width / view.across
    y = view.top + sum(y for _, y in points) / len(points) * view.height / view.down
    return view.at(x, y, min(MAX_ZOOM, zoom))
