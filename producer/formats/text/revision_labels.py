"""Kind of a version (update, correction) and urgency, from the labels that agencies put before a story.

The labels are those of agency style books: ``UPDATE 2-``, ``CORRECTED-``, ``1st Ld-Writethru``, ``2ND LEAD``.
"""

from __future__ import annotations

import re

from wiredesk.contract import Kind

_I = re.IGNORECASE
_CORRECTION = (
    r"(?:correct(?:ed|ion|s|ive|ing)|refiled?|korrektur|korrigiert(?:e fassung)?|berichtig(?:ung|t)|richtigstellung"
    r"|correctif|rectificati[fv]\w{0,2}|rectifi(?:é|cati[oe]n)|correcci[oó]n|rectificaci[oó]n|corre[cç][aã]o|retifica[cç][aã]o"
    r"|correzione|rettifica|errata(?: corrige)?|err?atum|rettelse|retting|korrigert|rättelse|rättad|korjaus|oikaisu"
    r"|correctie|gecorrigeerd|sprostowanie|korekta|oprava|düzeltme|исправлен(?:о|ие)|поправка|διόρθωση)"
)
"""Correction, in the languages of the agencies."""
_LEAD = (
    r"(?:(?:urgent|flash|bulletin)[ -]+)?(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|new|urgent)"
    r"[ -]*(?:urgent[ -]*)?(?:ld|lead|net)\b"
)
_TAKES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    # A refiled lead replaces the story; REFILE alone corrects it.
    ("update", re.compile(rf"refile\b.*{_LEAD}|refile\b.*\blead\b|{_LEAD}.*\brefile\b", _I)),
    (
        "correction",
        re.compile(rf"{_CORRECTION}\b|corrections\b", _I),
    ),
    (
        "advisory",
        re.compile(
            r"\(?(?:\w+[ -]){0,2}advisory\b|advisories\b|adv\b|\(?achtung\)?|kill(?:ed)?\b|eliminat(?:e|es|ion)\b"
            r"|withdrawn\b|mandatory kill\b",
            _I,
        ),
    ),
    (
        "update",
        re.compile(
            rf"update(?:d)?\b|wrap-?up\b|rpt\b|repeats?\b|{_LEAD}|(?:\d{{1,2}}(?:st|nd|rd|th)[ -])?ld\b|\d?lead\b"
            r"|writethru|write-?thru|[a-z0-9 ]*writethru|(?:\d{1,2}(?:st|nd|rd|th)[ -]+)?(?:add|insert|sub|subs)\b"
            r"|recasts?\b|replaces?\b|(?:aktualisierung|actualisation|zusammenfassung \(neu\)|mise à jour)\b",
            _I,
        ),
    ),
)
_HEADLINES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("update", re.compile(r"REFILE\s*[-–—:]\s*(?:UPDATE|WRAPUP|LEAD)\b.*LEAD", _I)),
    (
        "correction",
        re.compile(
            r"\W{0,4}(?:(?:UPDATE|WRAPUP)\s*\d+\s*-\s*|RPT\s*-\s*|(?:URGENT|FLASH)\s*[-:]\s*)?"
            rf"{_CORRECTION}(?:\s*\(OFFICIAL\))?\s*(?:[-–—:(/|*\])]|$)",
            _I,
        ),
    ),
    ("correction", re.compile(rf"[(\[]{_CORRECTION}\b[^)\]]*[)\]]", _I)),
    ("advisory", re.compile(r"(?:[A-Z]+ )?ADVISORY\s*(?:[-–—:(/]|$)|\(ADVISORY\)|\(ACHTUNG\)|ADV\s*[-–—:]")),
    ("advisory", re.compile(r"(?:MANDATORY )?(?:KILL|ELIMINAT(?:E|ION)|STORY (?:KILL|WITHDRAWN))\s*(?:[-–—:(]|$)")),
    ("advisory", re.compile(r"WITHDRAWN?\s*[-–—:(]")),
    (
        "update",
        re.compile(
            r"(?:UPDATE|WRAPUP)\s*\d+\s*[-–—:]|(?:UPDATED?|WRAPUP)\s*[-–—:]|RPT\s*(?:\d\s*)?[-–—:]|REPEAT\s*[-–—:]"
            r"|\((?:UPDATE \d+|RPT|LEAD|\d+(?:ST|ND|RD|TH) LEAD|LD\d*)\)|\d+(?:ST|ND|RD|TH) (?:LEAD|LD|NET)\b"
        ),
    ),
)
_URGENT = (
    (1, re.compile(r"\W*FLASH\b", _I)),
    (2, re.compile(r"\W*(?:URGENT|BULLETIN|ALERT|\w*NEWSALERT|SNAP|EXTRA|EILMELDUNG|EIL|URGENTE)\b", _I)),
)
_PREFIX = re.compile(
    r"\W*(?:FLASH|URGENTE?|BULLETIN|ALERT|NEWSALERT|EIL|EILMELDUNG)(?: ?\d+)?\s*(?:[-–—:*/]|$)(?!\s*FLOOD)"
)
_CORRECTED_AT_END = re.compile(rf"[-–—]\s{_CORRECTION}\Z|[(\[](?:eds\W{{1,3}})?{_CORRECTION}\b[^()\[\]]*[)\]]\Z", _I)
MAX_LABEL_CHARS = 200
"""Characters at either end of a headline in which a label stands."""
_CORRECTS = re.compile(
    rf"(?:\A|\n)[^\w\n]{{0,6}}(?:eds?\W{{1,3}})?"
    rf"(?:{_CORRECTION}|corrections|(?:corrected|this) (?:version|story) corrects)\b",
    _I,
)
_TAKE_LINE = re.compile(
    r"\W*(?:(?:FLASH|URGENT|URGENTE|EXTRA|REFILE|BULLETIN|ALERT|ADVISORY|ADV|RPT|REPEAT|LEAD|NET|SNAP|EIL|EILMELDUNG"
    r"|KORREKTUR|BERICHTIGUNG|CORRECTED|CORRECTION|UPDATE|WRAPUP|WRITETHRU|NEWSALERT|KILL|ELIMINATION|ROUNDUP|PREVIEW"
    r"|SITUATION|ANALYSIS|FEATURE|INTERVIEW|ACHTUNG|ZUSAMMENFASSUNG|HINTERGRUND|OVERVIEW|TAKE|ADD|GRAPHIC"
    r"|EDS|1ST|2ND|3RD|\d+TH|\d{1,2})\b[\s:/,.()-]*)+",
    _I,
)


