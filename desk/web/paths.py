"""Paths of the web desk's pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.requests import Request

from desk.queries.entity_search import EntityPage
from wiredesk.contract import Span
from wiredesk.stories.thread_records import StoryPassage


def root_of(request: Request) -> str:
    """Return the path prefix under which the desk is served, without a slash at its end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def story_path(id: str, version: int | None = None, **query: object) -> str:
    """Return the path of a story's page without the prefix; with ``version``, the permanent path of that version."""
    given: Mapping[str, object] = ({"version": version} if version else {}) | query
    return "/story/" + quote(id, safe=":@,;=") + ("?" + urlencode(given) if given else "")


def name_path(type: str, key: str) -> str:
    """Return the path of an entity's page without the prefix."""
    return f"/{EntityPage.of(type).value}/{quote(key, safe='')}"


def topic_path(code: str) -> str:
    """Return the path of a topic's page without the prefix."""
    return f"/topics/{quote(code, safe=':')}"


PASSAGE_ANCHOR = "passage"
"""Id of the first marked passage on a story's page."""


def passage_path(passage: StoryPassage) -> str:
    """Return the path of a story's page with a passage marked, without the prefix."""
    spans = ",".join(f"{start}-{end}" for start, end in passage.spans)
    path = story_path(passage.story)
    return f"{path}?mark={spans}#{PASSAGE_ANCHOR}" if spans else path


def parse_spans(text: str) -> list[Span]:
    """Return the spans of :func:`passage_path`; other parts are left out."""
    found = []
    for part in text[:MAX_SPANS_CHARACTERS].split(","):
        start, _, end = part.partition("-")
        if start.isdecimal() and end.isdecimal() and start.isascii() and end.isascii():
            found.append((int(start), int(end)))
    return found


MAX_SPANS_CHARACTERS = 400
"""Characters of a list of spans that are read; a passage has a few spans."""
