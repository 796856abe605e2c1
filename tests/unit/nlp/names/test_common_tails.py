"""Countries with a common noun behind them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "none", "names"),
    [
        ("Oslo sold 20 mln H.K. Dlrs and 30 mln N.Z. Dlrs of notes on Monday.", {"H.K. Dlrs", "N.Z. Dlrs"}, {"Oslo"}),
        ("The issue of 100 mln N.Z. Dlrs in notes was made in Oslo, it said.", {"N.Z. Dlrs"}, {"Oslo"}),
        ("The U.S. Dollar rose in Oslo. A dollar bought 9 crowns.", {"U.S. Dollar"}, {"U.S."}),
        ("Loans by U.S. Banks rose. Other banks in Oslo lent less.", {"U.S. Banks"}, {"U.S.", "Oslo"}),
        ("The U.S. Treasury sold notes. The treasury said that it would sell more.", set(), {"U.S. Treasury"}),
    ],
)
def test_a_country_before_a_common_noun_is_the_country(
    extract: Extract, text: str, none: set[str], names: set[str]
) -> None:
    found = {entity.name for entity in extract(text).entities}
    assert not found & none
    assert names <= found
