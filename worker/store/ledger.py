"""The ledger: what was accepted, and where each version of each story stands.

States::

    pending ──lease──▶ leased ──finish──▶ done
       ▲                 │ fail, release
       └─────────────────┤
                         └──third failure──▶ quarantined          canceled: withdrawn by its provider

Every function takes an open write transaction and does its work in few statements; the caller commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from worker import owner as owners
from worker.contract import Article
from worker.store.driver import Prepared
from worker.store.rows import to_article, to_row
from worker.store.schema import articles, extractions
from worker.store.times import now

STATES = ("pending", "leased", "done", "quarantined", "canceled")
OPEN = ("pending", "leased")
QUEUES = ("flash", "wire", "bulk")
"""Drained in this order."""
RETRY_SECONDS = 2.0
"""Pause before a story that failed is tried again."""

SPARED = 3
"""Times its attempts that a story may lose its reader where somebody kills readers at random."""
KILLER_SECONDS = 600.0
"""How long ago a killing may have been that is taken to go on."""

_STORIES = 0x73746F72
"""PostgreSQL advisory locks: the class of those on a story's id."""

Key = tuple[str, int]
"""Id and version of a story."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a batch that was handed to the ledger."""

    new: tuple[Key, ...]
    known: tuple[Key, ...]
    """Id and version were in the ledger already: nothing was done."""


class Waiting(NamedTuple):
    """A story to be sent."""

    seq: int
    id: str
    version: int
    words: int


@dataclass(frozen=True, slots=True)
class Leased:
    """A story that this process may now read."""

    seq: int
    article: Article
    attempts: int
    text_hash: str


def queue_of(article: Article, *, backfill: bool = False) -> str:
    """The queue by IPTC urgency: 1 and 2 overtake everything; a backfill waits for the live wire."""
    if article.urgency is not None and article.urgency <= 2:
        return "flash"
    return "bulk" if backfill else "wire"


def accept(connection: Connection, batch: Sequence[Article], *, backfill: bool = False) -> Accepted:
    """Write articles into the ledger.  The same id and version again is a no-op, whatever its text.

    A cancelled version takes the pending ones below it with it and hides what is shown of the story; a version that
    comes after a later one cancelled it is cancelled on arrival.
    """
    unique: dict[Key, Article] = {}
    for article in batch:
        unique.setdefault((article.id, article.version), article)
    rows = [
        to_row(article)
        | {
            "state": "canceled" if article.status == "canceled" else "pending",
            "queue": queue_of(article, backfill=backfill),
        }
        for article in unique.values()
    ]
    if not rows:
        return Accepted((), ())
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(articles).on_conflict_do_nothing(index_elements=["id", "version"])
    values = [row | {"accepted_at": now()} for row in rows]
    new: list[Key] = []
    for part in _parts(values, 300):
        returned = connection.execute(statement.values(part).returning(articles.c.id, articles.c.version))
        new += [(row.id, row.version) for row in returned]
    fresh = set(new)
    _withdraw(connection, [unique[key] for key in new])
    return Accepted(tuple(key for key in unique if key in fresh), tuple(key for key in unique if key not in fresh))


def _withdraw(connection: Connection, arrived: Iterable[Article]) -> None:
    """Keep cancelled and withheld stories out of sight, in whatever order their versions came."""
    arrived = list(arrived)
    _hold(connection, [article.id for article in arrived if article.status != "usable"])
    for article in arrived:
        if article.status == "usable":
            continue
        older = and_(articles.c.id == article.id, articles.c.version < article.version)
        connection.execute(update(articles).where(older, articles.c.shown).values(shown=False))
        if article.status == "canceled":
            connection.execute(
                update(articles).where(older, articles.c.state == "pending").values(state="canceled", ended_at=now())
            )
    ids = sorted({article.id for article in arrived})
    withdrawn = [id for part in _parts(ids, 500) for id in connection.scalars(_CANCELED, {"of": part})]
    later = articles.alias("later")
    for part in _parts(withdrawn, 500):
        connection.execute(
            update(articles)
            .where(
                articles.c.id.in_(part),
                articles.c.state == "pending",
                select(later.c.seq)
                .where(
                    later.c.id == articles.c.id,
                    later.c.version > articles.c.version,
                    later.c.status == "canceled",
                )
                .exists(),
            )
            .values(state="canceled", ended_at=now())
        )


