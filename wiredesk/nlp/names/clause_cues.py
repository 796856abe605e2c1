"""Cues to the type of a name: what it does or suffers in its clause, and codes behind it, as rows with weights.

:mod:`wiredesk.nlp.names.type_cues` says how the weights were chosen.
"""

from __future__ import annotations

import re

from wiredesk.nlp.cues import ANY, Cue, cue
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.names.name_context import NameContext
from wiredesk.nlp.names.name_words import POSSESSIVE_MARKS

CLAUSE_CUES: list[Cue] = []
"""The clause of a name. A feature takes a :class:`NameContext`."""

_FIRM_VERBS = word_set("type_words", "firm_verbs")
_DONE_TO_FIRMS = word_set("type_words", "done_to_firms")
_RESULTS = word_set("type_words", "results")
_REPORTING_RESULTS = word_set("type_words", "reporting_results")
_MOTION = word_set("type_words", "motion")
_TRAVEL = word_set("type_words", "travel")
ORIGIN = 1.6
"""Factor of the vote for where a journey begins: people travel to somebody, but from places."""
_LOCATED = word_set("type_words", "located")
_SAID = frozenset({"say", "announce", "report", "add", "warn"})
_GOALS = frozenset({"to", "for", "in", "at", "from"})
_IT_WILL = word_set("type_words", "after_it")
_AGES = re.compile(r"[1-9][0-9]")
_TICKER = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,2}|[A-Z]{2,6}")
_EXCHANGES = frozenset(name.lower() for name in word_set("exchanges", "without_brackets"))
_TAKES_IN = word_set("type_words", "takes_people_in")
_INTO = frozenset({"to", "at", "in", "from"})
_TAKEN = word_set("type_words", "taken_in")
_HELD_IN_PEOPLE = word_set("type_words", "held_in_people")
_SITES = word_set("type_words", "sites")
_ENTERED = word_set("place_names", "entered")
_COMPASS = word_set("places", "compass")
_UNITS = word_set("place_names", "units_of_distance")
_TO_SITES = word_set("place_names", "locative") | {"at", "on", "off", "to", "from"}
_MIN_ACRONYM = 3
"""Letters of an acronym that stands for a body."""
_REACH = 6
"""Tokens after "said" within which its clause may begin with "it": "said on Monday it would"."""


@cue(
    CLAUSE_CUES,
    "does what firms do",
    "ORG",
    1.2,
    yes="[Larkwood] acquired the rival in May.",
    no="[Larkwood] kissed the rival in May.",
    needs={"act": _FIRM_VERBS},
)
def does_what_firms_do(name: NameContext) -> bool:
    """``Larkwood acquired``."""
    return name.is_subject and name.verb in _FIRM_VERBS


@cue(
    CLAUSE_CUES,
    "reports results",
    "ORG",
    2.0,
    yes="[Larkwood] posted a loss.",
    no="[Larkwood] posted a letter.",
    needs={"act": _REPORTING_RESULTS},
)
def reports_results(name: NameContext) -> bool:
    """``Larkwood reported a quarterly profit``."""
    if not name.is_subject or name.verb not in _REPORTING_RESULTS:
        return False
    tokens = name.tokens
    objects = tokens.children_with(tokens.head[name.root], "dobj")
    return any(tokens.lemma[token] in _RESULTS or tokens.lower[token] in _RESULTS for token in objects)


@cue(
    CLAUSE_CUES,
    "acquired",
    "ORG",
    1.5,
    yes="Cordant was bought after it acquired [Larkwood].",
    no="Cordant was sold after it praised [Larkwood].",
    needs={"verb": _DONE_TO_FIRMS},
)
def is_acquired(name: NameContext) -> bool:
    """``acquired Larkwood``, ``Larkwood was nationalised``."""
    return name.tokens.dep[name.root] in {"dobj", "nsubjpass"} and name.verb in _DONE_TO_FIRMS


