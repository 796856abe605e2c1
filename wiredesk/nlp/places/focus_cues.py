"""How much a mention of a place says that the story happened there, by its role in the sentence.

The rows are tried in their order, and the first that applies gives the weight. 1 is a mention that says nothing.
"""

from __future__ import annotations

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.places.named_place import NamedPlace

SCENE, PASSING = "scene", "passing"

_HAPPEN_VERBS = word_set("focus", "happen_verbs")
_HAPPEN_NOUNS = word_set("focus", "happen_nouns")
_HAPPENINGS = _HAPPEN_VERBS | _HAPPEN_NOUNS
_SCENE_OBJECTS = word_set("focus", "scene_objects")
_HOME_WORDS = word_set("focus", "home_words")
_SAY_VERBS = word_set("focus", "say_verbs")
_SCENE_PREPOSITIONS = word_set("focus", "scene_prepositions")
_OTHER_TIMES = word_set("focus", "other_times")
_COMPOUNDS = frozenset({"compound", "nmod", "amod", "poss"})

FOCUS_CUES: list[Cue] = []
"""Rows over a :class:`~wiredesk.nlp.places.named_place.NamedPlace`. The weights are set by hand."""


def focus_cue(place: NamedPlace) -> Cue | None:
    """Return the first row that applies to a mention."""
    return next((row for row in FOCUS_CUES if row.feature(place)), None)


@cue(
    FOCUS_CUES,
    "home of somebody or something",
    PASSING,
    0.3,
    yes="The firm, based in [Lyon], rose.",
    no="Two men died in [Lyon].",
)
def _home(place: NamedPlace) -> bool:
    tokens = place.tokens
    if tokens.text[place.end : place.end + 1] in (["-"], ["–"]) and tokens.lower[place.end + 1 : place.end + 2] == [
        "based"
    ]:
        return True
    return bool(_HOME_WORDS.intersection(_governors(place)))


@cue(
    FOCUS_CUES,
    "event there",
    SCENE,
    3.0,
    yes="An earthquake killed two people in [Chile].",
    no="A bank sold two ships to [Chile].",
)
def _event(place: NamedPlace) -> bool:
    return not _HAPPENINGS.isdisjoint(_governors(place)) and not _is_other_occasion(place)


@cue(
    FOCUS_CUES,
    "scene as object",
    SCENE,
    3.0,
    yes="The storm struck [Chile] on Monday.",
    no="The bank warned [Chile] on Monday.",
)
def _object(place: NamedPlace) -> bool:
    return place.dep in {"dobj", "nsubjpass"} and place.lemma in _SCENE_OBJECTS


@cue(
    FOCUS_CUES,
    "before the event's noun",
    SCENE,
    2.0,
    yes="The [Chile] earthquake killed two.",
    no="The [Chile] wine sold well.",
)
def _before_event(place: NamedPlace) -> bool:
    return place.dep in _COMPOUNDS and place.lemma in _HAPPEN_NOUNS and not _is_other_time(place, place.head)


@cue(
    FOCUS_CUES,
    "where somebody spoke",
    PASSING,
    0.8,
    yes="A spokesman said in [Lyon] that it was late.",
    no="A spokesman waited in [Lyon].",
)
def _spoken(place: NamedPlace) -> bool:
    return any(word in _SAY_VERBS for word in _governors(place))


@cue(FOCUS_CUES, "locative", SCENE, 1.5, yes="A spokesman waited in [Lyon].", no="A spokesman wrote to [Lyon].")
def _locative(place: NamedPlace) -> bool:
    return place.before in _SCENE_PREPOSITIONS or (
        place.dep == "pobj" and place.tokens.lower[place.head] in _SCENE_PREPOSITIONS
    )


@cue(FOCUS_CUES, "origin", PASSING, 0.5, yes="A man from [Lyon] left.", no="A man in [Lyon] left.")
def _origin(place: NamedPlace) -> bool:
    return place.before in {"from", "against", "with", "like", "than"}


def _is_other_occasion(place: NamedPlace) -> bool:
    """Return whether the place is that of an event at another time: "the coming summit in Lyon"."""
    return place.dep == "pobj" and _is_other_time(place, place.tokens.head[place.head])


def _is_other_time(place: NamedPlace, noun: int) -> bool:
    tokens = place.tokens
    return tokens.lemma[noun] in _HAPPEN_NOUNS and any(
        tokens.lower[child] in _OTHER_TIMES or tokens.dep[child] == "nummod" for child in tokens.children[noun]
    )


def _governors(place: NamedPlace) -> list[str]:
    """Return the lemmas of the noun and of the verb that a preposition before the place belongs to."""
    tokens = place.tokens
    if place.dep != "pobj" or tokens.lower[place.head] not in _SCENE_PREPOSITIONS:
        return []
    at = tokens.head[place.head]
    found = [tokens.lemma[at]]
    # "killed two people in Chile": the parser hangs the phrase on the noun or on its verb.
    for _ in range(2):
        if tokens.head[at] == at or tokens.pos[at] in {"VERB", "AUX"}:
            break
        at = tokens.head[at]
        found.append(tokens.lemma[at])
    return found
