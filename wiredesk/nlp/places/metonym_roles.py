"""Rows for the role of a place in its sentence: subject, object, after a preposition. They read the parse."""

from __future__ import annotations

import re

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.lexicon import word_map, word_set
from wiredesk.nlp.places.metonym_forms import ACTOR, LOCATION
from wiredesk.nlp.places.named_place import NamedPlace


def _words(*keys: str) -> frozenset[str]:
    return word_set("metonyms", *keys)


_LOCATION_VERBS, _LOCATION_PASSIVES, _LOCATION_NOUNS = (
    _words("ground_verbs"),
    _words("ground_passives"),
    _words("grounds"),
)
_OBJECT_VERBS, _VISIT_VERBS = _words("object_verbs"), _words("visit_verbs")
_COPULAS, _WHEREABOUTS = _words("copulas"), _words("whereabouts")
_RELATIONS, _DISTANCES, _BOUNDS, _LIKENED = (
    _words("relations"),
    _words("distances"),
    _words("bounds"),
    _words("likened"),
)
_ACTS, _ACTS_AFTER_NAME = _words("acts"), _words("acts_before")
_AFTER_PREPOSITION = {word: _words(key) for word, key in word_map("metonyms", "prepositions").items()}
"""Preposition → the verbs and nouns that take an actor after it."""
_STATE_FORMS, _REGIMES, _SCENE_PREPOSITIONS = _words("state_forms"), _words("regimes"), _words("scene_prepositions")
_GROUPS_OF_ACTORS, _SHARES_OF_PEOPLE = _words("groups_of_actors"), _words("shares_of_people")
_STATES_OF_ACTORS = _words("states_of_actors")
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd", "advmod", "prep", "npadvmod"})
_NUMBER = re.compile(r"\d{2}")

_SUBJECT, _PASSIVE, _OBJECT, _PREPOSITION, _OWNER, _MODIFIER = (
    {"dep": frozenset(labels)}
    for labels in (["nsubj"], ["nsubjpass"], ["dobj", "dative"], ["pobj"], ["poss"], ["compound", "nmod"])
)
"""Dependency labels of a name that a row needs."""

ROLE_CUES: list[Cue] = []
"""Rows over a :class:`~wiredesk.nlp.places.named_place.NamedPlace`, without weights."""


@cue(ROLE_CUES, "plural verb", ACTOR, 0, yes="[Ireland] were unlucky.", no="[Ireland] was wet.", needs=_SUBJECT)
def _plural(place: NamedPlace) -> bool:
    """A plural verb means the people of a place."""
    if not place.is_subject or place.tokens.lower[place.head] not in {"were", "are"}:
        return False
    tokens, at = place.tokens, place.at
    joined = any(tokens.dep[child] in {"conj", "cc"} for child in tokens.children[at])
    return tokens.tag[at] == "NNP" and not joined and not tokens.lower[at].endswith(("s", "s."))


@cue(
    ROLE_CUES,
    "subject of a verb of location",
    LOCATION,
    0,
    yes="[Peru] lies south of Ecuador.",
    no="[Peru] rejected the plan.",
    needs=_SUBJECT,
)
def _lies(place: NamedPlace) -> bool:
    return place.is_subject and place.lemma in _LOCATION_VERBS


@cue(
    ROLE_CUES,
    "is an actor",
    ACTOR,
    0,
    yes="[Peru] is the only country that has signed the treaty.",
    no="[Peru] is a country that lies on the coast.",
    needs=_SUBJECT,
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
    ROLE_CUES,
    "is a place",
    LOCATION,
    0,
    yes="[Peru] is a country in the south.",
    no="[Peru] is angry about the plan.",
    needs=_SUBJECT,
)
def _is_a_place(place: NamedPlace) -> bool:
    if not place.is_subject or place.lemma not in _COPULAS:
        return False
    tokens = place.tokens
    return any(
        tokens.lemma[child] in _LOCATION_NOUNS or tokens.lower[child] in _WHEREABOUTS for child in _complements(place)
    )


@cue(
    ROLE_CUES, "state", ACTOR, 0, yes="[Peru] is angry about the plan.", no="[Peru] rejected the plan.", needs=_SUBJECT
)
def _state(place: NamedPlace) -> bool:
    return place.is_subject and place.lemma in _COPULAS and (place.lemma != "be" or bool(_complements(place)))


@cue(ROLE_CUES, "subject", ACTOR, 0, yes="[Peru] rejected the plan.", no="The plan for [Peru] failed.", needs=_SUBJECT)
def _subject(place: NamedPlace) -> bool:
    return place.is_subject and place.lemma not in _COPULAS


