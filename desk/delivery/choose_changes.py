"""Choose the changes that a sink wants, and describe each as readers see it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection

from desk.queries.related_stories import across
from desk.queries.stored_filters import fitting
from desk.queries.stories import stories_of
from desk.sinks.sink import Outgoing, SinkConfig
from desk.sinks.sink_registry import sink_filters
from wiredesk.store import watch_state
from wiredesk.store.change_tables import ARRIVALS, DEPARTURES, OF_THINGS, ChangeKind
from wiredesk.store.changes import Change

SENT = ARRIVALS | DEPARTURES | {ChangeKind.REPROCESSED}
"""The changes of stories that readers see."""


def choose(connection: Connection, config: SinkConfig, changes: Sequence[Change]) -> list[Outgoing]:
    """Return those of some changes that a sink wants, in their order.

    A withdrawal is sent whatever the sink filters by: what it was sent before must not stay there.
    """
    wanted = [one for one in changes if _is_wanted(one, config)]
    seqs = sorted({one.seq for one in wanted if one.seq is not None and one.what not in DEPARTURES})
    visible = {row.row["seq"]: row for row in stories_of(connection, seqs)}
    fit = _fitting(connection, config, sorted(visible))
    others = across(connection, fit)
    watches = _watches_of(connection, config, wanted)
    found = []
    for one in wanted:
        if one.what in OF_THINGS:
            found.append(_of_thing(one))
            continue
        watched = watches.get(one.id or "", ())
        if config.watches is not None and one.what not in DEPARTURES and not watched:
            continue
        if one.what not in DEPARTURES and one.seq not in fit and (config.filter or one.seq in visible):
            continue
        story = visible.get(one.seq or 0) if one.what not in DEPARTURES else None
        found.append(
            Outgoing(
                n=one.n, what=one.what.value, at=one.at, id=one.id or "", version=one.version or 0,
                backfill=not one.is_news and one.what not in DEPARTURES, story=story,
                others=others.get(one.seq or 0) if story else None, watches=watched,
            )
        )  # fmt: skip
    return found


def _watches_of(connection: Connection, config: SinkConfig, changes: Sequence[Change]) -> dict[str, tuple[str, ...]]:
    """Return the watches of a sink that found each story; nothing if it does not ask for watches.

    The change is read after the watches have looked at it.
    """
    if config.watches is None:
        return {}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in watch_state.told(connection, sorted({one.id for one in changes if one.id})):
        if not config.watches or row.watch in config.watches:
            found[row.id].add(row.watch)
    return {id: tuple(sorted(names)) for id, names in found.items()}


def _is_wanted(change: Change, config: SinkConfig) -> bool:
    """Return whether a sink wants a kind of change.  A story that goes away goes everywhere.

    What is no news is history that was fed in, and what was extracted again.
    """
    if change.what in OF_THINGS:
        return config.things
    return change.what in SENT and (change.is_news or config.wants_backfill or change.what in DEPARTURES)


def _of_thing(change: Change) -> Outgoing:
    """Return a change of the directory, with ids of things as text: numbers of JSON lose digits in many programs."""
    thing, other = (None if id is None else str(id) for id in (change.thing, change.other))
    return Outgoing(
        n=change.n, what=change.what.value, at=change.at, id="", version=0, backfill=False, story=None,
        thing=thing or "", other=other,
    )  # fmt: skip


def _fitting(connection: Connection, config: SinkConfig, seqs: Sequence[int]) -> set[int]:
    """Return those of some visible versions that fit the filters of a sink."""
    filters = sink_filters(config)
    return fitting(connection, filters, seqs) if filters else set(seqs)
