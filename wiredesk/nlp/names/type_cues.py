"""Cues to the type of a name: the words around it, the words in it, and the gazetteer.

Each cue is a row with its weight. Every mention of a text votes; the type with most votes wins. The weights are our
own, chosen on IEER and News-Fair: 4 decides against the model's label (1) and everything usual, 2 to 3 decides against
the label alone, below 1 only a tie. ``wiredesk extract --explain`` prints the rows that voted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wiredesk.contract import EntityType
from wiredesk.nlp.cues import Cue, cue, votes
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.person_verbs import person_subject_verbs
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import HONORIFICS, LEGAL_FORMS, ORG_HEADS, ORG_LAST_WORDS, PLACE_NOUNS
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

OPENING_MARKS = frozenset({"“", "``", '"', "‘", "`"})
CLOSING_MARKS = frozenset({"”", "''", '"', "’", "'"})

CONTEXT_CUES: list[Cue] = []
"""The words around one mention. A feature takes a :class:`NameContext`."""
FORM_CUES: list[Cue] = []
"""The words of a name. A feature takes a :class:`NameForm`; of the rows only the first that applies votes."""
GAZETTEER_CUES: list[Cue] = []
"""How many people live in the most populous place of the name. A feature takes that number."""
KNOWN_WEIGHT = 3.0
"""Weight of the type that the knowledge base has for an unambiguous name."""

_AMBIGUOUS_HONORIFICS = word_set("honorifics", "of_other_names")
_OFFICES = frozenset({"state", "post", "rank", "trade"})
_MODIFIER_DEPS = frozenset({"compound", "nmod", "appos", "amod"})
_BEFORE_NESTED = word_set("place_names", "before_nested")
_LOCATIVE = word_set("place_names", "locative")
_REGION_ENDINGS = word_set("place_names", "region_endings")
_FACILITY_ENDINGS = word_set("place_names", "facility_endings")
_LANDFORM_ENDINGS = word_set("place_names", "landform_endings")
_LIFE_VERBS = word_set("person_verbs", "life")
_REFLEXIVE = frozenset({"himself", "herself"})
_PERSONAL = word_set("function_words", "male_pronouns", "female_pronouns") - _REFLEXIVE - {"hers"}
_NEUTER = word_set("function_words", "neuter_pronouns") - {"it"}
_CLAUSE_PRONOUNS = _REFLEXIVE | _PERSONAL | _NEUTER
_AFTER_REGION = frozenset({",", ".", ")", ";", "-", "_", "--", "–", "—"})
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}")
_TWO_CAPITALS = re.compile(r"[A-Z]{2}")
_MAX_QUOTED_TOKENS = 4
"""Tokens of a title of a work in quotation marks; longer spans are quotations."""
_PRONOUN_REACH = 13
"""Tokens after a subject in which a pronoun of the same clause may refer to it."""
_MIN_LETTERS_ON_MAP = 4


@dataclass(slots=True)
class NameContext:
    """One mention of a name, with what several cues ask for."""

    tokens: Tokens
    start: int
    end: int
    known: KnownNames
    lexicon: EntityLexicon
    before: str = ""
    """The word before it in its sentence, lower case."""
    root: int = 0
    """The token that governs the others."""
    following: str = ""
    """The word after it in its sentence, lower case."""
    pronoun: str = ""
    """The first pronoun that the clause after a subject has for a person or thing, lower case."""

    def __post_init__(self) -> None:
        tokens, start = self.tokens, self.start
        sentence_start = tokens.sentence_start[start]
        self.before = tokens.lower[start - 1] if start > sentence_start else ""
        if self.end < len(tokens) and tokens.sentence_start[self.end] == sentence_start:
            self.following = tokens.lower[self.end]
        self.root = tokens.name_head(start, self.end)
        self.pronoun = self._clause_pronoun()

    @property
    def verb(self) -> str:
        """Lemma of the token that governs the name."""
        return self.tokens.lemma[self.tokens.head[self.root]]

    def word_after(self, offset: int) -> str:
        """Return a word of the text after the name, lower case; empty if there is none."""
        at = self.end + offset
        return self.tokens.lower[at] if at < len(self.tokens) else ""

    def _clause_pronoun(self) -> str:
        """Return the first pronoun that the clause after a subject has for a person or thing, lower case."""
        tokens, root = self.tokens, self.root
        if tokens.dep[root] not in NOMINAL_SUBJECTS:
            return ""
        for token in range(root + 1, min(root + 1 + _PRONOUN_REACH, len(tokens))):
            if tokens.sentence_start[token] != tokens.sentence_start[root]:
                break
            if tokens.lower[token] in _CLAUSE_PRONOUNS:
                return tokens.lower[token]
        return ""


@dataclass(slots=True)
class NameForm:
    """The words of a name."""

    text: str
    known: KnownNames
    lexicon: EntityLexicon
    words: list[str] = field(default_factory=list)
    """The words as they are written."""
    last: str = ""
    """The last word, lower case."""

    def __post_init__(self) -> None:
        self.words = self.text.split()
        self.last = self.words[-1].lower()


@dataclass(frozen=True, slots=True)
class TypeEvidence:
    """The votes of a story's names, each computed once."""

    tokens: Tokens
    known: KnownNames
    lexicon: EntityLexicon
    _context_votes: dict[tuple[int, int], list[tuple[Cue, float]]] = field(default_factory=dict)

    def of_context(self, name: Name) -> list[tuple[Cue, float]]:
        """Return the rows that vote for a mention by the words around it."""
        found = self._context_votes.get(name[:2])
        if found is None:
            context = NameContext(self.tokens, name.start, name.end, self.known, self.lexicon)
            found = self._context_votes[name[:2]] = list(votes(CONTEXT_CUES, context))
        return found

    def of_form(self, text: str) -> Iterator[tuple[str, EntityType, float]]:
        """Yield what the words of a name vote for, and what the knowledge base has: row, type, weight."""
        if " " in text:
            for row, weight in votes(FORM_CUES, NameForm(text, self.known, self.lexicon)):
                yield row.name, row.label, weight  # type: ignore[misc]
                break
        entry = self.known.by_text.get(text)
        if entry and entry.unambiguous:
            yield "the knowledge base", entry.type, KNOWN_WEIGHT

    def of_gazetteer(self, text: str, gazetteer: Gazetteer) -> Iterator[tuple[Cue, float]]:
        """Yield the row that the population of places of that name makes vote."""
        if len(text) < _MIN_LETTERS_ON_MAP or text in self.lexicon.first_name_genders or text.isupper():
            return
        rows = gazetteer.rows(text)
        if len(rows):
            yield from votes(GAZETTEER_CUES, int(gazetteer.columns.population[rows[0]]))