def kind_of_take(take: str) -> Kind | None:
    """Return the kind that a take key gives: ``2ND LEAD``, ``1stLd-Writethru``, ``CORRECTION``, ``(Advisory)``."""
    text = take.strip(" ()\t")
    return next((kind for kind, sign in _TAKES if sign.match(text)), None)


def kind_of_headline(headline: str) -> Kind | None:
    """Return the kind by a headline's prefix (``UPDATE 2-``, ``CORRECTED-``) or end (``(Corrects …)``)."""
    text = headline.strip()
    start = text[:MAX_LABEL_CHARS]
    if kind := next((kind for kind, sign in _HEADLINES if sign.match(start)), None):
        return kind
    return "correction" if _CORRECTED_AT_END.search(text[-MAX_LABEL_CHARS:]) else None


def is_correcting(note: str) -> bool:
    """Return whether a note to editors marks a correction: ``Corrects vote``, ``(Eds: CORRECTS spelling)``."""
    return _CORRECTS.search(note) is not None


def urgency_of_take(take: str) -> int | None:
    """Return the urgency that a take key gives: 1 for a flash, 2 for a bulletin, an alert or ``URGENT``; else None."""
    return next((urgency for urgency, sign in _URGENT if sign.match(take.strip())), None)


def urgency_of_headline(headline: str) -> int | None:
    """Return the urgency of a headline's prefix in capitals: ``URGENT-``, ``FLASH:``; not ``FLASH FLOODS``."""
    return urgency_of_take(headline) if _PREFIX.match(headline) else None


def is_take_line(line: str) -> bool:
    """Return whether a line consists of take keys only: ``FLASH``, ``2ND LEAD``, ``(Achtung)``, ``URGENT 1ST LEAD``."""
    return len(line) <= 60 and bool(line.strip()) and _TAKE_LINE.fullmatch(line.strip()) is not None