_CANCELED = (
    select(articles.c.id)
    .where(articles.c.id.in_(bindparam("of", expanding=True)), articles.c.status == "canceled")
    .distinct()
)
"""Asked first, for it goes by the id; hardly any story is among them."""


def lease(connection: Connection, keys: Sequence[Key], owner: str, seconds: float, attempts: int) -> list[Leased]:
    """Take the lease on those of ``keys`` that wait, or whose holder let its lease run out, or that ``owner`` holds.

    It holds what it doesn't know of when the answer to the commit of its last lease got lost.  No attempt is counted
    yet: :func:`start` does that, story by story, before the parse begins.  Rows are found by id and version and
    locked first: with the state in one condition, SQLite would look through all that waits.
    """
    named = and_(  # the ids for SQLite's index, which it does not use for pairs
        articles.c.id.in_({id for id, _ in keys}), tuple_(articles.c.id, articles.c.version).in_(list(keys))
    )
    over = (articles.c.lease_until < now()).label("over")
    asked = select(articles, over, _ready().label("ready")).where(named).order_by(articles.c.seq).with_for_update()
    rows = connection.execute(asked).mappings().all()
    free = {row["seq"] for row in rows if row["state"] == "pending" or (row["state"] == "leased" and row["over"])}
    used_up = [row["seq"] for row in rows if row["seq"] in free and row["attempts"] >= attempts]
    given_up = _give_up(connection, used_up, attempts) if used_up else set()
    taken = [
        row
        for row in rows
        if row["ready"]
        and row["seq"] not in given_up
        and (row["seq"] in free or (row["state"] == "leased" and row["lease_owner"] == owner))
    ]
    if taken:
        seqs = [row["seq"] for row in taken]
        values = {"state": "leased", "lease_owner": owner, "lease_until": now(seconds), "started_at": None}
        connection.execute(update(articles).where(articles.c.seq.in_(seqs)).values(**values))
    return [Leased(row["seq"], to_article(dict(row)), row["attempts"], row["text_hash"]) for row in taken]


def _give_up(connection: Connection, seqs: Sequence[int], attempts: int) -> set[int]:
    """Quarantine those whose attempts are used up: their worker died each time and could not say so itself.

    Returns which; the others are spared.
    """
    died = "WorkerLost: the worker process died " + cast(articles.c.attempts, Text) + " times reading it"
    returned = connection.scalars(
        update(articles)
        .where(articles.c.seq.in_(seqs), not_(_is_spared(attempts)))
        .values(
            state="quarantined",
            ended_at=now(),
            error=func.coalesce(articles.c.error, died),
            lease_owner=None,
            lease_until=None,
        )
        .returning(articles.c.seq)
    )
    return set(returned)


def _is_spared(attempts: int) -> ColumnElement[bool]:
    """Others lost a reader, too, while this story waited, and were read well afterwards: somebody kills at random.

    A story that kills its readers is the only one that loses any, so its deaths count.
    """
    other = articles.alias("other")
    waits_since = func.coalesce(articles.c.ended_at, articles.c.accepted_at)
    lost_one_too = (
        select(other.c.seq)
        .join(extractions, extractions.c.seq == other.c.seq)
        .where(
            extractions.c.stored_at > now(-KILLER_SECONDS),
            extractions.c.stored_at > waits_since,
            other.c.state == "done",
            other.c.attempts > 1,
        )
        .exists()
    )
    return and_(articles.c.error.is_(None), articles.c.attempts < attempts * SPARED, lost_one_too)


