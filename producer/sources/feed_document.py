"""Tell a feed from the other documents that stand at a feed's address: bot checks, log-ins, error pages."""

from __future__ import annotations

import html
import re

from producer.formats import Envelope, Limits, recognise
from wiredesk.errors import BadData

NO_FEEDS = {"html": "an HTML page", "text": "plain text", "email": "a mail"}
"""Formats that no server publishes stories in at a feed's address, each with what a message calls it."""
SEARCHED_CHARS = 65_536
"""Characters of a page in which its feed is searched; the links are in its head."""
MAX_ADDRESS_CHARS = 200
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"type\s{0,9}=\s{0,9}[\"']?application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_HREF = re.compile(r"href\s{0,9}=\s{0,9}(?:\"([^\"<>]{1,1000})\"|'([^'<>]{1,1000})')", re.IGNORECASE)


class NoFeed(BadData):
    """The document at a feed's address is no feed."""


def require_feed(data: bytes, name: str, limits: Limits, envelope: Envelope) -> None:
    """Return if a document is in a wire format.

    Raises:
        NoFeed: it is an HTML page, plain text, binary data, JSON or XML of something else, or empty.
    """
    try:
        found, start = recognise(data, name, limits, envelope)
    except BadData as error:
        raise NoFeed(name, f"no feed: {error.cause}") from None
    if found in NO_FEEDS:
        named = _feed_of_page(start[:SEARCHED_CHARS]) if found == "html" else ""
        hint = f'the page names "{named}" as its feed' if named else "is it a log-in, a bot check or an error page?"
        raise NoFeed(name, f"no feed: {NO_FEEDS[found]}", hint)


def _feed_of_page(text: str) -> str:
    """Return the address of the first feed that a page names in its head; empty if there is none."""
    for link in _LINK.findall(text):
        if _FEED_TYPE.search(link) and (href := _HREF.search(link)):
            address = html.unescape(href[1] or href[2])
            return address if len(address) <= MAX_ADDRESS_CHARS and address.isprintable() else ""
    return ""
