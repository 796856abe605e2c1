"""Users' rulings in words, and as JSON values."""

from __future__ import annotations

from typing import Any

from desk.queries.ruling_search import NamedRuling
from wiredesk.store.directory.ruling_rows import RulingKind

MAX_WORDS_CHARACTERS = 80
"""Characters of a quote or name that a line shows."""


def ruling_line(one: NamedRuling) -> str:
    """Return what a user decided as a sentence without its full stop."""
    ruling = one.ruling
    value, thing, other = ruling.value, _quoted(one.thing), _quoted(one.other)
    now, words = value.get("now") or {}, _quoted(value.get("words"))
    stories = len(ruling.stories)
    lines = {
        RulingKind.SAME: lambda: f"{thing} and {other} are the same",
        RulingKind.DIFFERENT: lambda: f"{thing} and {other} are not the same",
        RulingKind.NAME: lambda: f"{thing} is called {_quoted(value['name'])}",
        RulingKind.TYPE: lambda: f"{thing} has the type {value['type']}",
        RulingKind.REJECT: lambda: f"{thing} is no name",
        RulingKind.SPLIT: lambda: f"{thing} is another thing in {stories} {'story' if stories == 1 else 'stories'}",
        RulingKind.SPEAKER: lambda: f"{words} was said by {now.get('name') or 'somebody unknown'}",
        RulingKind.PLACE: lambda: f"{words} is at {_place(now)}",
        RulingKind.ENTITY_TYPE: lambda: f"{words} has the type {now['type']} here",
        RulingKind.NO_NAME: lambda: f"{words} is no name here",
    }
    line = lines[ruling.kind]()
    if ruling.kind is RulingKind.SPLIT and one.other != one.thing:
        line += f": {other}"
    return line


def ruling_record(one: NamedRuling) -> dict[str, Any]:
    """Return a ruling.  Ids of things are strings, since numbers of JSON hold 53 bits."""
    ruling = one.ruling
    return {
        "ruling": ruling.n, "kind": ruling.kind.value, "thing": _thing(ruling.thing, one.thing),
        "other": _thing(ruling.other, one.other), "stories": list(ruling.stories), "value": ruling.value or None,
        "text": ruling_line(one), "why": ruling.why, "by": ruling.by, "at": ruling.at, "undone_at": ruling.undone_at,
        "undone_by": ruling.undone_by,
    }  # fmt: skip


def _thing(id: int | None, name: str | None) -> dict[str, str | None] | None:
    return None if id is None else {"id": str(id), "name": name}


def _place(now: dict[str, Any]) -> str:
    point = f"{now['lat']:.4g}, {now['lon']:.4g}"
    country = f" in {now['country']}" if now.get("country") else ""
    return f"{point}{country}" + (f" (GeoNames {now['geonames']})" if now.get("geonames") else "")


def _quoted(words: str | None) -> str:
    line = " ".join((words or "?").split()).strip('"“”')
    return f"“{line if len(line) <= MAX_WORDS_CHARACTERS else line[:MAX_WORDS_CHARACTERS] + '…'}”"
