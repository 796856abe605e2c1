"""Cues to the type of a name: the nouns that the sentence calls it by, and those beside it, as rows with weights.

``Cordant, a maker of valves``, ``broadcaster CCTV``, ``Larkwood shares``, ``Halloran's wife``.
:mod:`wiredesk.nlp.names.type_cues` says how the weights were chosen.
"""

from __future__ import annotations

from wiredesk.contract import PLACE_TYPES
from wiredesk.nlp.cues import ANY, Cue, cue
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.names.name_context import NOUN_TAGS, NameContext
from wiredesk.nlp.names.name_words import POSSESSIVE_MARKS

BESIDE_CUES: list[Cue] = []
"""Nouns that the name is called by or that stand beside it. A feature takes a :class:`NameContext`."""

_SECURITIES = word_set("type_words", "securities")
_OF_FIRMS = word_set("type_words", "of_firms")
_ONLY_OF_FIRMS = word_set("type_words", "only_of_firms")
_OF_PLACES = word_set("type_words", "of_places")
_OF_PEOPLE = word_set("type_words", "of_people")
_BEFORE_OF_PLACES = word_set("type_words", "before_of_places")
_EMPLOYED_AT = word_set("type_words", "employed_at")
_HELD_IN_BODIES = word_set("type_words", "held_in_bodies")
_PRODUCTS = word_set("type_words", "products")
_BEFORE_PRODUCTS = word_set("type_words", "before_products")
_BEFORE_WORKS = word_set("type_words", "before_works")
_INDEX_NOUNS = word_set("type_words", "index_nouns")
_BUILDINGS = word_set("type_words", "buildings")
_PORTIONS = word_set("type_words", "portions")
_GRADES = word_set("type_words", "grades")
_UNLIKE_PERSON = 1.5
"""Factor of the vote before what the model takes for a person: ``buyout firm Hallam Ridge``."""
_POSSESSIVE_TAGS = frozenset({"PRP$", "POS"})
_IN_OF = frozenset({"in", "of"})
_OF_FOR = frozenset({"of", "for"})
_AT_WITH = frozenset({"at", "with"})


def _is_called(name: NameContext, label: str) -> bool:
    return name.called == label


@cue(
    BESIDE_CUES,
    "called a person",
    "PERSON",
    2.5,
    yes="[Adeyinka], a spokesman for the firm, said so.",
    no="[Cordant], a maker of valves, said so.",
    needs={"called": {"PERSON"}},
)
def called_person(name: NameContext) -> bool:
    """An apposition or a predicate calls the name a person."""
    return _is_called(name, "PERSON")


@cue(
    BESIDE_CUES,
    "called an organisation",
    "ORG",
    2.5,
    yes="[Cordant], a maker of valves, said so.",
    no="[Adeyinka], a spokesman for the firm, said so.",
    needs={"called": {"ORG"}},
)
def called_organisation(name: NameContext) -> bool:
    """An apposition or a predicate calls the name a firm, a party, a club."""
    return _is_called(name, "ORG")


@cue(
    BESIDE_CUES,
    "called a place",
    "GPE",
    2.5,
    yes="[Jangebe], a town in the north, was raided.",
    no="[Cordant], a maker of valves, was raided.",
    needs={"called": {"GPE"}},
)
def called_place(name: NameContext) -> bool:
    """An apposition or a predicate calls the name a town, a province."""
    return _is_called(name, "GPE")


@cue(
    BESIDE_CUES,
    "after a noun for organisations",
    "ORG",
    2.0,
    yes="State broadcaster [Halloran] showed crowds.",
    no="Fishmonger [Halloran] showed crowds.",
    needs={"noun_before": ANY},
)
def after_organisation_noun(name: NameContext) -> float | bool:
    """A noun for organisations stands right before the name: ``carmaker Larkwood``."""
    return name.noun_before_type == "ORG" and (_UNLIKE_PERSON if name.label == "PERSON" else True)


