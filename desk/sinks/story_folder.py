"""A folder of stories in a format of the trade, one file a version, for systems that read folders."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Literal, Self

from pydantic import Field

from desk.formats_out.out_formats import FORMATS, OutFormat, cancellation
from desk.queries.related_stories import Across
from desk.sinks.sink import Outgoing, Promise, Sink, SinkConfig, SinkUnavailable
from desk.views.table_form import shown_extraction

_ODD = re.compile(r"[^A-Za-z0-9._-]+")
MAX_NAME_CHARS = 80
"""Characters of an id in a file's name; file systems allow 255 bytes a name."""


WITHDRAWN = "withdrawn"
"""A version that was only deleted from the ledger (``pruned``) stays valid at its readers."""
_CANCELED = "-canceled"


class FolderConfig(SinkConfig):
    """A folder's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE

    type: Literal["folder"]
    folder: Path = Field(description="where the files are written; it is made if it is missing")
    format: OutFormat = Field(
        default=OutFormat.ninjs, description="`ninjs` (3.0), `ninjs-1` (1.5, which Superdesk reads) or `newsml-g2`"
    )

    def open(self) -> Sink:
        """Return the folder."""
        return StoryFolder(self)


class StoryFolder:
    """Writes a file for each version that readers see, and one for each withdrawal.

    A file's name is made of the story's id and its version: what is sent again replaces itself.
    """

    def __init__(self, config: FolderConfig) -> None:
        self._folder, self._format = config.folder, FORMATS[config.format]
        self._subject = f"sink {config.name} ({config.folder})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def position(self) -> None:
        """A folder does not tell what it has: its reader takes files away."""

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Write the changes in their order; a withdrawal removes what was written of the story before.

        Raises:
            SinkUnavailable: the folder is full or read-only; no file is left half written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            written = self._written() if any(change.what == WITHDRAWN for change in changes) else {}
            for change in changes:
                stem = file_stem(change.id)
                if change.what == WITHDRAWN:
                    for file in written.pop(stem, ()):
                        file.unlink(missing_ok=True)
                    article = cancellation(change.id, max(1, change.version), change.at)
                    content = self._format.write(article, None, change.at)
                    self._write(f"{stem}-v{article.version}{_CANCELED}", content)
                elif change.story is not None:
                    file = self._write(f"{stem}-v{change.version}", self._story(change))
                    written.setdefault(stem, []).append(file)
        except OSError as error:
            raise SinkUnavailable(
                self._subject, error.strerror or str(error), "make room, or make it writable"
            ) from None

    def _story(self, change: Outgoing) -> bytes:
        assert change.story is not None
        found = shown_extraction(change.story, change.others or Across())
        return self._format.write(change.story.article, found, change.at)

    def _written(self) -> dict[str, list[Path]]:
        """Return the stories that lie in the folder, by the stem of their names."""
        found: dict[str, list[Path]] = {}
        for file in self._folder.iterdir():
            stem, _, rest = file.name.rpartition("-v")
            if not rest.removesuffix(self._format.suffix).endswith(_CANCELED):
                found.setdefault(stem, []).append(file)
        return found

    def _write(self, name: str, content: bytes) -> Path:
        """Write beside the file's place, and move it there whole: a reader never sees half a file."""
        unfinished = self._folder / f".{name}.part"
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return unfinished.replace(self._folder / f"{name}{self._format.suffix}")
        finally:
            unfinished.unlink(missing_ok=True)


def file_stem(id: str) -> str:
    """Return what begins the names of a story's files: its id as far as a name can have it, and a fingerprint."""
    readable = _ODD.sub("_", id)[:MAX_NAME_CHARS].strip("._-") or "story"
    return f"{readable}-{sha256(id.encode('utf-8', 'backslashreplace')).hexdigest()[:10]}"
