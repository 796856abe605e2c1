"""What a story says of its whereabouts besides place names: telephone numbers, words of one country's newspapers, the
country of the address that it came from.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from worker.contract import Article
from worker.gazetteer import Gazetteer
from worker.gazetteer.source import table
from worker.knowledge.rows import values
from worker.places.choose import Hints

PHONE_WEIGHT = 2.5
ADDRESS_WEIGHT = 2.0
CUE_WEIGHT = 1.5
"""In powers of ten of inhabitants, as the other weights."""
ENOUGH = 4
"""So many words of one country carry its full weight."""
READ = 20_000
"""Characters that are read; a story says early where it is."""

_PHONE = re.compile(r"(?<![\d.])\(?([2-9]\d\d)\)?[-. /]\s?[2-9]\d\d[-.]\d{4}\b")
_HOST = re.compile(r"\.([a-z]{2})(?::\d+)?$")


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    """For each country one expression that finds its words."""
    return {code: _expression(values(cell)) for code, cell in table("cues.tsv", 2)}


def _expression(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?(?!\w)")


def hints(gazetteer: Gazetteer, article: Article) -> Hints:
    """Rows of regions and countries that the story's surroundings speak for, with a weight each."""
    rows: dict[int, float] = {}
    countries = {code: row for row, code in enumerate(gazetteer.columns.codes)}
    text = article.body[:READ]
    for area in sorted({match[1] for match in _PHONE.finditer(text)} & gazetteer.area_codes.keys()):
        rows[gazetteer.area_codes[area]] = PHONE_WEIGHT
    small = text.lower()
    counts = {code: len(cue.findall(small)) for code, cue in _cues().items()}
    most = max(counts.values())
    for code, count in counts.items():
        if count and count == most:
            rows[countries[code]] = CUE_WEIGHT * min(1.0, count / ENOUGH)
    if (home := _home(article)) in countries:
        rows[countries[home]] = rows.get(countries[home], 0.0) + ADDRESS_WEIGHT
    return Hints(rows)


_ARTICLE = re.compile(r"^(?:the|my|this ?is|www|daily|news|greater)[-. ]?")
_TITLE = re.compile(
    r"^(?:and\w{1,30}?)?(?:local|daily|state|sun|online|evening|morning|sunday|weekly){0,2}(?:news|times|post|press|herald|tribune|gazette|"
    r"star|sun|journal|register|telegram|telegraph|chronicle|sentinel|advocate|beacon|review|record|citizen|courier|"
    r"examiner|enquirer|inquirer|monitor|mercury|observer|guardian|mail|echo|argus|standard|bulletin|dispatch|leader|"
    r"banner|argus|world|reporter|voice|today|newspapers?|online|paper)"
)
"""What follows the place in a newspaper's address."""
_SHORTEST = 5
"""Letters of a place's name at the start of an address; shorter ones are often the start of another word."""


def paper(gazetteer: Gazetteer, article: Article) -> str:
    """The place whose name the newspaper bears, "" where it bears none: ``Fairview Herald``, ``fairviewherald.com``."""
    source = (article.source or "").strip()
    if " " in source:
        words = _ARTICLE.sub("", source.lower()).split()
        tries = [" ".join(words[:count]) for count in (3, 2, 1)]
        return next((name for name in tries if len(name) >= _SHORTEST and name in gazetteer), "")
    host = urlsplit(article.url or "").netloc or source
    labels = host.lower().removeprefix("www.").split(".")
    label = _ARTICLE.sub("", max(labels[:-1], key=len, default="")[:63]).replace("-", "")
    for count in range(len(label), _SHORTEST - 1, -1):
        if (count == len(label) or _TITLE.search(label[count:])) and label[:count] in gazetteer:
            return label[:count]
    return ""


def _home(article: Article) -> str:
    """The country whose top-level domain the story's address or source bears."""
    for address in (urlsplit(article.url or "").netloc, article.source or ""):
        if match := _HOST.search(address.lower()):
            return "GB" if match[1] == "uk" else match[1].upper()
    return ""
