"""Events as sentences in plain words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from desk.queries.event_parts import EventPart
from desk.queries.event_search import FoundEvent
from desk.views.event_lines import STATUS_WORDS, day_words, event_line, joined, reported_acts, story_acts
from wiredesk.contract import Engine, Entity, Event, EventStatus, EventType, Extraction, Mention, Quote, Role
from wiredesk.event_types import EVENT_TYPES

RUSSIA = EventPart("actor", "Moscow", "Russia", "GPE", "russia")
UKRAINE = EventPart("recipient", "Ukraine", "Ukraine", "GPE", "ukraine")
POLICE = EventPart("actor", "police")
MARY = EventPart("recipient", "Mary", "Mary Lee", "PERSON", "mary lee")


def line(type: EventType, *parts: EventPart, said_by: str | None = None, **fields: Any) -> str:
    return event_line(Event(type=type, trigger=(0, 1), **fields), parts, said_by=said_by, year=2025).text


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (line("THREATEN", RUSSIA, UKRAINE, date="2025-05-08"), "Russia threatened Ukraine · 8 May"),
        (line("THREATEN", RUSSIA, UKRAINE, status="planned"), "Russia to threaten Ukraine · planned"),
        (line("SUE", POLICE, MARY, status="hypothetical"), "police may sue Mary Lee · only possible"),
        (line("ARREST", POLICE, MARY, status="denied"), "police did not arrest Mary Lee · denied, or did not happen"),
        (line("ARREST", MARY), "Arrest of Mary Lee"),
        (line("ARREST", POLICE), "police made an arrest"),
        (line("DISASTER"), "Disaster or accident"),
        (line("CONSULT", RUSSIA, UKRAINE._replace(role="actor")), "Russia and Ukraine met"),
        (line("AGREE", RUSSIA, UKRAINE, of="AID"), "Russia agreed with Ukraine · about: aid"),
        (line("ASSAULT", RUSSIA, UKRAINE, background=True), "Russia attacked Ukraine · before this news"),
        (line("ASSAULT", RUSSIA, UKRAINE, quote=0, said_by="Mary Lee"),
         "Russia attacked Ukraine · according to Mary Lee"),
        (line("ASSAULT", RUSSIA, UKRAINE, quote=0), "Russia attacked Ukraine · according to unknown speaker"),
        (line("DIE", EventPart("recipient", "Six  people"), EventPart("place", "Kyiv"), EventPart("deaths", "six")),
         "Death of Six people · Kyiv · deaths: six"),
        (line("DIE", EventPart("recipient", "six people"), EventPart("deaths", "six")), "Death of six people"),
        (line("LAUNCH", RUSSIA, EventPart("product", "a phone")), "Russia launched a phone"),
        (line("ASSAULT", RUSSIA, RUSSIA, UKRAINE), "Russia attacked Ukraine"),
        (line("ASSAULT", EventPart("actor", "")), "Attack"),
    ],
)  # fmt: skip
def test_a_sentence(shown: str, text: str) -> None:
    assert shown == text


@pytest.mark.parametrize("status", STATUS_WORDS)
@pytest.mark.parametrize("type", EVENT_TYPES)
def test_every_type_has_a_sentence_in_every_status(type: EventType, status: EventStatus) -> None:
    for parts in ((), (RUSSIA,), (UKRAINE,), (RUSSIA, UKRAINE)):
        one = event_line(Event(type=type, trigger=(0, 1), status=status), parts)
        assert one.sentence[0].isupper() and type not in one.text and type in one.code
        assert (STATUS_WORDS[status] in one.text) is (status != "occurred")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-05-08", "8 May"), ("2024-05-08", "8 May 2024"), ("2025-05-08T10:00", "8 May"), ("2025-05", "May 2025"),
        ("2025", "2025"), ("2025-W09", "week of Mon 24 Feb"), ("2025-Q2", "second quarter of 2025"),
        ("2025-13-40", "2025-13-40"), ("2025-99", "2025-99"), ("P3D", "three days"), ("PRESENT_REF", "now"),
    ],
)  # fmt: skip
def test_a_day_in_words(value: str, words: str) -> None:
    assert day_words(value, 2025) == words


def test_long_lists_of_names_are_cut() -> None:
    assert joined([]) == ""
    assert joined([EventPart("actor", str(n)) for n in range(3)]) == "0, 1 and 2"
    assert joined([EventPart("actor", str(n)) for n in range(8)]) == "0, 1, 2, 3, 4 and 3 more"


def person(id: str, name: str) -> Entity:
    return Entity(id=id, type="PERSON", name=name, mentions=(Mention(span=(0, 4)),))


def test_what_a_story_tells_several_times_is_one_act() -> None:
    text = "Anna Kovac was arrested, said Bo. Police held her. Two died."
    found = Extraction(
        schema=1, id="s", version=1, language="en", text=text, engine=Engine(version="1", model="m"),
        entities=(person("e1", "Anna Kovac"), person("e2", "Bo")),
        quotes=(Quote(kind="indirect", content=((0, 23),), speaker="e2"),),
        events=(
            Event(type="ARREST", trigger=(15, 23), recipients=("e1",), quote=0, same=0),
            Event(type="ARREST", trigger=(41, 45), recipients=("e1", "e9"), same=0,
                  roles=(Role(role="actor", span=(34, 40)), Role(role="recipient", span=(46, 49), entity="e1"))),
            Event(type="COERCE", trigger=(41, 45), recipients=("e1",), same=0),
            Event(type="DIE", trigger=(55, 59), same=1, roles=(Role(role="deaths", span=(51, 54)),)),
        ),
    )  # fmt: skip
    first, second = story_acts(found)
    assert [one.text for one in first.lines] == ["Police arrested Anna Kovac", "Coercion of Anna Kovac"]
    assert (first.times, second.times) == (3, 1)
    assert [one.text for one in second.lines] == ["Deaths: died · deaths: Two"]


def reported(seq: int, n: int = 0, *, same: int = 0, date: str | None = "2025-05-08", parts: Any = (RUSSIA, UKRAINE),
             **fields: Any) -> FoundEvent:  # fmt: skip
    given: dict[str, Any] = {
        "type": "ASSAULT", "status": "occurred", "ontology": "plover", "of": None, "background": False, "quote": None,
        "said_by": None, "score": None, "rule": None, "trigger": (0, 1), "trigger_words": "hit", "version": 1,
        "id": f"s{seq}", "title": "T", "agency": None, "moment": datetime(2025, 5, 8, tzinfo=UTC),
        "time_basis": "published",
    }  # fmt: skip
    return FoundEvent(seq=seq, n=n, same=same, date=date, parts=tuple(parts), **given | fields)


@pytest.mark.parametrize(
    ("found", "acts"),
    [
        ([reported(9), reported(8)], [("s9", ["s8"])]),
        ([reported(9), reported(9, 1), reported(8)], [("s9", ["s8"])]),
        ([reported(9), reported(9, 1, same=1, date=None)], [("s9", []), ("s9", [])]),
        ([reported(9), reported(8, date="2025-05-09")], [("s9", []), ("s8", [])]),
        ([reported(9, date=None), reported(8, date=None)], [("s9", []), ("s8", [])]),
        ([reported(9), reported(8, status="planned")], [("s9", []), ("s8", [])]),
        ([reported(9), reported(8, parts=(RUSSIA,))], [("s9", []), ("s8", [])]),
        ([reported(9, parts=(POLICE,)), reported(8, parts=(POLICE,))], [("s9", []), ("s8", [])]),
    ],
)
def test_which_reports_tell_of_one_act(found: list[FoundEvent], acts: list[tuple[str, list[str]]]) -> None:
    assert [(one.event.id, [other.id for other in one.others]) for one in reported_acts(found)] == acts
