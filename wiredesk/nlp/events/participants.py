"""Who takes part in an act: the phrases in a slot, the entities that they name, and what kind they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wiredesk.contract import Entity, Mention, Quote, Span
from wiredesk.nlp.events.phrase_names import ONLY_THINGS, PhraseNames, examples, role_kind
from wiredesk.nlp.events.reported_subjects import reported_subjects
from wiredesk.nlp.knowledge.entity_lexicon import entity_lexicon
from wiredesk.nlp.knowledge.known_entities import known_ids
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens
from wiredesk.toml_tables import read_table

_QUANTITIES = word_set("event_words", "quantities")
_MEASURES = word_set("event_words", "measures_of_things")
_PUBLIC_PEOPLE = word_set("event_words", "public_people")
_MORE_PEOPLE = word_set("event_words", "more_people")
_COMPANIES = word_set("event_words", "companies")
_FIRMS = word_set("event_words", "firms")
_PUBLIC_BODIES = word_set("event_words", "groups", "states", "public_bodies")
_RULERS = word_set("event_classes", "RULERS")
_LEGAL_FORMS = word_set("org_names", "legal_forms")
_STATES = word_set("event_words", "states")
_TROOPS = word_set("event_classes", "TROOPS")
_TAKING_PART = frozenset({"PERSON", "GPE", "ORG"})
"""Types of entities that act by themselves; a people among others, as in "40 dead, including six Finns", does not."""
_PEOPLE_PRONOUNS = word_set("function_words", "male_pronouns", "female_pronouns") | word_set(
    "event_words", "more_people_pronouns"
)
_THIRD_PERSON = word_set("function_words", "male_pronouns", "female_pronouns")
_TIMES = frozenset({"DATE", "TIME"})
_MAX_WORD = 20
"""Characters before a name in which the noun for a company stands."""
_CURRENCIES = frozenset(read_table("wiredesk.nlp.lexicon", "currencies")["names"])
_STATE_OFFICES = frozenset({"state", "rank"})


class Participant(NamedTuple):
    """A phrase that takes part in an act: its tokens, and its entity if it names one."""

    head: int
    start: int
    end: int
    entity: str | None


class Cast(PhraseNames):
    """Who may take part in the acts of a story."""

    __slots__ = ()

    @classmethod
    def of(
        cls, tokens: Tokens, entities: Iterable[Entity], dateline: Span | None = None, quotes: Iterable[Quote] = ()
    ) -> Cast:
        """Index the mentions that may take part.

        Left out are those in the date line, pronouns for a place that is named in the date line only, and "he" or "she"
        in direct speech for the speaker.
        """
        filed = filed_from, filed_to = dateline or (0, 0)
        spoken: dict[str | None, list[Span]] = {}
        for quote in quotes:
            if quote.kind == "direct":
                spoken.setdefault(quote.speaker, []).extend(quote.content)
        size = len(tokens)
        owner: list[str | None] = [None] * size
        mention = [(0, 0)] * size
        by_id: dict[str, Entity] = {}
        width = [1 << 30] * size
        starts, ends = tokens.token_starting_at, tokens.token_after
        for entity in entities:
            by_id[entity.id] = entity
            own_words = sorted(spoken.get(entity.id, ()))
            if dateline is not None and _is_named_only_in(filed, entity):
                continue
            for one in entity.mentions:
                span = one.span
                if filed_from <= span[0] < filed_to or (own_words and _is_of_another(tokens, one, own_words)):
                    continue
                first, last = starts.get(span[0], -1), ends.get(span[1], -1)
                if first < 0 or last < 0:
                    first, last = tokens.covering(span)
                wide = last - first
                for token in range(first, last):
                    if wide < width[token]:
                        owner[token], mention[token], width[token] = entity.id, (first, last), wide
        meant = reported_subjects(tokens, owner, by_id)
        return cls(tokens, by_id, owner, mention, tokens.covering(dateline) if dateline else (0, 0), meant)

    # ---- phrases -----------------------------------------------------------------------------------------------------

    def participants(self, heads: Iterable[int], *, nations: bool = True, things: bool = False) -> list[Participant]:
        """Return the phrases of these heads, those that "and" joins to them too, each with its entities.

        Args:
            nations: whether a people or state takes part through its people: Israel in "Israeli soldiers". It does in
                politics; in an arrest or a death the soldiers do by themselves.
            things: whether it takes part through its bases, towns and ships too, to which something is done.
        """
        tokens = self.tokens
        found: list[Participant] = []
        for head in heads:
            for one in self.joined(head):
                if self.filed[0] <= one < self.filed[1]:  # "SYDNEY, March 2 - Qantas has", which the parse joins
                    found += [Participant(name, *self.mention[name], self.owner[name]) for name in self._behind(one)]
                    continue
                is_word = tokens.text[one][-1:].isalnum() and tokens.ent_type[one] not in _TIMES
                if is_word or self.owner[one] is not None:
                    found += self._named_with_examples(one, nations, things)
        return found

    def _behind(self, filed: int) -> list[int]:
        """Return the first name that the parse takes for an apposition to a word of the date line."""
        names = self.tokens.children_with(filed, "appos")
        return [name for name in names if name >= self.filed[1] and self.owner[name] is not None][:1]

    def phrase_start(self, head: int) -> int:
        """Return the first token of the phrase of a noun, up to the noun, without a date line or a dash before it."""
        start = self.tokens.left[head]
        if start < self.filed[1] <= head:
            start = self.filed[1]
        while start < head and not self.tokens.text[start][:1].isalnum():
            start += 1
        return start

    def _named_with_examples(self, head: int, nations: bool, things: bool) -> list[Participant]:
        """Return a phrase, and who of it is named behind "including" or "such as".

        These names say more than the people or the party before the noun, so that takes part no more.
        """
        named = [
            Participant(one, *self.mention[one], name)
            for one in examples(self.tokens, head)
            if (name := self.owner[one]) is not None and self.entities[name].type in _TAKING_PART
        ]
        return self._named(head, nations and not named, things) + named

    def _named(self, head: int, nations: bool, things: bool) -> list[Participant]:
        """Return a phrase once for each entity that it names; once without an entity if it names none."""
        if (own := self.owner[head]) is not None:
            start, end = self.mention[head]
            return [Participant(head, start, end, own)]
        start, end = self.phrase_start(head), head + 1
        names = list(self.names_beside(head)) or list(self.names_of_unit(head))
        if nations and not names and (things or self.tokens.lemma[head] not in ONLY_THINGS):
            names = list(self.names_before(head)) or list(self.names_behind(head))
        return [Participant(head, start, end, name) for name in dict.fromkeys(names)] or [
            Participant(head, start, end, None)
        ]

    # ---- kinds -------------------------------------------------------------------------------------------------------

    def kinds(self, head: int) -> set[str]:
        """Return the kinds of what a head names, see ``event_frames.KINDS``."""
        tokens, head = self.tokens, self.meant.get(head, head)
        found: set[str] = set()
        name = self.owner[head]
        if name is not None:
            found |= self._kinds_of_entity(self.entities[name])
        if tokens.pos[head] == "PRON" and name is None:
            if tokens.lower[head] in _PEOPLE_PRONOUNS:
                found |= {"PERSON", "ACTOR"}
            return found
        if tokens.tag[head] == "CD" or tokens.lemma[head] in _QUANTITIES:
            found |= {"NUMBER"} if tokens.lemma[head] in _MEASURES else {"NUMBER", "PERSON"}
        label = tokens.ent_type[head]
        if label in {"MONEY", "PERCENT"}:
            found.add(label)
        elif (
            tokens.lower[head].removesuffix("s") in _CURRENCIES
            and tokens.child_with(head, "nummod", "compound") is not None
        ):
            found.add("MONEY")  # "earned 71 mln dlrs", which the model does not know
        if name is None or tokens.pos[head] == "NOUN":
            found |= self._kinds_of_noun(head)
        return found

    def _kinds_of_entity(self, entity: Entity) -> set[str]:
        kind = entity.type
        if kind == "PERSON":
            office = any(
                role_kind(title.office or title.text) in _STATE_OFFICES and not self._is_of_firm(title.of)
                for title in entity.titles
            )
            return {"PERSON", "ACTOR", "STATE", "BODY"} if office else {"PERSON", "ACTOR"}
        if kind == "GPE":
            return {"STATE", "BODY", "ACTOR", "PLACE"}
        if kind == "NORP":
            return {"STATE", "BODY", "ACTOR", "PERSON"}
        if kind == "ORG":
            return {"BODY", "ACTOR", "COMPANY"}
        if kind in {"LOC", "FAC"}:
            return {"PLACE", "BODY"} if kind == "LOC" else {"PLACE"}
        return {"COMPANY"} if kind == "PRODUCT" else set()

    def _kinds_of_noun(self, head: int) -> set[str]:
        lemma = self.tokens.lemma[head]
        found: set[str] = set()
        lexicon = entity_lexicon()
        role = role_kind(lemma)
        if role or lemma in _MORE_PEOPLE:
            found |= {"PERSON", "ACTOR"}
        if role == "state" or lemma in _PUBLIC_PEOPLE:
            found |= {"BODY", "ACTOR"}
            if role == "state" or lemma in _STATES:
                found.add("STATE")
        kind = lexicon.nominal_types.get(lemma, "")
        if kind == "ORG":
            found |= {"BODY", "ACTOR"}
        elif kind in {"GPE", "LOC", "FAC"}:
            found.add("PLACE")
        if lemma in _COMPANIES:
            found |= {"COMPANY", "BODY", "ACTOR"}
        if found & {"PERSON", "BODY"} and any(True for _ in self.names_before(head)):
            found |= {"STATE", "BODY"}
        for name in self.names_beside(head):  # "his counterpart, Ann Lee"
            found |= self._kinds_of_entity(self.entities[name])
        return found

    def is_public(self, participant: Participant) -> bool:
        """Return whether somebody is a state, a body, a person in office or a group in politics or war."""
        lemma = self.tokens.lemma[participant.head]
        if lemma in _PUBLIC_PEOPLE or lemma in _TROOPS or role_kind(lemma) == "state":
            return True
        if self.tokens.lower[participant.head] in _RULERS:
            return True  # the Kremlin, which may be read as a building
        if self.tokens.pos[participant.head] == "PRON" and participant.entity is None:
            return True  # nobody knows who "they" are
        if participant.entity is None:
            return entity_lexicon().nominal_types.get(lemma) in {"ORG", "GPE"}
        entity = self.entities[participant.entity]
        if entity.type == "PERSON":
            return self._is_public_person(entity)
        return entity.type in {"GPE", "NORP", "LOC"} or (entity.type == "ORG" and not self._is_firm(entity))

    def is_deal_of_firms(self, sides: Sequence[Participant]) -> bool:
        """Return whether companies deal with each other, or one with bodies that nothing calls public.

        A noun by which the story calls a body makes no company here: "the group" may be OPEC.
        """
        bodies = [self.entities[one.entity] for one in sides if one.entity]
        if any(one.entity is None and self.is_public(one) for one in sides):
            return False
        firms = [body for body in bodies if body.type == "ORG" and _has_form_of_firm(body)]
        return bool(firms) and len(bodies) > 1 and all(body in firms or _may_be_firm(body) for body in bodies)

    def _is_public_person(self, person: Entity) -> bool:
        """Return whether a person holds an office of state, or nothing says what the person does."""
        if person.links.wikidata in known_ids() or not person.titles or "STATE" in self._kinds_of_entity(person):
            return True
        owners = (self.entities.get(title.of or "") for title in person.titles)
        return any(owner is not None and owner.type in {"GPE", "NORP"} for owner in owners)

    def _is_of_firm(self, owner: str | None) -> bool:
        """Return whether a title is one in a company: "president of Acme Corp"."""
        body = self.entities.get(owner or "")
        return body is not None and body.type == "ORG" and self._is_firm(body)

    def _is_firm(self, body: Entity) -> bool:
        """Return whether a body is a company: by its share, its legal form, or a noun that the story calls it by."""
        if _has_form_of_firm(body):
            return True
        text = self.tokens.masked
        nouns = (text[slice(*one.span)] for one in body.mentions if one.kind == "nominal")
        before = (text[: one.span[0]][-_MAX_WORD:] for one in body.mentions if one.kind == "name")
        if any(noun.rpartition(" ")[2].lower() in _COMPANIES for noun in nouns):
            return True
        return any(words.rstrip().rpartition(" ")[2].lower() in _FIRMS for words in before)  # "the carmaker Acme"


def _has_form_of_firm(body: Entity) -> bool:
    return bool(body.links.ticker) or body.name.rpartition(" ")[2].rstrip(".").lower() in _LEGAL_FORMS


def _may_be_firm(body: Entity) -> bool:
    """Return whether no word of a body's name is one for a state, an office or a union."""
    words = body.name.lower().split()
    return body.type == "ORG" and body.links.wikidata not in known_ids() and _PUBLIC_BODIES.isdisjoint(words)


def _lies_in(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] < outer[1]


def _is_named_only_in(filed: Span, entity: Entity) -> bool:
    """Return whether an entity has names, all in the date line: what "it" says of the place is then misread."""
    has_name = False
    for one in entity.mentions:
        if one.kind == "name":
            if not _lies_in(one.span, filed):
                return False
            has_name = True
    return has_name


def _is_of_another(tokens: Tokens, mention: Mention, own_words: list[Span]) -> bool:
    """Return whether a pronoun of the third person stands in the direct speech of whom it was taken for."""
    if mention.kind != "pronoun":
        return False
    before = own_words[max(bisect_right(own_words, (mention.span[0], mention.span[1])) - 1, 0)]
    return _lies_in(mention.span, before) and tokens.masked[slice(*mention.span)].lower() in _THIRD_PERSON
