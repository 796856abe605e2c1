"""What a story says of its whereabouts besides place names: telephone numbers, words of one country's newspapers, the
country of the address that it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from functools import cache
from urllib.parse import urlsplit

from wiredesk.contract import Article
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.source import table
from wiredesk.nlp.knowledge.tsv_rows import values
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.places.disambiguate import Hints
from wiredesk.nlp.tokens import Tokens

PHONE_WEIGHT = 2.5
ADDRESS_WEIGHT = 2.0
CUE_WEIGHT = 2.0
"""In powers of ten of inhabitants, as the other weights."""
ENOUGH = 3
"""So many words of one country carry its full weight."""
SPELLING = 0.5
"""What a spelling ("color", "programme") counts beside the name of an institution."""
PRESS = ("US", "GB", "CA", "AU", "IE", "NZ", "ZA")
"""Countries whose towns have newspapers in English."""
READ = 20_000
"""Characters that are read; a story says early where it is."""

_PHONE = re.compile(r"(?<![\d.])\(?([2-9]\d\d)\)?[-. /]\s?[2-9]\d\d[-.]\d{4}\b")
_HOST = re.compile(r"\.([a-z]{2})(?::\d+)?$")


_BRITISH = word_set("places", "british_bodies")
_TOKEN = re.compile(r"'s|-|[^\W_]+\.?")
"""Cues are cut as the parser cuts the text."""


@cache
def _cues() -> Mapping[str, tuple[tuple[tuple[str, ...], str, float], ...]]:
    """The words that one country's newspapers use, by their first token: all tokens, country, weight."""
    found: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for code, *cells in table("cues.tsv", 3):
        for weight, cell in zip((1.0, SPELLING), cells, strict=True):
            for cue in values(cell):
                for form in (cue, f"{cue}s"):
                    tokens = tuple(_TOKEN.findall(form))
                    found.setdefault(tokens[0], []).append((tokens, code, weight))
    return {first: tuple(cues) for first, cues in found.items()}


def _counted(tokens: Tokens) -> dict[str, float]:
    """How often each country's words stand in the first part of a story."""
    cues, lower = _cues(), tokens.lower
    counts = {"US": 0.0}
    for at in range(bisect_left(tokens.start, READ)):
        for form, code, weight in cues.get(lower[at], ()):
            if len(form) == 1 or tuple(lower[at : at + len(form)]) == form:
                counts[code] = counts.get(code, 0.0) + weight
        if tokens.text[at] == "County" and at and tokens.text[at - 1].istitle():
            counts["US"] += "".join(lower[at + 1 : at + 2]) not in _BRITISH
    return counts


def hints(gazetteer: Gazetteer, article: Article, tokens: Tokens, towns: Collection[str] = ()) -> Hints:
    """Rows of regions and countries that the story's surroundings speak for, with a weight each.

    ``towns`` are the folded names of the towns whose newspaper this is.
    """
    rows: dict[int, float] = {}
    countries = {code: row for row, code in enumerate(gazetteer.columns.codes)}
    text = article.body[:READ]
    for area in sorted({match[1] for match in _PHONE.finditer(text)} & gazetteer.area_codes.keys()):
        rows[gazetteer.area_codes[area]] = PHONE_WEIGHT
    counts = _counted(tokens)
    most = max(counts.values())
    cues = {
        countries[code]: CUE_WEIGHT * min(1.0, count / ENOUGH)
        for code, count in counts.items()
        if count and count == most
    }
    if (home := _home(article)) in countries:
        rows[countries[home]] = rows.get(countries[home], 0.0) + ADDRESS_WEIGHT
    press = frozenset() if home in countries else frozenset(countries[code] for code in PRESS)
    return Hints(rows, cues, press, countries.get(home, -1), frozenset(towns))


_ARTICLE = re.compile(r"^(?:the|my|this ?is|www|daily|news|greater)[-. ]?")
_TITLE = re.compile(
    r"^(?:and\w{1,30}?)?(?:local|daily|state|sun|online|evening|morning|sunday|weekly){0,2}(?:news|times|post|press|herald|tribune|gazette|"
    r"star|sun|journal|register|telegram|telegraph|chronicle|sentinel|advocate|beacon|review|record|citizen|courier|"
    r"examiner|enquirer|inquirer|monitor|mercury|observer|guardian|mail|echo|argus|standard|bulletin|dispatch|leader|"
    r"banner|argus|world|reporter|voice|today|newspapers?|online|paper)"
)
"""What follows the place in a newspaper's address."""
_STEP = re.compile(r"[A-Za-z]+(?:[-_][A-Za-z]+)?")
_STEPS = 8
"""Steps of an address's path that are looked at."""
_SHORTEST = 5
"""Letters of a place's name at the start of an address; shorter ones are often the start of another word."""


def papers(gazetteer: Gazetteer, article: Article) -> tuple[str, ...]:
    """The places whose names the newspaper bears, folded: ``Fairview Herald``, ``fairviewherald.com``.

    A publisher of several has them in the path: ``northlandnews.com/fairviewherald/``.
    """
    source = (article.source or "").strip()
    if " " in source:
        tokens = _ARTICLE.sub("", source.lower()).split()
        tries = [" ".join(tokens[:count]) for count in (3, 2, 1)]
        return tuple([name for name in tries if len(name) >= _SHORTEST and name in gazetteer][:1])
    address = urlsplit(article.url or "")
    host = address.netloc or source
    labels = host.lower().removeprefix("www.").split(".")
    steps = [step.lower() for step in address.path.split("/")[1:_STEPS] if _STEP.fullmatch(step)]
    found = [_bears(gazetteer, max(labels[:-1], key=len, default=""))]
    found += [_bears(gazetteer, step, whole=False) for step in steps]
    return tuple(dict.fromkeys(name for name in found if name))


def _bears(gazetteer: Gazetteer, label: str, *, whole: bool = True) -> str:
    """The place at the start of a newspaper's name in an address; ``whole``: it may be all of it."""
    label = re.sub("[-_]", "", _ARTICLE.sub("", label[:63]))
    if (title := _TITLE.match(label)) and title.end() == len(label):
        return ""
    for count in range(len(label), _SHORTEST - 1, -1):
        ends = _TITLE.search(label[count:]) or (whole and len(label) - count in {0, 2})
        if ends and label[:count] in gazetteer:
            return label[:count]
    return ""


def _home(article: Article) -> str:
    """The country whose top-level domain the story's address or source bears."""
    for address in (urlsplit(article.url or "").netloc, article.source or ""):
        if match := _HOST.search(address.lower()):
            return "GB" if match[1] == "uk" else match[1].upper()
    return ""
