"""A stable id for stories that come without one."""

from __future__ import annotations

import hashlib

MAX_ID_CHARS = 500
"""Characters of an id: an index of PostgreSQL takes no more than 2,704 bytes."""


def long_id(id: str) -> str:
    """What stands for an identifier that is too long to be one (web addresses can be)."""
    return f"urn:x-wiredesk:long:{hashlib.sha256(id.encode('utf-8', 'replace')).hexdigest()[:40]}"


def article_id(source: str | None, headline: str, body: str) -> str:
    """The same for the same source, headline and body, however they are spaced; never of the file or the clock."""
    parts = (" ".join(part.split()) for part in (source or "", headline, body))
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"urn:x-wiredesk:{digest[:40]}"
