"""The keys of the codes of shares."""

from __future__ import annotations

import pytest

from wiredesk.identity.ticker_keys import ticker_keys


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("IBM.N", ("ibm.n", "ibm")),
        ("<IBM.N>", ("ibm.n", "ibm")),
        ("ibm", ("ibm",)),
        ("NYSE:IBM", ("nyse:ibm", "ibm")),
        ("NYSE: IBM", ("nyse:ibm", "ibm")),
        ("Nasdaq:ZRV", ("nasdaq:zrv", "zrv")),
        ("New York Stock Exchange:LRK", ("new york stock exchange:lrk", "lrk")),
        ("BRK/B", ("brk/b",)),
        ("7203.T", ("7203.t",)),
        ("F.N", ("f.n",)),
        ("$ZRV", ("zrv",)),
        ("U.S.", ("u.s.",)),
        ("", ()),
    ],
)
def test_a_code_is_found_with_and_without_its_exchange(code: str, keys: tuple[str, ...]) -> None:
    assert ticker_keys(code) == keys
