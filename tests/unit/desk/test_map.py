"""The map: its projection, views, clusters of places, rectangles, and the drawings of the world."""

from __future__ import annotations

import gzip
import math
from xml.etree import ElementTree

import pytest

from desk.queries.language.bounding_box import parse_box
from desk.queries.place_counts import PlaceCount
from desk.queries.query_syntax import BadQuery
from desk.web.app import STATIC
from desk.web.map_projection import HEIGHT, WIDTH, map_place, map_point
from desk.web.map_view import MAX_ZOOM, MapView, parse_view, view_of
from desk.web.place_clusters import APART, LEAST_RADIUS, marks

SVG = "{http://www.w3.org/2000/svg}"


def place(name: str, lat: float, lon: float, stories: int = 1, thing: int | None = 1) -> PlaceCount:
    return PlaceCount(name, "XX", "city", None, lat, lon, stories, thing)


SUVA, APIA = place("Suva", -18.14, 178.44, 3), place("Apia", -13.83, -171.77, 2)
LONDON, PARIS, LILLE = place("London", 51.5, -0.1, 9), place("Paris", 48.85, 2.35, 5), place("Lille", 50.63, 3.06)


@pytest.mark.parametrize(("lat", "lon"), [(0, 0), (59.9, 10.7), (-33.9, 151.2), (51.5, -179.9), (-18.1, 178.4)])
def test_a_point_of_the_map_leads_back_to_its_place(lat: float, lon: float) -> None:
    x, y = map_point(lat, lon)
    assert map_place(x, y) == pytest.approx((lat, lon), abs=0.02)
    assert map_place(x + WIDTH, y) == pytest.approx((lat, lon), abs=0.02)


def drawn(name: str, id: str) -> list[tuple[float, float]]:
    """Return the points of a path of a drawing, units of the map."""
    root = ElementTree.parse(STATIC / name).getroot()
    assert root.attrib["viewBox"] == f"0 0 {WIDTH} {HEIGHT}"
    (path,) = (one for one in root.iter(f"{SVG}path") if one.attrib["id"] == id)
    scale = float(path.attrib["transform"].removeprefix("scale(").removesuffix(")"))
    found, at = [], (0, 0)
    for part in path.attrib["d"].replace("z", "").split("m")[1:]:
        numbers = [int(one) for one in part.replace("-", " -").replace(",", " ").split()]
        start = None
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            at = at[0] + dx, at[1] + dy
            start = start or at
            found.append((at[0] * scale, at[1] * scale))
        at = start if id == "land" and start else at
    return found


@pytest.mark.parametrize("name", ["world.svg", "world_detail.svg"])
def test_a_drawing_of_the_world_has_coasts_and_borders_where_they_are(name: str) -> None:
    land, borders = drawn(name, "land"), drawn(name, "borders")
    assert len(land) > 2000 and len(borders) > 1000
    assert all(-WIDTH <= x <= 2 * WIDTH and -1 <= y <= HEIGHT + 1 for x, y in land + borders)
    for lat, lon in [(58.3, 6.6), (36.0, -5.6), (-34.8, 20.0), (66.0, -169.9), (-17.8, 178.0)]:  # capes and islands
        assert min(math.dist(map_point(lat, lon), one) for one in land) < 1.5
    assert "Natural Earth" in (STATIC / name).read_text()


def test_the_drawings_are_small() -> None:
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes())) for name in ("world.svg", "world_detail.svg")}
    assert sizes["world.svg"] < 15_000 and sizes["world_detail.svg"] < 50_000


@pytest.mark.parametrize(
    ("text", "size", "x", "y", "zoom"),
    [
        ("", "", 180, 90, 0), ("0,0,3", "", 180, 114.67, 3), ("179,0,2", "", 359, 114.67, 2),
        ("0,0,30", "", 180, 114.67, MAX_ZOOM), ("0,84,1", "", 180, 45, 1), ("0,-90,0", "", 180, 90, 0),
        ("", "400x400", 180, 90, 1), ("0,0,0", "400x800", 180, 90, 2),
    ],
)  # fmt: skip
def test_a_view_stays_on_the_map(text: str, size: str, x: float, y: float, zoom: float) -> None:
    view = parse_view(text, size)
    assert (view.x, view.y, view.zoom) == pytest.approx((x, y, zoom), abs=0.02)
    assert view.top >= -0.01 and view.top + view.height <= HEIGHT + 0.01


@pytest.mark.parametrize("text", ["1", "a,b,c", "0,0,nan", "181,0,1", "0,91,1", "0,0,-1", "1,2,3,4", "0,0,inf"])
def test_what_is_no_view_is_refused(text: str) -> None:
    with pytest.raises(BadQuery, match="view: invalid view"):
        parse_view(text)


