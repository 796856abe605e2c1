"""The command line as users run it: real processes in a scrubbed environment."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.support.paths import ROOT
from tests.support.waiting import HANG_SECONDS

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return a scrubbed environment with this home and no other setting of wiredesk."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "CI") if name in os.environ}
    return kept | {"HOME": str(home), "WIREDESK_HOME": str(home / "wd"), "NO_COLOR": "1", "COLUMNS": "120"} | more


def command(
    home: Path, *words: str, stdin: str | bytes | None = None, timeout: float = HANG_SECONDS, **more: str
) -> object:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    result = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment(home, **more),
        input=data,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    out, err = result.stdout.decode(errors="replace"), result.stderr.decode(errors="replace")
    return subprocess.CompletedProcess(result.args, result.returncode, out, err)


def eventually(holds: Callable[[], object], seconds: float = HANG_SECONDS) -> None:
    """Wait until a condition holds for a service that may not answer yet."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(httpx.HTTPError, ValueError):
            if holds():
                return
        assert time.monotonic() < end, "never came true"
        time.sleep(0.3)
