"""The linker: it takes due versions in batches and runs every step on each.

A step is one way in which stories belong together.  Another one is a row of :data:`STEPS`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection

from wiredesk.contract import Article, Extraction
from wiredesk.failure_log import error_line
from wiredesk.store.linking import copies, due, thing_step, thread_step
from wiredesk.store.linking.due import NO_NOTES, DueKey, DueStory, LinkNotes
from wiredesk.store.linking.link_step import LinkRun, LinkStep, PreparedStory
from wiredesk.store.savepoint import savepoint
from wiredesk.store.store_errors import is_store_fault

log = structlog.get_logger()
BATCH = 64
"""Most versions in one transaction."""
BATCH_SECONDS = {"sqlite": 0.02, "postgresql": 0.2}
"""Seconds after which a batch takes no further version.  On SQLite workers that store results wait for it; on
PostgreSQL nobody does, and each batch waits for the server's disk at its end."""
MOST_TOGETHER = 16
"""Most versions for which the steps read ahead together; what a batch has no time for waits for the next one."""
STEPS: tuple[LinkStep, ...] = (copies.STEP, thread_step.STEP, thing_step.STEP)
"""In the order in which they run: threads use what copies found."""


@dataclass(frozen=True, slots=True)
class PreparedLinks:
    """What other stories find a version by, computed before its transaction begins."""

    steps: tuple[Any, ...]
    """The result of each step's ``prepare``, in the order of :data:`STEPS`."""


@dataclass(frozen=True, slots=True)
class LinkedBatch:
    """What one batch did."""

    linked: int
    failed: int
    is_full: bool
    """Whether more versions may be due."""


def prune(connection: Connection) -> bool:
    """Delete some of what is too old to be found by new stories.  Returns whether more is left."""
    is_left = False
    for step in STEPS:
        is_left = step.prune(connection) or is_left
    return is_left


def prepare(article: Article, extraction: Extraction) -> PreparedLinks:
    """Compute what other stories find a version by."""
    return prepare_all([(article, extraction)])[0]


def prepare_all(stories: Sequence[tuple[Article, Extraction]]) -> list[PreparedLinks]:
    """Compute what other stories find versions by, in their order.

    One step after the other: its code and its tables are still in the processor's caches for the next story.

    Raises:
        Exception: what a step raises; it does not tell for which story.
    """
    found = [[step.prepare(article, extraction) for article, extraction in stories] for step in STEPS]
    return [PreparedLinks(steps) for steps in zip(*found, strict=True)]


def store_all(connection: Connection, stories: Sequence[tuple[int, PreparedLinks]]) -> None:
    """Store what other stories find versions by, and mark these as due, in the transaction that stores their results.

    Args:
        stories: number of each version, and what was prepared.
    """
    days = due.story_days(connection, [seq for seq, _ in stories])
    notes: dict[int, LinkNotes] = {}
    for at, step in enumerate(STEPS):
        some = [PreparedStory(seq, days[seq], prepared.steps[at]) for seq, prepared in stories]
        step.store(connection, some)
        if step.notes:
            notes |= {one.seq: step.notes(one.prepared) for one in some}
    due.add_due(connection, [(DueKey(seq, days[seq]), notes.get(seq, NO_NOTES)) for seq, _ in stories])


def store(connection: Connection, seq: int, prepared: PreparedLinks) -> None:
    """Store what other stories find one version by, as :func:`store_all` does."""
    store_all(connection, [(seq, prepared)])


def forget(connection: Connection, seqs: Sequence[int]) -> None:
    """Remove all that was found for versions that are about to be deleted from the ledger."""
    for step in reversed(STEPS):
        step.forget(connection, seqs)


@dataclass(slots=True)
class ReadVersions:
    """Due versions that are linked together: one that readers no longer see, or some of different stories."""

    stories: list[DueStory]
    run: LinkRun | None
    """What was read ahead for them; None if that failed."""


@dataclass(slots=True)
class LinkReading:
    """The versions that have been due for longest, in the order in which they are linked, and what was read ahead."""

    parts: list[ReadVersions]
    is_full: bool
    """Whether more versions may be due."""


