"""Values of rows of ``wire.toml`` that may stand elsewhere: in a variable or in a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr


def resolve_reference(value: Any) -> Any:
    """Replace ``env:NAME`` by the variable's value and ``file:PATH`` by the file's, so that no row has a secret.

    Raises:
        ValueError: the variable is not set, or the file cannot be read or is empty.
    """
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


Secret = Annotated[SecretStr, BeforeValidator(resolve_reference)]
"""A token or password, or ``env:NAME``, ``file:PATH`` for the variable or the file that contains it."""
