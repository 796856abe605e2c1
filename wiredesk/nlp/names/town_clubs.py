"""Clubs whose names begin with their town, which the model takes for people: ``Graz Nord``, ``Rijeka Val``.

A person of the news is called by the surname afterwards, a club by its town. In a story about games a supposed person
whose first word is a town, and nobody's first name, is a club if it plays; with one such club, so are the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.knowledge import EntityLexicon
from wiredesk.nlp.mentions import FOUND_BY, Name
from wiredesk.nlp.names.teams import is_about_games, plays
from wiredesk.nlp.tokens import Tokens

RULE = "club of a town"
MARGIN = 2.0
"""Certainty of such a club: as much as of a town that plays."""


def name_clubs(tokens: Tokens, names: list[Name], lexicon: EntityLexicon, is_town: Callable[[str], bool]) -> list[Name]:
    """Return the names; supposed people that are clubs of a town as organisations.

    Args:
        tokens: the story.
        names: its names, of one type for each text.
        lexicon: first names.
        is_town: whether a word is the name of a place with enough inhabitants to have a club.
    """
    groups: dict[str, list[Name]] = {}
    for name in names:
        if name.type == "PERSON" and name.end - name.start == 2 and name.type_rule.startswith(FOUND_BY):
            first = tokens.text[name.start]
            if first not in lexicon.first_name_genders and is_town(first):
                groups.setdefault(tokens.string(name.start, name.end), []).append(name)
    if not groups or not is_about_games(tokens):
        return names
    types: dict[str, EntityType] = {tokens.string(name.start, name.end): name.type for name in names}
    clubs = {text: group for text, group in groups.items() if not _is_surname(text, types)}
    if not any(_is_club(tokens, text, group, types) for text, group in clubs.items()):
        return names
    return [
        name._replace(type="ORG", type_rule=RULE, margin=MARGIN)
        if name.type == "PERSON" and tokens.string(name.start, name.end) in clubs
        else name
        for name in names
    ]


def _is_surname(text: str, types: Mapping[str, EntityType]) -> bool:
    """Return whether the story calls somebody by either word, which makes the text a person's name."""
    return any(types.get(word) == "PERSON" for word in text.split())


def _is_club(tokens: Tokens, text: str, group: Sequence[Name], types: Mapping[str, EntityType]) -> bool:
    """Return whether a text plays, and the story names the town alone."""
    return types.get(text.split()[0], "") in PLACE_TYPES and any(plays(tokens, name) for name in group)