def read_due(connection: Connection) -> LinkReading:
    """Read what to link next; this may be another transaction than the one that links.

    What a version is compared with may be older then than that transaction: what was stored meanwhile is due itself,
    and is compared with this version when it is linked.
    """
    keys = due.due_keys(connection, MOST_TOGETHER)
    parts = [ReadVersions(some, _read_ahead(connection, some)) for some in _apart(due.read_stories(connection, keys))]
    return LinkReading(parts, len(keys) == MOST_TOGETHER)


def _apart(stories: Iterable[DueStory]) -> Iterator[list[DueStory]]:
    """Cut due versions into lists that are linked together, as far as none is of a story that was there before."""
    part: list[DueStory] = []
    seen: set[str] = set()
    for story in stories:
        if story.is_visible and story.id in seen:
            break
        if part and not (story.is_visible and part[-1].is_visible):
            yield part
            part = []
        part.append(story)
        if story.is_visible:
            seen.add(story.id)
    if part:
        yield part


def _read_ahead(connection: Connection, stories: Sequence[DueStory]) -> LinkRun | None:
    """Let the steps read ahead; None if one of the versions is at fault, which shows when each is linked by itself."""
    if not stories[0].is_visible:
        return None
    try:
        with savepoint(connection):
            return LinkRun({step.name: step.read_ahead(connection, stories) for step in STEPS})
    except Exception as error:
        if is_store_fault(error):
            raise
        return None


def link_batch(connection: Connection, reading: LinkReading | None = None) -> LinkedBatch:
    """Link due versions until the time is over; an error on one of them leaves the others unharmed.

    Args:
        reading: what was read in another transaction: no more is linked, and what is left of it stays in it.  None to
            read in this transaction, as long as there is time.
    """
    until = time.monotonic() + BATCH_SECONDS[connection.dialect.name]
    is_given = reading is not None
    if reading is not None:
        _drop_changed(connection, reading)
    linked = failed = 0
    while True:
        reading = reading or read_due(connection)
        while reading.parts and not (linked + failed and time.monotonic() > until):
            part = reading.parts[0]
            some, bad = _link_safely(connection, part, until)
            linked, failed = linked + some, failed + bad
            del part.stories[: some + bad]
            if not part.stories:
                del reading.parts[0]
        is_behind = bool(reading.parts) or reading.is_full
        if is_given or reading.parts or not is_behind or linked + failed >= BATCH:
            return LinkedBatch(linked, failed, is_behind)
        reading = None


def _drop_changed(connection: Connection, reading: LinkReading) -> None:
    """Take versions out of a reading that are due no more, or have changed: they are read again if they are due."""
    unchanged = due.unchanged(connection, [story for part in reading.parts for story in part.stories])
    for part in reading.parts:
        part.stories = [story for story in part.stories if story.seq in unchanged]
    reading.parts = [part for part in reading.parts if part.stories]


def _link_safely(connection: Connection, part: ReadVersions, until: float) -> tuple[int, int]:
    """Link versions together, at least one, until the time is over; if that fails, each by itself.

    Returns how many were linked, and how many failed.
    """
    stories = part.stories
    try:
        with savepoint(connection):
            return _link_together(connection, part, until), 0
    except Exception as error:
        if is_store_fault(error):  # the batch runs again when it answers
            raise
        part.run = None  # it may tell of links that were undone
        if len(stories) == 1:
            is_last = due.count_failure(connection, stories[0].seq)
            log.warning("story not linked", story=stories[0].id, error=error_line(error), given_up=is_last)
            return 0, 1
    linked = failed = 0
    for story in stories:
        if linked + failed and time.monotonic() > until:
            break
        some, bad = _link_safely(connection, ReadVersions([story], None), until)
        linked, failed = linked + some, failed + bad
    return linked, failed


def _link_together(connection: Connection, part: ReadVersions, until: float) -> int:
    """Link versions in their order, at least one, until the time is over.  Returns how many were linked."""
    stories = part.stories
    if not stories[0].is_visible:
        for step in reversed(STEPS):  # what a step found is there until those that use it are done
            step.unlink(connection, stories[0])
        due.mark_linked(connection, [stories[0].seq])
        return 1
    if part.run is None:
        part.run = LinkRun({step.name: step.read_ahead(connection, stories) for step in STEPS})
    number = 0
    for story in stories:
        if number and time.monotonic() > until:
            break
        for step in STEPS:
            step.link(connection, story, part.run)
        part.run.linked.append(story.seq)
        number += 1
    part.run.mark_linked(connection)
    return number
