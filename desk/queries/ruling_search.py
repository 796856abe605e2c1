"""Users' rulings with the names of the things that they are about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from wiredesk.contract import Article
from wiredesk.store.directory.canonical import canonical_ids, members
from wiredesk.store.directory.named_thing import is_seen
from wiredesk.store.directory.ruling_rows import (
    CORRECTIONS,
    Ruling,
    RulingKind,
    list_rulings,
    rulings_of_stories,
    rulings_on,
)
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.result_rows import to_article
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import things
from wiredesk.store.visibility import is_visible_joined

_CHUNK = 300


@dataclass(frozen=True, slots=True)
class NamedRuling:
    """A ruling with the names of its things."""

    ruling: Ruling
    thing: str | None
    other: str | None


def named(connection: Connection, found: Sequence[Ruling]) -> list[NamedRuling]:
    """Return rulings with the names of their things."""
    ids = sorted({id for one in found for id in (one.thing, one.other) if id is not None})
    names: dict[int, str] = {}
    for part in chunks(ids, _CHUNK):
        names.update((row[0], row[1]) for row in connection.execute(
            select(things.c.id, things.c.name).where(things.c.id.in_(part))))  # fmt: skip
    return [NamedRuling(one, names.get(one.thing or 0), names.get(one.other or 0)) for one in found]


def search_rulings(
    connection: Connection,
    *,
    kinds: Collection[RulingKind] = (),
    every: bool = False,
    before: int = 0,
    limit: int = 100,
    only_visible: bool = False,
) -> list[NamedRuling]:
    """Return rulings, the newest first; arguments as for
    :func:`wiredesk.store.directory.ruling_rows.list_rulings`.

    Args:
        only_visible: leave out those on things and stories that readers do not see.
    """
    found: list[Ruling] = []
    while len(found) < limit:
        part = list_rulings(connection, kinds=kinds, every=every, before=before, limit=limit)
        found += _visible(connection, part) if only_visible else part
        if len(part) < limit:
            break
        before = part[-1].n
    return named(connection, found[:limit])


def _visible(connection: Connection, some: Sequence[Ruling]) -> list[Ruling]:
    """Return the rulings on what readers see; of the stories of a split only those."""
    shown: set[str] = set()
    for part in chunks(sorted({story for one in some for story in one.stories}), _CHUNK):
        shown.update(connection.scalars(select(articles.c.id).where(articles.c.id.in_(part), is_visible_joined())))
    seen = {id for id in {id for one in some for id in (one.thing, one.other) if id} if is_seen(connection, id)}
    return [
        replace(one, stories=tuple(id for id in one.stories if id in shown))
        for one in some
        if _about(one) <= seen and (not one.stories or shown.intersection(one.stories))
    ]


def _about(one: Ruling) -> set[int]:
    """Return the things that readers have to see; of a split that was undone the other thing may be in no story."""
    sides = (one.thing,) if one.kind is RulingKind.SPLIT else (one.thing, one.other)
    return {id for id in sides if id is not None}


def rulings_of_thing(connection: Connection, id: int) -> list[NamedRuling]:
    """Return the rulings in force on a thing and on all that are one with it, the newest first."""
    target = canonical_ids(connection, [id]).get(id, id)
    return named(connection, rulings_on(connection, members(connection, target))[::-1])


def rulings_of_story(connection: Connection, id: str) -> list[NamedRuling]:
    """Return the splits and corrections of a story that are in force, the newest first."""
    return named(connection, rulings_of_stories(connection, [id]).get(id, [])[::-1])


def labelled(
    connection: Connection, *, before: int = 0, limit: int = 100, only_visible: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield corrections in force as labelled examples, the newest first: the text, where the words stand in it, what
    the engine said and what a user said.  The text is missing where the store no longer has that version.

    Args:
        before: only of rulings with a smaller number; 0: all.
        only_visible: leave out those of stories that readers do not see.
    """
    found = search_rulings(connection, kinds=CORRECTIONS, before=before, limit=limit, only_visible=only_visible)
    for one in (row.ruling for row in found):
        value, [story] = one.value, one.stories
        article = _article(connection, story, value.get("version"))
        yield {
            "ruling": one.n, "kind": one.kind.value, "story": story, "version": value.get("version"),
            "text": article.text if article else None, "span": value.get("span"), "words": value["words"],
            "was": value.get("was") or None, "now": value.get("now") or None, "by": one.by, "at": one.at,
            "why": one.why,
        }  # fmt: skip


def _article(connection: Connection, id: str, version: int | None) -> Article | None:
    query = select(articles).where(articles.c.id == id, articles.c.version == (version or 0))
    row = connection.execute(query).mappings().one_or_none()
    return to_article(dict(row)) if row else None
