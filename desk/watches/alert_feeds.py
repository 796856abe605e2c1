"""A watch's alerts as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import orjson

from desk.sinks.alert_message import Alert
from wiredesk.store.types import iso

_CONTROLS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow."""


def atom_feed(name: str, alerts: Sequence[Alert], *, root: str, address: str, made_at: datetime) -> bytes:
    """Return an Atom feed, the newest alert first.

    Args:
        root: address of the desk, without a slash at its end.
        address: address of the feed.
        made_at: when the watch was made: the time of an empty feed.
    """
    updated = max((one.at for one in alerts), default=made_at)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>urn:wiredesk:watch:{_text(name)}</id>",
        f"<title>{_text(name)}</title>",
        f"<updated>{iso(updated)}</updated>",
        "<author><name>wiredesk</name></author>",
        f'<link rel="self" href={_attribute(address)}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(f"{root}/watches/{name}")}/>',
    ]
    for one in alerts:
        lines += [
            "<entry>",
            f"<id>urn:wiredesk:alert:{one.n}</id>",
            f"<title>{_text(one.title)}</title>",
            f"<updated>{iso(one.at)}</updated>",
            f'<link rel="alternate" type="text/html" href={_attribute(root + _path(one))}/>',
            f'<category term="{one.kind}"/>',
        ]
        if one.story and one.story.published:
            lines.append(f"<published>{iso(one.story.published)}</published>")
        if one.story and one.story.source:
            lines.append(f"<author><name>{_text(one.story.source)}</name></author>")
        lines += [f"<summary>{_text(_summary(one))}</summary>", "</entry>"]
    lines.append("</feed>")
    return "\n".join(lines).encode("utf-8", "replace")


def json_feed(name: str, alerts: Sequence[Alert], *, root: str, address: str, made_at: datetime) -> bytes:
    """Return a JSON Feed; arguments as for :func:`atom_feed`."""
    items = [
        {
            "id": f"urn:wiredesk:alert:{one.n}", "url": root + _path(one), "title": one.title,
            "content_text": _summary(one) or one.title, "date_published": iso(one.at), "tags": [str(one.kind)],
        }
        | ({"authors": [{"name": one.story.source}]} if one.story and one.story.source else {})
        for one in alerts
    ]  # fmt: skip
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": name, "feed_url": address,
        "home_page_url": f"{root}/watches/{name}", "items": items,
    }  # fmt: skip
    return orjson.dumps(feed)


def _path(one: Alert) -> str:
    """Return the path of the story's page; the desk's own rule for it is in ``desk.web.paths``."""
    return "/story/" + quote(one.id, safe=":@,;=")


def _summary(one: Alert) -> str:
    """Return the passages by which the story was found, or its first words."""
    return " … ".join(one.passages) or (one.story.lead if one.story else "The story was withdrawn.")


def _text(words: str) -> str:
    return escape(_CONTROLS.sub("\ufffd", words))


def _attribute(words: str) -> str:
    return quoteattr(_CONTROLS.sub("\ufffd", words))
