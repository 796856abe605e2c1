"""Which story and version an arriving article becomes, on both databases."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.support.ledger_steps import accept, complete, row, visible
from wiredesk.contract import Article
from wiredesk.store import Store
from wiredesk.store.ledger import Accepted, Disposition
from wiredesk.store.ledger.arrivals import scoped_id
from wiredesk.store.tables import articles

NEW, NEWER, KNOWN, OLDER = Disposition.NEW, Disposition.NEWER, Disposition.KNOWN, Disposition.OLDER


def story(words: str, at: str | None = None, id: str = "1042", **fields: Any) -> Article:
    """Return an article whose provider gives no version; ``at`` is its hour."""
    times = {"updated": f"2026-11-24T{at}:00Z"} if at else {}
    return Article.model_validate({"id": id, "headline": words, "body": f"{words}."} | times | fields)


def headlines(store: Store) -> dict[tuple[str, int], str]:
    with store.read() as connection:
        rows = connection.execute(select(articles.c.id, articles.c.version, articles.c.headline))
        return {(found.id, found.version): found.headline for found in rows}


def dispositions(accepted: Accepted) -> list[Disposition]:
    return [arrival.disposition for arrival in accepted.arrivals]


SEQUENCES: list[tuple[str, list[tuple[str, str | None, Disposition]]]] = [
    ("the same text again is known", [("A", "08:00", NEW), ("A", "08:00", KNOWN), ("A", "09:00", KNOWN)]),
    ("white space makes no version", [("A  b", "08:00", NEW), ("A b", "09:00", KNOWN)]),
    ("upper case does", [("us", "08:00", NEW), ("US", "09:00", NEWER)]),
    ("a newer time makes a version", [("A", "08:00", NEW), ("B", "09:00", NEWER), ("C", "10:00", NEWER)]),
    ("an older text never wins", [("B", "09:00", NEW), ("A", "08:00", OLDER)]),
    ("an equal time cannot tell", [("A", "08:00", NEW), ("B", "08:00", NEWER)]),
    ("nor an absent one", [("A", None, NEW), ("B", None, NEWER), ("C", "08:00", NEWER), ("D", None, NEWER)]),
    ("two caches that alternate end", [("A", None, NEW), ("B", None, NEWER), ("A", None, KNOWN), ("B", None, KNOWN)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sequence"), SEQUENCES, ids=[name for name, _ in SEQUENCES])
def test_a_text_is_new_newer_known_or_older(
    store: Store, name: str, sequence: list[tuple[str, str | None, Disposition]]
) -> None:
    found = [dispositions(accept(store, story(words, at)))[0] for words, at, _ in sequence]
    assert found == [expected for *_, expected in sequence], name
    written = [words for words, _, expected in sequence if expected in (NEW, NEWER)]
    assert list(headlines(store).values()) == written


@pytest.mark.parametrize(("name", "sequence"), SEQUENCES, ids=[name for name, _ in SEQUENCES])
def test_every_article_of_a_batch_is_counted_once(
    store: Store, name: str, sequence: list[tuple[str, str | None, Disposition]]
) -> None:
    batch = [story(words, at) for words, at, _ in sequence]
    accepted = accept(store, *batch)
    assert len(accepted.arrivals) == len(batch)
    assert len(accepted.new) + len(accepted.known) + len(accepted.older) == len(batch)
    assert len({" ".join(one.text.split()) for one in batch}) == len(headlines(store)), name


def test_versions_of_one_batch_are_filed_in_the_order_of_their_times(store: Store) -> None:
    """Feeds list the newest first."""
    accept(store, story("C", "10:00"), story("B", "09:00"), story("A", "08:00"))
    assert headlines(store) == {("1042", 3): "C", ("1042", 2): "B", ("1042", 1): "A"}
    assert row(store, "1042", 3)["kind"] == "update"


def test_a_number_of_the_providers_is_kept_in_any_order(store: Store) -> None:
    found = accept(store, story("C", version=3), story("A", version=1))
    assert dispositions(found) == [NEW, NEW]
    assert dispositions(accept(store, story("B", version=2), story("D", version=7))) == [NEW, NEWER]
    assert sorted(headlines(store)) == [("1042", 1), ("1042", 2), ("1042", 3), ("1042", 7)]


def test_another_text_under_a_taken_number_is_filed_by_its_time(store: Store) -> None:
    accept(store, story("A", "08:00", version=1))
    assert dispositions(accept(store, story("B", "09:00", version=1))) == [NEWER]
    assert dispositions(accept(store, story("Z", "07:00", version=1))) == [OLDER]
    assert dispositions(accept(store, story("B", "09:00", version=1))) == [KNOWN]
    assert dispositions(accept(store, story("C", "10:00", version=2))) == [NEWER]
    assert list(headlines(store).values()) == ["A", "B", "C"]


def test_where_times_do_not_tell_an_archive_that_is_a_day_older_does(store: Store) -> None:
    def page(words: str, day: int, hour: int = 8) -> Article:
        return story(words, published="2026-11-20T08:00:00Z", received=f"2026-11-{day}T{hour:02}:00:00Z")

    accept(store, page("B", 24))
    assert dispositions(accept(store, page("A", 23))) == [OLDER]
    assert dispositions(accept(store, page("C", 24, 7))) == [NEWER]  # a clock may have been set back
    assert dispositions(accept(store, page("D", 25))) == [NEWER]


@pytest.mark.parametrize("times", [(None, None), ("08:00", "09:00")])
def test_a_withdrawal_without_a_version_withdraws_and_stays(store: Store, times: tuple[str, str]) -> None:
    one, withdrawn = story("A", times[0]), story("A", times[1], status="canceled")
    accept(store, one)
    assert complete(store, "1042")
    assert dispositions(accept(store, withdrawn)) == [NEWER]
    assert visible(store) == []
    assert dispositions(accept(store, one, withdrawn)) == [KNOWN, KNOWN]
    assert dispositions(accept(store, story("B", times[0]))) == [OLDER]
    reinstated = NEWER if times[1] else KNOWN
    assert dispositions(accept(store, story("A", "10:00"))) == [reinstated]


def test_a_release_before_the_embargo_is_a_version(store: Store) -> None:
    accept(store, story("A", embargo_until="2030-01-01T00:00:00Z"))
    assert dispositions(accept(store, story("A"))) == [NEWER]
    accept(store, story("A", id="2", status="withheld"))
    assert dispositions(accept(store, story("A", id="2"))) == [NEWER]


HARBOUR, VALLEY = "https://harbour.example/feed", "https://valley.example/feed"


def test_one_id_of_two_providers_is_two_stories(store: Store) -> None:
    first = story("Ferry sails", scope=HARBOUR, source="Harbour Gazette", url="https://harbour.example/1042")
    second = story("Mayor charged", scope=VALLEY, source="Valley Courier", url="https://valley.example/1042")
    assert dispositions(accept(store, first, second)) == [NEW, NEW]
    other = scoped_id("1042", VALLEY)
    assert headlines(store) == {("1042", 1): "Ferry sails", (other, 1): "Mayor charged"}
    assert dispositions(accept(store, second, first)) == [KNOWN, KNOWN]
    newer = second.model_copy(update={"headline": "Mayor resigns"})
    assert accept(store, newer).newer == ((other, 2),)
    assert accept(store, story("Killed", scope=VALLEY, status="canceled")).newer == ((other, 3),)
    assert complete(store, "1042")
    assert visible(store) == [1]


def test_a_long_id_gets_its_suffix_too(store: Store) -> None:
    id = "x" * 500
    accept(store, story("A", id=id, scope=HARBOUR), story("B", id=id, scope=VALLEY))
    assert len(headlines(store)) == 2
    assert all(len(key) <= 500 for key, _ in headlines(store))


@pytest.mark.parametrize("id", ["nul \0 inside", "two \0\0"])
def test_an_id_that_no_database_keeps_is_found_again(store: Store, id: str) -> None:
    one = story("A", id=id, scope=id)
    assert dispositions(accept(store, one)) == [NEW]
    assert dispositions(accept(store, one, story("B", id=id))) == [KNOWN, NEWER]


def test_a_story_of_the_previous_release_is_known_to_its_feed(store: Store) -> None:
    accept(store, story("Ferry sails", source="Harbour Gazette", url="https://www.harbour.example/a"))
    again = story("Ferry sails", scope=HARBOUR, source="Harbour Gazette")
    renamed = story("Ferry sails", scope=HARBOUR, source="Gazette", url="https://harbour.example/b")
    assert dispositions(accept(store, again, renamed)) == [KNOWN, KNOWN]
    assert dispositions(accept(store, story("Mayor charged", scope=VALLEY, source="Valley Courier"))) == [NEW]
    assert len(headlines(store)) == 2


def test_a_feed_that_renames_itself_keeps_its_stories(store: Store) -> None:
    one = story("Ferry sails", scope="Harbour Gazette", url="https://harbour.example/a/1042")
    assert dispositions(accept(store, one, one.model_copy(update={"scope": "Gazette"}))) == [NEW, KNOWN]


def test_an_article_without_a_scope_addresses_the_story_of_its_id(store: Store) -> None:
    accept(store, story("Ferry sails", scope=HARBOUR))
    assert accept(store, story("", status="canceled")).newer == (("1042", 2),)


def test_the_largest_version_is_not_exceeded(store: Store) -> None:
    accept(store, story("A", version=2**63 - 1))
    assert dispositions(accept(store, story("B"))) == [OLDER]


def test_two_producers_at_once_lose_nothing_and_file_nothing_twice(store: Store) -> None:
    """Twelve stories of two providers with six ids, four texts each, offered by four threads in different orders."""
    offered = [
        story(f"{scope[8]} {number} {words}", at, id=str(number), scope=scope, source=scope)
        for number in range(6)
        for scope in (HARBOUR, VALLEY)
        for words, at in (("A", "08:00"), ("B", None), ("C", "08:00"), ("D", None))
    ]
    failures: list[BaseException] = []

    def produce(step: int) -> None:
        own = Store(store.url)
        try:
            for at in range(0, len(offered), 6):
                part = [offered[(index * step + at) % len(offered)] for index in range(len(offered))]
                accept(own, *part[:6])
        except BaseException as error:
            failures.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=produce, args=(step,)) for step in (1, 5, 7, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accept(store, *offered)
    assert not failures
    assert sorted(headlines(store).values()) == sorted(one.headline for one in offered)
    owners = {(key, words[0]) for (key, _), words in headlines(store).items()}
    assert len(owners) == len({key for key, _ in headlines(store)}) == 12


def test_the_columns_of_identity_are_empty_for_stories_of_the_previous_release(store: Store) -> None:
    accept(store, story("A", scope=HARBOUR, received="2026-11-24T08:00:00Z"))
    with store.write() as connection:
        connection.execute(text("UPDATE articles SET scope = NULL, received = NULL"))
    assert dispositions(accept(store, story("A", scope=HARBOUR))) == [KNOWN]
