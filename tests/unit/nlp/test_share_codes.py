"""Codes of shares in texts."""

from __future__ import annotations

import pytest

from wiredesk.nlp.share_codes import find_tickers


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
        ("Zorva Widgets (NYSE/TSX: ZRV) rose.", ["NYSE:ZRV"]),
        ("Zorva Widgets (NYSE American: ZRV) rose.", ["NYSE American:ZRV"]),
        ("Zorva Widgets (NYSE and LSE: ZRV) rose.", ["NYSE:ZRV"]),
        ("Zorva Widgets (OTCQB symbol: ZRV) rose.", ["OTCQB:ZRV"]),
        ("Zorva Widgets (Nasdaq: ZRV, ZRVA) rose.", ["Nasdaq:ZRV"]),
        ("Zorva Widgets ZRV.N rose; so did Larkwood, TSX: LRK.", ["ZRV.N", "TSX:LRK"]),
        ("Royal Larkwood <RD> <SC> paid.", ["RD", "SC"]),
        ("Motors (F.N) rose in Rochester (N.Y.), Washington (D.C) and for Fritz (F.R).", ["F.N"]),
        ("Zorva Ltd<BR>rose.<HR>", []),
        ("Zorva <U> rose.", ["U"]),
        ("<P>Zorva</P> <B>rose", []),
        ("Write to ann@zorva.co or www.ZRV.CO.UK on ZRV.COM.", []),
    ],
)
def test_the_codes_of_a_text(text: str, codes: list[str]) -> None:
    assert [ticker.code for ticker in find_tickers(text)] == codes


def test_brackets_that_never_close_cost_linear_time() -> None:
    assert find_tickers("(NYSE: " * 20_000) == ()
    assert find_tickers("(" + "NYSE " * 20_000) == ()
