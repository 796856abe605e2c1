"""Bylines, credits, copyright lines, sign-offs and end marks of plain copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wiredesk.datelines import is_agency

_CREDIT_LINE = re.compile(
    r"\(?\s*this (?:is|was) an? (?P<agency>[^\n]{1,40}?)(?:['’]s?)? ?(?:news )?"
    r"(?:story|report|article|dispatch)\s*\.?\s*\)?\.?"
    r"|this (?:report|story|article|content) by (?P<author>[^\n]{1,40}?) was first published[^\n]{0,60}",
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
_REPORTERS = re.compile(r"\w{0,20}-?(?:correspond|reporter|korrespond|corresponsal|redact|redakt|staff|writers)", re.I)
"""Who writes where a byline has no name: ``By our correspondents``, ``Von dpa-Korrespondenten``."""
_MORE = re.compile(
    r"\(\s*(?:more|mehr|suite|sigue|segue|ends?)\s*\)(?:\s+\w{1,12})?|-\s*30\s*-|#{2,4}|-\s*(?:0|ends?)\s*-|n{4}",
    re.IGNORECASE,
)
_CLOSING_MORE = re.compile(r"\s+(?:\((?:more|mehr|suite|sigue|segue)\)|(?<=[.!?…»”\"')]\s)Enditem)\s*\Z", re.IGNORECASE)
_END = re.compile(
    r"(?:ends?|more|enditem|\*{3,}|-{3,}|_{3,})\.?|/end/?|(?:\((?:fotos?|photos?|v[ií]deos?|audio|infograf[ií]a)\)\s?)+"
    r"|(?:read more|continue reading|lire la suite|weiterlesen|leer m[áa]s|seguir leyendo|leggi tutto)\W*",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"""\(?\s*(?:
        (?:[A-Z]{2,5}\ +)?[a-z]{1,4}(?:[-/][a-z0-9]{1,5})+   # bur-dar-gl/fz, hh/ph/ts/hd, EFE jm-ms/ra
      | [A-Z]{2,4}(?:[/-][A-Z]{1,4})+                        # AP/RS, YRK-ABC
      | ==+\ ?[A-Z]\w{1,20}                                   # ==Kyodo
      | \([A-Z-]{2,9}\\?/[a-z]{1,4}(?:\ [a-z]{1,4}){0,3}       # (SDA/mf ba)
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
"""Characters at a paragraph's end in which a signature is searched."""
MAX_AGENCY_CHARS = 80
"""Maximum characters of an agency's name that is searched: longer ones sign no paragraph, and are slow to compile."""


def credit_agency(line: str) -> str | None:
    """Return ``Reuters`` from a closing line ``(This is a Reuters' story)``; None if the line is not a credit."""
    match = _CREDIT_LINE.fullmatch(line.strip())
    return (match["agency"] or match["author"]).strip(" '’") if match else None


def above_signature(blocks: Sequence[str]) -> str | None:
    """Return the line above a last line that is an agency's name and nothing else; None without such a line."""
    lines = "\n".join(blocks[-2:]).rstrip().split("\n")
    above = next((line for line in reversed(lines[:-1]) if line.strip()), None)
    return above if len(lines[-1]) <= MAX_SIGNATURE_CHARS and is_agency(lines[-1].strip()) else None


def is_copyright(line: str) -> bool:
    """Return whether a line is a copyright line: ``© 2025 Xample Press. All rights reserved.``"""
    return len(line) <= 200 and _COPYRIGHT_LINE.fullmatch(line.strip()) is not None


def is_byline(line: str) -> bool:
    """Return whether a line is a byline: ``By Erik Larsen``, ``Von Anna Berg, dpa``; a short line without full stop."""
    text = line.strip()
    if len(text) > 100 or not _BYLINE_WORD.match(text) or not _BYLINE.fullmatch(text):
        return False
    if text.endswith((".", "?", "!", ":")) and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text):
        return False
    words = text.split()[1:]
    return bool(words) and len(words) <= 14 and (words[0][0].isupper() or _names_reporters(words))


def _names_reporters(words: list[str]) -> bool:
    """Return whether the words of a byline without a name mean reporters: ``dpa correspondents``, ``our staff``."""
    return is_agency(words[0].partition("-")[0]) or any(_REPORTERS.match(word) for word in words[:4])


def is_sign_off(line: str, *, alone: bool = True) -> bool:
    """Return whether a line is a desk's closing initials: ``hh/ph/ts/hd``, ``bur-dar-gl/fz``, ``dpa wsz jln npr``.

    Args:
        line: the line.
        alone: it is a whole paragraph; only then initials without a slash count, as they may end a sentence.
    """
    text = line.strip()
    if not 3 <= len(text) <= 40:
        return False
    if not _INITIALS.fullmatch(text) and not (alone and _SIGN_OFF.fullmatch(text)):
        return False
    return not _WORDS.intersection(re.findall(r"[a-z]+", text))


def without_agency(paragraph: str, agencies: Iterable[str | None]) -> str:
    """Return a last paragraph without the agency's name at its end: ``… said. EFE``, ``… ha detto. (ANSA).``"""
    names = [agency for agency in agencies if agency and len(agency) <= MAX_AGENCY_CHARS]
    if not names:
        return paragraph
    any_name = "|".join(map(re.escape, names))
    initials = r"(?:\ [A-Za-z]{1,4}(?:[-/][A-Za-z]{1,5})*){1,3}"  # without a full stop, which a sentence would have
    signature = rf"(?:\((?:{any_name})\)\.?|(?:{any_name})\.?|(?:{any_name}){initials})"
    at = max(0, len(paragraph) - MAX_SIGNATURE_CHARS - max(map(len, names)))
    return paragraph[:at] + re.sub(rf"(?<=[.!?…»”\"')])\s+{signature}\s*\Z", "", paragraph[at:])


def without_more(paragraph: str) -> str:
    """Return a last paragraph without the ``(more)`` at its end."""
    at = max(0, len(paragraph) - MAX_SIGNATURE_CHARS)
    return paragraph[:at] + _CLOSING_MORE.sub("", paragraph[at:])


def is_end_mark(line: str, *, alone: bool = True) -> bool:
    """Return whether a line only marks that copy continues or ends: ``(more)``, ``-30-``; ``ENDS`` if ``alone``."""
    text = line.strip()
    return len(text) <= 30 and (_MORE.fullmatch(text) is not None or (alone and _END.fullmatch(text) is not None))
