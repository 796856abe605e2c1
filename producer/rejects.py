"""Rejects: bytes that could not be read are kept, with the reason beside them, for a person to look at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wiredesk.errors import BadData

MOST = 1000
"""Rejects kept; a sender that goes mad must not fill the disk."""


@dataclass(frozen=True, slots=True)
class Rejects:
    """A folder, made when the first reject comes.  The same bytes are kept once."""

    path: Path

    def keep(self, data: bytes, label: str, reasons: Sequence[BadData]) -> Path | None:
        """Write ``HASH.bin`` and ``HASH.reason``; None where the folder is full or cannot be written."""
        target = self.path / f"{hashlib.sha256(data).hexdigest()[:16]}.bin"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if target.exists() or sum(1 for _ in self.path.glob("*.bin")) >= MOST:
                return None
            target.write_bytes(data)
            lines = [label, *(str(reason) for reason in reasons)]
            target.with_suffix(".reason").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        except OSError:  # a disk that is full has been told of elsewhere; the story's reason was told already
            return None
        return target
