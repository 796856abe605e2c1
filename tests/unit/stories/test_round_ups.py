"""Headlines of round-ups and live blogs."""

from __future__ import annotations

import pytest

from wiredesk.stories.round_ups import (
    SharedPart,
    has_headline_of_many,
    has_items_of_many,
    is_made_of_parts,
    unrelated_parts,
)


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


@pytest.mark.parametrize(
    ("parts", "related", "expected"),
    [
        ([], set(), False),
        ([SharedPart(1, 0.9)], set(), False),
        ([SharedPart(1, 0.5), SharedPart(2, 0.3)], set(), True),
        # one paragraph of another
        ([SharedPart(1, 0.6), SharedPart(2, 0.05)], set(), False),
        # paragraphs of its own thread, or its first paragraph is in two round-ups
        ([SharedPart(1, 0.5), SharedPart(2, 0.5)], {(1, 2)}, False),
        # the third is of another happening
        ([SharedPart(1, 0.5), SharedPart(2, 0.5), SharedPart(3, 0.2)], {(1, 2)}, True),
    ],
)
def test_a_round_up_has_parts_of_several_happenings(
    parts: list[SharedPart], related: set[tuple[int, int]], expected: bool
) -> None:
    unrelated = unrelated_parts(parts, lambda one, other: (min(one, other), max(one, other)) in related)
    assert is_made_of_parts(unrelated) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("LOME - Togo said so.\n\nBERN, June 2 (Xample) - Voters.\n\n* NAIROBI (Xample) -- Tea fell.", True),
        ("LOME - Togo said so.\n\nBERN - Voters will decide.\n\nThe end.", False),
        ("GENEVA/NAIROBI, Nov 5 (Xample) - One.\n\nTwo.\n\nGENEVA/NAIROBI - Again.", False),
        ("LOME - One.\n\nLOME - Two.\n\nLOME - Three.", False),
        ("Lome - One.\n\nBern - Two.\n\nNairobi - Three.", False),
        ("SÃO PAULO - One.\n\nPORT-AU-PRINCE – Two.\n\nST. JOHN'S — Three.", True),
        ("A - one.\n\nB - two.\n\nC - three.", False),
        ("", False),
    ],
)
def test_items_under_datelines_of_their_own(body: str, expected: bool) -> None:
    assert has_items_of_many(body) is expected