def waiting(connection: Connection, queue: str) -> Key | None:
    """The story of a queue that has waited longest, sent or not; None when none waits."""
    row = _WAITING(connection, among=queue).fetchone()
    return (row[0], row[1]) if row else None


def release(connection: Connection, owner: str, keys: Sequence[Key] | None = None) -> int:
    """Give back the owner's leases, on ``keys`` or all.  Returns how many."""
    only = () if keys is None else (tuple_(articles.c.id, articles.c.version).in_(list(keys)),)
    return _release(connection, articles.c.lease_owner == owner, *only)


def release_group(connection: Connection, group: str) -> int:
    """Give back every lease of one worker's children; their owners begin with ``group``.

    The worker stops of its own will, so an attempt that this cuts off does not count.
    """
    counted = and_(articles.c.started_at.is_not(None), articles.c.attempts > 0)
    attempts = case((counted, articles.c.attempts - 1), else_=articles.c.attempts)
    return _release(connection, articles.c.lease_owner.startswith(group, autoescape=True), attempts=attempts)


def release_dead(connection: Connection, keys: Sequence[Key] | None = None) -> int:
    """Give back the leases of processes of this host that are gone.  Returns how many."""
    holders = select(articles.c.lease_owner).where(articles.c.state == "leased").distinct()
    if keys is not None:
        holders = holders.where(tuple_(articles.c.id, articles.c.version).in_(list(keys)))
    dead = [text for text in connection.scalars(holders) if (one := owners.parse(text)) and one.is_dead()]
    if not dead:
        return 0
    # what was being read pauses: it may be what killed its reader, or stand where somebody kills at random
    pause = case((articles.c.started_at.is_not(None), now(RETRY_SECONDS)), else_=articles.c.not_before)
    return _release(connection, articles.c.lease_owner.in_(dead), not_before=pause)


def held(connection: Connection, group: str) -> int:
    """Leases that one worker's children hold."""
    mine = articles.c.lease_owner.startswith(group, autoescape=True)
    return connection.execute(select(func.count()).where(articles.c.state == "leased", mine)).scalar() or 0


def release_expired(connection: Connection) -> int:
    """Give back leases that ran out: their holder died on another host, or hangs."""
    return _release(connection, articles.c.lease_until < now())


def renew(connection: Connection, group: str, seconds: float) -> int:
    """Let every lease of one worker's children run for ``seconds`` from now.  Returns how many there are."""
    held = and_(articles.c.state == "leased", articles.c.lease_owner.startswith(group, autoescape=True))
    return connection.execute(update(articles).where(held).values(lease_until=now(seconds))).rowcount


def _release(connection: Connection, *which: ColumnElement[bool], **more: Any) -> int:
    values = {"state": "pending", "lease_owner": None, "lease_until": None, "sent_at": None}
    values |= {"worker": articles.c.lease_owner, "started_at": None} | more
    return connection.execute(update(articles).where(articles.c.state == "leased", *which).values(**values)).rowcount


