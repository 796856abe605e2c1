"""A store with a thread of six stories by four agencies, two of them copies, and with stories outside of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.thread_stories import link
from wiredesk.contract import (
    Article,
    Engine,
    Entity,
    EntityType,
    Event,
    Extraction,
    Keyphrase,
    Location,
    Mention,
    Quote,
    Role,
    Tone,
    Topic,
)
from wiredesk.settings import load
from wiredesk.store import Store, ledger, open_store, results
from wiredesk.store.linking import linker
from wiredesk.store.showing import mark_visible

WORKER = "host/1/2/3"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST, REPRINT, OTHER, LATER, ALONE, EMBARGOED = (
    f"urn:test:{name}" for name in ("first", "reprint", "other", "later", "alone", "embargoed")
)
TEXT = (
    "RAVNIK - An earthquake killed {toll} people in the town of Ravnik on Monday and brought down the Lesna bridge, "
    "police chief Petra Nowak said.\n\n"
    "Rescue workers of the Ravnik Fire Brigade dug through collapsed houses beside the Lesna bridge.\n\n"
    '"We are searching every house," Nowak told reporters beside the wreck of the Lesna bridge in Ravnik.\n\n'
    "Aftershocks of the earthquake rattled the valley, and hundreds of people camped in a football stadium."
)
TOPICS = tuple(
    Topic(code=f"medtop:{code}", name=name, score=0.9)
    for code, name in [
        ("03000000", "disaster, accident and emergency incident"),
        ("20000148", "disaster"),
        ("20000151", "natural disaster"),
        ("20000153", "earthquake"),
    ]
)
NAMES: dict[str, EntityType] = {
    "Petra Nowak": "PERSON", "Ravnik": "GPE", "Lesna bridge": "FAC", "Ravnik Fire Brigade": "ORG", "Oslo": "GPE",
}  # fmt: skip


def story(id: str, hours: float, source: str, toll: str = "three", **fields: Any) -> Article:
    """Return a story of the earthquake."""
    given = {
        "id": id, "headline": f"Earthquake in Ravnik kills {toll}", "body": TEXT.format(toll=toll),
        "source": source, "published": START + timedelta(hours=hours), "language": "en",
    }  # fmt: skip
    return Article.model_validate(given | fields)


OTHER_TEXT = (
    'RAVNIK - "Nobody goes home before we have searched every house," Petra Nowak promised in Ravnik after an '
    "earthquake that killed eight people and threw the Lesna bridge into the river.\n\n"
    "The Ravnik Fire Brigade lost two engines when the Lesna bridge gave way, the police chief said. Its crews went on "
    "by boat, and pulled a boy alive out of the cellar of a bakery.\n\n"
    "The earthquake was felt as far as the coast. Ravnik has no power, and its hospital treats the injured in tents."
)
LATER_TEXT = (
    "RAVNIK - An earthquake that struck Ravnik on Monday has killed nine people in all, Petra Nowak said at dawn "
    "beside the ruin of the Lesna bridge, where one more body was found.\n\n"
    '"We have now been in each cellar of this town," Nowak added. The Ravnik Fire Brigade sent its dogs home.\n\n'
    "Schools stay shut until engineers have looked at the walls. The government will build another bridge, it promised."
)


def everything() -> list[Article]:
    """Return the stories: a report, its reprint, another agency's report, a later toll; a story of something else."""
    return [
        story(FIRST, 0, "Meridian Wire", keywords=("quake",), subjects=("N2:DIS",)),
        story(REPRINT, 0.5, "Coast Agency"),
        story(OTHER, 1, "Harbour News", "eight", body=OTHER_TEXT),
        story(LATER, 26, "Harbour News", headline="Earthquake toll in Ravnik rises to nine", body=LATER_TEXT),
        story(EMBARGOED, 2, "Harbour News", "ten", embargo_until=datetime(2999, 1, 1, tzinfo=UTC)),
        Article(id=ALONE, headline="Ferries resume in Oslo", body="Ferries sailed again from Oslo on Monday.",
                source="Coast Agency", published=START + timedelta(hours=3), language="en"),
    ]  # fmt: skip


def extraction(of: Article) -> Extraction:
    """Return what a worker would find in a story: names, the toll, a quote, a topic, a keyphrase, a summary, a tone."""
    text = of.text
    entities = []
    for number, (name, type) in enumerate(NAMES.items()):
        spans = [found.span() for found in re.finditer(re.escape(name), text)]
        if spans:
            at = Location(lat=45.1, lon=17.2, country="BA", level="city") if type == "GPE" else None
            mentions = tuple(Mention(span=span) for span in spans)
            entities.append(Entity(id=f"e{number}", type=type, name=name, mentions=mentions, location=at))
    events = []
    if killed := re.search(r"killed (\w+) people", text):
        toll = Role(role="deaths", span=killed.span(1))
        start = killed.start()
        events.append(
            Event(type="DIE", ontology="wire", trigger=(start, start + 6), places=("e1",), roles=(toll,), score=0.9)
        )
    quotes = [
        Quote(kind="direct", content=(said.span(),), source=said.span(), speaker="e0", speakers=("e0",), score=0.9)
        for said in re.finditer('"[^"]+"', text)
    ]
    first = re.search(r"(?<= - )An earthquake[^\n]+", text)
    is_quake = "arthquake" in text
    return Extraction(
        id=of.id, version=of.version, language="en", text=text, entities=tuple(entities), events=tuple(events),
        quotes=tuple(quotes), engine=Engine(version="1.0", model="by hand"),
        topics=TOPICS if is_quake else (),
        keyphrases=(Keyphrase(text="Lesna bridge", score=0.8),) if is_quake else (),
        summary=(first.span(),) if first else (), tone=Tone(score=-0.6, positive=0, negative=3) if is_quake else None,
    )  # fmt: skip


def write(store: Store, articles: Sequence[Article]) -> None:
    """Publish stories and store their results, as the queue and a worker do; then link them."""
    with store.write() as connection:
        new = ledger.accept(connection, articles).new
        by_key = {(one.id, one.version): one for one in articles}
        for one in ledger.lease(connection, new, WORKER, 60, 3):
            given = by_key[one.article.id, one.article.version]
            assert ledger.start(connection, one, WORKER, 60)
            assert ledger.finish(connection, one, WORKER)
            results.write(connection, one.seq, extraction(given), 0.05)
            results.write_codes(connection, [(one.seq, given)])
            mark_visible(connection, one.seq, given)
            linker.store(connection, one.seq, linker.prepare(given, extraction(given)))
    link(store)


def filled(home: Path, url: str | None = None) -> Store:
    """Return a store with :func:`everything` in it, linked."""
    store = open_store(load(home=home, store_url=url))
    write(store, everything())
    return store
