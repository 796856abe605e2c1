"""What a story is about, in the terms that ninjs and NewsML-G2 share: concepts with a kind, a name and an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wiredesk.contract import Article, Entity, EntityType, Extraction, Location, Topic

SubjectKind = Literal["topic", "person", "organisation", "place", "event", "object", "concept"]
_KINDS: dict[EntityType, SubjectKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "EVENT": "event",
    "PRODUCT": "object", "WORK_OF_ART": "object",
}  # fmt: skip
"""What an entity is to IPTC; every other type is a concept without a kind of its own."""
SCHEMES = {
    "medtop": "http://cv.iptc.org/newscodes/mediatopic/",
    "subj": "http://cv.iptc.org/newscodes/subjectcode/",
    "wikidata": "http://www.wikidata.org/entity/",
    "geonames": "http://sws.geonames.org/",
}
"""Alias → the address before a code; the aliases are those of IPTC's catalogue of NewsML-G2."""
_CODE = re.compile(r"[A-Za-z0-9._~-]+")
"""A code that may stand in a QCode and in a URI as it is."""
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
"""The form of a language tag after XML Schema (``xs:language``)."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code in one of the schemes."""

    alias: str
    code: str

    @property
    def scheme(self) -> str:
        """The address of the scheme; a code follows it."""
        return SCHEMES[self.alias]

    @property
    def uri(self) -> str:
        """The concept's own address."""
        return f"{self.scheme}{self.code}/" if self.alias == "geonames" else f"{self.scheme}{self.code}"

    @property
    def qcode(self) -> str:
        """The code as NewsML-G2 writes it."""
        return f"{self.alias}:{self.code}"


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a story is about."""

    kind: SubjectKind
    name: str
    """Empty for a code of the wire that has no known name."""
    codes: tuple[Code, ...] = ()
    """Its codes, the best known first."""
    literal: str = ""
    """What stands for a code where it has none: its name, which is the same in other stories."""
    relevance: int | None = None
    """How much the story is about it, from 0 to 100."""
    confidence: int | None = None
    """How sure it is, from 0 to 100; null where the wire itself says it."""
    location: Location | None = None
    ticker: str | None = None


def subjects(article: Article, found: Extraction | None) -> list[Subject]:
    """Return what a story is about: its codes, its topics, then its entities, those that matter most first."""
    listed = [*_topics(article, found)]
    if found:
        news = [entity for entity in found.entities if entity.in_news]
        listed += [_entity(one) for one in sorted(news, key=lambda entity: -entity.salience)]
    return listed


def _topics(article: Article, found: Extraction | None) -> Iterator[Subject]:
    topics = {topic.code: topic for topic in found.topics} if found else {}
    for value in article.subjects:
        topic = topics.get(value)
        if code := _code(value):
            yield Subject("topic", topic.name if topic else "", (code,))
        else:
            yield Subject("topic", value, literal=value)
    for name, topic in topics.items():
        if name not in article.subjects:
            yield _topic(topic)


def _topic(topic: Topic) -> Subject:
    is_from_wire = (topic.rule or "").startswith("wire:")
    confidence = None if is_from_wire else _percent(topic.score)
    code = _code(topic.code)
    if code is None:  # of an extractor or a knowledge base of the user's own
        return Subject("topic", topic.name, literal=topic.code, confidence=confidence)
    return Subject("topic", topic.name, (code,), confidence=confidence)


def _code(value: str) -> Code | None:
    """Return the code that a text such as ``medtop:20000593`` is; None if the scheme or the code is not valid."""
    alias, _, code = value.partition(":")
    return Code(alias, code) if alias in SCHEMES and _CODE.fullmatch(code) else None


def _entity(entity: Entity) -> Subject:
    links = entity.links
    ids = (("wikidata", links.wikidata), ("geonames", links.geonames))
    codes = [code for alias, id in ids if id and (code := _code(f"{alias}:{id}"))]
    return Subject(
        _KINDS.get(entity.type, "concept"),
        entity.name,
        tuple(codes),
        literal="" if codes else entity.name,
        relevance=_percent(entity.salience),
        confidence=None if entity.score is None else _percent(entity.score),
        location=entity.location,
        ticker=links.ticker if entity.type == "ORG" else None,
    )


def _percent(share: float) -> int:
    return round(100 * min(1.0, max(0.0, share)))


def language_of(article: Article, found: Extraction | None) -> str | None:
    """Return the language tag of a story: what its provider says, if that is a tag, otherwise what was found."""
    given = (article.language, found.language if found else None)
    return next((tag for tag in given if tag and _LANGUAGE.fullmatch(tag)), None)


def located(found: Extraction | None) -> str | None:
    """Return the name of the place that the dateline names."""
    place = found.dateline.place if found and found.dateline else None
    return next((entity.name for entity in found.entities if entity.id == place), None) if found and place else None


def market_and_symbol(ticker: str) -> tuple[str | None, str]:
    """Return the exchange, where the ticker names one, and the symbol: ``NYSE:ABC`` is NYSE and ABC."""
    market, colon, symbol = ticker.partition(":")
    return (market, symbol) if colon else (None, ticker)
