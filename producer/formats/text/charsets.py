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


@dataclass(frozen=True, slots=True)
class _Script:
    """A script: its charsets, its usual characters, frequent ones with their minimum ``share``, and misplaced ones."""

    charsets: tuple[str, ...]
    usual: re.Pattern[str]
    frequent: re.Pattern[str]
    share: float
    misplaced: re.Pattern[str] = re.compile("(?<=[α-ωа-я])[Α-ΩА-Я](?=[α-ωа-я])")


_SCRIPTS = (  # the first that fits; lower-case letters distinguish charsets that differ in the order of the cases
    _Script(("cp1253", "iso8859_7"), re.compile("[α-ωάέήίόύώΑ-Ω«»]"), re.compile("[άέήί]"), 0.04),
    _Script(("cp1251", "koi8_r", "iso8859_5"), re.compile("[а-яёіїєґўА-Я«»—]"), re.compile("[а-яё]"), 0.6),
    _Script(("cp932", "euc_jp"), re.compile("[ぁ-ヿ一-龥、。「」【】　０-９＝]"), re.compile("[ぁ-ん]"), 0.1),
    _Script(("gb18030", "big5"), re.compile("[一-龥，。、“”《》：]"), re.compile("[的是在了和有，。]"), 0.05),
    _Script(("cp949",), re.compile("[가-힣]"), re.compile("[가-힣]"), MIN_USUAL_SHARE),
)
_BEYOND = re.compile("[^\x00-\x7f]")


def guess_charset(data: bytes) -> str | None:
    """Return the charset of a text in a non-Latin script; None if the bytes leave doubt."""
    sample = data[:SAMPLE_BYTES]
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
            usual, frequent = (len(sign.findall(text)) / beyond for sign in (script.usual, script.frequent))
            misplaced = len(script.misplaced.findall(text)) / beyond
            fits = usual >= MIN_USUAL_SHARE and frequent >= script.share and misplaced <= MAX_MISPLACED_SHARE
            if fits and usual + frequent > score:
                best, score = charset, usual + frequent
        if best:
            return best
    return None