@cue(
    CLAUSE_CUES,
    "said it would",
    "ORG",
    1.0,
    yes="[Larkwood] said on Monday it would close the mine.",
    no="[Larkwood] said on Monday he would close the mine.",
    needs={"act": _SAID},
)
def said_it_would(name: NameContext) -> bool:
    """The name says what "it" will do."""
    if not name.is_subject or name.verb not in _SAID:
        return False
    lower = name.tokens.lower
    verb = name.tokens.head[name.root]
    for at in range(verb + 1, min(verb + _REACH, len(lower) - 1)):
        if lower[at] == "it":
            return lower[at + 1] in _IT_WILL
    return False


@cue(
    CLAUSE_CUES,
    "before a ticker",
    "ORG",
    4.0,
    yes="[Larkwood] (LARK.N) fell.",
    no="[Halloran] (Labour) fell.",
    needs={"following": {"(", "<"}},
)
def before_ticker(name: NameContext) -> bool:
    """The code of a share follows in brackets: ``Larkwood (LARK.N)``, ``Larkwood (NYSE: LARK)``."""
    tokens, end = name.tokens, name.end
    if name.following not in {"(", "<"} or end + 1 >= len(tokens):
        return False
    text = tokens.text[end + 1]
    if tokens.lower[end + 1].strip(":") in _EXCHANGES:
        return True
    closed = tokens.text[end + 2 : end + 3] in ([")"], [">"])
    return closed and "." in text and _TICKER.fullmatch(text) is not None


@cue(
    CLAUSE_CUES,
    "with an age",
    "PERSON",
    3.0,
    yes="The 34-year-old [Halloran] left.",
    no="The 34-storey [Halloran] burned.",
    needs={"following": {",", "("}, "is_behind_old": ANY},
)
def with_age(name: NameContext) -> bool:
    """``34-year-old Halloran``, ``Halloran, aged 34``, ``Halloran (34)``."""
    if (name.before == "old" and name.word_before(2) == "-") or name.before.endswith("-year-old"):
        return name.label != "NORP"
    if name.following == "," and name.word_after(1) == "aged":
        return True
    return name.following == "(" and name.word_after(2) == ")" and _AGES.fullmatch(name.word_after(1)) is not None


@cue(
    CLAUSE_CUES,
    "goal of a motion",
    "GPE",
    1.0,
    yes="She flew to [Halloran] on Monday.",
    no="She spoke to [Halloran] on Monday.",
    needs={"before": _GOALS},
)
def is_goal_of_motion(name: NameContext) -> float | bool:
    """``flew to Halloran``, ``based in Halloran``; surer of ``travelled from Halloran``, which is nobody."""
    if name.before not in _GOALS:
        return False
    tokens = name.tokens
    at = name.start - 1
    governor = tokens.head[at]
    if tokens.head[name.root] != at:
        return False
    if name.before == "in" and tokens.lower[governor] in _LOCATED:
        return True
    if tokens.lemma[governor] not in _MOTION:
        return False
    return ORIGIN if name.before == "from" and tokens.lemma[governor] in _TRAVEL else True


@cue(
    CLAUSE_CUES,
    "from one to another",
    "GPE",
    1.0,
    yes="The road from [Halloran] to Lyon is closed.",
    no="The letter from [Halloran] is short.",
    needs={"before": {"from"}},
)
def from_to(name: NameContext) -> bool:
    """``from Larkwood to Ostrava``."""
    if name.before == "from" and name.following == "to":
        return name.tokens.text[name.end + 1][:1].isupper() if name.end + 1 < len(name.tokens) else False
    return False


