"""Datelines: ``MOSCOW, May 8 (Reuters) -``, in the forms that agencies and newspapers use.

The producer uses this module for the agency, the extraction for all parts. A dateline consists of a place (or
two, ``NEW YORK/LONDON``), a date and an agency, any of which may be missing, and ends with a dash, a colon or its own
line. The fewer of the three are present, the more other evidence is required: capitals, a dash, a name that the model
labels as a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import table, word_list, word_set

MAX_DATELINE_CHARS = 200
"""Characters from the start of a paragraph within which a dateline ends."""
MIN_CAPITALS = 5
"""Letters of a word in capitals that is a place without other evidence; shorter ones are often acronyms ("NASA -")."""
MAX_PLACE_CHARS = 70
_MAX_GAP = 40
"""Characters after the dateline in which the first letter of the text is searched."""

IsPlace = Callable[[int, int], bool]
"""Returns whether the model labels the characters between two offsets as a place."""


@dataclass(frozen=True, slots=True)
class DatelineParts:
    """The dateline with the spans of its parts.

    ``span`` runs from the first part to the end of the last, a closing bracket included and the dash left out.
    ``places`` has each place separately: two for ``ST. PAUL, Minn.``, the narrower first.
    """

    span: Span
    place: Span | None = None
    places: tuple[Span, ...] = ()
    date_span: Span | None = None
    date: str | None = None
    agency: str | None = None


_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:{_LETTER}|[.’'`‘-](?={_LETTER})|(?<={_LETTER})\.(?=[\s,;:/)]))*"
_SMALL = r"(?:de|del|della|di|da|do|dos|du|des|la|le|les|of|the|and|al|el|on|upon|am|an|der|sur|in|near|en)"
_NAME = rf"(?:{_WORD})(?:[ ](?:{_SMALL}[ ])?(?:(?:{_SMALL}[ ])?{_WORD})){{0,5}}"
_PLACE = re.compile(rf"{_NAME}(?:(?:\s?/\s?|\s?,\s|\s&\s|\s?;\s?){_NAME}){{0,3}}")
_AGENCY = re.compile(r"\(\s?(?P<round>[^\W\d_][\w .,&/'’+-]{1,39}?)\s?\)|/(?P<slash>[^\W\d_][\w .&'’-]{1,39})/")
_DASH = re.compile(r"[,.]?\s*(?:--+|[–—―‒−]|-(?=\s|$)|_(?=\s|$)|-(?=[A-Z“\"]))")
_HAS_MARK = re.compile(r"[\d(/:_–—―‒−-]")
"""What every dateline has: a digit of its date, the bracket or slash of its agency, or the mark that ends it."""
_HAS_AGENCY_OR_DASH = re.compile(r"[(/]\s?[^\W\d_]|[–—―‒−_]|-(?=[-\sA-Z“\"]|$)")
"""What every dateline has whose place is not in capitals: the begin of an agency, or a dash."""
_BEFORE_CAPITALS = frozenset({"Mc", "Ma"})
"""Beginnings of places in capitals whose second letter is small: "McALLEN", "MacKAY"."""
_SEPARATOR = re.compile(r"[\s,.;]*|\s*--\s*")
_SPLIT = re.compile(r"\s?[/,;&]\s?|\sand\s|\sAND\s")
_MAX_SMALL_WORD = 3
"""Letters of a lower-case word inside a place's name ("Côte d'Ivoire", "Rio de la Plata")."""
_SMALL_WORD = re.compile(_SMALL)
_BY = re.compile(r"(?:By|BY)\s")
_CAPITALS = re.compile(r"(?<=\s)[A-Z]{3,}\b")
_ENDINGS = "-–—―‒−_:"
"""The marks that end a dateline before the text."""
_CUE = re.compile(r"(?:^|\n) ?[A-Z][A-Z .’'-]{1,40}:")
"""A line that begins with a name in capitals and a colon: a transcript or a list of particulars."""
_AGENCIES = word_set("datelines", "agencies")
_AGENCY_ENDINGS = word_set("datelines", "agency_endings")
_SHORT_PLACES = word_set("datelines", "short_places")
_NOT_PLACES = word_set("datelines", "not_places")


