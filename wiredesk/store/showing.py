"""Show versions to readers and hide them, and tell of both in the change log, in one transaction.

:mod:`wiredesk.store.visibility` has the rule.  ``told`` of a version is what the log says of it: whether readers see
it.  Null stands for what an earlier release accepted: told, if it was visible before there was a log.

An embargo ends without a transaction, and a process of an earlier release writes no log; :func:`settle` tells of both.
Whoever tells of a story holds its lock, so each change is told once, by whichever process comes first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, false, func, or_, select, true, update

from wiredesk.contract import Article, LedgerState, QueueName
from wiredesk.store import checkpoints
from wiredesk.store.change_tables import ChangeKind
from wiredesk.store.changes.change_log import CHECKPOINT, NewChange, add_all, add_shown
from wiredesk.store.link_tables import DUE, links
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.prepared import PreparedStatement, execute_raw
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import articles
from wiredesk.store.types import now
from wiredesk.store.visibility import is_free_of_embargo

_STORY_LOCKS = 0x73746F72
"""Class of PostgreSQL's advisory locks on a story's id ("stor")."""
SETTLED_STORIES = 200
"""Most stories that :func:`settle` tells of in one transaction."""


_LOCK = "SELECT pg_advisory_xact_lock(%s, hashtext(id)) FROM unnest(%s::text[]) AS listed (id)"
"""It locks in the order of the list."""


def lock_stories(connection: Connection, ids: Iterable[str]) -> None:
    """Let one transaction at a time change the visibility of these stories, until this one ends (PostgreSQL).

    Two transactions that finish two versions of one story at once would not see each other's on their snapshots.
    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        execute_raw(connection, _LOCK, (_STORY_LOCKS, sorted(set(ids))))


class FirstShown(NamedTuple):
    """What there is to tell of the first version of a story that was shown."""

    is_told: bool
    """Whether readers see it: it is under no embargo."""
    is_backfill: bool


def mark_visible(connection: Connection, seq: int, article: Article) -> None:
    """Mark a finished version visible, unless it is not usable or a later version supersedes it; tell readers.

    An embargoed version leaves the one before it visible; :func:`settle` hides that when the embargo ends.
    """
    if article.version == 1 and (row := run(connection, _SHOW_FIRST, seq).fetchone()):
        tell_first(connection, [(seq, article, FirstShown(*map(bool, row)))])
        return
    was_told = connection.scalar(_WAS_TOLD, {"of": seq})
    is_shown = run(connection, _MARK_VISIBLE, seq).rowcount == 1
    if article.version > 1:
        hide_superseded(connection, article.id)
        tell(connection, [article.id])
    if was_told and is_shown:
        add_all(connection, [NewChange(ChangeKind.REPROCESSED, seq, article.id, article.version, backfill=True)])


def tell_first(connection: Connection, stories: Iterable[tuple[int, Article, FirstShown]]) -> None:
    """Tell of the first versions of stories that were shown in this transaction, in their order.

    Args:
        stories: number and article of each version, and what there is to tell of it.
    """
    add_shown(
        connection, ((seq, one.id, one.version, shown.is_backfill) for seq, one, shown in stories if shown.is_told)
    )


_MAY_SHOW = (
    "articles.status = 'usable' AND NOT EXISTS (SELECT 1 FROM articles AS l"
    " WHERE l.id = articles.id AND l.version > articles.version"
    " AND (l.status <> 'usable' OR l.shown AND (l.embargo_until IS NULL OR l.embargo_until <= :now)))"
)
_MARK_VISIBLE = f"UPDATE articles SET shown = true WHERE seq = ? AND {_MAY_SHOW}"
_IS_BACKFILL = func.coalesce(articles.c.backfill, articles.c.queue == QueueName.BULK.value)
"""Whether a version was accepted as back-fill; an earlier release tells it by the queue alone."""
IS_BACKFILL = f"coalesce(backfill, queue = '{QueueName.BULK.value}')"
""":data:`_IS_BACKFILL` in the form of :mod:`wiredesk.store.raw_sql`, as all that follows."""
SHOW_FIRST = "shown = true, told = (embargo_until IS NULL OR embargo_until <= :now)"
"""Show the first version of a story, and tell of it unless it is under embargo."""
MAY_SHOW_FIRST = f"NOT coalesce(told, shown) AND {_MAY_SHOW}"
"""Condition: the first version of a story may be shown, and readers do not see it already."""
_SHOW_FIRST = f"UPDATE articles SET {SHOW_FIRST} WHERE seq = ? AND {MAY_SHOW_FIRST} RETURNING told, {IS_BACKFILL}"
_WAS_TOLD = select(func.coalesce(articles.c.told, articles.c.visible)).where(articles.c.seq == bindparam("of"))


def hide_superseded(connection: Connection, id: str) -> int:
    """Hide versions of a story for which a later one is visible and free of embargo.  Returns how many were hidden."""
    later = articles.alias("later")
    is_superseded = (
        select(later.c.seq)
        .where(
            later.c.id == articles.c.id,
            later.c.version > articles.c.version,
            later.c.visible,
            is_free_of_embargo(later.c.embargo_until),
        )
        .exists()
    )
    # IS NOT: with the bare column, the index on it would be used and all visible versions read
    return hide(connection, articles.c.visible.is_not(False), is_superseded, articles.c.id == id)


