"""What a reader keeps of stories: stars, notes and reads through versions, withdrawal and pruning."""

from __future__ import annotations

from desk.exports import ExportFormat, export_stories
from desk.queries.filters import Filters
from desk.queries.story_search import list_stories, matching
from desk.users.notes import NoteChanged, NoteOfAnother, add_note, change_note, find_note, list_notes, remove_note
from desk.users.reader_marks import marks_of
from desk.users.stars import star, unstar
from desk.users.story_reads import mark_read, mark_unread
from desk.views.export_tables import ExportTable
from tests.support.desk_stories import EMBARGOED, HARBOUR, RESCUE, article, write
from wiredesk.errors import WiredeskError
from wiredesk.store import Store, maintenance
from wiredesk.store.tables import articles
from wiredesk.store.user_tables import notes, stars, story_reads

MARKED = ("is:starred", "is:read", "is:noted", 'note:"CALL back"')


def found(store: Store, query: str, reader: str = "ana") -> list[str]:
    """Return the ids that a reader's search finds, the latest publication first."""
    asked = Filters(q=query).asked_by(reader)
    with store.read() as connection:
        seqs = list_stories(connection, asked).seqs
        assert set(seqs) == matching(connection, asked, seqs)
        by_seq = {row.seq: row.id for row in connection.execute(articles.select().where(articles.c.seq.in_(seqs)))}
    return [by_seq[seq] for seq in seqs]


def refused(store: Store, kind: type[WiredeskError], act: object) -> str:
    """Return the message with which something is refused, in a transaction of its own."""
    try:
        with store.write() as connection:
            act(connection)  # type: ignore[operator]
    except kind as error:
        return str(error)
    raise AssertionError("it was not refused")


def go_through(store: Store) -> None:
    """Let a reader star, note and read a story, and look whether that lasts as long as the story is shown."""
    with store.write() as connection:
        for _ in range(2):  # two tabs
            star(connection, "ana", [HARBOUR, RESCUE])
            mark_read(connection, "ana", {HARBOUR: 2, "urn:test:nothing": 1, EMBARGOED: 1})
        first = add_note(connection, HARBOUR, "Ana", "Cáll  back\r\nthe ministry")
        marks = marks_of(connection, "ana", [HARBOUR, RESCUE, EMBARGOED])
        assert marks.has_star(HARBOUR) and marks.has_read(HARBOUR, 2) and not marks.has_read(HARBOUR, 3)
        assert set(marks.read) == {HARBOUR} and not marks_of(connection, "bo", [HARBOUR]).starred
        assert not marks_of(connection, "", [HARBOUR]).starred
    assert found(store, "is:starred") == [HARBOUR, RESCUE] or found(store, "is:starred") == [RESCUE, HARBOUR]
    assert found(store, "is:starred", "bo") == []
    assert [found(store, one) for one in MARKED[1:]] == [[HARBOUR]] * 3
    assert found(store, "note:ministry -is:starred") == found(store, "note:absent") == []
    assert found(store, "-is:starred nairobi")[:1] != [HARBOUR]
    _change_the_note(store, first.n, first.state)
    rows = b"".join(export_stories(store, ExportFormat.csv, table=ExportTable.notes)).decode()
    assert rows.count("\n") == 2 and "Called,Ana" not in rows and "Called" in rows

    write(store, [article(version=9, headline="Harbour talks end in Nairobi")])
    assert HARBOUR in found(store, "is:starred") and found(store, "is:noted") == [HARBOUR]
    assert found(store, "is:read") == [], "a later version is new again"
    with store.write() as connection:
        maintenance.reprocess(connection, [row.seq for row in connection.execute(articles.select())])
        assert marks_of(connection, "ana", [HARBOUR]).has_star(HARBOUR)

    write(store, [article(version=10, status="canceled")])
    assert all(HARBOUR not in found(store, one) for one in MARKED)
    for hidden in (HARBOUR, EMBARGOED):
        assert "is not visible" in refused(store, WiredeskError, lambda c, id=hidden: star(c, "ana", [id]))
        assert "is not visible" in refused(store, WiredeskError, lambda c, id=hidden: add_note(c, id, "Ana", "x"))
    assert "does not exist" in refused(store, WiredeskError, lambda c: find_note(c, first.n))
    with store.read() as connection:
        assert list_notes(connection) == []
    _prune(store)


def _change_the_note(store: Store, n: int, state: str) -> None:
    with store.write() as connection:
        changed = change_note(connection, n, "ANA", "Called", state=state)
        assert changed.changed_at and changed.author == "Ana" and [changed] == list_notes(connection, story=HARBOUR)
    assert "is Ana's" in refused(store, NoteOfAnother, lambda c: change_note(c, n, "Bo", "x"))
    assert "is Ana's" in refused(store, NoteOfAnother, lambda c: remove_note(c, n, "Bo"))
    assert "load the page again" in refused(store, NoteChanged, lambda c: change_note(c, n, "Ana", "y", state="then"))
    with store.write() as connection:
        second = add_note(connection, HARBOUR, "Ana", "gone soon")
        remove_note(connection, second.n, "Zoé", may_edit=True)
        mark_unread(connection, "ana", ["urn:test:nothing"])
        unstar(connection, "bo", [HARBOUR])


def _prune(store: Store) -> None:
    """Delete the story: what was kept of it goes with its last version."""
    with store.write() as connection:
        connection.execute(articles.update().values(state="done"))
        seqs = [row.seq for row in connection.execute(articles.select().where(articles.c.id == HARBOUR))]
        maintenance.prune(connection, seqs[:1])
        assert connection.execute(notes.select()).all()
        maintenance.prune(connection, seqs[1:])
        assert [row.id for row in connection.execute(stars.select())] == [RESCUE]
        assert not connection.execute(notes.select()).all() and not connection.execute(story_reads.select()).all()
