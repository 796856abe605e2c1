"""The language of an installed spaCy model, read from its files: neither spaCy nor the model is loaded."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

MAIN = "en"
"""The language of the default model, and of texts whose language cannot be told."""


@cache
def model_language(name: str) -> str:
    """Return the language of a model, a package or a folder; :data:`MAIN` where that cannot be told."""
    try:
        spec = None if Path(name).is_dir() else find_spec(name)
        folder = Path(spec.origin).parent if spec and spec.origin else Path(name)
        return str(json.loads((folder / "meta.json").read_text("utf-8")).get("lang") or MAIN)
    except (OSError, ValueError, ImportError):
        return MAIN  # the loading of the model tells what is wrong
