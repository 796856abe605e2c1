"""Lexicons of one row a line: lines with their file and number, blank lines and comments left out."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

NumberedLine = tuple[str, int, str]
"""The name of a file, the number of a line, counted from 1, and the line without blanks at its ends."""


def lines_of_folder(package: str, folder: str) -> tuple[NumberedLine, ...]:
    """Return the lines of the ``.tsv`` files in a folder of a package, file by file in the order of their names."""
    found: list[NumberedLine] = []
    for file in sorted(files(package).joinpath(folder).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".tsv"):
            found += _numbered(file.name, file.read_text(encoding="utf-8"))
    return tuple(found)


def lines_of_file(path: Path) -> list[NumberedLine]:
    """Return the lines of a user's file, with its whole path."""
    return _numbered(str(path), path.read_text(encoding="utf-8"))


def _numbered(name: str, text: str) -> list[NumberedLine]:
    stripped = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(name, number, line) for number, line in stripped if line and not line.startswith("#")]
