"""The score of each record: the probability that a reader would call it right.

Each kind of record has a logistic model: the weights of its evidence are added, and the sum becomes a probability.
``python -m benchmarks.reading fit`` made the weights from stories that were read by hand;
``docs/explanation/confidence.md`` shows how well they keep their word.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from wiredesk.contract import Entity, Record
from wiredesk.nlp.confidence import evidence

Scored = TypeVar("Scored", bound=Record)

BIAS = "bias"
"""Name of the weight that every record of a kind gets."""
FORM = "form"
"""Table of the weights of a text's form, for all kinds of records; set by hand: the stories that were read are news."""
DIGITS = 3
"""Decimals of a score."""


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weight of each piece of evidence, by kind of record."""
    found: dict[str, dict[str, float]] = tomllib.loads(
        files("wiredesk.nlp.confidence").joinpath("weights.toml").read_text("utf-8")
    )
    return found


def probability(kind: str, names: Iterable[str], form: float = 0.0) -> float:
    """Return the probability that a record with this evidence is right, from 0 to 1; unknown names weigh nothing.

    Args:
        form: what the form of the text adds, the same for all its records.
    """
    return _probability(kind, tuple(names), form)


@lru_cache(evidence.MAX_CACHED)
def _probability(kind: str, names: tuple[str, ...], form: float) -> float:
    of_kind = weights().get(kind, {})
    total = of_kind.get(BIAS, 0.0) + sum(of_kind.get(name, 0.0) for name in names) + form
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), DIGITS)


def with_scores(fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the fields of a document with the score of every record.

    Args:
        fields: records by the name of their field in the document; missing fields count as empty.
        text: the text that was extracted, for its form.
    """
    found = {"entities": (), "quotes": (), "events": (), "dates": (), "amounts": (), **fields}
    form = sum([weights()[FORM][name] for name in evidence.of_text(text, found["entities"])])
    entities = {entity.id: entity for entity in found["entities"]}

    def scored(kind: str, record: Scored, names: tuple[str, ...]) -> Scored:
        return record.model_copy(update={"score": _probability(kind, names, form)})

    def entity(one: Entity) -> Entity:
        changed: dict[str, Any] = {"score": _probability("entity", evidence.of_entity(one), form)}
        if one.location:
            changed["location"] = scored("place", one.location, evidence.of_location(one, one.location))
        if one.titles:
            changed["titles"] = tuple([scored("title", title, evidence.of_title(one, title)) for title in one.titles])
        return one.model_copy(update=changed)

    return {
        **fields,
        "entities": tuple(map(entity, found["entities"])),
        "quotes": tuple([scored("quote", one, evidence.of_quote(one, entities)) for one in found["quotes"]]),
        "events": tuple([scored("event", one, evidence.of_event(one)) for one in found["events"]]),
        "dates": tuple([scored("date", one, evidence.of_date(one)) for one in found["dates"]]),
        "amounts": tuple([scored("amount", one, evidence.of_amount(one)) for one in found["amounts"]]),
    }
