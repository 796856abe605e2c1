"""For any documents of several sources, in any order, over any polls, with crashes: nothing is lost or filed twice."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import count
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from producer.formats import Envelope, parse
from wiredesk.contract import Article
from wiredesk.store import Store, ledger
from wiredesk.store.ledger import Accepted, Disposition
from wiredesk.store.tables import articles


class Item(NamedTuple):
    source: int
    id: int
    text: int
    hour: int | None


class Poll(NamedTuple):
    items: list[Item]
    crash: str
    """``before`` or ``after`` the commit: the document is delivered again; empty for no crash."""


ITEMS = st.builds(Item, st.integers(0, 2), st.integers(1, 3), st.integers(1, 4), st.none() | st.integers(1, 5))
POLLS = st.lists(st.builds(Poll, st.lists(ITEMS, max_size=6), st.sampled_from(["", "", "before", "after"])), max_size=8)
_RUNS = count()


def document(run: int, source: int, items: list[Item]) -> bytes:
    """Return a JSON Feed of one source; its ids are numbers, as those of the other sources."""
    rows = []
    for item in items:
        row = {"id": f"{run}-{item.id}", "url": f"https://s{source}.example/{item.id}", "title": f"Story {item.id}",
               "content_text": f"Source {source} tells story {item.id} in the words number {item.text}."}  # fmt: skip
        rows.append(row | ({"date_modified": f"2026-11-24T{item.hour:02}:00:00Z"} if item.hour else {}))
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"Source {source}", "items": rows}
    return json.dumps(feed).encode()


def deliver(store: Store, batch: list[Article], crash: str) -> Accepted:
    """File a batch; after a crash it is delivered again, as its checkpoint was not written."""
    if crash == "before":
        with store.write() as connection:
            ledger.accept(connection, batch)
            connection.get_transaction().rollback()  # type: ignore[union-attr]
    if crash == "after":
        with store.write() as connection:
            ledger.accept(connection, batch)
    with store.write() as connection:
        return ledger.accept(connection, batch)


@pytest.mark.parametrize("split", [False, True], ids=["whole", "split"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(polls=POLLS)
def test_nothing_is_lost_nothing_is_filed_twice_and_the_sums_add_up(
    store: Store, split: bool, polls: list[Poll]
) -> None:
    run = next(_RUNS)
    left_out: set[tuple[str, str]] = set()
    offered: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for poll in polls:
        for source in range(3):
            own = [item for item in poll.items if item.source == source]
            found = list(parse(document(run, source, own), envelope=Envelope(provider=f"feed {source}")).articles)
            assert len(found) == len(own)
            for batch in [[one] for one in found] if split else [found]:
                accepted = deliver(store, batch, poll.crash)
                assert len(accepted.arrivals) == len(batch)
                for one, (_, disposition) in zip(batch, accepted.arrivals, strict=True):
                    if disposition is Disposition.OLDER:
                        left_out.add((one.url or "", one.body))
                    at = one.updated.timestamp() if one.updated else 0.0
                    texts = offered[one.scope or "", one.url or ""]
                    texts[one.body] = max(at, texts.get(one.body, 0.0))
    with store.read() as connection:
        rows = connection.execute(select(articles).where(articles.c.id.like(f"{run}-%"))).all()
    stored = [(row.scope, row.url, row.body) for row in rows]
    assert len(stored) == len(set(stored)), "nothing twice"
    for (scope, url), texts in offered.items():
        keys = {row.id for row in rows if (row.scope, row.url) == (scope, url)}
        assert len(keys) == 1, "one story has one key"
        assert not {row.id for row in rows if (row.scope, row.url) != (scope, url)} & keys, "a key has one story"
        newest = max(texts.values())
        for body, at in texts.items():
            assert (scope, url, body) in stored or (url, body) in left_out, "nothing lost without a word"
            if at == newest or at == 0.0 == newest:
                assert (scope, url, body) in stored, "the newest text is there"
