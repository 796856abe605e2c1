"""Which thread each story is in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from wiredesk.store.linking.due import read_story_time
from wiredesk.store.raw_sql import run

MAX_NEWEST = 100
"""Stories of threads that are clustered again with a new story: the newest, and as many of those most like it."""
_OF_STORIES = "SELECT id, seq, thread FROM thread_members WHERE id IN :words"
_OF_VERSIONS = "SELECT seq, thread FROM thread_members WHERE seq IN :numbers"
_MEMBERS = (
    "SELECT m.seq, m.id, m.thread, a.published, a.accepted_at FROM thread_members AS m"
    " JOIN articles AS a ON a.seq = m.seq WHERE m.thread IN :numbers"
)
_NEWEST = f"{_MEMBERS} ORDER BY m.seq DESC LIMIT {2 * MAX_NEWEST}"
_ALIKE = f"{_MEMBERS} AND m.seq IN :numbers"
_LEFT = "SELECT DISTINCT thread FROM thread_members WHERE thread IN :numbers"
_ADD = "INSERT INTO thread_members (id, seq, thread, since) VALUES (?, ?, ?, :now)"
_CHANGE = "UPDATE thread_members SET seq = ?, thread = ?, since = :now WHERE id = ?"
_REDIRECT = "UPDATE thread_members SET thread = ?, since = :now WHERE thread = ? RETURNING seq"
_REMOVE = "DELETE FROM thread_members WHERE seq IN :numbers RETURNING seq, thread"


@dataclass(frozen=True, slots=True)
class Member:
    """A story that is clustered with others."""

    seq: int
    id: str
    thread: int | None
    """None for a story that is in no thread yet."""
    at: datetime


class Membership(NamedTuple):
    """The version of a story that is in a thread, and which."""

    seq: int
    thread: int


def membership(connection: Connection, id: str) -> Membership | None:
    """Return version and thread of a story; None if it is in no thread."""
    return memberships(connection, [id]).get(id)


def memberships(connection: Connection, ids: Sequence[str]) -> dict[str, Membership]:
    """Return version and thread of stories; one that is in no thread is missing."""
    return {id: Membership(*place) for id, *place in run(connection, _OF_STORIES, list(ids)).fetchall()}


def threads_of(connection: Connection, seqs: Collection[int]) -> dict[int, int]:
    """Return the threads of versions; one that is in none is missing."""
    return dict(run(connection, _OF_VERSIONS, list(seqs)).fetchall()) if seqs else {}


def members(connection: Connection, numbers: Collection[int], alike: Collection[int]) -> list[Member]:
    """Return stories of threads in the order of time and id: the newest, and of ``alike`` the first."""
    if not numbers:
        return []
    rows = run(connection, _NEWEST, sorted(numbers)).fetchall()
    if len(rows) == 2 * MAX_NEWEST:
        close = run(connection, _ALIKE, sorted(numbers), list(alike)[:MAX_NEWEST]).fetchall()
        rows = list({row[0]: row for row in [*rows[:MAX_NEWEST], *close]}.values())
    found = [Member(seq, id, thread, read_story_time(*times)) for seq, id, thread, *times in rows]
    return sorted(found, key=lambda member: (member.at, member.id))


def put(connection: Connection, member: Member, number: int) -> None:
    """Put a story into a thread, out of the one that it was in."""
    if member.thread is None:
        run(connection, _ADD, member.id, member.seq, number)
    else:
        run(connection, _CHANGE, member.seq, number, member.id)


def redirect(connection: Connection, number: int, target: int) -> list[int]:
    """Move all stories of a thread to another one, and return their versions."""
    return sorted(row[0] for row in run(connection, _REDIRECT, target, number).fetchall())


def take_out(connection: Connection, seqs: Iterable[int]) -> list[Membership]:
    """Take versions out of their threads, and return where they were."""
    return sorted(Membership(*row) for row in run(connection, _REMOVE, list(seqs)).fetchall())


def without_stories(connection: Connection, numbers: Collection[int]) -> list[int]:
    """Return the threads that have no stories."""
    found = {row[0] for row in run(connection, _LEFT, list(numbers)).fetchall()} if numbers else set()
    return sorted(set(numbers) - found)
