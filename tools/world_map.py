"""Draw the world maps of the desk from Natural Earth's TopoJSON files.

The npm package ``world-atlas`` has the files.  ``python tools/world_map.py FOLDER`` reads ``land-110m.json``,
``countries-110m.json``, ``land-50m.json`` and ``countries-50m.json`` in the folder and writes the two drawings.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from desk.web.map_projection import HEIGHT, WIDTH, map_point

STATIC = Path("desk/web/static")
NOTICE = "Made with Natural Earth, naturalearthdata.com: public domain. Miller's projection, 180° W to 180° E, 84° N."
Point = tuple[float, float]


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs of a topology as points of the map; a line that crosses the date line goes on beyond its edge."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            lon, lat = x * scale[0] + translate[0], y * scale[1] + translate[1]
            _, top = map_point(max(lat, -89.0), lon)
            points.append((_near(lon + 180, points[-1][0] if points else lon + 180), top))
        arcs.append(points)
    return arcs


def _near(x: float, other: float) -> float:
    """Return that of the repetitions of ``x`` which lies nearest to another point."""
    return x + WIDTH * round((other - x) / WIDTH)


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Return a line without the points that lie nearer than ``tolerance`` units to it (Douglas and Peucker)."""
    keep, ranges = {0, len(points) - 1}, [(0, len(points) - 1)]
    while ranges:
        first, last = ranges.pop()
        farthest, at = tolerance, 0
        (x1, y1), (x2, y2) = points[first], points[last]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        for number in range(first + 1, last):
            x, y = points[number]
            off = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else (
                (x - x1) ** 2 + (y - y1) ** 2
            ) ** 0.5  # fmt: skip
            if off > farthest:
                farthest, at = off, number
        if at:
            keep.add(at)
            ranges += [(first, at), (at, last)]
    return [points[number] for number in sorted(keep)]


def rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    """Yield the arc numbers of each ring of a shape and of the shapes in it."""
    if shape["type"] == "GeometryCollection":
        for part in shape["geometries"]:
            yield from rings(part)
    elif shape["type"] == "Polygon":
        yield from shape["arcs"]
    elif shape["type"] == "MultiPolygon":
        for polygon in shape["arcs"]:
            yield from polygon


def path(lines: Iterable[list[Point]], units: int, *, closed: bool, least: float = 0.0) -> str:
    """Return lines as the data of a path with whole numbers, ``units`` to a unit of the map."""
    parts, at = [], (0, 0)
    for line in lines:
        if closed and abs(area(line)) < least:
            continue
        grid = [one for one, _ in groupby((round(x * units), round(y * units)) for x, y in line)]
        if closed and grid[0] == grid[-1]:
            grid.pop()
        if len(grid) < (3 if closed else 2):
            continue
        moves, start = [], grid[0]
        for x, y in grid:
            moves.append(f"{x - at[0]},{y - at[1]}")
            at = (x, y)
        parts.append("m" + " ".join(moves).replace(",-", "-").replace(" -", "-") + ("z" if closed else ""))
        at = start if closed else at
    return "".join(parts)


def area(line: list[Point]) -> float:
    """Return the signed area of a ring, square units."""
    following = line[1:] + line[:1]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(line, following, strict=True)) / 2


def joined(arcs: list[list[Point]], numbers: list[int]) -> list[Point]:
    """Return the ring that arcs make; a negative number is an arc from its end to its beginning."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        shift = _near(arc[0][0], ring[-1][0]) - arc[0][0] if ring else 0.0
        ring += [(x + shift, y) for x, y in arc[1 if ring else 0 :]]
    return ring


def repeated(lines: list[list[Point]]) -> Iterator[list[Point]]:
    """Yield lines, and those that cross the date line once for each edge of the map."""
    for line in lines:
        first, last = min(x for x, _ in line), max(x for x, _ in line)
        for shift in (-WIDTH, 0, WIDTH):
            if first + shift < WIDTH and last + shift > 0:
                yield [(x + shift, y) for x, y in line]


def drawing(folder: Path, scale: str, tolerance: float, units: int, least: float) -> str:
    """Return a map of the world as SVG.

    Args:
        scale: ``110m`` or ``50m``.
        tolerance: how far a line may lie from its place, units of the map.
        units: whole numbers to a unit of the map.
        least: the smallest island that is drawn, square units.
    """
    land = json.loads((folder / f"land-{scale}.json").read_text())
    arcs = [simplified(arc, tolerance) for arc in decoded(land)]
    shores = path(
        list(repeated([joined(arcs, ring) for ring in rings(land["objects"]["land"])])), units, closed=True, least=least
    )
    countries = json.loads((folder / f"countries-{scale}.json").read_text())
    shared: Counter[int] = Counter()
    for country in countries["objects"]["countries"]["geometries"]:
        shared.update({number if number >= 0 else ~number for ring in rings(country) for number in ring})
    every = decoded(countries)
    inner = repeated([simplified(every[number], tolerance) for number, times in sorted(shared.items()) if times > 1])
    borders = path(inner, units, closed=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">\n<!-- {NOTICE} -->\n'
        f'<path id="land" transform="scale({1 / units:g})" d="{shores}"/>\n'
        f'<path id="borders" transform="scale({1 / units:g})" d="{borders}" fill="none" '
        'vector-effect="non-scaling-stroke"/>\n</svg>\n'
    )


def main(folder: Path) -> None:
    """Write both drawings."""
    (STATIC / "world.svg").write_text(drawing(folder, "110m", 0.12, 10, 0.05))
    (STATIC / "world_detail.svg").write_text(drawing(folder, "50m", 0.06, 30, 0.006))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
