"""The table of what the things of sources are: classes and properties of Wikidata, schemata of FollowTheMoney."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from wiredesk.contract import ENTITY_TYPES, EntityType
from wiredesk.toml_tables import read_table

NO_THING = "none"
WORDS = "words"


@cache
def _table(section: str) -> Mapping[str, tuple[str, ...]]:
    table = read_table(__package__, "kb_types")[section]
    return {key: tuple(value.split()) for key, value in table.items()}


@cache
def wikidata_classes() -> Mapping[str, str]:
    """Return the type of the things of each class; ``none`` for no thing, ``words`` for occupations and offices."""
    return {item: type for type, items in _table("classes").items() for item in items}


@cache
def wikidata_properties() -> tuple[tuple[str, EntityType], ...]:
    """Return the properties that tell a type, the most certain first."""
    return tuple((one, cast(EntityType, type)) for type, some in _table("properties").items() for one in some)


def wikidata_facts(fact: str) -> tuple[str, ...]:
    """Return the properties that have a fact, the first that a thing has counts."""
    return _table("facts")[fact]


@cache
def ftm_schemata() -> Mapping[str, EntityType]:
    """Return the type of the things of each schema of FollowTheMoney."""
    return {schema: cast(EntityType, type) for type, some in _table("schemata").items() for schema in some}


def ftm_relations() -> Mapping[str, tuple[str, ...]]:
    """Return the two ends of each schema of FollowTheMoney that is a relation."""
    return _table("relations")


def is_type(name: str) -> bool:
    """Return whether a name is a type of entities."""
    return name in ENTITY_TYPES