def hide(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    """Hide the visible versions that meet all conditions; the linker takes them out of their groups and threads.

    The caller tells of it: :func:`tell`.

    Returns how many were hidden.
    """
    told = func.coalesce(articles.c.told, true())  # seen by readers, and not tracked so far
    statement = update(articles).where(*conditions).values(visible=False, told=told).returning(articles.c.seq)
    hidden = connection.scalars(statement).all()
    for part in chunks(hidden, 500):
        due = {"state": DUE, "tries": 0, "at": now()}
        connection.execute(update(links).where(links.c.seq.in_(part)).values(due))
    return len(hidden)


def tell(connection: Connection, ids: Sequence[str], *, swept: bool = False) -> None:
    """Bring the change log along with what readers see of these stories; the caller holds their locks.

    Args:
        swept: it is noticed after it has happened; then an arrival after an embargo is its end.
    """
    found: dict[str, list[Any]] = defaultdict(list)
    for part in chunks(list(ids), 500):
        for row in connection.execute(_VERSIONS, {"of": part}):
            found[row.id].append(row)
    before = _last_untracked(connection) if any(row.told is None for rows in found.values() for row in rows) else 0
    told: dict[bool, list[int]] = {True: [], False: []}
    added: list[NewChange] = []
    for rows in found.values():
        known = [row for row in rows if row.told is None and row.seq <= before]
        arrived = [row for row in rows if row.visible and row.is_free and not row.told and row not in known]
        gone = [row for row in rows if row.told and not row.visible]
        told[True] += [row.seq for row in (*known, *arrived)]
        told[False] += [row.seq for row in gone]
        added += _changes(arrived, gone, swept)
    for value, seqs in told.items():
        for part in chunks(seqs, 500):
            connection.execute(update(articles).where(articles.c.seq.in_(part)).values(told=value))
    add_all(connection, added)


_VERSIONS = (
    select(
        *(articles.c[name] for name in ("seq", "id", "version", "kind", "visible", "told", "embargo_until")),
        is_free_of_embargo().label("is_free"),
        _IS_BACKFILL.label("is_backfill"),
    )
    .where(
        articles.c.id.in_(bindparam("of", expanding=True)),
        or_(func.coalesce(articles.c.visible, false()), func.coalesce(articles.c.told, false())),
    )
    .order_by(articles.c.version)
)


def _changes(arrived: Sequence[Any], gone: Sequence[Any], swept: bool) -> Iterable[NewChange]:
    """Yield what to add for one story: at most the newest of the versions that came, or the one that went."""
    previous = gone[-1] if gone else None
    if arrived:
        row = arrived[-1]
        what = ChangeKind.STORED
        if swept and row.embargo_until is not None:
            what = ChangeKind.FREED
        elif previous is not None:
            what = ChangeKind.CORRECTED if row.kind == "correction" else ChangeKind.REPLACED
        yield NewChange(
            what, row.seq, row.id, row.version, previous.seq if previous else None,
            backfill=bool(row.is_backfill), swept=swept and what is not ChangeKind.FREED,
        )  # fmt: skip
    elif previous is not None:
        backfill = bool(previous.is_backfill)
        yield NewChange(
            ChangeKind.WITHDRAWN, previous.seq, previous.id, previous.version, backfill=backfill, swept=swept
        )


def is_unsettled(connection: Connection) -> bool:
    """Return whether :func:`settle` has something to tell."""
    return bool(_unsettled(connection, 1))


def settle(connection: Connection, limit: int = SETTLED_STORIES) -> int:
    """Tell of ended embargoes, hide the versions before them, and tell of what earlier releases showed and hid.

    Returns the number of stories; if it is ``limit``, more may be waiting.
    """
    ids = _unsettled(connection, limit)
    lock_stories(connection, ids)
    for part in chunks(ids, 500):
        _track(connection, part)
    for id in ids:
        hide_superseded(connection, id)
    tell(connection, ids, swept=True)
    return len(ids)


def _unsettled(connection: Connection, limit: int) -> list[str]:
    """Return stories of which the log and what readers see differ."""
    found = _DIFFERENT(connection, most=limit).fetchall()
    found += _UNTRACKED(connection, most=limit, last=_last_untracked(connection)).fetchall()
    return list(dict.fromkeys(row[0] for row in found))[:limit]


_DIFFERENT = PreparedStatement(
    select(articles.c.id)
    .where(articles.c.visible != articles.c.told, or_(~articles.c.visible, is_free_of_embargo()))
    .limit(bindparam("most"))
)
_UNTRACKED = PreparedStatement(
    select(articles.c.id)
    .where(
        articles.c.told.is_(None),
        articles.c.seq > bindparam("last"),
        or_(articles.c.visible, articles.c.status != "usable"),
    )
    .limit(bindparam("most"))
)


def _last_untracked(connection: Connection) -> int:
    """Return the last version that was accepted before there was a log."""
    last: int = checkpoints.read(connection, CHECKPOINT).get("before", 0)
    return last


def _track(connection: Connection, ids: Sequence[str]) -> None:
    """Track versions that an earlier release accepted beside this one.

    Where it withdrew a story that was visible before there was a log, the newest version with results counts as told.
    """
    before = _last_untracked(connection)
    of_ids = articles.c.id.in_(ids)
    new = and_(of_ids, articles.c.told.is_(None), articles.c.seq > before)
    withdrawn = connection.scalars(select(articles.c.id).where(new, articles.c.status != "usable")).all()
    connection.execute(update(articles).where(new).values(told=false()))
    old = (
        select(func.max(articles.c.seq))
        .where(
            articles.c.id.in_(withdrawn),
            articles.c.told.is_(None),
            articles.c.seq <= before,
            articles.c.state == LedgerState.DONE,
            articles.c.status == "usable",
            articles.c.visible.is_(False),
        )
        .group_by(articles.c.id)
    )
    if withdrawn and (seqs := connection.scalars(old).all()):
        connection.execute(update(articles).where(articles.c.seq.in_(seqs)).values(told=true()))
