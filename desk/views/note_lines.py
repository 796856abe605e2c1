"""Notes as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from desk.users.notes import Note
from desk.views.sanitize import plain


def note_lines(note: Note) -> Iterator[Text]:
    """Yield number, author and time of a note in one line, and the lines of its text."""
    changed = f", changed {note.changed_at:%Y-%m-%d %H:%M}" if note.changed_at else ""
    yield Text(plain(f"note {note.n}, {note.author}, {note.made_at:%Y-%m-%d %H:%M}{changed} UTC"), style="bold")
    for line in note.text.splitlines():
        yield Text(f"  {plain(line)}")
