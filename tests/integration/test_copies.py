"""Copies on real databases: the same pairs and groups whatever the order, and nothing of what readers do not see."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from tests.support.copy_texts import DAY, FERRY, HARBOUR, edited, round_up, story, weather
from tests.support.ledger_steps import accept
from tests.support.linking import FoundCopies, found_copies, link_all, store_story
from wiredesk.contract import Article
from wiredesk.store import Store, maintenance
from wiredesk.store.link_tables import copy_groups, copy_pairs, copy_prints, links
from wiredesk.store.linking import copies, copy_search, linker
from wiredesk.store.tables import articles
from wiredesk.store.types import now

FUTURE = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def copies_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the linker's other steps, which nothing here asks for."""
    monkeypatch.setattr(linker, "STEPS", (copies.STEP,))


def at(hours: float) -> datetime:
    return DAY + timedelta(hours=hours)


WIRE: tuple[Article, ...] = (
    story("ap", f"CALDER (AP) - {HARBOUR}", source="AP", published=at(0)),
    story("post", f"{HARBOUR}\n\nThe Associated Press contributed to this report.", source="The Post",
          published=at(-1)),
    story("cut", f"{HARBOUR.rpartition(chr(10) * 2)[0]} (AP)", source="The Mail", published=at(5)),
    story("edited", edited(HARBOUR, 3), source="The Star", published=at(30), headline="Silos to close"),
    story("ferry", FERRY, "Ferry runs aground", source="Reuters", published=at(9)),
    story("ferry-2", edited(FERRY, 4), "UPDATE 1-Ferry runs aground", source="Reuters", published=at(11)),
    story("brief", round_up(FERRY, HARBOUR), "News in brief", source="The Post", published=at(20)),
    story("mon", weather(0), "Weather for Calder", source="AP", published=at(1)),
    story("tue", weather(1), "Weather for Calder", source="AP", published=at(25)),
    story("late", HARBOUR, source="The Echo", published=at(24 * 9)),
    story("word", "Goal", "", source="AP"), story("word-2", "Goal!", "", source="AFP"),
    story("none", "", "", source="AP"),
)  # fmt: skip
TEXTS = {("ap", "cut", "edited", "post"), ("ferry", "ferry-2"), ("brief",), ("mon",), ("tue",), ("late",),
         ("word", "word-2"), ("none",)}  # fmt: skip


def fill(store: Store, stories: list[Article]) -> FoundCopies:
    for one in stories:
        store_story(store, one)
    link_all(store)
    return found_copies(store)


def test_copies_are_found_grouped_and_told_from_round_ups_and_forms(store: Store) -> None:
    found = fill(store, list(WIRE))
    assert found.groups == TEXTS
    assert found.relations["ferry ferry-2"] == "version"
    assert found.relations["ap brief"] == found.relations["brief ferry"] == "part"
    assert found.relations["mon tue"] == "form"
    assert found.first["ap", "cut", "edited", "post"] == "ap", (
        "the agency's own text, though the paper has an earlier time"
    )
    with store.read() as connection:
        seqs = select(articles.c.seq).where(articles.c.id == "post").scalar_subquery()
        assert connection.scalar(select(copy_groups.c.credit).where(copy_groups.c.seq == seqs)) == "AP"


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_any_redelivery_give_the_same(store: Store, seed: int) -> None:
    rng = random.Random(seed)
    stories = [*WIRE, *rng.choices(WIRE, k=4)]
    rng.shuffle(stories)
    for one in stories:
        store_story(store, one)
        if rng.random() < 0.3:
            link_all(store)
    link_all(store)
    found = found_copies(store)
    assert found.groups == TEXTS
    assert found.pairs == EXPECTED or not EXPECTED
    EXPECTED.update(found.pairs)


EXPECTED: set[tuple[str, str, str]] = set()
"""The pairs that the first of these tests found; all others must find the same, on both databases."""


def test_linking_again_changes_nothing(store: Store) -> None:
    before = fill(store, list(WIRE))
    with store.write() as connection:
        connection.execute(update(links).values(state="due"))
    assert link_all(store) == len(WIRE)
    assert found_copies(store) == before


def test_a_canceled_story_leaves_its_group(store: Store) -> None:
    fill(store, list(WIRE))
    accept(store, WIRE[0].model_copy(update={"version": 2, "status": "canceled"}))
    assert link_all(store) == 1
    found = found_copies(store)
    assert ("cut", "edited", "post") in found.groups
    assert found.first["cut", "edited", "post"] == "edited", "the only one that credits nobody"
    assert not [pair for pair in found.pairs if "ap" in pair]
    with store.read() as connection:
        ap = select(articles.c.seq).where(articles.c.id == "ap", articles.c.version == 1).scalar_subquery()
        assert connection.scalar(select(func.count()).where(copy_prints.c.seq == ap)) == 0


def test_a_group_falls_apart_when_the_version_between_its_halves_is_canceled(store: Store) -> None:
    half = len(HARBOUR) // 2
    one, other = HARBOUR[: int(half * 1.2)], HARBOUR[int(half * 0.8) :]
    fill(store, [story("whole", HARBOUR), story("one", one), story("other", other), story("also", one)])
    assert found_copies(store).groups == {("also", "one", "other", "whole")}
    accept(store, story("whole", HARBOUR, version=2, status="canceled"))
    link_all(store)
    assert found_copies(store).groups == {("also", "one"), ("other",)}


