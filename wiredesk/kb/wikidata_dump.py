"""Things of a Wikidata JSON dump: one item a line between ``[`` and ``]``.

The format is described at https://www.wikidata.org/wiki/Wikidata:Database_download and in the manual of Wikibase.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from wiredesk.contract import EntityType
from wiredesk.kb.kb_records import KbCountryCode, KbRecord, KbRow, KbWord, year_of
from wiredesk.kb.kb_types import NO_THING, WORDS, wikidata_classes, wikidata_facts, wikidata_properties

MAX_RELATED = 12
"""Related things kept of one thing: a politician of forty offices is known by the latest."""
MAX_ALIASES = 40
"""Further names kept of one thing."""
MANY_LANGUAGES = "mul"
"""The language of names that are the same in many languages; Wikidata has it since 2024."""
_SITE = b'"site":'
_CODE, _GEONAMES, _CLASS = "P297", "P1566", "P31"

Claims = Mapping[str, Any]


class WikidataReader:
    """Turns the lines of a dump into things.

    Args:
        language: code of the language whose names and descriptions are taken: ``en``.
        min_sitelinks: articles in all Wikimedia projects below which an item is left out.
    """

    def __init__(self, language: str, min_sitelinks: int) -> None:
        self._languages = (language, MANY_LANGUAGES)
        self._min_sitelinks = min_sitelinks

    def rows(self, line: bytes) -> Iterator[KbRow]:
        """Yield what a line says; nothing for most of them.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: the line is not an item.
        """
        line = line.strip().removesuffix(b",")
        if line in (b"", b"[", b"]"):
            return
        if not (line.startswith(b"{") and line.endswith(b"}")):
            raise ValueError("is no JSON object")
        if line.count(_SITE) < self._min_sitelinks:  # nine of ten items: reading them as JSON would take the most time
            return
        item = orjson.loads(line)
        if item["type"] == "item":
            yield from self._rows(item)

    def _rows(self, item: Mapping[str, Any]) -> Iterator[KbRow]:
        prior, claims = len(item.get("sitelinks") or ()), item.get("claims") or {}
        label = self._text(item.get("labels"))
        if prior < self._min_sitelinks or not label:
            return
        for code in _values(claims, _CODE)[:1]:
            yield KbCountryCode(item["id"], str(code))
        type = _type(claims)
        if type == WORDS:
            yield KbWord(item["id"], label)
        elif type != NO_THING:
            yield self._record(item, type, label, prior, claims)

    def _record(self, item: Mapping[str, Any], type: str, label: str, prior: int, claims: Claims) -> KbRecord:
        geonames = _values(claims, _GEONAMES)[:1]
        return KbRecord(
            id=item["id"],
            type=type,  # type: ignore[arg-type]  # a type of kb_types.toml
            name=label,
            aliases=tuple(self._aliases(item, claims)),
            about=self._text(item.get("descriptions")),
            prior=prior,
            country=next(iter(_first(claims, "country")), None),
            born=_year(claims, "born"),
            died=_year(claims, "died"),
            words=tuple(_all(claims, "words")),
            geonames=int(geonames[0]) if geonames and str(geonames[0]).isdecimal() else None,
            related=tuple(_all(claims, "related"))[:MAX_RELATED],
        )

    def _text(self, texts: Any) -> str:
        """Return the text in the wanted language; empty where there is none."""
        for language in self._languages if isinstance(texts, dict) else ():
            if found := texts.get(language):
                return str(found["value"])
        return ""

    def _aliases(self, item: Mapping[str, Any], claims: Claims) -> Iterator[str]:
        texts: Any = item.get("aliases")
        seen = 0
        for language in self._languages if isinstance(texts, dict) else ():
            for alias in (texts.get(language) or ())[: MAX_ALIASES - seen]:
                seen += 1
                yield alias["value"]
        for one in wikidata_facts("names"):
            for value in _values(claims, one):
                if isinstance(value, str):
                    yield value
                elif isinstance(value, dict) and value.get("language") in self._languages:
                    yield value["text"]


def _type(claims: Claims) -> EntityType | str:
    """Return what an item is, or that it is no thing."""
    classes = wikidata_classes()
    types = [classes[one] for one in _values(claims, _CLASS) if isinstance(one, str) and one in classes]
    if types:
        return NO_THING if NO_THING in types else types[0]
    return next((type for one, type in wikidata_properties() if one in claims), NO_THING)


def _values(claims: Claims, property: str) -> list[Any]:
    """Return the values of a property, the best rank only: of an item its id, of a time its text."""
    statements = claims.get(property) or ()
    preferred = [one for one in statements if one.get("rank") == "preferred"]
    found = []
    for statement in preferred or [one for one in statements if one.get("rank") != "deprecated"]:
        value = (statement.get("mainsnak", {}).get("datavalue") or {}).get("value")
        if isinstance(value, dict) and "id" in value:
            found.append(value["id"])
        elif isinstance(value, dict) and "time" in value:
            found.append(value["time"])
        elif value is not None:
            found.append(value)
    return found


def _first(claims: Claims, fact: str) -> list[Any]:
    """Return the values of the first property of a fact that the item has."""
    return next((values for one in wikidata_facts(fact) if (values := _values(claims, one))), [])


def _all(claims: Claims, fact: str) -> Iterator[str]:
    """Yield the things that all properties of a fact name, each once."""
    seen = set()
    for one in wikidata_facts(fact):
        for value in _values(claims, one):
            if isinstance(value, str) and value not in seen:
                seen.add(value)
                yield value


def _year(claims: Claims, fact: str) -> int | None:
    return next((year for value in _first(claims, fact) if (year := year_of(str(value))) is not None), None)
