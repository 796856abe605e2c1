"""Cues to the type of a name: its own words, and the population of places of that name, as rows with weights.

:mod:`wiredesk.nlp.names.type_cues` says how the weights were chosen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from wiredesk.nlp.cues import ANY, Cue, cue
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_HEADS, ORG_LAST_WORDS

FORM_CUES: list[Cue] = []
"""The words of a name. A feature takes a :class:`NameForm`; of the rows only the first that applies votes."""
GAZETTEER_CUES: list[Cue] = []
"""Inhabitants of the most populous place of the name. A feature takes that number."""

_REGION_ENDINGS = word_set("place_names", "region_endings")
_FACILITY_ENDINGS = word_set("place_names", "facility_endings")
_ISLANDS = word_set("place_names", "lands_without_namesakes")
_LANDFORM_ENDINGS = word_set("place_names", "landform_endings")
_LANDFORMS_FIRST = word_set("type_words", "landforms_first")
_LANDFORMS_OF = word_set("type_words", "landforms_of")
_STORMS = word_set("type_words", "storms")
_SHIPS = word_set("type_words", "ships")
_EVENTS = word_set("type_words", "events")
_EVENTS_FIRST = word_set("type_words", "events_first")
_LEAGUES_FIRST = word_set("type_words", "leagues_first")
_NOBLES_FIRST = word_set("type_words", "nobles_first")
_BROADCASTERS_FIRST = word_set("type_words", "broadcasters_first")
_CLUBS_FIRST = word_set("org_names", "clubs_first")
_TOWNS_FIRST = word_set("type_words", "towns_first")
_BEFORE_GAMES = word_set("type_words", "before_games")
_AGREEMENTS = word_set("type_words", "agreements")
_LAWS = word_set("type_words", "laws")
_DISEASES = word_set("type_words", "diseases")
_INDICES = word_set("type_words", "indices")
_MAX_PRODUCT_WORDS = 3
_WORDS_OF_YEAR = 2
"""Words of "of 1933" behind the name of a law."""
_WORDS_OF_NOBLE = 3
"""Words of a noble title that names its holder; a longer name is that of a theatre or a ship."""
_MAX_PRODUCT_DIGITS = 3
"""Characters of the number of a product (``Nova 7``, ``Boeing 737``); longer ones are years and names of firms."""
_JOINTS = frozenset({"of", "for", "on"})
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}")
_TWO_CAPITALS = re.compile(r"[A-Z]{2}")


@dataclass(slots=True)
class NameForm:
    """The words of a name."""

    text: str
    known: KnownNames
    lexicon: EntityLexicon
    words: list[str] = field(default_factory=list)
    """The words as they are written."""
    first: str = ""
    """The first word, lower case."""
    last: str = ""
    """The last word, lower case."""
    has_joint: bool = False
    """Whether one of its words joins others: of, for, on."""
    has_number: bool = False
    """Whether the last word begins with a digit."""
    has_first_name: bool = False
    """Whether the first word is a first name."""
    has_initials: bool = False
    """Whether the first word has a full stop, or is two capitals."""

    def __post_init__(self) -> None:
        self.words = words = self.text.split()
        self.first, self.last = words[0].lower(), words[-1].lower()
        self.has_joint = not _JOINTS.isdisjoint(words)
        self.has_number = self.last[:1].isdigit()
        self.has_first_name = words[0] in self.lexicon.first_name_genders
        self.has_initials = "." in words[0] or (len(words[0]) == 2 and words[0].isupper())


@cue(
    FORM_CUES,
    "begins like a storm",
    "EVENT",
    4.0,
    yes="[Hurricane Larkwood] weakened.",
    no="[Larkwood Hurricane] won.",
    needs={"first": _STORMS | {"tropical"}},
)
def begins_like_storm(name: NameForm) -> bool:
    """``Typhoon Goni``, ``Tropical Storm Nadia``."""
    return name.first in _STORMS or (name.first == "tropical" and name.words[1].lower() in _STORMS)


@cue(
    FORM_CUES,
    "begins like a ship",
    "PRODUCT",
    3.0,
    yes="[USS Larkwood] sailed.",
    no="[Uss Larkwood] spoke.",
    needs={"first": _SHIPS},
)
def begins_like_ship(name: NameForm) -> bool:
    """``HMS Larkwood``."""
    return name.first in _SHIPS and name.words[0].isupper()


@cue(
    FORM_CUES,
    "begins like land or water",
    "LOC",
    3.0,
    yes="[Lake Larkwood] froze.",
    no="[Larkwood Lake] spoke.",
    needs={"first": _LANDFORMS_OF | _LANDFORMS_FIRST},
)
def begins_like_landform(name: NameForm) -> bool:
    """``Mount Larkwood``, ``Gulf of Larkwood``; not ``Lake Larkwood Inc``."""
    if name.first in _LANDFORMS_OF and name.words[1] in {"of", "de"}:
        return True
    return name.first in _LANDFORMS_FIRST and not is_organisation_word(name.last)


@cue(
    FORM_CUES,
    "ends like an agreement",
    "AGREEMENT",
    3.5,
    yes="The [Larkwood Accord] failed.",
    no="The [Larkwood Act] failed.",
    needs={"last": _AGREEMENTS, "has_joint": ANY},
)
def ends_like_agreement(name: NameForm) -> bool:
    """``Larkwood Treaty``, ``Treaty of Larkwood``."""
    if name.last in _AGREEMENTS:
        return True
    return any(one.lower() in _AGREEMENTS and two in {"of", "on"} for one, two in pairwise(name.words))


@cue(
    FORM_CUES,
    "ends like a law",
    "LAW",
    3.5,
    yes="The [Larkwood Act] failed.",
    no="The [Larkwood Accord] failed.",
    needs={"last": _LAWS, "has_number": ANY},
)
def ends_like_law(name: NameForm) -> bool:
    """``Internal Market Bill``, ``Securities Act of 1933``."""
    if name.last.isdigit() and len(name.words) > _WORDS_OF_YEAR:
        return name.words[-2] == "of" and name.words[-3].lower() in _LAWS
    return name.last in _LAWS


@cue(
    FORM_CUES,
    "ends like a disease",
    "DISEASE",
    3.5,
    yes="[Larkwood syndrome] spread.",
    no="[Larkwood Clinic] grew.",
    needs={"last": _DISEASES},
)
def ends_like_disease(name: NameForm) -> bool:
    """``Larkwood virus``."""
    return name.last in _DISEASES


@cue(
    FORM_CUES,
    "ends like an index",
    "INDEX",
    3.5,
    yes="The [Larkwood Composite] fell.",
    no="[Larkwood Bank] fell.",
    needs={"last": _INDICES},
)
def ends_like_index(name: NameForm) -> bool:
    """``Larkwood Index``."""
    return name.last in _INDICES


@cue(
    FORM_CUES,
    "ends like an event",
    "EVENT",
    3.0,
    yes="The [Larkwood Cup] began.",
    no="[Larkwood Bank] fell.",
    needs={"last": _EVENTS | {"games", "conference"}},
)
def ends_like_event(name: NameForm) -> bool:
    """``Venice Film Festival``, ``Grand Prix``."""
    if name.last == "games" and len(name.words) > 1:
        return name.words[-2].lower() in _BEFORE_GAMES or name.words[-2] in name.known.by_text
    if name.last == "conference":
        return name.first not in _LEAGUES_FIRST
    return name.last in _EVENTS


@cue(
    FORM_CUES,
    "begins like an event",
    "EVENT",
    3.0,
    yes="[Expo 2025] opened.",
    no="[Expo Larkwood] fell.",
    needs={"first": _EVENTS_FIRST},
)
def begins_like_event(name: NameForm) -> bool:
    """``Euro 2024``."""
    return name.first in _EVENTS_FIRST and name.last.isdigit()


@cue(
    FORM_CUES,
    "begins like a noble",
    "PERSON",
    3.5,
    yes="The [Duchess of Larkwood] spoke.",
    no="The [Duke of Larkwood Theatre] closed.",
    needs={"first": _NOBLES_FIRST},
)
def begins_like_noble(name: NameForm) -> bool:
    """``Prince of Wales``."""
    if name.first not in _NOBLES_FIRST or name.words[1] != "of":
        return False
    return len(name.words) == _WORDS_OF_NOBLE


@cue(
    FORM_CUES,
    "begins like a broadcaster",
    "ORG",
    2.5,
    yes="[Radio Larkwood] reported it.",
    no="[Larkwood Radio Tower] fell.",
    needs={"first": _BROADCASTERS_FIRST},
)
def begins_like_broadcaster(name: NameForm) -> bool:
    """``Radio Mitre``; not ``Radio City Music Hall``."""
    return name.first in _BROADCASTERS_FIRST and name.last not in _FACILITY_ENDINGS and name.last != "hall"


@cue(
    FORM_CUES,
    "begins like a club",
    "ORG",
    3.0,
    yes="[Deportivo Larkwood] won.",
    no="[Deporte Larkwood] won.",
    needs={"first": _CLUBS_FIRST},
)
def begins_like_club(name: NameForm) -> bool:
    """``Deportivo Rincón``, ``Dynamo Dresden``."""
    return name.first in _CLUBS_FIRST and name.words[0][0].isupper()


@cue(
    FORM_CUES,
    "begins like a town",
    "GPE",
    2.0,
    yes="[Port Larkwood] was flooded.",
    no="[Port Authority] replied.",
    needs={"first": _TOWNS_FIRST},
)
def begins_like_town(name: NameForm) -> bool:
    """``Port Jerome``, ``Fort Worth``."""
    return len(name.words) == 2 and name.first in _TOWNS_FIRST and not is_organisation_word(name.last)


@cue(
    FORM_CUES,
    "ends like an organisation",
    "ORG",
    2.5,
    yes="[Larkwood Holdings] fell.",
    no="[Larkwood County] was flooded.",
    needs={"last": ORG_LAST_WORDS | LEGAL_FORMS, "has_joint": ANY},
)
def ends_like_organisation(name: NameForm) -> bool:
    """A noun or legal form of organisations ends the name, or one of its nouns takes ``of`` or ``for``."""
    if is_organisation_word(name.last):
        return True
    return not {"of", "for"}.isdisjoint(name.words) and not ORG_HEADS.isdisjoint(map(str.lower, name.words))


@cue(
    FORM_CUES,
    "ends like a region, of two words",
    "GPE",
    5.0,
    yes="[Larkwood County] was flooded.",
    no="[New Larkwood County] was flooded.",
    needs={"last": _REGION_ENDINGS},
)
def ends_like_short_region(name: NameForm) -> bool:
    """``Cook County``."""
    return name.last in _REGION_ENDINGS and len(name.words) == 2


@cue(
    FORM_CUES,
    "ends like a region",
    "GPE",
    2.5,
    yes="[New Larkwood County] was flooded.",
    no="[New Larkwood River] rose.",
    needs={"last": _REGION_ENDINGS},
)
def ends_like_region(name: NameForm) -> bool:
    """``East Sussex District``."""
    return name.last in _REGION_ENDINGS


@cue(
    FORM_CUES,
    "ends like a street or building",
    "FAC",
    2.5,
    yes="[Larkwood Bridge] was closed.",
    no="[Bridge Larkwood] was closed.",
    needs={"last": _FACILITY_ENDINGS},
)
def ends_like_facility(name: NameForm) -> bool:
    """``Harbour Bridge``."""
    return name.last in _FACILITY_ENDINGS


@cue(
    FORM_CUES,
    "ends like land or water",
    "LOC",
    2.5,
    yes="The [Larkwood River] rose.",
    no="[River Larkwood] spoke.",
    needs={"last": _LANDFORM_ENDINGS},
)
def ends_like_landform(name: NameForm) -> bool:
    """``Larkwood River``; not ``Charlotte Forest``."""
    return name.last in _LANDFORM_ENDINGS and not (len(name.words) == 2 and begins_with_first_name(name))


@cue(
    FORM_CUES,
    "a first name and an island",
    "LOC",
    5.0,
    yes="[Anna Island] was divided.",
    no="[Anna Larkwood] was divided.",
    needs={"last": _ISLANDS},
)
def is_island(name: NameForm) -> bool:
    """``Hans Island``: named after a person, and nobody has such a surname."""
    return name.last in _ISLANDS and len(name.words) == 2 and begins_with_first_name(name)


@cue(
    FORM_CUES,
    "begins with a first name",
    "PERSON",
    2.5,
    yes="[Anna Larkwood] spoke.",
    no="[Jordan Valley Larkwood Hotel Bank] fell.",
    needs={"has_first_name": ANY},
)
def begins_with_first_name(name: NameForm) -> bool:
    """The first word is a first name and no place or organisation."""
    if name.words[0] not in name.lexicon.first_name_genders:
        return False
    entry = name.known.by_text.get(name.words[0])
    return not (entry and entry.type != "PERSON")


@cue(FORM_CUES, "has an ampersand", "ORG", 2.5, yes="[Larkwood & Pike] fell.", no="[Larkwood Pike] spoke.")
def has_ampersand(name: NameForm) -> bool:
    """``Procter & Gamble``."""
    return "&" in name.words


@cue(
    FORM_CUES,
    "begins with initials",
    "PERSON",
    2.0,
    yes="[J.K. Larkwood] spoke.",
    no="[J.K. LARKWOOD] spoke.",
    needs={"has_initials": ANY},
)
def begins_with_initials(name: NameForm) -> bool:
    """``J.K. Rowling``."""
    return _before_surname(name) and _INITIALS.fullmatch(name.words[0]) is not None


@cue(
    FORM_CUES,
    "begins with two capitals",
    "PERSON",
    0.7,
    yes="[JK Larkwood] spoke.",
    no="[JKL Larkwood] spoke.",
    needs={"has_initials": ANY},
)
def begins_with_two_capitals(name: NameForm) -> bool:
    """``JD Vance``."""
    return _before_surname(name) and _TWO_CAPITALS.fullmatch(name.words[0]) is not None


def _before_surname(name: NameForm) -> bool:
    """Return whether the last of two or three words is capitalised like a surname, and the first is no known name."""
    last = name.words[-1]
    return len(name.words) < 4 and name.words[0] not in name.known.by_text and last[0].isupper() and not last.isupper()


@cue(
    FORM_CUES,
    "ends in a number",
    "PRODUCT",
    1.5,
    yes="The [Nova 7] sold well.",
    no="The [Channel Number Five] sold well.",
    needs={"has_number": ANY},
)
def ends_in_number(name: NameForm) -> bool:
    """``Galaxy Fold 3``, ``Boeing 737``."""
    short = name.last[:1].isdigit() and len(name.last) <= _MAX_PRODUCT_DIGITS
    return short and len(name.words) <= _MAX_PRODUCT_WORDS and name.words[0][:1].isupper()


def is_organisation_word(word: str) -> bool:
    """Return whether a word in lower case ends the names of organisations."""
    return word in ORG_LAST_WORDS or word in LEGAL_FORMS


# ---------------------------------------------------------------------- the gazetteer


@cue(GAZETTEER_CUES, "a place of 500,000 people", "GPE", 2.0, yes="Rain fell in [Chicago].", no="Rain fell in [Reno].")
def is_large_city(population: int) -> bool:
    """A city of that name has 500,000 inhabitants or more."""
    return population >= 500_000


@cue(GAZETTEER_CUES, "a place of 100,000 people", "GPE", 1.2, yes="Rain fell in [Reno].", no="Rain fell in [Chicago].")
def is_city(population: int) -> bool:
    """A city of that name has 100,000 inhabitants or more."""
    return 100_000 <= population < 500_000


@cue(GAZETTEER_CUES, "a place of 15,000 people", "GPE", 0.7, yes="Rain fell in [Ithaca].", no="Rain fell in [Reno].")
def is_town(population: int) -> bool:
    """A town of that name has 15,000 inhabitants or more."""
    return 15_000 <= population < 100_000
