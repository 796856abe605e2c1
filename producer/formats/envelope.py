"""What a transport says about a document beside its bytes: address, charset, time of receipt, provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """The facts that only the source of a document knows.  A file has none of them."""

    address: str | None = None
    """Absolute URL from which the document came, after all redirects: the base of its relative addresses."""
    charset: str | None = None
    """The ``charset`` of its ``Content-Type``; it counts more than what the document declares (RFC 7303, 3)."""
    received: datetime | None = None
    """When the provider's server gave it: now for a live source, the record's date for a web archive."""
    provider: str | None = None
    """Name of the configured source: the namespace of the document's ids where it names no provider itself."""
    useless_ids: frozenset[str] = frozenset()
    """Identifiers that several stories of earlier documents shared, so that they identify none."""


NO_ENVELOPE = Envelope()
"""The envelope of a file."""
