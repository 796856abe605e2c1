"""Codes of shares beside the names of companies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.tickers import find_tickers

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Zorva Widgets (ZRV.N) rose.", ["ZRV.N"]),
        ("Zorva Widgets (NYSE: ZRV) rose.", ["NYSE:ZRV"]),
        ("Zorva Widgets (Nasdaq:ZRV; TSX: ZRX) rose.", ["Nasdaq:ZRV"]),
        ("Zorva Widgets <ZRV.O> rose.", ["ZRV.O"]),
        ("Zorva Widgets <ZRV> rose.", ["ZRV"]),
        ("Zorva Widgets (005930.KS) rose.", ["005930.KS"]),
        ("Traders liked $ZRV.", ["ZRV"]),
        ("Michael Larkwood (U.S.) won.", []),
        ("It costs $20 (note: AB) or A$1.2 million (1.5).", []),
        ("The hearing (Room: A12) began.", []),
        ("Zorva <b>Widgets</b> rose.", []),
    ],
)
def test_the_codes_of_a_text(text: str, codes: list[str]) -> None:
    assert [ticker.code for ticker in find_tickers(text)] == codes


def test_brackets_that_never_close_cost_linear_time() -> None:
    assert find_tickers("(NYSE: " * 20_000) == []
    assert find_tickers("(" + "NYSE " * 20_000) == []


@pytest.mark.parametrize(
    ("company", "ticker"),
    [("Zorva Widgets Inc (ZRV.N)", "ZRV.N"), ("Zorva Widgets Inc (NYSE: ZRV)", "NYSE:ZRV")],
)
def test_a_code_is_the_companys_and_no_name(extract: Extract, company: str, ticker: str) -> None:
    result = extract(f"{company} rose 5 percent on Monday. Zorva said it was pleased.")
    assert named(result, "Zorva Widgets Inc").links.ticker == ticker
    assert not {"ZRV", "NYSE", "ZRV.N"} & {entity.name for entity in result.entities}
    assert named(result, "Zorva").id == named(result, "Zorva Widgets Inc").id
