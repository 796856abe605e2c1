"""The registry of source kinds, and the rows ``[[source]]`` of ``wire.toml``."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from producer.ingest.intake import Source
from producer.sources.addressed_source import marked_where_alike
from producer.sources.source_config import SourceConfig
from wiredesk.config_values import read_rows, validated
from wiredesk.errors import ConfigError
from wiredesk.extras import require_extra

KINDS: Mapping[str, str] = {
    "feed": "feeds:Feed",
    "folder": "folder_source:FolderSource",
    "http": "endpoint:Endpoint",
    "tcp": "receiver:Receiver",
    "sse": "events:EventStream",
    "websocket": "websocket:WebSocket",
    "redis": "redisstream:RedisStream",
    "imap": "mailbox:Mailbox",
    "stdin": "stdin:Stdin",
}
"""``type`` → module and class; a module is imported when a source of its kind is configured."""
NEED_SOURCES_EXTRA = frozenset({"feed", "http", "sse", "websocket"})
"""The types whose modules import packages of the extra ``sources``."""


def read_sources(path: Path) -> list[SourceConfig]:
    """Return the sources of a ``wire.toml``, an empty list if the file does not exist.

    Raises:
        ConfigError: the file or one of its sources is invalid; names the source by its number.
    """
    return [build_source(row, subject) for subject, row in read_rows(path, "source")]


def build_source(row: Mapping[str, Any], subject: str) -> SourceConfig:
    """Return one source from its fields.

    Raises:
        ConfigError: the type is unknown or a field is invalid; ``subject`` says which row it is.
    """
    kind = str(row.get("type", ""))
    return validated(source_class(kind, subject), row, f"{subject} ({kind})")


def source_class(kind: str, subject: str) -> type[SourceConfig]:
    """Return the class of a type of sources; its fields are those of a row.

    Raises:
        ConfigError: the type is unknown, or needs an extra that is not installed.
    """
    if kind not in KINDS:
        raise ConfigError(subject, f'unknown type of source "{kind}"', f"write one of {', '.join(KINDS)}")
    if kind in NEED_SOURCES_EXTRA:
        require_extra("sources", f"{subject} ({kind})")
    module, _, name = KINDS[kind].partition(":")
    found: type[SourceConfig] = getattr(importlib.import_module(f"producer.sources.{module}"), name)
    return found


def checked_sources(configs: Iterable[SourceConfig]) -> list[SourceConfig]:
    """Return sources whose names tell them apart.

    Raises:
        ConfigError: a source is configured twice.
    """
    found = marked_where_alike(configs)
    names = [source.name for source in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ConfigError(twice, "is configured twice", "remove one of the two")
    return found


def runnable_sources(configs: Iterable[SourceConfig]) -> Sequence[Source]:
    """Return the sources to run; all feeds together are one source.

    Raises:
        ConfigError: a source is configured twice.
    """
    found = checked_sources(configs)
    if not any(getattr(source, "type", "") == "feed" for source in found):
        return found  # type: ignore[return-value]
    from producer.sources.feeds import Feed, Feeds  # lazy: httpx is loaded for feeds only

    feeds = tuple(source for source in found if isinstance(source, Feed))
    rest = [source for source in found if not isinstance(source, Feed)]
    return [*rest, Feeds(feeds)]  # type: ignore[list-item]
