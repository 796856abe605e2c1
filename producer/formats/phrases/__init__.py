"""Phrases as data: one TOML file a purpose, in the common languages of the wire.

A phrase is in lower case, with straight apostrophes and single blanks; :func:`plain` brings a text into that form.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "…": "...", "\u00ad": None, "\u200b": None, "‑": "-"})


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the content of ``phrases/<name>.toml``.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str, section: str, key: str) -> re.Pattern[str]:
    """Return an expression that finds the phrases under a key of a section as whole words; the longest come first."""
    phrases = sorted(table(name)[section].get(key, ()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)" if phrases else r"(?!)")


def plain(text: str) -> str:
    """Return a text in the form in which phrases are compared: lower case, straight apostrophes, single blanks."""
    return " ".join(text.translate(_SAME).casefold().split())
