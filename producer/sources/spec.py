"""What every row ``[[source]]`` of ``wire.toml`` has; each kind of source adds its own fields."""

from __future__ import annotations

import os
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr


def _from_environment(value: Any) -> Any:
    """``env:NAME`` stands for the variable's value, so that the file holds no secret."""
    if isinstance(value, str) and value.startswith("env:"):
        found = os.environ.get(value[4:])
        if not found:
            raise ValueError(f"the variable {value[4:]} is not set")
        return found
    return value


Secret = Annotated[SecretStr, BeforeValidator(_from_environment)]
"""A token or password, or ``env:NAME`` for the variable that holds it."""


class Spec(BaseModel):
    """A source as it is configured.  A field that is not known is an error, not a wish unheard."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    rate: float = Field(default=0.0, ge=0, description="most stories a second; 0: as many as come")
