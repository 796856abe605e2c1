"""The subject codes that agencies send, as Media Topics.

Agencies send Media Topics and the older SubjectCodes, in many spellings: ``medtop:20000002``, ``subj:04016006``,
``iptc:15054000``, ``IPTC:15054000:SPO``, bare digits, and URLs of cv.iptc.org. Codes of other schemes have no Media
Topic. Retired codes count as their successors, SubjectCodes as IPTC's mapping says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from wiredesk.media_topics.concepts import media_topics, table_rows

_DIGITS = r"(?P<code>\d{7,8})"
_SPELLINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<scheme>(?:cptmt|medtop|media-?topics?|mediatopic|mt)|subj|subjectcodes?|sc|iptc(?:-?(?:sc|subj|subjectcode|mt))?)"
        rf"[:/]{_DIGITS}(?:[:|].{{0,200}})?",
        rf"(?:https?://)?(?:www\.)?cv\.iptc\.org/newscodes/(?P<scheme>[a-z-]{{1,40}})/{_DIGITS}/?",
        rf"urn:[a-z0-9.:-]{{1,80}}?(?P<scheme>mediatopic|medtop|subject-?codes?|subj|newscodes)[a-z0-9.:-]{{0,20}}?:{_DIGITS}",
        rf"(?P<scheme>){_DIGITS}",
    )
)
_NEW_CODES = "20"
"""First digits of the Media Topics below the top level; SubjectCodes begin with 01 to 17."""


def is_code(text: str) -> bool:
    """Return whether a text is written like the code of a Media Topic: ``04000000``, ``medtop:20000170``."""
    return bool(re.fullmatch(r"(?:medtop:)?\d{8}", text))


def topic_of(code: str) -> str | None:
    """Return the Media Topic in use, eight digits, that a code of the wire stands for; None if it is of another scheme.

    A SubjectCode without a mapping counts as the broader one, ``04016099`` as ``04016000``.
    """
    text = code.strip()
    match = next((found for pattern in _SPELLINGS if (found := pattern.fullmatch(text))), None)
    if match is None:
        return None
    scheme, digits = match["scheme"].lower(), match["code"].zfill(8)
    if scheme.startswith(("med", "mt", "cptmt")) or digits.startswith(_NEW_CODES):
        return _in_use(digits)
    return _of_subject_code(digits)


def topics_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the Media Topics that the codes of an article stand for, each with the first code that gave it."""
    found: dict[str, str] = {}
    for code in codes:
        topic = topic_of(code)
        if topic:
            found.setdefault(topic, code)
    return found


def _in_use(code: str) -> str | None:
    topic = media_topics().get(code)
    while topic is not None and topic.successor:
        topic = media_topics().get(topic.successor)
    return topic.code if topic else None


def _of_subject_code(code: str) -> str | None:
    mapping = _subject_codes()
    for broader in (code, f"{code[:5]}000", f"{code[:2]}000000"):
        if broader in mapping:
            return _in_use(mapping[broader])
    return None


@cache
def _subject_codes() -> dict[str, str]:
    return dict(table_rows("subject_codes", 2))
