"""Users' rulings in words, and as JSON values."""

from __future__ import annotations

from typing import Any

from desk.queries.ruling_search import NamedRuling
from desk.reader_language import N_, gettext, ngettext
from wiredesk.store.directory.ruling_rows import RulingKind

MAX_WORDS_CHARACTERS = 80
"""Characters of a quote or name that a line shows."""


_LINES = {
    RulingKind.SAME: N_("%(thing)s and %(other)s are the same"),
    RulingKind.DIFFERENT: N_("%(thing)s and %(other)s are not the same"),
    RulingKind.NAME: N_("%(thing)s is called %(name)s"),
    RulingKind.TYPE: N_("%(thing)s has the type %(type)s"),
    RulingKind.REJECT: N_("%(thing)s is no name"),
    RulingKind.SPEAKER: N_("%(words)s was said by %(name)s"),
    RulingKind.PLACE: N_("%(words)s is at %(place)s"),
    RulingKind.ENTITY_TYPE: N_("%(words)s has the type %(type)s here"),
    RulingKind.NO_NAME: N_("%(words)s is no name here"),
}


def ruling_line(one: NamedRuling) -> str:
    """Return what a user decided as a sentence without its full stop."""
    ruling = one.ruling
    value, thing, other = ruling.value, _quoted(one.thing), _quoted(one.other)
    now, words = value.get("now") or {}, _quoted(value.get("words"))
    stories = len(ruling.stories)
    given = {"thing": thing, "other": other, "words": words, "n": stories}
    given |= {"name": _quoted(value.get("name")), "type": str(value.get("type") or now.get("type"))}
    if ruling.kind is RulingKind.SPEAKER:
        given["name"] = now.get("name") or gettext("somebody unknown")
    if ruling.kind is RulingKind.PLACE:
        given["place"] = _place(now)
    line = (
        ngettext("%(thing)s is another thing in %(n)s story", "%(thing)s is another thing in %(n)s stories", stories)
        if ruling.kind is RulingKind.SPLIT
        else gettext(_LINES[ruling.kind])
    ) % given
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
