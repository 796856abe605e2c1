"""Extractions of the parts of a story in several languages become one."""

from __future__ import annotations

from wiredesk.contract import Dateline, Engine, Entity, Event, Extraction, Mention, Quote
from wiredesk.nlp.merged_parts import merged


def _entity(id: str, name: str, at: int, type: str = "PERSON") -> Entity:
    return Entity(id=id, type=type, name=name, mentions=(Mention(span=(at, at + 3)),))


def _part(language: str, **fields: object) -> Extraction:
    engine = Engine(version="1", model="")
    return Extraction(id="a", version=1, language=language, text="x" * 99, engine=engine, **fields)


def test_one_name_is_one_entity_and_the_others_get_new_ids() -> None:
    first = _part("en", entities=(_entity("e1", "Ann Lee", 0), _entity("e2", "Paris", 10, "GPE")))
    second = _part(
        "fr",
        entities=(_entity("e1", "Paris", 50, "GPE"), _entity("e2", "Zoé", 60)),
        quotes=(Quote(kind="direct", content=((70, 80),), speaker="e2", speakers=("e2",), speaks_for="e1"),),
        dateline=Dateline(span=(50, 53), place="e1"),
    )
    whole = merged(first, [second])
    assert [(one.id, one.name, len(one.mentions)) for one in whole.entities] == [
        ("e1", "Ann Lee", 1),
        ("e2", "Paris", 2),
        ("e3", "Zoé", 1),
    ]
    assert (whole.quotes[0].speaker, whole.quotes[0].speaks_for) == ("e3", "e2")
    assert whole.dateline and whole.dateline.place == "e2"
    assert whole.language == "en"


def test_positions_of_quotes_and_numbers_of_acts_go_on() -> None:
    quotes = (Quote(kind="direct", content=((1, 2),)), Quote(kind="indirect", content=((1, 2),), within=0))
    events = (Event(type="ARREST", trigger=(3, 4), quote=0, same=0), Event(type="ARREST", trigger=(5, 6), same=1))
    whole = merged(_part("en", quotes=quotes, events=events), [_part("fr", quotes=quotes, events=events)])
    assert [quote.within for quote in whole.quotes] == [None, 0, None, 2]
    assert [(event.quote, event.same) for event in whole.events] == [(0, 0), (None, 1), (2, 2), (None, 3)]