# ---------------------------------------------------------------------- around the name


@cue(
    CONTEXT_CUES,
    "after an honorific",
    "PERSON",
    4.0,
    yes="Prof. [Halloran] spoke on Monday.",
    no="Dr [Pepper Museum] opened on Monday.",
)
def after_honorific(name: NameContext) -> bool:
    """A form of address, a rank or a noble title precedes the name."""
    if name.before not in HONORIFICS or name.before in _AMBIGUOUS_HONORIFICS:
        return False
    return name.tokens.lower[name.end - 1] not in ORG_LAST_WORDS


@cue(
    CONTEXT_CUES,
    "after a title",
    "PERSON",
    2.0,
    yes="Striker [Halloran] scored on Monday.",
    no="The state [Department] replied on Monday.",
)
def after_title(name: NameContext) -> bool:
    """A title, trade or rank modifies the name."""
    if name.before not in name.lexicon.role_words or name.before == "state" or after_honorific(name):
        return False
    title = name.start - 1
    attached = title <= name.tokens.head[title] < name.end and name.tokens.dep[title] in _MODIFIER_DEPS
    return attached and name.lexicon.roles[name.before] in _OFFICES


@cue(
    CONTEXT_CUES,
    "before who",
    "PERSON",
    1.5,
    yes="[Halloran], who lost the vote, left on Monday.",
    no="[Halloran], which makes tyres, lost money.",
)
def before_who(name: NameContext) -> bool:
    """A relative clause about a person follows."""
    return name.following == "who" or (name.following == "," and name.word_after(1) in {"who", "whose"})


