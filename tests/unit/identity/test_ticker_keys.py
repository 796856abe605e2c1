"""The keys of the codes of shares."""

from __future__ import annotations

import pytest

from tests.unit.identity.test_story_things import the_thing
from wiredesk.identity.story_things import ThingNameUse
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


def test_the_code_of_a_share_is_a_name_of_the_company() -> None:
    names = the_thing(type="ORG", name="Zorva Widgets Inc", links={"ticker": "ZRV.N"}).names
    uses = {name.key: name.use for name in names}
    assert uses == {"zorva widgets": ThingNameUse.FULL, "zrv.n": ThingNameUse.TICKER, "zrv": ThingNameUse.TICKER}
