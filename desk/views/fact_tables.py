"""The tables of single facts that an export writes: quotes, entities, mentions, places, amounts, dates and others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desk.views.story import text_at
from desk.views.table_form import Columns, Row, ShownStory
from wiredesk.contract import Entity, Extraction, Span
from wiredesk.quotations import is_quotation

KEY_COLUMNS: Columns = (
    ("story", "text"), ("version", "int64"), ("n", "int32"), ("source", "text"), ("published", "time"),
)  # fmt: skip
"""Begin every table of facts: the version, and the number of the fact in it, from 0."""
_WORDS: Columns = (("text", "text"), ("start", "int32"), ("end", "int32"))
"""The words of the story, and where they stand in its text."""
QUOTE_COLUMNS: Columns = (
    *KEY_COLUMNS, ("kind", "text"), ("content", "text"), ("cue", "text"), ("said_by", "text"), ("speaker", "text"),
    ("speaker_type", "text"), ("speakers", "names"), ("mode", "text"), ("polarity", "text"), ("source_class", "text"),
    ("speaks_for", "text"), ("zone", "text"), ("quotation", "flag"), ("within", "int32"), ("repeats", "int32"),
    ("start", "int32"), ("end", "int32"), ("score", "real"), ("rule", "text"), ("speaker_thing", "text"),
    ("speaker_things", "names"), ("speaks_for_thing", "text"),
)  # fmt: skip
ENTITY_COLUMNS: Columns = (
    *KEY_COLUMNS, ("entity", "text"), ("type", "text"), ("name", "text"), ("aliases", "names"), ("titles", "names"),
    ("mentions", "int32"), ("salience", "real"), ("in_news", "flag"), ("wikidata", "text"), ("geonames", "text"),
    ("iso3166", "text"), ("ticker", "text"), ("kb", "text"), ("score", "real"), ("rule", "text"), ("thing", "text"),
    ("identity", "text"),
)  # fmt: skip
MENTION_COLUMNS: Columns = (
    *KEY_COLUMNS, ("entity", "text"), ("type", "text"), ("name", "text"), *_WORDS, ("kind", "text"), ("zone", "text"),
    ("metonymic", "flag"), ("stands_for", "text"), ("thing", "text"),
)  # fmt: skip
PLACE_COLUMNS: Columns = (
    *KEY_COLUMNS, ("entity", "text"), ("type", "text"), ("name", "text"), ("lat", "real"), ("lon", "real"),
    ("country", "text"), ("level", "text"), ("admin1", "text"), ("admin1_name", "text"), ("focus", "flag"),
    ("dateline", "flag"), ("mentions", "int32"), ("in_news", "flag"), ("wikidata", "text"), ("geonames", "text"),
    ("score", "real"), ("rule", "text"), ("thing", "text"),
)  # fmt: skip
AMOUNT_COLUMNS: Columns = (
    *KEY_COLUMNS, ("kind", "text"), ("value", "real"), ("unit", "text"), *_WORDS, ("entity", "text"),
    ("measure", "text"), ("direction", "text"), ("period", "text"), ("score", "real"), ("rule", "text"),
    ("entity_thing", "text"),
)  # fmt: skip
DATE_COLUMNS: Columns = (
    *KEY_COLUMNS, ("type", "text"), ("value", "text"), ("anchor", "text"), *_WORDS, ("score", "real"), ("rule", "text"),
)  # fmt: skip
TOPIC_COLUMNS: Columns = (
    *KEY_COLUMNS, ("code", "text"), ("name", "text"), ("score", "real"), ("rule", "text"),
)  # fmt: skip
TICKER_COLUMNS: Columns = (
    *KEY_COLUMNS, ("ticker", "text"), ("market", "text"), ("symbol", "text"), ("name", "text"), ("type", "text"),
    ("wikidata", "text"), ("salience", "real"), ("thing", "text"),
)  # fmt: skip


def quote_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each quote; names stand for ids, so that a row can be read alone."""
    if (found := one.found) is None:
        return
    entities = _entities(found)
    for n, quote in enumerate(found.quotes):
        speaker = entities.get(quote.speaker or "")
        start = min((span[0] for span in quote.content), default=None)
        end = max((span[1] for span in quote.content), default=None)
        yield (
            *_key(one, n), quote.kind, " ".join(text_at(found, span) for span in quote.content),
            _text(found, quote.cue), _text(found, quote.source), speaker.name if speaker else None,
            speaker.type if speaker else None, _names(entities, quote.speakers), quote.mode, quote.polarity,
            quote.source_class, _name(entities, quote.speaks_for), quote.zone, is_quotation(quote), quote.within,
            quote.repeats, start, end, quote.score, quote.rule, one.thing(quote.speaker),
            [one.thing(id) for id in quote.speakers if id in entities], one.thing(quote.speaks_for),
        )  # fmt: skip


