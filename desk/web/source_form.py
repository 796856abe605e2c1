"""The form of a source: its fields as the browser shows them, and as it sends them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.reader_language import N_
from producer.sources.desk_kinds import COMMON_FIELDS, DESK_FIELDS, SECRET_FIELDS, SECRET_PREFIX, require_desk_kind
from producer.sources.desk_rows import shown_fields
from producer.sources.source_registry import source_class
from wiredesk.store.source_rows import SourceRow

PREFIX = "field."
"""Begins the names of the form's fields that are fields of the source."""
KIND_WORDS: Mapping[str, str] = {
    "feed": N_("Feed (RSS, Atom, JSON Feed)"),
    "sse": N_("Event stream"),
    "websocket": N_("WebSocket"),
    "imap": N_("Mailbox (IMAP)"),
    "tcp": N_("Receiver over TCP"),
}
"""Type → what people call it."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form."""

    name: str
    about: str
    value: str
    default: str
    is_required: bool
    hint: str = ""
    """What may be written, where that is not plain."""


def form_fields_of(kind: str, values: Mapping[str, Any], row: SourceRow | None = None) -> list[FormField]:
    """Return the fields of a type of sources with their values.

    An address that is not shown completely is left out: an empty field keeps it.

    Raises:
        SourceInvalid: no source of this type is set up at the desk.
        ConfigError: the type needs an extra that is not installed.
    """
    require_desk_kind(kind)
    model = source_class(kind, "source").model_fields
    is_hidden = row is not None and shown_fields(row).get("url") != row.given.get("url")
    found = []
    for name in (*DESK_FIELDS[kind], *COMMON_FIELDS):
        field = model[name]
        default = "" if field.is_required() or field.default in (None, "") else f"{field.default}"
        value = values.get(name)
        hint = f"env:{SECRET_PREFIX}NAME" if name in SECRET_FIELDS else ""
        if name == "url" and is_hidden and row is not None and value in (None, row.given.get("url")):
            value, hint = "", "unchanged; parts of it are not shown"
        is_required = field.is_required() and not (name == "url" and is_hidden)
        shown = "" if value is None else f"{value}"
        found.append(FormField(name, field.description or "", shown, default, is_required, hint))
    return found


def given_fields(fields: Mapping[str, str], row: SourceRow | None = None) -> dict[str, Any]:
    """Return the fields of a source from a form that was sent; an empty address keeps the one that is there."""
    found: dict[str, Any] = {
        name.removeprefix(PREFIX): value.strip() for name, value in fields.items() if name.startswith(PREFIX)
    }
    if row is not None and not found.get("url"):
        found.pop("url", None)
    return found