@pytest.mark.parametrize("size", ["9", "9x", "-1x100", "1e3x5", "99999x1"])
def test_what_is_no_size_is_refused(size: str) -> None:
    with pytest.raises(BadQuery, match="size: invalid size"):
        parse_view("", size)


def test_a_view_is_read_as_it_is_written() -> None:
    view = parse_view("10.5,50.25,3.5")
    again = parse_view(str(view))
    assert (again.x, again.y, again.zoom) == pytest.approx((view.x, view.y, view.zoom), abs=0.02)


def test_moving_east_comes_round_the_world() -> None:
    view = parse_view("0,0,2")
    for _ in range(4):
        view = view.moved(1, 0)
    assert view.x == pytest.approx(180)


@pytest.mark.parametrize("box", ["-12,35,30,60", "170,-30,-165,0", "-180,-60,180,80", "10,50,10,50", "0,-90,1,90"])
def test_the_view_of_a_rectangle_shows_all_of_it(box: str) -> None:
    asked, view = parse_box(box), view_of(parse_box(box))
    for lat in (max(asked.south, -57), min(asked.north, 83)):
        for lon in (asked.west, asked.east):
            across, down = view.place(*map_point(lat, lon))
            assert -1 <= across % (WIDTH * view.across / view.width) <= view.across + 1
            assert -1 <= down <= view.down + 1


def test_the_rectangle_of_a_view_crosses_the_date_line_where_the_view_does() -> None:
    box = parse_view("179,-15,4").box()
    assert box.west > box.east and len(box.spans) == 2
    assert parse_view("").box().spans == ((-180.0, 180.0),)


def test_places_on_both_sides_of_the_date_line_lie_together() -> None:
    view = parse_view("179,-16,0.5")
    (mark,) = marks([SUVA, APIA], view)
    assert mark.places == (SUVA, APIA) and mark.stories == 5 and mark.name == "Suva and 1 more"
    assert 40 < mark.across < 60
    far = marks([SUVA, APIA], parse_view("179,-16,3"))
    assert [mark.name for mark in far] == ["Suva", "Apia"]
    assert far[0].across < far[1].across


def test_a_cluster_opens_into_marks_of_its_own() -> None:
    (mark,) = marks([LONDON, PARIS, LILLE], parse_view(""))
    assert mark.name == "London and 2 more" and mark.stories == 15 and mark.opened
    opened = marks([LONDON, PARIS, LILLE], mark.opened)
    assert len(opened) > 1
    assert all(0 <= one.across <= 100 and 0 <= one.down <= 100 for one in opened)


def test_places_at_one_point_stay_together_and_open_no_view() -> None:
    (mark,) = marks([LONDON, place("City of London", 51.5, -0.1, 2)], parse_view(f"0,51.5,{MAX_ZOOM}"))
    assert len(mark.places) == 2 and mark.opened is None


def test_marks_lie_apart_and_can_be_hit_by_a_finger() -> None:
    many = [place(f"p{n}", (n * 37 % 140) - 56, (n * 61 % 360) - 180, n % 50 + 1) for n in range(600)]
    view = parse_view("")
    found = marks(many, view)
    assert sum(len(mark.places) for mark in found) == 600
    assert all(mark.radius >= LEAST_RADIUS for mark in found)
    at = [(mark.across * view.across / 100, mark.down * view.down / 100) for mark in found]
    assert min(math.dist(one, other) for n, one in enumerate(at) for other in at[:n]) >= APART - 0.01


def test_a_name_is_written_only_where_there_is_room() -> None:
    found = marks([place("A place with a very long name indeed", 0, 0), place("Near", 0, 60), place("Edge", 0, -179)],
                  MapView())  # fmt: skip
    assert [mark.label for mark in found] == ["A place with a very lon…", "Near", ""]
    crowded = marks([place("Longer than it fits", 0, 0), place("Longer than it fits", 1, 24)], MapView())
    assert [bool(mark.label) for mark in crowded] == [True, False]


def test_places_out_of_view_have_no_mark() -> None:
    assert marks([LONDON], parse_view("151,-34,4")) == []


BAD_BOXES = [
    ("1,2,3", "not four numbers"), ("a,b,c,d", "not four numbers"), ("1,2,3,nan", "not four numbers"),
    ("-181,0,0,1", "a longitude beyond 180 degrees"), ("0,0,181,1", "a longitude beyond 180 degrees"),
    ("0,-91,0,1", "a latitude beyond 90 degrees"), ("0,10,1,5", "south is north of north"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), BAD_BOXES)
def test_what_is_no_rectangle_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_box(text)