@cue(
    CLAUSE_CUES,
    "people are taken there",
    "FAC",
    4.0,
    yes="She was taken to [Larkwood Hospital] on Monday.",
    no="She was praised by [Larkwood Hospital] on Monday.",
    needs={"last_word": _TAKES_IN},
)
def takes_people_in(name: NameContext) -> bool:
    """``taken to Jinnah Hospital``, ``held at the Metropolitan Detention Center``."""
    if name.tokens.lower[name.end - 1] not in _TAKES_IN:
        return False
    prep = name.tokens.head[name.root]
    return name.tokens.lower[prep] in _INTO and name.tokens.lemma[name.tokens.head[prep]] in _TAKEN


@cue(
    CLAUSE_CUES,
    "in it, and no person",
    "GPE",
    1.2,
    yes="Rebels were seen in [Larkwood].",
    no="Faith in [Larkwood] grew.",
    needs={"before": {"in", "near"}},
)
def is_in_it(name: NameContext) -> bool:
    """What the model takes for a person in another one: ``in Qandil``."""
    if name.before not in {"in", "near"} or name.label not in {"PERSON", "NORP"} or name.following in POSSESSIVE_MARKS:
        return False
    return name.tokens.lemma[name.tokens.head[name.start - 1]] not in _HELD_IN_PEOPLE


@cue(
    CLAUSE_CUES,
    "after a distance",
    "GPE",
    3.0,
    yes="The quake struck 40 km south of [Larkwood].",
    no="The south of [Larkwood] was hit.",
    needs={"before": {"of", "from"}},
)
def is_behind_distance(name: NameContext) -> bool:
    """``40 km south of Isangel``, ``12 miles from Epi``."""
    if name.before == "of":
        return name.word_before(2) in _COMPASS and name.word_before(3) in _UNITS
    return name.before == "from" and name.word_before(2) in _UNITS


@cue(
    CLAUSE_CUES,
    "at a park or island",
    "GPE",
    5.0,
    yes="The crowd met at [Uhuru Park] on Monday.",
    no="The crowd cheered for [Anna Park] on Monday.",
    needs={"last_word": _SITES},
)
def is_at_site(name: NameContext) -> bool:
    """``off Hans Island``, ``at Uhuru Park``: the last word ends surnames too, but nobody is at a person."""
    if name.before not in _TO_SITES or name.end - name.start < 2:
        return False
    if name.tokens.lower[name.end - 1] not in _SITES:
        return False
    return (
        name.before not in {"to", "from", "on"} or name.tokens.text[name.start] not in name.lexicon.first_name_genders
    )


@cue(
    CLAUSE_CUES,
    "letters, no people and no person",
    "ORG",
    1.5,
    yes="Fighting broke out between [TPLF] and Amhara forces.",
    no="The [Tigrayan] chief spoke.",
    needs={"label": {"NORP", "PERSON"}},
)
def is_acronym_of_body(name: NameContext) -> bool:
    """A people is not called by letters, a person seldom: what the model takes for one is a party or a force."""
    if name.label not in {"NORP", "PERSON"} or name.end - name.start != 1:
        return False
    word = name.tokens.text[name.start]
    return len(word) >= _MIN_ACRONYM and word.isupper() and not name.tokens.all_caps[name.start]


@cue(
    CLAUSE_CUES,
    "before which",
    "ORG",
    1.2,
    yes="[Larkwood], which makes tyres, lost money.",
    no="[Halloran], who makes tyres, lost money.",
    needs={"following": {","}},
)
def before_which(name: NameContext) -> bool:
    """A relative clause about a thing follows what the model takes for a person or a people."""
    return name.label in {"PERSON", "NORP"} and name.following == "," and name.word_after(1) == "which"


@cue(
    CLAUSE_CUES,
    "entered or besieged",
    "GPE",
    1.6,
    yes="Trucks may enter [Larkwood] every day.",
    no="Trucks may supply [Larkwood] every day.",
    needs={"verb": _ENTERED},
)
def is_entered(name: NameContext) -> bool:
    """``entered Larkwood``, ``Larkwood was besieged``: nobody is entered, and few firms are."""
    return name.tokens.dep[name.root] in {"dobj", "nsubjpass"} and name.verb in _ENTERED
