"""Stories of a few people who share surnames, of bodies with acronyms and of places, and the directory made of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.support.ledger_steps import ME, accept
from wiredesk.contract import Article, Engine, Entity, EntityType, Extraction, Links, Mention, Title, Topic
from wiredesk.store import Store, ledger, results
from wiredesk.store.directory.settling_turns import settle_all
from wiredesk.store.linking import linker
from wiredesk.store.showing import mark_visible
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import identities, name_keys, thing_names, things, unions
from wiredesk.store.visibility import is_visible

TIME = datetime(2026, 3, 2, 9, tzinfo=UTC)
SPORT = Topic(code="medtop:15000000", name="sport", score=0.9)
BEATS: tuple[tuple[tuple[tuple[str, EntityType], ...], str, bool], ...] = (
    ((("Robert Marlowe", "PERSON"), ("Bob Marlowe", "PERSON"), ("Marlowe", "PERSON"), ("Harbour Board", "ORG"),
      ("Northern Grain Exchange Board", "ORG"), ("NGEB", "ORG"), ("Norway", "GPE")), "minister", False),
    ((("Clara Marlowe", "PERSON"), ("Marlowe", "PERSON"), ("Calder Rovers", "ORG"), ("Chile", "GPE"),
      ("Pia Lund", "PERSON")), "striker", True),
    ((("Ann Dufour", "PERSON"), ("Ann B. Dufour", "PERSON"), ("Dufour", "PERSON"), ("Meridian Bank", "ORG"),
      ("Meridian", "ORG"), ("Kenya", "GPE")), "governor", False),
    ((("Ann Dufour", "ORG"), ("Ivo Petrov", "PERSON"), ("Petrov", "PERSON"), ("MERIDIAN BANK", "ORG"), ("Oslo", "GPE"),
      ("Norway", "GPE")), "general", False),
)  # fmt: skip
"""Who appears together, with a title, and whether it is sport."""
GEONAMES = {"Norway": 3144096, "Kenya": 192950, "Chile": 3895114, "Oslo": 3143244}
COUNTRIES = {"Norway": "NO", "Kenya": "KE", "Chile": "CL"}


def directory_story(number: int, **fields: Any) -> tuple[Article, Extraction]:
    """Return the story of this number and its extraction: always the same."""
    chance = random.Random(number)
    cast, title, is_sport = BEATS[number % len(BEATS)]
    chosen = chance.sample(cast, min(len(cast), chance.randint(2, 4)))
    body = f"Story {number}: " + ", ".join(name for name, _ in chosen)
    article = Article.model_validate(
        {"id": f"d{number}", "headline": f"Story {number}", "body": body, "source": "Xample",
         "published": TIME + timedelta(minutes=number)} | fields
    )  # fmt: skip
    made = []
    for n, (name, type) in enumerate(chosen):
        titles = (Title(span=(0, 1), text=title, office=title),) if type == "PERSON" and chance.random() < 0.7 else ()
        links = Links(geonames=GEONAMES.get(name), iso3166=COUNTRIES.get(name))
        start = article.text.index(name)
        mentions = (Mention(span=(start, start + len(name))),)
        made.append(Entity(id=f"e{n}", type=type, name=name, titles=titles, links=links, mentions=mentions))
    found = Extraction(
        id=article.id, version=article.version, language="en", text=article.text, entities=tuple(made),
        topics=(SPORT,) if is_sport else (), engine=Engine(version="1.0", model="m 1"),
    )  # fmt: skip
    return article, found


def store_directory_story(store: Store, article: Article, found: Extraction) -> int:
    """Accept a story and store its results, as a producer and a worker do; once more if they are there.

    Returns its number.
    """
    accept(store, article)
    with store.write() as connection:
        for one in ledger.lease(connection, [(article.id, article.version)], ME, 60, 3):
            ledger.start(connection, one, ME, 60)
            ledger.finish(connection, one, ME)
        same = articles.c.id == article.id, articles.c.version == article.version
        seq = int(connection.scalars(select(articles.c.seq).where(*same)).one())
        results.write(connection, seq, found, 0.1)
        mark_visible(connection, seq, article)
        linker.store(connection, seq, linker.prepare(article, found))
    return seq


def link_due(store: Store) -> None:
    """Link what is due."""
    while True:
        with store.write() as connection:
            batch = linker.link_batch(connection)
        assert not batch.failed
        if not batch.is_full:
            return


def settle_names(store: Store) -> int:
    """Settle all names, and return how many were."""
    with store.write() as connection:
        return settle_all(connection)


@dataclass(frozen=True, slots=True)
class MadeDirectory:
    """The directory of a store, by what does not depend on the order of arrival."""

    things: dict[int, tuple[str, str, str, str, str]]
    """Kind, key, sense, name and type of each."""
    names: frozenset[tuple[str, str, int]]
    identities: dict[tuple[str, int, str], tuple[int, str, float | None]]
    """Thing, method and score of each entity of the visible versions."""
    canonical: dict[int, int]
    unions: frozenset[tuple[str, int, int, str]]


def made_directory(store: Store) -> MadeDirectory:
    """Read the directory; all of it has to be settled."""
    with store.read() as connection:
        unsettled = connection.execute(select(name_keys).where(name_keys.c.seen > name_keys.c.settled)).all()
        assert not unsettled
        all_things = connection.execute(select(things)).all()
        names = connection.execute(select(thing_names.c.key, thing_names.c.kind, thing_names.c.thing)).all()
        query = select(articles.c.id, articles.c.version, identities).join_from(
            articles, identities, identities.c.seq == articles.c.seq
        )
        links = connection.execute(query.where(is_visible())).all()
        pairs = connection.execute(select(unions.c.key, unions.c.a, unions.c.b, unions.c.verdict)).all()
    return MadeDirectory(
        {one.id: (one.kind, one.key, one.sense, one.name, one.type) for one in all_things},
        frozenset((one.key, one.kind, one.thing) for one in names),
        {(one.id, one.version, one.entity): (one.thing, one.method, one.score) for one in links},
        {one.id: one.merged_into or one.id for one in all_things},
        frozenset((one.key, one.a, one.b, one.verdict) for one in pairs),
    )
