"""What a story says of its whereabouts besides place names: telephone numbers, words of one country's newspapers, the
country of the address it came from.

The words are those of institutions and customs that one country has and its neighbours in the language lack; none is
the name of a place.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from worker.contract import Article
from worker.gazetteer import Gazetteer
from worker.places.choose import Hints

_PHONE = re.compile(r"(?<![\d.])\(?([2-9]\d\d)\)?[-. /]\s?[2-9]\d\d[-.]\d{4}\b")
_HOST = re.compile(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.([a-z]{2})(?::\d+)?$")
_CUES = {
    "US": re.compile(
        r"\b(?:[Ss]heriff(?:['’]s)?|[Ss]tate [Tt]roopers?|[Hh]igh [Ss]chools?|[Ee]lementary [Ss]chool|[Mm]iddle [Ss]chool|"
        r"[Ss]chool [Dd]istrict|[Cc]ounty [Cc]ommission(?:ers?)?|[Cc]ity [Cc]ouncilm[ae]n|[Pp]olice [Cc]hief|"
        r"[Gg]rand jury|[Ff]elony|[Mm]isdemeanor|[Ii]nterstate|Highway Patrol|Circuit Court|District Attorney|[Ff]reshman|"
        r"[Ss]ophomores?|[Dd]owntown|[Hh]omecoming|[Tt]ownship|[Rr]ep\.|[Ss]en\.|Gov\.|[RD]-[A-Z][a-z]+|FBI|Little League|"
        r"[Nn]eighbors?|[Cc]enters?|[Cc]olors?|[Pp]rogram|[Ss]uperintendent|[Aa]cres?|Republicans?|Democrats?)(?!\w)"
    ),
    "GB": re.compile(
        r"(?:£\s?\d|\b(?:[Cc]ouncillors?|Cllr|[Bb]orough [Cc]ouncil|[Cc]ounty [Cc]ouncil|[Mm]agistrates[’']?|[Cc]rown [Cc]ourt|"
        r"[Cc]onstabulary|PC|DC Det|[Nn]eighbours?|[Cc]entres?|[Cc]olours?|[Pp]rogramme|NHS|MPs?|[Pp]ensioners?|"
        r"[Hh]igh [Ss]treet|[Rr]oundabout|[Pp]ubs?|GCSEs?|A-levels?|Met Police|Premiership)\b)"
    ),
    "CA": re.compile(
        r"\b(?:RCMP|[Pp]remier|MPPs?|MLAs?|OPP|[Nn]eighbours?|[Cc]entres?|[Pp]rovincial|NDP|NHL|Tim Hortons|Loonie)\b"
    ),
    "AU": re.compile(r"\b(?:[Cc]ouncillors?|Labor Party|NRL|AFL|ASIC|[Nn]eighbours?|[Cc]entres?|[Cc]olours?|[Ff]ederal Opposition)\b"),
    "IE": re.compile(r"\b(?:[Gg]arda[ií]?|Taoiseach|T[ÁA]naiste|TDs?|D[áa]il|GAA|Fianna|Fine Gael|[Cc]ouncillors?|HSE)\b"),
}
_PHONE_WEIGHT = 2.5
_ADDRESS_WEIGHT = 2.0
_CUE_WEIGHT = 1.5
_ENOUGH = 4
"""So many words of one country carry its full weight."""
_READ = 20_000
"""Characters that are read for cues; a story says early where it is."""


def hints(gazetteer: Gazetteer, article: Article) -> Hints:
    """Rows of regions and countries that the story's surroundings speak for, with a weight each."""
    rows: dict[int, float] = {}
    codes = {code: row for row, code in enumerate(gazetteer.columns.codes)}
    text = article.body[:_READ]
    for area in {match[1] for match in _PHONE.finditer(text)}:
        if area in gazetteer.area_codes:
            rows[gazetteer.area_codes[area]] = _PHONE_WEIGHT
    counts = {code: len(cue.findall(text)) for code, cue in _CUES.items()}
    most = max(counts.values())
    for code, count in counts.items():
        if count and count == most:
            rows[codes[code]] = rows.get(codes[code], 0.0) + _CUE_WEIGHT * min(1.0, count / _ENOUGH)
    home = _home(article)
    if home in codes:
        rows[codes[home]] = rows.get(codes[home], 0.0) + _ADDRESS_WEIGHT
    return Hints(rows)


def _home(article: Article) -> str:
    """The country whose top-level domain the story's address or source bears."""
    for address in (urlsplit(article.url or "").netloc, article.source or ""):
        if match := _HOST.search(address.lower()):
            return "GB" if match[1] == "uk" else match[1].upper()
    return ""
