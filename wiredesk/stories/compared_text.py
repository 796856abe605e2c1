"""The text of a story as it is compared with others: without what agencies and papers put around its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from wiredesk.contract import Article, Span
from wiredesk.datelines import MAX_DATELINE_CHARS, DatelineParts, month_number, read_dateline
from wiredesk.layout import TextLayout, analyze

_OUTSIDE = frozenset({"headline", "byline", "caption", "credit", "signoff", "furniture"})
"""Zones that one edition of a text has and another lacks."""
_WORD = re.compile(r"[^\W_]+")
_MARKS_INSIDE = re.compile(r"[,.'’](?:(?<=\d.)(?=\d)|(?<=[^\W\d_]['’])(?=[^\W\d_]))")
"""The marks inside a number, and the apostrophe inside a word: papers set them differently.  The mark is read first,
because a search for one of four characters is fast."""
_YEARS = range(1900, 2100)
_MAX_DAY = 31
_SIGNATURE = re.compile(r"(?:-0-|--?\s?(?:30|ends?)\s?--?|reuters?|ap|afp|upi|dpa)[\s.;]*\Z", re.IGNORECASE)
"""The agency's name, or the mark for the end, behind the last sentence."""
_SIGNATURE_CHARS = 40
_PLACE_AND_COLON = re.compile(r"[A-Z][A-Z .’'-]{2,40}:\s")
_DASH = re.compile(r"[,.]?\s*[-–—―_]")


@dataclass(frozen=True)
class ComparedText:
    """The folded words of a story, in order."""

    headline: tuple[str, ...]
    body: tuple[str, ...]

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers of the body, without years and days of the month."""
        numbers = [at for at, word in enumerate(self.body) if word[0].isdigit()]
        return frozenset([self.body[at] for at in numbers if not _is_date(self.body, at)])


class OwnParts(NamedTuple):
    """Where a text tells its own story: spans of the article's text."""

    headline: Span | None
    body: tuple[Span, ...]


def compared_text(article: Article, parts: OwnParts | None = None) -> ComparedText:
    """Return the words of an article by which it is compared with others.

    Args:
        parts: those of the article, where they are known.
    """
    parts, text = parts or own_parts(analyze(article)), article.text
    return ComparedText(tuple(headline_words(text, parts)), tuple(body_words(text, parts)))


def body_words(text: str, parts: OwnParts) -> list[str]:
    """Return the folded words of the body that tell the story."""
    return folded_words("\n".join(text[start:end] for start, end in parts.body))


def headline_words(text: str, parts: OwnParts) -> list[str]:
    """Return the folded words of the headline."""
    return folded_words(text[slice(*parts.headline)] if parts.headline else "")


def own_parts(layout: TextLayout) -> OwnParts:
    """Return the parts of a text that tell its story."""
    return OwnParts(layout.headline, tuple(_body_parts(layout)))


def folded_words(text: str) -> list[str]:
    """Return the words of a text without case, accents, punctuation and the marks inside numbers."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _WORD.findall(_MARKS_INSIDE.sub("", text).casefold())


@lru_cache(maxsize=1)  # asked for the parts of a text, and for the agency that it credits
def body_dateline(layout: TextLayout) -> DatelineParts | None:
    """Return the dateline at the start of the body, without a model that knows places; None without one."""
    at = _body_start(layout)
    paragraph = layout.text[at : at + MAX_DATELINE_CHARS].partition("\n\n")[0].replace("\n", " ")
    found = read_dateline(paragraph)
    if found is None or not (
        found.agency or (found.place and found.date_span and _DASH.match(paragraph, found.span[1]))
    ):
        return None
    start, end = found.span
    return DatelineParts((at + start, at + end), agency=found.agency)


def _body_parts(layout: TextLayout) -> Iterator[Span]:
    """Yield the stretches of the body that tell the story, tables included."""
    text, outside = layout.text, _outside(layout)
    first = _body_start(layout)
    dateline = body_dateline(layout)
    at = dateline.span[1] if dateline else first
    if not dateline and (place := _PLACE_AND_COLON.match(text, first)):
        at = place.end()
    end = max(at, len(text) - _signature_length(text[max(at, len(text) - _SIGNATURE_CHARS) :]))
    for start, stop in [*outside, (end, end)]:
        if at < start:
            yield at, min(start, end)
        at = max(at, stop)


def _outside(layout: TextLayout) -> Sequence[Span]:
    return [(zone.start, zone.end) for zone in layout.zones if zone.zone in _OUTSIDE]


def _body_start(layout: TextLayout) -> int:
    """Return where the first words of the body begin that are in no other zone."""
    at = 0
    for start, stop in _outside(layout):
        if layout.text[at:start].strip():
            break
        at = stop
    ahead = layout.text[at : at + MAX_DATELINE_CHARS]
    return at + len(ahead) - len(ahead.lstrip())


def _signature_length(tail: str) -> int:
    found = _SIGNATURE.search(tail)
    if not found or tail[: found.start()].rstrip()[-1:].isalnum():
        return 0
    return len(found.group())


def _is_date(words: Sequence[str], at: int) -> bool:
    """Return whether a number is a year, or a day beside its month."""
    word = words[at]
    if not word.isdecimal() or len(word) > 4:
        return False
    if int(word) in _YEARS:
        return True
    beside = words[max(0, at - 1) : at + 2]
    return int(word) <= _MAX_DAY and any(month_number(one) is not None for one in beside if one.isalpha())
