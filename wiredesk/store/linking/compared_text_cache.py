"""The compared texts that the linker keeps in memory: to read a text again takes ten times as long as to unpack it."""

from __future__ import annotations

from collections import OrderedDict

from wiredesk.stories.copy_relation import ComparedStory
from wiredesk.stories.shingles import PackedShingles


class ComparedTextCache:
    """The texts of the versions that were looked at last; those that were not needed for longest are packed."""

    def __init__(self, ready: int, packed: int) -> None:
        """Keep at most so many texts ready for a comparison, and so many packed."""
        self._most_ready, self._most_packed = ready, packed
        self._ready: OrderedDict[tuple[int, str], ComparedStory] = OrderedDict()
        self._packed: OrderedDict[tuple[int, str], PackedShingles] = OrderedDict()

    def get(self, seq: int, text_hash: str) -> ComparedStory | None:
        """Return the text of a version; None if it must be read."""
        key = seq, text_hash
        if found := self._ready.get(key):
            self._ready.move_to_end(key)
            return found
        if packed := self._packed.pop(key, None):
            shingles = packed.unpacked()
            found = ComparedStory(shingles.text, shingles)
            self.put(seq, text_hash, found)
        return found

    def put(self, seq: int, text_hash: str, text: ComparedStory) -> None:
        """Keep a text; of those that are kept the one that was not needed for longest goes."""
        self._ready[seq, text_hash] = text
        if len(self._ready) > self._most_ready:
            key, last = self._ready.popitem(last=False)
            self._packed[key] = PackedShingles.of(last.shingles)
            if len(self._packed) > self._most_packed:
                self._packed.popitem(last=False)
