"""The name under which a person at this terminal can start wiredesk."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

NAME = "wiredesk"


def program_name() -> str:
    """Return what starts this installation here: ``wiredesk`` if PATH has it, else its path, ``.venv/bin/wiredesk``."""
    ours = Path(sys.executable).with_name(NAME)  # beside the interpreter, also in a virtual environment
    found = shutil.which(NAME)
    if not ours.is_file() or (found and Path(found).samefile(ours)):
        return NAME
    relative = os.path.relpath(ours)
    return shlex.quote(str(ours) if relative.startswith(os.pardir) else relative)
