"""Threads as readers see them: their visible stories, and what these add up to.

The counts in the table ``threads`` are the linker's.  A story that was withdrawn since the linker last ran must not
count, so that everything shown is made from the visible stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from desk.queries.plan_hints import in_list
from desk.queries.story_list import TITLE_CHARACTERS, TimeBasis, lead_of, time_basis
from wiredesk.contract import flash_label
from wiredesk.errors import NotFound
from wiredesk.store.link_tables import copy_groups, thread_members, threads
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined

MAX_MEMBERS = 500
"""Stories of a thread that are read: the newest."""
_COLUMNS = ("seq", "id", "version", "headline", "source", "kind", "urgency", "published", "updated", "dated")


@dataclass(frozen=True, slots=True)
class ThreadMember:
    """A visible story of a thread."""

    seq: int
    id: str
    version: int
    title: str
    source: str | None
    moment: datetime
    """Time of publication, see :mod:`wiredesk.store.publication`."""
    time_basis: TimeBasis
    """What that time is."""
    updated: datetime | None
    """Time of a later version than the first, where the provider tells it."""
    kind: str
    urgency: int | None
    copy_group: int
    """Stories with the same number have one text."""
    is_first: bool
    """Whether it is the one to show for its text."""
    credit: str | None
    """The agency that the text itself credits."""

    @property
    def told_at(self) -> datetime:
        """Time of the text: that of its version, else that of the story."""
        return self.updated or self.moment

    @property
    def flash(self) -> str:
        """``Flash`` or ``Urgent`` according to the urgency, else empty."""
        return flash_label(self.urgency)


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread with its visible stories."""

    number: int
    lead: int
    """The ``seq`` of the story whose headline stands for the thread."""
    stories: tuple[ThreadMember, ...]
    """The newest first, by time; at most :data:`MAX_MEMBERS`."""

    @property
    def headline(self) -> str:
        """The headline of the leading story."""
        return next((one.title for one in self.stories if one.seq == self.lead), self.stories[0].title)

    @property
    def texts(self) -> int:
        """The number of different texts: copies count once."""
        return len({one.copy_group for one in self.stories})

    @property
    def sources(self) -> tuple[str, ...]:
        """The agencies, that of the earliest story first."""
        return tuple(dict.fromkeys(one.source for one in reversed(self.stories) if one.source))

    @property
    def first_at(self) -> datetime:
        """The time of the earliest story."""
        return self.stories[-1].moment

    @property
    def last_at(self) -> datetime:
        """The time of the latest story."""
        return self.stories[0].moment

    def copies(self, story: ThreadMember) -> tuple[ThreadMember, ...]:
        """Return the other stories with the text of this one, the newest first."""
        return tuple(one for one in self.stories if one.copy_group == story.copy_group and one.seq != story.seq)

    @property
    def shown(self) -> tuple[ThreadMember, ...]:
        """One story for each text, the newest first."""
        chosen: dict[int, ThreadMember] = {}
        for one in self.stories:
            if one.copy_group not in chosen or one.is_first:
                chosen[one.copy_group] = one
        return tuple(sorted(chosen.values(), key=lambda one: (one.moment, one.seq), reverse=True))


def current_number(connection: Connection, number: int) -> int:
    """Return the number of a thread today: another one if it was merged.

    Raises:
        NotFound: there never was such a thread.
    """
    row = connection.execute(select(threads.c.merged_into).where(threads.c.thread == number)).one_or_none()
    if row is None:
        raise NotFound(f"thread {number}", "does not exist")
    return number if row.merged_into is None else int(row.merged_into)


def find_thread(connection: Connection, number: int) -> Thread:
    """Return a thread by its number, or the one that it was merged into.

    Raises:
        NotFound: there is no such thread, or readers see none of its stories.
    """
    found = read_threads(connection, [current_number(connection, number)])
    if not found:
        raise NotFound(f"thread {number}", "has no visible story")
    return found[0]


def read_threads(connection: Connection, numbers: Sequence[int]) -> list[Thread]:
    """Return these threads in the order of the numbers, without those of which readers see no story."""
    members: dict[int, list[ThreadMember]] = {number: [] for number in numbers}
    leads = dict.fromkeys(numbers, 0)
    if not members:
        return []
    body = func.substr(articles.c.body, 1, TITLE_CHARACTERS).label("body")
    moment = publication_time().label("moment")
    columns = [articles.c[name] for name in _COLUMNS]
    rows = connection.execute(
        select(
            thread_members.c.thread, threads.c.lead, *columns, body, moment,
            copy_groups.c.copy_group, copy_groups.c.is_first, copy_groups.c.credit,
        )
        .select_from(thread_members)
        .join(threads, threads.c.thread == thread_members.c.thread)
        .join(articles, articles.c.seq == thread_members.c.seq)
        .join(copy_groups, copy_groups.c.seq == thread_members.c.seq, isouter=True)
        .where(in_list(connection, thread_members.c.thread, members), is_visible_joined())
        .order_by(thread_members.c.seq.desc())
    )  # fmt: skip
    for row in rows:
        leads[row.thread] = row.lead
        if len(members[row.thread]) < MAX_MEMBERS:
            members[row.thread].append(_story(row))
    return [_thread(number, leads[number], members[number]) for number in members if members[number]]


def _story(row: Any) -> ThreadMember:
    return ThreadMember(
        seq=row.seq, id=row.id, version=row.version, title=row.headline or lead_of(row.body) or row.id,
        source=row.source, moment=row.moment, time_basis=time_basis(row.published, row.updated, row.dated),
        updated=row.updated if row.version > 1 else None, kind=row.kind,
        urgency=row.urgency,
        copy_group=row.seq if row.copy_group is None else row.copy_group,
        is_first=True if row.is_first is None else row.is_first, credit=row.credit,
    )  # fmt: skip


def _thread(number: int, lead: int, stories: list[ThreadMember]) -> Thread:
    stories.sort(key=lambda one: (one.moment, one.seq), reverse=True)
    return Thread(number, lead if any(one.seq == lead for one in stories) else stories[0].seq, tuple(stories))
