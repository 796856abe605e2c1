"""The tokens of a story that names cover already."""

from __future__ import annotations

from functools import cached_property

from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import PARTICLES
from wiredesk.nlp.tokens import PROPER_TAGS, Tokens

MAX_NAME_TOKENS = 40
"""Tokens of a run of capitalised words that is read as one name: a longer one is a list or a table."""

_INNER_WORDS = PARTICLES | {"-"}


class Coverage:
    """The tokens of a story, the tokens that names already cover, and the word lists."""

    def __init__(self, tokens: Tokens, found: list[Name], known: KnownNames, lexicon: EntityLexicon) -> None:
        self.tokens, self.known, self.lexicon = tokens, known, lexicon
        self.taken = taken = [False] * len(tokens)
        for start, end, *_ in found:
            taken[start:end] = [True] * (end - start)

    @cached_property
    def open_capitals(self) -> list[int]:
        """Tokens that a capital marks as names, and that no name covered when this was first asked for."""
        taken = self.taken
        return [at for at in self.tokens.capitalised if not taken[at]]

    @cached_property
    def open_proper_nouns(self) -> list[int]:
        """Those of the open capitals that are tagged as names."""
        tag = self.tokens.tag
        return [at for at in self.open_capitals if tag[at] in PROPER_TAGS]

    def take(self, start: int, end: int) -> None:
        """Mark the tokens of a name."""
        self.taken[start:end] = [True] * (end - start)

    def is_free(self, at: int) -> bool:
        """Return whether a token exists and no name covers it."""
        return at < len(self.taken) and not self.taken[at]

    def goes_on(self, at: int) -> bool:
        """Return whether the token behind a word may belong to the same capitalised words."""
        tokens, taken, following = self.tokens, self.taken, at + 1
        if following >= len(taken) or taken[following]:
            return False
        return tokens.text[following][:1].isupper() or tokens.lower[following] in _INNER_WORDS

    def capitalised_until(self, start: int) -> int:
        """Return the end of the capitalised words from ``start``, small words inside (``van der``) among them."""
        tokens, at = self.tokens, start
        limit = start + MAX_NAME_TOKENS
        while at < limit and self.is_free(at) and tokens.sentence_start[at] == tokens.sentence_start[start]:
            followed = at > start and self.is_free(at + 1) and tokens.is_proper_noun(at + 1)
            if tokens.is_proper_noun(at) or (followed and tokens.lower[at] in PARTICLES):
                at += 1
            elif followed and tokens.text[at] == "-":
                at += 2
            else:
                break
        return at
