"""The agency that a plain story names: in its dateline, in a header, in its last line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wiredesk import calendar_words
from wiredesk.datelines import dateline_agency, is_agency

_MAX_OPENING_CHARS = 120
"""Characters of a paragraph in which its dateline names the agency."""
_IN_BRACKETS = re.compile(
    r"(?P<place>[^\W\d_][^()\n]{0,45}(?:\([^()\n]{2,25}\)[^()\n]{0,25})?)"  # Vigo (España), 24 nov
    r"\(\s?(?P<agency>[^()\n]{2,30}?)\s?\)"
)
_IN_SLASHES = re.compile(r"(?P<place>[^\W\d_][^()\n/]{0,45})/(?P<agency>[^()\n/]{2,20})/")
_FIRST = re.compile(r"(?P<place>)\(\s?(?P<agency>[^\W\d_][^()\n]{1,29}?)\s?\)\s?(?=\w)")  # (STT) Myrsky
_BARE = re.compile(r"[^\W\d_][^()\n]{2,70}[\s,](?P<agency>[^\W\d_][\w-]{1,14})\s?(?:--|[-–—_])\s")
"""``ORVA, Japan, Nov. 24 Kyodo -``."""
_SIGNED = re.compile(
    r"==+\s?(?P<marked>[^\W\d_][^\n=]{1,30})"  # ==Kyodo
    r"|\(\s?(?P<desk>[A-Za-z-]{2,15})\s?\\?/\s?[a-z]{1,4}(?:[ /][a-z]{1,4}){0,4}\s?\)"  # (SDA/mf ba)
    r"|[(/](?P<name>[^\W\d_][\w -]{1,20})[)/]\.?"  # (ANSA). /TASS/
)


def is_known(name: str) -> bool:
    """Return whether a name is a news agency's, also with its partner or desk: ``dpa``, ``tca/dpa``, ``dpa-tns``."""
    return is_agency(name) or any(is_agency(part) for part in re.split(r"[-/]", name) if len(part) > 1)


def opening_agency(block: str) -> str | None:
    """Return the agency of a first paragraph's dateline, with or without a dash and brackets; None without one.

    Without a dash or brackets only known agencies count: ``Genève (ats) Le scandale``, ``ORVA, Nov. 24 Kyodo - Lund``.
    """
    if found := dateline_agency(block):
        return found
    start = block.strip()[:_MAX_OPENING_CHARS]
    for form in (_IN_BRACKETS, _IN_SLASHES, _FIRST):
        match = form.match(start)
        if match and is_known(match["agency"]) and not _has_prose(match["place"]):
            return match["agency"]
    match = _BARE.match(start)
    has_date = match is not None and re.search(r"[\d,]", match[0]) is not None
    return match["agency"] if match and has_date and is_agency(match["agency"]) else None


def _has_prose(place: str) -> bool:
    """Return whether what precedes an agency has words in small letters that are no part of a date."""
    words = re.findall(r"(?<!\S)[^\W\d_]{4,}", place.partition("(")[0])
    return any(
        word[0].islower() and not (calendar_words.month_of(word) or calendar_words.is_weekday(word)) for word in words
    )


def closing_agency(line: str) -> tuple[str | None, bool]:
    """Return the known agency that a last line consists of, and whether the line must not stay in the text.

    A line between marks (``==Kyodo``) names an agency, known or not.
    """
    match = _SIGNED.fullmatch(line.strip()) if len(line) <= 60 else None
    if match is None:
        return None, False
    name = (match["marked"] or match["desk"] or match["name"]).strip()
    if match["marked"] or is_known(name):
        return name, True
    return None, False


def signed(blocks: Sequence[str]) -> tuple[list[str], str | None]:
    """Return the paragraphs without a last line that only names the agency, and that agency."""
    if not blocks:
        return [], None
    head, _, last = blocks[-1].rstrip().rpartition("\n")
    agency, is_signature = closing_agency(last)
    if not is_signature or (not head and len(blocks) == 1):
        return list(blocks), None
    return [*blocks[:-1], *([head.rstrip()] if head.strip() else [])], agency


def header_agency(words: str, service: str = "") -> tuple[str | None, str | None]:
    """Return the known agency among the free words of a header, and a word that only repeats the service's code.

    Codes for routing and desks precede the agency or stand in its place: ``ccccb   dpa 061``, ``gef 1388``.
    """
    names = [word for word in words.split() if re.fullmatch(r"[^\W\d_][^\d\s]{1,15}", word)]
    known = next((name for name in reversed(names) if is_known(name)), None)
    same = next((name for name in names if name.lower() == service.lower()), None)
    return known, same
