"""What a minimum score leaves of an extraction."""

from __future__ import annotations

from wiredesk.contract import (
    Amount,
    Date,
    Dateline,
    Engine,
    Entity,
    Event,
    Extraction,
    Location,
    Mention,
    Quote,
    Title,
)
from wiredesk.score_filter import at_least


def place(score: float | None) -> Location:
    return Location(lat=1, lon=2, level="city", score=score)


FOUND = Extraction(
    schema=1, id="s", version=1, language="en", text="x" * 50, focus="e3",
    dateline=Dateline(span=(0, 1), place="e3"),
    entities=(
        Entity(id="e1", type="PERSON", name="Anna", score=0.95, mentions=(Mention(span=(0, 4)),), titles=(
            Title(span=(0, 2), text="mayor", of="e2", score=0.95), Title(span=(0, 2), text="old", score=0.2))),
        Entity(id="e2", type="GPE", name="Lyon", score=0.99, location=place(0.4), stands_for="FR",
               mentions=(Mention(span=(0, 4), metonymic=True, stands_for="e3"), Mention(span=(5, 9), stands_for="FR"))),
        Entity(id="e3", type="GPE", name="Bad", score=0.5, mentions=(), location=place(0.99)),
        Entity(id="e4", type="ORG", name="Old", mentions=()),
    ),
    quotes=(
        Quote(kind="direct", content=((0, 1),), speaker="e3", speakers=("e3", "e1"), speaks_for="e3", score=0.95),
        Quote(kind="direct", content=((1, 2),), score=0.3),
        Quote(kind="direct", content=((2, 3),), speaker="e1", speakers=("e1",), speaks_for="FR", within=0, repeats=1,
              score=0.95),
        Quote(kind="direct", content=((3, 4),), speaker="e3", speakers=("e3",), within=2, score=0.95),
    ),
    events=(
        Event(type="AID", trigger=(0, 1), actors=("e1", "e3"), score=0.95),
        Event(type="ARREST", trigger=(1, 2), score=0.95, quote=2),
        Event(type="SUE", trigger=(2, 3), score=0.95, quote=1),
        Event(type="DIE", trigger=(3, 4), score=0.5),
        Event(type="WIN", trigger=(4, 5)),
    ),
    dates=(Date(span=(0, 1), type="DATE", score=0.9), Date(span=(1, 2), type="DATE")),
    amounts=(Amount(span=(0, 1), kind="count", value=1, entity="e3", score=1),),
    engine=Engine(version="1", model="m"),
)  # fmt: skip


def test_no_minimum_leaves_everything() -> None:
    assert at_least(FOUND, 0) is FOUND


def test_what_is_unsure_or_was_not_measured_is_left_out() -> None:
    left = at_least(FOUND, 0.9)
    assert [entity.id for entity in left.entities] == ["e1", "e2"]
    assert [title.text for title in left.entities[0].titles] == ["mayor"]
    assert left.entities[1].location is None
    assert len(left.dates) == len(left.amounts) == 1 and len(left.quotes) == 3


def test_nothing_refers_to_what_was_left_out() -> None:
    left = at_least(FOUND, 0.9)
    assert left.focus is None and left.dateline is not None and left.dateline.place is None
    assert [(quote.speaker, quote.speakers) for quote in left.quotes] == [
        ("e1", ("e1",)), ("e1", ("e1",)), (None, ()),
    ]  # fmt: skip
    assert [(quote.within, quote.repeats) for quote in left.quotes] == [(None, None), (0, None), (1, None)]
    assert [quote.speaks_for for quote in left.quotes] == [None, "FR", None]
    assert left.events[0].actors == ("e1",) and left.amounts[0].entity is None
    assert [mention.stands_for for mention in left.entities[1].mentions] == [None, "FR"]
    assert left.entities[1].stands_for == "FR"


def test_an_event_of_an_unsure_quote_is_left_out_with_it() -> None:
    assert [(event.type, event.quote) for event in at_least(FOUND, 0.9).events] == [("AID", None), ("ARREST", 1)]
