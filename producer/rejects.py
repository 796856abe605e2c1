"""Rejects: bytes that could not be read are kept for a person to look at, with the reason beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wiredesk.errors import BadData
from wiredesk.safe_line import safe_line

MAX_REJECTS = 1000
"""Files kept: caps the disk space that a misbehaving sender can use."""


class RejectKeeper(Protocol):
    """Keeps bytes that could not be read."""

    def keep(self, data: bytes, label: str, reasons: Sequence[BadData]) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class Rejects:
    """A folder, made when the first reject arrives.  The same bytes are kept once."""

    path: Path

    def keep(self, data: bytes, label: str, reasons: Sequence[BadData]) -> Path | None:
        """Write ``HASH.bin`` and ``HASH.reason``.

        Returns:
            The file, or None if it exists already, the folder is full, or it cannot be written.
        """
        target = self.path / f"{hashlib.sha256(data).hexdigest()[:16]}.bin"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if target.exists() or sum(1 for _ in self.path.glob("*.bin")) >= MAX_REJECTS:
                return None
            target.write_bytes(data)
            lines = [label, *(str(reason) for reason in reasons)]
            target.with_suffix(".reason").write_text("".join(f"{safe_line(line)}\n" for line in lines), "utf-8")
        except OSError:  # a full disk is reported elsewhere, and the reason has been reported already
            return None
        return target
