"""Install a lock file into the virtual environment that runs this script, with its hashes and with plain progress.

``make setup`` and ``make setup-dev`` call it:
``.venv/bin/python tools/install.py requirements.lock``.  It needs nothing
but Python and pip.  pip runs without dependency resolution, because a lock file names every package, and without
compiling, because most modules of the large packages are never imported (110 MB and half of the time).
``--lean`` leaves out what only developers use: setuptools, and the test suites inside the installed packages (26 MB).
"""

# ruff: noqa: T201 - it reports on the standard error

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

PIP = (sys.executable, "-B", "-m", "pip", "--disable-pip-version-check", "--no-input")
LOCKED = ("install", "--require-hashes", "--no-deps", "--no-compile", "--progress-bar", "off", "--requirement")
PROJECT = ("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable")
LEAN = ("uninstall", "--quiet", "--yes", "setuptools")
QUIET = {"PYTHONWARNINGS": "ignore:Editable installation"}
"""The warning of setuptools about every editable installation."""

POLL_SECONDS = 0.5
"""Seconds between two counts of the unpacked packages."""

EXIT_UNAVAILABLE = 69
"""As everywhere in wiredesk: a service, here the package index, is down or incomplete."""

_COLLECTED = re.compile(r"^\s*(?:Collecting|Processing|Requirement already satisfied:) (?P<name>\S+)")
_IGNORED = re.compile(r"^\s*Ignoring \S+: markers ")
_UNPACKING = re.compile(r"^\s*Installing collected packages: (?P<names>.+)")


class Progress:
    """One line that is overwritten on a terminal; in a log, a line after each tenth of the packages."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._terminal = out, out.isatty()
        self._printed: tuple[str, int] | None = None

    def show(self, step: str, done: int, total: int, detail: str = "") -> None:
        """Report that ``done`` of ``total`` packages have passed ``step``."""
        tenth = 10 * done // max(total, 1)
        if self._terminal:
            self._out.write(f"\r\x1b[Ksetup: {step} {done} of {total} {detail}"[:100])
        elif (step, tenth) != self._printed:
            self._printed = step, tenth
            self._out.write(f"setup: {step} {done} of {total}\n")
        self._out.flush()

    def end(self) -> None:
        """End the overwritten line."""
        if self._terminal:
            self._out.write("\r\x1b[K")


def locked_packages(lock: Path) -> int:
    """Count the requirements of a lock file, those of other platforms included."""
    return len(re.findall(r"(?m)^[A-Za-z0-9][\w.\[\]-]*==", lock.read_text(encoding="utf-8")))


def installed_packages() -> int:
    """Count the packages of this environment."""
    return sum(1 for _ in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def megabytes(folder: Path) -> int:
    """Return the disk space of a folder, as ``du -sm`` counts it."""
    blocks = sum(
        os.lstat(os.path.join(parent, name)).st_blocks  # noqa: PTH118 - forty thousand files
        for parent, _, names in os.walk(folder)
        for name in names
    )
    return blocks * 512 // 2**20


def install(lock: Path, progress: Progress) -> int:
    """Run pip over ``lock``; return its exit status.  What pip writes to its standard error is passed on."""
    total, collected = locked_packages(lock), 0
    with subprocess.Popen([*PIP, *LOCKED, str(lock)], stdout=subprocess.PIPE, text=True) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            if _IGNORED.match(line):
                total -= 1
            elif found := _COLLECTED.match(line):
                collected += 1
                progress.show("fetched", collected, total, found["name"])
            elif found := _UNPACKING.match(line):
                _watch_unpacking(pip, len(found["names"].split(",")), progress)
    return pip.returncode


def _watch_unpacking(pip: subprocess.Popen[str], total: int, progress: Progress) -> None:
    """Report how many of ``total`` packages are unpacked until pip ends; pip itself prints nothing meanwhile."""
    before = installed_packages()
    reader = threading.Thread(target=_drain, args=(pip.stdout,), daemon=True)
    reader.start()
    for _ in _until_ended(pip):
        progress.show("unpacked", max(0, min(total, installed_packages() - before)), total)
    reader.join()


def _drain(stream: TextIO | None) -> None:
    for _ in stream or ():
        pass


def _until_ended(process: subprocess.Popen[str]) -> Iterator[None]:
    while process.poll() is None:
        yield
        time.sleep(POLL_SECONDS)


def install_checkout() -> int:
    """Install this checkout in editable form; return pip's exit status."""
    root = Path(__file__).parents[1]
    return subprocess.run([*PIP, *PROJECT, str(root)], env=os.environ | QUIET, check=False).returncode


def remove_developer_files() -> int:
    """Uninstall setuptools and delete the installed packages' own test suites; return pip's exit status."""
    for folder in [*Path(sysconfig.get_path("purelib")).glob("*/**/tests")]:
        shutil.rmtree(folder, ignore_errors=True)
    return subprocess.run([*PIP, *LEAN], check=False).returncode


def main() -> int:
    """Install a lock file and this checkout; return the exit code."""
    parser = argparse.ArgumentParser(description="Install a lock file and this checkout.")
    parser.add_argument("lock", type=Path)
    parser.add_argument("--lean", action="store_true")
    options = parser.parse_args()
    began, progress = time.monotonic(), Progress(sys.stderr)
    code = install(options.lock, progress) or install_checkout() or (remove_developer_files() if options.lean else 0)
    progress.end()
    if code:
        print(
            f"setup: pip could not install {options.lock}: see above, check the network and pip's index",
            file=sys.stderr,
        )
        return EXIT_UNAVAILABLE
    size, seconds = megabytes(Path(sys.prefix)), time.monotonic() - began
    print(f"setup: done in {seconds:.0f} s, {size} MB in {Path(sys.prefix).name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
