"""The registry of kinds of sinks, and the rows ``[[sink]]`` of ``wire.toml``."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from desk.queries.filters import Filters
from desk.queries.query_syntax import BadQuery
from desk.queries.stored_filters import stored_filters
from desk.sinks.sink import SinkConfig
from wiredesk.config_values import read_rows, validated
from wiredesk.errors import ConfigError
from wiredesk.extras import require_extra

KINDS: Mapping[str, str] = {
    "webhook": "desk.sinks.webhook:WebhookConfig",
    "redis": "desk.sinks.redis_stream:RedisStreamConfig",
    "lake": "desk.sinks.lake:LakeConfig",
    "sql": "desk.sinks.database:DatabaseConfig",
    "mail": "desk.sinks.mail:MailConfig",
    "chat": "desk.sinks.chat:ChatConfig",
    "nats": "desk.sinks.nats_stream:NatsConfig",
    "mqtt": "desk.sinks.mqtt:MqttConfig",
    "kafka": "desk.sinks.kafka:KafkaConfig",
    "elasticsearch": "desk.sinks.search_index:SearchIndexConfig",
    "folder": "desk.sinks.story_folder:FolderConfig",
}
"""``type`` → module and class; a module is imported when a sink of its kind is configured."""
NEED_EXTRA: Mapping[str, str] = {
    "webhook": "sources", "elasticsearch": "sources", "lake": "parquet", "chat": "notify", "nats": "nats",
    "mqtt": "mqtt", "kafka": "kafka",
}  # fmt: skip
"""``type`` → the extra that installs what its module imports."""
ENTRY_POINTS = "wiredesk.sinks"
"""Entry-point group by which other packages add kinds of sinks: name = type, value = a subclass of SinkConfig."""


def read_sinks(path: Path) -> list[SinkConfig]:
    """Return the sinks of a ``wire.toml``, an empty list if the file does not exist.

    Raises:
        ConfigError: the file or one of its sinks is invalid; names the sink by its number.
    """
    found = [build_sink(row, subject) for subject, row in read_rows(path, "sink")]
    names = [sink.name for sink in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ConfigError(f"{path}: [[sink]] {twice}", "is configured twice", "give each sink a name of its own")
    return found


def chosen_sinks(path: Path, names: Sequence[str]) -> list[SinkConfig]:
    """Return the sinks of a ``wire.toml`` with these names, all of them without any.

    Raises:
        ConfigError: a sink is invalid, there is none, or none of that name.
    """
    found = read_sinks(path)
    if not found:
        raise ConfigError(str(path), "has no sink", "write [[sink]] into it")
    if unknown := sorted(set(names) - {one.name for one in found}):
        raise ConfigError(f"sink {unknown[0]}", f"is not in {path}", f"one of {', '.join(one.name for one in found)}")
    return [one for one in found if not names or one.name in names]


def build_sink(row: Mapping[str, Any], subject: str) -> SinkConfig:
    """Return one sink from its fields.

    Raises:
        ConfigError: the type is unknown, or a field or the filter is invalid; ``subject`` says which row it is.
    """
    kind = str(row.get("type", ""))
    kinds = {**KINDS, **_kinds_of_others()}
    if kind not in kinds:
        raise ConfigError(subject, f'unknown type of sink "{kind}"', f"write one of {', '.join(kinds)}")
    if extra := NEED_EXTRA.get(kind):
        require_extra(extra, f"{subject} ({kind})")
    module, _, name = kinds[kind].partition(":")
    found: type[SinkConfig] = getattr(importlib.import_module(module), name)
    sink = validated(found, row, f"{subject} ({kind})")
    if sink.things and not sink.takes_things:
        raise ConfigError(f"{subject} ({kind}), things", "it takes stories alone", "webhook and redis take both")
    try:
        sink_filters(sink)
    except BadQuery as error:
        raise ConfigError(f"{subject} ({kind}), filter", str(error)) from None
    return sink


def sink_filters(sink: SinkConfig) -> Filters:
    """Return the filters of a sink.

    Raises:
        BadQuery: one of them is unknown or invalid.
    """
    return stored_filters(sink.filter)


@cache
def _kinds_of_others() -> dict[str, str]:
    """Return the kinds that other packages add, by their entry points."""
    return {point.name: point.value for point in entry_points(group=ENTRY_POINTS) if point.name not in KINDS}
