"""Rows for places in score lines, line-ups, headlines and brackets, whose form decides: the parser cannot read them."""

from __future__ import annotations

import re

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.places.named_place import NamedPlace
from wiredesk.nlp.places.sport_sentences import DASHES, is_about_sport

ACTOR, LOCATION = "actor", "location"
LINE_UP = "line-up"
"""Name of the row that also applies in what looks like a dateline."""


def _words(*keys: str) -> frozenset[str]:
    return word_set("metonyms", *keys)


_OBJECT_VERBS, _HEADLINE_VERBS = _words("object_verbs"), _words("headline_verbs")
_TEAM_NOUNS, _SPORT, _VERSUS, _BEATING = _words("team_nouns"), _words("sport"), _words("versus"), _words("beating")
_SCORE = re.compile(r"\d{1,3}(?:-\d{1,2})*$")
_PARTIES = frozenset({"R", "D", "I"})
_BREAKS = frozenset({",", "(", ")", "-", ";"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LINE_UP_TOKENS = 13
"""Tokens after a team's name that must look like a line-up."""

FORM_CUES: list[Cue] = []
"""Rows over a :class:`~wiredesk.nlp.places.named_place.NamedPlace`, without weights."""


@cue(FORM_CUES, "in brackets", LOCATION, 0, yes="Ann Lee ([Wales]) won.", no="[Wales] won.")
def _in_brackets(place: NamedPlace) -> bool:
    tokens = place.tokens
    return tokens.text[max(0, place.start - 1) : place.start] == ["("] and tokens.text[place.end : place.end + 1] == [
        ")"
    ]


@cue(FORM_CUES, "state of a member", LOCATION, 0, yes="Rep. Jane Doe, R-[Texas], left.", no="[Texas] sued.")
def _state_of_member(place: NamedPlace) -> bool:
    text, start = place.tokens.text, place.start
    return start > 1 and text[start - 1] in DASHES and text[start - 2] in _PARTIES


@cue(FORM_CUES, "fixture", ACTOR, 0, yes="[Chile] v Peru is at noon.", no="[Chile] is at noon.")
def _fixture(place: NamedPlace) -> bool:
    return not place.is_of and (place.after in _VERSUS or place.before in _VERSUS)


@cue(
    FORM_CUES,
    "headline of sport",
    ACTOR,
    0,
    yes="CRICKET - ASHDOWN BEATS [WALES] AGAIN.",
    no="PRICES RISE IN [WALES] AGAIN.",
)
def _sports_headline(place: NamedPlace) -> bool:
    if place.is_of or not place.tokens.all_caps[place.start]:
        return False
    return place.after in _BEATING or place.before in _BEATING or _between_sports_verbs(place)


@cue(FORM_CUES, "score", ACTOR, 0, yes="[Wales] 212 all out, it said.", no="[Wales] has 22 counties.")
def _score(place: NamedPlace) -> bool:
    if place.is_of:
        return False
    tokens, end = place.tokens, place.end
    if tokens.lower[end + 1 : end + 3] == ["all", "out"]:
        return True
    return bool(_SCORE.match(place.after)) and (
        is_about_sport(place.tokens, place.start) or tokens.text[end + 1 : end + 2] == ["("]
    )


@cue(
    FORM_CUES,
    LINE_UP,
    ACTOR,
    0,
    yes="[Wales] - Tom Ashdown (12th minute), Dai Pugh (40), Ian Rees (80)",
    no="[Wales] - The minister left, then he came back, he said.",
)
def _line_up(place: NamedPlace) -> bool:
    tokens, start, end = place.tokens, place.start, place.end
    opens = start == tokens.sentence_start[start] or tokens.text[start - 1] in DASHES
    if place.is_of or place.after not in DASHES or not opens:
        return False
    if tokens.text[start].isupper() and not tokens.all_caps[start]:
        return False
    rest = range(end + 1, min(end + 1 + _LINE_UP_TOKENS, len(tokens)))
    same = [at for at in rest if tokens.paragraph[at] == tokens.paragraph[start]]
    if not same or not (tokens.text[same[0]][0].isupper() or tokens.text[same[0]][0].isdigit()):
        return False
    return sum(tokens.text[at] in _BREAKS for at in same) >= 2 and not any(
        tokens.tag[at] in _FINITE and tokens.text[at].islower() for at in same
    )


@cue(FORM_CUES, "team", ACTOR, 0, yes="The [Wales] captain left.", no="The [Wales] coast is long.")
def _team(place: NamedPlace) -> bool:
    """The name of the team before one of its people or things."""
    tokens = place.tokens
    for index in range(place.end, min(place.end + 3, len(tokens))):
        if tokens.lower[index] in _TEAM_NOUNS:
            return True
        if tokens.text[index] == "-":
            continue
        if not tokens.text[index].isalpha() or (tokens.text[index][0].isupper() and not tokens.all_caps[index]):
            return False
    return False


@cue(
    FORM_CUES,
    "headline",
    ACTOR,
    0,
    yes="[Chile] rejects an offer by two banks on Monday.",
    no="[Chile] wine sold well.",
)
def _headline(place: NamedPlace) -> bool:
    """The name opens a sentence and a verb follows that the tagger may have taken for a noun."""
    tokens, start, end = place.tokens, place.start, place.end
    before = tokens.text[start - 1] if start > tokens.sentence_start[start] else ""
    joined = tokens.all_caps[start] and before.lower() in {"and", ","}
    if (before and before not in DASHES and not joined) or end >= len(tokens):
        return False
    return bool(_forms(place.after) & _HEADLINE_VERBS) and (tokens.text[end][0].islower() or tokens.all_caps[end])


def _forms(word: str) -> set[str]:
    """Return the lemmas that a word in a headline may be a third person of."""
    return {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"}


def _between_sports_verbs(place: NamedPlace) -> bool:
    """ "CRICKET - ASHDOWN HOLDS WALES TO 190": after a verb, or one of two before it."""
    tokens, end = place.tokens, place.end
    if tokens.lower[tokens.sentence_start[place.start]] not in _SPORT:
        return False
    coming = tokens.lower[end + 1 : end + 4] if tokens.lower[end : end + 1] == ["and"] else []
    return any(_forms(word) & (_HEADLINE_VERBS | _OBJECT_VERBS) for word in (place.before, *coming))
