"""The part of the world that a map shows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from desk.queries.language.bounding_box import BoundingBox
from desk.queries.query_syntax import BadQuery
from desk.web.map_projection import HEIGHT, WIDTH, map_place, map_point

MAX_ZOOM = 7.0
"""Doublings of the scale; the coast of the finer drawing stands there at 2 km a pixel."""
MAX_PIXELS = 4000
"""Longest side of a map, pixels."""


@dataclass(frozen=True, slots=True)
class MapView:
    """A centre, a scale and the size in pixels."""

    x: float = WIDTH / 2
    y: float = HEIGHT / 2
    """The centre, units of the map: ``x`` from 0 to 360."""
    zoom: float = 0.0
    """Doublings of the scale at which the map is as wide as the world."""
    across: int = 960
    down: int = 480
    """Size, pixels."""

    @property
    def width(self) -> float:
        """Width, units of the map."""
        return float(WIDTH / 2**self.zoom)

    @property
    def height(self) -> float:
        """Height, units of the map."""
        return self.width * self.down / self.across

    @property
    def left(self) -> float:
        """Left edge, units of the map; it may lie beyond that of the world, which repeats."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """Upper edge, units of the map."""
        return self.y - self.height / 2

    @property
    def view_box(self) -> str:
        """The view box of the SVG that draws the world."""
        return f"{self.left:.3f} {self.top:.3f} {self.width:.3f} {self.height:.3f}"

    def fitted(self) -> MapView:
        """Return the view within the limits: the map is never higher than the world, and has its centre in it."""
        least = max(0.0, math.log2(WIDTH * self.down / self.across / HEIGHT))
        zoom = min(MAX_ZOOM, max(least, self.zoom))
        half = WIDTH / 2**zoom * self.down / self.across / 2
        return replace(self, x=self.x % WIDTH, y=min(HEIGHT - half, max(half, self.y)), zoom=zoom)

    def zoomed(self, by: float) -> MapView:
        """Return a view of the same centre, ``by`` doublings nearer."""
        return replace(self, zoom=self.zoom + by).fitted()

    def moved(self, across: float, down: float) -> MapView:
        """Return a view moved by parts of its width and height."""
        return replace(self, x=self.x + across * self.width, y=self.y + down * self.height).fitted()

    def at(self, x: float, y: float, zoom: float) -> MapView:
        """Return a view of another centre and scale."""
        return replace(self, x=x, y=y, zoom=zoom).fitted()

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lies, pixels from the upper left corner, in the repetition that is in the view."""
        scale = self.across / self.width
        right = (x - self.left) % WIDTH
        if right > (self.width + WIDTH) / 2:
            right -= WIDTH
        return right * scale, (y - self.top) * scale

    def box(self) -> BoundingBox:
        """Return the rectangle of longitudes and latitudes that is shown; the whole world in width if that is."""
        north, west = map_place(self.left, self.top)
        south, east = map_place(self.left + self.width, self.top + self.height)
        if self.width >= WIDTH - 0.01:
            west, east = -180.0, 180.0
        return BoundingBox(round(west, 3), round(south, 3), round(east, 3), round(north, 3))

    def __str__(self) -> str:
        lat, lon = map_place(self.x, self.y)
        return f"{lon:.3f},{lat:.3f},{self.zoom:.2f}".replace("-0.000", "0.000")


def parse_view(text: str, size: str = "") -> MapView:
    """Return the view ``LON,LAT,ZOOM`` of a map of ``WIDTHxHEIGHT`` pixels; empty texts: the world, a usual size.

    Raises:
        BadQuery: it is no view, or no size.
    """
    view = MapView()
    if size:
        across, _, down = size.partition("x")
        if not (across.isdecimal() and down.isdecimal() and len(across) < 5 and len(down) < 5):
            raise BadQuery("size", f'invalid size "{size[:40]}"', "pixels such as 960x480")
        view = replace(view, across=min(MAX_PIXELS, max(200, int(across))), down=min(MAX_PIXELS, max(100, int(down))))
    if not text:
        return view.fitted()
    try:
        lon, lat, zoom = (float(part) for part in text.split(","))
    except ValueError:
        lon = lat = zoom = math.nan
    if not (abs(lon) <= 180 and abs(lat) <= 90 and 0 <= zoom <= 32):
        raise BadQuery("view", f'invalid view "{text[:40]}"', "longitude,latitude,zoom such as 10,50,3")
    x, y = map_point(min(85.0, max(-85.0, lat)), lon)
    return view.at(x, y, zoom)


def view_of(box: BoundingBox, size: str = "") -> MapView:
    """Return the view that shows a rectangle as large as it fits."""
    left, top = map_point(min(85.0, box.north), box.west)
    _, bottom = map_point(max(-85.0, box.south), box.west)
    width = sum(east - west for west, east in box.spans)
    view = parse_view("", size)
    needed = max(width, (bottom - top) * view.across / view.down, 0.01) * MARGIN
    return view.at(left + width / 2, (top + bottom) / 2, math.log2(WIDTH / needed))


MARGIN = 1.15
"""A view is so much larger than the rectangle that it shows."""
