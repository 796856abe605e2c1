"""Bodies and countries as sources: what class they are of, and which one a source speaks for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from wiredesk.contract import Entity, SourceClass
from wiredesk.nlp.knowledge import countries, entity_lexicon, known_entities
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.speakers import Speakers
from wiredesk.nlp.tokens import Tokens

MAX_BODY_TOKENS = 12
"""Tokens between a post and the body that it is of: "spokesman for the city's much criticised [Transit Authority]"."""

_LEGAL_FORMS = word_set("org_names", "legal_forms")
_MEDIA_NAMES = word_set("quote_sources", "media_names")
_AGENCIES = word_set("datelines", "agencies")
_OFFICIAL_NAMES = word_set("quote_sources", "official_names")
_OFFICIAL_BODIES = word_set("quote_sources", "official_bodies")
_COMPANY_NAMES = word_set("quote_sources", "company_names")
_CLASS_OF_NOUN: dict[str, SourceClass] = {
    **dict.fromkeys(word_set("quote_sources", "official"), "official"),
    **dict.fromkeys(word_set("quote_sources", "media"), "media"),
    **dict.fromkeys(word_set("quote_sources", "company"), "company"),
}
_MANAGERS = frozenset({"executive", "ceo", "cfo", "coo"})
"""Last words of titles that only companies give."""
_POSTS = word_set("quote_sources", "offices", "common_offices", "representatives", "official")
_COMPANY_WORDS = frozenset({"bank", "corp", "inc", "ltd", "plc"})
"""Words of a company's name in any place: "Hospital Corp of America"."""
_PREPOSITIONS = word_set("quote_sources", "body_prepositions")
_STOPS = frozenset({",", "(", "—", "–", "--", "-", ";", ":"})
_CLAUSE_TAGS = frozenset({"WP", "WDT", "WP$", "WRB", "VBD", "VBZ", "VBP", "MD"})
_RELATIVE_TAGS = frozenset({"WP", "WDT", "WP$", "WRB"})
_PHRASE_ENDS = _CLAUSE_TAGS | {"IN", "TO"}
"""Tags of words behind which a noun no longer says what the source is."""


def source_nouns(tokens: Tokens, speakers: Speakers, begin: int, end: int) -> list[int]:
    """Return the nouns that say what a source is: the last of each part between commas, before a preposition.

    Nouns inside a name say who it is; a possessor ("the company's") is not the source.
    """
    found: list[int] = []
    last, is_open = None, True
    for at in range(begin, end):
        tag = tokens.tag[at]
        if tokens.text[at] in _STOPS or tokens.text[at] == ")":
            if last is not None:
                found.append(last)
            last, is_open = None, True
        elif tag in _RELATIVE_TAGS:
            break
        elif not is_open or is_in_name(tokens, speakers, at):
            continue
        elif tag in _PHRASE_ENDS:
            is_open = False
        elif tag == "POS":
            last = None
        elif tokens.pos[at] in {"NOUN", "PROPN"} and tokens.text[at][0].isalpha():
            last = at
    return found if last is None else [*found, last]


def is_in_name(tokens: Tokens, speakers: Speakers, token: int) -> bool:
    """Return whether a token is part of the name of an entity."""
    found = speakers.at(tokens, token)
    return found is not None and found[1].kind == "name"


