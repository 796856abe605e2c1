"""Teams of players in lists of results: ``Arsenal 2 ([Saka] 12, [Rice] 80)``, ``Romania - [Contra] (31st)``."""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import TitleSpan, TokenMention

_MAX_TOKENS_TO_TEAM = 40
"""Tokens back from a player to the team: a dozen names with their minutes or runs."""
_WORDS_OF_SCORES = word_set("sport", "in_brackets")
_DASHES = frozenset({"-", "–", "—", ":"})


def team_of_scorer(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """Yield the team of a player in a list of results; its name is the title."""
    tokens = story.tokens
    after = tokens.text[mention.end] if mention.end < len(tokens) else ""
    if not (after[:1].isdigit() or after == "("):
        return
    floor = max(tokens.sentence_start[mention.start], mention.start - _MAX_TOKENS_TO_TEAM)
    team = _before_bracket(story, mention.start - 1, floor) if after != "(" else _before_dash(story, mention, floor)
    if team is not None and story.type_at(team.start) in {"ORG", "GPE"}:
        yield TitleSpan(team.start, team.end, story.owner[team.start], "in a list of scorers")


def _before_bracket(story: TitleContext, at: int, floor: int) -> TokenMention | None:
    """Return the name before "2 (" or "233 and 45-6 (" that a list of scorers follows."""
    tokens = story.tokens
    while at > floor and tokens.text[at] != "(":
        if story.type_at(at) != "PERSON" and not _is_of_list(story, at):
            return None
        at -= 1
    if at <= floor:
        return None
    at -= 1
    scored = False
    while at >= floor and (tokens.text[at][:1].isdigit() or (scored and tokens.lower[at] in {"and", "-"})):
        scored, at = True, at - 1
    return story.mention_at.get(at) if scored and at >= floor else None


def _is_of_list(story: TitleContext, at: int) -> bool:
    """Return whether a token stands between players of one team: a comma, minutes, runs, ``not out``, ``pen``."""
    tokens = story.tokens
    return tokens.text[at] in {",", "'", "’"} or tokens.text[at][:1].isdigit() or tokens.lower[at] in _WORDS_OF_SCORES


def _before_dash(story: TitleContext, mention: TokenMention, floor: int) -> TokenMention | None:
    """Return the name at the beginning of ``Romania - Contra (31st), Tararache (75th)``."""
    tokens, first = story.tokens, mention.end + 1
    if first >= len(tokens) or not tokens.text[first][:1].isdigit():
        return None
    at = mention.start - 1
    while at > floor and tokens.text[at] not in _DASHES:
        if story.type_at(at) != "PERSON" and tokens.text[at] not in {"(", ")"} and not _is_of_list(story, at):
            return None
        at -= 1
    team = story.mention_at.get(at - 1) if at > floor else None
    return team if team is not None and team.start == floor else None
