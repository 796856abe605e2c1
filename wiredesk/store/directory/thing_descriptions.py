"""What tells things of one name apart: where a place is, what titles a person has, and in which story it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, select

from wiredesk.nlp.knowledge.countries import countries
from wiredesk.store.directory.thing_stories import thing_entities
from wiredesk.store.tables import articles, places, titles

_SAMPLE_STORIES = 20
"""Newest stories of a thing that are read."""
_MAX_TITLES = 2
_MAX_HEADLINE_CHARACTERS = 60
_LEVEL_WORDS = {"point": "place"}
"""Levels of places that have other words for readers."""


def describe(connection: Connection, members: Mapping[int, Sequence[int]]) -> dict[int, str]:
    """Return some words about each thing that stands for others, by its members; empty where nothing is known."""
    return {id: _words(connection, of) for id, of in members.items()}


def country_name(code: str | None) -> str | None:
    """Return the English name of a country by its ISO 3166-1 code; the code itself if it is of no country."""
    return _names().get(code, code) if code else None


def _words(connection: Connection, members: Sequence[int]) -> str:
    newest = thing_entities(members, _SAMPLE_STORIES)
    same = and_(places.c.seq == newest.c.seq, places.c.entity == newest.c.entity)
    where = connection.execute(
        select(places.c.admin1_name, places.c.country, places.c.level).select_from(newest.join(places, same))
    ).all()
    if where:
        return _location(Counter(where).most_common(1)[0][0])
    same = and_(titles.c.seq == newest.c.seq, titles.c.entity == newest.c.entity)
    held = connection.scalars(select(titles.c.title).select_from(newest.join(titles, same)))
    found = Counter(" ".join(title.split()) for title in held).most_common(_MAX_TITLES)
    if found:
        return ", ".join(title for title, _ in found)
    told = select(articles.c.headline).join(newest, newest.c.seq == articles.c.seq).order_by(newest.c.seq.desc())
    headline = connection.scalar(told.limit(1)) or ""
    shown = headline if len(headline) <= _MAX_HEADLINE_CHARACTERS else headline[:_MAX_HEADLINE_CHARACTERS] + "…"
    return f"in “{shown}”" if shown else ""


def _location(row: Any) -> str:
    """Return ``city in Oregon, United States``, ``region in Canada``, ``country``."""
    within = (None if row.level == "region" else row.admin1_name, country_name(row.country))
    where = ", ".join(part for part in within if part)
    level = _LEVEL_WORDS.get(row.level, row.level)
    return f"{level} in {where}" if where and row.level != "country" else level


@cache
def _names() -> dict[str, str]:
    return {country.code: country.name for country in countries()}
