"""Write users' rulings on things with their effects, and take them back.

Each function works in the caller's transaction, so that a ruling and its effects are stored together or not at all.
Rulings name things by computed ids: they hold in another store and after the directory was made again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from wiredesk.errors import NotFound
from wiredesk.identity.story_things import ThingNameUse, name_key
from wiredesk.identity.thing_key import ThingKey, ThingKind
from wiredesk.store.change_tables import ChangeKind
from wiredesk.store.changes import change_log
from wiredesk.store.directory import component_rows, ruling_rows, story_rulings
from wiredesk.store.directory.canonical import canonical_ids, members
from wiredesk.store.directory.ruled_words import refresh_words
from wiredesk.store.directory.ruling_checks import (
    RulingRefused,
    checked_by,
    checked_name,
    checked_type,
    checked_why,
    ruling_words,
    thing_words,
    undo_hint,
)
from wiredesk.store.directory.ruling_rows import APART, CORRECTIONS, Ruling, RulingKind, rulings_on
from wiredesk.store.result_rows import storable
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import identities, thing_names, things

_SENSE_BYTES = 6
"""Bytes of the hash that tells a thing apart that users split off: 48 bits."""


def merge(connection: Connection, thing: int, other: int, *, by: str, why: str | None = None) -> Ruling:
    """Decide that two things are one.

    Raises:
        NotFound: one of them is unknown.
        RulingRefused: they are one already, or a user said that they are not.
    """
    component_rows.lock(connection)
    one, two = canonical(connection, thing, other)
    if thing == other:
        raise RulingRefused(thing_words(connection, thing), "cannot be merged with itself", "name another thing")
    if one == two:
        names = f"{thing_words(connection, thing)} and {thing_words(connection, other)}"
        raise RulingRefused(names, "are one thing already", "wiredesk things unmerge takes them apart")
    if apart := keeping_apart(connection, one, two):
        names = f"{thing_words(connection, one)} and {thing_words(connection, two)}"
        raise RulingRefused(names, f"are not the same by {ruling_words(apart)}", undo_hint(apart))
    ruling = add(connection, Ruling(RulingKind.SAME, by, one, two, why=why))
    _recompute(connection, [one, two])
    if _canonical(connection, one) != _canonical(connection, two):
        names = f"{thing_words(connection, one)} and {thing_words(connection, two)}"
        raise RulingRefused(names, "have different ids of a knowledge base, or were told apart", "merge neither")
    return ruling


def tell_apart(connection: Connection, thing: int, other: int, *, by: str, why: str | None = None) -> Ruling:
    """Decide that two things are not one; what the linker joined is separated.

    Args:
        thing: the id of a thing, also of one that was merged into another.

    Raises:
        NotFound: one of them is unknown.
        RulingRefused: a user said that they are the same, or said this before.
    """
    component_rows.lock(connection)
    canonical(connection, thing, other)
    names = f"{thing_words(connection, thing)} and {thing_words(connection, other)}"
    if thing == other:
        raise RulingRefused(thing_words(connection, thing), "is itself", "name another thing, by its id")
    for one in rulings_on(connection, [thing]):
        if one.kind in APART and {one.thing, one.other} == {thing, other}:
            raise RulingRefused(names, f"are not the same already by {ruling_words(one)}", "nothing need be done")
    if same := joining(connection, thing, other):
        raise RulingRefused(names, f"are the same by {ruling_words(same)}", undo_hint(same))
    ruling = add(connection, Ruling(RulingKind.DIFFERENT, by, thing, other, why=why))
    _recompute(connection, [thing, other])
    return ruling


def unmerge(connection: Connection, thing: int, *, by: str, why: str | None = None) -> list[Ruling]:
    """Separate a thing from the one it was merged into: users' mergers of it are taken back, and what the linker
    joined is told apart.

    Returns the rulings that were taken back, and the new one if it took one.

    Raises:
        NotFound: it is unknown.
        RulingRefused: it was not merged, or several things were merged into it.
    """
    component_rows.lock(connection)
    target = _canonical(connection, thing)
    if target == thing:
        others = members(connection, thing)[1:]
        if len(others) != 1:
            cause = "was not merged" if not others else f"stands for {len(others)} others"
            some = ", ".join(thing_words(connection, one) for one in others[:5])
            hint = f"name the one to take out by its id: {some}" if others else "nothing need be done"
            raise RulingRefused(thing_words(connection, thing), cause, hint)
        thing = others[0]
    same = [one for one in rulings_on(connection, [thing]) if one.kind is RulingKind.SAME]
    done = [undo(connection, one.n, by=by) for one in same]
    if canonical_ids(connection, [thing])[thing] == target:
        done.append(tell_apart(connection, thing, target, by=by, why=why))
    return done


def rename(connection: Connection, thing: int, name: str, *, by: str, why: str | None = None) -> Ruling:
    """Decide what a thing is called.

    Raises:
        NotFound: it is unknown.
        RulingRefused: the name is empty or too long, or is what users call it already.
    """
    return _word(connection, RulingKind.NAME, thing, {"name": checked_name(name)}, by, why)


def set_type(connection: Connection, thing: int, type: str, *, by: str, why: str | None = None) -> Ruling:
    """Decide the type of a thing.

    Raises:
        NotFound: it is unknown.
        RulingRefused: there is no such type, or a user said so already.
    """
    return _word(connection, RulingKind.TYPE, thing, {"type": checked_type(type)}, by, why)


def reject(connection: Connection, thing: int, *, by: str, why: str | None = None) -> Ruling:
    """Decide that what was taken for a thing is no name.

    Raises:
        NotFound: it is unknown.
        RulingRefused: a user said so already.
    """
    return _word(connection, RulingKind.REJECT, thing, {}, by, why)


def restore(connection: Connection, thing: int, *, by: str) -> list[Ruling]:
    """Take back that a thing is no name.  Returns the rulings that were taken back.

    Raises:
        NotFound: it is unknown.
        RulingRefused: nobody rejected it.
    """
    component_rows.lock(connection)
    some = members(connection, _canonical(connection, thing))
    found = [one for one in rulings_on(connection, some) if one.kind is RulingKind.REJECT]
    if not found:
        raise RulingRefused(thing_words(connection, thing), "was not rejected", "nothing need be done")
    return [undo(connection, one.n, by=by) for one in found]


def split(
    connection: Connection,
    thing: int,
    stories: Sequence[str],
    *,
    by: str,
    why: str | None = None,
    name: str | None = None,
    other: int | None = None,
) -> Ruling:
    """Decide that a thing is another one in some stories, in all their versions.

    Args:
        name: what the other thing is called; by default as the one that it is split from.
        other: a thing that is known already; by default a new one.

    Raises:
        NotFound: the thing or a story is unknown.
        RulingRefused: a story does not mention the thing.
    """
    component_rows.lock(connection)
    source = _canonical(connection, thing)
    chosen = sorted(dict.fromkeys(stories))
    if not chosen:
        raise RulingRefused(thing_words(connection, thing), "needs stories to be split by", "give --stories ID")
    _check_mentioned(connection, source, chosen)
    if other is None:
        other = _new_sense(connection, source, chosen, checked_name(name) if name else None)
    elif _canonical(connection, other) == source:
        raise RulingRefused(thing_words(connection, other), "is the thing to be split", "name another thing")
    ruling = add(connection, Ruling(RulingKind.SPLIT, by, source, other, tuple(chosen), why=why))
    _recompute(connection, [source, other])
    story_rulings.split_stories(connection, ruling)
    return ruling


def undo(connection: Connection, n: int, *, by: str) -> Ruling:
    """Take a ruling back: all is as it would be without it.

    Raises:
        NotFound: there is no such ruling.
        RulingRefused: it was taken back already.
    """
    component_rows.lock(connection)
    by = checked_by(by)
    ruling = ruling_rows.find_ruling(connection, n)
    if ruling is None:
        raise NotFound(f"ruling {n}", "does not exist", "wiredesk things rulings lists them")
    if ruling.undone_at is not None:
        raise RulingRefused(f"ruling {n}", f"was undone already by {ruling.undone_by}", "rule again if it shall hold")
    ruling_rows.mark_undone(connection, n, by)
    _TAKE_BACK.get(ruling.kind, _take_back)(connection, ruling)
    if ruling.thing is not None:
        change_log.add(connection, ChangeKind.RULED, thing=ruling.thing, other=ruling.other)
    undone = ruling_rows.find_ruling(connection, n)
    assert undone is not None
    return undone


def apply(connection: Connection, ruling: Ruling) -> None:
    """Let a ruling have its effect, which it may have already."""
    if ruling.kind in CORRECTIONS:
        story_rulings.correct_stories(connection, ruling.stories)
        return
    _recompute(connection, [id for id in (ruling.thing, ruling.other) if id is not None])
    if ruling.kind is RulingKind.NAME:
        _add_name(connection, ruling)
    if ruling.kind is RulingKind.SPLIT:
        story_rulings.split_stories(connection, ruling)


def apply_all(connection: Connection) -> int:
    """Let all rulings in force have their effect, after the directory was built again.  Returns their number."""
    found = ruling_rows.list_rulings(connection)[::-1]
    for one in found:
        apply(connection, one)
    return len(found)


def _recompute(connection: Connection, ids: Collection[int]) -> None:
    """Compute the components of things again, and what users call them."""
    before = list(canonical_ids(connection, list(ids)).values())
    component_rows.recompute(connection, ids)
    refresh_words(connection, {*ids, *before})


def _take_back(connection: Connection, ruling: Ruling) -> None:
    _recompute(connection, [id for id in (ruling.thing, ruling.other) if id is not None])


def _take_back_name(connection: Connection, ruling: Ruling) -> None:
    assert ruling.thing is not None
    _take_back(connection, ruling)
    row = _row(connection, ruling.thing)
    key = name_key(ruling.value["name"], row.type)
    others = (one for one in rulings_on(connection, [row.id]) if one.kind is RulingKind.NAME)
    is_used = any(name_key(one.value["name"], row.type) == key for one in others)
    if not is_used and not story_rulings.has_name(connection, row.id, key):
        same = thing_names.c.key == key, thing_names.c.kind == row.kind, thing_names.c.thing == row.id
        connection.execute(delete(thing_names).where(*same, thing_names.c.use == ThingNameUse.RULED.value))


def _take_back_split(connection: Connection, ruling: Ruling) -> None:
    story_rulings.join_stories(connection, ruling)
    _take_back(connection, ruling)
    story_rulings.split_again(connection, story_rulings.stored_versions(connection, ruling.stories))


def _take_back_correction(connection: Connection, ruling: Ruling) -> None:
    story_rulings.correct_stories(connection, ruling.stories)


_TAKE_BACK: dict[RulingKind, Callable[[Connection, Ruling], None]] = {
    RulingKind.NAME: _take_back_name,
    RulingKind.SPLIT: _take_back_split,
    **dict.fromkeys(CORRECTIONS, _take_back_correction),
}


def add(connection: Connection, ruling: Ruling) -> Ruling:
    """Store a ruling without its effect, and tell readers of changes of it.

    Raises:
        RulingRefused: its reason or its author cannot be stored.
    """
    stored = ruling_rows.add(connection, checked(ruling))
    if ruling.thing is not None:
        what = _TOLD.get(ruling.kind, ChangeKind.RULED)
        change_log.add(connection, what, thing=ruling.thing, other=ruling.other)
    return stored


_TOLD = {
    RulingKind.SAME: ChangeKind.MERGED,
    RulingKind.SPLIT: ChangeKind.SPLIT,
    RulingKind.NAME: ChangeKind.RENAMED,
    RulingKind.TYPE: ChangeKind.RENAMED,
}
"""What the change log says of a ruling; of others that there is one."""


def checked(ruling: Ruling) -> Ruling:
    """Return a ruling whose reason and author can be stored.

    Raises:
        RulingRefused: one of them is too long.
    """
    return replace(ruling, by=checked_by(ruling.by), why=checked_why(ruling.why))


def _word(
    connection: Connection, kind: RulingKind, thing: int, value: dict[str, Any], by: str, why: str | None
) -> Ruling:
    component_rows.lock(connection)
    id = _canonical(connection, thing)
    last = [one for one in rulings_on(connection, members(connection, id)) if one.kind is kind][-1:]
    if last and last[0].value == value:
        raise RulingRefused(
            thing_words(connection, id), f"is so already by {ruling_words(last[0])}", undo_hint(last[0])
        )
    ruling = add(connection, Ruling(kind, by, id, value=value, why=why))
    apply(connection, ruling)
    return ruling


def _add_name(connection: Connection, ruling: Ruling) -> None:
    """Let the name that a user gave lead to the thing."""
    assert ruling.thing is not None
    row = _row(connection, ruling.thing)
    name = ruling.value["name"]
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {"key": name_key(name, row.type), "kind": row.kind, "thing": row.id, "form": name}
    values["use"] = ThingNameUse.RULED.value
    connection.execute(dialect.insert(thing_names).values(values).on_conflict_do_nothing())


def canonical(connection: Connection, one: int, two: int) -> tuple[int, int]:
    """Return what stands for each of two things.

    Raises:
        NotFound: one of them is unknown.
    """
    return _canonical(connection, one), _canonical(connection, two)


def _canonical(connection: Connection, id: int) -> int:
    found = canonical_ids(connection, [id]).get(id)
    if found is None:
        raise NotFound(f"thing {id}", "does not exist", "wiredesk people lists names; a name may be given instead")
    return found


def _row(connection: Connection, id: int) -> Row[Any]:
    return connection.execute(select(things).where(things.c.id == id)).one()


def keeping_apart(connection: Connection, one: int, two: int) -> Ruling | None:
    """Return a ruling that keeps two components apart."""
    some, others = set(members(connection, one)), set(members(connection, two))
    for ruling in rulings_on(connection, some):
        sides = {ruling.thing, ruling.other}
        if ruling.kind in APART and sides & some and sides & others:
            return ruling
    return None


def joining(connection: Connection, thing: int, other: int) -> Ruling | None:
    """Return a ruling by which users joined two things, directly or over others."""
    seen, last = {thing}, {thing}
    while last:
        pairs = [one for one in rulings_on(connection, last) if one.kind is RulingKind.SAME]
        reached = {id for one in pairs for id in (one.thing, one.other) if id is not None} - seen
        if other in reached:
            return next(one for one in pairs if other in (one.thing, one.other))
        seen |= reached
        last = reached
    return None


def _check_mentioned(connection: Connection, source: int, stories: Collection[str]) -> None:
    some = members(connection, source)
    for story in stories:
        versions = select(articles.c.seq).where(articles.c.id == storable(story))
        if connection.execute(versions.limit(1)).first() is None:
            raise NotFound(f"story {story[:200]}", "is not in the ledger", "give the ids of stories")
        mentioned = select(identities.c.seq).where(identities.c.seq.in_(versions), identities.c.thing.in_(some))
        if connection.execute(mentioned.limit(1)).first() is None:
            raise RulingRefused(f"story {story[:200]}", f"does not mention {thing_words(connection, source)}",
                                "give the ids of stories that do")  # fmt: skip


def _new_sense(connection: Connection, source: int, stories: Sequence[str], name: str | None) -> int:
    """Store a thing of the same key with a sense of its own, and return its id."""
    row = _row(connection, source)
    told = "\x1f".join((str(source), *stories)).encode(errors="surrogatepass")
    key = ThingKey(ThingKind(row.kind), row.key, f"split:{blake2b(told, digest_size=_SENSE_BYTES).hexdigest()}")
    values = {"id": key.id, "kind": row.kind, "key": row.key, "sense": key.sense, "type": row.type}
    add_thing(connection, values | {"name": name or row.name})
    return key.id


def add_thing(connection: Connection, values: dict[str, Any]) -> None:
    """Store a thing that rulings name, unless it is known."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(things).values(values).on_conflict_do_nothing())
