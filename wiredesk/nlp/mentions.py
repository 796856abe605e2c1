"""Records that the extractors of names, entities and places hand to each other.

A :class:`Name` is a span with a type. A :class:`Cluster` joins the mentions of one person, organisation, place or
thing. An :class:`EntityDraft` is a cluster with character offsets; places add locations and links to it. The
contract's entities are built from the drafts once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from wiredesk.contract import EntityType, Location, MentionKind, Span, Tense
from wiredesk.nlp.knowledge import KnownName
from wiredesk.nlp.knowledge.entity_lexicon import Gender


class Name(NamedTuple):
    """A name in the text: a token range, its type and the rule that found it."""

    start: int
    end: int
    type: EntityType
    rule: str
    type_rule: str = ""
    """The row that gave its type most votes; empty before the vote."""
    margin: float = 0.0
    """Votes for its type less those for the next type."""


FOUND_BY = "found by: "
"""Begins the names of the rows that vote for the type with which a name was found."""


class TypeDecision(NamedTuple):
    """Why something has its type."""

    rule: str = ""
    """Name of the row that gave the type most votes, or of the rule that changed it."""
    margin: float = 0.0
    """Votes for the type less those for the next one, of the mention with most."""

    @property
    def has_reason(self) -> bool:
        """Whether a row looked at the name or its context; otherwise only the model and the like gave the type."""
        return bool(self.rule) and not self.rule.startswith(FOUND_BY)


NO_DECISION = TypeDecision()


class TokenMention(NamedTuple):
    """A mention: a token range, how it mentions, and the rule that joined it."""

    start: int
    end: int
    kind: MentionKind
    rule: str
    confidence: float = 1.0
    """Probability of the antecedent of a pronoun, by the ranker; 1 where a rule decided."""


class TitleSpan(NamedTuple):
    """A title of a person: a token range, and the cluster of its organisation or country."""

    start: int
    end: int
    of: int | None
    rule: str
    role_start: int = -1
    """Token at which the role itself begins, without the words and names around it; -1 where the words are no role."""
    role_end: int = -1
    """One past the last token of the role."""
    tense: Tense | None = None
    """When the person holds it, where the clause says so; None where the words of the title decide."""
    office: str | None = None
    """The office in its normal form; set when the cluster is complete."""


@dataclass(slots=True, eq=False)
class Cluster:
    """Mentions of one person, organisation, place or thing. Only the stage of clusters changes it."""

    type: EntityType
    mentions: list[TokenMention] = field(default_factory=list)
    decision: TypeDecision = NO_DECISION
    name: str = ""
    aliases: tuple[str, ...] = ()
    gender: Gender = ""
    titles: list[TitleSpan] = field(default_factory=list)
    known_as: KnownName | None = None
    ticker: str | None = None
    salience: float = 0.0
    last: int = -1
    """Token at which the latest mention so far begins, while short names are joined."""
    seen: int = 0
    """Mentions so far, while short names are joined."""

    @property
    def first(self) -> int:
        """Token at which its first mention begins."""
        return min(self.mentions).start


class MentionDraft(NamedTuple):
    """A mention by its offsets."""

    span: Span
    kind: MentionKind = "name"
    metonymic: bool = False
    stands_for: str | None = None
    """What a metonymic mention means: the id of an entity, or a country's code."""


class TitleDraft(NamedTuple):
    """A title by its offsets; ``of`` is the id of the entity it belongs to."""

    span: Span
    text: str
    of: str | None
    office: str | None = None
    tense: Tense = "current"
    rule: str | None = None


class EntityDraft(NamedTuple):
    """An entity before it becomes a record of the contract; the fields are those of the record."""

    id: str
    type: EntityType
    name: str
    mentions: tuple[MentionDraft, ...] = ()
    titles: tuple[TitleDraft, ...] = ()
    stands_for: str | None = None
    wikidata: str | None = None
    geonames: int | None = None
    iso3166: str | None = None
    location: Location | None = None
    decision: TypeDecision = NO_DECISION
    salience: float = 0.0
    aliases: tuple[str, ...] = ()
    ticker: str | None = None
    kb: str | None = None

    @property
    def country(self) -> str:
        """The code of the country that it is, comes from or lies in; empty without one."""
        return self.iso3166 or (self.location.country if self.location else None) or ""
