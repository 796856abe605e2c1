"""Accept articles into the ledger, and withdraw what their providers cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, bindparam, select, update

from wiredesk.contract import Article, LedgerState
from wiredesk.errors import StoreConflict
from wiredesk.language_detection import story_language
from wiredesk.store.ledger.arrivals import file_batch, lock_ids, with_storable_id
from wiredesk.store.ledger.fleet import Fleet
from wiredesk.store.ledger.new_rows import Row, insert_new
from wiredesk.store.ledger.outbox import has_unsent_in
from wiredesk.store.ledger.records import Accepted, Arrival, ClaimedArrival, Key, OutboxEntry, queue_of
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.result_rows import to_row
from wiredesk.store.showing import hide, lock_stories, tell
from wiredesk.store.tables import articles
from wiredesk.store.types import now

MAX_ROUNDS = 20
"""Times that a batch is filed again after other transactions took the same versions; each time one of them commits."""
MAX_CLAIMED = 32
"""Versions of a batch that are claimed with their acceptance at most; more wait for the sender, who packs them."""


def accept(
    connection: Connection, batch: Sequence[Article], *, backfill: bool = False, fleet: Fleet | None = None
) -> Accepted:
    """File articles in the ledger: write the versions that it lacks, and return what became of each article.

    Which story and version an article is, and what is left out: :mod:`wiredesk.store.ledger.arrivals`.

    A cancelled version cancels the pending versions before it and hides the story.  A version that arrives after a
    later version cancelled it is cancelled on arrival.

    Args:
        backfill: put the articles into the queue ``bulk``, behind the live wire.
        fleet: the workers of now, for a caller that sends at once what this claims: see ``claimed`` of the result.
            None to claim nothing.

    Raises:
        StoreConflict: other transactions took the same versions again and again.
    """
    batch = [with_storable_id(article) for article in batch]
    lock_ids(connection, [article.id for article in batch if article.scope is not None])
    arrivals: dict[int, Arrival] = {}
    written: list[Article] = []
    claimed: list[ClaimedArrival] = []
    for _ in range(MAX_ROUNDS):
        waiting = [index for index in range(len(batch)) if index not in arrivals]
        if not waiting:
            break
        filed = file_batch(connection, [batch[index] for index in waiting])
        missing = [one.article for one in filed if one.is_written]
        inserted, sendable = _insert(connection, missing, backfill, fleet)
        claimed += sendable
        written += [article for article in missing if (article.id, article.version) in inserted]
        for index, one in zip(waiting, filed, strict=True):
            if not one.is_written or one.key in inserted:  # else another transaction took the version
                arrivals[index] = Arrival(one.key, one.disposition)
    else:
        raise StoreConflict("ledger", "other producers write the same stories", "try again")
    _withdraw(connection, written)
    return Accepted(tuple(arrivals[index] for index in range(len(batch))), tuple(claimed))


def _insert(
    connection: Connection, new: Sequence[Article], backfill: bool, fleet: Fleet | None
) -> tuple[set[Key], list[ClaimedArrival]]:
    """Insert versions and return the keys of those that were not in the ledger, and what was claimed of them."""
    inserted: set[Key] = set()
    claimed: list[ClaimedArrival] = []
    for part in chunks(new, 300):
        rows = [
            to_row(article)
            | {
                "state": LedgerState.CANCELED if article.status == "canceled" else LedgerState.PENDING,
                "queue": queue_of(article, backfill=backfill),
                "language_read": story_language(article),
                "told": False,
                "backfill": backfill,
            }
            for article in part
        ]
        lanes = _open_lanes(connection, rows, fleet) if fleet is not None and len(new) <= MAX_CLAIMED else {}
        seqs = insert_new(connection, rows, sent=bool(lanes))
        inserted |= seqs.keys()
        for row in rows if lanes else ():
            if seq := seqs.get((row["id"], row["version"])):
                entry = OutboxEntry(seq, row["id"], row["version"], row["words"])
                claimed.append(ClaimedArrival(entry, row["queue"], *lanes[row["queue"], row["language_read"]]))
    return inserted, claimed


def _open_lanes(connection: Connection, rows: Iterable[Row], fleet: Fleet) -> dict[tuple[str, str], tuple[str, int]]:
    """Return the lane and its children for each queue and language of new rows; nothing if one of them has to wait.

    A version waits behind others of its queue and language that are not sent, and while no worker reads its language.
    """
    lanes: dict[tuple[str, str], tuple[str, int]] = {}
    for row in rows:
        queue, language = row["queue"], row["language_read"]
        if row["state"] != LedgerState.PENDING:
            return {}
        if (queue, language) not in lanes:
            lane = fleet.lane(queue, language)
            if lane is None or has_unsent_in(connection, queue, language):
                return {}
            lanes[queue, language] = lane, fleet.children(lane)
    return lanes


def _withdraw(connection: Connection, arrived: Iterable[Article]) -> None:
    """Hide cancelled and withheld stories, in whatever order their versions arrive, and tell readers."""
    arrived = list(arrived)
    hidden: list[str] = []
    lock_stories(connection, [article.id for article in arrived if article.status != "usable"])
    for article in arrived:
        if article.status == "usable":
            continue
        older = and_(articles.c.id == article.id, articles.c.version < article.version)
        if hide(connection, older, articles.c.visible):
            hidden.append(article.id)
        if article.status == "canceled":
            connection.execute(
                update(articles)
                .where(older, articles.c.state == LedgerState.PENDING)
                .values(state=LedgerState.CANCELED, ended_at=now())
            )
    tell(connection, hidden)
    ids = sorted({article.id for article in arrived})
    withdrawn = [id for part in chunks(ids, 500) for id in connection.scalars(_CANCELED, {"of": part})]
    later = articles.alias("later")
    for part in chunks(withdrawn, 500):
        connection.execute(
            update(articles)
            .where(
                articles.c.id.in_(part),
                articles.c.state == LedgerState.PENDING,
                select(later.c.seq)
                .where(later.c.id == articles.c.id, later.c.version > articles.c.version, later.c.status == "canceled")
                .exists(),
            )
            .values(state=LedgerState.CANCELED, ended_at=now())
        )


_CANCELED = (
    select(articles.c.id)
    .where(articles.c.id.in_(bindparam("of", expanding=True)), articles.c.status == "canceled")
    .distinct()
)
"""Select the cancelled stories first, because this query uses the index on the id and finds few rows."""
