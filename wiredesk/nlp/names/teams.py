"""Teams that are called by their town: ``Leeds host Arsenal`` in a story about football.

The vote gives one type to a text. A town and its team share theirs, so this stage looks at each mention: in a story of
games the subject of a verb of play, the opponent, and what a coach or striker belongs to is a team. Countries stay
countries: their teams are those of the nation.
"""

from __future__ import annotations

import re
from itertools import islice

from wiredesk.nlp.knowledge import KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

RULE = "team of a town"
MIN_GAME_WORDS = 3
"""Different words of games that make a story one of games."""
MAX_RESULTS = 2
"""Results that count as words of games: tables of figures have more of their form."""
MARGIN = 2.0
"""Certainty of a team, as the lead of a vote: a verb of play weighs as much as two labels of the model."""

NATIONS = frozenset({"country", "entity"})
"""Kinds of known places that play for themselves: countries, and nations such as England; not states of the U.S."""
_GAME_WORDS = word_set("type_words", "game_words")
_OF_TEAMS = word_set("type_words", "of_teams")
_RESULT = re.compile(r"(?<![\d-])\d{1,2}-\d{1,2}(?![\d-])")
_PLAY = word_set("type_words", "play")
_OPPOSE = word_set("type_words", "oppose")
_SCORED = frozenset({"score", "add", "play", "goal", "point"})
_OBJECTS = frozenset({"dobj", "nsubjpass"})


def name_teams(tokens: Tokens, names: list[Name], known: KnownNames) -> list[Name]:
    """Return the names; towns that play are organisations, if the story is about games."""
    if not any(name.type == "GPE" for name in names):
        return names
    if not is_about_games(tokens):
        return names
    return [_team(tokens, name, known) if name.type == "GPE" else name for name in names]


def is_about_games(tokens: Tokens) -> bool:
    """Return whether a story has enough words of games; the first results count too (``beat Malmo 3-1``)."""
    words = len(_GAME_WORDS & tokens.words)
    if words == 0 or words >= MIN_GAME_WORDS:
        return words > 0
    results = {match[0] for match in islice(_RESULT.finditer(tokens.masked), MAX_RESULTS)}
    return words + len(results) >= MIN_GAME_WORDS


def _team(tokens: Tokens, name: Name, known: KnownNames) -> Name:
    entry = known.by_text.get(tokens.string(name.start, name.end))
    if (entry and entry.kind in NATIONS) or not plays(tokens, name):
        return name
    return name._replace(type="ORG", type_rule=RULE, margin=MARGIN)


def plays(tokens: Tokens, name: Name) -> bool:
    """Return whether a mention does, suffers or has what only a team does, suffers or has."""
    root = tokens.name_head(name.start, name.end)
    dep, governor = tokens.dep[root], tokens.head[root]
    lemma = tokens.lemma[governor]
    if dep in NOMINAL_SUBJECTS and lemma in _PLAY:
        return True
    if dep in _OBJECTS and lemma in _OPPOSE:
        return True
    if dep in {"compound", "poss", "nmod", "amod"} and lemma in _OF_TEAMS:
        return True
    before = tokens.lower[name.start - 1] if name.start else ""
    if dep == "pobj" and before in {"against", "v", "vs"}:
        return True
    if dep == "pobj" and before == "for":
        scored = tokens.head[name.start - 1]
        return tokens.tag[scored] == "CD" or tokens.lemma[scored] in _SCORED
    return dep == "appos" and lemma in {"side", "club", "team", "champion", "leader"}
