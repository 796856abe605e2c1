"""Which parts of records a command prints: fields by their paths, or a template with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any

import orjson
import typer

from desk.queries.query_syntax import BadQuery
from wiredesk.safe_line import safe_json, safe_line

Fields = Annotated[
    str, typer.Option("--fields", metavar="A,B.C", help="print only these fields, one JSON object a line")
]
"""The option that chooses fields."""
Template = Annotated[
    str, typer.Option("--template", metavar="TEXT", help="print each as this text, such as '{headline} ({source})'")
]
"""The option that gives a template."""
_PATH = re.compile(r"[A-Za-z_][\w-]*(?:\.(?:[A-Za-z_][\w-]*|\d+))*")
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
Record = Mapping[str, Any]
Write = Callable[[Record], str]
"""Makes a line of a record."""


def record_writer(fields: str = "", template: str = "") -> Write | None:
    """Return what makes a line of a record; None if neither option is given.

    A path such as ``article.source`` goes into records and, by a number, into lists; a name after a list goes into each
    of its records.  What a single record leaves out or has as null is null, and empty in a template.

    Raises:
        BadQuery: both are given, or one is malformed; the writer itself: no record has such a field.
    """
    if fields and template:
        raise BadQuery("fields", "--fields and --template exclude each other", "give one of them")
    if template:
        parts = list(_template_parts(template))
        return lambda record: "".join(
            part if is_text else safe_line(_shown(value_at(record, part))) for is_text, part in parts
        )
    if fields:
        paths = [_path("fields", part.strip()) for part in fields.split(",")]
        return lambda record: json_line({path: value_at(record, path) for path in paths})
    return None


def json_line(record: Record) -> str:
    """Return a record as one line of JSON."""
    return safe_json(orjson.dumps(record, option=orjson.OPT_NON_STR_KEYS)).decode()


def print_chosen(records: Iterable[Record], write: Write) -> None:
    """Print a line for each record."""
    for record in records:
        typer.echo(write(record))


def value_at(record: Any, path: str) -> Any:
    """Return the value at a path; None where a part of it is null or missing in one of several records.

    Raises:
        BadQuery: the record has no such field.
    """
    value, seen = record, ""
    steps = path.split(".")
    for at, name in enumerate(steps):
        if value is None:
            return None
        if isinstance(value, list | tuple):
            if name.isdecimal():
                value = value[int(name)] if int(name) < len(value) else None
                continue
            rest = ".".join(steps[at:])
            return [value_at(one, rest) for one in value]
        if not isinstance(value, Mapping) or name not in value:
            raise _unknown(path, seen, value)
        value, seen = value[name], f"{seen}{name}."
    return value


def _unknown(path: str, seen: str, value: Any) -> BadQuery:
    known = [f"{seen}{name}" for name in value] if isinstance(value, Mapping) else []
    if not known:
        return BadQuery("fields", f'there is no field "{path}"', f"{seen.rstrip('.')} has no fields")
    nearest = get_close_matches(path, known, 1)
    hint = f"did you mean {nearest[0]}?" if nearest else f"one of {', '.join(known)}"
    return BadQuery("fields", f'there is no field "{path}"', hint)


def _path(option: str, text: str) -> str:
    if not _PATH.fullmatch(text):
        raise BadQuery(option, f'"{text[:40]}" is no field', "names joined by dots, such as article.source")
    return text


def _template_parts(template: str) -> Iterator[tuple[bool, str]]:
    """Yield whether a part is text, and the part: text or a path."""
    at = 0
    text = template.replace("\\n", "\n").replace("\\t", "\t")
    for found in _PLACE.finditer(text):
        yield True, text[at : found.start()]
        if found[0] in ("{{", "}}"):
            yield True, found[0][0]
        elif found[1] is None:
            raise BadQuery("template", f"column {found.start() + 1}: a brace stands alone", "write {{ or }} for one")
        else:
            yield False, _path("template", found[1].strip())
        at = found.end()
    yield True, text[at:]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
