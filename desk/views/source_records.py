"""Sources as JSON values, the same for the API and for ``--json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from desk.queries.source_list import ListedSource


def source_record(source: ListedSource) -> dict[str, Any]:
    """Return a source with all that is known of it."""
    return {
        "name": source.name, "state": source.state, "since": source.since, "heard_at": source.heard_at,
        "story_at": source.story_at, "silent_seconds": round(source.silent_seconds, 1),
        "silent_after": source.silent_after, **asdict(source.heard), "usual": source.usual,
        "this_hour": source.this_hour, "missing": source.missing,
        "services": [
            {"service": name, "last": state.last, "missing": [asdict(gap) for gap in state.missing]}
            for name, state in source.numbers.items()
        ],
        "hours": [{"hour": hour, "stories": stories} for hour, stories in source.hours],
    }  # fmt: skip
