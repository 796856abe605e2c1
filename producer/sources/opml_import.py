"""Feeds of an OPML list as sources of the desk, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import Connection

from producer.sources.addresses import Network
from producer.sources.desk_kinds import SourceRefused, any_value, desk_source
from producer.sources.desk_rows import MAX_NAME_CHARACTERS, MAX_SOURCES, default_name, may_be_in_name
from producer.sources.opml import OpmlFeed
from wiredesk.store import source_rows


@dataclass(frozen=True, slots=True)
class ImportedFeeds:
    """What became of the feeds of a list."""

    added: tuple[str, ...]
    """Names of new sources."""
    known: int
    """Feeds that are set up already."""
    refused: tuple[str, ...]
    """Why others were not added: a line each."""


def import_feeds(
    connection: Connection, feeds: Sequence[OpmlFeed], *, networks: Sequence[Network], by: str, paused: bool = False
) -> ImportedFeeds:
    """Set up the feeds that are not set up yet; one that cannot be is refused alone.

    Raises:
        SourceRefused: they are too many.
    """
    if len(feeds) > MAX_SOURCES:
        raise SourceRefused("OPML", f"{len(feeds):,} feeds, more than {MAX_SOURCES:,}", "import a part of them")
    rows = source_rows.read_all(connection)
    names, follows = {row.name for row in rows}, {row.follows for row in rows}
    added, refused, known = [], [], 0
    for feed in feeds:
        title = "".join(filter(may_be_in_name, feed.title))[: MAX_NAME_CHARACTERS - 8].strip()
        subject = f"feed {title or feed.url[:80]}"
        try:
            reads = desk_source(subject, "feed", {"url": feed.url}, tuple(networks), any_value).name
            if reads in follows:
                known += 1
                continue
        except SourceRefused as error:
            refused.append(str(error))
            continue
        name = _free_name(title or default_name(reads), names)
        if not source_rows.add(connection, name, "feed", {"url": feed.url}, reads, paused=paused, by=by):
            refused.append(f"source {name}: already exists")
            continue
        names.add(name)
        follows.add(reads)
        added.append(name)
    return ImportedFeeds(tuple(added), known, tuple(refused))


def exported_feeds(connection: Connection) -> list[OpmlFeed]:
    """Return the feeds that were set up at the desk."""
    rows = source_rows.read_all(connection)
    return [OpmlFeed(row.name, str(row.given["url"])) for row in rows if row.kind == "feed" and not row.in_file]


def _free_name(title: str, names: set[str]) -> str:
    return next(one for number in count(1) if (one := f"{title} {number}" if number > 1 else title) not in names)
