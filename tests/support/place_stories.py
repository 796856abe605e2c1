"""Stories that each mention one place, at its true coordinates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.support.desk_stories import WORKER, article
from wiredesk.contract import Engine, Entity, Extraction, Links, Location, Mention
from wiredesk.identity.story_things import story_things
from wiredesk.store import Store, ledger, results
from wiredesk.store.linking import thing_step
from wiredesk.store.linking.link_step import PreparedStory
from wiredesk.store.showing import mark_visible

PLACES = (
    ("London", "GB", 51.51, -0.13, 9), ("Paris", "FR", 48.85, 2.35, 6), ("Berlin", "DE", 52.52, 13.41, 4),
    ("Brussels", "BE", 50.85, 4.35, 3), ("Rome", "IT", 41.89, 12.48, 2), ("Oslo", "NO", 59.91, 10.75, 2),
    ("Nairobi", "KE", -1.28, 36.82, 5), ("Mombasa", "KE", -4.05, 39.67, 3), ("Cairo", "EG", 30.06, 31.25, 2),
    ("New York", "US", 40.71, -74.01, 7), ("Washington", "US", 38.9, -77.04, 8), ("Chicago", "US", 41.85, -87.65, 1),
    ("Sao Paulo", "BR", -23.55, -46.64, 2), ("Tokyo", "JP", 35.69, 139.69, 4), ("Sydney", "AU", -33.87, 151.21, 2),
    ("Suva", "FJ", -18.14, 178.44, 3), ("Apia", "WS", -13.83, -171.77, 2), ("Nukualofa", "TO", -21.14, -175.2, 1),
    ("Anchorage", "US", 61.22, -149.9, 1), ("Delhi", "IN", 28.65, 77.23, 3),
)  # fmt: skip
"""Name, country, latitude, longitude, and number of stories."""
NEWEST = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def write_places(store: Store, places: tuple[tuple[str, str, float, float, int], ...] = PLACES) -> None:
    """Store the stories of each place, published an hour apart."""
    numbers = [(place, number) for place in places for number in range(place[4])]
    stories = [
        article(
            f"urn:map:{at}", headline=f"{name} votes on plan {number + 1}",
            body=f"{name}, Nov 20 (Harbour News) - Voters in {name} went to the polls.",
            source=("Harbour News", "Coast Agency", "Meridian Wire")[at % 3],
            published=NEWEST - timedelta(hours=at),
        )
        for at, ((name, *_), number) in enumerate(numbers)
    ]  # fmt: skip
    with store.write() as connection:
        new = ledger.accept(connection, stories).new
        for one, ((name, country, lat, lon, _), _) in zip(
            ledger.lease(connection, new, WORKER, 60, 3), numbers, strict=True
        ):
            assert ledger.start(connection, one, WORKER, 60) and ledger.finish(connection, one, WORKER)
            start = one.article.text.index(name)
            found = Extraction(
                schema=1, id=one.article.id, version=1, language="en", text=one.article.text,
                engine=Engine(version="0.1.0", model="by hand"),
                entities=(
                    Entity(
                        id="e1", type="GPE", name=name,
                        mentions=(Mention(span=(start, start + len(name)), kind="name"),),
                        links=Links(geonames=int(abs(lat * 1000) + abs(lon * 10))),
                        location=Location(lat=lat, lon=lon, country=country, level="city"),
                    ),
                ),
            )  # fmt: skip
            results.write(connection, one.seq, found, 0.05)
            thing_step.store(connection, [PreparedStory(one.seq, 0, story_things(found))])
            mark_visible(connection, one.seq, one.article)
