"""Read a knowledge base: things by name.  Each process has its own connection; the pages of the file are shared."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast
from urllib.parse import quote

from wiredesk.contract import EntityType
from wiredesk.errors import ConfigError
from wiredesk.kb.kb_compile import edition_of
from wiredesk.kb.kb_tables import APPLICATION_ID, KB_FORMAT

MAX_CACHED_KEYS = 8_192
"""Names whose things are kept in memory, some 10 MB: news names the same things every day."""
MIN_WORD_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+")
_BY_KEY = """
SELECT thing.*, alias.weight FROM alias JOIN thing ON thing.id = alias.id WHERE alias.key = ?
ORDER BY alias.weight * thing.prior DESC, thing.id
"""


class KnowledgeBaseUnusable(ConfigError):
    """The knowledge base cannot be used."""


@dataclass(frozen=True, slots=True)
class KbThing:
    """A thing of the base, as it was found by a name."""

    id: str
    type: EntityType
    name: str
    about: str
    prior: int
    country: str | None
    born: int | None
    died: int | None
    occupations: str
    geonames: int | None
    related: frozenset[str]
    weight: int
    """Per cent of the cases in which the name means the thing, roughly; 100 for its label."""
    words: frozenset[str]
    """Words that say what it is, in small letters."""


def content_words(text: str) -> frozenset[str]:
    """Return the words of a text in small letters, without short ones: of, the, and."""
    return frozenset(word for word in _WORD.findall(text.lower()) if len(word) >= MIN_WORD_LETTERS)


class KbFile:
    """A knowledge base on the disk.  Making one checks the file and leaves nothing open, so that it may be forked.

    Raises:
        KnowledgeBaseUnusable: there is no such file, or it is another kind of file, damaged or of another release.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._connection: sqlite3.Connection | None = None
        self._pid = 0
        self._check_file()
        self.info = self._read_info()
        """What ``meta`` has: edition, source, counts."""
        self.close()
        self.candidates = lru_cache(MAX_CACHED_KEYS)(self._select)
        """Return the things that a key leads to, the likeliest first."""

    @property
    def edition(self) -> str:
        """What tells this content from any other."""
        return self.info["edition"]

    def thing(self, id: str) -> KbThing | None:
        """Return a thing by its id; None without it."""
        row = self._query("SELECT thing.*, 100 FROM thing WHERE id = ?", id)
        return _thing(row[0]) if row else None

    def names(self, id: str) -> list[tuple[str, int]]:
        """Return the keys that lead to a thing, each with its weight; reads the whole table."""
        return [(str(key), int(str(weight))) for key, weight in
                self._query("SELECT key, weight FROM alias WHERE id = ? ORDER BY weight DESC, key", id)]  # fmt: skip

    def check_content(self) -> None:
        """Read everything and compare it with the edition.

        Raises:
            KnowledgeBaseUnusable: the content is damaged.
        """
        try:
            broken = self._open().execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok"
            if broken or edition_of(self._open()) != self.edition:
                raise self._unusable("is damaged")
        except sqlite3.Error as error:
            raise self._unusable(f"is damaged: {error}") from None

    def close(self) -> None:
        """Close this process's connection; the next look-up opens another one."""
        if self._connection is not None and self._pid == os.getpid():
            self._connection.close()
        self._connection = None

    def _select(self, key: str) -> tuple[KbThing, ...]:
        return tuple(map(_thing, self._query(_BY_KEY, key)))

    def _query(self, query: str, value: str) -> list[tuple[object, ...]]:
        try:
            return self._open().execute(query, (value,)).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(f"is damaged: {error}") from None

    def _open(self) -> sqlite3.Connection:
        """Return the connection of this process: SQLite's must not live through a fork."""
        if self._connection is None or self._pid != os.getpid():
            uri = f"file:{quote(str(self.path))}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._connection.execute(f"PRAGMA mmap_size = {self.path.stat().st_size}")
            self._pid = os.getpid()
        return self._connection

    def _check_file(self) -> None:
        try:
            with self.path.open("rb") as file:
                head = file.read(100)
            size = self.path.stat().st_size
        except OSError as error:
            hint = "name a file that wiredesk kb build has made in WIREDESK_KB"
            raise self._unusable(error.strerror or str(error), hint) from None
        if not head.startswith(b"SQLite format 3\0") or int.from_bytes(head[68:72]) != APPLICATION_ID:
            raise self._unusable("is no knowledge base", "make one: wiredesk kb build")
        found = int.from_bytes(head[60:64])
        if found != KB_FORMAT:
            cause = f"has format {found}, and this release reads format {KB_FORMAT}"
            raise self._unusable(cause, "build it again with this release: wiredesk kb build --restart")
        page = int.from_bytes(head[16:18])
        if size != (65536 if page == 1 else page) * int.from_bytes(head[28:32]):
            raise self._unusable("is not complete")

    def _read_info(self) -> Mapping[str, str]:
        try:
            info = dict(self._open().execute("SELECT key, value FROM meta"))
            self._open().execute("SELECT id FROM thing LIMIT 1").fetchone()
            self._open().execute("SELECT key FROM alias LIMIT 1").fetchone()
        except (sqlite3.Error, ValueError) as error:
            raise self._unusable(f"is damaged: {error}") from None
        if "edition" not in info:
            raise self._unusable("is not complete")
        return info

    def _unusable(self, cause: str, hint: str = "copy or build it again") -> KnowledgeBaseUnusable:
        return KnowledgeBaseUnusable(f"knowledge base {self.path}", cause, hint)


def _thing(row: tuple[object, ...]) -> KbThing:
    id, type, name, about, prior, country, born, died, words, geonames, related, weight = cast(
        "tuple[str, EntityType, str, str, int, str | None, int | None, int | None, str, int | None, str, int]", row
    )
    return KbThing(
        id, type, name, about, prior, country, born, died, words, geonames, frozenset(related.split()), weight,
        content_words(f"{about} {words}"),
    )  # fmt: skip
