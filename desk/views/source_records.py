"""Sources as JSON values, the same for the API and for ``--json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from desk.queries.source_list import ListedSource
from producer.sources.desk_rows import shown_fields
from producer.sources.source_trial import SourceTrial

BEGINNING_CHARACTERS = 300
"""Characters of a text that is shown of a story that was tried."""


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
        "set_up": set_up_record(source), "problem": source.problem or None,
    }  # fmt: skip


def trial_record(trial: SourceTrial) -> dict[str, Any]:
    """Return what came from a source that was tried."""
    return {
        "stories": [
            {
                "id": story.id, "version": story.version, "headline": story.headline, "published": story.published,
                "source": story.source, "language": story.language, "characters": len(story.body),
                "beginning": story.body[:BEGINNING_CHARACTERS],
            }
            for story in trial.stories
        ],
        "more": trial.more, "skipped": trial.skipped, "rejected": list(trial.rejected),
        "problem": trial.problem or None,
    }  # fmt: skip


def set_up_record(source: ListedSource) -> dict[str, Any] | None:
    """Return how a source is set up; None if it is not."""
    if (row := source.row) is None:
        return None
    return {
        "label": row.name, "type": row.kind, "fields": shown_fields(row), "in_file": row.in_file,
        "paused": row.paused, "followed": source.is_followed, "made_by": row.made_by, "made_at": row.made_at,
        "change": row.change, "changed_by": row.changed_by, "changed_at": row.changed_at,
    }  # fmt: skip
