"""The parts that somebody or something has in an event."""

from __future__ import annotations

from typing import NamedTuple


class EventPart(NamedTuple):
    """A part in an event; name, type and key are None where the words refer to no entity."""

    role: str
    words: str
    """The words of the text, on one line."""
    name: str | None = None
    type: str | None = None
    key: str | None = None
    thing: int | None = None
    """The thing that the entity is; null until the directory has it."""

    @property
    def shown(self) -> str:
        """The entity's name, or else the words."""
        return self.name or self.words

    @property
    def identity(self) -> int | str:
        """What two parts share that are the same in two stories."""
        return self.thing or self.key or self.words.casefold()
