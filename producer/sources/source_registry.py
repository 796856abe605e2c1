"""The kinds of source, each mounted by its ``type``, and ``[[source]]`` of ``wire.toml``."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from producer.ingest.runner import Source
from producer.sources.source_config import Spec
from wiredesk.errors import ConfigError
from wiredesk.extras import require_extra

KINDS: Mapping[str, str] = {
    "feed": "feeds:Feed",
    "folder": "folder_source:Watched",
    "http": "endpoint:Endpoint",
    "tcp": "receiver:Receiver",
    "sse": "events:Events",
    "websocket": "websocket:WebSocket",
    "redis": "redisstream:RedisStream",
    "imap": "mailbox:Mailbox",
    "stdin": "stdin:Stdin",
}
"""``type`` → module and class; a module is imported when a source of its kind is asked for."""
NEED_SOURCES_EXTRA = frozenset({"feed", "http", "sse", "websocket"})
"""The types whose modules import packages of the extra ``sources``."""


def configured(path: Path) -> list[Spec]:
    """The sources of a ``wire.toml``; none where the file is missing.

    Raises:
        ConfigError: the file or one of its sources does not fit; names the source by its number.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("source", [])
    except FileNotFoundError:
        return []
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), str(error), "correct the file") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(str(path), "source is no list of tables", "head each source with [[source]]")
    return [spec(row, f"{path}: [[source]] {number}") for number, row in enumerate(rows, 1)]


def spec(row: Mapping[str, Any], subject: str) -> Spec:
    """One source from its fields.  Raises :class:`ConfigError`, whose subject is ``subject``."""
    kind = str(row.get("type", ""))
    if kind not in KINDS:
        raise ConfigError(subject, f'type "{kind}" is no kind of source', f"write one of {', '.join(KINDS)}")
    if kind in NEED_SOURCES_EXTRA:
        require_extra("sources", f"{subject} ({kind})")
    module, _, name = KINDS[kind].partition(":")
    found: type[Spec] = getattr(importlib.import_module(f"producer.sources.{module}"), name)
    try:
        return found.model_validate(dict(row))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{subject} ({kind}), {field or 'fields'}", first["msg"], "correct it") from None


def sources(specs: Iterable[Spec]) -> Sequence[Source]:
    """What is to be run, all feeds together as one.  Raises :class:`ConfigError` for one that is named twice."""
    found = list(specs)
    names = [source.name for source in found]  # type: ignore[attr-defined]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ConfigError(twice, "is configured twice", "leave one out")
    if not any(getattr(source, "type", "") == "feed" for source in found):
        return found  # type: ignore[return-value]
    from producer.sources.feeds import Feed, Feeds

    feeds = tuple(source for source in found if isinstance(source, Feed))
    rest = [source for source in found if not isinstance(source, Feed)]
    return [*rest, Feeds(feeds)]  # type: ignore[list-item]
