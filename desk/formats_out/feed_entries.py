"""News feeds: entries as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import orjson

from wiredesk.store.types import iso

_CONTROLS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry."""

    id: str
    """An IRI."""
    title: str
    link: str
    """Its address; empty if it has none."""
    updated: datetime
    summary: str
    published: datetime | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of itself."""

    id: str
    """An IRI."""
    title: str
    address: str
    """Its own address; empty for a file."""
    home: str
    """The address of the page with the same content; empty for a file."""
    updated: datetime
    """The time of an empty feed."""


def write_atom(feed: FeedHead, entries: Sequence[FeedEntry]) -> bytes:
    """Return an Atom feed."""
    updated = max((one.updated for one in entries), default=feed.updated)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_text(feed.id)}</id>",
        f"<title>{_text(feed.title)}</title>",
        f"<updated>{iso(updated)}</updated>",
        "<author><name>wiredesk</name></author>",
        *_links(feed.home, feed.address),
    ]
    for one in entries:
        lines += [
            "<entry>",
            f"<id>{_text(one.id)}</id>",
            f"<title>{_text(one.title)}</title>",
            f"<updated>{iso(one.updated)}</updated>",
            *_links(one.link),
            *(f"<category term={_attribute(tag)}/>" for tag in one.tags),
        ]
        if one.published:
            lines.append(f"<published>{iso(one.published)}</published>")
        if one.author:
            lines.append(f"<author><name>{_text(one.author)}</name></author>")
        lines += [f"<summary>{_text(one.summary)}</summary>", "</entry>"]
    lines.append("</feed>")
    return "\n".join(lines).encode("utf-8", "replace")


def write_json_feed(feed: FeedHead, entries: Sequence[FeedEntry]) -> bytes:
    """Return a JSON Feed."""
    items = [
        _without_empty({
            "id": one.id, "url": one.link, "title": one.title, "content_text": one.summary or one.title,
            "date_published": iso(one.published or one.updated),
            "date_modified": iso(one.updated) if one.published else "",
            "authors": [{"name": one.author}] if one.author else [], "tags": list(one.tags),
        })
        for one in entries
    ]  # fmt: skip
    head = _without_empty({
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "feed_url": feed.address,
        "home_page_url": feed.home,
    })  # fmt: skip
    return orjson.dumps(head | {"items": items})


def story_link(root: str, id: str) -> str:
    """Return the address of a story's page; the desk's own rule for its path is in ``desk.web.paths``.

    Args:
        root: address of the desk, without a slash at its end.
    """
    return f"{root}/story/{quote(id, safe=':@,;=')}"


def _without_empty(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}


def _links(page: str, own: str = "") -> list[str]:
    links = [f'<link rel="self" href={_attribute(own)}/>'] if own else []
    return [*links, f'<link rel="alternate" type="text/html" href={_attribute(page)}/>'] if page else links


def _text(words: str) -> str:
    return escape(_CONTROLS.sub("\ufffd", words))


def _attribute(words: str) -> str:
    return quoteattr(_CONTROLS.sub("\ufffd", words))
