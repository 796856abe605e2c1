"""The models of rulings and corrections, as the API takes and returns them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from wiredesk.contract import EntityType
from wiredesk.store.directory.ruling_rows import RulingKind

MAX_TEXT = 5000
"""Characters of a field; what is longer than the store takes is refused with its own limit in the error."""


class _Decision(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: str = Field(default="", max_length=MAX_TEXT, description="the reason")
    by: str = Field(default="", max_length=MAX_TEXT, description="who decides; default: `api`")


class ThingRulingIn(_Decision):
    """A decision on a thing."""

    kind: Literal["same", "different", "unmerge", "name", "type", "reject", "restore", "split"] = Field(
        description="`unmerge` and `restore` take rulings back and answer with them"
    )
    other: str | None = Field(
        default=None, max_length=MAX_TEXT, description="`same`, `different`: the other thing; `split`: a known thing"
    )
    name: str | None = Field(
        default=None, max_length=MAX_TEXT, description="`name`: what it is called; `split`: what the new one is called"
    )
    type: EntityType | None = Field(default=None, description="`type`: its type")
    stories: list[str] = Field(default=[], max_length=5000, description="`split`: ids of the stories")


class CorrectionIn(_Decision):
    """A correction of one quote or one entity of a story."""

    story: str = Field(max_length=MAX_TEXT, description="the story id")
    kind: Literal["speaker", "place", "entity_type", "no_name"]
    quote: str | None = Field(default=None, max_length=50_000, description="`speaker`: the words of the quote")
    speaker: str | None = Field(
        default=None, max_length=MAX_TEXT, description="`speaker`: the name of an entity; null: not known"
    )
    entity: str | None = Field(default=None, max_length=MAX_TEXT, description="the name of the entity")
    type: EntityType | None = Field(default=None, description="`entity_type`: its type")
    geonames: int | None = Field(default=None, ge=1, le=2**62, description="`place`: its GeoNames id")
    lat: float | None = Field(default=None, ge=-90, le=90, description="`place`: degrees")
    lon: float | None = Field(default=None, ge=-180, le=180, description="`place`: degrees")
    country: str | None = Field(default=None, max_length=2, description="`place`: ISO 3166, with `lat` and `lon`")


class RuledThingOut(BaseModel):
    id: str = Field(description="a number of 63 bits, as text")
    name: str | None


class RulingOut(BaseModel):
    """What a user decided."""

    ruling: int = Field(description="its number")
    kind: RulingKind
    thing: RuledThingOut | None
    other: RuledThingOut | None
    stories: list[str]
    value: dict[str, Any] | None
    text: str = Field(description="the ruling as a sentence")
    why: str | None
    by: str
    at: datetime
    undone_at: datetime | None
    undone_by: str | None


class RulingsOut(BaseModel):
    rulings: list[RulingOut]
    next: str | None = Field(description="the cursor of the next page; null on the last one")


class LabelOut(BaseModel):
    """A correction as a labelled example."""

    ruling: int
    kind: RulingKind
    story: str
    version: int | None
    text: str | None = Field(description="the text of that version; null where the store no longer has it")
    span: tuple[int, int] | None
    words: str
    was: dict[str, Any] | None = Field(description="what the engine said")
    now: dict[str, Any] | None = Field(description="what is right")
    by: str
    at: datetime
    why: str | None


class LabelsOut(BaseModel):
    corrections: list[LabelOut]
    next: str | None = Field(description="the cursor of the next page; null on the last one")
