"""Decide whether a place acts (a government, a people, a team) or is only a location.

The rows read the parse. They are tried in their order, and the first that applies decides. Without a row the place is a
location.
"""

from __future__ import annotations

import re

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.lexicon import word_map, word_set
from wiredesk.nlp.places.named_place import NamedPlace, place_at
from wiredesk.nlp.places.sport_sentences import DASHES, is_about_sport
from wiredesk.nlp.tokens import Tokens

ACTOR, LOCATION = "actor", "location"
LINE_UP = "line-up"
"""Name of the row that also applies in what looks like a dateline."""


def _words(*keys: str) -> frozenset[str]:
    return word_set("metonyms", *keys)


_LOCATION_VERBS, _LOCATION_PASSIVES, _LOCATION_NOUNS = (
    _words("ground_verbs"),
    _words("ground_passives"),
    _words("grounds"),
)
_OBJECT_VERBS, _VISIT_VERBS, _HEADLINE_VERBS = _words("object_verbs"), _words("visit_verbs"), _words("headline_verbs")
_COPULAS, _WHEREABOUTS = _words("copulas"), _words("whereabouts")
_RELATIONS, _DISTANCES, _BOUNDS, _LIKENED = (
    _words("relations"),
    _words("distances"),
    _words("bounds"),
    _words("likened"),
)
_ACTS, _ACTS_AFTER_NAME = _words("acts"), _words("acts_before")
_TEAM_NOUNS, _SPORT, _VERSUS, _BEATING = _words("team_nouns"), _words("sport"), _words("versus"), _words("beating")
_AFTER_PREPOSITION = {word: _words(key) for word, key in word_map("metonyms", "prepositions").items()}
"""Preposition → the verbs and nouns that take an actor after it."""
_STATE_FORMS, _REGIMES, _SCENE_PREPOSITIONS = _words("state_forms"), _words("regimes"), _words("scene_prepositions")
_GROUPS_OF_ACTORS, _SHARES_OF_PEOPLE = _words("groups_of_actors"), _words("shares_of_people")
_STATES_OF_ACTORS = _words("states_of_actors")
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd", "advmod", "prep", "npadvmod"})
_NUMBER = re.compile(r"\d{2}")
_SCORE = re.compile(r"\d{1,3}(?:-\d{1,2})*$")
_PARTIES = frozenset({"R", "D", "I"})
_BREAKS = frozenset({",", "(", ")", "-", ";"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LINE_UP_TOKENS = 13
"""Tokens after a team's name that must look like a line-up."""


METONYM_CUES: list[Cue] = []
"""Rows over a :class:`~wiredesk.nlp.places.named_place.NamedPlace`, without weights."""


def match_rule(tokens: Tokens, start: int, end: int) -> Cue | None:
    """Return the row by which the place at these tokens is an actor; None where it is a location."""
    place = place_at(tokens, start, end)
    for row in METONYM_CUES:
        if row.feature(place):
            return row if row.label == ACTOR else None
    return None


@cue(METONYM_CUES, "in brackets", LOCATION, 0, yes="Ann Lee ([Wales]) won.", no="[Wales] won.")
def _in_brackets(place: NamedPlace) -> bool:
    tokens = place.tokens
    return tokens.text[max(0, place.start - 1) : place.start] == ["("] and tokens.text[place.end : place.end + 1] == [
        ")"
    ]


@cue(METONYM_CUES, "state of a member", LOCATION, 0, yes="Rep. Jane Doe, R-[Texas], left.", no="[Texas] sued.")
def _state_of_member(place: NamedPlace) -> bool:
    text, start = place.tokens.text, place.start
    return start > 1 and text[start - 1] in DASHES and text[start - 2] in _PARTIES


@cue(METONYM_CUES, "fixture", ACTOR, 0, yes="[Chile] v Peru is at noon.", no="[Chile] is at noon.")
def _fixture(place: NamedPlace) -> bool:
    return not place.is_of and (place.after in _VERSUS or place.before in _VERSUS)


@cue(
    METONYM_CUES,
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


@cue(METONYM_CUES, "score", ACTOR, 0, yes="[Wales] 212 all out, it said.", no="[Wales] has 22 counties.")
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
    METONYM_CUES,
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


@cue(METONYM_CUES, "team", ACTOR, 0, yes="The [Wales] captain left.", no="The [Wales] coast is long.")
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
    METONYM_CUES,
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


@cue(METONYM_CUES, "plural verb", ACTOR, 0, yes="[Ireland] were unlucky.", no="[Ireland] was wet.")
def _plural(place: NamedPlace) -> bool:
    """A plural verb means the people of a place."""
    if not place.is_subject or place.tokens.lower[place.head] not in {"were", "are"}:
        return False
    tokens, at = place.tokens, place.at
    joined = any(tokens.dep[child] in {"conj", "cc"} for child in tokens.children[at])
    return tokens.tag[at] == "NNP" and not joined and not tokens.lower[at].endswith(("s", "s."))


@cue(
    METONYM_CUES,
    "subject of a verb of location",
    LOCATION,
    0,
    yes="[Peru] lies south of Ecuador.",
    no="[Peru] rejected the plan.",
)
def _lies(place: NamedPlace) -> bool:
    return place.is_subject and place.lemma in _LOCATION_VERBS


@cue(
    METONYM_CUES,
    "is an actor",
    ACTOR,
    0,
    yes="[Peru] is the only country that has signed the treaty.",
    no="[Peru] is a country that lies on the coast.",
)
def _is_an_actor(place: NamedPlace) -> bool:
    """A country that did something, one of several teams, at war."""
    if not place.is_subject or place.lemma not in _COPULAS:
        return False
    tokens = place.tokens
    for child in _complements(place):
        if tokens.dep[child] == "prep":
            if any(tokens.lemma[each] in _STATES_OF_ACTORS for each in tokens.children_with(child, "pobj")):
                return True
            continue
        if any(_has_act(place, each) for each in tokens.children_with(child, "relcl")):
            return True
        if tokens.lower[child] == "one" and any(
            tokens.lemma[each] in _GROUPS_OF_ACTORS and tokens.lemma[each] not in _LOCATION_NOUNS
            for preposition in tokens.children_with(child, "prep")
            for each in tokens.children_with(preposition, "pobj")
        ):
            return True
    return False


@cue(
    METONYM_CUES,
    "is a place",
    LOCATION,
    0,
    yes="[Peru] is a country in the south.",
    no="[Peru] is angry about the plan.",
)
def _is_a_place(place: NamedPlace) -> bool:
    if not place.is_subject or place.lemma not in _COPULAS:
        return False
    tokens = place.tokens
    return any(
        tokens.lemma[child] in _LOCATION_NOUNS or tokens.lower[child] in _WHEREABOUTS for child in _complements(place)
    )


@cue(METONYM_CUES, "state", ACTOR, 0, yes="[Peru] is angry about the plan.", no="[Peru] rejected the plan.")
def _state(place: NamedPlace) -> bool:
    return place.is_subject and place.lemma in _COPULAS and (place.lemma != "be" or bool(_complements(place)))


@cue(METONYM_CUES, "subject", ACTOR, 0, yes="[Peru] rejected the plan.", no="The plan for [Peru] failed.")
def _subject(place: NamedPlace) -> bool:
    return place.is_subject and place.lemma not in _COPULAS


@cue(METONYM_CUES, "passive subject", ACTOR, 0, yes="[Peru] was asked to pay.", no="[Peru] was hit by two storms.")
def _passive_subject(place: NamedPlace) -> bool:
    return place.dep == "nsubjpass" and place.lemma not in _LOCATION_PASSIVES


@cue(
    METONYM_CUES,
    "object and its act",
    ACTOR,
    0,
    yes="The vote left [Peru] to pay.",
    no="They want to see [Peru].",
)
def _object_and_act(place: NamedPlace) -> bool:
    if not place.is_object or place.lemma not in _VISIT_VERBS or place.lemma not in {"leave", "see"}:
        return False
    return any(place.tokens.dep[child] in {"xcomp", "ccomp"} for child in place.tokens.children[place.head])


@cue(METONYM_CUES, "object", ACTOR, 0, yes="The bank sued [Peru].", no="The minister visited [Peru].")
def _object(place: NamedPlace) -> bool:
    return place.is_object and place.lemma in _OBJECT_VERBS and place.lemma not in _VISIT_VERBS


@cue(METONYM_CUES, "against", ACTOR, 0, yes="They voted against [Peru].", no="They voted in [Peru].")
def _against(place: NamedPlace) -> bool:
    return place.dep == "pobj" and place.tokens.lower[place.head] == "against"


@cue(METONYM_CUES, "agent", ACTOR, 0, yes="The plan was rejected by [Peru].", no="Bolivia is bordered by [Peru].")
def _agent(place: NamedPlace) -> bool:
    governor = _governor_of(place, "by")
    return governor is not None and governor not in _LOCATION_VERBS and governor not in _BOUNDS


@cue(
    METONYM_CUES,
    "between",
    ACTOR,
    0,
    yes="The talks between [Peru] and Chile failed.",
    no="The road between [Peru] and Chile closed.",
)
def _between(place: NamedPlace) -> bool:
    governor = _governor_of(place, "between", "among")
    return governor is not None and governor in _RELATIONS and governor not in _DISTANCES


@cue(METONYM_CUES, "with", ACTOR, 0, yes="They signed a treaty with [Peru].", no="The border with [Peru] is closed.")
def _with(place: NamedPlace) -> bool:
    governor = _governor_of(place, "with")
    return governor is not None and governor not in _DISTANCES and governor not in _LIKENED


@cue(
    METONYM_CUES,
    "after a preposition",
    ACTOR,
    0,
    yes="They put pressure on [Peru].",
    no="They put two ships off [Peru].",
)
def _after_preposition(place: NamedPlace) -> bool:
    """ "lost to Peru", "plays for Peru", "pressure on Peru": the governor takes an actor after its preposition."""
    if place.dep != "pobj":
        return False
    wanted = _AFTER_PREPOSITION.get(place.tokens.lower[place.head])
    return wanted is not None and place.tokens.lemma[place.tokens.head[place.head]] in wanted


@cue(METONYM_CUES, "its act", ACTOR, 0, yes="[Peru]'s refusal angered them.", no="[Peru]'s coast is long.")
def _its_act(place: NamedPlace) -> bool:
    return place.dep == "poss" and place.lemma in _ACTS


@cue(METONYM_CUES, "its score", ACTOR, 0, yes="[Peru]'s 21 was enough.", no="[Peru]'s coast is long.")
def _its_score(place: NamedPlace) -> bool:
    return place.dep == "poss" and bool(_NUMBER.match(place.lemma))


@cue(
    METONYM_CUES, "act after the bare name", ACTOR, 0, yes="A [Tehran] pact fell through.", no="A [Tehran] house fell."
)
def _act_after_name(place: NamedPlace) -> bool:
    return place.dep in {"compound", "nmod"} and place.lemma in _ACTS_AFTER_NAME


@cue(
    METONYM_CUES,
    "official name of a state",
    ACTOR,
    0,
    yes="The heir of the [Kingdom of Naples] left.",
    no="He was born in the [Kingdom of Naples].",
)
def _official_name(place: NamedPlace) -> bool:
    """ "The Republic of Peru", "Nazi Germany": the name of a state or a regime, except where something is in it."""
    tokens, start = place.tokens, place.start
    if tokens.lower[start] in {"the"} and place.end - start > 1:
        start += 1
    named = tokens.lower[start] in _STATE_FORMS and "of" in tokens.lower[start + 1 : place.end]
    regime = tokens.lower[start] in _REGIMES and place.end - start > 1
    if not (named or regime) or place.dep in {"nsubjpass", "compound", "nmod"}:
        return False
    return not (place.dep == "pobj" and tokens.lower[place.head] in _SCENE_PREPOSITIONS)


@cue(
    METONYM_CUES,
    "for it, at the start",
    ACTOR,
    0,
    yes="For [Peru], the ruling was a surprise.",
    no="For two years [Peru] was dry.",
)
def _for_it(place: NamedPlace) -> bool:
    tokens = place.tokens
    opens = place.start - 1 == tokens.sentence_start[place.start]
    return opens and place.before == "for" and place.after == ","


@cue(
    METONYM_CUES,
    "share of its people",
    ACTOR,
    0,
    yes="More than half of [Berlin] voted against it.",
    no="More than half of [Berlin] was destroyed.",
)
def _share(place: NamedPlace) -> bool:
    tokens = place.tokens
    if place.dep != "pobj" or tokens.lower[place.head] != "of":
        return False
    share = tokens.head[place.head]
    verb = tokens.head[share]
    return (
        tokens.lemma[share] in _SHARES_OF_PEOPLE
        and tokens.dep[share] == "nsubj"
        and tokens.tag[verb].startswith("V")
        and tokens.lemma[verb] not in _LOCATION_VERBS | _COPULAS
    )


SPORT = frozenset({"fixture", "headline of sport", "score", LINE_UP, "team", "its score"})
"""Rows by which a place is a team."""


def _governor_of(place: NamedPlace, *prepositions: str) -> str | None:
    """Return the lemma that governs one of these prepositions before the place."""
    if place.dep != "pobj" or place.tokens.lower[place.head] not in prepositions:
        return None
    return place.tokens.lemma[place.tokens.head[place.head]]


def _has_act(place: NamedPlace, verb: int) -> bool:
    """Return whether a relative clause says what its noun did."""
    tokens = place.tokens
    if tokens.lemma[verb] in _LOCATION_VERBS | _COPULAS or tokens.lemma[verb] == "have":
        return False
    return any(tokens.lower[child] in {"that", "which", "who"} for child in tokens.children_with(verb, "nsubj"))


def _complements(place: NamedPlace) -> list[int]:
    tokens, verb = place.tokens, place.head
    return [child for child in tokens.children[verb] if tokens.dep[child] in _COMPLEMENTS and child > verb]


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
