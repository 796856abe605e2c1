"""The drawing of who is mentioned with a thing: it in the middle, its neighbours around it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from desk.queries.thing_profile import DRAWN_NEIGHBOURS, ThingProfile
from desk.queries.thing_ranking import RankedThing

WIDTH, HEIGHT = 360, 300
"""Size of the drawing in its own units."""
_CENTRE = (WIDTH / 2, HEIGHT / 2)
_RADII = (96.0, 112.0)
"""Half axes of the ellipse on which the neighbours stand."""
_LARGEST, _SMALLEST = 8.0, 3.5
"""Radii of the circle of the neighbour with most shared stories, and of one with few."""
_THICKEST, _THINNEST = 3.5, 0.8
"""Widths of lines."""
_MAX_LINES = 18
"""Lines between neighbours: those of most shared stories."""
_MAX_LABEL_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A neighbour."""

    thing: RankedThing
    x: float
    y: float
    radius: float
    label: str
    anchor: str
    """Where its label starts: ``start``, ``middle`` or ``end``."""
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """The stories that two things share."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    is_spoke: bool
    """Whether it leads to the thing in the middle."""
    about: str


@dataclass(frozen=True, slots=True)
class NetworkDrawing:
    """A drawing with its size, the lines under the nodes."""

    width: int
    height: int
    x: float
    y: float
    lines: tuple[NetworkLine, ...]
    nodes: tuple[NetworkNode, ...]


def draw_network(found: ThingProfile) -> NetworkDrawing | None:
    """Return the drawing of a profile; None if it has fewer than two neighbours."""
    neighbours = found.neighbours[:DRAWN_NEIGHBOURS]
    if len(neighbours) < 2:
        return None
    most = max(one.stories for one in neighbours)
    nodes = {one.thing: _node(one, n, len(neighbours), most) for n, one in enumerate(neighbours)}
    spokes = [
        _line(_CENTRE, nodes[one.thing], one.stories / most, True, f"{found.thing.name}, {one.name}: {one.stories}")
        for one in neighbours
    ]
    drawn = [row for row in found.shared if row.one in nodes and row.other in nodes][:_MAX_LINES]
    strongest = max((row.stories for row in drawn), default=1)
    between = []
    for row in drawn:
        one, other = nodes[row.one], nodes[row.other]
        about = f"{one.thing.name}, {other.thing.name}: {row.stories}"
        between.append(_line((one.x, one.y), other, row.stories / max(strongest, most), False, about))
    return NetworkDrawing(WIDTH, HEIGHT, *_CENTRE, (*between, *spokes), tuple(nodes.values()))


def _node(thing: RankedThing, number: int, count: int, most: int) -> NetworkNode:
    """Return a neighbour at its place: clockwise from the top by number of stories."""
    angle = 2 * math.pi * number / count - math.pi / 2
    x, y = _CENTRE[0] + _RADII[0] * math.cos(angle), _CENTRE[1] + _RADII[1] * math.sin(angle)
    radius = max(_SMALLEST, _LARGEST * math.sqrt(thing.stories / most))
    side = round(math.cos(angle), 6)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    above = math.sin(angle) < 0
    label_x = x if anchor == "middle" else x + math.copysign(radius + 4, side)
    label_y = y + (-radius - 5 if above else radius + 12) if anchor == "middle" else y + 4
    name = thing.name.strip()
    label = name if len(name) <= _MAX_LABEL_CHARACTERS else name[: _MAX_LABEL_CHARACTERS - 1].rstrip() + "…"
    return NetworkNode(
        thing, round(x, 1), round(y, 1), round(radius, 1), label, anchor, round(label_x, 1), round(label_y, 1)
    )


def _line(start: tuple[float, float], end: NetworkNode, share: float, is_spoke: bool, about: str) -> NetworkLine:
    width = max(_THINNEST, _THICKEST * share)
    return NetworkLine(round(start[0], 1), round(start[1], 1), end.x, end.y, round(width, 1), is_spoke, about)