def _month_numbers() -> dict[str, int]:
    months = word_list("calendar", "months")
    found = {name: number for number, name in enumerate(months, 1)}
    found |= {name[:3]: number for name, number in found.items()}
    forms: dict[str, str] = table("calendar")["month_forms"]
    return found | {form: found[name] for form, name in forms.items()}


_MONTHS = _month_numbers()
_MONTHS_ELSEWHERE = {
    word: int(number) for number, words in table("calendar")["months_elsewhere"].items() for word in words.split()
}
_ALL_MONTHS = _MONTHS_ELSEWHERE | _MONTHS
_MONTH_PREFIXES = {
    word[:size]: number for size in (3, 4) for word, number in reversed(_ALL_MONTHS.items())
} | _ALL_MONTHS
_WEEKDAYS = tuple(name[:3] for name in word_list("calendar", "weekdays"))


def _any_of(words: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + r")\b\.?"


_MONTH = _any_of(_MONTHS)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_DATE = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}),?\s*)?"
    rf"(?:(?P<iso>\d{{4}}-\d\d-\d\d)"
    rf"|(?P<month>{_MONTH})\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:de\s)?(?P<month2>{_any_of(_ALL_MONTHS)})"
    rf"(?:,?\s(?P<year2>(?:19|20)\d\d))?)(?!\w)"
    rf"|(?P<alone>{_WEEKDAY})(?=\s*[(/–—-])",
    re.IGNORECASE,
)


def read_dateline(
    text: str, start: int = 0, end: int | None = None, *, published: date | None = None, is_place: IsPlace | None = None
) -> DatelineParts | None:
    """Return the dateline that begins at ``start``; None if none begins there.

    Args:
        text: the story, or its first paragraph.
        start: offset at which the dateline would begin.
        end: offset at which the paragraph ends.
        published: day of publication; a date without a year takes the one nearest it.
        is_place: the model's decision about a name; without it the form of the name and the agency decide.
    """
    limit = min(len(text) if end is None else end, start + MAX_DATELINE_CHARS)
    if not _HAS_MARK.search(text, start, limit + 1):
        return None
    opening = text[start : start + 2]
    if opening[1:].islower() and opening not in _BEFORE_CAPITALS and not _HAS_AGENCY_OR_DASH.search(text, start, limit):
        return None
    return _read_at(text, start, limit, published, is_place)


def dateline_agency(paragraph: str) -> str | None:
    """Return ``Reuters`` of ``MOSCOW, May 8 (Reuters) - …``; None where the paragraph begins with no such dateline.

    A byline may precede it: ``By Ann Lee MOSCOW (Reuters) - …``.
    """
    text = paragraph.strip()[:MAX_DATELINE_CHARS]
    starts = [0, *(word.start() for word in _CAPITALS.finditer(text))] if _BY.match(text) else [0]
    for start in starts:
        found = read_dateline(text, start)
        if found and found.agency and "\n" not in text[found.span[0] : found.span[1]]:
            ends = text[found.span[1] :].lstrip(" .,")[:1]
            if is_agency(found.agency) or (ends and ends in _ENDINGS):
                return found.agency
    return None


def begins_with_dateline(paragraph: str) -> bool:
    """Return whether a paragraph begins with a dateline, with or without an agency: ``OSLO, March 4 - …``."""
    if dateline_agency(paragraph):
        return True
    text = paragraph.strip()[:MAX_DATELINE_CHARS]
    found = read_dateline(text)
    if found is None or found.place is None or found.date_span is None or "\n" in text[: found.span[1]]:
        return False
    return _DASH.match(text, found.span[1]) is not None


