"""Headlines of round-ups and live blogs."""

from __future__ import annotations

import pytest

from wiredesk.stories.round_ups import has_headline_of_many


@pytest.mark.parametrize(
    "headline",
    [
        "World news highlights",
        "LIVE: Budget day in parliament",
        "Election night as it happened",
        "Ukraine live updates",
        "PRESS DIGEST - Financial Times",
        "Business news in brief",
        "Live blog: storm reaches the coast",
    ],
)
def test_a_headline_announces_many_happenings(headline: str) -> None:
    assert has_headline_of_many(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "",
        "Report highlights rise in poverty",
        "Live music returns to Lyon",
        "Lawyers file briefs in Apple case",
        "Brief storm hits the coast",
        "Week of rain ahead",
    ],
)
def test_a_headline_tells_one_happening(headline: str) -> None:
    assert not has_headline_of_many(headline)
