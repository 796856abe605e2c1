"""The rows of ``wire.toml``, such as ``[[source]]``, and values in them that stand in a variable or in a file."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, SecretStr, ValidationError

from wiredesk.errors import ConfigError

Config = TypeVar("Config", bound=BaseModel)


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


def read_rows(path: Path, table: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the rows of a list of tables, each with the words that name it in messages; none without the file.

    Args:
        table: the name of the list: ``source`` for ``[[source]]``.

    Raises:
        ConfigError: the file cannot be read, or ``table`` is something else.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get(table, [])
    except FileNotFoundError:
        return []
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), str(error), "correct the file") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(str(path), f"{table} is not a list of tables", f"head each {table} with [[{table}]]")
    return [(f"{path}: [[{table}]] {number}", row) for number, row in enumerate(rows, 1)]


def validated(config: type[Config], row: Mapping[str, Any], subject: str) -> Config:
    """Return a row as a configuration.

    Raises:
        ConfigError: a field is invalid; ``subject`` says which row it is.
    """
    try:
        return config.model_validate(dict(row))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{subject}, {field or 'fields'}", _cause(config, first), "correct it") from None


def _cause(config: type[BaseModel], fault: Mapping[str, Any]) -> str:
    """Return what is wrong with a field, in words of this project where pydantic's are about its own code."""
    if fault["type"] == "extra_forbidden":
        known = sorted(config.model_fields)
        nearest = get_close_matches(str(fault["loc"][-1]), known, 1) if len(fault["loc"]) == 1 else []
        if nearest:
            return f"unknown field; did you mean {nearest[0]}?"
        return f"unknown field; one of {', '.join(known)}" if len(fault["loc"]) == 1 else "unknown field"
    return str(fault["msg"]).removeprefix("Value error, ")
