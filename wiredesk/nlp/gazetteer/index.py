"""The index of places: NumPy columns, found by the hash of the folded name.

About 300,000 places take some 15 MB.  The columns are filled once in the parent process and shared with its forked
children.  The key is Python's own hash of a string: it differs from process to process, but not after a fork.
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
from wiredesk.nlp.gazetteer.fold import fold, fold_name

_BLANKS = re.compile(" {2,}")
_ARTICLE = re.compile("^the ", re.MULTILINE)
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

EARTH_RADIUS_KM = 6371.0
"""Mean radius of the Earth."""
MAX_CACHED_NAMES = 16384
"""Look-ups kept, of folded names."""


class Rank(IntEnum):
    """The kind of a place."""

    COUNTRY = 0
    REGION = 1
    """A first-level region: state, province, land."""
    COUNTY = 2
    """A second-level region: county, district, department."""
    CITY = 3
    FEATURE = 4
    """A continent, sea, river, mountain range, or an area without a government."""
    SITE = 5
    """One building, street or square."""


COUNTRY, REGION, COUNTY, CITY, FEATURE, SITE = map(int, Rank)
"""The ranks as plain numbers: an attribute of an enumeration takes as long to look up as a function to call."""

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
    """One place.

    Attributes:
        row: Its row in the index.
        rank: Its kind.
        geonames: Its GeoNames id, or None if no id is certain.
        lat: Latitude in degrees (WGS 84).
        lon: Longitude in degrees (WGS 84).
        country: ISO 3166-1 alpha-2 code, or None for a place in several countries.
        population: Inhabitants; an assumed number for features and sites.
        division: Code at GeoNames and name of the first-level region that it lies in or is, such as ``US.OH``.
    """

    row: int
    rank: Rank
    geonames: int | None
    lat: float
    lon: float
    country: str | None
    population: int
    division: tuple[str, str] | None = None

    @property
    def level(self) -> Level:
        """The level of the place in an extraction."""
        return LEVELS[self.rank]


@dataclass(frozen=True, slots=True)
class Columns:
    """All places, one array element each.

    ``region`` and ``county`` are rows of this table and ``country`` is an index into ``codes``; -1 means unknown.
    """

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
    """Places by name.  It does not change after it was built, except for a cache of look-ups."""

    def __init__(
        self,
        columns: Columns,
        named: Sequence[tuple[Sequence[str], Ints]],
        abbreviations: Mapping[str, int],
        postal: Mapping[str, int],
        area_codes: Mapping[str, int],
        capitals: Sequence[tuple[str, int]],
        divisions: Mapping[int, tuple[str, str]],
        famous: Sequence[tuple[str, int]] = (),
    ) -> None:
        """Build the index.

        Args:
            columns: All places.
            named: Pairs of folded names and the rows of the places with these names.
            abbreviations: Newspapers' short forms of states and provinces in lower case (``calif.``), to rows.
            postal: Postal codes of states and provinces in capitals (``NY``), to rows.
            area_codes: Telephone area codes, to the rows of states and provinces.
            capitals: Names of capitals with the index of their country.
            famous: Names of towns that the world means by a name, with the index of their country.
            divisions: Rows of first-level regions, to their code at GeoNames (``US.OH``) and their English name.
        """
        self.columns = columns
        self.abbreviations = abbreviations
        """Newspapers' short forms of states and provinces in lower case (``n.y.``, ``calif.``), to rows."""
        self.postal = postal
        """Postal codes of states and provinces in capitals (``NY``), to rows."""
        self.area_codes = area_codes
        """Telephone area codes, to the rows of states and provinces."""
        self.divisions = divisions
        """Rows of first-level regions, to their code at GeoNames (``US.OH``) and their English name."""
        keys = np.concatenate([np.fromiter(map(hash, names), np.int64, len(names)) for names, _ in named])
        rows = np.concatenate([rows for _, rows in named])
        order = np.lexsort((rows, -columns.population[rows], keys))
        keys, rows = keys[order], rows[order]
        repeated = np.zeros(len(rows), bool)
        repeated[1:] = (keys[1:] == keys[:-1]) & (rows[1:] == rows[:-1])
        self._keys, self._rows = keys[~repeated], rows[~repeated]
        # News names the same places every day.
        self._cached_search = lru_cache(maxsize=MAX_CACHED_NAMES)(self._search)
        self._cached_place = lru_cache(maxsize=MAX_CACHED_NAMES)(self._place)
        self.capitals = np.array(sorted(self._capital_rows(capitals)), np.int32)
        """Rows of the capitals of countries."""
        self.is_capital = np.zeros(len(columns.rank), bool)
        """Whether each row is the capital of a country."""
        self.is_capital[self.capitals] = True
        self.is_famous = np.zeros(len(columns.rank), bool)
        """Whether each row is what the world means by its name although another town is larger."""
        self.is_famous[sorted(self._capital_rows(famous))] = True
        self.containers = np.stack([columns.country, columns.region, columns.county], dtype=np.int32)
        """Country, region and county of each row, shape (3, rows), as in the columns."""
        self._points = np.stack(_unit(columns.lat, columns.lon), axis=1)

    def rows(self, name: str) -> Ints:
        """Return the rows of the places with a name, the most populous first; empty if the name is unknown."""
        return self.rows_of_folded(fold_name(name))

    def rows_of_folded(self, name: str) -> Ints:
        """Return the rows of the places with a name that is folded already."""
        return self._cached_search(name)

    def _search(self, name: str) -> Ints:
        key = hash(name)
        first = int(np.searchsorted(self._keys, key))
        last = int(np.searchsorted(self._keys, key, side="right"))
        return self._rows[first:last]

    def _capital_rows(self, capitals: Sequence[tuple[str, int]]) -> Iterator[int]:
        """Yield the most populous city of each name in its country."""
        for name, country in capitals:
            rows = self.rows(name)
            col = self.columns
            cities = rows[(col.country[rows] == country) & (col.rank[rows] == Rank.CITY)]
            if len(cities):
                yield int(cities[0])

    def __contains__(self, name: str) -> bool:
        return len(self.rows(name)) > 0

    def place(self, row: int) -> Place:
        """Return the record of one place."""
        return self._cached_place(row)

    def _place(self, row: int) -> Place:
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
            division=self.divisions.get(int(col.region[row])),
        )

    def distances(self, rows: Ints, others: Ints) -> NDArray[np.float32]:
        """Return great-circle distances in km, shape (rows, others)."""
        angle = self._points[rows] @ self._points[others].T
        np.maximum(angle, -1.0, out=angle)
        np.minimum(angle, 1.0, out=angle)
        np.arccos(angle, out=angle)
        angle *= EARTH_RADIUS_KM
        return np.asarray(angle, np.float32)


def _unit(lat: Floats, lon: Floats) -> tuple[Any, Any, Any]:
    phi, theta = np.radians(lat), np.radians(lon)
    return np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)


def folded_names(names: Sequence[str]) -> list[str]:
    """Fold many names at once; a name must not contain a line break."""
    # Pure ASCII text is folded several times faster, and most names are ASCII.
    folded = {name: name for name in names if not name.isascii()}
    folded = dict(zip(folded, _lines(list(folded)), strict=True))
    plain_ones = _lines([name if name.isascii() else "" for name in names])
    return [line if name.isascii() else folded[name] for name, line in zip(names, plain_ones, strict=True)]


def _lines(names: list[str]) -> list[str]:
    text = _ARTICLE.sub("", _BLANKS.sub(" ", fold("\n".join(names))))
    lines = [name.strip() for name in text.split("\n")]
    return lines if names else []