def _read_at(text: str, start: int, end: int, published: date | None, is_place: IsPlace | None) -> DatelineParts | None:
    agency = _AGENCY.match(text, start, end)
    if agency and (dash := _DASH.match(text, agency.end(), end)):
        # "(ANSA) - ROME, MAY 8 -" and "(Reuters) - ".
        later = _skip(text, dash.end(), end)
        inner = _read_at(text, later, end, published, is_place) if later < end else None
        if inner and inner.agency is None and inner.place:
            return replace(inner, span=(start, inner.span[1]), agency=_name(agency))
        return DatelineParts(agency.span(), agency=_name(agency))
    if agency:
        return DatelineParts(agency.span(), agency=_name(agency)) if is_agency(_name(agency)) else None
    if day := _day_at(text, start, end):
        # "May 8 (UPI) --" has no place.
        agency = _AGENCY.match(text, _skip(text, day.end(), end), end)
        if agency is None:
            return None
        return DatelineParts(
            (start, agency.end()), date_span=day.span(), date=_resolve(day, published), agency=_name(agency)
        )
    found = _candidate(text, start, end)
    if found is None or not found.is_dateline(is_place):
        return None
    return found.parts(published)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A run of capitalised words at the start of a paragraph, with the date and the agency after it, if any."""

    text: str
    start: int
    stop: int
    """End of the place."""
    day: re.Match[str] | None
    agency: re.Match[str] | None
    has_dash: bool
    is_own_line: bool

    @property
    def last(self) -> int:
        """End of the last part."""
        if self.agency:
            return self.agency.end()
        return self.day.end() if self.day else self.stop

    def is_dateline(self, is_place: IsPlace | None) -> bool:
        """Return whether the parts that are present suffice: fewer parts require more other evidence."""
        if self.agency:
            return self._suffices_with(_name(self.agency))
        if self.day:
            return self.has_dash or (self.is_upper and (self.is_own_line or self.ending == ":"))
        return self.sentence_follows and self._place_suffices(is_place)

    @property
    def place(self) -> str:
        """The place as written."""
        return self.text[self.start : self.stop]

    @property
    def is_upper(self) -> bool:
        """Whether the place is set in capitals."""
        return _is_upper(self.place)

    @property
    def ending(self) -> str:
        """The character after the last part."""
        return self.text[self.last : self.last + 1]

    @property
    def sentence_follows(self) -> bool:
        """Whether the text after it begins like a sentence."""
        return not self.text[self.last : self.last + _MAX_GAP].lstrip(" -–—_.:―")[:1].islower()

    def _suffices_with(self, agency: str) -> bool:
        known = is_agency(agency)
        if self.is_own_line or (self.has_dash and (known or self.is_upper or self.sentence_follows)):
            return True
        return known and self.sentence_follows and (self.is_upper or self.day is not None)

    def _place_suffices(self, is_place: IsPlace | None) -> bool:
        if self.is_upper and self.has_dash:
            if len(self.place) >= MIN_CAPITALS or self.place.lower() in _SHORT_PLACES:
                return True
            return is_place is not None and is_place(self.start, self.stop)
        if self.is_upper:
            return self.ending == ":" and len(_CUE.findall(self.text)) < 2
        if is_place is None or not self.has_dash or self.is_own_line:
            return False
        is_set_off = self.ending.isspace() or self.ending in {"—", "–"}
        return is_set_off and is_place(*_each_place(self.text, self.start, self.stop)[-1])

    def parts(self, published: date | None) -> DatelineParts:
        """Return the dateline as a record."""
        return DatelineParts(
            (self.start, self.last),
            (self.start, self.stop),
            _each_place(self.text, self.start, self.stop),
            self.day.span() if self.day else None,
            _resolve(self.day, published) if self.day else None,
            _name(self.agency) if self.agency else None,
        )


def _candidate(text: str, start: int, end: int) -> _Candidate | None:
    match = _PLACE.match(text, start, end)
    if not match:
        return None
    stop, day = _place_and_date(text, start, match.end(), end)
    if stop <= start or _is_not_place(text[start:stop], dated=day is not None):
        return None
    agency = _AGENCY.match(text, _skip(text, day.end() if day else stop, end), end)
    last = agency.end() if agency else day.end() if day else stop
    return _Candidate(
        text,
        start,
        stop,
        day,
        agency,
        has_dash=_DASH.match(text, last, end) is not None,
        is_own_line=not text[last:end].strip(" .:_-–—"),
    )


def _place_and_date(text: str, start: int, stop: int, end: int) -> tuple[int, re.Match[str] | None]:
    """Cut the run of names where a date begins: the pattern of names also matches "March" and "Thursday"."""
    for gap in re.finditer(r"[\s,.]+", text[start : min(end, stop + 4)]):
        at = start + gap.end()
        if day := _day_at(text, at, end):
            cut = start + gap.start()
            return (cut + 1 if text[cut : cut + 1] == "." and text[cut + 1 : cut + 2] == "," else cut), day
    return stop, None


def _name(agency: re.Match[str]) -> str:
    return (agency["round"] or agency["slash"]).strip()


def is_agency(agency: str) -> bool:
    """Return whether a name is that of a news agency that is known, by its first word or by its ending (``Wire``)."""
    words = agency.lower().replace("/", " ").replace(",", " ").split(" ")
    return words[0] in _AGENCIES or words[-1] in _AGENCY_ENDINGS


def is_agency_ending(word: str) -> bool:
    """Return whether a word ends names of agencies, as ``Press`` does; alone it does not name one."""
    return word.lower() in _AGENCY_ENDINGS


def _skip(text: str, at: int, end: int) -> int:
    gap = _SEPARATOR.match(text, at, end)
    at = gap.end() if gap else at
    # "LONDON--(BUSINESS WIRE)--": the dash before the agency.
    return at + 2 if text.startswith("--(", at) else at


def _is_upper(place: str) -> bool:
    """Return whether the first place is set in capitals; the part after the comma often is not ("ST. PAUL, Minn.")."""
    first = re.split(r"[,/]", place)[0]
    letters = [char for char in first.replace("Mc", "MC").replace("Mac", "MAC") if char.isalpha()]
    return bool(letters) and all(char.isupper() for char in letters)


def _is_not_place(place: str, *, dated: bool) -> bool:
    if len(place) > MAX_PLACE_CHARS or not place[:1].isupper():
        return True
    words = [word.strip(".,:") for word in place.split()]
    if words[0].lower() == "the" and len(words) > 1 and (_is_upper(place) or words[1].lower() == "hague"):
        words = words[1:]
    if not dated and any(
        word[:1].islower() and len(word) > _MAX_SMALL_WORD and not _SMALL_WORD.fullmatch(word) for word in words
    ):
        return True  # "One member of the Policy Committee (MPC) - Ann Lee - voted"
    first, last = words[0].lower(), words[-1].lower()
    return [first] == [word.lower() for word in words] == ["new"] or first in _NOT_PLACES or last in _NOT_PLACES


def _each_place(text: str, start: int, end: int) -> tuple[Span, ...]:
    found = []
    at = start
    for gap in (*_SPLIT.finditer(text, start, end), None):
        stop = gap.start() if gap else end
        if at < stop:
            found.append((at, stop))
        at = gap.end() if gap else end
    return tuple(found)


def _day_at(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match of the day at ``start``; None if there is no day."""
    day = _DATE.match(text, start, end)
    return day if day and _is_of_a_month(day) else None


