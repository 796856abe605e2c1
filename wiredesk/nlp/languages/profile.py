"""What the extractors must know of a language, as a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from wiredesk.contract import ENTITY_TYPES, EntityType


class Tier(IntEnum):
    """How deeply a story is read."""

    TEXT = 0
    """Without a model: dateline, dates, amounts, direct quotes, countries and capitals."""
    MODEL = 1
    """With the entities of a spaCy model: names, and their places."""
    RULES = 2
    """With the rules of the language: joined names, titles, quotes with speakers."""


_OWN: dict[str, EntityType] = {label: label for label in ENTITY_TYPES}
MODEL_LABELS: Mapping[str, EntityType] = _OWN | {
    # WikiNER and its successors: most of spaCy's models
    "PER": "PERSON",
    # Norwegian (NorNE)
    "GPE_LOC": "GPE",
    "GPE_ORG": "GPE",
    "PROD": "PRODUCT",
    "EVT": "EVENT",
    # Swedish (SUC 3.0)
    "PRS": "PERSON",
    "EVN": "EVENT",
    "WRK": "WORK_OF_ART",
    # Polish (NKJP)
    "persName": "PERSON",
    "orgName": "ORG",
    "placeName": "GPE",
    "geogName": "LOC",
    # Korean (KLUE)
    "PS": "PERSON",
    "OG": "ORG",
    "LC": "LOC",
    # Romanian (RONEC)
    "ORGANIZATION": "ORG",
    "FACILITY": "FAC",
    "NAT_REL_POL": "NORP",
}
"""Label of a spaCy model to the entity type.  A label that is missing is no entity of the document: dates, numbers, and
``MISC``, which is whatever the corpus had no other label for.  The sets of spaCy's models for different languages do
not contradict each other, so one table serves all."""


@dataclass(frozen=True, slots=True)
class LanguageProfile:
    """One language: its name, how deeply it can be read, and what its texts look like."""

    code: str
    """ISO 639-1 code, as the language detector gives it; it is also the code of CLDR."""
    name: str
    """Its English name."""
    extractors: str = ""
    """Module with the language's own extractors (``EXTRACTORS``); empty where those of any language read it."""
    rules: bool = False
    """Whether the extractors of its own reach :attr:`Tier.RULES` with a model."""
    labels: Mapping[str, EntityType] = field(default_factory=lambda: MODEL_LABELS)
    """Labels of its models to entity types."""
    spaced: bool = True
    """Whether blanks part the words; in Chinese, Japanese and Thai they do not."""
    right_to_left: bool = False
    """Whether its text runs from right to left."""

    def tier(self, *, has_model: bool) -> Tier:
        """Return how deeply a story of this language is read, with a model of it or without."""
        if not has_model:
            return Tier.TEXT
        return Tier.RULES if self.rules else Tier.MODEL
