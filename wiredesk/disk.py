"""Diagnose why a folder cannot be written to, where a database or a server only reports that it failed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Literal

MIN_FREE_BYTES = 1024 * 1024
"""With less free space, a failed write most likely failed for lack of space."""

WriteProblem = Literal["is not there", "cannot be written", "is full", ""]
"""Continues a message that begins with the folder's path; empty where no problem is visible."""


def write_problem(folder: Path) -> WriteProblem:
    """Return why this process cannot write into the folder; empty where no problem is visible."""
    if not folder.is_dir():
        return "is not there"
    if not os.access(folder, os.W_OK | os.X_OK):
        return "cannot be written"
    return "is full" if shutil.disk_usage(folder).free < MIN_FREE_BYTES else ""