@cue(
    BESIDE_CUES,
    "securities of it",
    "ORG",
    2.0,
    yes="Shares in [Larkwood] fell.",
    no="Snow in [Larkwood] fell.",
    needs={"before": _IN_OF, "noun_after": _SECURITIES, "owned": _SECURITIES},
)
def has_securities(name: NameContext) -> bool:
    """``shares in Larkwood``, ``Larkwood shares``, ``Larkwood's stock``."""
    if name.before in _IN_OF and name.lemma_before(2) in _SECURITIES:
        return True
    return name.noun_after in _SECURITIES or name.owned in _SECURITIES


@cue(
    BESIDE_CUES,
    "what only firms have",
    "ORG",
    1.5,
    yes="[Larkwood]'s revenue fell.",
    no="[Larkwood]'s wife fell.",
    needs={"noun_after": _ONLY_OF_FIRMS, "owned": _ONLY_OF_FIRMS},
)
def has_results(name: NameContext) -> bool:
    """``Larkwood revenue``, ``Larkwood's dividend``."""
    return name.noun_after in _ONLY_OF_FIRMS or name.owned in _ONLY_OF_FIRMS


@cue(
    BESIDE_CUES,
    "what firms have",
    "ORG",
    0.8,
    yes="[Larkwood]'s factory burned.",
    no="[Larkwood]'s wife fell.",
    needs={"noun_after": _OF_FIRMS, "owned": _OF_FIRMS},
)
def has_what_firms_have(name: NameContext) -> bool:
    """``Larkwood's factory``: people and places have some of it too."""
    return (name.owned in _OF_FIRMS or name.noun_after in _OF_FIRMS) and not has_results(name)


@cue(
    BESIDE_CUES,
    "people work at it",
    "ORG",
    2.5,
    yes="An analyst at [Larkwood] said so.",
    no="A party at [Larkwood] said so.",
    needs={"before": _AT_WITH},
)
def employs(name: NameContext) -> bool:
    """``said Tomas Lund, an economist with Larkwood``."""
    return name.before in _AT_WITH and name.lemma_before(2) in _EMPLOYED_AT


@cue(
    BESIDE_CUES,
    "people head it",
    "ORG",
    1.5,
    yes="The founder of [Larkwood] resigned.",
    no="The mayor of [Larkwood] resigned.",
    needs={"before": _OF_FOR},
)
def is_headed(name: NameContext) -> bool:
    """``the founder of Larkwood``, ``a spokesman for Larkwood``, ``Larkwood CEO``."""
    return name.before in _OF_FOR and name.lemma_before(2) in _HELD_IN_BODIES


@cue(
    BESIDE_CUES,
    "what places have",
    "GPE",
    1.2,
    yes="[Halloran] residents fled.",
    no="[Halloran] shares fell.",
    needs={"noun_after": _OF_PLACES, "owned": _OF_PLACES},
)
def has_what_places_have(name: NameContext) -> bool:
    """``Halloran's streets``, ``Halloran residents``, ``Halloran province``."""
    return name.owned in _OF_PLACES or name.noun_after in _OF_PLACES


@cue(
    BESIDE_CUES,
    "part of a place",
    "GPE",
    1.5,
    yes="It lies north of [Halloran].",
    no="It was a friend of [Halloran].",
    needs={"before": {"of"}},
)
def is_whole_of_place(name: NameContext) -> bool:
    """``the outskirts of Halloran``, ``30 miles south of Halloran``."""
    return name.before == "of" and name.word_before(2) in _BEFORE_OF_PLACES


@cue(
    BESIDE_CUES,
    "what people have",
    "PERSON",
    1.5,
    yes="[Halloran]'s widow wept.",
    no="[Halloran]'s streets were empty.",
    needs={"owned": _OF_PEOPLE},
)
def has_what_people_have(name: NameContext) -> bool:
    """``Halloran's husband``, ``Halloran's lawyer``."""
    return name.owned in _OF_PEOPLE


