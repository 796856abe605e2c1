"""OPML, the list of feeds that feed readers exchange (http://opml.org/spec2.opml): read, and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from producer.formats.text.line_layout import one_line
from producer.formats.text.markup import local_name
from producer.formats.xmltree import attribute, child, descendants, load
from wiredesk.errors import BadData, TooLarge

MAX_OPML_BYTES = 5_000_000
"""Size of the largest list: some ten thousand feeds."""


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """A feed of a list."""

    title: str
    """Empty if the list does not tell."""
    url: str


def read_opml(data: bytes, name: str) -> list[OpmlFeed]:
    """Return the feeds of a list, each address once; folders are passed through.

    Raises:
        BadData: it is no OPML, or has no feed.
    """
    if len(data) > MAX_OPML_BYTES:
        raise TooLarge(name, f"more than {MAX_OPML_BYTES:,} bytes")
    root = load(data, name)
    body = child(root, "body")
    if local_name(root.tag) != "opml" or body is None:
        raise BadData(name, "no OPML", "export the list of feeds as OPML from another feed reader")
    found: dict[str, OpmlFeed] = {}
    for outline in descendants(body, "outline"):
        url = attribute(outline, "xmlUrl")
        if url:
            title = attribute(outline, "title") or attribute(outline, "text") or ""
            found.setdefault(url, OpmlFeed(one_line(title), url))
    if not found:
        raise BadData(name, "the OPML has no feed: no outline has an xmlUrl")
    return list(found.values())


def write_opml(feeds: Iterable[OpmlFeed]) -> str:
    """Return a list of feeds as OPML 2.0."""
    rows = []
    for one in feeds:
        title = quoteattr(one.title)
        rows.append(f'    <outline type="rss" text={title} title={title} xmlUrl={quoteattr(one.url)}/>\n')
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>wiredesk</title></head>\n'
    return f"{head}  <body>\n{''.join(rows)}  </body>\n</opml>\n"
