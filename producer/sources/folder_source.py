"""A watched folder as one source among others."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from producer.ingest.delivery import Line
from producer.ingest.scheduler import Intake
from producer.sources.folder import Folder, complete
from producer.sources.source_config import Spec


class Watched(Spec):
    """A folder's row in ``wire.toml``.  What was read is moved away: that is where it was, across restarts."""

    type: Literal["folder"] = "folder"
    path: Path = Field(description="the folder; done/ and rejected/ are made in it")
    every: float = Field(default=0.5, gt=0, description="seconds between two looks")

    @property
    def name(self) -> str:
        return f"folder {self.path}"

    def run(self, intake: Intake) -> None:
        """Publish each file that is complete and move it away, until the intake is over.

        Raises:
            ConfigError: the folder cannot be used.
        """
        line = Line(intake, self.name, rate=self.rate)
        folder = Folder(self.path)
        folder.prepare()
        line.tell("watched")
        for found in complete(folder, self.every, intake.over.is_set):
            if found is not None and not intake.over.is_set():
                _take(folder, found, line)


def _take(folder: Folder, path: Path, line: Line) -> None:
    """One file.  Killed before it is moved, the next run reads it again; what the ledger knew is a no-op there."""
    try:
        with path.open("rb") as file:
            outcome = line.deliver(file, str(path), keep=False)
        if outcome.rejected:
            folder.reject(path, outcome.rejected)
        else:
            folder.accept(path)
    except OSError as error:  # taken away, or not to be read or moved: the next look finds out
        line.tell(f"{path.name}: {error.strerror or error}")
        return
    line.tell(f"{path.name}: {outcome}")
