"""Find ids in the messages that the producer of this home could not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from wiredesk.errors import ConfigError

FOLDER = "rejected"
"""Name of the folder of rejects in a home."""
MAX_BYTES = 16_000_000
"""Bytes of one message that are searched."""
_BETWEEN = re.compile(rb"[\s\"'<>,;|\0]+")
"""What stands before and behind an id in the formats of agencies."""


def find_rejected(home: Path, ids: Iterable[str]) -> dict[str, str]:
    """Return the name of a rejected message for each id that one contains.

    Raises:
        ConfigError: the folder cannot be read.
    """
    wanted = {id.encode("utf-8", "replace"): id for id in ids}
    found: dict[str, str] = {}
    try:
        for path in sorted((home / FOLDER).glob("*.bin")):
            with path.open("rb") as file:
                words = set(_BETWEEN.split(file.read(MAX_BYTES)))
            for word in words & wanted.keys():
                found.setdefault(wanted[word], path.name)
    except OSError as error:
        raise ConfigError(str(home / FOLDER), error.strerror or str(error), "let this user read it") from None
    return found