def exact_month(word: str) -> int | None:
    """Return the number of a month that the calendar lists as written; None for another word."""
    return _ALL_MONTHS.get(word.casefold().rstrip("."))


def month_number(word: str) -> int | None:
    """Return the number of a month by its name or abbreviation in the languages of the agencies; None if unknown.

    What the calendar does not list is known by its first four or three letters: ``Januar``, ``Sett.``.
    """
    lower = word.casefold().rstrip(".")  # the patterns ignore case as Unicode does: they also match "ſept"
    if number := _ALL_MONTHS.get(lower):
        return number
    return next((_MONTH_PREFIXES[lower[:size]] for size in (4, 3) if lower[:size] in _MONTH_PREFIXES), None)


def _is_of_a_month(day: re.Match[str]) -> bool:
    number = day["day"] or day["day2"]
    return number is None or 1 <= int(number) <= 31


def _resolve(day: re.Match[str], published: date | None) -> str | None:
    """Return the date; without a year the one nearest publication, for a weekday alone the last one before it."""
    if day["iso"]:
        try:
            return date.fromisoformat(day["iso"]).isoformat()
        except ValueError:
            return None
    if day["alone"]:
        if published is None:
            return None
        back = (published.weekday() - _WEEKDAYS.index(day["alone"][:3].casefold())) % 7
        return (published - timedelta(days=back)).isoformat()
    month = month_number(day["month"] or day["month2"])
    if month is None:
        return None
    number, year = int(day["day"] or day["day2"]), day["year"] or day["year2"]
    try:
        found = date(int(year), month, number) if year else published and _nearest_year(month, number, published)
    except ValueError:
        return None
    return found.isoformat() if found else None


def _nearest_year(month: int, day: int, published: date) -> date | None:
    """The month and day in the year that puts it nearest the day of publication; None if there is no such day."""
    near = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            near.append(date(year, month, day))
        except ValueError:
            continue
    return min(near, key=lambda one: abs(one - published), default=None)
