"""The templates: every value is escaped, and every link has the prefix under which the desk is served."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from desk.exports import ROW_FORMATS
from desk.queries.language.query_fields import FIELDS
from desk.queries.word_passages import marked
from desk.reader_formats import date_words, number_words, text_direction
from desk.reader_language import LANGUAGES, gettext, language, ngettext, script_texts
from desk.users.reader_marks import ReaderMarks, marks_of
from desk.views import record_words
from desk.views.durations import duration
from desk.views.event_lines import MAX_SHOWN, STATUS_WORDS
from desk.views.export_tables import ExportTable
from desk.views.ruling_lines import ruling_line
from desk.views.shown_time import short_time
from desk.views.story import FACET_NAMES, FORMAT_WORDS, KIND_WORDS, ORDER_NAMES, TYPE_LABELS, UNKNOWN_SPEAKER
from desk.views.thread_view import fact_words, measure_words, shown_measure, thread_counts
from desk.web.highlights import entity_anchor, trigger_anchor
from desk.web.map_projection import map_point
from desk.web.paths import address_of, name_path, passage_path, root_of, story_path, thing_path, topic_path
from desk.web.state import get_state
from desk.web.visitor import DeskVisitor, visitor_of
from wiredesk.event_types import PLOVER_TYPES, WIRE_TYPES, type_words
from wiredesk.store.directory.find_things import MAX_COUNTED
from wiredesk.store.extraction_rows import normalize_name

_LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,4}", re.ASCII)


@cache
def templates() -> Environment:
    """Return the template environment with its filters and functions."""
    env = Environment(
        loader=PackageLoader("desk.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    env.filters |= {
        "when": when, "day": date_words, "number": number_words, "stamp": stamp, "seconds": duration, "lang": lang,
        "key": normalize_name, "stories": stories, "word": gettext,
    }  # fmt: skip
    env.globals |= {
        "page_language": language, "text_direction": text_direction, "LANGUAGES": LANGUAGES,
        "script_texts": script_texts,
        "TYPES": TYPE_LABELS, "MAX_COUNTED": MAX_COUNTED, "KIND_WORDS": KIND_WORDS,
        "thing_path": thing_path, "UNKNOWN_SPEAKER": UNKNOWN_SPEAKER,
        "story_path": story_path, "name_path": name_path, "map_point": map_point, "EVENT_WORDS": type_words(),
        "STATUSES": STATUS_WORDS, "PLOVER_TYPES": PLOVER_TYPES, "WIRE_TYPES": WIRE_TYPES, "MAX_SHOWN": MAX_SHOWN,
        "trigger_anchor": trigger_anchor, "passage_path": passage_path, "topic_path": topic_path,
        "measure_words": measure_words, "fact_words": fact_words, "thread_counts": thread_counts,
        "ruling_line": ruling_line, "QUERY_FIELDS": FIELDS, "marked": marked, "FACET_NAMES": FACET_NAMES,
        "ORDER_NAMES": ORDER_NAMES,
        "shown_measure": shown_measure, "NAV_KEYS": {"/wire": "c", "/people": "n"},
        "FORMAT_WORDS": FORMAT_WORDS, "ROW_FORMATS": ROW_FORMATS,
        "EXPORT_TABLES": [table for table in ExportTable if table is not ExportTable.stories],
        "entity_anchor": entity_anchor, "date_words": record_words.date_words,
        "date_note": record_words.date_note, "amount_words": record_words.amount_words,
    }  # fmt: skip
    return env


def page(request: Request, template: str, *, status: int = 200, ids: Iterable[str] = (), **values: Any) -> Response:
    """Return a rendered page.

    Args:
        ids: stories of the page whose star a reader may set.
        values: the template's variables; ``visitor`` only where it must not be looked up.

    Raises:
        HTTPException: as :func:`desk.web.visitor.visitor_of`.
    """
    root = root_of(request)
    path = request.scope["path"].removeprefix(root)
    known = values.pop("visitor", None) or visitor_of(request)
    values["reader_marks"] = story_marks(request, known, ids)
    return HTMLResponse(render(template, root, path=path, visitor=known, here=address_of(request), **values), status)


def story_marks(request: Request, known: DeskVisitor, ids: Iterable[str]) -> ReaderMarks | None:
    """Return the stars of a reader, and what he has read if he is signed in; None where nobody is known, or no story.

    A reader who is not signed in has what he has read in his browser.
    """
    if not known.name or not (some := list(ids)):
        return None
    with get_state(request).store.read() as connection:
        found = marks_of(connection, known.key, some)
    return found if known.is_signed_in else ReaderMarks(found.starred)


def render(template: str, root: str, **values: Any) -> bytes:
    """Render a template; lone surrogates become question marks.

    Args:
        root: prefix of every link.
    """
    return templates().get_template(template).render(root=root, **values).encode("utf-8", "replace")


def when(moment: datetime) -> str:
    """Return a time in UTC as short as it is clear: with the day if that is not today, and its year if not this one.

    Scripts replace it by the time in the reader's zone.
    """
    return short_time(moment, UTC)


def stamp(moment: datetime | None) -> str:
    """Return a time in UTC to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else "–"


def lang(language: str | None) -> str:
    """Return a language as the attribute ``lang`` has it; empty for what is no BCP 47 tag."""
    return language if language and _LANGUAGE_TAG.fullmatch(language) else ""


def stories(count: int, most: int | None = None) -> str:
    """Return a number of stories; from ``most`` on, where counting stops, that there may be more."""
    if most is not None and count >= most:
        text = ngettext("%(n)s or more story", "%(n)s or more stories", count)
    else:
        text = ngettext("%(n)s story", "%(n)s stories", count)
    return text % {"n": number_words(count)}
