"""Threads as JSON values, the same for the API and for ``--json``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desk.queries.related_stories import Across
from desk.queries.thread_documents import ThreadHour
from desk.queries.thread_search import Thread, ThreadMember


def thread_record(thread: Thread) -> dict[str, Any]:
    """Return a thread without its stories."""
    return {
        "thread": thread.number,
        "headline": thread.headline,
        "story": next(one.id for one in thread.stories if one.seq == thread.lead),
        "first_at": thread.first_at,
        "last_at": thread.last_at,
        "stories": len(thread.stories),
        "texts": thread.texts,
        "sources": thread.sources,
    }


def member_record(story: ThreadMember) -> dict[str, Any]:
    """Return a story of a thread."""
    return {
        "id": story.id, "version": story.version, "headline": story.title, "source": story.source,
        "moment": story.moment, "time_basis": story.time_basis, "updated": story.updated,
        "kind": story.kind, "urgency": story.urgency, "copy_group": story.copy_group,
        "is_first": story.is_first, "credit": story.credit,
    }  # fmt: skip


def hour_record(hour: ThreadHour) -> dict[str, Any]:
    """Return an hour of a thread."""
    return {"hour": hour.hour, "stories": hour.stories, "texts": hour.texts, "tone": hour.tone}


def across_record(found: Across) -> dict[str, Any]:
    """Return what is known of a story from others, as it stands beside its document."""
    related: Sequence[dict[str, Any]] = [{"id": one.id, "relation": one.relation} for one in found.related]
    return {"thread": found.thread, "copy_group": found.copy_group, "related": related}
