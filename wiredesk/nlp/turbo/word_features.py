"""The words of the wire, learnt once instead of once a story.

Inside a memory zone spaCy makes every word that its vocabulary lacks anew for every story, about twenty Python calls
each, and keeps nothing of what its tokenizer found out: 4.6 ms of 400 tokens, where a tokenizer that knows the words
takes 1.  So a piece of text between blanks that comes in a second story is tokenised once more outside the zone,
before the next story's begins: stock spaCy then keeps it.  What is kept is what stock spaCy finds, so nothing differs.

Bounded: ``MOST`` pieces are learnt, about 10 MB; after that nothing is noted any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc

from wiredesk.nlp.turbo.patch import Unfit

MOST = 20_000
"""Pieces learnt.  Of newswire they cover 91 % of all running words after about 4,000 stories (8,000: 84 %)."""

SEEN = 50_000
"""Pieces remembered as seen once."""

LONGEST = 30
"""Characters of a piece worth learning: longer ones are addresses and dirt."""


class Words:
    """What a pipeline's tokenizer has learnt, and what it is to learn next."""

    def __init__(self, nlp: Language) -> None:
        self._vocab: Any = nlp.vocab
        self._tokenizer: Any = nlp.tokenizer
        self._known: set[str] = set()
        self._seen: set[str] = set()
        self._wanted: set[str] = set()

    def note(self, text: str) -> None:
        """Notice the words of a story that is read inside a memory zone."""
        if len(self._known) >= MOST or not self._vocab.in_memory_zone:
            return
        new = {piece for piece in text.split() if len(piece) <= LONGEST} - self._known
        again = new & self._seen
        self._wanted |= again
        if len(self._seen) > SEEN:
            self._seen.clear()
        self._seen |= new - again

    def learn(self, pieces: Iterable[str] = ()) -> None:
        """Tokenise what is wanted (and ``pieces``) outside any memory zone, where spaCy keeps it."""
        if self._vocab.in_memory_zone:
            return
        for piece in [*pieces, *self._wanted]:
            if len(self._known) < MOST and piece not in self._known:
                self._known.add(piece)
                self._tokenizer(piece)
        self._wanted.clear()
        if len(self._known) >= MOST:
            self._seen.clear()


def install(nlp: Language) -> str:
    """Let a pipeline learn the words that it reads in memory zones.

    Raises:
        Unfit: its tokenizer is not spaCy's own.
    """
    tokenizer: Any = nlp.tokenizer
    if type(tokenizer) is not Tokenizer:
        raise Unfit(f"the tokenizer is a {type(tokenizer).__name__}, not spaCy's own")
    words = Words(nlp)
    make_doc, memory_zone = nlp.make_doc, nlp.memory_zone

    def noting(text: str) -> Doc:
        doc = make_doc(text)
        words.note(text)
        return doc

    @contextmanager
    def learning(mem: Any = None) -> Iterator[Any]:
        words.learn()
        with memory_zone(mem) as pool:
            yield pool

    tokenizer.max_cache_size = max(tokenizer.max_cache_size, 2 * MOST)
    nlp.make_doc = noting  # type: ignore[method-assign]
    nlp.memory_zone = learning  # type: ignore[method-assign]
    return f"pieces of text seen twice are kept, up to {MOST:,}"
