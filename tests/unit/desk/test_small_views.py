"""Differences of texts, points of the map and bars of the chart, one row a case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desk.web.map_projection import map_point
from desk.web.timeline import MAX_BARS, bars

POINTS = [
    (84, -180, (0.0, 0.0)),
    (84, 0, (180.0, 0.0)),
    (0, 0, (180.0, 114.67)),
    (0, 180, (0.0, 114.67)),
    (0, 179.9, (359.9, 114.67)),
    (45, 0, (180.0, 66.38)),  # 1.25 ln tan 63 degrees: 0.84284
    (60, 0, (180.0, 46.10)),  # 1.25 ln tan 69 degrees: 1.19683
    (-57.9, 0, (180.0, 180.0)),
    (-90, 0, (180.0, 180.0)),
    (90, 0, (180.0, 0.0)),
]


@pytest.mark.parametrize(("lat", "lon", "point"), POINTS)
def test_a_place_lies_on_the_map(lat: float, lon: float, point: tuple[float, float]) -> None:
    assert map_point(lat, lon) == pytest.approx(point, abs=0.11)


DAY = date(2025, 5, 8)
CHARTS = [
    ([], []),
    ([(0, 3)], [(0, 0, 3)]),
    ([(0, 3), (1, 1)], [(0, 0, 3), (1, 1, 1)]),
    ([(0, 3), (2, 1)], [(0, 0, 3), (1, 1, 0), (2, 2, 1)]),
    ([(0, 1), (59, 2)], [(n, n, 1 if n == 0 else 2 if n == 59 else 0) for n in range(60)]),
    ([(0, 1), (1, 4), (60, 2)], [(2 * n, 2 * n + 1, 5 if n == 0 else 2 if n == 30 else 0) for n in range(31)]),
]


@pytest.mark.parametrize(("days", "expected"), CHARTS)
def test_the_bars_of_a_chart(days: list[tuple[int, int]], expected: list[tuple[int, int, int]]) -> None:
    found = bars([(DAY + timedelta(offset), count) for offset, count in days])
    assert [((one.start - DAY).days, (one.end - DAY).days, one.count) for one in found] == expected


@pytest.mark.parametrize("length", [1, 2, 59, 60, 61, 120, 121, 365, 3650])
def test_a_chart_never_has_too_many_bars(length: int) -> None:
    found = bars([(DAY + timedelta(offset), 1) for offset in range(length)])
    assert len(found) <= MAX_BARS
    assert sum(one.count for one in found) == length
    assert max(one.share for one in found) == 1.0
