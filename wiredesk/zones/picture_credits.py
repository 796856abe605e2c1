"""Captions of pictures and their credits: the photographer, and the agency that sells the picture."""

from __future__ import annotations

import re

from wiredesk.datelines import is_agency
from wiredesk.zones.zone_words import alternatives, first_word, first_words, is_picture_agency, only_names, plain, words

MAX_CREDIT_WORDS = 16
"""Words of a credit."""
MAX_CREDIT_CHARS = 200
MAX_CAPTION_CHARS = 700
"""Characters of a caption; a longer paragraph with a credit at its end is prose."""

_FILLERS = words("credit_fillers")
_OPENINGS = alternatives(words("credit_openings"))
_OPENING_WORDS = first_words("credit_openings")
_OPENED = re.compile(
    rf"(?:{_OPENINGS})\s?(?P<mark>(?:\sby|\scourtesy(?:\sof)?|\sfrom|\scopyright|\svia)\b\s?:?|[:/|©,–—-])(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_IN_BRACKETS = re.compile(rf"(?:{_OPENINGS})\s(?P<rest>(?=[^a-z]).*)", re.IGNORECASE | re.DOTALL)
_COURTESY = re.compile(
    r"(?:courtesy(?:\sof)?|handout(?:\sphoto)?(?:\svia|\sby)?|supplied(?:\sby)?|©|\(c\))\s?[:/]?\s?(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_COURTESY_WORDS = ("courtesy", "handout", "supplied")
_VIA = re.compile(r"(?P<who>.{0,80}?)\svia\s(?P<agency>.{2,40})", re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HINT = re.compile(
    rf"(?<![\w/])(?:(?:{_OPENINGS})s?(?:\sby\s|\s?[:/|]\s?|\scourtesy)|[Cc]ourtesy\s"
    r"|(?:REUTERS|AFP|EPA|EFE|AP|PA|ANI|PTI|Xinhua|Reuters|Getty Images)\s?/)"
)
_HINT_MARKS = ("by", "/", ":", "ourtesy", "|")
"""One of them is in every match."""
_TAIL_STARTS = re.compile(r"(?<=[.!?”\"'’)…])\s+(?=[A-Z(\[©])|\s[|—–]\s|\s-\s|\s(?=\()|\s(?=\[)")
_CAPTION = re.compile(
    rf"(?:{alternatives(words('caption_openings'))})\s?[:|]\s?(?=\S)"
    r"|(?:file(?:\s(?:photo|picture|image|pic))?|photos?|pictured|caption)\s?(?:\s[-–—]|[–—])\s?(?=\S)",
    re.IGNORECASE,
)
_CAPTION_WORDS = first_words("caption_openings") | {"file", "photo", "photos", "pictured", "caption"}
_SHOWN_WORDS = frozenset({"in", "these", "this", "an", "a"})
_SHOWN = re.compile(
    r"(?:In\s(?:this|an?)|These|This|An?)\s(?:[^\s]{1,14}\s){0,6}?(?:photo|photograph|picture|image|sketch|still|frame)s?\b",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    r"\b(?:file|handout|undated|combination|courtroom|satellite|aerial|released|provided|taken|made available|courtesy"
    r"|obtained by)\b"
)


def is_credit(text: str, *, in_brackets: bool = False) -> bool:
    """Return whether a text is the credit of a picture and nothing else.

    Args:
        text: without blanks at its ends, and without the brackets around it.
        in_brackets: brackets are around it, so that no mark is needed behind "Photo", and an agency alone says nothing.
    """
    if not 2 <= len(text) <= MAX_CREDIT_CHARS:
        return False
    first = first_word(text)
    if first in _OPENING_WORDS:
        if found := _OPENED.fullmatch(text):
            return _names_somebody(found["rest"])
        if in_brackets and (found := _IN_BRACKETS.fullmatch(text)):
            return _names_somebody(found["rest"])
    if (text[0] in "©(" or first.startswith(_COURTESY_WORDS)) and (found := _COURTESY.fullmatch(text)):
        return not _YEAR.search(text) and _names_somebody(found["rest"])
    if "/" in text:
        parts = text.strip(" .").split("/")
        return any(map(is_picture_agency, parts)) and only_names(text, _FILLERS, MAX_CREDIT_WORDS)
    if "via" in text.casefold() and (found := _VIA.fullmatch(text.strip(" ."))):
        return is_picture_agency(found["agency"]) and only_names(text, _FILLERS, MAX_CREDIT_WORDS)
    return not in_brackets and text[0].isalnum() and text[-1] != ")" and is_picture_agency(text)


def _names_somebody(text: str) -> bool:
    """Return whether the text behind the opening of a credit names somebody, and says nothing else."""
    text = text.strip(" .:")
    return (only_names(text, _FILLERS, MAX_CREDIT_WORDS) and any(map(str.isupper, text))) or text.startswith("@")


def is_caption(line: str) -> bool:
    """Return whether a line is the caption of a picture by how it begins: ``FILE PHOTO: …``, ``Pictured: …``."""
    first = first_word(line)
    if first in _CAPTION_WORDS and _CAPTION.match(line):
        return True
    found = _SHOWN.match(line) if first in _SHOWN_WORDS else None
    return found is not None and _PROVIDED.search(line, 0, found.end() + 100) is not None


def caption_label(line: str) -> int:
    """Return the length of the label that begins a caption: ``FILE PHOTO: ``; 0 without one."""
    found = _CAPTION.match(line)
    return found.end() if found else 0


def credit_at_end(line: str) -> int:
    """Return the offset at which the credit at the end of a line begins; -1 without one.

    The line is without blanks at its ends. A whole line that is a credit gives 0.
    """
    if is_credit(line) or _in_brackets(line):
        return 0
    if (
        line[-1] in '.!?…"”'
        and line[-2:-1] not in {")", "]"}
        and not _has_hint(line, max(0, len(line) - MAX_CREDIT_CHARS))
    ):
        return -1
    first = max(0, len(line) - MAX_CREDIT_CHARS)
    starts = {found.end() for found in _TAIL_STARTS.finditer(line, first)}
    starts |= {found.start() for found in _HINT.finditer(line, first)}
    for at in sorted(starts):
        tail = line[at:].lstrip()
        if tail and not tail[0].islower() and (_is_credit_of_caption(tail) or _in_brackets(tail)):
            return len(line) - len(tail)
    return -1


def _has_hint(line: str, start: int) -> bool:
    """Return whether something behind an offset looks like the beginning of a credit."""
    return any(map(line[start:].__contains__, _HINT_MARKS)) and _HINT.search(line, start) is not None


def _is_credit_of_caption(text: str) -> bool:
    """Return whether a text behind a sentence is a credit. The name of a news agency alone signs a story."""
    return is_credit(text) and ("/" in text or not is_agency(plain(text))) and text[0] not in "©("


def _in_brackets(text: str) -> bool:
    """Return whether a text is a credit in brackets: ``(AP Photo/Jane Doe)``."""
    if text[0] not in "([":
        return False
    inner = text.rstrip(" .")
    return inner[:1] in "([" and inner[-1:] in ")]" and is_credit(inner[1:-1].strip(), in_brackets=True)
