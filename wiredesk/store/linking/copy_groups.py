"""The groups of copies: which versions have one text, and which of them is shown for all.

A group is a component of the graph whose edges are the pairs of copies and versions, named by its smallest ``seq``.  A
version that joins only reads the groups that it joins; one that leaves lets its neighbours search for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from wiredesk.store.link_tables import copy_groups, copy_pairs
from wiredesk.store.linking.due import read_story_time, story_time
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import articles
from wiredesk.stories.copy_relation import GROUPING
from wiredesk.stories.story_credits import is_agency_text

_CHUNK = 500
"""Versions in one statement."""
_SHOWN_AGENCY, _SHOWN_UNCREDITED, _SHOWN_CREDITED = range(3)
"""Which text of a group is shown: an agency's own before others, one that credits another agency last."""
Order = tuple[int, datetime, str]
"""The first of a group is the version with the smallest: rank, time, id."""


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A version in a group, or about to join one."""

    seq: int
    id: str
    source: str | None
    at: datetime
    credit: str | None

    @property
    def order(self) -> Order:
        """Its place among the versions of its group."""
        if is_agency_text(self.source, self.credit):
            rank = _SHOWN_AGENCY
        else:
            rank = _SHOWN_CREDITED if self.credit else _SHOWN_UNCREDITED
        return rank, self.at, self.id


def join(connection: Connection, member: GroupMember, joined: Collection[int]) -> None:
    """Put a version into one group with all versions of these groups; its own group, if it is in one, is among them."""
    if not joined:
        _INSERT_ALONE(connection, seq=member.seq, copy_group=member.seq, is_first=True, credit=member.credit)
        return
    group = min([member.seq, *joined])
    if others := [one for one in joined if one != group]:
        run(connection, "UPDATE copy_groups SET copy_group = ? WHERE copy_group IN :numbers", group, others)
    firsts = _firsts(connection, group)
    best = min([member, *firsts], key=lambda one: one.order)
    if shown := [one.seq for one in firsts if one.seq != best.seq]:
        run(connection, "UPDATE copy_groups SET is_first = false WHERE seq IN :numbers", shown)
    run(connection, _JOIN, member.seq, group, best.seq == member.seq, member.credit)


_JOIN = (
    "INSERT INTO copy_groups (seq, copy_group, is_first, credit) VALUES (?, ?, ?, ?) ON CONFLICT (seq) DO UPDATE "
    "SET copy_group = excluded.copy_group, is_first = excluded.is_first, credit = excluded.credit"
)
_INSERT_ALONE = PreparedStatement(
    insert(copy_groups).values({name: bindparam(name) for name in ("seq", "copy_group", "is_first", "credit")})
)


def leave(connection: Connection, seqs: Collection[int]) -> list[int]:
    """Take versions out of their groups, and split each group that nothing else holds together.

    Their pairs must be there still; the caller deletes them.

    Returns:
        The members of the smaller parts of the groups that were split.
    """
    rows = run(connection, _OF_LEAVING, list(seqs)).fetchall()
    if not rows:
        return []
    leaving: dict[int, set[int]] = {}
    for seq, group, _ in rows:
        leaving.setdefault(group, set()).add(seq)
    run(connection, "DELETE FROM copy_groups WHERE seq IN :numbers", [seq for seq, *_ in rows])
    without_first = {group for _, group, is_first in rows if is_first}
    without_name = [group for group, gone in leaving.items() if group in gone]
    names = dict(run(connection, _NAMES, without_name).fetchall()) if without_name else {}
    apart: list[int] = []
    for group, gone in sorted(leaving.items()):
        smallest = names.get(group) if group in gone else group
        if smallest is None:  # nothing is left of it
            continue
        parts = _parts(connection, gone)
        if len(parts) > 1:
            for part in parts:
                _rename(connection, min(part), part)
            for part in parts:  # only now is no other part under its name
                elect(connection, min(part))
            apart += [one for part in sorted(parts, key=len)[:-1] for one in part]
            continue
        if smallest > group:
            run(connection, "UPDATE copy_groups SET copy_group = ? WHERE copy_group = ?", smallest, group)
        if group in without_first:
            elect(connection, smallest)
    return apart


_OF_LEAVING = "SELECT seq, copy_group, is_first FROM copy_groups WHERE seq IN :numbers"
_NAMES = "SELECT copy_group, min(seq) FROM copy_groups WHERE copy_group IN :numbers GROUP BY copy_group"


def elect(connection: Connection, group: int) -> None:
    """Choose which version is shown for a group, from all of its members."""
    members = [_member(row) for row in connection.execute(_MEMBERS.where(copy_groups.c.copy_group == group))]
    if not members:
        return
    best = min(members, key=lambda one: one.order).seq
    is_best = copy_groups.c.seq == best
    connection.execute(
        update(copy_groups)
        .where(copy_groups.c.copy_group == group, copy_groups.c.is_first != is_best)
        .values(is_first=is_best)
    )


_MEMBERS = (
    select(copy_groups.c.seq, copy_groups.c.credit, articles.c.id, articles.c.source)
    .add_columns(articles.c.published, articles.c.accepted_at)
    .join(articles, articles.c.seq == copy_groups.c.seq)
)


def _firsts(connection: Connection, group: int) -> list[GroupMember]:
    """Return the versions that are shown for a group: more than one after groups were joined."""
    rows = run(connection, _FIRSTS, group).fetchall()
    return [GroupMember(seq, id, source, read_story_time(*times), credit) for seq, id, source, credit, *times in rows]


_FIRSTS = (
    "SELECT a.seq, a.id, a.source, g.credit, a.published, a.accepted_at FROM copy_groups AS g"
    " JOIN articles AS a ON a.seq = g.seq WHERE g.copy_group = ? AND g.is_first"
)


def _member(row: Row[Any]) -> GroupMember:
    return GroupMember(row.seq, row.id, row.source, story_time(row.published, row.accepted_at), row.credit)


def _rename(connection: Connection, group: int, members: Iterable[int]) -> None:
    for part in chunks(sorted(members), _CHUNK):
        connection.execute(update(copy_groups).where(copy_groups.c.seq.in_(part)).values(copy_group=group))


def _parts(connection: Connection, leaving: Collection[int]) -> list[set[int]]:
    """Return the sets of versions into which a group falls without some that have left it; one set, or none, if it
    stays together.

    The search begins at one neighbour and ends as soon as it has met all others, mostly at once: copies of one text are
    copies of each other.
    """
    open_ends = {one for others in neighbours(connection, leaving).values() for one in others}
    parts: list[set[int]] = []
    while open_ends:
        start = min(open_ends)
        reached, edge = {start}, {start}
        while edge and not (not parts and open_ends <= reached):
            found = neighbours(connection, edge)
            edge = {one for others in found.values() for one in others} - reached
            reached |= edge
        open_ends -= reached
        parts.append(reached)
    return parts


def neighbours(connection: Connection, seqs: Collection[int]) -> Mapping[int, set[int]]:
    """Return the copies and versions of each of these versions, of those that are in a group."""
    found: dict[int, set[int]] = {}
    for part in chunks(sorted(seqs), _CHUNK):
        for one, other in ((copy_pairs.c.a, copy_pairs.c.b), (copy_pairs.c.b, copy_pairs.c.a)):
            query = (
                select(one, other)
                .join(copy_groups, copy_groups.c.seq == other)
                .where(one.in_(part), copy_pairs.c.relation.in_(sorted(GROUPING)))
            )
            for left, right in connection.execute(query):
                found.setdefault(left, set()).add(right)
    return found
