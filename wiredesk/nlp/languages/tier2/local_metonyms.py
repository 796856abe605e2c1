"""Places that stand for a government: seats by name, and capitals and countries that speak ("Moscou a dit")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from wiredesk.contract import Entity, Mention
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.languages.exonyms import exonyms
from wiredesk.nlp.languages.tier2.local_name_words import name_words
from wiredesk.nlp.languages.tier2.speech_verbs import SpeechWords, speech_words
from wiredesk.nlp.languages.tier2.verb_finder import verb_group
from wiredesk.nlp.languages.time.time_vocabulary import table_of
from wiredesk.nlp.tokens import Tokens


@cache
def seats(language: str) -> Mapping[str, str]:
    """Return the seats of governments by name, with the country's code."""
    return dict(table_of(language, "metonyms").get("seats", {}))


@cache
def _capitals() -> Mapping[str, str]:
    return {country.capitals[0]: country.code for country in countries() if country.capitals}


def with_metonyms(tokens: Tokens, entities: Sequence[Entity], language: str) -> tuple[Entity, ...]:
    """Return the entities with what the mentions of places mean that speak or act as a government."""
    known, words = seats(language), speech_words(language)
    return tuple(_read(tokens, one, known, words, language) for one in entities)


def _read(tokens: Tokens, entity: Entity, known: Mapping[str, str], words: SpeechWords, language: str) -> Entity:
    seat = known.get(entity.name)
    if entity.type != "GPE" and seat is None:
        return entity
    code = seat or _country(entity, language)
    if code is None:
        return entity
    mentions = [_mention(tokens, one, code, words, language) for one in entity.mentions]
    if not any(one.metonymic for one in mentions):
        return entity.model_copy(update={"type": "FAC"}) if seat else entity
    changed = {"mentions": tuple(mentions), "stands_for": code}
    return entity.model_copy(update=changed | ({"type": "FAC"} if seat else {}))


def _country(entity: Entity, language: str) -> str | None:
    """Return the country that a country or its capital stands for."""
    if entity.links.iso3166:
        return entity.links.iso3166
    location = entity.location
    is_city = location is not None and location.level == "city"
    return location.country if is_city and location and _is_capital(entity, location.country, language) else None


def _is_capital(entity: Entity, country: str | None, language: str) -> bool:
    found = exonyms(language).get(entity.name)
    return _capitals().get((found and found.city) or entity.name) == country


def _mention(tokens: Tokens, mention: Mention, country: str, words: SpeechWords, language: str) -> Mention:
    start, end = tokens.covering(mention.span)
    before = tokens.lower[start - 1] if start else ""
    if before in name_words(language).before_objects or end >= len(tokens):
        return mention
    group = verb_group(tokens, end, words)
    if group is None:
        return mention
    return mention.model_copy(update={"metonymic": True, "stands_for": country})
