"""The charset of bytes that declare none and are neither UTF-8 nor western: by which characters they would be."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

SAMPLE = 20_000
"""Bytes that are looked at."""
SURE = 0.75
"""Share of the characters beyond ASCII that must be usual ones of the script."""


ODD = 0.02
"""Share of the characters that may stand where none of their kind does: capitals within words."""


@dataclass(frozen=True, slots=True)
class _Script:
    """Charsets of a script, its usual characters, those without ``share`` of which no text in it goes, and odd ones."""

    charsets: tuple[str, ...]
    usual: re.Pattern[str]
    needed: re.Pattern[str]
    share: float
    odd: re.Pattern[str] = re.compile("(?<=[α-ωа-я])[Α-ΩА-Я](?=[α-ωа-я])")


_SCRIPTS = (  # the first that fits; lower-case letters tell charsets apart in which the cases stand the other way round
    _Script(("cp1253", "iso8859_7"), re.compile("[α-ωάέήίόύώΑ-Ω«»]"), re.compile("[άέήί]"), 0.04),
    _Script(("cp1251", "koi8_r", "iso8859_5"), re.compile("[а-яёіїєґўА-Я«»—]"), re.compile("[а-яё]"), 0.6),
    _Script(("cp932", "euc_jp"), re.compile("[ぁ-ヿ一-龥、。「」【】　０-９＝]"), re.compile("[ぁ-ん]"), 0.1),
    _Script(("gb18030", "big5"), re.compile("[一-龥，。、“”《》：]"), re.compile("[的是在了和有，。]"), 0.05),
    _Script(("cp949",), re.compile("[가-힣]"), re.compile("[가-힣]"), SURE),
)
_BEYOND = re.compile("[^\x00-\x7f]")


def guessed(data: bytes) -> str | None:
    """The charset of a text in another script than the Latin one; None where there is no telling."""
    sample = data[:SAMPLE]
    high = sum(byte >= 0x80 for byte in sample)
    if high < 8 or high < sum(65 <= (byte & 0xDF) <= 90 for byte in sample if byte < 0x80):
        return None  # too short, or mostly Latin letters
    for script in _SCRIPTS:
        best, score = None, 0.0
        for charset in script.charsets:
            try:
                text = codecs.getincrementaldecoder(charset)("strict").decode(sample)
            except UnicodeDecodeError:
                continue
            beyond = len(_BEYOND.findall(text)) or 1
            usual, needed = (len(sign.findall(text)) / beyond for sign in (script.usual, script.needed))
            fits = usual >= SURE and needed >= script.share and len(script.odd.findall(text)) / beyond <= ODD
            if fits and usual + needed > score:
                best, score = charset, usual + needed
        if best:
            return best
    return None
