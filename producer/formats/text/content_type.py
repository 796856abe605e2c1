"""The charset that a ``Content-Type`` names."""

from __future__ import annotations

import re

_CHARSET = re.compile(r";\s*charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;,\"']+))", re.IGNORECASE)
MAX_CHARS = 1000
"""Characters of a ``Content-Type`` that are read: none in use has a tenth of it."""


def charset_of(content_type: str | None) -> str | None:
    """Return the parameter ``charset`` of a media type (RFC 9110, 8.3.2), else None; quotes are optional."""
    found = _CHARSET.search((content_type or "")[:MAX_CHARS])
    return next((group.strip() for group in found.groups() if group and group.strip()), None) if found else None
