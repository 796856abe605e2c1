"""Controlled values of the standards: language, urgency, status, subjects, versions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wiredesk.contract import Status

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MEDTOP = re.compile(r"(?:medtop:|\S*mediatopic/)(?P<code>\d{8})$", re.IGNORECASE)
_SUBJ = re.compile(r"(?:subj:|\S*subjectcodes?/)(?P<code>\d{8})$", re.IGNORECASE)
_IPTC = re.compile(r"iptc|subj|medtop|mediatopic")
_THREE = dict(
    re.findall(
        r"(\w+)=(\w+)",
        "eng=en swe=sv deu=de ger=de fra=fr fre=fr spa=es nor=no nob=nb nno=nn dan=da fin=fi nld=nl dut=nl ita=it "
        "por=pt rus=ru pol=pl ces=cs cze=cs tur=tr ara=ar zho=zh chi=zh jpn=ja kor=ko ell=el gre=el hun=hu ukr=uk",
    )
)
"""ISO 639-2 codes that agencies write although BCP 47 requires the code of two letters."""
_TWO = {two: three for three, two in reversed(_THREE.items())}
"""The same the other way round; of several codes for a language the first counts, which is that of ISO 639-3."""
_REVISION = re.compile(r"([0-9]{1,40})(?:\.0|[NAU])?", re.IGNORECASE)
"""A whole number, as JSON may write it, or with the letter of NewsML's ``Update`` attribute."""
MAX_VERSION = 2**63 - 1
"""The largest version that a store can hold: a signed integer of 64 bits."""


def language(value: object) -> str | None:
    """Return a BCP 47 tag in its usual case: ``EN`` → ``en``, ``nl-nl`` → ``nl-NL``, ``zh-hans`` → ``zh-Hans``."""
    text = str(value or "").strip()
    if not _LANGUAGE.fullmatch(text):
        return None
    first, *rest = text.replace("_", "-").split("-")
    first = _THREE.get(first.lower(), first.lower())
    return "-".join([first, *(_subtag(part) for part in rest)])


def primary_language(value: object) -> str | None:
    """Return the language of a tag without region and script."""
    tag = language(value)
    return tag.partition("-")[0] if tag else None


def three_letters(value: object) -> str | None:
    """Return the code of ISO 639-3 for a language, where it is a known one."""
    return _TWO.get(primary_language(value) or "")


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part


def urgency(value: object) -> int | None:
    """Return an IPTC urgency from 1 to 8; None for 0, 9 (user-defined) and anything else."""
    number = leading_number(value)
    return number if number is not None and 1 <= number <= 8 else None


def version(value: object) -> int | None:
    """Return a revision number of at least 1 (``"04"`` is 4), or None: ``1.1`` and ``v2`` are labels, not numbers."""
    match = _REVISION.fullmatch(str(value).strip()) if not isinstance(value, bool) else None
    number = int(match[1]) if match else None
    return number if number is not None and 1 <= number <= MAX_VERSION else None


def leading_number(value: object) -> int | None:
    """Return the whole number that a value is or begins with, or None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    match = re.match(r"\s*(\d{1,20})(?!\d)", str(value)[:40])
    return int(match[1]) if match else None


def status(value: object) -> Status | None:
    """Return the publishing status that a word, QCode or URI names; None if it is unknown."""
    word = re.split(r"[:/#]", str(value or "").strip().lower())[-1]
    if word.startswith(("cancel", "kill", "delet", "withdraw", "retract")):
        return "canceled"
    if word in {"withheld", "withhold", "embargoedwithheld"}:
        return "withheld"
    return "usable" if word == "usable" else None


def subject(value: object, scheme: object = "") -> str | None:
    """Return the ``medtop:`` or ``subj:`` QCode of a subject given as QCode, URI, or code and scheme.

    Returns:
        None for a code of a vendor's own scheme.
    """
    text, where = str(value or "").strip(), str(scheme or "").lower()
    if match := _MEDTOP.fullmatch(text):
        return f"medtop:{match['code']}"
    if match := _SUBJ.fullmatch(text):
        return f"subj:{match['code']}"
    if not re.fullmatch(r"\d{8}", text) or (where and not _IPTC.search(where)):
        return None
    if text.startswith("20") or "mediatopic" in where or "medtop" in where:
        return f"medtop:{text}"
    return f"subj:{text}"


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the values in their order, each once, without empty ones."""
    return tuple(dict.fromkeys(value.strip() for value in values if value and value.strip()))
