"""Times as readers see them, one row a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from desk.views.shown_time import listed_day, listed_time, short_time

NOW = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
EAST = timezone(timedelta(hours=2), "EET")


@pytest.mark.parametrize(
    ("moment", "short", "listed"),
    [
        (datetime(2026, 11, 26, 9, 5, tzinfo=UTC), "09:05 UTC", "26 Nov 09:05 UTC"),
        (datetime(2026, 11, 3, 9, 5, tzinfo=UTC), "3 Nov 09:05 UTC", "03 Nov 09:05 UTC"),
        (datetime(1987, 3, 4, 12, 57, tzinfo=UTC), "4 Mar 1987 12:57 UTC", "04 Mar 1987 12:57 UTC"),
        (datetime(2026, 11, 26, 11, 5, tzinfo=EAST), "09:05 UTC", "26 Nov 09:05 UTC"),
    ],
)
def test_a_time_has_its_zone_and_its_year_where_it_is_another(moment: datetime, short: str, listed: str) -> None:
    assert short_time(moment, UTC, now=NOW) == short
    assert listed_time(moment, UTC, now=NOW) == listed
    assert listed.startswith(f"{listed_day(moment, now=NOW)} ")


def test_the_readers_zone_tells_the_day() -> None:
    assert short_time(datetime(2026, 11, 26, 22, 30, tzinfo=UTC), EAST, now=NOW) == "00:30 EET"
    assert short_time(datetime(2026, 11, 26, 9, 5, tzinfo=UTC), EAST, now=NOW) == "26 Nov 11:05 EET"
