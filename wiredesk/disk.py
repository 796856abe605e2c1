"""What is wrong with a folder, where a database or a server only says that it could not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Literal

MIN_FREE_BYTES = 1024 * 1024
"""Bytes: with less than this free, a write that failed has failed for want of room."""

WriteProblem = Literal["is not there", "cannot be written", "is full", ""]


def write_problem(folder: Path) -> WriteProblem:
    """Why nothing can be written into this folder; empty where nothing is to be seen."""
    if not folder.is_dir():
        return "is not there"
    if not os.access(folder, os.W_OK | os.X_OK):
        return "cannot be written"
    return "is full" if shutil.disk_usage(folder).free < MIN_FREE_BYTES else ""
