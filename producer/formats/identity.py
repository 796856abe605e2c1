"""Stable ids for stories that have none."""

from __future__ import annotations

import hashlib

MAX_ID_CHARS = 500
"""Maximum characters of an id: an index entry of PostgreSQL has at most 2,704 bytes."""
SERVICE_NUMBER = "service number"
"""Key among the reasons of an article: service and number of its message, such as ``abc 0123``."""
DROPPED_ID = "dropped id"
"""Key among the reasons of an article: the identifier in its document that was not taken, as it identifies nothing."""


def long_id(id: str) -> str:
    """Return the id that replaces an identifier of more than :data:`MAX_ID_CHARS` characters, such as a long URL."""
    return f"urn:x-wiredesk:long:{hashlib.sha256(id.encode('utf-8', 'replace')).hexdigest()[:40]}"


def article_id(source: str | None, headline: str, body: str) -> str:
    """Return an id that depends on source, headline and body only, and not on their white space."""
    parts = (" ".join(part.split()) for part in (source or "", headline, body))
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"urn:x-wiredesk:{digest[:40]}"