@cue(
    CONTEXT_CUES,
    "before an age",
    "PERSON",
    3.0,
    yes="[Halloran], 45, left on Monday.",
    no="[Halloran], 2019, is a painting.",
)
def before_age(name: NameContext) -> bool:
    """An age of two digits follows between commas."""
    if name.following != ",":
        return False
    age = name.word_after(1)
    return len(age) == 2 and age.isdigit() and name.word_after(2) == ","


@cue(
    CONTEXT_CUES,
    "after a noun for places and of",
    "GPE",
    2.0,
    yes="The town of [Ostrava] was flooded.",
    no="The mayor of [Ostrava] resigned.",
)
def after_place_noun(name: NameContext) -> bool:
    """``the town of Afula``."""
    tokens, start = name.tokens, name.start
    return name.before == "of" and start - 2 >= tokens.sentence_start[start] and tokens.lower[start - 2] in PLACE_NOUNS


@cue(
    CONTEXT_CUES,
    "within a country",
    "GPE",
    2.0,
    yes="Troops moved to [Ostrava] in northern Poland.",
    no="Troops moved to [Ostrava] in June.",
)
def within_country(name: NameContext) -> bool:
    """``to Mosul in northern Iraq``."""
    tokens, end = name.tokens, name.end
    if name.before not in _BEFORE_NESTED or tokens.text[end : end + 1] != ["in"]:
        return False
    outer = next((at for at in range(end + 1, min(end + 3, len(tokens))) if tokens.text[at][:1].isupper()), -1)
    entry = name.known.by_text.get(tokens.text[outer]) if outer >= 0 else None
    return entry is not None and entry.type == "GPE"


@cue(
    CONTEXT_CUES,
    "before its region",
    "GPE",
    1.0,
    yes="The plant in [Larkwood], Ohio, closed.",
    no="[Larkwood], Smith and Jones met on Monday.",
)
def before_region(name: NameContext) -> bool:
    """``Tuscumbia, Ala.``"""
    tokens, end = name.tokens, name.end
    if name.following != "," or end + 1 >= len(tokens):
        return False
    if tokens.sentence_start[end + 1] != tokens.sentence_start[name.start]:
        return False
    entry = name.known.by_text.get(tokens.text[end + 1])
    following = tokens.text[end + 2] if end + 2 < len(tokens) else "."
    return entry is not None and entry.kind in {"country", "region"} and following in _AFTER_REGION


@cue(
    CONTEXT_CUES,
    "in quotation marks",
    "WORK_OF_ART",
    1.2,
    yes="She sang “[Yesterday]” on Monday.",
    no="“[Halloran] is wrong,” she said.",
)
def in_quotation_marks(name: NameContext) -> bool:
    """Quotation marks enclose the name alone."""
    text, start, end = name.tokens.text, name.start, name.end
    if not start > 0 or end >= len(text) or text[start - 1] not in OPENING_MARKS or end - start > _MAX_QUOTED_TOKENS:
        return False
    closing = end + 1 if text[end] in {",", ".", "!", "?"} and end + 1 < len(text) else end
    return text[closing] in CLOSING_MARKS


@cue(
    CONTEXT_CUES,
    "before himself or herself",
    "PERSON",
    2.0,
    yes="[Halloran] blamed himself for the loss.",
    no="[Halloran] blamed the board for the loss.",
)
def before_reflexive(name: NameContext) -> bool:
    """The clause calls its subject himself or herself."""
    return name.pronoun in _REFLEXIVE


