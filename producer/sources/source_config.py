"""The fields of every row ``[[source]]`` of ``wire.toml``; each kind of source adds its own fields."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class SourceConfig(BaseModel):
    """A source as it is configured.  Unknown fields are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    rate: float = Field(default=0.0, ge=0, description="maximum stories a second; 0: no limit")
    provider: str | None = Field(
        default=None, min_length=1, description="name of the agency that sends: the namespace of ids that it leaves out"
    )
