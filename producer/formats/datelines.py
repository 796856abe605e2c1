"""The head and foot of plain copy: the dateline's agency, bylines, credits and sign-offs."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DATELINE = re.compile(
    r"""\s*
    (?P<place>[^\W\d_][^\n()]{0,90}?)??            # MOSCOW, May 8
    \s*[(/](?P<agency>[^\W\d_][\w .&'’/-]{0,30}?)[)/]
    \s*(?:\.?\s*[-‐-―−_]{1,2}|:|\.\s*[-–—]{1,2})(?=\s|[A-ZÀ-Þ“"«])""",
    re.VERBOSE,
)
_SLASHED = re.compile(
    r"\s*(?P<place>[^\W\d_][^\n()/]{0,60}?)\s*/(?P<agency>[^\W\d_a-z][\w. -]{1,20})/\s*(?:[.:]|[-–—]{0,2})(?=\s)"
)
_MONTHS = frozenset(
    """
    jan feb fév mar mär apr avr abr may mai mag maj jun jui jul aug aoû ago sep oct okt out ott nov dec dez déc dic
    ene gen янв фев мар апр мая июн июл авг сен окт ноя дек
    """.split()  # noqa: SIM905
)
_BARE_DATELINE = re.compile(
    r"\s*(?P<place>[^\W\d_][^\n()]{1,60}?),\s*(?:(?P<month>[^\W\d_]{3,9})\.?\s+\d{1,2}|\d{1,2}\s+(?P<mois>[^\W\d_]{3,9})\.?)"
    r"(?:,?\s+\d{4})?\.?\s*[-‐-―_]{1,2}\s"
)
_CREDIT_LINE = re.compile(
    r"\(?\s*this (?:is|was) an? (?P<agency>[^\n]{1,40}?)(?:['’]s?)? ?(?:news )?"
    r"(?:story|report|article|dispatch)\s*\.?\s*\)?\.?",
    re.IGNORECASE,
)
_COPYRIGHT_LINE = re.compile(
    r"\(?(?:(?:©|\(c\)|&copy;)\s*\S[^\n]{0,120}|copyright\b\s*(?:©|\(c\)|by\b|\d{4})[^\n]{0,120}"
    r"|[^\n]{0,80}\ball rights reserved\.?)\)?",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|af|av|door)\s+(?=[^\W\d_])[^\n]{2,100}",
    re.IGNORECASE,
)
_BYLINE_WORD = re.compile(r"(?:By|BY|by|Von|VON|Par|PAR|Por|POR|Di|DI|Af|AF|Av|AV|Door|DOOR)\s")
_MORE = re.compile(
    r"\(\s*(?:more|mehr|suite|sigue|segue|ends?)\s*\)(?:\s+\w{1,12})?|-\s*30\s*-|#{2,4}|-\s*(?:0|ends?)\s*-|n{4}",
    re.IGNORECASE,
)
_CLOSING_MORE = re.compile(r"\s+\((?:more|mehr|suite|sigue|segue)\)\s*\Z", re.IGNORECASE)
_END = re.compile(
    r"(?:ends?|more|\*{3,}|-{3,}|_{3,})\.?|/end/?|(?:\((?:fotos?|photos?|v[ií]deos?|audio|infograf[ií]a)\)\s?)+"
    r"|(?:read more|continue reading|lire la suite|weiterlesen|leer m[áa]s|seguir leyendo|leggi tutto)\W*",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"""\(?\s*(?:
        (?:[A-Z]{2,5}\ +)?[a-z]{1,4}(?:[-/][a-z0-9]{1,5})+   # bur-dar-gl/fz, hh/ph/ts/hd, EFE jm-ms/ra
      | [A-Z]{2,4}(?:[/-][A-Z]{1,4})+                        # AP/RS, YRK-ABC
      | \(©?\ ?[A-Z]{2,6}\)\.?                               # (ANSA).
    )\s*\)?""",
    re.VERBOSE,
)
_SIGN_OFF = re.compile(
    r"""[a-z]{2,4}(?:\ [a-z]{1,4}){1,4}                        # dpa wsz jln npr, nor el ab
      | [A-Z]{2,5}                                           # EFE
    """,
    re.VERBOSE,
)
_WORDS = frozenset(("the", "and", "was", "were", "with", "that", "this", "for", "are", "has", "had", "not"))


MAX_SIGNATURE_CHARS = 60
"""Characters at a paragraph's end among which a signature is looked for."""


def dateline_agency(paragraph: str) -> str | None:
    """``Reuters`` out of ``MOSCOW, May 8 (Reuters) - …``; None where the paragraph begins with no dateline."""
    head = paragraph[:160]
    match = _DATELINE.match(head) or _SLASHED.match(head)
    if not match:
        return None
    place, agency = match["place"] or "", match["agency"].strip(" .")
    return agency if _is_place(place) and _is_agency(agency) else None


def begins_with_dateline(paragraph: str) -> bool:
    """Whether a paragraph begins with a dateline, with an agency or without: ``OSLO, March 4 - …``."""
    if dateline_agency(paragraph):
        return True
    match = _BARE_DATELINE.match(paragraph[:120])
    return bool(match and (match["month"] or match["mois"])[:3].lower() in _MONTHS and _is_place(match["place"]))


def _is_place(place: str) -> bool:
    """A dateline names a place and a date: its words are capitals, numbers, small words, months in any language."""
    words = re.findall(r"[^\W\d_]+", place)
    return len(words) <= 12 and all(not word[0].islower() or len(word) <= 3 or word[:3] in _MONTHS for word in words)


def _is_agency(agency: str) -> bool:
    """One word (``Reuters``, ``dpa``), or several in capitals (``Xample Press``)."""
    words = agency.split()
    return bool(words) and (len(words) == 1 or all(not word[0].islower() and not word[0].isdigit() for word in words))


def credit_agency(line: str) -> str | None:
    """``Reuters`` out of a closing ``(This is a Reuters' story)``; None where the line is no such credit."""
    match = _CREDIT_LINE.fullmatch(line.strip())
    return match["agency"].strip(" '’") if match else None


def is_copyright(line: str) -> bool:
    """``© 2025 Xample Press. All rights reserved.``"""
    return len(line) <= 200 and _COPYRIGHT_LINE.fullmatch(line.strip()) is not None


def is_byline(line: str) -> bool:
    """``By Erik Larsen``, ``Von Anna Berg, dpa``: a short line without a full stop that begins with the word."""
    text = line.strip()
    if len(text) > 100 or not _BYLINE_WORD.match(text) or not _BYLINE.fullmatch(text):
        return False
    if text.endswith((".", "?", "!", ":")) and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text):
        return False
    words = text.split()[1:]
    return bool(words) and words[0][0].isupper() and len(words) <= 14


def is_sign_off(line: str, *, alone: bool = True) -> bool:
    """A desk's closing initials: ``hh/ph/ts/hd``, ``bur-dar-gl/fz``, ``dpa wsz jln npr``.

    Words without a stroke between them count only as a paragraph that stands ``alone``: they may end a sentence.
    """
    text = line.strip()
    if not 3 <= len(text) <= 40:
        return False
    if not _INITIALS.fullmatch(text) and not (alone and _SIGN_OFF.fullmatch(text)):
        return False
    return not _WORDS.intersection(re.findall(r"[a-z]+", text))


def without_agency(paragraph: str, agencies: Iterable[str | None]) -> str:
    """A last paragraph without the agency's name that closes it: ``… said. EFE``, ``… ha detto. (ANSA).``"""
    names = [agency for agency in agencies if agency]
    if not names:
        return paragraph
    any_name = "|".join(map(re.escape, names))
    initials = r"(?:\ [A-Za-z]{1,4}(?:[-/][A-Za-z]{1,5})*){1,3}"  # without a full stop, which a sentence would have
    signature = rf"(?:\((?:{any_name})\)\.?|(?:{any_name})\.?|(?:{any_name}){initials})"
    at = max(0, len(paragraph) - MAX_SIGNATURE_CHARS - max(map(len, names)))
    return paragraph[:at] + re.sub(rf"(?<=[.!?…»”\"')])\s+{signature}\s*\Z", "", paragraph[at:])


def without_more(paragraph: str) -> str:
    """A last paragraph without the ``(more)`` at its end."""
    at = max(0, len(paragraph) - MAX_SIGNATURE_CHARS)
    return paragraph[:at] + _CLOSING_MORE.sub("", paragraph[at:])


def is_end_mark(line: str, *, alone: bool = True) -> bool:
    """``(more)``, ``-30-``, ``###``; ``ENDS`` where it stands ``alone``: it says only that copy goes on or ends."""
    text = line.strip()
    return len(text) <= 30 and (_MORE.fullmatch(text) is not None or (alone and _END.fullmatch(text) is not None))
