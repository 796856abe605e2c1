"""Thousands of synthetic stories with their results, written directly into the tables: no model, no queue.

:func:`fill` writes a few hundred stories that differ in names, places, topics and words, and copies them with new ids
and dates until the store has the wanted number.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support import desk_stories
from tests.support.row_multiplier import multiply
from wiredesk.contract import (
    Article,
    Date,
    Engine,
    Entity,
    Event,
    Extraction,
    Location,
    Quote,
    Role,
    RoleName,
    Span,
    Title,
    Topic,
)
from wiredesk.event_types import EVENT_TYPES, ontology
from wiredesk.identity.story_things import story_things
from wiredesk.store import Store, ledger, results
from wiredesk.store.directory import thing_rows
from wiredesk.store.showing import mark_visible

FIRST = ("Amina", "Tom", "Claire", "Rosa", "Ivo", "Nadia", "Lars", "Wei", "Joseph", "Ingrid", "Paulo", "Hana")
LAST = ("Otieno", "Okafor", "Fenwick", "Delgado", "Petrovar", "Haddad", "Lindqvist", "Chen", "Wanyama", "Moe", "Alves")
ORGS = (
    "Kelp Line",
    "Harbour Union",
    "Northern Grain Board",
    "Meridian Bank",
    "Calder Steel",
    "Tidewater Port Authority",
)
PLACES = {
    "Nairobi": ("KE", -1.28, 36.82), "Oslo": ("NO", 59.91, 10.75), "Lima": ("PE", -12.05, -77.04),
    "Wellington": ("NZ", -41.29, 174.78), "Geneva": ("CH", 46.2, 6.15), "Osaka": ("JP", 34.69, 135.5),
    "Porto": ("PT", 41.15, -8.61), "Halifax": ("CA", 44.65, -63.57),
}  # fmt: skip
SOURCES = ("Meridian Wire", "Harbour News", "Coast Agency", None)
TOPICS = (("medtop:04000000", "economy, business and finance"), ("medtop:11000000", "politics"),
          ("medtop:03000000", "disaster, accident and emergency incident"))  # fmt: skip
NOUNS = ("cranes", "ferries", "harvest", "tariffs", "budget", "strike", "tsunami warning", "central bank", "ceasefire",
         "ballot", "reservoir", "pipeline", "timber", "railway", "vaccines", "fishing quota")  # fmt: skip
FILLER = (
    "Officials gave no figures and said that more would be known within days.",
    "Nobody was hurt, and the work went on through the night.",
    "The talks had been put off twice since the spring.",
    "Prices moved little, and traders waited for the vote.",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ENGINE = Engine(version="0.1.0", model="by hand")


class _Text:
    """A text that grows, and the entities in it."""

    def __init__(self, headline: str) -> None:
        self.headline, self.body = headline, ""
        self.entities: dict[str, dict[str, Any]] = {}

    def __len__(self) -> int:
        return len(self.headline) + 2 + len(self.body)

    def say(self, words: str) -> Span:
        start = len(self)
        self.body += words
        return start, len(self)

    def name(self, type: str, name: str, **fields: Any) -> str:
        """Append a name to the text and return the entity's id."""
        number = len(self.entities) + 1
        new = {"id": f"e{number}", "type": type, "name": name, "mentions": [], "salience": round(1 / number, 3)}
        entity = self.entities.setdefault(name, new)
        entity["mentions"].append({"span": self.say(name)})
        entity.update(fields)
        return str(entity["id"])


