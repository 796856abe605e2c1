"""The web desk as users run it: a real process on a free port of the loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.waiting import HANG_SECONDS


@contextmanager
def serving(home: Path, *words: str, **environment: str) -> Iterator[str]:
    """Run ``wiredesk web`` on a store; yields its address."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "desk", "web", "--port", "0", *words],
        cwd=ROOT,
        env=kept | {"HOME": str(home), "WIREDESK_HOME": str(home)} | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        yield found[0]
    finally:
        process.terminate()
        process.wait(HANG_SECONDS)
        if process.stderr:
            process.stderr.close()
