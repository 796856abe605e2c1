"""A watch's alerts as a feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk.formats_out.feed_entries import FeedEntry, FeedHead, story_link, write_atom, write_json_feed
from desk.sinks.alert_message import Alert


def atom_feed(name: str, alerts: Sequence[Alert], *, root: str, address: str, made_at: datetime) -> bytes:
    """Return an Atom feed, the newest alert first.

    Args:
        root: address of the desk, without a slash at its end.
        address: address of the feed.
        made_at: when the watch was made: the time of an empty feed.
    """
    return write_atom(_feed(name, root, address, made_at), [_entry(one, root) for one in alerts])


def json_feed(name: str, alerts: Sequence[Alert], *, root: str, address: str, made_at: datetime) -> bytes:
    """Return a JSON Feed; arguments as for :func:`atom_feed`.  Readers order it by the time of the alert."""
    entries = [replace(_entry(one, root), published=None) for one in alerts]
    return write_json_feed(_feed(name, root, address, made_at), entries)


def _feed(name: str, root: str, address: str, made_at: datetime) -> FeedHead:
    return FeedHead(f"urn:wiredesk:watch:{name}", name, address, f"{root}/watches/{name}", made_at)


def _entry(one: Alert, root: str) -> FeedEntry:
    story = one.story
    return FeedEntry(
        f"urn:wiredesk:alert:{one.n}", one.title, story_link(root, one.id), one.at, _summary(one),
        story.published if story else None, story.source if story else None, (str(one.kind),),
    )  # fmt: skip


def _summary(one: Alert) -> str:
    """Return the passages by which the story was found, or its first words."""
    return " … ".join(one.passages) or (one.story.lead if one.story else "The story was withdrawn.")
