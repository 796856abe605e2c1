"""The score of each record: the probability that a reader would call it right.

Each kind of record has a logistic model: the weights of its evidence are added, and the sum becomes a probability.
``python -m benchmarks.reading fit`` made the weights from stories that were read by hand;
``docs/explanation/confidence.md`` shows how well they keep their word.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from wiredesk.contract import Entity, Extraction
from wiredesk.nlp.confidence import evidence

BIAS = "bias"
"""Name of the weight that every record of a kind gets."""
DIGITS = 3
"""Decimals of a score."""


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weight of each piece of evidence, by kind of record."""
    found: dict[str, dict[str, float]] = tomllib.loads(
        files("wiredesk.nlp.confidence").joinpath("weights.toml").read_text("utf-8")
    )
    return found


def probability(kind: str, names: Iterable[str]) -> float:
    """Return the probability that a record with this evidence is right, from 0 to 1; unknown names weigh nothing."""
    of_kind = weights().get(kind, {})
    total = of_kind.get(BIAS, 0.0) + sum(of_kind.get(name, 0.0) for name in names)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), DIGITS)


def with_scores(found: Extraction) -> Extraction:
    """Return an extraction in which every record has its score."""
    form = evidence.of_text(found)
    entities = {entity.id: entity for entity in found.entities}

    def score(kind: str, names: Iterable[str]) -> dict[str, Any]:
        return {"score": probability(kind, (*names, *form))}

    def entity(one: Entity) -> Entity:
        update = score("entity", evidence.of_entity(one))
        if one.location:
            location = score("place", evidence.of_location(one, one.location))
            update["location"] = one.location.model_copy(update=location)
        update["titles"] = tuple(
            title.model_copy(update=score("title", evidence.of_title(one, title))) for title in one.titles
        )
        return one.model_copy(update=update)

    return found.model_copy(
        update={
            "entities": tuple(map(entity, found.entities)),
            "quotes": tuple(
                quote.model_copy(update=score("quote", evidence.of_quote(quote, entities))) for quote in found.quotes
            ),
            "dates": tuple(date.model_copy(update=score("date", evidence.of_date(date))) for date in found.dates),
            "amounts": tuple(one.model_copy(update=score("amount", evidence.of_amount(one))) for one in found.amounts),
        }
    )
