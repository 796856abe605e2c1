"""What the watches find in changes: one alert for each watch and change that tells its reader something new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection, select

from desk.queries.filters import Filters
from desk.queries.plan_hints import in_list
from desk.queries.stored_filters import fitting
from desk.queries.word_stems import WordStems
from desk.sinks.alert_message import AlertKind
from desk.watches.story_marks import story_marks
from desk.watches.watch_config import NewsKind, Watch
from desk.watches.watch_index import WatchIndex, store_stems
from desk.watches.watched_passages import StoryWords, Watched, story_words, watched_passages
from wiredesk.store import watch_state
from wiredesk.store.change_tables import ARRIVALS, ChangeKind
from wiredesk.store.changes import Change
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined
from wiredesk.store.watch_state import NewAlert

SHOWN_PASSAGES = 5
"""Passages of an alert that readers are shown."""


@dataclass(frozen=True, slots=True)
class WatchSet:
    """The watches that are asked of each story, by their filters."""

    by_filters: Mapping[Filters, tuple[Watch, ...]]
    index: WatchIndex
    stems: WordStems
    begins: Mapping[str, datetime]
    """When each watch was made: earlier changes are no news for it.  Those without a time take all."""

    @classmethod
    def of(
        cls, connection: Connection, watches: Sequence[Watch], begins: Mapping[str, datetime] = MappingProxyType({})
    ) -> WatchSet:
        """Return the set of some watches."""
        by_filters: defaultdict[Filters, tuple[Watch, ...]] = defaultdict(tuple)
        for watch in watches:
            by_filters[watch.filters] += (watch,)
        stems = WordStems()
        return cls(dict(by_filters), WatchIndex(by_filters, store_stems(connection, stems)), stems, begins)

    @property
    def watches(self) -> Iterator[Watch]:
        """All watches."""
        for some in self.by_filters.values():
            yield from some


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
        self._told: dict[tuple[str, str], _Told] = {}
        self._ids: set[str] = set()
        """The stories of which something was told."""

    def find(self, changes: Sequence[Change]) -> list[NewAlert]:
        """Return the alerts of changes, in the order of the changes.

        Back-fill, results of a new extraction and what readers do not see now make no alert.
        """
        news = [one for one in changes if one.is_news]
        arrived = {one.seq for one in news if one.what in ARRIVALS and one.seq is not None}
        urgencies = self._visible(sorted(arrived))
        matched = self._matched(sorted(urgencies))
        if not self._is_trial:
            self._read_told({one.id for one in news if one.id} - self._ids)
        passages = self._passages(matched)
        found: list[NewAlert] = []
        for one in news:
            found += self._of_change(one, matched.get(one.seq or 0, []), urgencies, passages)
        return found

    def _visible(self, seqs: Sequence[int]) -> dict[int, int | None]:
        """Return those of some versions that readers see, with their urgency."""
        query = select(articles.c.seq, articles.c.urgency)
        rows = self._connection.execute(
            query.where(in_list(self._connection, articles.c.seq, seqs), is_visible_joined())
        )
        return {row[0]: row[1] for row in rows}

    def _matched(self, seqs: Sequence[int]) -> dict[int, list[Filters]]:
        """Return the filters that each of some visible versions fits, by the search's own SQL."""
        index = self._watches.index
        marks = story_marks(self._connection, seqs, index.kinds, self._watches.stems)
        possible: defaultdict[Filters, list[int]] = defaultdict(list)
        for seq in seqs:
            for filters in index.candidates(marks[seq]):
                possible[filters].append(seq)
        found: defaultdict[int, list[Filters]] = defaultdict(list)
        for filters, some in possible.items():
            for seq in sorted(fitting(self._connection, filters, some, only_visible=False)):
                found[seq].append(filters)
        return found

    def _passages(self, matched: Mapping[int, Sequence[Filters]]) -> dict[tuple[Filters, int], Watched]:
        """Return what is watched in each story that fits some filters."""
        texts = story_words(self._connection, matched)
        by_filters: defaultdict[Filters, list[StoryWords]] = defaultdict(list)
        for seq, some in matched.items():
            for filters in some:
                by_filters[filters].append(texts[seq])
        return {
            (filters, seq): watched
            for filters, stories in by_filters.items()
            for seq, watched in watched_passages(self._connection, filters, stories, self._watches.stems).items()
        }

    def _read_told(self, ids: set[str]) -> None:
        for row in watch_state.told(self._connection, sorted(ids)):
            self._note(row.watch, row.id, row.kind, row.digests)

    def _note(self, watch: str, id: str, kind: str, digests: Sequence[str]) -> None:
        self._ids.add(id)
        told = self._told.setdefault((watch, id), _Told())
        told.is_standing = kind != AlertKind.WITHDRAWAL
        told.digests.update(digests)

    def _of_change(
        self,
        change: Change,
        matched: Sequence[Filters],
        urgencies: Mapping[int, int | None],
        passages: Mapping[tuple[Filters, int], Watched],
    ) -> Iterator[NewAlert]:
        """Yield the alerts of one change."""
        fit = {watch.name: filters for filters in matched for watch in self._watches.by_filters[filters]}
        is_seen = change.seq in urgencies
        for watch in self._watches.watches if self._concerns_told(change) else self._of(matched):
            told = self._told.get((watch.name, change.id or ""), _Told())
            watched = passages.get((fit[watch.name], change.seq or 0)) if watch.name in fit else None
            kind = _kind(watch, change, told, watched, is_seen=is_seen)
            begins = self._watches.begins.get(watch.name)
            if kind is None or not _is_wanted(kind, watch) or (begins is not None and change.at < begins):
                continue
            assert change.id is not None
            digests = list(watched.digests) if watched else []
            yield NewAlert(
                watch=watch.name, change=change.n, kind=kind.value, id=change.id, version=change.version or 0,
                seq=change.seq or 0, urgency=urgencies.get(change.seq or 0), digests=digests,
                spans=[list(span) for span in _new_first(watched, told)] if watched else [],
                pending=bool(watch.sinks),
            )  # fmt: skip
            self._note(watch.name, change.id, kind.value, digests)

    def _of(self, matched: Sequence[Filters]) -> Iterator[Watch]:
        for filters in matched:
            yield from self._watches.by_filters[filters]

    def _concerns_told(self, change: Change) -> bool:
        """Return whether a change may concern watches that do not find the story any more."""
        return change.what in (ChangeKind.CORRECTED, ChangeKind.WITHDRAWN) and change.id in self._ids


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
