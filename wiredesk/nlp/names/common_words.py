"""Common words that a story capitalises: the first of a sentence, words in capitals for emphasis, fields of offices.

``Inflation will rise`` where the story goes on about inflation; ``Exporters put the cost at $18 million``, which the
tagger reads as a common noun; ``a frozen leg of LAMB``; ``[Health] Cabinet Secretary``.
"""

from __future__ import annotations

from functools import cached_property

from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.noise import GIVEN, opens_clause
from wiredesk.nlp.tokens import Tokens

_MIN_EMPHASISED = 4
"""Letters of a word in capitals that may be emphasis; shorter ones are acronyms."""
_COMMON_TYPES = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "FAC", "EVENT", "NORP", "GPE"})
_OFFICES = frozenset({"minister", "secretary", "commissioner", "ministers", "secretaries"})
_BEFORE_OFFICES = frozenset({"cabinet", "prime", "deputy", "under", "permanent"})
_ADJECTIVES = word_set("never_names", "adjectives")
_COMMON_TAGS = frozenset({"NN", "NNS", "JJ", "JJR", "JJS", "VBG", "VBN"})
"""Tags of words that are no names; the tagger reads the words around them, too."""
_COMMON_NOUN_TYPES = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART"})
"""Types that the model gives to a common noun at the beginning of a sentence."""
_THINGS = word_set("never_names", "weather", "abstract", "commodities")
_ASIDE = frozenset({"(", ")", "-", "–", "—", "--"})
"""Marks beside a name on its own: an actor's part in brackets, a periodical before its dash."""
_MAX_OFFICE_WORDS = 3
"""Words from the field of an office to its noun: ``[Health] Permanent Under Secretary``."""


def words_in_lower_case(tokens: Tokens) -> set[str]:
    """Return the different words that a story writes in lower case."""
    return set(filter(str.islower, set(tokens.text)))


class CommonWords:
    """The words that a story writes in lower case, and those with a capital inside its sentences."""

    def __init__(self, tokens: Tokens, known: KnownNames, lexicon: EntityLexicon) -> None:
        self.tokens, self.known, self.lexicon = tokens, known, lexicon

    @cached_property
    def _lower(self) -> set[str]:
        return words_in_lower_case(self.tokens)

    @cached_property
    def _inside(self) -> set[str]:
        """Words with a capital inside a sentence of the body: names."""
        tokens = self.tokens
        inside = (at for at in tokens.capitalised if tokens.paragraph[at] > 0 and not opens_clause(tokens, at))
        return {tokens.text[at] for at in inside}

    def has(self, name: Name) -> bool:
        """Return whether a name is a common word that the story capitalises."""
        tokens, at = self.tokens, name.start
        if name.end - at != 1 or name.rule in GIVEN or tokens.all_caps[at] or name.type not in _COMMON_TYPES:
            return False
        word = tokens.text[at]
        if word in self.known.by_text:
            return False
        if self._is_adjective(name) or self._is_field_of_office(name):
            return True
        if word.isupper():
            return len(word) >= _MIN_EMPHASISED and self._is_emphasis(at)
        if not opens_clause(tokens, at) or word in self.lexicon.first_name_genders:
            return False
        if word in self._inside:
            return False
        return tokens.lower[at] in self._lower or self._is_thing(at)

    def may_be_common(self, name: Name) -> bool:
        """Return whether the tagger reads a name that opens a sentence as a common word: ``Exporters sold``.

        It may be a name all the same, which the words around it and the map tell.
        """
        tokens, at = self.tokens, name.start
        if name.end - at != 1 or tokens.tag[at] not in _COMMON_TAGS or name.type not in _COMMON_NOUN_TYPES:
            return False
        word = tokens.text[at]
        if name.rule in GIVEN or not word.istitle() or not opens_clause(tokens, at) or word in self._inside:
            return False
        if not _ASIDE.isdisjoint(tokens.text[max(0, at - 1) : at + 2]):
            return False
        return word not in self.known.by_text and word not in self.lexicon.first_name_genders

    def _is_thing(self, at: int) -> bool:
        """``Snow fell``, ``Fame came``, ``Cotton prices rose``: what befalls or is traded, and no name behind it."""
        tokens = self.tokens
        return tokens.lower[at] in _THINGS and at + 1 < len(tokens) and tokens.text[at + 1].islower()

    def _is_adjective(self, name: Name) -> bool:
        """``[Federal] prosecutors``, ``[Royal] biographer``: an adjective of bodies before a noun is no body."""
        tokens, at = self.tokens, name.start
        if tokens.lower[at] not in _ADJECTIVES:
            return False
        following = tokens.tag[at + 1] if at + 1 < len(tokens) else ""
        return following in {"NN", "NNS"} or tokens.lower[at + 1 : at + 2] == ["-"]

    def _is_field_of_office(self, name: Name) -> bool:
        """``[Health] Cabinet Secretary Susan Wanjiru``: the field of a minister, not the ministry."""
        tokens = self.tokens
        if name.type != "ORG" or not tokens.text[name.start].istitle():
            return False
        for at in range(name.end, min(name.end + _MAX_OFFICE_WORDS, len(tokens))):
            word = tokens.lower[at]
            if word in _OFFICES:
                return tokens.text[at].istitle() and at + 1 < len(tokens) and tokens.text[at + 1][:1].isupper()
            if word not in _BEFORE_OFFICES:
                return False
        return False

    def _is_emphasis(self, at: int) -> bool:
        """Return whether a word in capitals is one that the story writes in small letters, too."""
        tokens = self.tokens
        if not tokens.text[at].isalpha() or (at > 0 and tokens.text[at - 1] in {"(", "<"}):
            return False
        return tokens.lower[at] in self._lower and tokens.text.count(tokens.text[at]) == 1
