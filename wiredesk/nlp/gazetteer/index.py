"""The index: every place in a handful of NumPy columns, found by the hash of its folded name.

About 300,000 places take some 15 MB.  The columns are filled once, in the parent, and shared by the workers it forks:
a name is looked up by Python's own hash of a string, which differs from process to process but not after a fork.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wiredesk.contract import Level
from wiredesk.nlp.gazetteer.fold import fold, plain

_BLANKS = re.compile(" {2,}")
_ARTICLE = re.compile("^the ", re.MULTILINE)
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


class Rank(IntEnum):
    """What sort of place a row is."""

    COUNTRY = 0
    REGION = 1
    """A first-level region: state, province, land."""
    COUNTY = 2
    """A second-level region: county, district, department."""
    CITY = 3
    FEATURE = 4
    """Continent, sea, river, mountains, an area without a government of its own."""
    SITE = 5
    """One building, street or square."""


LEVELS: dict[Rank, Level] = {
    Rank.COUNTRY: "country",
    Rank.REGION: "region",
    Rank.COUNTY: "region",
    Rank.CITY: "city",
    Rank.FEATURE: "region",
    Rank.SITE: "point",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the index.  ``lat``, ``lon`` in degrees; ``geonames`` is None where no id is known for certain."""

    row: int
    rank: Rank
    geonames: int | None
    lat: float
    lon: float
    country: str | None
    population: int

    @property
    def level(self) -> Level:
        return LEVELS[self.rank]


@dataclass(frozen=True, slots=True)
class Columns:
    """All places.  ``region``, ``county``: rows of this table, ``country``: index into ``codes``; -1 where unknown."""

    rank: NDArray[np.int8]
    geonames: Ints
    lat: Floats
    lon: Floats
    country: NDArray[np.int16]
    region: Ints
    county: Ints
    population: Ints
    codes: tuple[str, ...]


class Gazetteer:
    """Places by name.  Nothing changes in it after it is built."""

    def __init__(
        self,
        columns: Columns,
        named: Sequence[tuple[Sequence[str], Ints]],
        abbreviations: Mapping[str, int],
        postal: Mapping[str, int],
        area_codes: Mapping[str, int],
        capitals: Sequence[tuple[str, int]],
    ) -> None:
        """``named``: pairs of names (folded) and the rows that bear them; ``capitals``: names and countries."""
        self.columns = columns
        self.abbreviations = abbreviations
        """Newspapers' short forms of states and provinces, in small letters: ``n.y.``, ``calif.``."""
        self.postal = postal
        """Postal codes of states and provinces in capitals: ``NY``."""
        self.area_codes = area_codes
        """Telephone area codes to states and provinces."""
        keys = np.concatenate([np.fromiter(map(hash, names), np.int64, len(names)) for names, _ in named])
        rows = np.concatenate([rows for _, rows in named])
        order = np.lexsort((rows, -columns.population[rows], keys))
        keys, rows = keys[order], rows[order]
        again = np.zeros(len(rows), bool)
        again[1:] = (keys[1:] == keys[:-1]) & (rows[1:] == rows[:-1])
        self._keys, self._rows = keys[~again], rows[~again]
        # News names the same places day by day.
        self._looked_up = lru_cache(maxsize=16384)(self._search)
        self.capitals = np.array(sorted(self._capital_rows(capitals)), np.int32)
        """Rows of the capitals of countries."""
        self.crowned = np.zeros(len(columns.rank), bool)
        """Whether each row is such a capital."""
        self.crowned[self.capitals] = True
        self._points = np.stack(_unit(columns.lat, columns.lon), axis=1)

    def rows(self, name: str) -> Ints:
        """Rows of the places that bear a name, the most populous first; empty where none does."""
        return self.folded(plain(name))

    def folded(self, name: str) -> Ints:
        """The same for a name that is folded already."""
        return self._looked_up(name)

    def _search(self, name: str) -> Ints:
        key = hash(name)
        first = int(np.searchsorted(self._keys, key))
        last = int(np.searchsorted(self._keys, key, side="right"))
        return self._rows[first:last]

    def _capital_rows(self, capitals: Sequence[tuple[str, int]]) -> Iterator[int]:
        """The most populous city of each capital's name in its country."""
        for name, country in capitals:
            rows = self.rows(name)
            col = self.columns
            cities = rows[(col.country[rows] == country) & (col.rank[rows] == Rank.CITY)]
            if len(cities):
                yield int(cities[0])

    def __contains__(self, name: str) -> bool:
        return len(self.rows(name)) > 0

    def place(self, row: int) -> Place:
        """One place as a record."""
        col = self.columns
        ident, code = int(col.geonames[row]), int(col.country[row])
        return Place(
            row=row,
            rank=Rank(int(col.rank[row])),
            geonames=ident if ident > 0 else None,
            lat=round(float(col.lat[row]), 4),
            lon=round(float(col.lon[row]), 4),
            country=col.codes[code] if code >= 0 else None,
            population=int(col.population[row]),
        )

    def distances(self, rows: Ints, others: Ints) -> NDArray[np.float32]:
        """Great-circle distances in km, one line for each of ``rows``."""
        cosine = self._points[rows] @ self._points[others].T
        return np.asarray(6371.0 * np.arccos(np.clip(cosine, -1.0, 1.0)), dtype=np.float32)


def _unit(lat: Floats, lon: Floats) -> tuple[Any, Any, Any]:
    phi, theta = np.radians(lat), np.radians(lon)
    return np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)


def folded_names(names: Sequence[str]) -> list[str]:
    """Many names folded at once; a name holds no line break."""
    # Text of ASCII alone is folded several times faster, and most names are.
    folded = {name: name for name in names if not name.isascii()}
    folded = dict(zip(folded, _lines(list(folded)), strict=True))
    plain_ones = _lines([name if name.isascii() else "" for name in names])
    return [line if name.isascii() else folded[name] for name, line in zip(names, plain_ones, strict=True)]


def _lines(names: list[str]) -> list[str]:
    text = _ARTICLE.sub("", _BLANKS.sub(" ", fold("\n".join(names))))
    lines = [name.strip() for name in text.split("\n")]
    return lines if names else []
