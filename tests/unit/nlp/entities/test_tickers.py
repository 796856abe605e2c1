"""Codes of shares beside the names of companies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("company", "ticker"),
    [("Zorva Widgets Inc (ZRV.N)", "ZRV.N"), ("Zorva Widgets Inc (NYSE: ZRV)", "NYSE:ZRV")],
)
def test_a_code_is_the_companys_and_no_name(extract: Extract, company: str, ticker: str) -> None:
    result = extract(f"{company} rose 5 percent on Monday. Zorva said it was pleased.")
    assert named(result, "Zorva Widgets Inc").links.ticker == ticker
    assert not {"ZRV", "NYSE", "ZRV.N"} & {entity.name for entity in result.entities}
    assert named(result, "Zorva").id == named(result, "Zorva Widgets Inc").id


@pytest.mark.parametrize(
    ("headline", "text", "tickers"),
    [
        ("", "Zorva Widgets Inc (ZRV.N) rose while Larkwood Foods <LRK> and Morland Steel Plc (LSE: MRL) fell.",
         {"ZRV.N": "Zorva Widgets Inc", "LRK": "Larkwood Foods", "LSE:MRL": "Morland Steel Plc"}),
        ("ZORVA <ZRV> UNIT TO SELL PLANT", "NEW YORK, March 3 - Zorva Widgets Inc <ZRV> said it would sell a plant.",
         {"ZRV": "Zorva Widgets Inc"}),
        ("LARKWOOD ENGINEERING INC <LRK> REGULAR DIVIDEND", "STAMFORD, March 3 - Qtly div 25 cts vs 25 cts prior.",
         {"LRK": "Larkwood Engineering Inc"}),
        ("OWENS AND MARSH INC <OMI> RAISES DIVIDEND", "RICHMOND, March 3 - Qtly div eight cts vs 7.3 cts prior.",
         {"OMI": "Owens and Marsh Inc"}),
        ("BROKER MAY DOWNGRADE MORLAND TRUCKS <MRL> DEBT", "NEW YORK, March 3 - The broker said that it may.",
         {"MRL": "Morland Trucks"}),
        ("", "Zorva Widgets Inc ZRV.N said it had bought Larkwood Foods, NASDAQ: LRK, for $2 billion.",
         {"ZRV.N": "Zorva Widgets Inc", "NASDAQ:LRK": "Larkwood Foods"}),
        ("", "Zorva Widgets Inc &lt;ZRV.N&gt; said it had bought a plant in Ohio.", {"ZRV.N": "Zorva Widgets Inc"}),
        ("", "Ann Lee of Rochester (N.Y.) and Joe Day of Washington (D.C.) met at Newport (R.I.) (Reuters).", {}),
        ("", "Zorva Widgets Inc<BR>said it would close.<BR>Write to lee@zrv.co or see ZRV.com.", {}),
    ],
)  # fmt: skip
def test_the_right_company_gets_the_code(extract: Extract, headline: str, text: str, tickers: dict[str, str]) -> None:
    result = extract(text, headline=headline)
    assert {entity.links.ticker: entity.name for entity in result.entities if entity.links.ticker} == tickers


def test_one_code_is_one_company(extract: Extract) -> None:
    result = extract("Dalmere Ltd <DLM> rose. Morland Steel fell. The shares of DMH <DLM> were in demand on Monday.")
    assert named(result, "DMH").id == named(result, "Dalmere Ltd").id


def test_spans_of_a_text_with_escaped_brackets_index_the_text_as_received(extract: Extract) -> None:
    result = extract("Zorva Widgets Inc &lt;ZRV.N&gt; hired Ann Lee on Monday.")
    for entity in result.entities:
        assert next(result.text[slice(*one.span)] for one in entity.mentions) in {"Zorva Widgets Inc", "Ann Lee"}
