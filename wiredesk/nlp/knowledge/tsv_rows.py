"""Tables in plain text: ``|`` between columns, ``;`` between values of one column, ``#`` begins a comment line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from wiredesk.errors import ConfigError


def rows(lines: Iterable[str], columns: int, subject: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table, each as ``columns`` stripped cells; missing last cells are empty.

    Raises:
        ConfigError: a row has more cells than the table has columns.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.rstrip("\n").split("|"))
        if len(cells) > columns:
            raise ConfigError(f"{subject}, line {number}", f"has {len(cells)} columns", f"write at most {columns}")
        yield cells + ("",) * (columns - len(cells))


def values(cell: str) -> tuple[str, ...]:
    """Return the values of one cell: ``"UK; U.K."`` has two."""
    return tuple(value for part in cell.split(";") if (value := part.strip()))


def package_lines(name: str) -> list[str]:
    """Return the lines of a data file of this package."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
