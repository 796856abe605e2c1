"""Try a source for somebody in the browser or at the API: a few at once, and only where sources of the desk may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException

from desk.web.state import AppState
from producer.formats import Limits
from producer.sources.desk_kinds import desk_source
from producer.sources.source_trial import SourceTrial, try_source

RETRY_SECONDS = 5
"""``Retry-After`` while all places are taken."""


def try_at_desk(state: AppState, name: str, kind: str, given: Mapping[str, Any]) -> SourceTrial:
    """Read from a source as it would be set up; nothing is accepted.

    Raises:
        SourceInvalid: it cannot be set up like this.
        HTTPException: 429, too many sources are tried at once.
    """
    fields = {field: value for field, value in given.items() if value is not None and value != ""}
    config = desk_source(f"source {name[:80]}".strip(), kind, fields, state.settings.source_networks)
    if not state.source_trials.acquire(blocking=False):
        raise HTTPException(
            429, "Other sources are tried now; try again in a moment.", {"Retry-After": f"{RETRY_SECONDS}"}
        )
    try:
        return try_source(config, Limits.from_settings(state.settings))
    finally:
        state.source_trials.release()
