"""The index of places: NumPy columns, found by the hash of the folded name.

About 300,000 places take some 15 MB.  They are read-only pages of a file, which all processes of a machine share, or
were filled in the parent process and are shared with its forked children.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from wiredesk.contract import Level
from wiredesk.nlp.gazetteer.fold import fold, fold_name

_BLANKS = re.compile(" {2,}")
_ARTICLE = re.compile("^the ", re.MULTILINE)
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

EARTH_RADIUS_KM = 6371.0
"""Mean radius of the Earth."""
KEY_BITS, HEAD_BITS = 64, 16
"""Bits of a key, and those of its head: five of 300,000 keys have the same."""
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
    """All places, one array element each; the first ones are the countries, in the order of ``codes``.

    ``region`` and ``county`` are rows of this table and ``country`` is an index into ``codes``; -1 means unknown.
    """

    rank: NDArray[np.int8]
    geonames: Ints
    lat: Floats
    lon: Floats
    containers: Ints
    """Country, region and county of each place, shape (3, places)."""
    population: Ints
    codes: tuple[str, ...]
    country: Ints
    region: Ints
    county: Ints
    """These three are the lines of ``containers``."""

    @classmethod
    def of(cls, containers: Ints, *, codes: tuple[str, ...], **others: Any) -> Columns:
        """Return the columns with country, region and county as views."""
        country, region, county = containers
        return cls(containers=containers, country=country, region=region, county=county, codes=codes, **others)


@dataclass(frozen=True, slots=True)
class Places:
    """What the index consists of, in the form in which it is stored."""

    columns: Columns
    keys: NDArray[np.uint64]
    """Hashes of folded names, sorted."""
    rows: Ints
    """The row of each key; of one name the most populous place first."""
    points: Floats
    """Each place on the unit sphere, shape (places, 3)."""
    capitals: Ints
    """Rows of the capitals of countries."""
    is_capital: NDArray[np.bool_]
    is_famous: NDArray[np.bool_]
    abbreviations: Mapping[str, int]
    postal: Mapping[str, int]
    area_codes: Mapping[str, int]
    divisions: Mapping[int, tuple[str, str]]


class Gazetteer:
    """Places by name.  It does not change, except for caches of look-ups."""

    def __init__(self, places: Places) -> None:
        """Take over the stored form."""
        self.columns = places.columns
        self.containers = places.columns.containers
        """Country, region and county of each row, shape (3, rows), as in the columns."""
        self.abbreviations = places.abbreviations
        """Newspapers' short forms of states and provinces in lower case (``n.y.``, ``calif.``), to rows."""
        self.postal = places.postal
        """Postal codes of states and provinces in capitals (``NY``), to rows."""
        self.area_codes = places.area_codes
        """Telephone area codes, to the rows of states and provinces."""
        self.divisions = places.divisions
        """Rows of first-level regions, to their code at GeoNames (``US.OH``) and their English name."""
        self.capitals = places.capitals
        """Rows of the capitals of countries."""
        self.is_capital = places.is_capital
        """Whether each row is the capital of a country."""
        self.is_famous = places.is_famous
        """Whether each row is what the world means by its name although another town is larger."""
        self._keys, self._rows, self._points = places.keys, places.rows, places.points
        heads = np.arange(1 << HEAD_BITS, dtype=np.uint64) << np.uint64(KEY_BITS - HEAD_BITS)
        self._begins = np.append(places.keys.searchsorted(heads), len(places.keys)).astype(np.int32)
        """Where the keys with each head begin: a search among all of them waits for memory at each of 18 steps."""
        # News names the same places every day.
        self._cached_search = lru_cache(maxsize=MAX_CACHED_NAMES)(self._search)
        self._cached_place = lru_cache(maxsize=MAX_CACHED_NAMES)(self._place)

    def rows(self, name: str) -> Ints:
        """Return the rows of the places with a name, the most populous first; empty if the name is unknown."""
        return self.rows_of_folded(fold_name(name))

    def rows_of_folded(self, name: str) -> Ints:
        """Return the rows of the places with a name that is folded already."""
        return self._cached_search(name)

    def has_folded(self, name: str) -> bool:
        """Return whether there is a place with a name that is folded already; nothing is kept."""
        return len(self._search(name)) > 0

    def _search(self, name: str) -> Ints:
        key = key_of(name)
        begin, end = self._begins[(at := key >> KEY_BITS - HEAD_BITS) : at + 2].tolist()
        found: list[int] = self._keys[begin:end].tolist()
        if not (size := found.count(key)):
            return self._rows[:0]
        begin += found.index(key)
        return self._rows[begin : begin + size]

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
        angle = self._points.take(rows, axis=0) @ self._points.take(others, axis=0).T
        np.maximum(angle, -1.0, out=angle)
        np.minimum(angle, 1.0, out=angle)
        np.arccos(angle, out=angle)
        angle *= EARTH_RADIUS_KM
        return np.asarray(angle, np.float32)


def key_of(name: str) -> int:
    """Return the key of a folded name: the same in every process, unlike Python's own hash."""
    return get_string_id(name)


def rows_of(keys: NDArray[np.uint64], rows: Ints, name: str) -> Ints:
    """Return the rows of a folded name; empty if there are none."""
    key = np.uint64(key_of(name))
    first = keys.searchsorted(key)
    if first == len(keys) or keys[first] != key:
        return rows[:0]
    return rows[first : keys.searchsorted(key, side="right")]


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
