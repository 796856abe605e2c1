"""A disk that can be filled: a small tmpfs, which only root can mount."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


class NoDisk(Exception):
    """A file system cannot be mounted here."""


class Tmpfs:
    kind = "tmpfs"

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes
        self.folder = Path(tempfile.mkdtemp(prefix="wd-disk-"))

    def __enter__(self) -> Tmpfs:
        command = ["mount", "-t", "tmpfs", "-o", f"size={self.megabytes}m", "tmpfs", str(self.folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            self.folder.rmdir()
            raise NoDisk("mount needs root")
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=False)
        self.folder.rmdir()

    def fill(self) -> None:
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            for size in (1024 * 1024, 4096):
                try:
                    while True:
                        if filler.write(b"x" * size) < size:
                            break
                except OSError:
                    continue

    def free(self) -> None:
        (self.folder / "filler").unlink()
