"""Folders and files that only their owner can read, whatever the umask: stories may be under embargo."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o700, 0o600
UMASK = 0o077
"""Umask of the programs that write into such a folder."""


def make_folder(folder: Path) -> None:
    """Create a folder with its missing parents; folders that exist stay as they are.

    Raises:
        OSError: a folder cannot be created.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=FOLDER_MODE, exist_ok=True)


def make_file(file: Path) -> None:
    """Create an empty file if there is none yet; where that is not possible, its user reports why."""
    with contextlib.suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
