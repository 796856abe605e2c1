"""The step of the linker that keeps the directory of things."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from wiredesk.contract import Article, Extraction
from wiredesk.identity.story_things import StoryThing, story_things
from wiredesk.store.directory import story_names, story_rulings, thing_pruning
from wiredesk.store.directory.story_names import OpenNames
from wiredesk.store.linking import linker_lease
from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.link_step import LinkRun, LinkStep, PreparedStory


def prepare(_article: Article, extraction: Extraction) -> tuple[StoryThing, ...]:
    """Return the things of a story."""
    return story_things(extraction)


def store(connection: Connection, stories: Sequence[PreparedStory]) -> None:
    """Store the things of versions, as users ruled on their stories."""
    story_rulings.store_things(connection, [(one.seq, one.prepared) for one in stories])


def read_ahead(connection: Connection, stories: Sequence[DueStory]) -> dict[int, OpenNames]:
    """Return which names of versions have to be settled: that depends on what was stored, and not on links.

    A version of which some things are missing is not among them.
    """
    seqs = [story.seq for story in stories]
    incomplete = story_names.incomplete(connection, seqs)
    return story_names.open_names(connection, [seq for seq in seqs if seq not in incomplete])


def link(connection: Connection, story: DueStory, along: LinkRun) -> None:
    """Note which names of a version have to be settled, and decide its bare names for the time being."""
    names: OpenNames | None = along.ahead[STEP.name].get(story.seq)
    if names is None:
        story_names.complete_things(connection, story.seq)
        names = story_names.open_names(connection, [story.seq])[story.seq]
    story_names.count_names(connection, story.seq, names)
    if names.has_bare:
        story_names.decide_for_now(connection, story.seq)


def unlink(connection: Connection, story: DueStory) -> None:
    """Note which names have to be settled without a version that readers no longer see."""
    story_names.count_names(connection, story.seq, story_names.open_names(connection, [story.seq])[story.seq])


def forget(connection: Connection, seqs: Sequence[int]) -> None:
    """Note which names have to be settled without versions that are about to be deleted.

    The linker waits meanwhile."""
    linker_lease.lock(connection)
    story_names.count_leaving(connection, seqs)


def prune(connection: Connection) -> bool:
    """Delete things that no story names and on which nobody has ruled."""
    return thing_pruning.prune(connection)


STEP = LinkStep("things", prepare, store, link, unlink, prune, forget, read_ahead)
