"""Detect the charset of bytes in a non-Latin script by the characters that each charset would give."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

SAMPLE_BYTES = 20_000
"""Bytes that are examined: enough for letter statistics, few enough for a large file."""
MIN_USUAL_SHARE = 0.75
"""Minimum share of usual characters of the script among those beyond ASCII."""
MAX_MISPLACED_SHARE = 0.02
"""Maximum share of misplaced characters, such as capitals within words, among those beyond ASCII."""

MAX_SHORT_CHARS = 60
"""Characters beyond ASCII up to which a named charset is believed whatever its frequent letters: a headline or two."""
NAMED_SHARE = 0.5
"""Part of the minimum share of frequent characters that suffices for a charset that is named."""


@dataclass(frozen=True, slots=True)
class _Script:
    """A script: its charsets, its usual characters, frequent ones with their minimum ``share``, and misplaced ones."""

    charsets: tuple[str, ...]
    usual: re.Pattern[str]
    frequent: re.Pattern[str]
    share: float
    misplaced: re.Pattern[str] = re.compile("(?<=[α-ωа-я])[Α-ΩА-Я](?=[α-ωа-я])")


_SCRIPTS = (  # the first that fits; lower-case letters distinguish charsets that differ in the order of the cases
    _Script(("cp1253", "iso8859-7"), re.compile("[α-ωάέήίόύώΑ-Ω«»]"), re.compile("[άέήί]"), 0.04),
    _Script(("cp1255", "iso8859-8"), re.compile("[א-ת]"), re.compile("[יוהלא]"), 0.33),
    _Script(("cp1256", "iso8859-6"), re.compile("[ء-ي،؟]"), re.compile("[اليمن]"), 0.35),
    _Script(("cp1251", "koi8-r", "koi8-u", "iso8859-5"), re.compile("[а-яёіїєґўА-Я«»—]"), re.compile("[а-яё]"), 0.6),
    _Script(("cp874",), re.compile("[ก-๛]"), re.compile("[านรอกเง่]"), 0.3),
    _Script(("cp932", "euc_jp"), re.compile("[ぁ-ヿ一-龥、。「」【】　０-９＝]"), re.compile("[ぁ-ん]"), 0.1),
    _Script(("gb18030", "big5hkscs"), re.compile("[一-龥，。、“”《》：]"), re.compile("[的是在了和有，。]"), 0.05),
    _Script(("cp949",), re.compile("[가-힣]"), re.compile("[가-힣]"), MIN_USUAL_SHARE),
)
_BEYOND = re.compile("[^\x00-\x7f]")
_LATIN = re.compile("ascii|cp125[0247]|iso8859-(?:[12349]|1[03456])|mac-(?:roman|latin2)|cp(?:437|850|852)")
"""Charsets of Latin scripts."""
_TAG = re.compile(rb"<[^<>]{0,2000}>|&[#\w]{1,10};")


def guess_charset(data: bytes) -> str | None:
    """Return the charset of a text in a non-Latin script; None if the bytes leave doubt."""
    sample = _sample(data)
    if not _is_mostly_beyond_ascii(sample):
        return None  # too short, or mostly Latin letters
    for script in _SCRIPTS:
        scores = {charset: _score(sample, charset, script) for charset in script.charsets}
        best = max(scores, key=lambda charset: scores[charset])
        if scores[best]:
            return best
    return None


def contradicts(data: bytes, charset: str) -> bool:
    """Return whether the bytes are clearly no text in the script of a charset, so that another one may be guessed.

    A charset of a Latin script is contradicted by text that has hardly any letters of ASCII.
    """
    sample = _sample(data)
    if not _is_mostly_beyond_ascii(sample):
        return False
    scripts = [script for script in _SCRIPTS if charset in script.charsets]
    if not scripts and not _LATIN.fullmatch(charset):
        return False
    return not any(_score(sample, charset, script) or _may_be_named(sample, charset, script) for script in scripts)


def _sample(data: bytes) -> bytes:
    """Return the beginning without its markup, whose letters are Latin in every script."""
    return _TAG.sub(b" ", data[:SAMPLE_BYTES])


def _is_mostly_beyond_ascii(sample: bytes) -> bool:
    high = sum(byte >= 0x80 for byte in sample)
    return high >= 8 and high >= sum(65 <= (byte & 0xDF) <= 90 for byte in sample if byte < 0x80)


def _may_be_named(sample: bytes, charset: str, script: _Script) -> bool:
    """Return whether a text has the characters of the script, and is short or has enough of the frequent ones."""
    text = codecs.getincrementaldecoder(charset)("replace").decode(sample)
    beyond = len(_BEYOND.findall(text))
    usual, frequent = len(script.usual.findall(text)), len(script.frequent.findall(text))
    is_usual = usual >= MIN_USUAL_SHARE * beyond and not script.misplaced.search(text)
    return is_usual and (beyond <= MAX_SHORT_CHARS or frequent >= NAMED_SHARE * script.share * beyond)


def _score(sample: bytes, charset: str, script: _Script) -> float:
    """Return how well a charset fits; 0 if it does not."""
    try:
        text = codecs.getincrementaldecoder(charset)("strict").decode(sample)
    except UnicodeDecodeError:
        return 0.0
    beyond = len(_BEYOND.findall(text)) or 1
    usual, frequent = (len(sign.findall(text)) / beyond for sign in (script.usual, script.frequent))
    misplaced = len(script.misplaced.findall(text)) / beyond
    fits = usual >= MIN_USUAL_SHARE and frequent >= script.share and misplaced <= MAX_MISPLACED_SHARE
    return usual + frequent if fits else 0.0
