"""The extraction group: which stories of a message are extracted together, and how their outcomes are stored.

A story that is extracted alone has its attempt counted before, so that one which kills its process runs out of
attempts.  A group is counted when its outcomes are stored: nobody knows which of its stories killed the process, so
none loses an attempt, and all are extracted alone from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from wiredesk.contract import Extraction
from wiredesk.nlp.limits import Extracted, Failed
from wiredesk.settings import Settings
from wiredesk.store import ledger, results
from wiredesk.store.ledger import LeasedVersion
from wiredesk.store.linking import linker
from wiredesk.store.linking.linker import PreparedLinks
from wiredesk.store.results import NewResult
from wiredesk.store.showing import FirstShown, mark_visible, tell_first

TOLD = DONE, FAILED, QUARANTINED = "done", "failed", "quarantined"
"""What may become of an attempt at a story; one that failed is tried again, until it is quarantined."""
GROUP_STORIES = 16
"""Stories extracted together at most: more of them gain little (``docs/explanation/speed.md``)."""
GROUP_SECONDS = 0.15
"""Seconds that a group may take at the pace of the stories before: so long a flash waits."""
STORY_CHARACTERS = 500
"""Characters that take as long as what a story takes whatever its length."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A story whose attempt has ended in this process and is not stored yet."""

    story: LeasedVersion
    outcome: Extracted[Extraction] | Failed
    links: PreparedLinks | None = None
    """What other stories find it by; None if that could not be computed: the linker's sweep tries again."""
    is_counted: bool = True
    """Whether the ledger counted the attempt before the extraction."""


class GroupSizes:
    """Decides how many stories are extracted together; the first one of a process is alone."""

    def __init__(self) -> None:
        self._pace = 0.0

    def took(self, stories: Sequence[LeasedVersion], seconds: float) -> None:
        """Note how long stories took."""
        pace = sum(map(_size, stories)) / max(seconds, 1e-6)
        self._pace = (self._pace + pace) / 2 if self._pace else pace

    def take(self, waiting: list[LeasedVersion]) -> list[LeasedVersion]:
        """Take what is extracted next from the front of ``waiting``: one story, or several at their first try."""
        group = [waiting.pop(0)]
        room = GROUP_SECONDS * self._pace - _size(group[0])
        while (
            waiting
            and len(group) < GROUP_STORIES
            and group[0].is_first_try
            and waiting[0].is_first_try
            and _size(waiting[0]) <= room
        ):
            group.append(waiting.pop(0))
            room -= _size(group[-1])
        return group


def _size(story: LeasedVersion) -> int:
    return len(story.article.body) + STORY_CHARACTERS


def store_outcomes(connection: Connection, attempts: Sequence[Attempt], holder: str, settings: Settings) -> list[str]:
    """Store the outcomes; return what became of each attempt, one of :data:`TOLD`.

    A story whose lease was lost keeps nothing of the attempt.
    """
    read = [(one, one.outcome) for one in attempts if isinstance(one.outcome, Extracted)]
    ended = [(one.story, lacking(found.extraction)) for one, found in read]
    shown = ledger.finish_and_show(connection, ended, holder) if ended else {}
    rest = [(story, error) for story, error in ended if story.seq not in shown]
    held = shown.keys() | (ledger.finish_all(connection, rest, holder) if rest else set())
    for one, _ in read:
        if one.is_counted and one.story.seq not in held:
            ledger.refund_attempt(connection, one.story)
    _store_results(connection, [(one, found) for one, found in read if one.story.seq in held], shown)
    return [
        _fail(connection, one, one.outcome, holder, settings) if isinstance(one.outcome, Failed) else DONE
        for one in attempts
    ]


def _store_results(
    connection: Connection, read: Sequence[tuple[Attempt, Extracted[Extraction]]], shown: Mapping[int, FirstShown]
) -> None:
    """Store the results of stories that are done.

    Args:
        shown: those that are shown already, and not told.
    """
    if not read:
        return
    stories = [(one.story.seq, one.story.article) for one, _ in read]
    results.write_all(connection, [NewResult(one.story.seq, found.extraction, found.seconds) for one, found in read])
    results.write_codes(connection, stories)
    tell_first(connection, [(seq, article, shown[seq]) for seq, article in stories if seq in shown])
    for seq, article in stories:
        if seq not in shown:
            mark_visible(connection, seq, article)
    linker.store_all(connection, [(one.story.seq, one.links) for one, _ in read if one.links is not None])


def _fail(connection: Connection, attempt: Attempt, outcome: Failed, holder: str, settings: Settings) -> str:
    """Record a failed attempt in the ledger, unless the lease was lost; return what became of it."""
    story = attempt.story
    is_held = attempt.is_counted or ledger.start(connection, story, holder, settings.lease)
    error, traceback, most = outcome.error, outcome.traceback, settings.attempts
    is_last = is_held and ledger.fail(connection, story.seq, holder, error, traceback, most)
    return QUARANTINED if is_last else FAILED


def lacking(extraction: Extraction) -> str | None:
    """Return which extractors failed and why, for the ledger; None if the result is complete."""
    return "; ".join(map(str, extraction.engine.failed)) or None