def unsent(connection: Connection, queue: str, limit: int) -> list[Waiting]:
    """Claim up to ``limit`` stories of a queue for sending, oldest first: they count as sent from now on."""
    ready = (
        select(articles.c.seq)
        .where(
            articles.c.state == "pending",
            articles.c.queue == queue,
            articles.c.sent_at.is_(None),
            _ready(),
        )
        .order_by(articles.c.seq)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    returned = connection.execute(
        update(articles)
        .where(articles.c.seq.in_(ready))
        .values(sent_at=now())
        .returning(articles.c.seq, articles.c.id, articles.c.version, articles.c.words)
    )
    return sorted(Waiting(row.seq, row.id, row.version, row.words) for row in returned)


def has_unsent(connection: Connection, queue: str) -> bool:
    """True where :func:`unsent` would find a story."""
    return _UNSENT(connection, among=queue).fetchone() is not None


def unsend(connection: Connection, seqs: Sequence[int]) -> None:
    """Take back the claim on stories whose message could not be sent."""
    for part in _parts(seqs, 500):
        connection.execute(
            update(articles).where(articles.c.seq.in_(part), articles.c.state == "pending").values(sent_at=None)
        )


def resend(connection: Connection, queue: str, older_than: float, overtaken: float) -> int:
    """Forget that a queue's pending stories were sent, where their message is lost.  Returns how many.

    It is when they were sent longer ago than ``older_than`` seconds, or ``overtaken`` seconds before a story that is
    being read already: who is first in a queue comes out first.
    """
    is_lost = articles.c.sent_at < now(-older_than)
    newest = connection.scalar(
        select(func.max(articles.c.sent_at)).where(articles.c.state == "leased", articles.c.queue == queue)
    )
    if newest is not None:
        is_lost = or_(is_lost, articles.c.sent_at < newest - timedelta(seconds=overtaken))
    return connection.execute(
        update(articles).where(articles.c.state == "pending", articles.c.queue == queue, is_lost).values(sent_at=None)
    ).rowcount


# Built once: a worker runs these with every story, and building one costs more than running it.
_HELD = (articles.c.seq == bindparam("held"), articles.c.state == "leased", articles.c.lease_owner == bindparam("by"))


def start(connection: Connection, story: Leased, owner: str, seconds: float) -> bool:
    """Count the attempt, before the parse begins.  False when the lease was lost meanwhile.

    Done again after a commit of which nobody knows whether it came through, it counts once.
    """
    values = {"held": story.seq, "by": owner, "attempt": story.attempts + 1}
    return bool(_start(seconds)(connection, **values).rowcount == 1)


@cache
def _start(seconds: float) -> Prepared:
    values = {"attempts": bindparam("attempt"), "started_at": now(), "lease_until": now(seconds)}
    return Prepared(update(articles).where(*_HELD).values(values))


def uncount(connection: Connection, story: Leased) -> None:
    """Take back an attempt that ended well but too late: the store was away for longer than the lease."""
    connection.execute(
        update(articles)
        .where(articles.c.seq == story.seq, articles.c.state.in_(OPEN), articles.c.attempts > story.attempts)
        .values(attempts=articles.c.attempts - 1)
    )


def finish(connection: Connection, story: Leased, owner: str, *, duplicate_of: int | None = None) -> bool:
    """Mark a story done.  False when the lease was lost: then nothing of its result may be written."""
    _hold(connection, [story.article.id])
    values = {"held": story.seq, "by": owner, "twin": duplicate_of}
    return bool(_FINISH(connection, **values).rowcount == 1)


_FINISH = Prepared(
    update(articles)
    .where(*_HELD)
    .values(
        state="done",
        ended_at=now(),
        lease_owner=None,
        lease_until=None,
        error=None,
        traceback=None,
        worker=bindparam("by"),
        duplicate_of=bindparam("twin"),
    )
)


def fail(connection: Connection, seq: int, owner: str, error: str, traceback: str, attempts: int) -> None:
    """Record a story's own failure: back to pending after a pause, or quarantined after the last attempt."""
    held = and_(articles.c.seq == seq, articles.c.state == "leased", articles.c.lease_owner == owner)
    common: dict[str, Any] = {
        "error": error,
        "traceback": traceback,
        "worker": owner,
        "lease_owner": None,
        "lease_until": None,
    }
    last = connection.execute(
        update(articles)
        .where(held, articles.c.attempts >= attempts)
        .values(**common, state="quarantined", ended_at=now())
    )
    if not last.rowcount:
        again = {"state": "pending", "sent_at": None, "not_before": now(RETRY_SECONDS)}
        connection.execute(update(articles).where(held).values(common | again))


def show(connection: Connection, story: Leased) -> None:
    """Make a version that was finished the one that readers see, unless a later one stands above it.

    An embargoed version leaves the one before it in sight; :func:`fold` takes that away when the embargo ends.
    """
    _SHOW(connection, finished=story.seq)
    if story.article.version > 1:
        fold(connection, story.article.id)


def _hold(connection: Connection, ids: Iterable[str]) -> None:
    """What is in sight of these stories changes in one transaction at a time, until this one ends (PostgreSQL).

    On its snapshot neither of two that end two versions at once would see the other's.  SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        for id in sorted(set(ids)):
            connection.execute(select(func.pg_advisory_xact_lock(_STORIES, func.hashtext(id))))


def fold(connection: Connection, id: str | None = None) -> int:
    """Hide versions above which a later one is in sight and free of embargo.  Returns how many.

    Without an id, in the stories of which a version's embargo is over: all others were folded when they were shown.
    """
    later = articles.alias("later")
    above = (
        select(later.c.seq)
        .where(
            later.c.id == articles.c.id,
            later.c.version > articles.c.version,
            later.c.shown,
            _free_of_embargo(later.c.embargo_until),
        )
        .exists()
    )
    # IS NOT: by its index, all that is in sight would be looked through
    statement = update(articles).where(articles.c.shown.is_not(False), above).values(shown=False)
    if id is None:
        freed = articles.alias("freed")
        stories = select(freed.c.id).where(freed.c.embargo_until <= now(), freed.c.version > 1)
        statement = statement.where(articles.c.id.in_(stories))
    else:
        statement = statement.where(articles.c.id == id)
    return connection.execute(statement).rowcount


def _ready() -> ColumnElement[bool]:
    """Not in the pause after a failure."""
    return or_(articles.c.not_before.is_(None), articles.c.not_before <= now())


def _free_of_embargo(until: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(until.is_(None), until <= now())


_later = articles.alias("later")
_SHOW = Prepared(
    update(articles)
    .where(
        articles.c.seq == bindparam("finished"),
        articles.c.status == "usable",
        ~select(_later.c.seq)
        .where(
            _later.c.id == articles.c.id,
            _later.c.version > articles.c.version,
            or_(_later.c.status != "usable", and_(_later.c.shown, _free_of_embargo(_later.c.embargo_until))),
        )
        .exists(),
    )
    .values(shown=True)
)


def counts(connection: Connection) -> dict[str, int]:
    """Versions by state; every state is there."""
    rows = connection.execute(select(articles.c.state, func.count()).group_by(articles.c.state))
    return dict.fromkeys(STATES, 0) | {row.state: row[1] for row in rows}


_UNSENT = Prepared(
    select(articles.c.seq)
    .where(
        articles.c.state == "pending",
        articles.c.queue == bindparam("among"),
        articles.c.sent_at.is_(None),
        _ready(),
    )
    .limit(literal_column("1"))
)
_WAITING = Prepared(
    select(articles.c.id, articles.c.version)
    .where(articles.c.state == "pending", articles.c.queue == bindparam("among"), _ready())
    .order_by(articles.c.seq)
    .limit(literal_column("1"))
)


def oldest_pending(connection: Connection) -> float | None:
    """Age in seconds of the oldest story that is neither done nor set aside; None when all is drained.

    A story that was sent through again (released, reprocessed) is as old as that.
    """
    since = func.min(func.coalesce(articles.c.ended_at, articles.c.accepted_at)).label("since")
    row = connection.execute(select(since, now().label("now")).where(articles.c.state.in_(OPEN))).one()
    if row.since is None:
        return None
    present = datetime.fromisoformat(row.now) if isinstance(row.now, str) else row.now
    return float((present - row.since).total_seconds())


def _parts(values: Sequence[Any], size: int) -> Iterable[list[Any]]:
    return (list(values[at : at + size]) for at in range(0, len(values), size))
