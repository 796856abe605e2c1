"""Places as GeoJSON (RFC 7946): one feature for each place of each story, or one for each place with its stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from desk.formats_out.row_files import json_array
from desk.views.table_form import Row
from wiredesk.safe_line import safe_json

MAX_LISTED_STORIES = 100
"""Stories whose ids a place has: the last accepted ones; bounds the memory."""
_HEAD = b'{"type":"FeatureCollection","features":['
_TAIL = b"]}\n"


def place_rows_as_features(batches: Iterable[list[Row]], names: tuple[str, ...]) -> Iterator[bytes]:
    """Yield a feature for each row of the table of places."""
    return json_array(
        ([_feature(dict(zip(names, row, strict=True))) for row in rows] for rows in batches), _HEAD, _TAIL
    )  # fmt: skip


def places_with_stories(batches: Iterable[list[Row]], names: tuple[str, ...]) -> Iterator[bytes]:
    """Yield a feature for each place of the rows, that of most stories first: number of stories and their ids.

    The memory grows with the number of places, not of stories.
    """
    places: dict[tuple[Any, ...], dict[str, Any]] = {}
    for rows in batches:
        for row in rows:
            one = dict(zip(names, row, strict=True))
            key = tuple(one[name] for name in _PLACE)
            known = places.setdefault(key, {name: one[name] for name in ("name", *_PLACE)} | {"stories": 0, "ids": {}})
            ids: dict[str, None] = known["ids"]
            if one["story"] not in ids:
                known["stories"] += 1
                ids[one["story"]] = None
                if len(ids) > MAX_LISTED_STORIES:
                    del ids[next(iter(ids))]
    ordered = sorted(places.values(), key=lambda one: (-one["stories"], one["name"]))
    yield from json_array([[_feature(one | {"ids": list(one["ids"])}) for one in ordered]], _HEAD, _TAIL)


_PLACE = ("lat", "lon", "country", "level", "geonames")
"""What makes two places one."""


def _feature(one: dict[str, Any]) -> bytes:
    lat, lon = one.pop("lat"), one.pop("lon")
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return safe_json(orjson.dumps({"type": "Feature", "geometry": geometry, "properties": one}))
