"""The settings that apply, without secrets, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wiredesk.settings import Settings, origin_of, without_secret


def effective_settings(settings: Settings, flags: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each setting with its value, without secrets, and its origin.

    Args:
        flags: the options of the command line that give settings; None means that the option was not given.
    """
    given = {name: value for name, value in flags.items() if value}
    rows = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        shown = without_secret(value) if name.endswith("_url") and value else value
        shown = tuple(map(str, shown)) if isinstance(shown, tuple) else shown
        rows.append({"name": name, "value": str(shown), "origin": origin_of(name, given)})
    return rows
