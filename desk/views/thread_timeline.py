"""The timeline of a thread: a line for each version of each text, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.queries.story_list import TimeBasis
from desk.queries.thread_search import Thread, ThreadMember
from desk.queries.thread_versions import EarlierVersion
from wiredesk.stories.thread_records import ThreadComparison, ThreadStory
from wiredesk.stories.version_changes import VersionChange, version_changes

MAX_TEXTS = 200
"""Texts of a thread in its timeline; the API has the others."""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """A version of a text of a thread."""

    id: str
    version: int
    title: str
    source: str | None
    kind: str
    at: datetime
    """Time of the version."""
    time_basis: TimeBasis
    """What :attr:`at` is."""
    story: ThreadMember | None
    """The story, if this is its newest version; None for one that was replaced."""
    change: VersionChange | None
    """What it changed and brought; None for the first line, and for texts beyond those that are compared."""
    before: int | None
    """The version that it replaced, if the timeline has it."""


def timeline(
    thread: Thread,
    compared: Sequence[ThreadStory],
    comparison: ThreadComparison,
    earlier: Sequence[EarlierVersion],
) -> tuple[TimelineLine, ...]:
    """Return the timeline of a thread.

    Args:
        compared: the stories of the comparison.
        earlier: versions that later ones replaced.
    """
    changes = _changes(compared, comparison, earlier)
    lines = sorted(_lines(thread.shown[:MAX_TEXTS], earlier), key=lambda one: (one.at, one.id, one.version))
    last: dict[str, int] = {}
    found = []
    for number, line in enumerate(lines):
        change = changes.get((line.id, line.version)) if number else None
        found.append(replace(line, change=change, before=last.get(line.id)))
        last[line.id] = line.version
    return tuple(reversed(found))


def _changes(
    compared: Sequence[ThreadStory], comparison: ThreadComparison, earlier: Sequence[EarlierVersion]
) -> dict[tuple[str, int], VersionChange]:
    if earlier:
        found = version_changes([*compared, *(one.compared for one in earlier)])
    else:  # the comparison has it already
        found = tuple(VersionChange(one.story, one.version, None, (), one) for one in comparison.news)
    return {(one.story, one.version): one for one in found}


def _lines(shown: Sequence[ThreadMember], earlier: Sequence[EarlierVersion]) -> Iterator[TimelineLine]:
    for story in shown:
        yield TimelineLine(
            story.id, story.version, story.title, story.source, story.kind, story.told_at, story.time_basis,
            story, None, None,
        )  # fmt: skip
    for one in earlier:
        yield TimelineLine(
            one.id, one.version, one.title, one.source, one.kind, one.told_at, one.time_basis, None, None, None
        )
