"""Countries and cities in a text of any language, by the names that the language has for them, without a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from wiredesk.contract import Entity, Links, Location, Mention, Span
from wiredesk.nlp.gazetteer import Gazetteer, Place, Rank
from wiredesk.nlp.languages.exonyms import Exonym, exonyms, main_names, name_pattern, name_prefixes, place_of

_FIRST_LETTERS = 2
"""Letters by which the names that may begin at a place of the text are looked up."""
_MIN_TOWN_POPULATION = 5_000
"""Inhabitants of the smallest town that a dateline names without its region."""


@cache
def _by_first_letters(language: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(exonyms(language), key=len, reverse=True):
        found.setdefault(name[:_FIRST_LETTERS], []).append(name)
    return {letters: tuple(names) for letters, names in found.items()}


def named_places(text: str, language: str, *, spaced: bool = True) -> Iterator[tuple[Span, Exonym]]:
    """Yield the countries and cities that a text names, in order; of two names at one place the longer.

    Args:
        text: the story.
        language: its code.
        spaced: whether blanks part the words; if not, a name may stand inside a run of letters.
    """
    names, by_letters, prefixes = exonyms(language), _by_first_letters(language), name_prefixes(language)
    if not names:
        return
    reached = 0
    for match in name_pattern(language, spaced=spaced).finditer(text):
        at = match.start()
        if at < reached:
            continue
        starts = (at, at + 1) if text[at] in prefixes else (at,)
        for begin, name in ((start, one) for start in starts for one in by_letters.get(text[start : start + 2], ())):
            end = begin + len(name)
            if text.startswith(name, begin) and (not spaced or not text[end : end + 1].isalnum()):
                reached = end
                yield (begin, end), names[name]
                break


def place_entities(
    text: str, language: str, gazetteer: Gazetteer, dateline: tuple[Span, ...] = (), *, spaced: bool = True
) -> tuple[Entity, ...]:
    """Return the countries and cities of a text as entities, in the order of their first mention.

    Args:
        text: the story.
        language: its code.
        gazetteer: the places of the world.
        dateline: spans of the dateline's places; they may be towns that the language has no other name for.
        spaced: whether blanks part the words.
    """
    main = main_names(language)
    found: dict[tuple[str, str | None], tuple[Exonym, Place | None, list[Span]]] = {}
    inside = {at for span in dateline for at in range(*span)}
    named = [(span, _of_dateline(text[slice(*span)], language, gazetteer)) for span in dateline]
    named += [(span, exonym) for span, exonym in named_places(text, language, spaced=spaced) if span[0] not in inside]
    for span, exonym in sorted((one for one in named if one[1]), key=lambda one: one[0]):
        if exonym is None:
            continue
        key = exonym.country, exonym.city
        if key not in found:
            found[key] = exonym, place_of(exonym, gazetteer), []
        found[key][2].append(span)
    return tuple(
        _entity(f"e{number}", main.get((exonym.country, exonym.city), exonym.name), exonym, place, spans, text)
        for number, (exonym, place, spans) in enumerate(found.values(), 1)
    )


def _entity(ident: str, name: str, exonym: Exonym, place: Place | None, spans: list[Span], text: str) -> Entity:
    country = exonym.city is None
    location = None
    if place:
        location = Location(lat=place.lat, lon=place.lon, country=exonym.country, level=place.level, rule="exonym")
    forms = dict.fromkeys(text[slice(*span)] for span in spans)
    return Entity(
        id=ident,
        type="GPE",
        name=name,
        aliases=tuple(form for form in forms if form != name and not form.isupper()),
        mentions=tuple(Mention(span=span) for span in spans),
        links=Links(
            iso3166=exonym.country if country else None,
            geonames=place.geonames if place else None,
        ),
        location=location,
        rule="exonym",
    )


def _of_dateline(name: str, language: str, gazetteer: Gazetteer) -> Exonym | None:
    """Return what a dateline's place means: a name of the language, else the largest town of the name."""
    names = exonyms(language)
    found = names.get(name) or _by_capitals(language).get(name)
    if found:
        return found
    columns = gazetteer.columns
    for row in gazetteer.rows(name):
        large = columns.population[row] >= _MIN_TOWN_POPULATION
        if columns.rank[row] == Rank.CITY and large and columns.country[row] >= 0:
            written = name.title() if name.isupper() else name
            return Exonym(written, columns.codes[columns.country[row]], written)
    return None


@cache
def _by_capitals(language: str) -> Mapping[str, Exonym]:
    return {name.upper(): exonym for name, exonym in exonyms(language).items()}
