"""Open and parse the files that a command's arguments name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from producer.formats import Limits, Part
from producer.ingest.file_walk import File, files
from producer.ingest.isolated_parsing import read
from wiredesk.errors import BadData


def read_files(paths: Iterable[str], limits: Limits | None = None) -> Iterator[Part]:
    """Yield the parts of all files that ``paths`` name; what cannot be opened or read is yielded as its error."""
    for file in files(paths):
        yield from read_file(file, limits)


def read_file(file: File | BadData, limits: Limits | None = None) -> Iterator[Part]:
    """Yield the parts of one file; an error of the file as a whole is the last part."""
    if isinstance(file, BadData):
        yield file
        return
    try:
        opened = file.open()
    except BadData as error:
        yield error
        return
    with opened as stream:
        yield from read(stream, file.name, limits=limits)
