"""Notes: what readers wrote on stories, for all readers of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from desk.users.seen_stories import require_seen
from desk.users.user_names import name_key
from wiredesk.errors import EXIT_USAGE, NotFound, WiredeskError
from wiredesk.search_terms import folded_words
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.result_rows import storable
from wiredesk.store.tables import articles
from wiredesk.store.types import iso, now
from wiredesk.store.user_tables import notes
from wiredesk.store.visibility import is_visible_joined

MAX_NOTE_CHARACTERS = 10_000
MAX_NUMBER = 2**62
"""More than the number of any note."""
MAX_NOTES = 500
"""Notes on one story."""
_CHUNK = 500


class BadNote(WiredeskError):
    """The note cannot be kept."""

    exit_code = EXIT_USAGE


class NoteOfAnother(WiredeskError):
    """Only its author may change a note."""


class NoteChanged(WiredeskError):
    """The note has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note."""

    n: int
    id: str
    """The story."""
    author: str
    text: str
    made_at: datetime
    changed_at: datetime | None

    @property
    def state(self) -> str:
        """What tells one state of the text from the next."""
        return iso(self.changed_at or self.made_at)

    def is_by(self, name: str) -> bool:
        """Return whether somebody is the author."""
        return bool(name) and name_key(name) == name_key(self.author)


_COLUMNS = [notes.c[name] for name in Note.__dataclass_fields__]


def add_note(connection: Connection, story: str, author: str, text: str) -> Note:
    """Add a note to a story.

    Raises:
        BadNote: the text is empty or too long, or the story has too many notes.
        NotFound: readers do not see the story.
    """
    text = _checked(text)
    require_seen(connection, [story])
    if (connection.scalar(select(func.count()).select_from(notes).where(notes.c.id == story)) or 0) >= MAX_NOTES:
        raise BadNote(f"story {story[:200]}", f"has {MAX_NOTES} notes already", "remove one")
    values = {"id": story, "author": author, "text": text, "words": " ".join(folded_words(text)), "made_at": now()}
    n = connection.execute(insert(notes).values(**values).returning(notes.c.n)).scalar_one()
    return find_note(connection, n)


def change_note(connection: Connection, n: int, author: str, text: str, *, state: str = "") -> Note:
    """Give a note another text.

    Args:
        author: who changes it.
        state: :attr:`Note.state` of what he changed; empty: whatever it is.

    Raises:
        BadNote: the text is empty or too long.
        NotFound: there is no such note, or readers do not see its story.
        NoteOfAnother: he is not its author.
        NoteChanged: it is in another state.
    """
    text, note = _checked(text), find_note(connection, n)
    if not note.is_by(author):
        raise NoteOfAnother(f"note {n}", f"is {note.author}'s", "write one of your own")
    if state and state != note.state:
        raise NoteChanged(f"note {n}", "has changed meanwhile", "load the page again")
    values = {"text": text, "words": " ".join(folded_words(text)), "changed_at": now()}
    connection.execute(update(notes).where(notes.c.n == n).values(**values))
    return find_note(connection, n)


def remove_note(connection: Connection, n: int, by: str, *, may_edit: bool = False) -> Note:
    """Remove a note, and return it.

    Args:
        may_edit: whether he may remove notes of others, too.

    Raises:
        NotFound: there is no such note, or readers do not see its story.
        NoteOfAnother: he may not.
    """
    note = find_note(connection, n)
    if not (may_edit or note.is_by(by)):
        raise NoteOfAnother(f"note {n}", f"is {note.author}'s", "its author or an editor removes it")
    connection.execute(delete(notes).where(notes.c.n == n))
    return note


def find_note(connection: Connection, n: int) -> Note:
    """Return a note on a story that readers see.

    Raises:
        NotFound: there is none.
    """
    found = _notes(connection, [notes.c.n == n], limit=1)
    if not found:
        raise NotFound(f"note {n}", "does not exist", "wiredesk note list")
    return found[0]


def notes_of(connection: Connection, ids: Iterable[str]) -> dict[str, list[Note]]:
    """Return the notes on some stories, the oldest first.  The caller knows that readers see the stories."""
    found: dict[str, list[Note]] = {}
    for part in chunks(sorted(set(ids)), _CHUNK):
        query = select(*_COLUMNS).where(notes.c.id.in_(part)).order_by(notes.c.n)
        for row in connection.execute(query):
            found.setdefault(row.id, []).append(Note(*row))
    return found


def list_notes(connection: Connection, *, story: str = "", before: int | None = None, limit: int = 50) -> list[Note]:
    """Return notes on stories that readers see, the newest first.

    Args:
        story: only those on this one.
        before: only those before this number.
    """
    conditions: list[ColumnElement[bool]] = [notes.c.n < (MAX_NUMBER if before is None else before)]
    if story:
        conditions.append(notes.c.id == storable(story))
    return _notes(connection, conditions, limit=limit)


def _notes(connection: Connection, conditions: list[ColumnElement[bool]], *, limit: int) -> list[Note]:
    is_seen = select(articles.c.seq).where(articles.c.id == notes.c.id, is_visible_joined()).correlate(notes).exists()
    query: Any = select(*_COLUMNS).where(is_seen, *conditions).order_by(notes.c.n.desc()).limit(limit)
    return [Note(*row) for row in connection.execute(query)]


def _checked(text: str) -> str:
    if len(text) > MAX_NOTE_CHARACTERS:
        raise BadNote("the note", f"is longer than {MAX_NOTE_CHARACTERS:,} characters", "shorten it")
    text = storable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise BadNote("the note", "is empty", "write something")
    return str(text)
