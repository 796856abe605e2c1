"""Word lists that are written as running text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words between blanks."""
    return frozenset(text.split())
