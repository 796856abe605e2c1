"""A merge takes as much work for things of thousands of stories as for things of hundreds: it is counted, not timed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event, select

from tests.support.directory_stories import directory_story, link_due, settle_names, store_directory_story
from tests.support.row_multiplier import double
from wiredesk.contract import Entity, Mention
from wiredesk.identity.thing_key import ThingKey, ThingKind
from wiredesk.settings import Settings
from wiredesk.store import open_store
from wiredesk.store.directory import rulings
from wiredesk.store.thing_tables import things

FEW, MANY = 1_250, 10_000
STEPS = 10
"""Instructions of SQLite's virtual machine that are counted as one step."""
NAMES = "Ada Quill", "Ben Osei"


def _steps_of_a_merge(home: Path, stories: int) -> int:
    """Return the steps until two people of this many stories are one and their names are settled."""
    store = open_store(Settings(home=home))
    article, found = directory_story(0)
    people = tuple(
        Entity(id=f"p{n}", type="PERSON", name=name, mentions=(Mention(span=(0, 1)),)) for n, name in enumerate(NAMES)
    )
    store_directory_story(store, article, found.model_copy(update={"entities": people}))
    link_due(store)
    settle_names(store)
    with store.write() as connection:
        top = 1
        while top < stories:
            double(connection, top, min(top, stories - top))
            top = min(2 * top, stories)
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    event.listen(store.engine, "checkout", lambda raw, *_: raw.set_progress_handler(count, STEPS))
    one, other = (ThingKey(ThingKind.PERSON, name.casefold()).id for name in NAMES)
    with store.write() as connection:
        rulings.merge(connection, one, other, by="desk")
    settle_names(store)
    with store.read() as connection:
        merged = connection.scalars(select(things.c.merged_into).where(things.c.id.in_([one, other]))).all()
    store.close()
    assert sum(into is not None for into in merged) == 1
    return steps


def test_a_merge_takes_as_many_steps_for_things_of_many_stories(tmp_path: Path) -> None:
    few, many = (_steps_of_a_merge(tmp_path / str(number), number) for number in (FEW, MANY))
    assert few > 50
    assert many < 1.5 * few
