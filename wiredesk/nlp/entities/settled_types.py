"""Types of short names settled by the full names of the story.

Short names often have too little context for the model. "Norden" is the Norden Bank's, though the model takes it for a
person; "Muqtada" is Muqtada Sadr's, though the model takes it for an organisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiredesk.contract import EntityType
from wiredesk.nlp.entities.acronyms import initials, letters_of
from wiredesk.nlp.entities.person_context import gender_by_honorific, title_before
from wiredesk.nlp.entities.person_name_parts import split_name
from wiredesk.nlp.entities.tickers import TYPE_RULE as CODE_RULE
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_LAST_WORDS, PARTICLES
from wiredesk.nlp.names.short_forms import SMALL_WORDS, is_distinctive
from wiredesk.nlp.tokens import Tokens

_BODIES = frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})
TYPE_RULE = "part of a full name"
"""The rule of a type that a name of the story in full gave to a shorter one."""
_MAX_WORDS_OF_PERSON = 3
_MAX_LETTERS_OF_ACRONYM = 3
"""Letters of a name in capitals that may be another name than the same letters in small ones: WHO, Who."""


def settle_types(tokens: Tokens, names: Sequence[Name], known: KnownNames, lexicon: EntityLexicon) -> list[Name]:
    """Return the names, short ones with the type of the full name whose part they are."""
    story = _FullNames(tokens, names, known, lexicon)
    types = dict(story.settled())
    for text, mixed in story.in_capitals():
        types[text] = types.get(mixed) or story.groups[mixed][0].type
    if not types:
        return list(names)
    return [
        name._replace(type=types[text], type_rule=TYPE_RULE) if text in types and name.type_rule != CODE_RULE else name
        for name, text in zip(names, story.texts, strict=True)
    ]


class _FullNames:
    """The words of the full names of people and of bodies in a story."""

    def __init__(self, tokens: Tokens, names: Sequence[Name], known: KnownNames, lexicon: EntityLexicon) -> None:
        self.tokens, self.known, self.lexicon = tokens, known, lexicon
        self.texts = [tokens.string(name.start, name.end) for name in names]
        """The texts of the names."""
        self.groups: dict[str, list[Name]] = {}
        """Names by their text."""
        self.of_persons: set[str] = set()
        """First and last words of people's full names, and surnames with an article (El-Sisi); lower case, without
        accents and the article."""
        self.surnames_alone: set[str] = set()
        """Texts of one word that are a person's name."""
        self.of_bodies: dict[str, EntityType] = {}
        """First words of the names of bodies that can stand for them, and their acronyms → type."""
        self.edges_of_bodies: set[str] = set()
        """First and last words of the names of bodies, lower case."""
        for name, text in zip(names, self.texts, strict=True):
            self.groups.setdefault(text, []).append(name)
        for text, group in self.groups.items():
            self._note(text, group[0])

    def _note(self, text: str, name: Name) -> None:
        if name.type == "PERSON":
            parts = split_name(self.tokens, name).words
            if " " not in text:
                self.surnames_alone.add(text)
            if parts and (len(parts) > 1 or not text.isalpha()):
                self.of_persons |= {parts[0], parts[-1]}
        elif name.type in _BODIES and " " in text:
            words = text.split()
            self.edges_of_bodies |= {words[0].lower(), words[-1].lower()}
            if name.type in {"ORG", "FAC"}:
                for letters in initials(text):
                    self.of_bodies.setdefault(letters, name.type)
                if is_distinctive(words[0], self.known, self.lexicon):
                    self.of_bodies.setdefault(words[0], name.type)

    def in_capitals(self) -> Iterator[tuple[str, str]]:
        """Yield the names in capitals that the story also writes with small letters, and those: ``ORVAC``, Orvac."""
        capitals = [text for text in self.groups if len(text) > _MAX_LETTERS_OF_ACRONYM and text.isupper()]
        if not capitals:
            return
        mixed = {text.upper(): text for text in reversed(self.groups) if not text.isupper()}
        for text in capitals:
            if text in mixed:
                yield text, mixed[text]

    def settled(self) -> Iterator[tuple[str, EntityType]]:
        """Yield the texts for which the story's full names tell another type than they have, and that type."""
        has_bodies, has_persons = bool(self.of_bodies), bool(self.of_persons or self.surnames_alone)
        for text, group in self.groups.items():
            label = group[0].type
            if not (has_bodies if label == "PERSON" else has_persons and label in _BODIES):
                continue
            if text in self.known.by_text or (len(group) > 1 and any(name.type != label for name in group)):
                continue
            if label != "PERSON":
                if self._is_person(text, group):
                    yield text, "PERSON"
            elif (found := self._of_body(text, group)) is not None:
                yield text, found

    def _of_body(self, text: str, group: list[Name]) -> EntityType | None:
        """Return the type of the body whose short form or acronym a supposed person is."""
        if " " in text:
            return None
        found = self.of_bodies.get(text) or self.of_bodies.get(letters_of(text))
        if found is None or text in self.lexicon.first_name_genders:
            return None
        parts = split_name(self.tokens, group[0]).words
        if not parts or parts[-1] in self.of_persons or any(self._has_title(name) for name in group):
            return None
        return found

    def _has_title(self, name: Name) -> bool:
        return bool(gender_by_honorific(self.tokens, name) or title_before(self.tokens, name, self.lexicon))

    def _is_person(self, text: str, group: list[Name]) -> bool:
        """Return whether a supposed body is a person: by a part of a full name, or by its first name and surname."""
        words, tokens = text.split(), self.tokens
        if not self.of_persons and not (len(words) > 1 and words[-1] in self.surnames_alone):
            return False
        if any(tokens.lower[max(0, name.start - 1)] == "the" for name in group) or text.lower() in self.edges_of_bodies:
            return False
        parts = split_name(tokens, group[0]).words
        if parts and all(part in PARTICLES for part in parts[:-1]):
            acronym = text.isupper() and not tokens.all_caps[group[0].start]
            return parts[-1] in self.of_persons and not acronym
        if not 2 <= len(words) <= _MAX_WORDS_OF_PERSON or words[0] not in self.lexicon.first_name_genders:
            return False
        lower = {word.lower() for word in words}
        if lower & (ORG_LAST_WORDS | LEGAL_FORMS | SMALL_WORDS) or words[-1] not in self.surnames_alone:
            return False
        return words[-1] not in self.of_bodies and parts[-1] not in self.of_persons
