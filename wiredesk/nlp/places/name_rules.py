"""Decide whether an entity of another type is a place, and whether a place is something else.

Two tables of rules over a :class:`NameUse`. The rules are tried in their order; the first that applies decides. The
examples assume a story that names the town of Fairview as a place, and a person called John Lancaster.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import COUNTRY, COUNTY
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.person_verbs import person_subject_verbs
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidates import MAX_CACHED_NAMES, bare, find_candidates
from wiredesk.nlp.places.country_names import unambiguous_countries
from wiredesk.nlp.places.named_place import Range
from wiredesk.nlp.places.place_context import AGAINST, STRONG, WEAK, Evidence, context_evidence
from wiredesk.nlp.tokens import Tokens

PLACE, KEEP = "GPE", ""
"""What a rule decides besides the other types: the entity is a place; it keeps its type."""
NEVER_PLACES = word_set("places", "never_places", "court_districts") | word_set("never_names", "adjectives")
MIN_WELL_KNOWN_POPULATION = 100_000
"""Inhabitants of a town that a writer may name without saying where it is."""
COUNTY_ENDINGS = (" county", " parish", " twp", " counties")
"""Ends of folded names that only places have."""
MIN_VOTES_AGAINST_MODEL = 2
"""Evidence that outweighs the model where it saw a person or an organisation."""

MIN_CERTAIN_MARGIN = 2.5
"""Lead of the type of a name over the next in the vote, so that the gazetteer need not have the name: more than two
labels of the model."""
MIN_UNANIMOUS_MARGIN = 1.5
"""The same lead where the model alone decided, and always for a place: a village that the gazetteer does not have."""
MIN_REASONED_MARGIN = 0.5
"""The same lead if a row about its words or its context decided: ``the village of Kakrauli``."""

_NAMED_GROUPS = word_set("places", "named_groups")
_NAMED_THINGS = word_set("places", "named_things")
_NAMED_OTHERS = _NAMED_GROUPS | _NAMED_THINGS
_PERSON_OR_ORGANISATION = frozenset({"PERSON", "ORG"})
_DASHES_OR_COMMA = frozenset({"-", "—", "–", ","})


@dataclass(slots=True, eq=False)
class NameUse:
    """An entity, and how the story uses its name."""

    gazetteer: Gazetteer
    tokens: Tokens
    entity: EntityDraft
    ranges: Sequence[Range]
    """Tokens of each mention by name."""
    known_places: Collection[str] = frozenset()
    """Folded names that the story uses for places."""
    person_words: Collection[str] = frozenset()
    """Words of the full names of people in the story, casefolded."""
    name: str = field(init=False)
    """The name without possessive."""
    key: str = field(init=False)
    """The folded name."""
    _evidence: tuple[Evidence, ...] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Fold the name."""
        self.name = bare(self.entity.name)
        self.key = fold_name(self.name)

    @property
    def is_listed(self) -> bool:
        """Whether the gazetteer has the name."""
        return len(find_candidates(self.gazetteer, self.name).rows) > 0

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the context of each mention says."""
        if self._evidence is None:
            self._evidence = tuple(context_evidence(self.tokens, start, end) for start, end in self.ranges)
        return self._evidence


PLACE_RULES: list[Cue] = []
"""Rules for an entity that is not a place but has the name of one."""
NON_PLACE_RULES: list[Cue] = []
"""Rules for a place."""


def is_plain_place(gazetteer: Gazetteer, tokens: Tokens, entity: EntityDraft) -> bool:
    """Return whether a place keeps its type whatever its context is, as most do: it is well known, and no rule before.

    The rules before that of well-known places look for words for a group or a thing, or for the name of an institution.
    """
    key = fold_name(bare(entity.name))
    if key in NEVER_PLACES:
        return False
    is_known = entity.iso3166 or entity.wikidata or _has_well_known_place(gazetteer, key)
    return bool(is_known) and tokens.words.isdisjoint(_NAMED_OTHERS)


def first_rule(rules: list[Cue], use: NameUse) -> Cue | None:
    """Return the first rule that applies."""
    for row in rules:
        if row.feature(use):
            return row
    return None


# ---- another type that may be a place ------------------------------------------------------------------------------


@cue(PLACE_RULES, "named county", PLACE, 0, yes="[Clay County] voted.", no="[Clay] voted.")
def _is_county(use: NameUse) -> bool:
    return use.key.endswith(COUNTY_ENDINGS)


@cue(PLACE_RULES, "country", PLACE, 0, yes="[Portugal] voted.", no="[Chad] voted.")
def _is_country(use: NameUse) -> bool:
    return use.key in unambiguous_countries()


@cue(
    PLACE_RULES,
    "abbreviated state",
    PLACE,
    0,
    yes="The [Mass.] budget grew.",
    no="[Miss.] Lee left.",
)
def _is_abbreviated_state(use: NameUse) -> bool:
    short = use.entity.name.lower().replace(" ", "")
    return short.endswith(".") and short in use.gazetteer.abbreviations and AGAINST not in use.evidence


@cue(
    PLACE_RULES,
    "part of a person's name",
    KEEP,
    0,
    yes="It rained in [Lancaster].",
    no="It rained in [Fairview].",
)
def _is_person_word(use: NameUse) -> bool:
    return use.entity.name.casefold() in use.person_words


@cue(PLACE_RULES, "never a place", KEEP, 0, yes="It rained in [May].", no="It rained in [Lyon].")
def _is_never_place(use: NameUse) -> bool:
    return use.key in NEVER_PLACES


@cue(
    PLACE_RULES,
    "place elsewhere in the story",
    PLACE,
    0,
    yes="Few people know [Fairview].",
    no="Mr. [Fairview] left.",
)
def _is_known_place(use: NameUse) -> bool:
    return use.key in use.known_places and AGAINST not in use.evidence


@cue(
    PLACE_RULES,
    "place elsewhere, not here",
    KEEP,
    0,
    yes="Mr. [Fairview] left.",
    no="Few people know [Lyon].",
)
def _is_place_only_elsewhere(use: NameUse) -> bool:
    return use.key in use.known_places


@cue(PLACE_RULES, "context", PLACE, 0, yes="It rained in [Lyon].", no="It rained on [Lyon].")
def _is_used_as_place(use: NameUse) -> bool:
    votes = sum(max(0, int(each)) for each in use.evidence)
    against = use.evidence.count(AGAINST)
    needed = MIN_VOTES_AGAINST_MODEL if use.entity.type in _PERSON_OR_ORGANISATION else 1
    return votes >= needed and against * 2 <= votes


# ---- a place that may be another type ------------------------------------------------------------------------------


@cue(NON_PLACE_RULES, "never a place", "ORG", 0, yes="[Congress] voted.", no="[Lyon] voted.")
def _has_name_of_institution(use: NameUse) -> bool:
    if use.name.endswith("."):
        return False  # Mass. is short for Massachusetts
    return use.key in NEVER_PLACES and not any(_region_follows(use, end) for _, end in use.ranges)


def _region_follows(use: NameUse, end: int) -> bool:
    """Return whether a comma and a region follow a name: "Jupiter, Fla."."""
    tokens = use.tokens
    if tokens.text[end : end + 1] != [","] or end + 1 >= len(tokens):
        return False
    word = tokens.text[end + 1]
    return word.lower() in use.gazetteer.abbreviations or _has_well_known_place(use.gazetteer, fold_name(word))


@cue(
    NON_PLACE_RULES,
    "named as a group",
    "ORG",
    0,
    yes="The band [Boston] played on Friday.",
    no="The city of [Boston] voted on Friday.",
)
def _is_named_group(use: NameUse) -> bool:
    return _follows(use, _NAMED_GROUPS)


@cue(
    NON_PLACE_RULES,
    "named as a thing",
    "PRODUCT",
    0,
    yes="The ferry [Estonia] sank on Friday.",
    no="The ferry to [Estonia] sank on Friday.",
)
def _is_named_thing(use: NameUse) -> bool:
    return _follows(use, _NAMED_THINGS)


def _follows(use: NameUse, words: Collection[str]) -> bool:
    """Return whether one of these nouns stands right before a mention, and no mention is used as a place."""
    lower = use.tokens.lower
    return any(start and lower[start - 1] in words for start, _ in use.ranges) and STRONG not in use.evidence


@cue(NON_PLACE_RULES, "well-known place", KEEP, 0, yes="[Lyon] voted.", no="[Marlow] voted.")
def _is_well_known(use: NameUse) -> bool:
    """A country, a first-level region or a large town has the name, or the knowledge base has an id."""
    return bool(use.entity.iso3166 or use.entity.wikidata) or _has_well_known_place(use.gazetteer, use.key)


@lru_cache(maxsize=MAX_CACHED_NAMES)
def _has_well_known_place(gazetteer: Gazetteer, key: str) -> bool:
    rows = gazetteer.rows_of_folded(key)
    col = gazetteer.columns
    large = (col.population[rows] >= MIN_WELL_KNOWN_POPULATION) & (col.rank[rows] != COUNTY)
    return bool((large | (col.rank[rows] == COUNTRY)).any())


@cue(NON_PLACE_RULES, "used as a place", KEEP, 0, yes="It rained in [Marlow].", no="He thanked [Marlow].")
def _has_place_context(use: NameUse) -> bool:
    """A context of a place, a text in capitals, or punctuation that also follows datelines and towns.

    A name that the gazetteer lacks needs more than "at": "an economist at Fjordbanken".
    """
    needed = WEAK if use.is_listed else STRONG
    return any(
        evidence >= needed
        or use.tokens.all_caps[start]
        or not _DASHES_OR_COMMA.isdisjoint(use.tokens.text[end : end + 1])
        for (start, end), evidence in zip(use.ranges, use.evidence, strict=True)
    )


@cue(
    NON_PLACE_RULES,
    "its type is certain",
    KEEP,
    0,
    yes="The town [Quuxmarket] was flooded.",
    no="He thanked [Quuxmarket].",
)
def _has_certain_type(use: NameUse) -> bool:
    """What the story says of the name outvoted the other types when the names were typed."""
    decision = use.entity.decision
    return decision.margin >= (MIN_REASONED_MARGIN if decision.has_reason else MIN_CERTAIN_MARGIN)


@cue(NON_PLACE_RULES, "speaks", "PERSON", 0, yes="[Marlow] said so.", no="[Marlow] grew.")
def _speaks(use: NameUse) -> bool:
    tokens = use.tokens
    return " " not in use.name and any(
        tokens.dep[end - 1] == "nsubj" and tokens.lemma[tokens.head[end - 1]].lower() in person_subject_verbs()
        for _, end in use.ranges
    )


@cue(NON_PLACE_RULES, "in the gazetteer", KEEP, 0, yes="He thanked [Marlow].", no="He thanked [Quuxmarket].")
def _is_listed(use: NameUse) -> bool:
    return use.is_listed


@cue(NON_PLACE_RULES, "not in the gazetteer", "ORG", 0, yes="He thanked [Quuxmarket].", no="He thanked [Marlow].")
def _is_not_listed(use: NameUse) -> bool:
    """The gazetteer does not have the name, and the votes for a place were no more than for something else."""
    return not use.is_listed and use.entity.decision.margin < MIN_UNANIMOUS_MARGIN
