"""Clubs and their towns: in a story about sport, ``Northtown scored`` means the Northtown Rovers that the story names.

A country that plays stays the country, and its mention is metonymic: a national team has no name of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from wiredesk.contract import PLACE_TYPES
from wiredesk.nlp.entities.comparable_names import normalise
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_LAST_WORDS
from wiredesk.nlp.names.teams import NATIONS
from wiredesk.nlp.places.metonymy import match_rule
from wiredesk.nlp.tokens import Tokens

TYPE_RULE = "last word of a club"
"""The rule of the type of a club whose name looks like a town's."""
_SPORT = word_set("metonyms", "sport") | word_set("contests", "season")
_CLUB_WORDS = word_set("org_names", "club_last_words")
_SCHOOLS = frozenset({"university", "college"})
_NOT_CLUBS = (ORG_LAST_WORDS | LEGAL_FORMS) - _CLUB_WORDS - word_set("org_names", "club_forms")
_MIN_SPORT_WORDS = 3
"""Words of sport in a story about sport, two of them different."""
_MAX_WORDS_OF_TOWN = 4


def is_about_sport(tokens: Tokens) -> bool:
    """Return whether a story has several words of sport."""
    words = _SPORT & tokens.words
    return len(words) > 1 and sum(map(words.__contains__, tokens.lower)) >= _MIN_SPORT_WORDS


def with_clubs(tokens: Tokens, names: Sequence[Name], is_town: Callable[[str], bool]) -> list[Name]:
    """Return the names, with places such as "Easton City" that are clubs by their last word as organisations."""
    texts = {
        text
        for name in names
        if name.type in PLACE_TYPES and name.end - name.start > 1 and tokens.lower[name.end - 1] in _CLUB_WORDS
        if not is_town(text := tokens.string(name.start, name.end))
    }
    if not texts or not is_about_sport(tokens):
        return list(names)
    return [
        name._replace(type="ORG", type_rule=TYPE_RULE)
        if name.type in PLACE_TYPES and tokens.string(name.start, name.end) in texts
        else name
        for name in names
    ]


def join_towns_to_clubs(tokens: Tokens, clusters: list[Cluster]) -> list[Cluster]:
    """Move the mentions of towns that mean a club of the story to the club; return the clusters that have mentions."""
    if not is_about_sport(tokens):
        return clusters
    towns: dict[tuple[str, ...], list[Cluster]] = {}
    for cluster in clusters:
        if cluster.type in {"GPE", "ORG"} and not (cluster.known_as and cluster.known_as.kind in NATIONS):
            forms = list(_forms(tokens, cluster))
            # The names of a town's team are the town's; an organisation with several names is no town.
            if cluster.type == "GPE" or (len(forms) == 1 and forms[0][-1:] and forms[0][-1] not in _CLUB_WORDS):
                for form in forms:
                    towns.setdefault(form, []).append(cluster)
    if not towns:
        return clusters
    clubs = _clubs_of(tokens, clusters, towns)
    if not clubs:
        return clusters
    for town, club in clubs.items():
        moved = [mention for mention in town.mentions if town.type == "ORG" or _means_club(tokens, mention)]
        if moved:
            town.mentions = [mention for mention in town.mentions if mention not in moved]
            club.mentions += [mention._replace(rule="town of a club") for mention in moved]
    return [cluster for cluster in clusters if cluster.mentions]


def _forms(tokens: Tokens, cluster: Cluster) -> Iterable[tuple[str, ...]]:
    return {normalise(tokens, Name(mention.start, mention.end, cluster.type, "")).words for mention in cluster.mentions}


def _clubs_of(
    tokens: Tokens, clusters: Sequence[Cluster], towns: Mapping[tuple[str, ...], Sequence[Cluster]]
) -> dict[Cluster, Cluster]:
    """Return the one club of each town: ``Northtown Rovers``, ``FC Northtown``, ``University of Northtown``."""
    found: dict[Cluster, list[Cluster]] = {}
    for cluster in clusters:
        if cluster.type != "ORG" or (cluster.known_as is not None and cluster.known_as.kind != "entity"):
            continue
        for words in _forms(tokens, cluster):
            for town in _towns_in(words, towns):
                if town is not cluster and cluster not in found.setdefault(town, []):
                    found[town].append(cluster)
    return {town: clubs[0] for town, clubs in found.items() if len(clubs) == 1}


def _towns_in(words: tuple[str, ...], towns: Mapping[tuple[str, ...], Sequence[Cluster]]) -> Iterable[Cluster]:
    """Yield the towns that begin or end the name of a club."""
    for size in range(1, min(_MAX_WORDS_OF_TOWN, len(words) - 1) + 1):
        for part, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if part in towns and (not _SCHOOLS.isdisjoint(rest) or _NOT_CLUBS.isdisjoint(rest)):
                at_front = rest == words[size:]
                yield from (town for town in towns[part] if town.type == "GPE" or at_front)


def _means_club(tokens: Tokens, mention: TokenMention) -> bool:
    """Return whether a town acts in this place: it scores, is beaten, has a striker.

    The capitals of a dateline that the parser takes for the subject are no club.
    """
    if tokens.text[mention.start].isupper() and not tokens.all_caps[mention.start]:
        return False
    return mention.rule != "dateline" and match_rule(tokens, mention.start, mention.end) is not None