@cue(
    BESIDE_CUES,
    "product of somebody",
    "PRODUCT",
    2.5,
    yes="It sold its [Nexa] hatchback.",
    no="It bought a [Larkwood] hatchback.",
    needs={"noun_after": _PRODUCTS},
)
def is_product_of_somebody(name: NameContext) -> bool:
    """``its Nexa hatchback``, ``Larkwood's PulsePad watches``."""
    return name.noun_after in _PRODUCTS and name.tag_before in _POSSESSIVE_TAGS


@cue(
    BESIDE_CUES,
    "after a noun for products",
    "PRODUCT",
    3.0,
    yes="The survey ship [Oruc Reis] left.",
    no="The survey firm [Oruc Reis] left.",
    needs={"noun_before": _BEFORE_PRODUCTS},
)
def after_product_noun(name: NameContext) -> bool:
    """``the tanker Halloran``, ``the drug Larkwood``."""
    return name.noun_before in _BEFORE_PRODUCTS


@cue(
    BESIDE_CUES,
    "after a noun for works",
    "WORK_OF_ART",
    2.0,
    yes="The film [Halloran] opened.",
    no="The firm [Halloran] opened.",
    needs={"noun_before": _BEFORE_WORKS},
)
def after_work_noun(name: NameContext) -> bool:
    """``the novel Halloran``."""
    return name.noun_before in _BEFORE_WORKS


@cue(
    BESIDE_CUES,
    "before index",
    "INDEX",
    3.0,
    yes="The [Larkwood] index fell.",
    no="The [Larkwood] shares fell.",
    needs={"following": _INDEX_NOUNS},
)
def before_index(name: NameContext) -> bool:
    """``the Larkwood index``, ``the benchmark Larkwood average``."""
    return name.following in _INDEX_NOUNS


@cue(
    BESIDE_CUES,
    "before a noun for buildings",
    "FAC",
    4.0,
    yes="[Anna Larkwood] airport was closed.",
    no="[Anna Larkwood] shares were sold.",
    needs={"noun_after": _BUILDINGS},
)
def before_building(name: NameContext) -> bool:
    """``Benito Juarez airport``: a building is named after a person. ``Limerick hospitals`` are those of a town."""
    if name.noun_after not in _BUILDINGS:
        return False
    return name.tokens.tag[name.end] != "NNS" or name.before == "and" or name.before in POSSESSIVE_MARKS


@cue(
    BESIDE_CUES,
    "doses of it",
    "PRODUCT",
    2.5,
    yes="She had a dose of [Covishield].",
    no="She had a word of [Covishield].",
    needs={"before": {"of"}},
)
def has_doses(name: NameContext) -> bool:
    """``a second dose of Covishield``."""
    return name.before == "of" and name.lemma_before(2) in _PORTIONS


@cue(
    BESIDE_CUES,
    "traded as crude or futures",
    "PRODUCT",
    3.0,
    yes="[Brent] crude rose.",
    no="[Brent] shares rose.",
    needs={"following": _GRADES},
)
def is_traded(name: NameContext) -> bool:
    """``Brent crude``, ``Dubai futures``."""
    return name.following in _GRADES


@cue(
    BESIDE_CUES,
    "its people by name",
    "ORG",
    1.5,
    yes="[Larkwood]'s Anna Holm won.",
    no="[Larkwood]'s home won.",
    needs={"following": POSSESSIVE_MARKS},
)
def has_named_people(name: NameContext) -> bool:
    """``Rosneftegaz's Igor Sechin``: a person in full belongs to a firm, a team or a country."""
    if name.label in PLACE_TYPES or name.following not in POSSESSIVE_MARKS:
        return False
    return name.tokens.ent_type[name.end + 1 : name.end + 3] == ["PERSON", "PERSON"]


@cue(
    BESIDE_CUES,
    "something at it",
    "ORG",
    1.2,
    yes="Workers at [Larkwood] downed tools.",
    no="She laughed at [Larkwood].",
    needs={"before": {"at"}},
)
def has_something_at_it(name: NameContext) -> bool:
    """``a strike at Larkwood``: nobody is at a person."""
    if name.before != "at" or name.label in PLACE_TYPES or employs(name):
        return False
    at = name.start - 1
    return name.tokens.tag[name.tokens.head[at]] in NOUN_TAGS
