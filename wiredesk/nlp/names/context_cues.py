"""Cues to the type of a name: the words around one mention, as rows with weights.

:mod:`wiredesk.nlp.names.type_cues` says how the weights were chosen.
"""

from __future__ import annotations

from wiredesk.nlp.cues import ANY, Cue, cue
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.person_verbs import person_subject_verbs
from wiredesk.nlp.names.name_context import NEUTER, PERSONAL, REFLEXIVE, NameContext
from wiredesk.nlp.names.name_words import HONORIFICS, ORG_LAST_WORDS, PLACE_NOUNS
from wiredesk.nlp.tokens import Tokens

CONTEXT_CUES: list[Cue] = []
"""The words around one mention. A feature takes a :class:`NameContext`."""

OPENING_MARKS = frozenset({"“", "``", '"', "‘", "`"})
CLOSING_MARKS = frozenset({"”", "''", '"', "’", "'"})
_AMBIGUOUS_HONORIFICS = word_set("honorifics", "of_other_names")
_OFFICES = frozenset({"state", "post", "rank", "trade"})
_MODIFIER_DEPS = frozenset({"compound", "nmod", "appos", "amod"})
_BEFORE_NESTED = word_set("place_names", "before_nested")
_LOCATIVE = word_set("place_names", "locative")
_ASHORE = word_set("place_names", "ashore")
_ASHORE_NOUNS = word_set("place_names", "ashore_nouns")
_AFLOAT = word_set("place_names", "afloat")
_LANDING = frozenset({"land", "fall", "rest", "settle"})
_LANDS_ON_PEOPLE = word_set("place_names", "lands_on_people")
_PLAY = word_set("type_words", "play")
_LIFE_VERBS = word_set("person_verbs", "life")
_AFTER_REGION = frozenset({",", ".", ")", ";", "-", "_", "--", "–", "—"})
_MAX_QUOTED_TOKENS = 4
"""Maximum tokens of a title of a work in quotation marks; longer spans are quotations."""


@cue(
    CONTEXT_CUES,
    "after an honorific",
    "PERSON",
    4.0,
    yes="Prof. [Halloran] spoke on Monday.",
    no="Dr [Pepper Museum] opened on Monday.",
    needs={"before": HONORIFICS - _AMBIGUOUS_HONORIFICS},
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
    needs={"role_before": ANY},
)
def after_title(name: NameContext) -> bool:
    """A title, trade or rank modifies the name."""
    if name.before not in name.lexicon.role_words or name.before == "state" or after_honorific(name):
        return False
    if name.before in name.lexicon.nominal_types or name.before in _PLAY:
        return False  # a broadcaster or a miner may be a firm; "Leeds host Arsenal"
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
    needs={"following": {"who", ","}},
)
def before_who(name: NameContext) -> bool:
    """A relative clause about a person follows; not the one of ``Philip Bareham of [Lansing], who``."""
    tokens, root = name.tokens, name.root
    if tokens.dep[root] == "pobj" and tokens.ent_type[tokens.head[tokens.head[root]]] == "PERSON":
        return False
    return name.following == "who" or (name.following == "," and name.word_after(1) in {"who", "whose"})


@cue(
    CONTEXT_CUES,
    "before an age",
    "PERSON",
    3.0,
    yes="[Halloran], 45, left on Monday.",
    no="[Halloran], 2019, is a painting.",
    needs={"following": {","}},
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
    needs={"before": {"of"}},
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
    needs={"before": _BEFORE_NESTED},
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
    needs={"following": {","}},
)
def before_region(name: NameContext) -> bool:
    """``Tuscumbia, Ala.``"""
    tokens, end = name.tokens, name.end
    if name.following != "," or end + 1 >= len(tokens.text):
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
    needs={"mark_before": OPENING_MARKS},
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
    "title in quotation marks",
    "WORK_OF_ART",
    2.0,
    yes="She sang “[The Salt Road]” on Monday.",
    no="She sang “[Yesterday]” on Monday.",
    needs={"mark_before": OPENING_MARKS},
)
def title_in_quotation_marks(name: NameContext) -> bool:
    """A name of several words alone in quotation marks; a single word may be a nickname."""
    return name.end - name.start > 1 and in_quotation_marks(name)