class Bodies:
    """The organisations and countries of one story."""

    def __init__(self, tokens: Tokens, entities: Iterable[Entity], speakers: Speakers) -> None:
        self._tokens, self._speakers = tokens, speakers
        self._roles = entity_lexicon().roles
        self._entities = {entity.id: entity for entity in entities}
        self._countries = {
            entity.links.iso3166: entity.id
            for entity in self._entities.values()
            if entity.type == "GPE" and entity.links.iso3166
        }
        self._classes: dict[str, SourceClass | None] = {}
        self._managed = {
            title.of
            for entity in self._entities.values()
            for title in entity.titles
            if title.of is not None and title.text.lower().split()[-1] in _MANAGERS
        }

    # ---- the class of a body -----------------------------------------------------------------------------------------

    def class_by_id(self, id: str | None) -> SourceClass | None:
        """Return the class of the body with an id."""
        entity = self._entities.get(id or "")
        return self.class_of(entity) if entity is not None else None

    def class_of(self, entity: Entity) -> SourceClass | None:
        """Return the class of source that an entity is; None for those that nothing tells: parties, unions, clubs."""
        if entity.id not in self._classes:
            self._classes[entity.id] = self._told(entity)
        return self._classes[entity.id]

    def _told(self, entity: Entity) -> SourceClass | None:
        if entity.type == "GPE" or (entity.type == "NORP" and entity.links.iso3166):
            return "official"
        if entity.type in {"WORK_OF_ART", "LAW", "AGREEMENT"}:
            return "document"
        if entity.type == "PERSON":
            return "person"
        return self._by_name(entity) or self._by_mentions(entity) if entity.type in {"ORG", "FAC"} else None

    def _by_name(self, entity: Entity) -> SourceClass | None:
        """Return the class that the words of an organisation's name tell."""
        words = entity.name.lower().replace("(", " ").replace(")", " ").split()
        if " ".join(words) in _OFFICIAL_BODIES:
            return "official"
        if entity.links.ticker is not None or words[-1] in _LEGAL_FORMS:
            return "company"
        if words[-1] in _MEDIA_NAMES or words[0] in _AGENCIES or words[-2:] == ["news", "agency"]:
            return "media"
        if not _OFFICIAL_NAMES.isdisjoint(words) or _is_central_bank(words):
            return "official"
        is_company = words[-1] in _COMPANY_NAMES or not _COMPANY_WORDS.isdisjoint(words)
        return "company" if is_company else None

    def _by_mentions(self, entity: Entity) -> SourceClass | None:
        """Return the class that the nouns which stand for it tell, and the titles of its managers."""
        for mention in entity.mentions:
            if mention.kind == "nominal":
                noun = self._tokens.masked[slice(*mention.span)].lower().split()[-1]
                if noun in _CLASS_OF_NOUN:
                    return _CLASS_OF_NOUN[noun]
        return "company" if entity.id in self._managed else None

    # ---- the body spoken for -----------------------------------------------------------------------------------------

    def if_organisation(self, id: str | None) -> str | None:
        """Return the id of an organisation; None for a country."""
        entity = self._entities.get(id or "")
        return id if entity is not None and entity.type == "ORG" else None

    def spoken_for(self, noun: int, begin: int, end: int, *, is_country_too: bool) -> str | None:
        """Return the id of the body that a source's noun is tied to; ``begin`` and ``end`` are the source's tokens.

        ``is_country_too``: a country counts, too: "the Turkish minister", but not "a Turkish farmer".
        """
        return self._before(noun, begin, is_country_too) or self._behind(noun, end, is_country_too)

    def _before(self, noun: int, begin: int, is_country_too: bool) -> str | None:
        """Return the body before a noun: ``Acme [spokesman]``, ``its [spokesman]``, ``the company's [lawyer]``."""
        tokens = self._tokens
        for at in range(noun - 1, max(begin, noun - MAX_BODY_TOKENS) - 1, -1):
            if tokens.text[at] in _STOPS or tokens.tag[at] in _CLAUSE_TAGS:
                return None
            if tokens.tag[at] == "POS" or at == noun:
                continue
            found = self._speakers.at(tokens, at)
            if (
                found is None
                or found[1].span[1] >= tokens.end[noun]
                or (found[1].kind == "pronoun" and tokens.tag[at] != "PRP$")
            ):
                continue
            body = self._body(found[0], is_country_too)
            if body is not None or found[0].type == "PERSON":
                return body
        return None

    def _behind(self, noun: int, end: int, is_country_too: bool) -> str | None:
        """Return the body behind a noun: ``[spokesman] for Acme``, ``[head] of the WHO's office``."""
        tokens = self._tokens
        if noun + 1 >= end or tokens.lower[noun + 1] not in _PREPOSITIONS:
            return None
        is_scene = tokens.lower[noun + 1] == "in"
        for at in range(noun + 2, min(end, noun + 2 + MAX_BODY_TOKENS)):
            if tokens.text[at] in _STOPS or tokens.tag[at] in _CLAUSE_TAGS:
                return None
            found = self._speakers.at(tokens, at)
            if found is not None and tokens.pos[at] != "DET":
                after = bisect_left(tokens.start, found[1].span[1])
                is_owner = after < end and tokens.tag[after] == "POS" and not self._is_of_state(after + 1, end)
                return self._body(found[0], is_country_too and not is_scene and not is_owner)
        return None

    def _is_of_state(self, first: int, end: int) -> bool:
        """Return whether what a country owns is a body of state: "Brazil's finance ministry", not "its growers"."""
        tokens, last = self._tokens, first
        while last + 1 < end and tokens.pos[last + 1] in {"NOUN", "PROPN"}:
            last += 1
        return last < end and _CLASS_OF_NOUN.get(tokens.lemma[last]) == "official"

    def _body(self, entity: Entity, is_country_too: bool) -> str | None:
        """Return the id of a body, or of the country that a people or a place is; None for anything else."""
        if entity.type == "ORG":
            return entity.id
        if not is_country_too:
            return None
        if entity.type == "NORP":
            code = entity.links.iso3166
            return self._countries.get(code, entity.id) if code else None
        return entity.id if entity.type == "GPE" else None

    def of_titles(self, entity: Entity) -> str | None:
        """Return the body of a person's first title that has one; a country only for an office."""
        for title in entity.titles:
            body = self._entities.get(title.of or "")
            if body is None or title.tense == "former":
                continue
            nouns = source_nouns(self._tokens, self._speakers, *self._tokens.covering(title.span))
            is_office = self._roles.get(title.office or "") == "state"
            is_office = is_office or any(self._tokens.lemma[noun] in _POSTS for noun in nouns)
            found = self._body(body, is_office)
            if found is not None:
                return found
        return None

    def meant_by(self, entity: Entity, item: Attribution) -> str | None:
        """Return what a metonym in a source stands for: ``Washington said``."""
        found = self._speakers.at(self._tokens, item.subject) if item.subject is not None else None
        meant = (found[1].stands_for if found and found[1].metonymic else None) or None
        if meant is None and found and found[1].metonymic:
            meant = entity.stands_for
        meant = self._countries.get(meant, meant) if meant else None
        return meant if meant in self._entities and meant != entity.id else None


def _is_central_bank(words: Sequence[str]) -> bool:
    """Return whether a name is that of a central bank: ``Bank of Japan``, ``Central Bank of Kenya``."""
    if "central" in words and "bank" in words:
        return True
    if words[1:] == ["national", "bank"] and words[0] in _demonyms():
        return True
    return words[:2] == ["bank", "of"] and " ".join(words[2:]) in _country_names()


@cache
def _country_names() -> frozenset[str]:
    return frozenset(country.name.lower() for country in countries()) | {"england"}


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(word.lower() for country in countries() for word in country.demonyms)


def known_title(entity: Entity) -> str:
    """Return the title in office of a person whom the knowledge base has, lower case; an empty string without one."""
    return _known_titles().get(entity.links.wikidata or "", "")


@cache
def _known_titles() -> dict[str, str]:
    return {row.wikidata: row.title.lower() for row in known_entities() if row.wikidata and row.title}
