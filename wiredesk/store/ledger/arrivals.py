"""Which story and which version an arriving article is.

An id is unique within its scope only, so the key of a story is its id, and where another scope has the id already, the
id with a suffix for the scope.  A text that the story has is known; another text is a new version unless it is older
than the newest one.  docs/explanation/identity.md gives the reasons.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, bindparam, select, text

from wiredesk.contract import Article
from wiredesk.store.ledger.records import Disposition, Key
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.result_rows import storable
from wiredesk.store.tables import articles

MAX_VERSION = 2**63 - 1
"""The largest version that the database holds: a signed integer of 64 bits."""
RECEIPT_TOLERANCE = timedelta(hours=2)
"""By how much a time of receipt must be earlier to count: a live source takes it from a clock, which may be set back;
web archives have the time of their records, which mostly lie days apart."""
MAX_PLAIN_CHARS = 480
"""Characters of an id that gets a suffix; a longer one is replaced by its hash, because an id has 500 at most."""
_IDENTITY_LOCKS = 0x6964656E
"""Class of PostgreSQL's advisory locks on a provider's id ("iden")."""


def scoped_id(id: str, scope: str) -> str:
    """Return the key of a story whose id another scope uses too: the id with a suffix for its own scope."""
    if len(id) > MAX_PLAIN_CHARS:
        id = long_id(id)
    return f"{id}~{_digest(scope, 5)}"


def long_id(id: str) -> str:
    """Return what stands for an id that is longer than an index allows; producers write the same."""
    return f"urn:x-wiredesk:long:{_digest(id, 20)}"


def with_storable_id(article: Article) -> Article:
    """Return the article with an id and a scope that a database can keep, and so can find again."""
    names = {"id": storable(article.id), "scope": storable(article.scope)}
    return article if (article.id, article.scope) == (*names.values(),) else article.model_copy(update=names)


def _digest(value: str, size: int) -> str:
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[: 2 * size]


def lock_ids(connection: Connection, ids: Iterable[str]) -> None:
    """Let one transaction at a time give out the keys of these ids, until this one ends (PostgreSQL).

    Two providers with one id would otherwise both find it free, and be taken for versions of one story.  The locks are
    taken in one order.  SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql" and (distinct := sorted(set(ids))):
        connection.execute(_LOCK, {"class": _IDENTITY_LOCKS, "ids": distinct})


_LOCK = text(
    "SELECT pg_advisory_xact_lock(:class, id) FROM "
    "(SELECT DISTINCT hashtext(given) AS id FROM unnest(CAST(:ids AS text[])) AS given ORDER BY 1) AS ordered"
)


