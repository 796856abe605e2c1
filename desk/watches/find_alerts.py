"""What the watches find in changes: one alert for each watch and change that tells its reader something new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from desk.queries.query_facts import NamedBy, read_facts
from desk.queries.story_search import matching_tree
from desk.sinks.alert_message import AlertKind
from desk.watches.story_marks import story_marks
from desk.watches.watch_config import NewsKind, Watch
from desk.watches.watch_set import AskedQuery, WatchSet
from desk.watches.watched_passages import Watched, watched_passages
from desk.watches.watched_story import WatchedStory, visible_stories
from wiredesk.errors import NotFound
from wiredesk.store import watch_state
from wiredesk.store.change_tables import ARRIVALS, ChangeKind
from wiredesk.store.changes import Change
from wiredesk.store.directory.wanted_things import WantedThing
from wiredesk.store.watch_state import NewAlert

SHOWN_PASSAGES = 5
"""Passages of an alert that readers are shown."""


@dataclass(slots=True)
class _Told:
    """What a watch has told of a story."""

    digests: set[str] = field(default_factory=set)
    is_standing: bool = False
    """Whether the last alert was no withdrawal."""


class AlertFinder:
    """Finds the alerts of some changes; what one of them told counts for the next.

    Args:
        is_trial: nothing was told before, and readers see what they saw when a change was made.
    """

    def __init__(self, connection: Connection, watches: WatchSet, *, is_trial: bool = False) -> None:
        self._connection, self._watches, self._is_trial = connection, watches, is_trial
        self._told: defaultdict[str, dict[str, _Told]] = defaultdict(dict)
        """What was told of each story, by watch."""
        self._known: dict[NamedBy, WantedThing] = {}

    def find(self, changes: Sequence[Change]) -> list[NewAlert]:
        """Return the alerts of changes, in the order of the changes.

        Back-fill, results of a new extraction and what readers do not see now make no alert.
        """
        news = [one for one in changes if one.is_news]
        arrived = sorted({one.seq for one in news if one.what in ARRIVALS and one.seq is not None})
        stories = {one.seq: one for one in visible_stories(self._connection, arrived, self._watches.stems)}
        matched = self._matched(stories)
        if not self._is_trial:
            self._read_told({one.id for one in news if one.id} - self._told.keys())
        return [alert for one in news for alert in self._of_change(one, stories, matched.get(one.seq or 0, {}))]

    def _matched(self, stories: Mapping[int, WatchedStory]) -> dict[int, dict[AskedQuery, Watched]]:
        """Return the queries that each of some visible versions fits, by the search's own SQL, and what they watch."""
        index = self._watches.index
        marks = story_marks(self._connection, stories.values(), index.kinds)
        possible: defaultdict[AskedQuery, list[int]] = defaultdict(list)
        for seq in sorted(stories):
            for query in index.candidates(marks[seq]):
                possible[query].append(seq)
        found: defaultdict[int, dict[AskedQuery, Watched]] = defaultdict(dict)
        for query, seqs in possible.items():
            try:
                facts = read_facts(self._connection, query.tree, any_bearer=True, known=self._known)
            except NotFound:  # a thread that is not there
                continue
            if fit := sorted(matching_tree(self._connection, query.tree, facts, seqs)):
                some = [stories[seq] for seq in fit]
                for seq, watched in watched_passages(self._connection, query.watched, facts, some).items():
                    found[seq][query] = watched
        return found

    def _read_told(self, ids: set[str]) -> None:
        for row in watch_state.told(self._connection, sorted(ids)):
            self._note(row.watch, row.id, row.kind, row.digests)

    def _note(self, watch: str, id: str, kind: str, digests: Sequence[str]) -> None:
        told = self._told[id].setdefault(watch, _Told())
        told.is_standing = kind != AlertKind.WITHDRAWAL
        told.digests.update(digests)

    def _of_change(
        self, change: Change, stories: Mapping[int, WatchedStory], matched: Mapping[AskedQuery, Watched]
    ) -> Iterator[NewAlert]:
        """Yield the alerts of one change."""
        story = stories.get(change.seq or 0)
        fit = {watch.name: watched for query, watched in matched.items() for watch in query.watches}
        earlier = self._told.get(change.id or "", {})
        for watch in self._concerned(change, matched, earlier):
            told, watched = earlier.get(watch.name) or _Told(), fit.get(watch.name)
            kind = _kind(watch, change, told, watched, is_seen=story is not None)
            begins = self._watches.begins.get(watch.name)
            if kind is None or not _is_wanted(kind, watch) or (begins is not None and change.at < begins):
                continue
            assert change.id is not None
            digests = list(watched.digests) if watched else []
            yield NewAlert(
                watch=watch.name, change=change.n, kind=kind.value, id=change.id, version=change.version or 0,
                seq=change.seq or 0, urgency=story.urgency if story else None, digests=digests,
                spans=[list(span) for span in _new_first(watched, told)] if watched else [],
                pending=bool(watch.sinks),
            )  # fmt: skip
            self._note(watch.name, change.id, kind.value, digests)

    def _concerned(self, change: Change, matched: Collection[AskedQuery], told: Collection[str]) -> Iterator[Watch]:
        """Yield the watches that find a story, and of a correction or withdrawal those that told of it."""
        yield from (watch for query in matched for watch in query.watches)
        if told and change.what in (ChangeKind.CORRECTED, ChangeKind.WITHDRAWN):
            others = (query for query in self._watches.queries if query not in matched)
            yield from (watch for query in others for watch in query.watches if watch.name in told)


def _kind(watch: Watch, change: Change, told: _Told, watched: Watched | None, *, is_seen: bool) -> AlertKind | None:
    """Return why a watch tells of a change; None if it tells nothing.

    A watch that tells no new stories has told none: each later version that it finds counts as an update or a
    correction of one.
    """
    if change.what is ChangeKind.WITHDRAWN:
        return AlertKind.WITHDRAWAL if told.is_standing else None
    if not is_seen:
        return None
    is_later = told.is_standing or (
        NewsKind.NEW not in watch.news and change.previous is not None and watched is not None
    )
    if is_later and change.what is ChangeKind.CORRECTED:
        return AlertKind.CORRECTION
    if watched is None:
        return None
    if not is_later:
        return AlertKind.NEW
    return None if told.digests.issuperset(watched.digests) else AlertKind.UPDATE


def _is_wanted(kind: AlertKind, watch: Watch) -> bool:
    if kind is AlertKind.NEW:
        return NewsKind.NEW in watch.news
    return (NewsKind.UPDATES if kind is AlertKind.UPDATE else NewsKind.CORRECTIONS) in watch.news


def _new_first(watched: Watched, told: _Told) -> list[tuple[int, int]]:
    """Return the first passages that were not told before; the first of all where there are none."""
    pairs = list(zip(watched.spans, watched.digests, strict=False))
    new = [span for span, digest in pairs if digest not in told.digests]
    return (new or [span for span, _ in pairs])[:SHOWN_PASSAGES]