def entity_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each entity.  ``identity`` is the thing by which to count: of "Iraqi" the country's."""
    for n, entity in enumerate(one.found.entities if one.found else ()):
        links, thing = entity.links, one.thing(entity.id)
        country = one.others.countries.get(entity.id)
        yield (
            *_key(one, n), entity.id, entity.type, entity.name, list(entity.aliases),
            list(dict.fromkeys(title.text for title in entity.titles)), len(entity.mentions), entity.salience,
            entity.in_news, links.wikidata, _string(links.geonames), links.iso3166, links.ticker, links.kb,
            entity.score, entity.rule, thing, str(country) if country else thing,
        )  # fmt: skip


def mention_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each mention of an entity, entity by entity; ``stands_for`` is a name or a country's code."""
    if (found := one.found) is None:
        return
    entities = _entities(found)
    every = [(entity, mention) for entity in found.entities for mention in entity.mentions]
    for n, (entity, mention) in enumerate(every):
        yield (
            *_key(one, n), entity.id, entity.type, entity.name, *_words(found, mention.span), mention.kind,
            mention.zone, mention.metonymic, _name(entities, mention.stands_for), one.thing(entity.id),
        )  # fmt: skip


def place_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each entity that lies somewhere."""
    found = one.found
    located = (entity for entity in found.entities if entity.location) if found else ()
    for n, entity in enumerate(located):
        place = entity.location
        assert place is not None and found is not None
        yield (
            *_key(one, n), entity.id, entity.type, entity.name, place.lat, place.lon, place.country, place.level,
            place.admin1.id if place.admin1 else None, place.admin1.name if place.admin1 else None,
            found.focus == entity.id, found.dateline is not None and found.dateline.place == entity.id,
            len(entity.mentions), entity.in_news, entity.links.wikidata, _string(entity.links.geonames), place.score,
            place.rule, one.thing(entity.id),
        )  # fmt: skip


def amount_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each amount."""
    if (found := one.found) is None:
        return
    entities = _entities(found)
    for n, amount in enumerate(found.amounts):
        yield (
            *_key(one, n), amount.kind, amount.value, amount.unit, *_words(found, amount.span),
            _name(entities, amount.entity), amount.measure, amount.direction, amount.period, amount.score, amount.rule,
            one.thing(amount.entity),
        )  # fmt: skip


def date_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each date; ``value`` is that of TIMEX3."""
    if (found := one.found) is None:
        return
    for n, date in enumerate(found.dates):
        yield (
            *_key(one, n), date.type, date.value, date.anchor, *_words(found, date.span), date.score, date.rule
        )  # fmt: skip


def topic_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each topic."""
    for n, topic in enumerate(one.found.topics if one.found else ()):
        yield *_key(one, n), topic.code, topic.name, topic.score, topic.rule


def ticker_rows(one: ShownStory) -> Iterator[Row]:
    """Yield a row for each entity whose share the story names; ``NYSE:ABC`` has market and symbol."""
    shares = (entity for entity in one.found.entities if entity.links.ticker) if one.found else ()
    for n, entity in enumerate(shares):
        market, _, symbol = (entity.links.ticker or "").rpartition(":")
        yield (
            *_key(one, n), entity.links.ticker, market or None, symbol, entity.name, entity.type,
            entity.links.wikidata, entity.salience, one.thing(entity.id),
        )  # fmt: skip


def _key(one: ShownStory, n: int) -> Row:
    return one.article.id, one.article.version, n, one.article.source, one.moment


def _entities(found: Extraction) -> dict[str, Entity]:
    return {entity.id: entity for entity in found.entities}


def _name(entities: dict[str, Entity], id: str | None) -> str | None:
    """Return the name of an entity; of what is no entity, a country's code, the code."""
    entity = entities.get(id or "")
    return entity.name if entity else id


def _names(entities: dict[str, Entity], ids: Iterable[str]) -> list[str]:
    return [entities[id].name for id in ids if id in entities]


def _text(found: Extraction, span: Span | None) -> str | None:
    return text_at(found, span) if span else None


def _words(found: Extraction, span: Span) -> Row:
    return text_at(found, span), *span


def _string(value: int | None) -> str | None:
    return None if value is None else str(value)