@cue(
    ROLE_CUES,
    "passive subject",
    ACTOR,
    0,
    yes="[Peru] was asked to pay.",
    no="[Peru] was hit by two storms.",
    needs=_PASSIVE,
)
def _passive_subject(place: NamedPlace) -> bool:
    return place.dep == "nsubjpass" and place.lemma not in _LOCATION_PASSIVES


@cue(
    ROLE_CUES,
    "object and its act",
    ACTOR,
    0,
    yes="The vote left [Peru] to pay.",
    no="They want to see [Peru].",
    needs=_OBJECT,
)
def _object_and_act(place: NamedPlace) -> bool:
    if not place.is_object or place.lemma not in _VISIT_VERBS or place.lemma not in {"leave", "see"}:
        return False
    return any(place.tokens.dep[child] in {"xcomp", "ccomp"} for child in place.tokens.children[place.head])


@cue(ROLE_CUES, "object", ACTOR, 0, yes="The bank sued [Peru].", no="The minister visited [Peru].", needs=_OBJECT)
def _object(place: NamedPlace) -> bool:
    return place.is_object and place.lemma in _OBJECT_VERBS and place.lemma not in _VISIT_VERBS


@cue(ROLE_CUES, "against", ACTOR, 0, yes="They voted against [Peru].", no="They voted in [Peru].", needs=_PREPOSITION)
def _against(place: NamedPlace) -> bool:
    return place.dep == "pobj" and place.tokens.lower[place.head] == "against"


@cue(
    ROLE_CUES,
    "agent",
    ACTOR,
    0,
    yes="The plan was rejected by [Peru].",
    no="Bolivia is bordered by [Peru].",
    needs=_PREPOSITION,
)
def _agent(place: NamedPlace) -> bool:
    governor = _governor_of(place, "by")
    return governor is not None and governor not in _LOCATION_VERBS and governor not in _BOUNDS


@cue(
    ROLE_CUES,
    "between",
    ACTOR,
    0,
    yes="The talks between [Peru] and Chile failed.",
    no="The road between [Peru] and Chile closed.",
    needs=_PREPOSITION,
)
def _between(place: NamedPlace) -> bool:
    governor = _governor_of(place, "between", "among")
    return governor is not None and governor in _RELATIONS and governor not in _DISTANCES


@cue(
    ROLE_CUES,
    "with",
    ACTOR,
    0,
    yes="They signed a treaty with [Peru].",
    no="The border with [Peru] is closed.",
    needs=_PREPOSITION,
)
def _with(place: NamedPlace) -> bool:
    governor = _governor_of(place, "with")
    return governor is not None and governor not in _DISTANCES and governor not in _LIKENED


@cue(
    ROLE_CUES,
    "after a preposition",
    ACTOR,
    0,
    yes="They put pressure on [Peru].",
    no="They put two ships off [Peru].",
    needs=_PREPOSITION,
)
def _after_preposition(place: NamedPlace) -> bool:
    """ "lost to Peru", "plays for Peru", "pressure on Peru": the governor takes an actor after its preposition."""
    if place.dep != "pobj":
        return False
    wanted = _AFTER_PREPOSITION.get(place.tokens.lower[place.head])
    return wanted is not None and place.tokens.lemma[place.tokens.head[place.head]] in wanted


@cue(ROLE_CUES, "its act", ACTOR, 0, yes="[Peru]'s refusal angered them.", no="[Peru]'s coast is long.", needs=_OWNER)
def _its_act(place: NamedPlace) -> bool:
    return place.dep == "poss" and place.lemma in _ACTS


@cue(ROLE_CUES, "its score", ACTOR, 0, yes="[Peru]'s 21 was enough.", no="[Peru]'s coast is long.", needs=_OWNER)
def _its_score(place: NamedPlace) -> bool:
    return place.dep == "poss" and bool(_NUMBER.match(place.lemma))


@cue(
    ROLE_CUES,
    "act after the bare name",
    ACTOR,
    0,
    yes="A [Tehran] pact fell through.",
    no="A [Tehran] house fell.",
    needs=_MODIFIER,
)
def _act_after_name(place: NamedPlace) -> bool:
    return place.dep in {"compound", "nmod"} and place.lemma in _ACTS_AFTER_NAME


@cue(
    ROLE_CUES,
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
    ROLE_CUES,
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
    ROLE_CUES,
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
