"""Apply the rulings on stories to their rows: corrections of quotes and entities, and splits of things.

It is done when a user decides, and again whenever the results of such a story are stored.  The document stays as the
engine made it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Text, cast, delete, select, update

from wiredesk.contract import Extraction
from wiredesk.corrections import corrected
from wiredesk.identity.story_things import StoryThing, name_key, story_things
from wiredesk.store import results
from wiredesk.store.change_tables import ChangeKind
from wiredesk.store.changes import change_log
from wiredesk.store.directory import thing_rows
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.directory.ruling_rows import CORRECTIONS, Ruling, RulingKind, ruled_versions, rulings_of_stories
from wiredesk.store.link_tables import DUE, links
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run, run_many
from wiredesk.store.showing import lock_stories
from wiredesk.store.tables import articles, entities, extractions
from wiredesk.store.thing_tables import identities
from wiredesk.store.types import now

RULED = "ruled"
"""The method of an identity that a user decided."""
_CHUNK = 300


def store_things(connection: Connection, stories: Sequence[tuple[int, tuple[StoryThing, ...]]]) -> None:
    """Store the things of versions whose results are being stored, as users ruled on their stories.

    Args:
        stories: number of each version, and what was found in it.
    """
    found = dict(stories)
    splits: list[tuple[int, Ruling]] = []
    if seqs := ruled_versions(connection, list(found)):
        versions = _versions(connection, articles.c.seq.in_(seqs))
        ruled = rulings_of_stories(connection, {version.id for version in versions})
        for version in versions:
            some = ruled.get(version.id, [])
            if any(one.kind in CORRECTIONS for one in some):
                found[version.seq] = story_things(_corrected(version, some))
            splits += [(version.seq, one) for one in some if one.kind is RulingKind.SPLIT]
    thing_rows.write(connection, found)
    for seq, one in splits:
        _split(connection, one, [seq])


def correct_stories(connection: Connection, stories: Collection[str]) -> None:
    """Write the rows of all versions of stories again, as users corrected them."""
    lock_stories(connection, stories)
    ruled = rulings_of_stories(connection, stories)
    for id in sorted(stories):
        for version in _versions(connection, articles.c.id == id):
            found = _corrected(version, ruled.get(id, []))
            results.write_rows(connection, version.seq, found)
            _renew_identities(connection, version.seq, story_things(found))
            due = {"state": DUE, "tries": 0, "at": now()}  # the linker settles the names that are other ones now
            connection.execute(update(links).where(links.c.seq == version.seq).values(due))
            if version.visible:
                change_log.add(
                    connection, ChangeKind.REPROCESSED, seq=version.seq, id=id, version=version.version, backfill=True
                )
            for one in ruled.get(id, []):
                if one.kind is RulingKind.SPLIT:
                    _split(connection, one, [version.seq])


def split_stories(connection: Connection, ruling: Ruling) -> int:
    """Let a thing be another one in the stories of a split.  Returns how many of their entities are now the other."""
    lock_stories(connection, ruling.stories)
    return _split(connection, ruling, stored_versions(connection, ruling.stories))


def join_stories(connection: Connection, ruling: Ruling) -> None:
    """Take a split back: the entities are again what they were before."""
    lock_stories(connection, ruling.stories)
    for seq in stored_versions(connection, ruling.stories):
        query = select(identities).where(identities.c.seq == seq, identities.c.method == RULED)
        for row in connection.execute(query).all():
            before = orjson.loads(row.evidence) if row.evidence else {}
            if before.get("ruling") == ruling.n:
                old = {"thing": before["was"], "method": before["method"], "score": before.get("score")}
                old["evidence"] = before.get("evidence")
                _change(connection, row, old)


def split_again(connection: Connection, seqs: Collection[int]) -> None:
    """Let the splits of users hold again, after it was decided again who the entities of these versions are."""
    for part in chunks(sorted(seqs), _CHUNK):
        rows = connection.execute(select(articles.c.seq, articles.c.id).where(articles.c.seq.in_(part))).all()
        ruled = rulings_of_stories(connection, {row.id for row in rows})
        for row in rows:
            for one in ruled.get(row.id, []):
                if one.kind is RulingKind.SPLIT:
                    _split(connection, one, [row.seq])


def stored_versions(connection: Connection, stories: Collection[str]) -> list[int]:
    """Return all versions of stories that have results."""
    found: list[int] = []
    for part in chunks(sorted(stories), _CHUNK):
        query = select(articles.c.seq).join(extractions, extractions.c.seq == articles.c.seq)
        found += connection.scalars(query.where(articles.c.id.in_(part)).order_by(articles.c.seq))
    return found


def _versions(connection: Connection, condition: Any) -> Sequence[Row[Any]]:
    columns = articles.c.seq, articles.c.id, articles.c.version, articles.c.visible
    query = select(*columns, cast(extractions.c.document, Text).label("document"))
    return connection.execute(
        query.join(extractions, extractions.c.seq == articles.c.seq).where(condition).order_by(articles.c.seq)
    ).all()


def _corrected(version: Row[Any], some: Iterable[Ruling]) -> Extraction:
    found = Extraction.model_validate_json(version.document)
    return corrected(found, [one.correction for one in some if one.kind in CORRECTIONS])


def _renew_identities(connection: Connection, seq: int, found: Sequence[StoryThing]) -> None:
    """Write the identities that a correction changed; the others stay as the linker settled them."""
    rows = {row.entity: row for row in connection.execute(select(identities).where(identities.c.seq == seq))}
    stale = [entity for entity in rows if entity not in {one.entity for one in found}]
    new = [one for one in found if one.entity not in rows or one.key.id not in _known_as(rows[one.entity])]
    gone = [*stale, *(one.entity for one in new)]
    if gone:
        connection.execute(delete(identities).where(identities.c.seq == seq, identities.c.entity.in_(gone)))
    thing_rows.add(connection, {seq: new})


def _known_as(row: Row[Any]) -> set[int]:
    before = orjson.loads(row.evidence) if row.method == RULED and row.evidence else {}
    return {row.thing, row.bare, before.get("was")}


def _split(connection: Connection, ruling: Ruling, seqs: Sequence[int]) -> int:
    """Apply a split to versions."""
    assert ruling.thing is not None and ruling.other is not None
    source = canonical_ids(connection, [ruling.thing]).get(ruling.thing, ruling.thing)
    changed = 0
    for part in chunks(seqs, _CHUNK):
        rows = connection.execute(select(identities).where(identities.c.seq.in_(part))).all()
        canonical = canonical_ids(connection, sorted({row.thing for row in rows}))
        chosen = [row for row in rows if canonical.get(row.thing) == source and row.thing != ruling.other]
        for row in chosen:
            before = {"ruling": ruling.n, "was": row.thing, "method": row.method, "score": row.score}
            before["evidence"] = row.evidence
            values = {"thing": ruling.other, "method": RULED, "score": 1.0, "evidence": orjson.dumps(before).decode()}
            _change(connection, row, values)
        _name(connection, ruling.other, chosen)
        changed += len(chosen)
    return changed


def _change(connection: Connection, row: Row[Any], values: dict[str, Any]) -> None:
    same = identities.c.seq == row.seq, identities.c.entity == row.entity
    connection.execute(update(identities).where(*same).values(values))


def _name(connection: Connection, thing: int, rows: Sequence[Row[Any]]) -> None:
    """Let the names that entities of stories have lead to a thing that they are now."""
    kind = run(connection, "SELECT kind FROM things WHERE id = ?", thing).fetchone()[0]
    names: dict[str, str] = {}
    for row in rows:
        same = entities.c.seq == row.seq, entities.c.entity == row.entity
        for one in connection.execute(select(entities.c.name, entities.c.type, entities.c.aliases).where(*same)):
            for form in (one.name, *(one.aliases or ())):
                names.setdefault(name_key(form, one.type), form)
    run_many(connection, thing_rows.ADD_NAME, ((key, kind, thing, names[key], "full") for key in sorted(names)))


def has_name(connection: Connection, thing: int, key: str) -> bool:
    """Return whether one of the newest stories of a thing calls it by a name."""
    query = (
        select(entities.c.name, entities.c.type, entities.c.aliases)
        .join(identities, (identities.c.seq == entities.c.seq) & (identities.c.entity == entities.c.entity))
        .where(identities.c.thing == thing)
        .order_by(identities.c.seq.desc())
        .limit(_NEWEST)
    )
    return any(
        key == name_key(form, row.type)
        for row in connection.execute(query)
        for form in (row.name, *(row.aliases or ()))
    )


_NEWEST = 500
"""Entities that are read to see whether stories use a name that a user gave."""