def test_a_higher_version_replaces_the_one_before(store: Store) -> None:
    fill(store, [story("a", HARBOUR), story("b", HARBOUR), story("c", FERRY, "Ferry runs aground")])
    store_story(store, story("b", FERRY, "Ferry runs aground", version=2))
    link_all(store)
    found = found_copies(store)
    assert found.groups == {("a",), ("b", "c")}
    assert found.pairs == {("b", "c", "copy")}


def test_two_versions_of_a_story_are_no_copies_of_each_other(store: Store) -> None:
    """Between the end of an embargo and the next pass of the reconciler readers see both."""
    fill(store, [story("a", HARBOUR), story("a", HARBOUR + " More soon.", version=2, embargo_until=FUTURE)])
    with store.write() as connection:
        second = (articles.c.id == "a") & (articles.c.version == 2)
        connection.execute(update(articles).where(second).values(embargo_until=now(-1)))
    assert link_all(store) == 1
    assert not found_copies(store).pairs


def test_an_older_version_that_comes_late_is_left_out(store: Store) -> None:
    fill(store, [story("a", HARBOUR), story("b", FERRY, "Ferry runs aground", version=2)])
    store_story(store, story("b", HARBOUR, version=1))
    link_all(store)
    assert found_copies(store).groups == {("a",), ("b",)}


def test_a_story_under_embargo_joins_when_the_embargo_ends(store: Store) -> None:
    fill(store, [story("a", HARBOUR), story("b", HARBOUR, embargo_until=FUTURE)])
    assert found_copies(store).groups == {("a",)}
    store_story(store, story("c", HARBOUR))
    link_all(store)
    assert found_copies(store).groups == {("a", "c")}
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.id == "b").values(embargo_until=now(-1)))
    assert link_all(store) == 1
    assert found_copies(store).groups == {("a", "b", "c")}


def test_a_story_without_a_time_or_a_year_ahead_is_compared_by_its_arrival(store: Store) -> None:
    today = datetime.now(UTC)
    times = {"a": None, "b": today + timedelta(days=365), "c": today, "d": today - timedelta(days=365)}
    fill(store, [story(id, HARBOUR, published=time) for id, time in times.items()])
    assert found_copies(store).groups == {("a", "b", "c"), ("d",)}


def test_hundreds_of_copies_of_one_text_are_one_group_of_few_pairs(store: Store) -> None:
    count = 200
    for number in range(count):
        store_story(store, story(f"s{number}", edited(HARBOUR, number, 0.01)))
    link_all(store)
    found = found_copies(store)
    assert found.groups == {tuple(sorted(f"s{number}" for number in range(count)))}
    assert len(found.pairs) < 30 * count
    for number in range(40):
        accept(store, story(f"s{number}", HARBOUR, version=2, status="canceled"))
    link_all(store)
    assert {len(group) for group in found_copies(store).groups} == {count - 40}


def test_prints_go_when_a_story_was_published_and_arrived_long_ago(store: Store) -> None:
    fill(store, [story("old", HARBOUR, published=at(-24 * 400)), story("archive", HARBOUR, published=at(-24 * 400))])
    with store.write() as connection:
        old = articles.c.id == "old"
        connection.execute(update(articles).where(old).values(accepted_at=now(-9 * 86400)))
        assert not linker.prune(connection)
        left = connection.scalars(
            select(articles.c.id).join(copy_prints, copy_prints.c.seq == articles.c.seq).distinct()
        )
        assert left.all() == ["archive"]
    store_story(store, story("late", HARBOUR, published=at(-24 * 399)))
    link_all(store)
    assert found_copies(store).groups == {("archive", "late", "old")}


def test_a_deleted_story_takes_its_pairs_along_and_its_group_shows_another(store: Store) -> None:
    found = fill(store, list(WIRE))
    with store.write() as connection:
        seq = connection.scalars(select(articles.c.seq).where(articles.c.id == "ap")).one()
        assert maintenance.prune(connection, [seq]) == 1
        assert connection.scalar(select(func.count()).where((copy_pairs.c.a == seq) | (copy_pairs.c.b == seq))) == 0
        assert connection.scalar(select(func.count()).where(copy_prints.c.seq == seq)) == 0
    link_all(store)
    assert found_copies(store).groups == (found.groups - {("ap", "cut", "edited", "post")}) | {
        ("cut", "edited", "post")
    }


def test_a_search_reads_entries_of_one_index(store: Store) -> None:
    fill(store, list(WIRE))
    days, prints = [20_000, 20_001], [1, 2, 3]
    is_sqlite = store.dialect == "sqlite"
    values = copy_search.search_values(store.dialect, days, prints, 100)
    with store.read() as connection:
        cursor = connection.connection.cursor()
        if not is_sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off")
        verb = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        cursor.execute(f"{verb} {copy_search.SEARCH[store.dialect]}", values)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    if is_sqlite:
        assert "SEARCH copy_prints USING PRIMARY KEY (day=? AND print=?)" in plan
    else:
        assert "using pk_copy_prints" in plan and "Index Cond: ((print = ANY" in plan and "day >=" in plan


def test_each_fill_of_a_form_is_compared_with_all_others(store: Store) -> None:
    fills = [story(f"day{n}", weather(n), "Weather for Calder", source="AP", published=at(n / 2)) for n in range(100)]
    random.Random(4).shuffle(fills)
    fill(store, fills)
    with store.read() as connection:
        pairs = connection.scalar(select(func.count()).select_from(copy_pairs))
    assert pairs == 100 * 99 // 2
