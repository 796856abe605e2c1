"""Identifiers of a source that identify no story: told once, and recognised in later documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from producer.formats.identity import DROPPED_ID

MAX_REMEMBERED = 500
"""Identifiers of one source that are remembered; a source with more of them is told again."""


class UselessIds:
    """The identifiers that were found useless in a source's documents."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._ids = dict.fromkeys(known)
        self.is_changed = False
        """Whether an identifier was added that the store does not have."""

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        return frozenset(self._ids)

    def note(self, label: str, reasons: Mapping[str, str]) -> str:
        """Add the identifier that an article was not given; return the line to tell, empty if it is known.

        Args:
            label: the document.
            reasons: the origins of the article's fields.
        """
        id = reasons.get(DROPPED_ID)
        if id is None or id in self._ids:
            return ""
        self._ids[id], self.is_changed = None, True
        instead, _, why = reasons["id"].partition("; ")
        return f"{label}: {why or f'{id} identifies no story'}; used instead: {instead.removeprefix('rule: ')}"

    def checkpoint(self) -> dict[str, list[str]]:
        """Return what to keep in the store, the newest identifiers."""
        return {"ids": list(self._ids)[-MAX_REMEMBERED:]}
