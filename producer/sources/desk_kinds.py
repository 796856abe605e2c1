"""Which sources can be set up at the desk, and with which fields.

Whoever holds the token of the desk is trusted with the sources, not with the host.  So a source of the desk reads over
the network, from an address that is public or in a network of the setting ``source_networks``; it opens no port, writes
nowhere, and reads no file and no variable except those whose name begins with :data:`SECRET_PREFIX`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from producer.sources.addressed_source import AddressedSource
from producer.sources.addresses import Network, Reach
from producer.sources.public_address import has_named_secret
from producer.sources.source_config import SourceConfig
from producer.sources.source_registry import build_source
from wiredesk.errors import EXIT_USAGE, ConfigError, WiredeskError

SECRET_PREFIX = "SOURCE_SECRET_"
"""How the variables begin that a source of the desk may name: others may hold what nobody outside shall see."""
DESK_FIELDS: Mapping[str, tuple[str, ...]] = {
    "feed": ("url", "every", "timeout", "gap"),
    "sse": ("url", "token"),
    "websocket": ("url", "token", "hello"),
    "imap": ("host", "port", "user", "password", "folder", "every"),
    "tcp": ("host", "port"),
}
"""Type → fields of the sources that can be set up at the desk; :data:`COMMON_FIELDS` come on top."""
COMMON_FIELDS = ("provider", "rate", "silent_after")
"""Fields of every source."""
NOT_AT_THE_DESK: Mapping[str, str] = {
    "folder": "it reads files of the host",
    "stdin": "it reads the input of a program on the host",
    "http": "it opens a port of the host",
    "redis": "it writes into the server that it reads from, which may be the broker",
}
"""Type → why only ``wire.toml`` has such sources."""
SCHEMES: Mapping[str, tuple[str, ...]] = {
    "feed": ("http://", "https://"),
    "sse": ("http://", "https://"),
    "websocket": ("ws://", "wss://"),
}
"""Type → beginnings of its address."""
SECRET_FIELDS = frozenset({"token", "password"})
"""Fields whose value is ``env:NAME``."""
MAX_VALUE_CHARACTERS = 2000
"""Characters of the longest value."""
_NAMED = re.compile(rf"env:({SECRET_PREFIX}[A-Z0-9_]{{1,100}})")
_INSERTED = re.compile(rf"\{{({SECRET_PREFIX}[A-Z0-9_]{{1,100}})\}}")
_WITH_SECRETS = ("url", "hello")
"""Fields in whose value a variable in braces stands for its content."""
_UNKNOWN = "unknown"
"""Stands for a secret where the variables of the producer are not there."""

ReadVariable = Callable[[str], str | None]
"""Returns the content of a variable; None if it is not set."""


class SourceRefused(WiredeskError):
    """The source cannot be set up like this."""

    exit_code = EXIT_USAGE


class SourceInvalid(SourceRefused):
    """A field of the source is invalid."""


def any_value(_name: str) -> str:
    """Return something for a variable: to check a source where its variables are not set."""
    return _UNKNOWN


def desk_reach(networks: tuple[Network, ...]) -> Reach:
    """Return where the connections of the desk's sources may lead."""
    hint = "write its network into the setting source_networks, or the source into wire.toml"
    return Reach(networks, "the address is in a private network", hint)


def guess_kind(address: str) -> str:
    """Return the type that an address most likely has."""
    return "websocket" if address.startswith(("ws://", "wss://")) else "feed"


def require_desk_kind(kind: str) -> None:
    """Check a type of sources.

    Raises:
        SourceInvalid: it is unknown, or such sources are set up in ``wire.toml`` only.
    """
    if kind in NOT_AT_THE_DESK:
        cause = f"can be set up in wire.toml only: {NOT_AT_THE_DESK[kind]}"
        raise SourceInvalid(f'a source of the type "{kind}"', cause)
    if kind not in DESK_FIELDS:
        raise SourceInvalid("type", f'unknown type of source "{kind[:40]}"', f"one of {', '.join(DESK_FIELDS)}")


def desk_source(
    subject: str,
    kind: str,
    given: Mapping[str, Any],
    networks: tuple[Network, ...],
    read_variable: ReadVariable = os.environ.get,
) -> SourceConfig:
    """Return a source of the desk, which connects to nothing but what it may.

    Args:
        subject: names the source in errors.
        kind: the field ``type`` of a row of ``wire.toml``.
        given: the other fields.
        networks: private networks in which it may be.
        read_variable: see :data:`ReadVariable`.

    Raises:
        SourceInvalid: it cannot be set up like this.
        ExtraNotInstalled: sources of this type need the extra ``sources``.
    """
    require_desk_kind(kind)
    allowed = (*DESK_FIELDS[kind], *COMMON_FIELDS)
    row: dict[str, Any] = {"type": kind}
    for field, value in given.items():
        if field not in allowed:
            raise SourceInvalid(f"{subject}, {field[:40]}", "unknown field", f"one of {', '.join(allowed)}")
        row[field] = _value(f"{subject}, {field}", field, value, SCHEMES.get(kind, ()), read_variable)
    try:
        found = build_source(row, subject)
    except ConfigError as error:
        if type(error) is not ConfigError:
            raise
        raise SourceInvalid(error.subject.replace(f" ({kind})", ""), error.cause, error.hint) from None
    if isinstance(found, AddressedSource):
        found = found.shown_as(str(given["url"]))
    return found.within(desk_reach(networks))


def _value(subject: str, field: str, value: Any, schemes: tuple[str, ...], read_variable: ReadVariable) -> Any:
    """Return a value with its secrets."""
    if not isinstance(value, str):
        return value
    if len(value) > MAX_VALUE_CHARACTERS or not value.isprintable():
        raise SourceInvalid(subject, f"is longer than {MAX_VALUE_CHARACTERS:,} characters or has unprintable ones")

    def secret(name: str) -> str:
        if found := read_variable(name):
            return found
        raise SourceInvalid(subject, f"the variable {name} is not set", "set it where the producer runs")

    if field == "url" and not value.startswith(schemes):
        raise SourceInvalid(subject, f"does not begin with {' or '.join(schemes)}", "correct it")
    if field in SECRET_FIELDS:
        named = _NAMED.fullmatch(value)
        if named is None:
            hint = f"write env:{SECRET_PREFIX}NAME, and set that variable where the producer runs"
            raise SourceInvalid(subject, "no secret is kept at the desk", hint)
        return secret(named[1])
    if field == "url" and has_named_secret(_INSERTED.sub("", value)):
        hint = f"write {{{SECRET_PREFIX}NAME}} in its place, and set that variable where the producer runs"
        raise SourceInvalid(subject, "it has a user, a password or a key, and no secret is kept at the desk", hint)
    if field in _WITH_SECRETS:
        value = _INSERTED.sub(lambda match: secret(match[1]), value)
    if field == "url" and not _has_host(value):
        raise SourceInvalid(subject, "is not a valid address", "correct it")
    return value


def _has_host(url: str) -> bool:
    """Return whether an address has a host, and a port that may be."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
