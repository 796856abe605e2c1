"""Datelines in the forms of other languages than English, beside those of :mod:`wiredesk.datelines`.

``MARSEILLE (Bouches-du-Rhône), 20 août 2026 (AFP) -``, ``القاهرة 20 أغسطس (رويترز) -``, ``新华社北京8月20日电``,
``［東京 20日 ロイター］``, ``【ワシントン共同】``, ``Москва. 20 августа. INTERFAX.RU -``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from wiredesk.contract import Span
from wiredesk.datelines import MAX_DATELINE_CHARS, DatelineParts, IsPlace, is_agency, read_dateline
from wiredesk.nlp.languages.time.time_reader import read_dates

_DASHES = r"[-–—‒−]"
_WORD = r"[^\W\d_][^\W\d_.’'-]*(?:[.’'-][^\W\d_]+)*\.?"
_NAME = rf"{_WORD}(?: {_WORD}){{0,3}}"
_DAY = r"(?P<date>\d{1,2}(?:er|\.)? [^\W\d_]+\.?(?: \d{4})?)"
_ROUND = r"\((?P<agency>[^()\n]{2,40})\)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # 新华社北京8月20日电, 北京8月20日电（记者…）
        r"(?P<agency>[\u3400-\u9fff]{1,6}(?:社|网|通讯社))?(?P<place>[\u3400-\u9fff]{2,8}?)"
        r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?:[\u3400-\u9fff]{2,4})?[电電](?:[（(][^（()）\n]{1,40}[)）])?",
        # ［東京 20日 ロイター］, 【北京共同】
        r"[［\[](?P<place>[^\s［\[\]］\d]{1,16})[\s　]+(?P<date>\d{1,2}日)[\s　]+(?P<agency>[^\s［\[\]］]{2,16})[］\]]",
        r"【(?P<place>[^【】\s=＝]{1,12}?)[\s=＝]{0,2}(?P<agency>共同|時事|ロイター|AFP=時事|AFP|AP|CNN)】",
        # القاهرة 20 أغسطس (رويترز) -
        rf"(?P<place>[\u0621-\u064a]+(?: [\u0621-\u064a]+){{0,3}}?)[ ،,/]{{1,3}}(?:(?P<date>\d{{1,2}} [\u0621-\u064a]+"
        rf"(?:/[\u0621-\u064a ]+)?(?: \d{{4}})?)[ ،,]{{1,3}})?{_ROUND}\s*{_DASHES}",
        rf"(?P<place>[\u0621-\u064a]+(?: [\u0621-\u064a]+){{0,2}}?) (?P<date>\d{{1,2}} [\u0621-\u064a]+)\s*{_DASHES}",
        # Москва. 20 августа. INTERFAX.RU -
        rf"(?P<place>{_NAME})\. (?P<date>\d{{1,2}} [^\W\d_]+)\. (?P<agency>[A-ZА-Я][\w.-]{{2,20}}) {_DASHES}",
        # MARSEILLE (Bouches-du-Rhône), 20 août 2026 (AFP) -
        rf"(?P<place>{_NAME}) \([^()\n]{{2,30}}\),? (?:le )?(?:{_DAY} )?"
        rf"{_ROUND}\s*[.,]?\s?{_DASHES}",
        # TOULOUSE, 1er décembre (AFP) -
        rf"(?P<place>{_NAME}), (?P<date>1er [^\W\d_]+\.?(?: \d{{4}})?)(?: {_ROUND})?\s*[.,]?\s?{_DASHES}",
        # BRUXELLES, le 20 août -
        rf"(?P<place>{_NAME}), (?:le|den|el|il|am) {_DAY}(?: {_ROUND})?\s*[.,]?\s?{_DASHES}",
    )
)
_AFTER_DATE = re.compile(rf"\s?{_DASHES} (?P<agency>[^\W\d_]+(?: [^\W\d_]+)?)\.\s")
_PLACE_ALONE = re.compile(rf"(?P<place>{_NAME}(?:/{_NAME})?)(?:\.?\s?[–—-]|:|\s?//)\s")
_PLACE_AND_STOP = re.compile(r"(?P<place>[^\W\d_a-zäöüß]{4,}(?:[ /-][^\W\d_a-zäöüß]{2,}){0,2})\.\s")


def read_local_dateline(
    text: str, start: int, end: int, *, language: str, published: date | None, is_place: IsPlace
) -> DatelineParts | None:
    """Return the dateline that begins at ``start`` of a text in a language; None if none begins there.

    Args:
        text: the story.
        start: offset at which the dateline would begin.
        end: offset at which the paragraph ends.
        language: code of the text's language.
        published: day of publication; a date without a year takes the one nearest it.
        is_place: whether the characters between two offsets are the name of a place.
    """
    limit = min(end, start + MAX_DATELINE_CHARS)
    for form in _FORMS:
        if match := form.match(text, start, limit):
            return _parts(match, language, published)
    found = read_dateline(text, start, end, published=published, is_place=is_place)
    if found is not None:
        return _with_agency_behind(text, found, limit)
    return _place_alone(text, start, limit, is_place)


def _parts(match: re.Match[str], language: str, published: date | None) -> DatelineParts:
    groups = match.groupdict()
    date_span = match.span("date") if groups.get("date") else None
    last = max(match.end(name) for name in groups if groups[name])
    end = match.end() if match[0][-1] in "］]】电電)）" else last
    if end < match.end() and match.string[end] == ")":
        end += 1
    return DatelineParts(
        (match.start(), end),
        place=match.span("place"),
        places=(match.span("place"),),
        date_span=date_span,
        date=_date(groups["date"], language, published) if date_span else None,
        agency=groups.get("agency"),
    )


def _date(words: str, language: str, published: date | None) -> str | None:
    found = read_dates(words, language, published)
    value = found[0].value if found else None
    return value if value and len(value) == len("2026-08-20") else None


def _with_agency_behind(text: str, found: DatelineParts, limit: int) -> DatelineParts:
    """Return the dateline with the agency that stands behind its dash: ``МОСКВА, 20 авг – РИА Новости.``"""
    if found.agency or not found.date_span:
        return found
    match = _AFTER_DATE.match(text, found.span[1], limit)
    if match is None or not is_agency(match["agency"].split()[0]):
        return found
    return replace(found, span=(found.span[0], match.end("agency")), agency=match["agency"])


def _place_alone(text: str, start: int, limit: int, is_place: IsPlace) -> DatelineParts | None:
    """Return ``Bozen –`` and ``BERLIN.`` if the name is that of a place."""
    for form in (_PLACE_ALONE, _PLACE_AND_STOP):
        match = form.match(text, start, limit)
        if match and is_place(*match.span("place")):
            span: Span = match.span("place")
            return DatelineParts(span, place=span, places=(span,))
    return None
