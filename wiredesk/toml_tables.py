"""Tables of words as data: TOML files beside the package that reads them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_table(package: str, name: str) -> Mapping[str, Any]:
    """Return the content of ``<name>.toml`` in the folder of a package; it is read once.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return tomllib.loads(files(package).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