@cue(
    CONTEXT_CUES,
    "before himself or herself",
    "PERSON",
    2.0,
    yes="[Halloran] blamed himself for the loss.",
    no="[Halloran] blamed the board for the loss.",
    needs={"pronoun": REFLEXIVE},
)
def before_reflexive(name: NameContext) -> bool:
    """The clause calls its subject himself or herself."""
    return name.pronoun in REFLEXIVE


@cue(
    CONTEXT_CUES,
    "before he or she",
    "PERSON",
    0.7,
    yes="[Halloran] said he would resign.",
    no="[Halloran] said it would cut jobs.",
    needs={"pronoun": PERSONAL},
)
def before_personal_pronoun(name: NameContext) -> bool:
    """The clause has he, she or their forms after its subject."""
    return name.pronoun in PERSONAL


@cue(
    CONTEXT_CUES,
    "before its",
    "ORG",
    0.5,
    yes="[Halloran] cut its forecast on Monday.",
    no="[Halloran] cut his losses on Monday.",
    needs={"pronoun": NEUTER},
)
def before_neuter_pronoun(name: NameContext) -> bool:
    """The clause has its or itself after its subject."""
    return name.pronoun in NEUTER


@cue(
    CONTEXT_CUES,
    "subject of a verb of life",
    "PERSON",
    1.2,
    yes="[Halloran] was elected on Monday.",
    no="[IBM] was elected on Monday.",
    needs={"act": _LIFE_VERBS},
)
def subject_of_life_verb(name: NameContext) -> bool:
    """A name of one word, not an acronym, is elected, resigns, graduates."""
    tokens = name.tokens
    if not name.is_subject or name.verb not in _LIFE_VERBS:
        return False
    return name.end - name.start == 1 and not tokens.text[name.start].isupper()


@cue(
    CONTEXT_CUES,
    "subject of a verb of speech or feeling",
    "PERSON",
    0.6,
    yes="[Halloran] testified on Monday.",
    no="[Acme] reported a loss.",
    needs={"act": person_subject_verbs()},
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
    needs={"before": _LOCATIVE},
)
def object_of_locative(name: NameContext) -> bool:
    """The name is the object of a preposition of place right before it."""
    if name.before not in _LOCATIVE:
        return False
    return name.tokens.dep[name.root] == "pobj" and name.tokens.head[name.root] == name.start - 1


@cue(
    CONTEXT_CUES,
    "where something lands or stands",
    "GPE",
    1.6,
    yes="Aid workers landed on [Ostrava] on Monday.",
    no="Voters relied on [Ostrava] on Monday.",
    needs={"before": {"on", "to"}},
)
def object_of_ashore(name: NameContext) -> bool:
    """``landed on Tanna``, ``a village on Tanna``, ``sailed to Tanna``: an island, a mountain, a planet."""
    tokens, preposition = name.tokens, name.start - 1
    if name.before not in {"on", "to"} or tokens.dep[name.root] != "pobj" or tokens.head[name.root] != preposition:
        return False
    head = tokens.head[preposition]
    lemma, is_verb = tokens.lemma[head], tokens.tag[head].startswith("VB")
    if name.before == "to":
        return is_verb and lemma in _AFLOAT
    return lemma in _ASHORE and not _lands_on_people(tokens, head) if is_verb else lemma in _ASHORE_NOUNS


def _lands_on_people(tokens: Tokens, verb: int) -> bool:
    """Return whether the subject of a verb is something that lands on people: the blame."""
    return any(
        tokens.head[at] == verb and tokens.dep[at] == "nsubj" and tokens.lemma[at] in _LANDS_ON_PEOPLE
        for at in range(tokens.sentence_start[verb], verb)
    )


@cue(
    CONTEXT_CUES,
    "what lands on people",
    "PERSON",
    2.0,
    yes="The blame landed on [Ostrava] on Monday.",
    no="Aid workers landed on [Ostrava] on Monday.",
    needs={"before": {"on", "upon"}},
)
def is_blamed(name: NameContext) -> bool:
    """``The blame landed on Smith``, ``suspicion fell on Halloran``."""
    tokens, preposition = name.tokens, name.start - 1
    if name.before not in {"on", "upon"} or tokens.head[name.root] != preposition:
        return False
    head = tokens.head[preposition]
    return tokens.lemma[head] in _LANDING and _lands_on_people(tokens, head)