@cue(
    CONTEXT_CUES,
    "before he or she",
    "PERSON",
    0.7,
    yes="[Halloran] said he would resign.",
    no="[Halloran] said it would cut jobs.",
)
def before_personal_pronoun(name: NameContext) -> bool:
    """The clause has he, she or their forms after its subject."""
    return name.pronoun in _PERSONAL


@cue(
    CONTEXT_CUES,
    "before its",
    "ORG",
    0.5,
    yes="[Halloran] cut its forecast on Monday.",
    no="[Halloran] cut his losses on Monday.",
)
def before_neuter_pronoun(name: NameContext) -> bool:
    """The clause has its or itself after its subject."""
    return name.pronoun in _NEUTER


@cue(
    CONTEXT_CUES,
    "subject of a verb of life",
    "PERSON",
    1.2,
    yes="[Halloran] was elected on Monday.",
    no="[IBM] was elected on Monday.",
)
def subject_of_life_verb(name: NameContext) -> bool:
    """A name of one word, not an acronym, is elected, resigns, graduates."""
    tokens = name.tokens
    if tokens.dep[name.root] not in NOMINAL_SUBJECTS or name.verb not in _LIFE_VERBS:
        return False
    return name.end - name.start == 1 and not tokens.text[name.start].isupper()


@cue(
    CONTEXT_CUES,
    "subject of a verb of speech or feeling",
    "PERSON",
    0.6,
    yes="[Halloran] testified on Monday.",
    no="[Acme] reported a loss.",
)
def subject_of_person_verb(name: NameContext) -> bool:
    """The name says, believes, smiles."""
    speaks = name.tokens.dep[name.root] == "nsubj" and name.verb in person_subject_verbs()
    return speaks and not subject_of_life_verb(name)


@cue(
    CONTEXT_CUES,
    "object of in, near, across",
    "GPE",
    0.6,
    yes="Rain fell in [Ostrava] on Monday.",
    no="Rain fell on [Ostrava] on Monday.",
)
def object_of_locative(name: NameContext) -> bool:
    """The name is the object of a preposition of place right before it."""
    if name.before not in _LOCATIVE:
        return False
    return name.tokens.dep[name.root] == "pobj" and name.tokens.head[name.root] == name.start - 1


# ---------------------------------------------------------------------- the name's own words


@cue(
    FORM_CUES,
    "ends like an organisation",
    "ORG",
    2.5,
    yes="[Larkwood Holdings] fell.",
    no="[Larkwood County] was flooded.",
)
def ends_like_organisation(name: NameForm) -> bool:
    """A noun or legal form of organisations ends the name, or one of its nouns takes ``of`` or ``for``."""
    if name.last in ORG_LAST_WORDS or name.last in LEGAL_FORMS:
        return True
    return not {"of", "for"}.isdisjoint(name.words) and not ORG_HEADS.isdisjoint(map(str.lower, name.words))


@cue(
    FORM_CUES,
    "ends like a region, of two words",
    "GPE",
    5.0,
    yes="[Larkwood County] was flooded.",
    no="[New Larkwood County] was flooded.",
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
)
def ends_like_landform(name: NameForm) -> bool:
    """``Larkwood River``."""
    return name.last in _LANDFORM_ENDINGS


@cue(
    FORM_CUES,
    "begins with a first name",
    "PERSON",
    2.5,
    yes="[Anna Larkwood] spoke.",
    no="[Jordan Valley Larkwood Hotel Bank] fell.",
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
)
def begins_with_two_capitals(name: NameForm) -> bool:
    """``JD Vance``."""
    return _before_surname(name) and _TWO_CAPITALS.fullmatch(name.words[0]) is not None


def _before_surname(name: NameForm) -> bool:
    """Return whether the last of two or three words is capitalised like a surname, and the first is no known name."""
    last = name.words[-1]
    return len(name.words) < 4 and name.words[0] not in name.known.by_text and last[0].isupper() and not last.isupper()


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
