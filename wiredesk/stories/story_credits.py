"""The agency that a story's own text credits: ``(AP)``, "With agencies", "Additional reporting by AFP"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from wiredesk.contract import Article
from wiredesk.datelines import is_agency, is_agency_ending
from wiredesk.layout import TextLayout, analyze
from wiredesk.stories.compared_text import body_dateline
from wiredesk.toml_tables import read_table

SEVERAL = "agencies"
"""The credit of a text that names no agency: "With agencies"."""
_SIGNED = re.compile(r"[(\[/—–-]\s?([A-Z][\w./-]{1,14}(?: [A-Z][\w.-]{1,14}){0,3})\s?[)\]/]?[\s.]*\Z")
"""A name in brackets, between slashes or behind a dash at the end of a text: ``(AP)``, ``/ANSA/``, ``- AFP``."""
_CREDITED = re.compile(r"\b(?:source|copyright|©|\(c\)|via)\s?:?\s(?:20\d\d\s)?(?:the\s)?", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w/-]*+")
_TAIL_CHARS = 60
_MAX_INITIALS = 4
"""Letters up to which a name counts in capitals only: "pa" and "una" are words, too."""


@cache
def _full_names() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, read_table('wiredesk.stories', 'story_words')['agency_names']))})\b"
    )


@cache
def _several() -> re.Pattern[str]:
    words = read_table("wiredesk.stories", "story_words")["several_agencies"]["words"]
    return re.compile(rf"\b(?:with|from|and|by)\s(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def credited_agency(article: Article, layout: TextLayout | None = None) -> str | None:
    """Return the agency that the text of an article credits, other than its own source; None without one.

    A dateline comes first, then the name that ends the text, then sign-offs.  ``agencies`` stands for several.
    """
    layout = layout or analyze(article)
    own = short_agency(article.source or "").casefold()
    return next((name for name in _credits(layout) if name.casefold() != own), None)


def short_agency(name: str) -> str:
    """Return the short name of an agency: ``AP`` for "The Associated Press", the first word of "Reuters News"."""
    found = _full_names().search(name.casefold())
    if found:
        return str(read_table("wiredesk.stories", "story_words")["agency_names"][found.group()])
    first = name.removeprefix("The ").partition(" ")[0]
    return first if is_agency(first) else name


def is_agency_text(article_source: str | None, credit: str | None) -> bool:
    """Return whether a text is an agency's own: its source is an agency, and it credits no other."""
    return credit is None and bool(article_source) and is_agency(short_agency(article_source or ""))


def _credits(layout: TextLayout) -> Iterator[str]:
    text = layout.text
    if (dateline := body_dateline(layout)) and dateline.agency and is_agency(dateline.agency):
        yield short_agency(dateline.agency)
    tail = text[-_TAIL_CHARS:].rstrip()
    if (found := _SIGNED.search(tail)) and _is_name_of_agency(found[1].strip("/")):
        yield short_agency(found[1].strip("/"))
    if _several().fullmatch(tail.rpartition("\n")[2].strip(" ().")):
        yield SEVERAL
    for zone in layout.zones:
        if zone.zone == "signoff" or (
            zone.zone in {"furniture", "byline"} and _CREDITED.search(text, zone.start, zone.end)
        ):
            yield from _agencies_in(text[zone.start : zone.end])


def _agencies_in(text: str) -> Iterator[str]:
    for found in _full_names().finditer(text.casefold()):
        yield short_agency(found.group())
    for found in _NAME.finditer(text):
        if _is_name_of_agency(found.group()):
            yield found.group()
    if _several().search(text):
        yield SEVERAL


def _is_name_of_agency(name: str) -> bool:
    if _full_names().search(name.casefold()):
        return True
    if " " in name or is_agency_ending(name):
        return False
    is_written_so = name.isupper() if len(name) <= _MAX_INITIALS else any(map(str.isupper, name))
    return (is_written_so or name == "dpa") and is_agency(name)
