"""A made Wikidata dump: invented people, bodies and places with many namesakes, the same on every machine.

``python -m tests.support.made_wikidata N FILE`` writes one of N things; a name that ends in ``.gz`` or ``.bz2`` is
compressed, bzip2 in streams of one megabyte as parallel compressors write it.
"""

from __future__ import annotations

import bz2
import gzip
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import orjson

THINGS = 10_000
COUNTRIES = {
    "Q1001": ("Ardovia", "AR"),
    "Q1002": ("Belmark", "BE"),
    "Q1003": ("Cormania", "CO"),
    "Q1004": ("Dunland", "DK"),
}
OCCUPATIONS = ("politician", "footballer", "novelist", "banker", "physicist", "actor", "judge", "cyclist")
FIRST = ("Anna", "Boris", "Clara", "David", "Elena", "Felix", "Greta", "Henrik", "Irina", "Jonas", "Karla", "Lukas")
LAST_HEADS = ("Bran", "Cold", "Dray", "Elm", "Fern", "Gart", "Hol", "Ims", "Jar", "Kest", "Lor", "Mor")
LAST_TAILS = ("ner", "son", "well", "kov", "ini", "berg")
PLACE_TAILS = ["ford", "haven", "burg", "minster", "field"]
BODY_TAILS = ["Bank", "Motors", "University", "United", "Steel"]
BODY_CLASSES = ("Q22687", "Q4830453", "Q3918", "Q476028", "Q891723")
_MEGABYTE = 1 << 20


def made_lines(things: int = THINGS, seed: int = 18) -> Iterator[bytes]:
    """The lines of the dump, with the brackets around them and items that are no things."""
    yield b"["
    items = chain(_fixed(), _things(things, Random(seed)))
    last = next(items)
    for item in items:
        yield orjson.dumps(last) + b","
        last = item
    yield orjson.dumps(last)
    yield b"]"


def write_dump(path: Path, things: int = THINGS) -> None:
    """Write the dump, compressed as the name's ending says."""
    text = b"\n".join(made_lines(things)) + b"\n"
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text, 6, mtime=0))
    elif path.suffix == ".bz2":
        pieces = (text[at : at + _MEGABYTE] for at in range(0, len(text), _MEGABYTE))
        path.write_bytes(b"".join(map(bz2.compress, pieces)))
    else:
        path.write_bytes(text)


def item(id: str, label: str, sitelinks: int, **facts: Any) -> dict[str, Any]:
    """An item as a dump has it; facts are properties with lists of values, ``about`` and ``aliases``."""
    about, aliases = facts.pop("about", ""), facts.pop("aliases", ())
    made: dict[str, Any] = {
        "type": "item",
        "id": id,
        "labels": {"en": {"language": "en", "value": label}, "xx": {"language": "xx", "value": f"{label}o"}},
        "descriptions": {"en": {"language": "en", "value": about}} if about else [],
        "aliases": {"en": [{"language": "en", "value": one} for one in aliases]} if aliases else [],
        "claims": {name: [_statement(name, value) for value in values] for name, values in facts.items()},
        "sitelinks": {f"w{n}wiki": {"site": f"w{n}wiki", "title": label, "badges": []} for n in range(sitelinks)},
    }
    return made


def _statement(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, int):
        value = {"time": f"+{value:04}-00-00T00:00:00Z", "precision": 9}
    elif value[:1] == "Q" and value[1:].isdecimal():
        value = {"entity-type": "item", "numeric-id": int(value[1:]), "id": value}
    return {"mainsnak": {"snaktype": "value", "property": name, "datavalue": {"value": value}}, "rank": "normal"}


def _fixed() -> Iterator[dict[str, Any]]:
    for id, (name, code) in COUNTRIES.items():
        yield item(id, name, 250, P31=["Q6256"], P297=[code], about="country")
    for number, name in enumerate(OCCUPATIONS):
        yield item(f"Q{2001 + number}", name, 80, P31=["Q28640"])
    yield item("Q3001", "Anna Branson", 20, P31=["Q4167410"], about="Wikimedia disambiguation page")
    yield item("Q3002", "Somebody Unknown", 1, P31=["Q5"], about="person with one article")
    yield item("Q3003", "Thing Without Class", 9)


def _things(number: int, random: Random) -> Iterator[dict[str, Any]]:
    kinds = (_person, _person, _person, _body, _place)
    for n in range(number - len(COUNTRIES)):
        yield kinds[n % len(kinds)](f"Q{10_001 + n}", random)


def _prior(random: Random) -> int:
    """From 3 to 200 articles, most with few."""
    return min(200, 2 + int(random.paretovariate(0.9)))


def _person(id: str, random: Random) -> dict[str, Any]:
    name = f"{random.choice(FIRST)} {random.choice(LAST_HEADS)}{random.choice(LAST_TAILS)}"
    work, country = random.randrange(len(OCCUPATIONS)), random.choice(list(COUNTRIES))
    born = random.randrange(1900, 2000)
    facts: dict[str, Any] = {"P31": ["Q5"], "P27": [country], "P106": [f"Q{2001 + work}"], "P569": [born]}
    if born < 1930:
        facts["P570"] = [born + 70]
    if random.random() < 0.5:
        facts["P108"] = [f"Q{10_004 + 5 * random.randrange(1000)}"]
    first, last = name.split()
    about = f"{OCCUPATIONS[work]} from {COUNTRIES[country][0]}"
    return item(id, name, _prior(random), about=about, aliases=[f"{first[0]}. {last}"], **facts)


def _body(id: str, random: Random) -> dict[str, Any]:
    kind = random.randrange(len(BODY_TAILS))
    name = f"{random.choice(LAST_HEADS)}{random.choice(PLACE_TAILS)} {BODY_TAILS[kind]}"
    country = random.choice(list(COUNTRIES))
    acronym = "".join(word[0] for word in name.split())
    return item(id, name, _prior(random), P31=[BODY_CLASSES[kind]], P17=[country], aliases=[acronym, f"{name} Inc"])


def _place(id: str, random: Random) -> dict[str, Any]:
    name = f"{random.choice(LAST_HEADS)}{random.choice(PLACE_TAILS)}"
    country = random.choice(list(COUNTRIES))
    return item(id, name, _prior(random), P31=["Q515"], P17=[country], P1566=[id[1:]], about="town")


if __name__ == "__main__":
    write_dump(Path(sys.argv[2]), int(sys.argv[1]))
