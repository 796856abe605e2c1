"""The extraction documents of a thread's stories, for what a page makes of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Text, cast, select

from desk.queries.plan_hints import in_list
from desk.queries.thread_search import Thread, ThreadMember
from wiredesk.contract import Extraction
from wiredesk.corrections import corrected
from wiredesk.store.directory.ruling_rows import corrections_of
from wiredesk.store.tables import extractions
from wiredesk.stories.thread_records import ThreadStory

MAX_DOCUMENTS = 60
"""Documents of a thread that are read: one takes about 2 ms."""


@dataclass(frozen=True, slots=True)
class ThreadHour:
    """An hour of a thread."""

    hour: datetime
    stories: int
    texts: int
    """Texts that no earlier hour had."""
    tone: float | None
    """The mean tone of its stories, -1 to 1; None if none has a tone."""


def documents(connection: Connection, members: list[ThreadMember]) -> dict[int, Extraction]:
    """Return the documents of these stories by their ``seq``, as users corrected them."""
    query = select(extractions.c.seq, cast(extractions.c.document, Text).label("document"))
    rows = connection.execute(query.where(in_list(connection, extractions.c.seq, [one.seq for one in members])))
    found = {row.seq: Extraction.model_validate_json(row.document) for row in rows}
    corrections = corrections_of(connection, {one.id for one in found.values()})
    return {seq: corrected(one, corrections.get(one.id, ())) for seq, one in found.items()}


def stories_to_compare(connection: Connection, thread: Thread) -> list[ThreadStory]:
    """Return the newest texts of a thread with their documents, and their copies as far as :data:`MAX_DOCUMENTS` goes;
    the earliest first."""
    shown = thread.shown[:MAX_DOCUMENTS]
    copies = [copy for one in shown for copy in thread.copies(one)]
    members = sorted([*shown, *copies][:MAX_DOCUMENTS], key=lambda one: (one.told_at, one.seq))
    found = documents(connection, members)
    return [
        ThreadStory(found[one.seq], one.source, one.title, one.told_at, one.copy_group)
        for one in members
        if one.seq in found
    ]


def hours(connection: Connection, thread: Thread) -> tuple[ThreadHour, ...]:
    """Return the hours of a thread in which it has stories, the earliest first."""
    query = select(extractions.c.seq, extractions.c.tone)
    rows = connection.execute(query.where(in_list(connection, extractions.c.seq, [one.seq for one in thread.stories])))
    tones = {row.seq: row.tone for row in rows if row.tone is not None}
    by_hour: dict[datetime, list[ThreadMember]] = {}
    for one in thread.stories:
        by_hour.setdefault(one.moment.replace(minute=0, second=0, microsecond=0), []).append(one)
    seen: set[int] = set()
    found = []
    for hour, members in sorted(by_hour.items()):
        texts = {one.copy_group for one in members} - seen
        seen |= texts
        heard = [tones[one.seq] for one in members if one.seq in tones]
        found.append(ThreadHour(hour, len(members), len(texts), sum(heard) / len(heard) if heard else None))
    return tuple(found)
