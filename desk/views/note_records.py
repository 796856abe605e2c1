"""Notes as JSON values, and as rows of an export."""

from __future__ import annotations

from typing import Any

from desk.queries.story_list import Card
from desk.users.notes import Note
from desk.views.table_form import Columns, Row

NOTE_COLUMNS: Columns = (
    ("story", "text"), ("version", "int64"), ("note", "int64"), ("by", "text"), ("text", "text"), ("made_at", "time"),
    ("changed_at", "time"), ("source", "text"), ("published", "time"), ("headline", "text"),
)  # fmt: skip


def note_record(note: Note) -> dict[str, Any]:
    """Return a note, the same for the API and for ``--json``."""
    return {
        "note": note.n, "story": note.id, "by": note.author, "text": note.text, "made_at": note.made_at,
        "changed_at": note.changed_at,
    }  # fmt: skip


def note_row(note: Note, card: Card) -> Row:
    """Return the row of a note with what its story is."""
    return (
        note.id, card.version, note.n, note.author, note.text, note.made_at, note.changed_at, card.source, card.moment,
        card.title,
    )  # fmt: skip
