"""Who the bare names of stories are: the decisions, written where they have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from wiredesk.identity.bare_names import settle_bare
from wiredesk.identity.thing_evidence import KnownThing, context_of
from wiredesk.store.directory.story_facts import StoryMemory
from wiredesk.store.directory.story_rulings import RULED, split_again
from wiredesk.store.raw_sql import run, run_many

BARE_METHOD = "bare"
"""Method of a bare name that is nobody's yet."""
Candidates = Mapping[int, Sequence[KnownThing]]
"""Whom each thing of a bare name may be."""
_THINGS = (
    "SELECT t.id FROM thing_names AS n JOIN things AS t ON t.id = n.thing"
    " WHERE n.key = ? AND n.kind = 'person' AND t.key = n.key AND substr(t.sense, 1, 4) = 'bare' ORDER BY t.id"
)
_LINKS = (
    "SELECT seq, entity, bare, thing, method, score FROM identities WHERE bare = ? AND seq > ?"
    " ORDER BY seq, entity LIMIT ?"
)
_OF_STORIES = (
    "SELECT i.seq, i.entity, i.bare, i.thing, i.method, i.score, t.key FROM identities AS i"
    " JOIN things AS t ON t.id = i.bare WHERE i.seq IN :numbers AND i.bare IS NOT NULL ORDER BY i.seq, i.entity"
)
_APART = (
    "SELECT thing, other FROM rulings WHERE undone_at IS NULL AND kind IN ('different', 'split') AND other IS NOT NULL"
    " AND (thing IN :numbers OR other IN :numbers)"
)
_ANY_RULED = "SELECT 1 FROM ruled_stories LIMIT 1"
_WRITE = "UPDATE identities SET thing = ?, method = ?, score = ?, evidence = ? WHERE seq = ? AND entity = ?"


class BareLink(NamedTuple):
    """A bare name of a story, and who it is taken for."""

    seq: int
    entity: str
    bare: int
    thing: int
    method: str
    score: float | None


def bare_things(connection: Connection, key: str) -> list[int]:
    """Return the things of a bare name, one for each sense that it may have."""
    return [row[0] for row in run(connection, _THINGS, key).fetchall()]


def bare_links(
    connection: Connection, things: Iterable[int], after: int, limit: int
) -> tuple[list[BareLink], int | None]:
    """Return names of some bare things in the stories after a version, in the order of the versions.

    Returns:
        The names, and the last version of which all are among them; None where there are no more.
    """
    found: list[BareLink] = []
    last: int | None = None
    for thing in things:
        part = [BareLink(*row) for row in run(connection, _LINKS, thing, after, limit).fetchall()]
        found += part
        if len(part) == limit:  # the last version may have more of them
            last = min(part[-1].seq - 1, last or part[-1].seq)
    if last is None:
        return found, None
    return [link for link in found if link.seq <= last], last


def links_of_stories(connection: Connection, seqs: Sequence[int]) -> list[tuple[str, BareLink]]:
    """Return the bare names of versions, each with its key."""
    return [(row[6], BareLink(*row[:6])) for row in run(connection, _OF_STORIES, list(seqs)).fetchall()]


def ruled_apart(connection: Connection, things: Sequence[int]) -> dict[int, set[int]]:
    """Return for each of some things those that users keep apart from it."""
    found: dict[int, set[int]] = {id: set() for id in things}
    for one, other in run(connection, _APART, list(things), list(things)).fetchall():
        for a, b in ((one, other), (other, one)):
            if a in found:
                found[a].add(b)
    return found


def decide(
    connection: Connection,
    key: str,
    links: Iterable[BareLink],
    candidates: Candidates,
    stories: StoryMemory,
) -> None:
    """Decide who a bare name is in some stories, and write what has changed."""
    open_links = [link for link in links if link.method != RULED]
    facts = stories.read(connection, (link.seq for link in open_links if candidates.get(link.bare)))
    changed: list[tuple[Any, ...]] = []
    for link in open_links:
        after: tuple[int, str, float | None] = link.bare, BARE_METHOD, None
        evidence = None
        if (among := candidates.get(link.bare)) and (story := facts.get(link.seq)):
            found = settle_bare(key, context_of([story.evidence(link.entity)]), among)
            after = found.thing or link.bare, found.method, round(found.score, 2)
            evidence = orjson.dumps(found.evidence).decode()
        if after != (link.thing, link.method, link.score):
            changed.append((*after, evidence, link.seq, link.entity))
    run_many(connection, _WRITE, changed)
    if changed and run(connection, _ANY_RULED).fetchone():
        split_again(connection, {row[-2] for row in changed})
