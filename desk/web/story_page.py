"""A story's page: its highlighted text, what was extracted, its versions and its ledger state."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.queries.entity_things import EntityThing
from desk.queries.related_stories import RELATION_WORDS, across
from desk.queries.short_ids import full_id
from desk.queries.stories import Story
from desk.queries.story_list import lead_of, time_basis, title_of
from desk.queries.thread_search import read_threads
from desk.queries.versions import StoryVersion, Withdrawn, unfinished_version, visible_story
from desk.reader_formats import number_words
from desk.reader_language import ngettext
from desk.users.notes import MAX_NOTE_CHARACTERS, notes_of
from desk.views.event_lines import story_acts
from desk.views.record_words import shown_amounts, shown_dates
from desk.views.story import legend, quotes_by_speaker, summary_of, titles
from desk.web.diff import TextChange, diff
from desk.web.edit_pages import story_forms
from desk.web.highlights import marks, paragraphs, passages
from desk.web.known_parameters import Takes
from desk.web.mark_reasons import mark_reasons
from desk.web.paths import PASSAGE_ANCHOR, parse_spans, root_of, story_path
from desk.web.rendering import page
from desk.web.state import get_state, least_score
from wiredesk.contract import LedgerState, Span
from wiredesk.errors import NotFound
from wiredesk.quotations import is_quotation
from wiredesk.references import without_entities
from wiredesk.score_filter import at_least

MAX_TEXT_CHARACTERS = 150_000
"""Characters of a text that a page shows; the API returns all of it."""
MAX_VERSION_DIGITS = 9
MAX_WORD_CHARACTERS = 14
"""Mean length of a word above which a script has no spaces between words: German has 6, Finnish 8."""
router = APIRouter(include_in_schema=False)


@router.api_route(
    "/story/{id:path}",
    methods=["GET", "HEAD"],
    dependencies=[Depends(Takes("version", "compare", "quotes", "mark", "min_score"))],
)
def story(request: Request, id: str) -> Response:
    """One story; ``?version=2`` shows an earlier version, ``?compare=1`` the changes since that version."""
    version, compare = _version(request, "version"), _version(request, "compare")
    with get_state(request).store.read() as connection:
        try:
            found, history = visible_story(connection, id, version)
            before = visible_story(connection, id, compare)[0] if compare else None
            others = across(connection, [found.row["seq"]])[found.row["seq"]]
            threads = read_threads(connection, [others.thread] if others.thread else [])
            thread = threads[0] if threads and len(threads[0].stories) > 1 else None
        except Withdrawn:
            raise
        except NotFound:
            entry = unfinished_version(connection, id) if version is None else None
            if entry is None and (whole := _whole_id(connection, id, version)):
                asked = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(root_of(request) + story_path(whole) + asked, 307)
            if entry is None:
                raise
            quarantined = entry.state == LedgerState.QUARANTINED
            return page(
                request, "unfinished.html", status=200 if quarantined else 202, id=id, entry=entry,
                quarantined=quarantined,
            )  # fmt: skip
        is_current = version is None or not history or found.article.version == history[0].version
        edit = story_forms(request, connection, found.article.id, found.extraction) if is_current else None
        notes = notes_of(connection, [found.article.id]).get(found.article.id, [])
    every, least = request.query_params.get("quotes") == "all", least_score(request)
    spans = parse_spans(request.query_params.get("mark", ""))
    values = _values(found, history, others.things, every, least, spans)
    return page(
        request, "story.html", **values, changes=_changes(before, found), before=before, related=others.related,
        thread=thread, RELATIONS=RELATION_WORDS, edit=edit, notes=notes, ids=[found.article.id],
        MAX_NOTE_CHARACTERS=MAX_NOTE_CHARACTERS,
    )  # fmt: skip


def _whole_id(connection: Connection, id: str, version: int | None) -> str | None:
    """Return the id of the visible story whose id, or the hash in it, starts so; None without one, or with several."""
    with suppress(NotFound):
        whole = full_id(connection, id)
        if whole != id:
            visible_story(connection, whole, version)
            return whole
    return None


def _changes(before: Story | None, after: Story) -> tuple[TextChange, ...] | None:
    if before is None:
        return None
    return diff(before.article.text[:MAX_TEXT_CHARACTERS], after.article.text[:MAX_TEXT_CHARACTERS])


def _version(request: Request, name: str) -> int | None:
    """Return the version number in a parameter.

    Raises:
        NotFound: it is not a number.
    """
    text = request.query_params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_VERSION_DIGITS):
        raise NotFound(f"{name} {text[:20]}", "is not a version number")
    return int(text)


def _values(
    found: Story,
    history: tuple[StoryVersion, ...],
    known: Mapping[str, EntityThing],
    every: bool,
    least: float,
    spans: list[Span],
) -> dict[str, Any]:
    """Return the template's variables.

    Args:
        known: the thing of each entity.
        every: list also quotes that a reader would not call quotations.
        least: leave out results with a lower score.
        spans: passages to mark.
    """
    article, extraction = found.article, found.extraction and at_least(found.extraction, least)
    if extraction:
        extraction = without_entities(extraction, {id for id, thing in known.items() if thing.rejected})
    things = {id: thing.id for id, thing in known.items()}
    text = article.text
    marked = [*passages(spans, PASSAGE_ANCHOR), *(marks(extraction) if extraction else ())]
    blocks = paragraphs(text[:MAX_TEXT_CHARACTERS], marked)
    head = blocks.pop(0) if article.headline.strip() and blocks else None
    entities = {entity.id: entity for entity in extraction.entities} if extraction else {}
    dated = found.row["dated"]
    moment = article.published or article.updated or dated or found.row["accepted_at"]
    return {
        "story": found,
        "article": article,
        "found": extraction,
        "head": head,
        "title": title_of(article.headline.strip(), lead_of(article.body), article.id),
        "blocks": blocks,
        "cut": len(text) > MAX_TEXT_CHARACTERS,
        "entities": entities,
        "things": things,
        "legend": legend(extraction) if extraction else [],
        "speakers": quotes_by_speaker(extraction, every=every) if extraction else [],
        "acts": story_acts(extraction, year=moment.year, things=things) if extraction else [],
        "max_text": MAX_TEXT_CHARACTERS,
        "summary": summary_of(extraction) if extraction else "",
        "every": every,
        "others": sum(not is_quotation(quote) for quote in extraction.quotes) if extraction else 0,
        "focus": entities.get((extraction and extraction.focus) or ""),
        "titles": titles(extraction) if extraction else [],
        "points": [entity for entity in entities.values() if entity.location],
        "dates": shown_dates(extraction) if extraction else [],
        "amounts": shown_amounts(extraction) if extraction else [],
        "reasons": mark_reasons(extraction) if extraction else [],
        "year": moment.year,
        "language": (extraction and extraction.language) or article.language,
        "length": _length(article.body, found.row["words"]),
        "moment": moment,
        "time_basis": time_basis(article.published, article.updated, dated),
        "history": history,
        "current": history[0].version if history else article.version,
    }


def _length(body: str, words: int) -> str:
    """Return the length of a text as readers count it: in characters where the script has no spaces between words."""
    characters = sum(not one.isspace() for one in body)
    if words and characters / words > MAX_WORD_CHARACTERS:
        return ngettext("%(n)s character", "%(n)s characters", characters) % {"n": number_words(characters)}
    return ngettext("%(n)s word", "%(n)s words", words) % {"n": number_words(words)}
