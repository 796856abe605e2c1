"""Users' rulings on both databases: their effect at once and on new stories, what is refused, and what undo does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.support.desk_client import Client, application
from tests.support.linking import link_all
from tests.support.named_stories import article, directory, extraction, store_story, thing_of
from wiredesk.contract import Location
from wiredesk.errors import BadData, NotFound, WiredeskError
from wiredesk.identity.thing_key import ThingKey, ThingKind
from wiredesk.store import Store
from wiredesk.store.change_tables import changes
from wiredesk.store.directory import ruling_file, ruling_rows, rulings, story_corrections
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.directory.find_things import find_things
from wiredesk.store.directory.ruling_checks import RulingRefused
from wiredesk.store.directory.settling_turns import settle_all
from wiredesk.store.link_tables import links
from wiredesk.store.tables import entities, places, quotes
from wiredesk.store.thing_tables import thing_names, things

ANN, ANNA = (ThingKey(ThingKind.PERSON, name).id for name in ("ann lee", "anna lee"))
ACME = ThingKey(ThingKind.BODY, "acme").id
BODY = 'Ann Lee met Acme in Paris. "We will sell the mill," she said. Anna Lee wrote "no comment" to Acme.'
NAMES = (("PERSON", "Ann Lee"), ("ORG", "Acme"), ("GPE", "Paris"), ("PERSON", "Anna Lee"))
SAID = (("We will sell the mill", "Anna Lee"), ("no comment", "Anna Lee"))


def fill(store: Store, *ids: str) -> list[int]:
    """Store stories that name the same people."""
    made = [article(id, BODY) for id in ids or ("s1", "s2")]
    return [store_story(store, one, extraction(one, NAMES, SAID)) for one in made]


def rule(store: Store, act: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """Let a user decide."""
    with store.write() as connection:
        return act(connection, *given, **({"by": "ann"} | more))


def thing_row(store: Store, id: int) -> Any:
    with store.read() as connection:
        return connection.execute(select(things).where(things.c.id == id)).one()


def ids_of(store: Store, text: str) -> list[int]:
    with store.read() as connection:
        return [one.id for one in find_things(connection, text)]


def test_a_merged_name_leads_to_the_other_at_once_and_undo_restores(store: Store) -> None:
    fill(store)
    before = directory(store)
    ruling = rule(store, rulings.merge, ANNA, ANN, why="a nickname")
    assert (ruling.by, ruling.why, ruling.undone_at) == ("ann", "a nickname", None)
    with store.read() as connection:
        last = connection.execute(select(changes).order_by(changes.c.n.desc()).limit(1)).one()
    assert (last.what, last.thing, last.other) == ("merged", ANNA, ANN)
    [canonical] = set(ids_of(store, "Ann Lee") + ids_of(store, "anna lee"))
    [new] = fill(store, "s3")
    assert thing_of(store, new, "e4") in (ANN, ANNA)
    with store.read() as connection:
        assert set(canonical_ids(connection, [ANN, ANNA]).values()) == {canonical}
    rule(store, rulings.undo, ruling.n)
    assert [row for row in directory(store) if row[0] != new] == before
    assert ids_of(store, "Ann Lee") == [ANN] and ids_of(store, "Anna Lee") == [ANNA]


def test_name_type_and_no_name_hold_for_what_stands_for_the_thing(store: Store) -> None:
    fill(store)
    before = directory(store)
    first = rule(store, rulings.rename, ANNA, "  Anna\tK.  Lee ")
    of_type = rule(store, rulings.set_type, ANN, "org")
    same = rule(store, rulings.merge, ANN, ANNA)
    [found] = ids_of(store, "Anna K. Lee")
    row = thing_row(store, found)
    assert (row.ruled_name, row.ruled_type) == ("Anna K. Lee", "ORG")
    rejected = rule(store, rulings.reject, ANN)
    assert ids_of(store, "Ann Lee") == []
    assert [one.n for one in rule(store, rulings.restore, ANNA)] == [rejected.n]
    assert ids_of(store, "Ann Lee") == [found]
    for one in (same, first, of_type):
        rule(store, rulings.undo, one.n)
    assert directory(store) == before
    with store.read() as connection:
        assert not connection.execute(select(thing_names).where(thing_names.c.use == "ruled")).all()


def test_the_last_name_counts_until_it_is_undone(store: Store) -> None:
    fill(store)
    rule(store, rulings.rename, ANN, "Ann of Acme")
    last = rule(store, rulings.rename, ANN, "Ann of Paris")
    assert thing_row(store, ANN).ruled_name == "Ann of Paris"
    rule(store, rulings.undo, last.n)
    assert thing_row(store, ANN).ruled_name == "Ann of Acme"
    assert ids_of(store, "Ann of Paris") == []


def test_what_a_user_told_apart_is_separated_and_stays_so(store: Store) -> None:
    fill(store)
    apart = rule(store, rulings.tell_apart, ANN, ANNA)
    with pytest.raises(RulingRefused, match=r"are not the same by ruling 1 by ann.*wiredesk things undo 1"):
        rule(store, rulings.merge, ANNA, ANN)
    rule(store, rulings.undo, apart.n)
    same = rule(store, rulings.merge, ANNA, ANN)
    with pytest.raises(RulingRefused, match=rf"are the same by ruling {same.n} by ann.*wiredesk things undo {same.n}"):
        rule(store, rulings.tell_apart, ANNA, ANN)
    assert [one.n for one in rule(store, rulings.unmerge, ANNA)] == [same.n]
    assert ids_of(store, "Ann Lee") == [ANN]


REFUSED: dict[str, tuple[Callable[[Connection], Any], str]] = {
    "itself": (lambda c: rulings.merge(c, ANN, ANN, by="ann"), "cannot be merged with itself"),
    "unknown": (lambda c: rulings.merge(c, ANN, 5, by="ann"), "thing 5: does not exist; "),
    "long name": (lambda c: rulings.rename(c, ANN, "x" * 5000, by="ann"), "has 5,000 characters, at most 500"),
    "no name": (lambda c: rulings.rename(c, ANN, " \t", by="ann"), "the name: is empty; "),
    "type": (lambda c: rulings.set_type(c, ANN, "HERO", by="ann"), 'type "HERO": does not exist; choose one of PERSON'),
    "no ruling": (lambda c: rulings.undo(c, 99, by="ann"), "ruling 99: does not exist; wiredesk things rulings"),
    "nobody": (lambda c: rulings.reject(c, ANN, by=" "), "who decides: must have 1 to 200 characters"),
    "why": (lambda c: rulings.reject(c, ANN, by="ann", why="y" * 3000), "the reason: has 3,000 characters"),
    "apart": (lambda c: rulings.tell_apart(c, ANN, ANN, by="ann"), "is itself"),
    "unmerge": (lambda c: rulings.unmerge(c, ANN, by="ann"), "was not merged"),
    "restore": (lambda c: rulings.restore(c, ANN, by="ann"), "was not rejected"),
    "no story": (lambda c: rulings.split(c, ANN, ["x"], by="ann"), "story x: is not in the ledger"),
    "other story": (lambda c: rulings.split(c, ANN, ["s9"], by="ann"), 'story s9: does not mention "Ann Lee"'),
    "quote": (lambda c: story_corrections.correct_speaker(c, "s1", "hello", "Acme", by="ann"), "are in no quote"),
    "entity": (lambda c: story_corrections.correct_type(c, "s1", "Bob", "ORG", by="ann"), "is no entity of the story"),
    "same type": (lambda c: story_corrections.correct_type(c, "s1", "Acme", "ORG", by="ann"), "has the type ORG"),
    "place": (lambda c: story_corrections.place_values(c, 77, None), "GeoNames id 77: is in no story"),
    "point": (lambda c: story_corrections.place_values(c, None, (91, 0)), "is not on the Earth"),
    "no place": (lambda c: story_corrections.correct_place(c, "s1", "Acme", {}, by="ann"), "which is nowhere"),
}  # fmt: skip


def test_what_cannot_hold_is_refused_in_one_line_and_leaves_no_trace(store: Store) -> None:
    fill(store)
    other = article("s9", "Bob slept.")
    store_story(store, other, extraction(other, [("PERSON", "Bob")]))
    before = directory(store)
    for name, (act, message) in REFUSED.items():
        with pytest.raises(WiredeskError) as caught, store.write() as connection:
            act(connection)
        assert message in str(caught.value), name
        assert "\n" not in str(caught.value)
    assert directory(store) == before
    with store.read() as connection:
        assert ruling_rows.list_rulings(connection, every=True) == []


def test_a_merge_that_closes_a_circle_and_an_undo_of_what_is_undone_are_refused(store: Store) -> None:
    fill(store)
    rule(store, rulings.merge, ANN, ANNA)
    last = rule(store, rulings.merge, ANNA, ACME)
    for pair in ((ACME, ANN), (ANN, ANNA)):
        with pytest.raises(RulingRefused, match="are one thing already; wiredesk things unmerge"):
            rule(store, rulings.merge, *pair)
    rule(store, rulings.undo, last.n, by="bob")
    with pytest.raises(RulingRefused, match=rf"ruling {last.n}: was undone already by bob; rule again"):
        rule(store, rulings.undo, last.n)


def test_of_two_users_at_once_one_is_refused_or_both_hold(store: Store) -> None:
    fill(store)
    errors: list[str] = []
    ready = threading.Barrier(2)

    def decide(act: Callable[..., Any], by: str) -> None:
        ready.wait()
        try:
            rule(store, act, ANN, ANNA, by=by)
        except RulingRefused as error:
            errors.append(str(error))

    users = [threading.Thread(target=decide, args=(rulings.merge, "ann")),
             threading.Thread(target=decide, args=(rulings.tell_apart, "bob"))]  # fmt: skip
    for one in users:
        one.start()
    for one in users:
        one.join()
    assert len(errors) == 1 and "take that back first" in errors[0]
    with store.read() as connection:
        [held] = ruling_rows.list_rulings(connection)
        found = canonical_ids(connection, [ANN, ANNA])
    assert (len(set(found.values())) == 1) is (held.kind == "same")


def test_a_split_takes_stories_away_also_later_versions_and_undo_restores(store: Store) -> None:
    first, second = fill(store)
    before = directory(store)
    ruling = rule(store, rulings.split, ANN, ["s2"], name="Ann Lee (actor)")
    other = ruling.other
    assert (thing_of(store, first), thing_of(store, second)) == (ANN, other)
    assert set(ids_of(store, "Ann Lee")) == {ANN, other}
    fill(store, "s2")  # the story is extracted again
    newer = article("s2", BODY, 2)
    third = store_story(store, newer, extraction(newer, NAMES, SAID))
    assert (thing_of(store, second), thing_of(store, third)) == (other, other)
    with pytest.raises(RulingRefused, match="are not the same by ruling"):
        rule(store, rulings.merge, ANN, other)
    rule(store, rulings.undo, ruling.n)
    assert thing_of(store, third) == ANN
    assert [row for row in directory(store) if row[0] not in (other, third)] == before


def test_a_corrected_speaker_stays_when_the_story_is_extracted_again_and_in_new_versions(store: Store) -> None:
    [seq] = fill(store, "s1")
    assert _speakers(store, seq) == ["anna lee", "anna lee"]
    ruling = rule(store, story_corrections.correct_speaker, "s1", "sell the mill", "Ann Lee")
    assert ruling.value["was"] == {"name": "Anna Lee", "type": "PERSON"}
    assert _speakers(store, seq) == ["ann lee", "anna lee"]
    fill(store, "s1")
    newer = article("s1", "Correction. " + BODY, 2)
    second = store_story(store, newer, extraction(newer, NAMES, SAID))
    assert _speakers(store, seq) == _speakers(store, second) == ["ann lee", "anna lee"]
    rule(store, story_corrections.correct_speaker, "s1", "no comment", None)
    assert _speakers(store, second) == ["ann lee", None]
    rule(store, rulings.undo, ruling.n)
    assert _speakers(store, seq) == ["anna lee", None]


def _speakers(store: Store, seq: int) -> list[str | None]:
    with store.read() as connection:
        query = select(quotes.c.speaker_key).where(quotes.c.seq == seq).order_by(quotes.c.n)
        return list(connection.scalars(query))


def test_a_corrected_type_makes_the_entity_another_thing(store: Store) -> None:
    [seq] = fill(store, "s1")
    link_all(store)
    before = directory(store)
    ruling = rule(store, story_corrections.correct_type, "s1", "Acme", "PRODUCT")
    product = ThingKey(ThingKind.OTHER, "acme").id
    with store.read() as connection:
        assert connection.scalar(select(links.c.state)) == "due"
    assert thing_of(store, seq, "e2") == product
    fill(store, "s1")
    assert thing_of(store, seq, "e2") == product
    rule(store, rulings.undo, ruling.n)
    assert [row for row in directory(store) if row[0] != product] == before
    rule(store, story_corrections.correct_no_name, "s1", "Acme")
    with store.read() as connection:
        assert "Acme" not in connection.scalars(select(entities.c.name).where(entities.c.seq == seq)).all()
    assert thing_of(store, seq, "e2") == 0


def test_a_corrected_place_takes_what_the_store_knows_of_the_other(store: Store) -> None:
    [seq] = fill(store, "s1")
    texas = article("s5", "Paris in Texas.")
    where = Location(lat=33.66, lon=-95.55, country="US", level="city")
    place = {"links": {"geonames": 4717560}, "location": where.model_dump()}
    store_story(store, texas, extraction(texas, [("GPE", "Paris", place)]))
    with store.write() as connection:
        found = story_corrections.place_values(connection, 4717560, None)
        ruling = story_corrections.correct_place(connection, "s1", "Paris", found, by="ann")
    assert thing_of(store, seq, "e3") == ThingKey(ThingKind.PLACE, "geonames:4717560").id
    with store.read() as connection:
        row = connection.execute(select(places).where(places.c.seq == seq)).one()
        assert (row.lat, row.country, row.level, row.rule) == (33.66, "US", "city", "ruled")
    rule(store, rulings.undo, ruling.n)
    assert thing_of(store, seq, "e3") == ThingKey(ThingKind.PLACE, "paris").id


def test_rulings_are_carried_to_another_store_before_its_stories(store: Store) -> None:
    fill(store)
    rule(store, rulings.merge, ANNA, ANN, why="tab\there \\ and a line\nend")
    rule(store, rulings.rename, ANN, "Ann K. Lee")
    rule(store, rulings.split, ACME, ["s2"], name="Acme of Ohio")
    rule(store, story_corrections.correct_speaker, "s1", "sell the mill", "Ann Lee")
    undone = rule(store, rulings.reject, ACME)
    rule(store, rulings.undo, undone.n)
    with store.read() as connection:
        lines = list(ruling_file.ruling_lines(connection))
    assert len(lines) == 5 and lines[1].startswith("same\tperson:anna lee\tAnna Lee\tPERSON\tperson:ann lee\t")
    wanted = _without_methods(store)
    with store.write() as connection:
        for table in ("rulings", "ruled_stories", "identities", "thing_names", "things", "quotes"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        assert ruling_file.import_lines(connection, lines, "r.tsv") == (4, 0)
    fill(store)
    assert _without_methods(store) == wanted
    assert _speakers(store, 1) == ["ann lee", "anna lee"]
    with store.write() as connection:
        assert ruling_file.import_lines(connection, lines, "r.tsv") == (0, 4)
        assert list(ruling_file.ruling_lines(connection)) == lines


def _without_methods(store: Store) -> list[Any]:
    return [row[:3] if len(row) == 5 else row for row in directory(store)]


BAD_LINES = {
    "same\tperson:ann lee\tperson:ann lee": "thing and other are the same",
    "marry\tperson:ann lee\tperson:bob": 'unknown ruling "marry"',
    "same\tann lee\tperson:bob": 'thing "ann lee" names no thing',
    "name\tperson:ann lee\t": "the name: is empty",
    "same\tperson:ann lee\tperson:bob\tx\ty": "5 cells, but the header has 4",
    "different\tperson:ann lee\tperson:anna lee": "contradicts ruling 1 by ann",
    "speaker\t\t": "a correction is about one story",
}


def test_a_wrong_line_is_named_and_nothing_is_imported(store: Store) -> None:
    fill(store)
    rule(store, rulings.merge, ANN, ANNA)
    before = directory(store)
    for line, message in BAD_LINES.items():
        lines = ["ruling\tthing\tother\tby", "reject\tbody:acme\t\tann", line + "\tann" * (line.count("\t") < 3)]
        with pytest.raises(BadData) as caught, store.write() as connection:
            ruling_file.import_lines(connection, lines, "r.tsv")
        assert str(caught.value).startswith("r.tsv line 3: ") and message in str(caught.value)
        assert str(caught.value).endswith("; nothing was imported")
    assert directory(store) == before
    with pytest.raises(BadData, match=r"r.tsv line 1: the header lacks by"), store.write() as connection:
        ruling_file.import_lines(connection, ["ruling\tthing"], "r.tsv")
    with pytest.raises(NotFound), store.write() as connection:
        rulings.undo(connection, 2, by="ann")


def test_rulings_have_their_effect_again_after_the_directory_was_built_again(store: Store) -> None:
    fill(store)
    for act, given in ((rulings.merge, (ANNA, ANN)), (rulings.rename, (ANN, "Ann K. Lee"))):
        rule(store, act, *given)
    rule(store, rulings.split, ACME, ["s2"])
    wanted = _without_methods(store)
    with store.write() as connection:
        cleared = {"merged_into": None, "ruled_name": None}
        connection.execute(things.update().values(cleared))
    fill(store)
    with store.write() as connection:
        assert rulings.apply_all(connection) == 3
    assert _without_methods(store) == wanted


def test_pages_and_search_follow_a_ruling_at_once_and_new_stories_too(store: Store) -> None:
    fill(store)
    desk = Client(application(store))

    def counted(name: str) -> Any:
        return desk.get(f"/api/things/{name}").json().get("stories")

    apart = counted("ann lee"), counted("anna lee")
    made = article("s9", "Ann Lee slept.")
    store_story(store, made, extraction(made, [("PERSON", "Ann Lee")]))
    assert (counted("ann lee"), apart) == (3, (2, 2))
    ruling = rule(store, rulings.merge, ANNA, ANN)
    rule(store, rulings.set_type, ANN, "ORG")
    assert counted("ann lee") == counted("anna lee") == 3
    assert len(desk.get("/api/stories?thing=anna lee").json()["stories"]) == 3
    newest = article("s10", "Anna Lee woke.")
    store_story(store, newest, extraction(newest, [("PERSON", "Anna Lee")]))
    assert counted("ann lee") == 4
    listed = desk.get("/api/things?type=ORG").json()["things"]
    assert {one["name"] for one in listed} == {"Acme", "Ann Lee"}
    rule(store, rulings.reject, ACME)
    assert desk.get("/api/things/acme").status_code == 404
    assert "Acme" not in {one["name"] for one in desk.get("/api/things").json()["things"]}
    rule(store, rulings.undo, ruling.n)
    assert (counted("ann lee"), counted("anna lee")) == (3, 3)


def test_the_linker_settles_names_between_rulings_and_undo_still_restores(store: Store) -> None:
    mayor = {"titles": [{"span": (0, 5), "text": "mayor", "office": "mayor"}]}
    for n in range(6):
        one = article(f"f{n}", "Ann Lee met Acme as mayor.")
        store_story(store, one, extraction(one, [("PERSON", "Ann Lee", mayor), ("ORG", "Acme")]))
    for n in range(4):
        one = article(f"b{n}", "Lee met Acme as mayor.")
        store_story(store, one, extraction(one, [("PERSON", "Lee", mayor), ("ORG", "Acme")]))
    other = article("g1", "Anna Lee met Acme.")
    store_story(store, other, extraction(other, [("PERSON", "Anna Lee"), ("ORG", "Acme")]))
    _settle(store)
    before = directory(store)
    assert thing_of(store, 7) == ANN  # the bare name
    for act, given in ((rulings.merge, (ANNA, ANN)), (rulings.reject, (ANN,)), (rulings.tell_apart, (ANN, ANNA))):
        ruling = rule(store, act, *given)
        _settle(store)
        rule(store, rulings.undo, ruling.n)
        _settle(store)
        assert directory(store) == before, act.__name__
    ruling = rule(store, rulings.split, ANN, ["b0", "f1"])
    _settle(store)
    assert [n for n in range(1, 12) if thing_of(store, n) == ruling.other] == [2, 7]
    rule(store, rulings.undo, ruling.n)
    _settle(store)
    assert [row for row in directory(store) if row[0] != ruling.other] == before


def _settle(store: Store) -> None:
    """Link what is due and settle names, as the linker does."""
    link_all(store)
    with store.write() as connection:
        settle_all(connection)
