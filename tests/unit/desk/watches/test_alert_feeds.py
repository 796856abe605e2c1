"""The feeds of a watch, read as a strict feed reader does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from desk.sinks.alert_message import Alert, AlertKind, AlertStory
from desk.watches.alert_feeds import atom_feed, json_feed
from producer.formats import parse
from tests.support.feed_checks import atom_faults, json_feed_faults

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ROOT = "https://desk.example"


def alert(n: int, id: str = "urn:x", kind: AlertKind = AlertKind.NEW, **story: object) -> Alert:
    fields = {
        "headline": f"Story {n}",
        "lead": "First words.",
        "source": "Coast",
        "published": AT,
        "urgency": 4,
    } | story
    return Alert(
        n=n, watch="ferries", kind=kind, at=AT + timedelta(seconds=n), change=n, id=id, version=1,
        story=None if kind is AlertKind.WITHDRAWAL else AlertStory.model_validate(fields), passages=(f"Passage {n}.",),
    )  # fmt: skip


ALERTS = {
    "none": [],
    "every kind of one story": [alert(n, kind=kind) for n, kind in enumerate(AlertKind)],
    "odd texts": [
        alert(1, headline='A & B <i>"x"</i> ]]>', source="A\x00B"), alert(2, headline="\x1b[31m", source=None),
        alert(3, published=None, lead=""), alert(4, headline="\u202eabc \ud7ff"),
    ],
    "odd ids": [alert(1, "a b/../c"), alert(2, "é\n<&>"), alert(3, 'x?y#z"'), alert(4, "%41{}|^`")],
}  # fmt: skip


@pytest.mark.parametrize("name", ALERTS)
def test_a_reader_that_is_strict_accepts_the_feeds(name: str) -> None:
    alerts = ALERTS[name][::-1]
    address = f"{ROOT}/feeds/secret"
    atom = atom_feed("ferries", alerts, root=ROOT, address=f"{address}.atom", made_at=AT)
    json = json_feed("ferries", alerts, root=ROOT, address=f"{address}.json", made_at=AT)
    assert atom_faults(atom) == [] and json_feed_faults(json) == []
    assert [item["id"] for item in orjson.loads(json)["items"]] == [f"urn:wiredesk:alert:{one.n}" for one in alerts]
    for content in (atom, json):
        assert len(parse(content, "feed").articles) == len(alerts)


def test_the_checks_see_what_is_wrong() -> None:
    good = atom_feed("ferries", [alert(1), alert(2)], root=ROOT, address="", made_at=AT).decode()
    for old, new in (
        ("<id>urn:wiredesk:alert:2<", "<id>urn:wiredesk:alert 2<"), ("<updated>2026", "<updated>26"),
        ("<title>Story 1</title>", ""), ("<summary>", "<summary><b/>"), ("href=", "src="), ("<published>", "<date>"),
    ):  # fmt: skip
        closing = new.replace("<date>", "</date>") if new == "<date>" else "</published>"
        assert atom_faults(good.replace(old, new).replace("</published>", closing).encode()), new