def story(number: int) -> tuple[Article, Extraction]:
    """Return the article of this number and its extraction: always the same."""
    chance = random.Random(number)
    noun, other = chance.sample(NOUNS, 2)
    where, (country, lat, lon) = chance.choice(list(PLACES.items()))
    org, day = chance.choice(ORGS), chance.choice(WEEKDAYS)
    text = _Text(f"{org} and {where} argue about {noun}")
    place = text.name("GPE", where, location=Location(lat=lat, lon=lon, country=country, level="city"))
    text.say(f" - The {noun} of ")
    text.name("ORG", org)
    text.say(" will be looked at again on ")
    dates = [Date(span=text.say(day), type="DATE", value=f"2026-11-{16 + WEEKDAYS.index(day)}")]
    text.say(f", after a week in which the {other} were on everybody's mind.")
    quotes: list[Quote] = []
    events: list[Event] = []
    for person in {f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(chance.randint(1, 3))}:
        text.say("\n\nMinister ")
        title = (len(text) - len("Minister "), len(text) - 1)
        speaker = text.name("PERSON", person, titles=(Title(span=title, text="Minister", of=place),))
        text.say(" ")
        cue = text.say("said")
        text.say(": ")
        words = text.say(f'"We want the {chance.choice(NOUNS)} in {where} settled by {day}."')
        parts = [("actor", org), ("recipient", person), ("place", where)]
        events.append(_event(chance, len(events), cue, [(role, text.entities[name]) for role, name in parts], dates[0]))
        quotes.append(Quote(kind=chance.choice(("direct", "mixed")), content=(words,), cue=cue, speaker=speaker))
        text.say(" " + " ".join(chance.choices(FILLER, k=chance.randint(1, 6))))
    code, topic = chance.choice(TOPICS)
    article = Article(
        id=f"urn:test:made-{number}", headline=text.headline, body=text.body, source=chance.choice(SOURCES),
        language="en", urgency=chance.choice((1, 2, 3, 4, 4, 4, 5, 5, 6)), subjects=(code,),
        published=datetime(2026, 11, 20, 9, 30, tzinfo=UTC) - timedelta(minutes=number),
    )  # fmt: skip
    found = Extraction(
        schema=1, id=article.id, version=1, language="en", text=article.text, quotes=tuple(quotes), dates=tuple(dates),
        events=tuple(events),
        entities=tuple(Entity.model_validate(entity) for entity in text.entities.values()),
        topics=(Topic(code=code, name=topic, score=0.8),), engine=ENGINE,
    )  # fmt: skip
    return article, found


def _event(
    chance: random.Random, number: int, trigger: Span, parts: list[tuple[RoleName, dict[str, Any]]], date: Date
) -> Event:
    """Return an event of any type and status, whose parts are these entities at their first mention."""
    type = chance.choice(EVENT_TYPES)
    roles = [Role(role=role, span=entity["mentions"][0]["span"], entity=entity["id"]) for role, entity in parts]
    ids = {role: (entity["id"],) for role, entity in parts}
    return Event(
        type=type, ontology=ontology(type), trigger=trigger, roles=tuple(roles), actors=ids["actor"], same=number,
        recipients=ids["recipient"], places=ids["place"], date=date.value, background=chance.random() < 0.2,
        status=chance.choice(("occurred", "occurred", "occurred", "planned", "hypothetical", "denied")),
        quote=chance.choice((None, None, number)), score=round(chance.random(), 2),
    )  # fmt: skip


def write(store: Store, number: int) -> None:
    """Write that many of these stories, and one of each kind that :mod:`tests.support.desk_stories` has."""
    desk_stories.write(store, desk_stories.everything())
    write_made(store, map(story, range(number)))


def write_made(store: Store, stories: Iterable[tuple[Article, Extraction]]) -> None:
    """Write stories with their extractions, as a worker does."""
    made = dict(stories)
    by_id = {article.id: found for article, found in made.items()}
    with store.write() as connection:
        new = ledger.accept(connection, list(made)).new
        for one in ledger.lease(connection, new, desk_stories.WORKER, 600, 3):
            assert ledger.start(connection, one, desk_stories.WORKER, 600)
            assert ledger.finish(connection, one, desk_stories.WORKER)
            found = by_id[one.article.id]
            results.write(connection, one.seq, found, 0.05)
            thing_rows.write(connection, {one.seq: story_things(found)})
            mark_visible(connection, one.seq, one.article)


def fill(store: Store, source: Store, number: int, *, different: int = 300) -> None:
    """Fill ``store`` with that many stories; ``source`` contains those that are copied."""
    write(source, different)
    multiply(store, source, number)
