"""An agency's list of ids is compared with the ledger, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from desk.ops.rejected_ids import find_rejected
from desk.queries.id_list import ListedId
from desk.queries.reconciliation import Found, compare
from producer.rejects import Rejects
from tests.support.desk_stories import article
from wiredesk.contract import Article
from wiredesk.errors import BadData
from wiredesk.store import Store, ledger
from wiredesk.store.tables import articles

DAY = date(2026, 11, 20)
LONG = "urn:" + "x" * 600


def accept(store: Store, *given: Article) -> None:
    with store.write() as connection:
        ledger.accept(connection, given)


@pytest.fixture
def filled(store: Store) -> Store:
    accept(
        store,
        article("urn:a"),
        article("urn:b", 2, headline="B2"),
        article("urn:q", headline="Q"),
        article("42", headline="Of Coast", source="Coast", scope="coast.example"),
        article("42", headline="Of Harbour", scope="harbour.example"),
        article("urn:extra", headline="Extra"),
        article("urn:next", headline="N", published=datetime(2026, 11, 21, tzinfo=UTC)),
        article("urn:undated", headline="U", published=None),
    )
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.id == "urn:q").values(state="quarantined"))
    return store


@pytest.mark.parametrize(
    ("listed", "source", "found", "missing"),
    [
        (ListedId("urn:a"), None, Found.THERE, False),
        (ListedId("urn:a", 1), "Harbour News", Found.THERE, False),
        (ListedId("urn:a"), "Coast", Found.MISSING, True),
        (ListedId("urn:b", 2), None, Found.THERE, False),
        (ListedId("urn:b", 1), None, Found.OTHER_VERSION, False),
        (ListedId("urn:b", 3), None, Found.OTHER_VERSION, True),
        (ListedId("urn:q"), None, Found.QUARANTINED, False),
        (ListedId("urn:none"), None, Found.MISSING, True),
        (ListedId("42"), "Coast", Found.THERE, False),
        (ListedId("42"), "Harbour News", Found.THERE, False),
        (ListedId("42"), "harbour.example", Found.THERE, False),
        (ListedId("42"), "Other", Found.MISSING, True),
    ],
)
def test_what_the_ledger_has(filled: Store, listed: ListedId, source: str | None, found: Found, missing: bool) -> None:
    with filled.read() as connection:
        result = compare(connection, [listed], source)
    (one,) = result.compared
    assert (one.found, one.is_missing, result.is_complete) == (found, missing, not missing)
    if listed.id == "42" and source in ("Harbour News", "harbour.example"):
        assert one.id and one.id.startswith("42~")


def test_stories_of_the_day_that_are_not_listed(filled: Store) -> None:
    with filled.read() as connection:
        listed = [ListedId("urn:a"), ListedId("urn:b"), ListedId("urn:q"), ListedId("42")]
        result = compare(connection, listed, "Harbour News", DAY)
        assert [(one.id, one.headline) for one in result.extra] == [("urn:extra", "Extra")]
        assert compare(connection, listed, "Harbour News").extra == ()
        today = compare(connection, listed, "Harbour News", datetime.now(UTC).date())
        assert [one.id for one in today.extra] == ["urn:undated"]


def test_ids_that_are_longer_than_the_ledger_keeps(store: Store) -> None:
    from producer.formats.identity import long_id

    accept(store, article(long_id(LONG)))
    with store.read() as connection:
        assert compare(connection, [ListedId(LONG)]).is_complete


def test_many_ids_take_few_queries(filled: Store) -> None:
    with filled.read() as connection:
        listed = [ListedId(f"urn:{number}") for number in range(1200)] + [ListedId("urn:a")]
        result = compare(connection, listed)
    assert (len(result.of(Found.MISSING)), len(result.of(Found.THERE))) == (1200, 1)


def test_an_id_in_a_message_that_could_not_be_read(tmp_path: Path) -> None:
    kept = Rejects(tmp_path / "rejected").keep(b'<item guid="urn:lost"/>\0', "tcp", [BadData("tcp", "is no story")])
    assert kept
    assert find_rejected(tmp_path, ["urn:lost", "urn:los", "urn:other"]) == {"urn:lost": kept.name}
    assert find_rejected(tmp_path / "none", ["urn:lost"]) == {}
