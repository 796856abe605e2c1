"""The fields of every row ``[[source]]`` of ``wire.toml``; each kind of source adds its own fields."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr


def _resolve_reference(value: Any) -> Any:
    """Replace ``env:NAME`` by the variable's value and ``file:PATH`` by the file's, so that no row has a secret."""
    if isinstance(value, str) and value.startswith("file:"):
        try:
            found = Path(value[5:]).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"{value[5:]}: {getattr(error, 'strerror', None) or error}") from None
        if not found:
            raise ValueError(f"the file {value[5:]} is empty")
        return found
    if isinstance(value, str) and value.startswith("env:"):
        if variable := os.environ.get(value[4:]):
            return variable
        raise ValueError(f"the variable {value[4:]} is not set")
    return value


Secret = Annotated[SecretStr, BeforeValidator(_resolve_reference)]
"""A token or password, or ``env:NAME``, ``file:PATH`` for the variable or the file that contains it."""


class SourceConfig(BaseModel):
    """A source as it is configured.  Unknown fields are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    rate: float = Field(default=0.0, ge=0, description="maximum stories a second; 0: no limit")
    provider: str | None = Field(
        default=None, min_length=1, description="name of the agency that sends: the namespace of ids that it leaves out"
    )
