"""The latest stories of a search as a feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

from desk.formats_out.feed_entries import FeedEntry, FeedHead, story_link, write_atom, write_json_feed
from desk.queries.filters import Filters
from desk.queries.story_list import Card

FEED_STORIES = 50
"""Stories of a feed: the latest publications."""


class FeedFormat(StrEnum):
    """The formats of feeds."""

    atom = "atom"
    jsonfeed = "jsonfeed"


def story_feed(
    format: FeedFormat, cards: Sequence[Card], filters: Filters, *, now: datetime, root: str = "", address: str = ""
) -> bytes:
    """Return a feed of stories.

    Args:
        now: the time of an empty feed.
        root: address of the desk, without a slash at its end; without one the entries have the provider's address.
        address: address of the feed.
    """
    query = filters.url_query()
    shown = filters.q or ", ".join(f"{name} {value}" for name, value in filters.pairs())
    feed = FeedHead(
        f"urn:wiredesk:search:{query}", f"wiredesk: {shown}" if shown else "wiredesk", address,
        f"{root}/search?{query}" if root and query else root, now,
    )  # fmt: skip
    write = write_atom if format is FeedFormat.atom else write_json_feed
    return write(feed, [_entry(one, root) for one in cards])


def _entry(card: Card, root: str) -> FeedEntry:
    return FeedEntry(
        f"urn:wiredesk:story:{quote(card.id, safe=':@,;=')}", card.title,
        story_link(root, card.id) if root else card.url or "", max(card.moment, card.updated or card.moment),
        card.lead, card.moment, card.source, tuple(name.name for name in card.names),
    )  # fmt: skip
