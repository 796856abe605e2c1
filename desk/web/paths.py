"""Paths of the web desk's pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.requests import Request

from desk.queries.thing_pages import ThingPage
from wiredesk.contract import EntityType, Span
from wiredesk.identity.thing_key import kind_of
from wiredesk.store.extraction_rows import normalize_name
from wiredesk.stories.thread_records import StoryPassage


def root_of(request: Request) -> str:
    """Return the path prefix under which the desk is served, without a slash at its end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def address_of(request: Request) -> str:
    """Return path and query of a request, with the prefix under which the desk is served."""
    return str(request.scope["path"]) + (f"?{request.url.query}" if request.url.query else "")


def local_address(request: Request, path: str, otherwise: str) -> str:
    """Return the address of a page of this desk to which a form leads back, never one of another site.

    Args:
        otherwise: the path without the prefix that stands for every other address.
    """
    root = root_of(request)
    is_local = path.startswith(f"{root}/") and not path.startswith(("//", "/\\")) and len(path) <= MAX_PATH_CHARACTERS
    return quote(path, safe="/%?&=:@,;+~!$'()*") if is_local else root + otherwise


MAX_PATH_CHARACTERS = 2000


def story_path(id: str, version: int | None = None, **query: object) -> str:
    """Return the path of a story's page without the prefix; with ``version``, the permanent path of that version."""
    given: Mapping[str, object] = ({"version": version} if version else {}) | query
    return "/story/" + quote(id, safe=":@,;=") + ("?" + urlencode(given) if given else "")


def thing_path(type: EntityType, id: int, name: str) -> str:
    """Return the path of a thing's page without the prefix; its name in it is for readers only."""
    words = slug(name)
    return f"/{ThingPage.of(kind_of(type)).value}/{id}{'/' + words if words else ''}"


def name_path(type: EntityType, name: str, thing: int | None = None) -> str:
    """Return the path of the page of a name without the prefix; without its thing, one that redirects there."""
    if thing is not None:
        return thing_path(type, thing, name)
    return f"/{ThingPage.of(kind_of(type)).value}/{quote(normalize_name(name), safe='')}"


def slug(name: str) -> str:
    """Return a name for an address: small letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name[:MAX_SLUG_CHARACTERS]).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char))))


MAX_SLUG_CHARACTERS = 60
"""Characters of a name that an address has."""


def topic_path(code: str) -> str:
    """Return the path of a topic's page without the prefix."""
    return f"/topics/{quote(code, safe=':')}"


PASSAGE_ANCHOR = "passage"
"""Id of the first marked passage on a story's page."""


def passage_path(passage: StoryPassage, version: int | None = None) -> str:
    """Return the path of a story's page with a passage marked, without the prefix; ``version``: of that version."""
    spans = ",".join(f"{start}-{end}" for start, end in passage.spans)
    path = story_path(passage.story, version)
    return f"{path}{'&' if version else '?'}mark={spans}#{PASSAGE_ANCHOR}" if spans else path


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
