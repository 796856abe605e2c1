"""The names in and beside a phrase: whose people, troops and towns a noun is for.

"Israeli soldiers", "the government of Chad" and "the Italian company, Fiat" name somebody beside their noun.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wiredesk.contract import Entity
from wiredesk.nlp.knowledge.entity_lexicon import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_GROUPS = word_set("event_words", "groups")
_QUANTITIES = word_set("event_words", "quantities")
_PUBLIC_PEOPLE = word_set("event_words", "public_people")
_MORE_PEOPLE = word_set("event_words", "more_people")
_SEVERAL_PEOPLE = word_set("event_words", "several_people")
_STATE_PARTS = word_set("event_words", "state_parts")
_COMPANIES = word_set("event_words", "companies")
_OF_NO_STATE = word_set("event_words", "of_no_state")
_STATES = word_set("event_words", "states")
_TROOPS = word_set("event_classes", "TROOPS")
_TARGETS = word_set("event_classes", "TARGET", "TERRITORY")
_PUBLIC = _GROUPS | _PUBLIC_PEOPLE | _TROOPS | _TARGETS
"""Nouns before which the name of a state says whose they are, though some are nouns of business too."""
ONLY_THINGS = _TARGETS - _GROUPS - _PUBLIC_PEOPLE - _TROOPS
_MODIFIERS = frozenset({"compound", "amod", "nmod"})
_NAMING = frozenset({"NORP", "GPE", "ORG", "LOC"})
"""Types of entities whose name before a noun says whose the people are: "Israeli soldiers", "NATO jets"."""
_PRIVATE_ROLES = frozenset({"trade", "kin", "person"})
_EXAMPLES = frozenset({"including"})
"""Prepositions that name some of the people before them; so does "such as"."""
_BEHIND = frozenset({"of", "from", "in"})
_MAX_JOINED = 24
"""Phrases that are joined by "and" in one slot."""


@dataclass(slots=True)
class PhraseNames:
    """The entities of a story by the tokens of their mentions."""

    tokens: Tokens
    entities: dict[str, Entity]
    owner: list[str | None]
    """Id of the entity of the narrowest mention that a token is in."""
    mention: list[tuple[int, int]]
    """The token range of that mention."""
    filed: tuple[int, int] = (0, 0)
    """The token range of the date line, which takes part in nothing."""
    meant: dict[int, int] = field(default_factory=dict)
    """The noun that an open pronoun in a reported clause stands for."""
    _joined: dict[int, list[int]] = field(default_factory=dict)
    """What :meth:`joined` returned before: several rows ask for the same noun."""

    def joined(self, head: int) -> list[int]:
        """Return a noun, or what it counts or stands for, and the nouns that "and" joins to it."""
        found = self._joined.get(head)
        if found is None:
            found = self._joined[head] = joined(self.tokens, self.meant.get(head, head))
        return found

    def names_before(self, head: int) -> Iterator[str]:
        """Yield the entities of "Israeli soldiers", "Chad's army", "Hungarian and Romanian officials"."""
        tokens = self.tokens
        if not self._is_of_somebody(head):
            return
        is_business = tokens.lemma[head] in _COMPANIES and tokens.lemma[head] not in _PUBLIC
        for child in tokens.children[head]:
            label = tokens.dep[child]
            if label not in _MODIFIERS and label != "poss":
                continue
            if self.owner[child] is None and tokens.lemma[child] in _STATE_PARTS:
                yield from self.names_before(child)  # "an Iraqi army base"
            for one in self.joined(child):
                name = self.owner[one]
                if name is None or (is_business and self.entities[name].type != "ORG"):
                    continue  # a Swedish company is not Sweden
                if self.entities[name].type in _NAMING or tokens.lemma[head] in _STATES:
                    yield name

    def names_of_unit(self, head: int) -> Iterator[str]:
        """Yield the companies that a phrase calls parts of another: "its Bolt Products unit", "Acme's Bolt firm"."""
        tokens = self.tokens
        if tokens.lemma[head] not in _COMPANIES or tokens.child_with(head, "poss") is None:
            return
        owners = {self.owner[child] for child in tokens.children_with(head, "poss")}
        for child in tokens.children_with(head, *_MODIFIERS):
            for one in self.joined(child):
                name = self.owner[one]
                if name is not None and name not in owners and self.entities[name].type == "ORG":
                    yield name

    def names_beside(self, head: int) -> Iterator[str]:
        """Yield the entities of a name in apposition: "the Italian company, Fiat"."""
        for child in self.tokens.children_with(head, "appos"):
            if (name := self.owner[child]) is not None:
                yield name

    def names_behind(self, head: int, *, inner: bool = False) -> Iterator[str]:
        """Yield the entities of "the government of Chad", "rebels from Chad", "a camp for Chadians"."""
        tokens = self.tokens
        for child in tokens.children[head]:
            if tokens.dep[child] == "prep" and (
                (tokens.lower[child] in _BEHIND and tokens.lemma[head] in _GROUPS | _TARGETS)
                or (tokens.lower[child] == "for" and tokens.lemma[head] in _TARGETS)
            ):
                for noun in tokens.children_with(child, "pobj"):
                    for one in self.joined(noun):
                        name = self.owner[one]
                        if name is not None and self.entities[name].type in _NAMING:
                            yield name
                        elif name is None and not inner:
                            yield from self.names_before(one)  # "leaders of Chad's new government"
                            yield from self.names_behind(one, inner=True)

    def _is_of_somebody(self, head: int) -> bool:
        """Return whether a noun is for people or a body, so that a name before it says whose they are.

        One private person is not of a state in that sense: "a man from Chad"; nor is who seeks an office or serves a
        church.
        """
        lemma = self.tokens.lemma[head]
        is_one = self.tokens.tag[head] in {"NN", "NNP"} and lemma not in _SEVERAL_PEOPLE
        if is_one and (lemma in _MORE_PEOPLE or lemma in _OF_NO_STATE or role_kind(lemma) in _PRIVATE_ROLES):
            return False
        if any(self.tokens.lemma[child] in _STATE_PARTS for child in self.tokens.children_with(head, "compound")):
            return True
        return (
            lemma in _GROUPS
            or lemma in _PUBLIC_PEOPLE
            or lemma in _MORE_PEOPLE
            or lemma in _TROOPS
            or lemma in _TARGETS
            or lemma in _COMPANIES
            or lemma in entity_lexicon().roles
        )

    def is_private(self, head: int) -> bool:
        """Return whether a noun is for one person who is of no body: "an American national"."""
        lemma = self.tokens.lemma[head]
        is_one = self.tokens.tag[head] in {"NN", "NNP"}
        return is_one and (lemma in _MORE_PEOPLE or role_kind(lemma) in {"kin", "person"})


def role_kind(title: str) -> str:
    """Return the kind of a title or trade by its last word; empty for none."""
    roles = entity_lexicon().roles
    lower = title.lower()
    return roles.get(lower) or roles.get(lower.rpartition(" ")[2], "")


def joined(tokens: Tokens, head: int) -> list[int]:
    """Return a noun, or what it counts, and the nouns that "and" joins to it."""
    found: list[int] = []
    queue = [_counted(tokens, head)]
    if tokens.child_with(queue[0], "conj") is None:
        return queue
    while queue and len(found) < _MAX_JOINED:
        one = queue.pop(0)
        found.append(one)
        queue += [
            _counted(tokens, child)
            for child in tokens.children[one]
            if tokens.dep[child] == "conj" and tokens.pos[child] not in {"VERB", "AUX"}
        ]
    return found


def examples(tokens: Tokens, head: int) -> Iterator[int]:
    """Yield the nouns behind "including" or "such as" that a noun for several governs."""
    if tokens.tag[head] not in {"NNS", "NNPS", "CD"} and tokens.lemma[head] not in _MORE_PEOPLE:
        return
    for child in tokens.children_with(head, "prep"):
        such = child > 0 and tokens.lower[child] == "as" and tokens.lower[child - 1] == "such"
        if such or tokens.lower[child] in _EXAMPLES:
            for noun in tokens.children_with(child, "pobj"):
                yield from joined(tokens, noun)


def _counted(tokens: Tokens, head: int) -> int:
    """Return what a word of quantity counts: of "hundreds of protesters" the protesters."""
    for _ in range(2):
        if tokens.lemma[head] not in _QUANTITIES and tokens.tag[head] != "CD":
            return head
        for child in tokens.children[head]:
            if tokens.dep[child] == "prep" and tokens.lower[child] == "of":
                noun = tokens.child_with(child, "pobj")
                if noun is not None:
                    head = noun
                    break
        else:
            return head
    return head
