"""Things are found by any name, id or code; a name of several things is never guessed."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from desk.queries.counting_window import Window
from desk.queries.filters import Filters
from desk.queries.namesakes import told_apart
from desk.queries.place_counts import count_places
from desk.queries.ranking_cache import RankingCache
from desk.queries.story_search import search_stories
from desk.queries.thing_profile import canonical_thing, thing_profile
from desk.queries.thing_ranking import rank_things
from desk.web.map_page import about_places
from tests.support import desk_stories
from wiredesk.contract import Article, Engine, Entity, Extraction, Links, Location, Mention
from wiredesk.errors import NotFound
from wiredesk.identity.story_things import story_things
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store import Store, ledger, results
from wiredesk.store.directory import thing_rows
from wiredesk.store.directory.find_things import AmbiguousName, find_things, only_bearers, the_thing
from wiredesk.store.showing import mark_visible
from wiredesk.store.thing_tables import things

STATES = Entity(
    id="e1", type="GPE", name="U.S.", aliases=("United States",), mentions=(Mention(span=(0, 4)),),
    links=Links(wikidata="Q30", geonames=6252001, iso3166="US"),
    location=Location(lat=39.8, lon=-98.5, country="US", level="country"),
)  # fmt: skip


def city(name: str, geonames: int, region: str) -> Entity:
    return Entity.model_validate(
        {"id": "e1", "type": "GPE", "name": name, "mentions": [{"span": (0, len(name))}],
         "links": {"geonames": geonames},
         "location": {"lat": 1, "lon": 1, "country": "US", "level": "city", "admin1": {"id": region, "name": region}}}
    )  # fmt: skip


def person(name: str) -> Entity:
    return Entity(id="e1", type="PERSON", name=name, mentions=(Mention(span=(0, len(name))),))


def tell(store: Store, id: str, *entities: Entity) -> None:
    """Store a story about these entities."""
    article = Article(id=id, version=1, headline="", body=" ".join(one.name for one in entities), language="en")
    named = tuple(one.model_copy(update={"id": f"e{n}"}) for n, one in enumerate(entities, 1))
    found = Extraction(
        id=id, version=1, language="en", text=article.text, entities=named, engine=Engine(version="1", model="m")
    )
    with store.write() as connection:
        new = ledger.accept(connection, [article]).new
        [leased] = ledger.lease(connection, new, desk_stories.WORKER, 60, 3)
        assert ledger.start(connection, leased, desk_stories.WORKER, 60)
        assert ledger.finish(connection, leased, desk_stories.WORKER)
        results.write(connection, leased.seq, found, 0.1)
        thing_rows.write(connection, {leased.seq: story_things(found)})
        mark_visible(connection, leased.seq, article)


def test_every_spelling_id_and_code_leads_to_one_thing_and_one_count(store: Store) -> None:
    tell(store, "s1", STATES)
    tell(store, "s2", STATES, city("Portland", 5746545, "Oregon"))
    tell(store, "s3", city("Portland", 5746545, "Oregon"))
    with store.read() as connection:
        for name in ("United States", "U.S.", "US", "USA", "usa", "6252001", "Q30", "q30", "America"):
            assert [one.stories for one in find_things(connection, name)] == [2], name
            assert len(search_stories(connection, Filters(thing=name))) == 2, name
            assert len(search_stories(connection, Filters(place=name))) == 3, f"all that is in {name}"
        id = str(the_thing(connection, "USA").id)
        assert the_thing(connection, id).id == int(id)
        assert not search_stories(connection, Filters(person="USA"))


def test_a_name_of_two_things_is_answered_with_what_tells_them_apart(store: Store) -> None:
    tell(store, "s1", city("Portland", 5746545, "Oregon"))
    tell(store, "s2", city("Portland", 4975802, "Maine"))
    with store.read() as connection:
        with pytest.raises(AmbiguousName) as error:
            search_stories(connection, Filters(entity="portland"))
        assert sorted(one.about for one in error.value.choices) == [
            "city in Maine, United States", "city in Oregon, United States",
        ]  # fmt: skip
        assert error.value.exit_code == 2 and str(error.value.choices[0].id) in str(error.value)
        for one in error.value.choices:
            assert len(search_stories(connection, Filters(entity=str(one.id)))) == 1


def test_names_of_one_thing_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(store, "s1", city("Portland", 5746545, "Oregon"), person("Tom Okafor"), person("Claire Fenwick"))
    tell(store, "s2", city("Portland", 4975802, "Maine"))
    names = ["Portland", "Tom Okafor", "Claire Fenwick", "Nobody"]
    with store.read() as connection:
        wanted = {name: the_thing(connection, name).id for name in names[1:3]}
        assert only_bearers(connection, names) == wanted
        assert only_bearers(connection, names, (ThingKind.PLACE,)) == only_bearers(connection, []) == {}
        monkeypatch.setattr("wiredesk.store.directory.find_things.MAX_BEARERS", 1)  # one name might fill the answer
        assert only_bearers(connection, names) == wanted


def test_a_state_is_found_by_spellings_that_no_story_has(store: Store) -> None:
    tell(store, "s1", city("Vt.", 5242283, "Vermont"))
    tell(store, "s2", city("Ontario", 6093943, "Ontario"))
    with store.read() as connection:
        for name, found in {"Vermont": 5242283, "VT.": 5242283, "Ont.": 6093943, "ontario": 6093943}.items():
            assert [str(one.id) for one in find_things(connection, name)] == [
                str(one.id) for one in find_things(connection, str(found))
            ], name
            assert len(search_stories(connection, Filters(place=name))) == 1
        assert not find_things(connection, "Vermont", [ThingKind.PERSON])


def test_lists_and_the_map_tell_places_of_one_name_apart(store: Store) -> None:
    state = city("New York", 5128638, "New York")
    assert state.location
    region = state.model_copy(update={"location": state.location.model_copy(update={"level": "region"})})
    tell(store, "s1", city("Portland", 5746545, "Oregon"), city("Salem", 5750162, "Oregon"))
    tell(store, "s2", city("Portland", 4975802, "Maine"))
    tell(store, "s3", city("New York", 5128581, "New York"))
    tell(store, "s4", region)
    with store.read() as connection:
        ranked = rank_things(connection, [ThingKind.PLACE], Window.all)
        assert sorted(told_apart(connection, ((one.thing, one.name) for one in ranked)).values()) == [
            "city in Maine, United States", "city in New York, United States", "city in Oregon, United States",
            "region in United States",
        ]  # fmt: skip
        found = count_places(connection, Filters()).places
        assert sorted(about_places(connection, found).values()) == [
            "city in Maine, United States", "city in Oregon, United States", "city, US", "region, US",
        ]  # fmt: skip


def test_a_name_leads_to_the_one_that_nearly_all_stories_mean(store: Store) -> None:
    for number in range(9):
        tell(store, f"s{number}", city("Portland", 5746545, "Oregon"))
    tell(store, "other", city("Portland", 4975802, "Maine"))
    with store.read() as connection:
        assert the_thing(connection, "Portland").stories == 9


def test_a_merged_thing_leads_to_the_other_and_a_rejected_one_is_nowhere(store: Store) -> None:
    tell(store, "s1", person("Jim Baker"))
    tell(store, "s2", person("James Baker"))
    tell(store, "s3", person("Athough Reagan"))
    with store.write() as connection:
        jim, james = (the_thing(connection, name).id for name in ("Jim Baker", "James Baker"))
        connection.execute(update(things).where(things.c.id == jim).values(merged_into=james))
        connection.execute(update(things).where(things.c.name == "Athough Reagan").values(rejected=True))
    with store.read() as connection:
        assert the_thing(connection, "jim baker").id == james == canonical_thing(connection, jim)
        assert len(search_stories(connection, Filters(person=str(jim)))) == 2
        assert thing_profile(connection, james).members == (james, jim)
        assert [one.stories for one in rank_things(connection, [ThingKind.PERSON], Window.all)] == [2]
        with pytest.raises(NotFound):
            the_thing(connection, "Athough Reagan")


def test_a_kept_count_does_not_show_what_was_rejected_since(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.queries.ranking_cache.CHEAP_SECONDS", 0.0)
    monkeypatch.setattr("desk.queries.ranking_cache.TIMES_ITS_COST", 1e9)
    tell(store, "s1", person("Jim Baker"), person("Ann Lee"))
    cache = RankingCache(store)

    def names() -> list[str]:
        with store.read() as connection:
            return [one.name for one in rank_things(connection, [ThingKind.PERSON], Window.all, cache=cache)]

    assert names() == ["Ann Lee", "Jim Baker"]
    tell(store, "s2", person("Bo Berg"))
    assert names() == ["Ann Lee", "Jim Baker"], "the count is kept"
    with store.write() as connection:
        connection.execute(update(things).where(things.c.name == "Ann Lee").values(rejected=True))
    assert names() == ["Jim Baker"]
