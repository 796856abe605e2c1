"""What the text of an organisation's, a place's or a thing's name tells, whatever the story: kept from one to the next.

That is the key that all names of one thing share, its entry in the knowledge base, and the short forms and acronyms
that it may have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.entities.acronyms import COUNTRIES_BEFORE_BODIES, initials
from wiredesk.nlp.entities.comparable_names import ComparableName, comparable_name, without_legal_form
from wiredesk.nlp.knowledge import EntityLexicon, KnownName, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.names.name_words import LEGAL_FORMS
from wiredesk.nlp.names.short_forms import is_distinctive, team_nickname

MAX_NAMES_KEPT = 8_192
"""Names kept, about 8 MB; then they are forgotten and read again."""
_MAX_WORDS_WITH_SHORT_FORMS = 11
_MAX_WORDS_OF_TEAM = 4
_MAX_LETTERS_BEFORE_NAME = 4
_WITHOUT_SHORT_FORMS = frozenset({"GPE", "NORP"})
_KNOWN_AS_PLACE_TYPES = PLACE_TYPES | {"ORG"}
"""Types of one entry of the knowledge base: a place's name is also used for its government and its team."""
_CLUB_FIRST_WORDS = word_set("org_names", "club_first_words")
_CLUB_LAST_WORDS = word_set("org_names", "club_last_words")

Key = tuple[str, ...]


class NameText(NamedTuple):
    """A text that is a name, as it stands in a story."""

    text: str
    label: EntityType
    all_caps: bool
    """Whether its paragraph is set in capitals."""
    is_team: bool
    """Whether it is a town's name that means its team."""


class ReadName(NamedTuple):
    """What such a text tells."""

    form: ComparableName
    key: Key
    """All names of a cluster share it."""
    known: KnownName | None
    is_company: bool
    """Whether it ends in a legal form."""
    short_forms: tuple[Key, ...] = ()
    """Words of it that may stand for it alone."""
    club_words: tuple[str, ...] = ()
    """Words of it that many clubs share."""
    last_word: str = ""
    """Its last word in lower case; empty if it has no short forms."""
    acronyms: frozenset[str] = frozenset()


class NameReader:
    """Reads the texts of names, each once."""

    def __init__(self, known: KnownNames, lexicon: EntityLexicon, is_town: Callable[[str], bool]) -> None:
        self.known, self.lexicon, self.is_town = known, lexicon, is_town
        self._kept: dict[NameText, ReadName] = {}

    def read(self, name: NameText) -> ReadName:
        """Return what a text tells."""
        found = self._kept.get(name)
        if found is None:
            if len(self._kept) >= MAX_NAMES_KEPT:
                self._kept.clear()
            found = self._kept[name] = self._read(name)
        return found

    def _read(self, name: NameText) -> ReadName:
        form, label = comparable_name(name.text), name.label
        key, known = self._key(form, name)
        is_company = form.last_word in LEGAL_FORMS
        if not 1 < len(form.words) <= _MAX_WORDS_WITH_SHORT_FORMS or label in _WITHOUT_SHORT_FORMS:
            return ReadName(form, key, known, is_company)
        first, last = form.words[0], form.words[-1]
        shared = {first} & _CLUB_FIRST_WORDS | {last} & _CLUB_LAST_WORDS if label == "ORG" else ()
        short_forms = tuple(self._short_forms(form, label))
        return ReadName(form, key, known, is_company, short_forms, tuple(shared), last, initials(form.plain))

    def _key(self, form: ComparableName, name: NameText) -> tuple[Key, KnownName | None]:
        """Return the key that all names of a cluster share, and the entry of the knowledge base."""
        if name.is_team:
            return ("team", *form.key), None  # not the town, although they share the name
        by_text = self.known.by_upper_text if name.all_caps else self.known.by_text
        entry = by_text.get(form.plain) or self._known_without(form.plain)
        if entry is None and len(form.plain) > 3 and form.plain.isupper():
            entry = self.known.by_upper_text.get(form.plain)
        if entry and (entry.type == name.label or {entry.type, name.label} <= _KNOWN_AS_PLACE_TYPES):
            return ("NORP" if entry.type == "NORP" else "", entry.name.lower()), entry
        family = "NORP" if name.label == "NORP" else ""
        return (family, *form.key), None

    def _known_without(self, plain: str) -> KnownName | None:
        """Return the entry of a name without its legal form or its country: the U.S. Food and Drug Administration."""
        country, _, rest = plain.partition(" ")
        if (code := COUNTRIES_BEFORE_BODIES.get(country)) and (entry := self.known.by_text.get(rest)):
            return entry if entry.country == code and entry.type == "ORG" else None
        return self.known.by_text.get(without_legal_form(plain))

    def _short_forms(self, form: ComparableName, label: EntityType) -> Iterator[Key]:
        """Yield the words of a name that may stand for it: those at its beginning, those at its end, a nickname."""
        words = form.words
        if is_distinctive(form.plain.split()[0], self.known, self.lexicon):
            yield words[:1]
        for size in range(2, len(words)):
            yield words[:size]
        for size in range(len(words) - 1, 1, -1):
            yield words[-size:]
        if self._is_nickname(without_legal_form(form.plain), label):
            yield words[-1:]

    def _is_nickname(self, plain: str, label: EntityType) -> bool:
        """Return whether the last word can stand for the name: Los Angeles Lakers, Russian Duma, SK Hynix."""
        first, _, last = plain.rpartition(" ")
        place = self.known.by_text.get(first)
        if place and place.type in {"GPE", "NORP"} and len(last) > 2 and last[:1].isupper():
            return True
        if label == "ORG" and first.isupper() and len(first) <= _MAX_LETTERS_BEFORE_NAME and last.istitle():
            return first not in COUNTRIES_BEFORE_BODIES and is_distinctive(last, self.known, self.lexicon)
        if label != "ORG" or plain.count(" ") >= _MAX_WORDS_OF_TEAM:
            return False
        types: Mapping[str, EntityType] = {first: "GPE"} if self.is_town(first) else {}
        return team_nickname(plain, types, self.known) is not None
