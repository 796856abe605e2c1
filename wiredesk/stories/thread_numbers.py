"""Which thread each cluster of stories becomes: numbers stay with most of their stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Regrouping:
    """What becomes of threads whose stories were clustered again."""

    threads: tuple[int | None, ...]
    """The number of each cluster's thread, in the order of the clusters; None for a new thread."""
    origins: tuple[int | None, ...]
    """For each new thread the thread that most of its stories come from; None if they come from none."""
    merged: Mapping[int, int]
    """Threads that are left without stories: the number → the position of the cluster that most of their stories are
    in."""


def regroup(clusters: Sequence[Sequence[int]], threads: Mapping[int, int]) -> Regrouping:
    """Return which numbers clusters get.

    A thread's number goes to the cluster with most of its stories, a cluster's number is that of the thread with most
    stories in it; a thread that gets no cluster is merged into the one that most of its stories are in.  Among equals
    the smaller number and the earlier cluster come first.

    Args:
        clusters: the stories of each.
        threads: the thread of each story so far; a new story has none.
    """
    overlaps = Counter(
        (threads[story], position) for position, cluster in enumerate(clusters) for story in cluster if story in threads
    )
    given: dict[int, int] = {}
    ordered = sorted(overlaps, key=lambda pair: (-overlaps[pair], pair))
    for thread, position in ordered:
        if thread not in given.values() and position not in given:
            given[position] = thread
    first: dict[int, int] = {}  # the cluster with most stories of a thread
    origin: dict[int, int] = {}  # the thread with most stories of a cluster
    for thread, position in ordered:
        first.setdefault(thread, position)
        origin.setdefault(position, thread)
    positions = range(len(clusters))
    return Regrouping(
        tuple(given.get(position) for position in positions),
        tuple(None if position in given else origin.get(position) for position in positions),
        {thread: position for thread, position in first.items() if thread not in given.values()},
    )
