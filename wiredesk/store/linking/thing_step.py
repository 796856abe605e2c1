"""The step of the linker that keeps the directory of things."""

from __future__ import annotations

from sqlalchemy import Connection

from wiredesk.contract import Article, Extraction
from wiredesk.identity.story_things import StoryThing, story_things
from wiredesk.store.directory import story_rulings
from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.link_step import LinkStep


def prepare(_article: Article, extraction: Extraction) -> tuple[StoryThing, ...]:
    """Return the things of a story."""
    return story_things(extraction)


def store(connection: Connection, seq: int, _day: int, found: tuple[StoryThing, ...]) -> None:
    """Store the things of a version, as users ruled on its story."""
    story_rulings.store_things(connection, seq, found)


def link(connection: Connection, story: DueStory) -> None:
    """Settle who the bare names of a version are."""


def unlink(connection: Connection, story: DueStory) -> None:
    """Do nothing: the directory knows what readers do not see, and pages ask for what they do."""


def prune(_connection: Connection) -> bool:
    """Nothing in the directory becomes too old to be found."""
    return False


STEP = LinkStep("things", prepare, store, link, unlink, prune)
