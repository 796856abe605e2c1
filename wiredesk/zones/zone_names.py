"""The names in bylines, credits and sign-offs, by their form.

A credit is no sentence: a model reads ``REUTERS/Jane Doe/File Photo`` as one organisation. But its form says what is
what: names stand between slashes, commas, semicolons and a few small words, and the word before a name tells its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wiredesk.contract import EntityType
from wiredesk.zones.zone_span import ZoneName
from wiredesk.zones.zone_words import is_capitalised, is_picture_agency, words

_TOKEN = re.compile(r"[^\W_][^\s,;:/|&()\[\]<>\"“”•·—–@]*+|\S")
_BEFORE_PLACES = frozenset({"in", "at", "from"})
_SOURCES = frozenset({"files", "inputs", "input", "reporting", "contributions"})
"""What is from people or agencies, not from a place."""
_PLACE_BEGINNINGS = words("place_beginnings")
_BEFORE_BODIES = frozenset({"for", "of", "via", "with"})
_AFTER_AGENCIES = frozenset({"photo", "photos", "filephoto"})
_PARTICLES = words("name_particles")
_ENDS = words("organisation_ends")
_NOBODY = (
    words("credit_fillers")
    | words("writers")
    | words("sign_off_acts")
    | words("page_date_words")
    | words("byline_words")
).difference(_PARTICLES, {"may", "april", "june", "august", "sun", "jan"})
"""Words that are no part of a name, whatever their case; a few months are first names."""
MAX_INITIAL_CHARS = 4
"""Characters of an initial or ``Jr.``; a longer word with a stop ends a sentence."""
MAX_NAME_WORDS = 6
"""Words of a name."""
_Run = list["re.Match[str]"]


def read_names(text: str, start: int, end: int) -> tuple[ZoneName, ...]:
    """Return the names between two offsets of a byline, credit or sign-off, in order."""
    return tuple(_names(text, start, end))


def _names(text: str, start: int, end: int) -> Iterator[ZoneName]:
    run: _Run = []
    kind: EntityType = "PERSON"
    before = ""
    listed = False
    for found in _TOKEN.finditer(text, start, end):
        word = found.group()
        lower = word.casefold().rstrip(".")
        if _goes_on(word, lower, run):
            run.append(found)
            if not word.endswith(".") or len(word) <= MAX_INITIAL_CHARS:
                continue
        yield from _closed(text, run, _kind_of(run, kind, listed))
        listed = lower in {"and", ","}
        run = []
        kind = "PERSON" if lower == "from" and before in _SOURCES else _kind_after(lower, kind)
        before = lower
    yield from _closed(text, run, _kind_of(run, kind, listed))


def _kind_of(run: _Run, kind: EntityType, listed: bool) -> EntityType:
    """Return PERSON for another person in a list behind a place: ``Jane Doe in Oslo and John Roe``."""
    if kind == "GPE" and listed and len(run) > 1 and run[0].group().casefold() not in _PLACE_BEGINNINGS:
        return "PERSON"
    return kind


def _goes_on(word: str, lower: str, run: _Run) -> bool:
    """Return whether a word or mark belongs to the name that the words before it begin."""
    if word[0].isalpha() and is_capitalised(word):
        return not _is_separator(lower)
    return bool(run) and (lower in _PARTICLES or ((word == "&" or lower == "of") and _joins(run)))


def _joins(run: Sequence[re.Match[str]]) -> bool:
    """Return whether ``of`` or ``&`` goes on with the name: ``University of Oslo``."""
    return run[-1].group().casefold() in _ENDS


def _is_separator(lower: str) -> bool:
    """Return whether a capitalised word is a small word of the form, such as the ``For`` of ``By Jane Doe For …``."""
    return lower in _BEFORE_BODIES or lower in _BEFORE_PLACES or lower in {"and", "by", "the"}


def _kind_after(lower: str, kind: EntityType) -> EntityType:
    """Return the type of the names behind a word or mark."""
    if lower in _BEFORE_PLACES:
        return "GPE"
    if lower in _BEFORE_BODIES:
        return "ORG"
    if lower in {"by", ";", "(", "/", ":", "|", "@"}:
        return "PERSON"
    return "PERSON" if lower == "," and kind == "ORG" else kind


def _closed(text: str, run: _Run, kind: EntityType) -> Iterator[ZoneName]:
    """Yield the name in a run of capitalised words; several where an agency stands beside a person."""
    while run and run[-1].group().casefold() in _PARTICLES | {"&", "of"}:
        run = run[:-1]
    while run and run[0].group().casefold() == "the":
        run = run[1:]
    while len(run) > 1 and run[-1].group().casefold() in _AFTER_AGENCIES:
        run = run[:-1]
    if not run or len(run) > MAX_NAME_WORDS or any(found.group().isdigit() for found in run):
        return
    if _is_organisation(text, run):
        yield ZoneName(run[0].start(), _end(run[-1]), "ORG")
        return
    if size := _agency_size(text, run):
        yield ZoneName(run[0].start(), _end(run[size - 1]), "ORG")
        run = run[size:]
    first = next((at for at, found in enumerate(run) if not _is_nobody(found)), len(run))
    last = next((at for at in range(len(run), first, -1) if not _is_nobody(run[at - 1])), first)
    run = run[first:last]
    if not run:
        return
    if _is_organisation(text, run):
        yield ZoneName(run[0].start(), _end(run[-1]), "ORG")
    elif kind != "PERSON" or (len(run) > 1 and not any(map(_is_nobody, run))):
        yield ZoneName(run[0].start(), _end(run[-1]), kind)
    # One word alone may be a surname, a town or a firm: the form does not tell.


def _is_organisation(text: str, run: _Run) -> bool:
    """Return whether a run is an agency, or ends like an organisation's name: ``Xample News``."""
    name = text[run[0].start() : _end(run[-1])]
    return is_picture_agency(name) or (len(run) > 1 and name.split()[-1].casefold() in _ENDS and not _is_nobody(run[0]))


def _end(found: re.Match[str]) -> int:
    """Return where a word ends, without the stop of a sentence; initials and ``Jr.`` keep theirs."""
    word = found.group()
    return found.end() - (word.endswith(".") and len(word) > 3) if not word.endswith(("’s", "'s")) else found.end() - 2


def _agency_size(text: str, run: _Run) -> int:
    """Return how many words at the start of a run are an agency, if more words follow: ``AFP Photo``."""
    for size in range(min(len(run) - 1, 3), 0, -1):
        if is_picture_agency(text[run[0].start() : _end(run[size - 1])]):
            return size
    return 0


def _is_nobody(found: re.Match[str]) -> bool:
    return found.group().casefold().rstrip(".") in _NOBODY
