"""The id of a text that nobody has given one, made from the text itself."""

from __future__ import annotations

import hashlib

_ID_DIGITS = 40
"""Hexadecimal digits of the hash: as many as in the ids that producers make."""


def text_id(text: str) -> str:
    """Return the id of a text; equal texts have equal ids.  The text contains no surrogates."""
    return f"urn:x-wiredesk:text:{hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]}"
