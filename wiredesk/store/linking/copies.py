"""The step of the linker that finds copies: the pairs of a version that readers see, and its group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, select

from wiredesk.contract import Article, Extraction
from wiredesk.layout import analyze
from wiredesk.store.link_tables import DUE, copy_groups, copy_prints, links
from wiredesk.store.linking import copy_groups as groups
from wiredesk.store.linking import copy_search, linker_lease
from wiredesk.store.linking.compared_text_cache import ComparedTextCache
from wiredesk.store.linking.copy_groups import GroupMember
from wiredesk.store.linking.due import DueStory, LinkNotes, day_number, keys_since, read_stories, read_story_time
from wiredesk.store.linking.link_step import LinkRun, LinkStep, PreparedStory
from wiredesk.store.prepared import PreparedStatement, execute_raw
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import articles
from wiredesk.store.types import database_time
from wiredesk.store.visibility import VISIBLE_ROW
from wiredesk.stories.compared_text import OwnParts, body_words, headline_words, own_parts
from wiredesk.stories.copy_relation import GROUPING, ComparedStory, CopyRelation, compare, compared_story
from wiredesk.stories.revisions import RevisionKeys, is_version, revision_keys
from wiredesk.stories.shingles import key_prints, prints, shingle_hashes
from wiredesk.stories.story_credits import credited_agency

MAX_CANDIDATES = 256
"""Versions with prints in common that are compared, those with most first.  Up to as many fills of one form have the
same pairs in any order of arrival."""
MAX_COMPARED_PER_GROUP = 24
"""Versions of one group that are compared: a text with thousands of copies is known by a few of them."""
CACHED_TEXTS = MAX_CANDIDATES + 64
"""Texts that the linker keeps in memory, at some 40 kB each: those that the next fill of a form is compared with."""
PACKED_TEXTS = 2048
"""Further texts, packed in some 4 kB each: papers print a text hours after the agency sent it."""
KEEP_DAYS = 8
"""Days for which prints are kept, after a story was published and after it arrived."""
PRUNED_ROWS = 20_000
"""Prints that are deleted in one transaction."""


@dataclass(frozen=True, slots=True)
class _LinkedVersion:
    """A version that may be a copy, in its group."""

    seq: int
    group: int
    at: datetime
    keys: RevisionKeys
    text_hash: str


_cache = ComparedTextCache(CACHED_TEXTS, PACKED_TEXTS)


@dataclass(frozen=True, slots=True)
class CopyTraits:
    """What is computed of a version once, before it is stored."""

    prints: list[int]
    credit: str | None
    """The agency that the text itself credits."""
    parts: OwnParts


def prepare(article: Article, _extraction: Extraction) -> CopyTraits:
    """Return the prints of an article, and whom it credits."""
    return _of_article(article)


def _of_article(article: Article) -> CopyTraits:
    layout = analyze(article)
    parts = own_parts(layout)
    keys = revision_keys(article.source, article.headline, article.slugline)
    found = shingle_hashes(headline_words(article.text, parts), body_words(article.text, parts))
    return CopyTraits(_prints(found, keys), credited_agency(article, layout), parts)


def notes(traits: CopyTraits) -> LinkNotes:
    """Return the traits as they are noted beside a version."""
    return LinkNotes(_json([traits.prints, traits.credit]), _json(tuple(traits.parts)))


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _traits(story: DueStory) -> CopyTraits:
    """Return the traits of a version: as noted, or computed again where they are not."""
    parts = _parts(story.notes.parts)
    if story.notes.traits and parts:
        found, credit = orjson.loads(story.notes.traits)
        return CopyTraits(found, credit, parts)
    return _of_article(_article(story, story.slugline))


def _parts(noted: str | None) -> OwnParts | None:
    return OwnParts(*orjson.loads(noted)) if noted else None


def _prints(shingles: Collection[int], keys: RevisionKeys) -> list[int]:
    of_keys = [one for key in sorted(keys.keys) for one in key_prints(key)]
    return prints(shingles) + of_keys


def store(connection: Connection, stories: Sequence[PreparedStory]) -> None:
    """Store the prints of versions."""
    copy_search.add_all(connection, [(one.day, one.seq, one.prepared.prints) for one in stories])


class _CopiesAhead(NamedTuple):
    """What is read ahead for several versions."""

    traits: dict[int, CopyTraits]
    similar: dict[int, list[int]]
    """The versions that have prints in common with each."""
    grouped: frozenset[int]
    """Those that are in a group already: they were linked before.  The others are in none until they are linked."""


def read_ahead(connection: Connection, stories: Sequence[DueStory]) -> _CopiesAhead:
    """Search for the copies of versions, whose prints do not change while they are linked."""
    traits = {story.seq: _traits(story) for story in stories}
    similar = copy_search.similar(connection, ((one.day, one.seq, traits[one.seq].prints) for one in stories))
    rows = run(connection, "SELECT seq FROM copy_groups WHERE seq IN :numbers", list(traits)).fetchall()
    return _CopiesAhead(traits, similar, frozenset(row[0] for row in rows))


def link(connection: Connection, story: DueStory, along: LinkRun) -> None:
    """Compare a version with those that have the same words, and write its pairs and its group.

    Pairs that it has stay: the text of a version never changes.
    """
    ahead: _CopiesAhead = along.ahead[STEP.name]
    traits = ahead.traits[story.seq]
    candidates = _fewer(_candidates(connection, story.id, ahead.similar[story.seq][:MAX_CANDIDATES]))
    found = _relations(connection, story, candidates) if candidates else {}
    _write_pairs(connection, story.seq, found)
    is_grouped = story.seq in ahead.grouped
    if not found and not is_grouped:
        along.without_pairs.add(story.seq)
    joined = {row[0] for row in _GROUP(connection, of=story.seq).fetchall()} if is_grouped else set()
    joined.update(one.group for one in candidates if one.seq in found and found[one.seq].relation in GROUPING)
    groups.join(connection, GroupMember(story.seq, story.id, story.source, story.at, traits.credit), joined)


def _relations(
    connection: Connection, story: DueStory, candidates: Sequence[_LinkedVersion]
) -> dict[int, CopyRelation]:
    """Return what each of the candidates is to a version, of those that are something to it."""
    own = _cache.get(story.seq, story.text_hash) or compared_story(_article(story), _parts(story.notes.parts))
    _cache.put(story.seq, story.text_hash, own)
    keys = revision_keys(story.source, story.headline, story.slugline)
    texts = _texts(connection, candidates)
    found: dict[int, CopyRelation] = {}
    for one in candidates:
        is_revision = is_version(keys, story.at, one.keys, one.at)
        relation = compare(own, texts[one.seq], is_version=is_revision) if one.seq in texts else None
        if relation:
            found[one.seq] = relation
    return found


def unlink(connection: Connection, story: DueStory) -> None:
    """Take a version out of its group, and delete its pairs and prints."""
    copy_search.remove(connection, story.day, story.seq, _traits(story).prints)
    _remove_pairs(connection, [story.seq])


def _remove_pairs(connection: Connection, seqs: Sequence[int]) -> None:
    """Take versions out of their groups, and delete their pairs."""
    apart = groups.leave(connection, seqs)
    for statement in _DELETE_PAIRS:
        run(connection, statement, list(seqs))
    if apart:  # a large group does not have every pair: they may belong together without the versions that left
        run(connection, _DUE, DUE, apart)


_DELETE_PAIRS = "DELETE FROM copy_pairs WHERE a IN :numbers", "DELETE FROM copy_pairs WHERE b IN :numbers"
_DUE = "UPDATE links SET state = ?, tries = 0, at = :now WHERE seq IN :numbers"


def forget(connection: Connection, seqs: Sequence[int]) -> None:
    """Remove all of versions that are about to be deleted.  The linker waits meanwhile.

    Prints of days that :func:`prune` deletes anyway are left to it.
    """
    linker_lease.lock(connection)
    before = database_time(connection) - timedelta(days=KEEP_DAYS)
    for story in read_stories(connection, keys_since(connection, seqs, day_number(before), before)):
        copy_search.remove(connection, story.day, story.seq, _traits(story).prints)
    _remove_pairs(connection, seqs)


def prune(connection: Connection) -> bool:
    """Delete some prints of stories that were published, and arrived, more than eight days ago.

    Returns whether more are left.
    """
    before = database_time(connection) - timedelta(days=KEEP_DAYS)
    arrived = select(articles.c.seq).where(articles.c.accepted_at < before).order_by(articles.c.accepted_at.desc())
    last = connection.scalar(arrived.limit(1))
    if last is None:
        return False
    key = copy_prints.c.day, copy_prints.c.print, copy_prints.c.seq
    old = select(*key).where(copy_prints.c.day < day_number(before), copy_prints.c.seq <= last).limit(PRUNED_ROWS)
    rows = [tuple(row) for row in connection.execute(old)]
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    statement = f"DELETE FROM copy_prints WHERE day = {mark} AND print = {mark} AND seq = {mark}"
    if rows:
        execute_raw(connection, statement, rows, many=True)
    return len(rows) == PRUNED_ROWS


STEP = LinkStep("copies", prepare, store, link, unlink, prune, forget, read_ahead, notes)


def _article(row: Any, slugline: str | None = None) -> Article:
    """Return as much of an article as the comparison reads."""
    return Article.model_construct(
        id="compared", headline=row.headline, body=row.body, byline=row.byline, source=row.source, slugline=slugline
    )


def _candidates(connection: Connection, id: str, seqs: Sequence[int]) -> Iterator[_LinkedVersion]:
    """Yield those of some versions that readers see and that have been linked, in the same order, none of one story."""
    if not seqs:
        return
    rows = {row[0]: row for row in run(connection, _CANDIDATES, seqs, id).fetchall()}
    for seq, group, text_hash, headline, slugline, source, *times in filter(None, map(rows.get, seqs)):
        yield _LinkedVersion(seq, group, read_story_time(*times), revision_keys(source, headline, slugline), text_hash)


_GROUP = PreparedStatement(select(copy_groups.c.copy_group).where(copy_groups.c.seq == bindparam("of")))
_CANDIDATES = (
    "SELECT a.seq, g.copy_group, a.text_hash, a.headline, a.slugline, a.source, a.published, a.accepted_at"
    " FROM articles AS a JOIN copy_groups AS g ON g.seq = a.seq"
    f" WHERE a.seq IN :numbers AND a.id <> ? AND {VISIBLE_ROW}"
)


def _fewer(candidates: Iterator[_LinkedVersion]) -> list[_LinkedVersion]:
    """Return at most a few candidates of each group."""
    of_group: Counter[int] = Counter()
    kept: list[_LinkedVersion] = []
    for one in candidates:
        of_group[one.group] += 1
        if of_group[one.group] <= MAX_COMPARED_PER_GROUP:
            kept.append(one)
    return kept


def _texts(connection: Connection, candidates: Sequence[_LinkedVersion]) -> dict[int, ComparedStory]:
    found = {one.seq: text for one in candidates if (text := _cache.get(one.seq, one.text_hash))}
    if missing := [one.seq for one in candidates if one.seq not in found]:
        for row in connection.execute(_TEXTS, {"of": missing}):
            found[row.seq] = compared_story(_article(row), _parts(row.parts))
            _cache.put(row.seq, row.text_hash, found[row.seq])
    return found


_TEXTS = (
    select(*(articles.c[name] for name in ("seq", "headline", "body", "byline", "source", "text_hash")), links.c.parts)
    .join(links, links.c.seq == articles.c.seq)
    .where(articles.c.seq.in_(bindparam("of", expanding=True)))
)


def _write_pairs(connection: Connection, seq: int, found: dict[int, CopyRelation]) -> None:
    if not found:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    statement = (
        "INSERT INTO copy_pairs (a, b, relation, shared, longer, shorter) "
        f"VALUES ({', '.join([mark] * 6)}) ON CONFLICT DO NOTHING"
    )
    rows = [(min(seq, other), max(seq, other), *relation) for other, relation in sorted(found.items())]
    execute_raw(connection, statement, rows, many=True)
