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
from sqlalchemy.exc import InterfaceError, OperationalError

from wiredesk.contract import Article, Extraction
from wiredesk.failure_log import error_line
from wiredesk.store.linking import copies, due, thing_step, thread_step
from wiredesk.store.linking.due import NO_NOTES, DueKey, DueStory, LinkNotes
from wiredesk.store.linking.link_step import LinkRun, LinkStep, PreparedStory
from wiredesk.store.savepoint import savepoint

log = structlog.get_logger()
BATCH = 64
"""Most versions in one transaction."""
BATCH_SECONDS = {"sqlite": 0.02, "postgresql": 0.2}
"""Seconds after which a batch takes no further version.  On SQLite workers that store results wait for it; on
PostgreSQL nobody does, and each batch waits for the server's disk at its end."""
FIRST_TOGETHER, MOST_TOGETHER = 6, 16
"""Versions for which the steps read ahead together, at the beginning of a batch and at most: of a batch whose time ends
within them, some are read for nothing."""
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
    return PreparedLinks(tuple(step.prepare(article, extraction) for step in STEPS))


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


def link_batch(connection: Connection) -> LinkedBatch:
    """Link due versions until the batch is full; an error on one of them leaves the others unharmed."""
    began = time.monotonic()
    until = began + BATCH_SECONDS[connection.dialect.name]
    keys = due.due_keys(connection, BATCH)
    linked = failed = read = 0
    is_over = False
    while read < len(keys) and not is_over:
        number = _together(linked + failed, began, until)
        for stories in _apart(due.read_stories(connection, keys[read : read + number])):
            some, bad = _link_safely(connection, stories, until)
            linked, failed = linked + some, failed + bad
            if is_over := time.monotonic() > until:
                break
        read += number
    return LinkedBatch(linked, failed, linked + failed < len(keys) or len(keys) == BATCH)


def _together(done: int, began: float, until: float) -> int:
    """Return for how many versions to read ahead: those that fit into the rest of a batch's time, as its first took."""
    if not done:
        return FIRST_TOGETHER
    present = time.monotonic()
    fitting = done * (until - present) / (present - began) if present > began else MOST_TOGETHER
    return max(1, min(MOST_TOGETHER, int(fitting)))


def _apart(stories: Iterable[DueStory]) -> Iterator[list[DueStory]]:
    """Cut due versions into lists, each of one that readers no longer see, or of some of different stories."""
    part: list[DueStory] = []
    for story in stories:
        if part and not (story.is_visible and part[-1].is_visible and all(story.id != one.id for one in part)):
            yield part
            part = []
        part.append(story)
    if part:
        yield part


def _link_safely(connection: Connection, stories: Sequence[DueStory], until: float) -> tuple[int, int]:
    """Link versions together, at least one, until the time is over; if that fails, each by itself.

    Returns how many were linked, and how many failed.
    """
    try:
        with savepoint(connection):
            return _link_together(connection, stories, until), 0
    except (OperationalError, InterfaceError):  # the store is at fault: the batch runs again when it answers
        raise
    except Exception as error:
        if len(stories) == 1:
            is_last = due.count_failure(connection, stories[0].seq)
            log.warning("story not linked", story=stories[0].id, error=error_line(error), given_up=is_last)
            return 0, 1
    linked = failed = 0
    for story in stories:
        if linked + failed and time.monotonic() > until:
            break
        some, bad = _link_safely(connection, [story], until)
        linked, failed = linked + some, failed + bad
    return linked, failed


def _link_together(connection: Connection, stories: Sequence[DueStory], until: float) -> int:
    """Link versions in their order, at least one, until the time is over.  Returns how many were linked."""
    if not stories[0].is_visible:
        for step in reversed(STEPS):  # what a step found is there until those that use it are done
            step.unlink(connection, stories[0])
        due.mark_linked(connection, [stories[0].seq])
        return 1
    run = LinkRun({step.name: step.read_ahead(connection, stories) for step in STEPS})
    number = 0
    for story in stories:
        if number and time.monotonic() > until:
            break
        for step in STEPS:
            step.link(connection, story, run)
        run.linked.append(story.seq)
        number += 1
    run.mark_linked(connection)
    return number