class _Owner(NamedTuple):
    """Whose story a row is."""

    scope: str | None
    source: str | None
    url: str | None

    def has(self, article: Article) -> bool:
        """Return whether an article with the same id belongs to this story.

        A row without a scope is of an earlier release, or nothing named its provider: its source or the host of its
        address decide then.
        """
        if self.scope == article.scope or (self.url and self.url == article.url and _path(self.url)):
            return True
        if self.scope is not None:
            return False
        if self.source is None or article.source is None or self.source == article.source:
            return True
        return bool(host := _host(self.url)) and host == _host(article.url)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _path(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path.strip("/") + parts.query


class _Version:
    """A version in the ledger or in the batch; its hash is made when another text comes under the same id."""

    def __init__(self, number: int, row: Any) -> None:
        """Wrap a row of the ledger or an article."""
        self.number, self._row = number, row

    @property
    def status(self) -> str:
        """The publishing status."""
        return str(self._row.status)

    @cached_property
    def content(self) -> tuple[str, str, datetime | None]:
        """Hash of the text without its white space, status, end of embargo: what makes it another version."""
        words = " ".join(storable(f"{self._row.headline} \x1f {self._row.body}").split())
        return _digest(words, 16), self.status, _instant(self._row.embargo_until)

    @property
    def at(self) -> datetime | None:
        """When the provider made it."""
        return _instant(self._row.updated or self._row.published)

    @property
    def received(self) -> datetime | None:
        """When it was received or archived."""
        return _instant(self._row.received)


@dataclass(frozen=True, slots=True)
class Filed:
    """An article with the id and version under which the ledger keeps it."""

    article: Article
    key: Key
    disposition: Disposition

    @property
    def is_written(self) -> bool:
        """Whether it is a version that the ledger lacks."""
        return self.disposition in (Disposition.NEW, Disposition.NEWER)


def file_batch(connection: Connection, batch: Sequence[Article]) -> list[Filed]:
    """Return what the articles are to the ledger, in the order of the batch; nothing is written."""
    stories = _Stories()
    for part in chunks(sorted(set(_candidates(batch))), 500):
        for row in connection.execute(_ROWS, {"of": part}):
            stories.add(row)
    filed: list[Filed | None] = [None] * len(batch)
    for key, indexes in stories.by_key(batch).items():
        for index in _in_order_of_time(batch, indexes):
            filed[index] = stories.file(key, batch[index])
    return [one for one in filed if one is not None]


def _candidates(batch: Iterable[Article]) -> Iterator[str]:
    for article in batch:
        yield article.id
        if article.scope is not None:
            yield scoped_id(article.id, article.scope)


_ROWS = select(
    *(articles.c[name] for name in ("id", "version", "scope", "source", "url", "status", "embargo_until")),
    *(articles.c[name] for name in ("published", "updated", "received", "headline", "body")),
).where(articles.c.id.in_(bindparam("of", expanding=True)))


class _Stories:
    """The stories that a batch may belong to, as the ledger has them and as the batch changes them."""

    def __init__(self) -> None:
        self._owners: dict[str, list[_Owner]] = defaultdict(list)
        self._versions: dict[str, dict[int, _Version]] = defaultdict(dict)

    def add(self, row: Any) -> None:
        """Add a version that the ledger has."""
        self._owners[row.id].append(_Owner(row.scope, row.source, row.url))
        self._versions[row.id][row.version] = _Version(row.version, row)

    def by_key(self, batch: Sequence[Article]) -> dict[str, list[int]]:
        """Return the key of each story in the batch and the indexes of its articles."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, article in enumerate(batch):
            key = self._key_of(article)
            found[key].append(index)
            self._owners[key].append(_Owner(article.scope, article.source, article.url))
        return found

    def _key_of(self, article: Article) -> str:
        if article.scope is None:
            return article.id
        own = scoped_id(article.id, article.scope)
        if own in self._owners:
            return own
        owners = self._owners.get(article.id)
        return article.id if not owners or any(owner.has(article) for owner in owners) else own

    def file(self, key: str, article: Article) -> Filed:
        """Return the version that the article is, and add it to the story unless it is known or older."""
        versions = self._versions[key]
        if not versions:
            return self._write(key, article, article.version, Disposition.NEW)
        if "version" in article.model_fields_set and article.version not in versions:
            disposition = Disposition.NEWER if article.version > max(versions) else Disposition.NEW
            return self._write(key, article, article.version, disposition)
        one, newest = _Version(article.version, article), versions[max(versions)]
        same = next((version.number for version in versions.values() if version.content == one.content), None)
        order = _compare(one, versions.values())
        if same is not None and (newest.status == one.status or order <= 0):
            return Filed(article, (key, same), Disposition.KNOWN)
        reinstates = newest.status == "canceled" and one.status != "canceled"
        if order < 0 or (reinstates and order == 0) or newest.number == MAX_VERSION:
            return Filed(article, (key, newest.number), Disposition.OLDER)
        return self._write(key, article, newest.number + 1, Disposition.NEWER)

    def _write(self, key: str, article: Article, number: int, disposition: Disposition) -> Filed:
        if (key, number) != (article.id, article.version):
            renumbered = number != article.version and article.kind == "story"
            changes = {"id": key, "version": number, "kind": "update" if renumbered else article.kind}
            article = article.model_copy(update=changes)
        self._versions[key][number] = _Version(number, article)
        return Filed(article, (key, number), disposition)


def _instant(value: datetime | None) -> datetime | None:
    """Return a time to the millisecond, as both databases keep it."""
    return None if value is None else value.astimezone(UTC).replace(microsecond=value.microsecond // 1000 * 1000)


def _compare(one: _Version, versions: Iterable[_Version]) -> int:
    """Return 1 if a version is newer than all others by the provider's times, -1 if it is older, 0 if nothing tells.

    The times of receipt only tell that a version is older.
    """
    versions = list(versions)
    if one.at and (times := [version.at for version in versions if version.at]) and one.at != max(times):
        return 1 if one.at > max(times) else -1
    receipts = [version.received for version in versions if version.received]
    if one.received and receipts and one.received < max(receipts) - RECEIPT_TOLERANCE:
        return -1
    return 0


def _in_order_of_time(batch: Sequence[Article], indexes: Sequence[int]) -> list[int]:
    """Return a story's indexes in the order of their times; an article without a time follows its neighbour."""
    if len(indexes) == 1:
        return list(indexes)
    timed: list[tuple[float, float, int]] = []
    at = received = float("-inf")
    for index in indexes:
        article = batch[index]
        stamp = article.updated or article.published
        at = stamp.timestamp() if stamp else at
        received = article.received.timestamp() if article.received else received
        timed.append((at, received, index))
    return [index for _, _, index in sorted(timed)]
