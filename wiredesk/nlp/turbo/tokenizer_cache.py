"""Keep frequent words in the vocabulary and in the tokenizer's cache across memory zones.

Inside a memory zone spaCy creates every word that its vocabulary lacks again for every story, with about twenty Python
calls each, and its tokenizer keeps no result: 4.6 ms of 400 tokens, where a tokenizer that knows the words takes 1 ms.
Therefore a chunk of text between blanks that occurs in a second story is tokenised once more outside the zone, before
the next zone begins.  Stock spaCy then keeps it.  The results are those of stock spaCy, so the output does not change.

The cache is bounded: ``MAX_CHUNKS`` chunks are kept, about 12 MB; after that no chunk is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import compress
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc

from wiredesk.nlp.turbo.patch import NotApplicable

MAX_CHUNKS = 24_000
"""Chunks kept.  20,000 of newswire cover 91 % of its running words after about 4,000 stories (8,000 chunks: 84 %)."""

SEEN_SLOTS = 1 << 17
"""Chunks remembered as seen once, in 0.5 MB. A chunk takes the slot of one whose hash has the same last bits."""

MAX_CHUNK_CHARS = 30
"""Characters of the longest chunk kept: longer ones are addresses and noise."""


class ChunkCounter:
    """The chunks that a pipeline's tokenizer has kept, and those that it is to keep next."""

    def __init__(self, nlp: Language) -> None:
        self._vocab: Any = nlp.vocab
        self._tokenizer: Any = nlp.tokenizer
        self._make_doc, self._memory_zone = nlp.make_doc, nlp.memory_zone
        self._known: set[str] = set()
        self._seen = np.zeros(SEEN_SLOTS, np.int32)
        """First halves of chunks' hashes: the chunks themselves would be small objects all over a child's memory."""
        self._wanted: set[str] = set()

    def make_doc(self, text: str) -> Doc:
        """Tokenise a text as spaCy does, and count its chunks."""
        doc = self._make_doc(text)
        self.count(text)
        return doc

    @contextmanager
    def memory_zone(self, mem: Any = None) -> Iterator[Any]:
        """Keep the chunks that are wanted, then open spaCy's memory zone."""
        self.keep()
        with self._memory_zone(mem) as pool:
            yield pool

    def learn(self, words: Iterable[str]) -> None:
        """Keep words before any text has them."""
        self._wanted |= set(words)
        self.keep()

    def count(self, text: str) -> None:
        """Count the chunks of a story that is processed inside a memory zone."""
        if len(self._known) >= MAX_CHUNKS or not self._vocab.in_memory_zone:
            return
        new = list({chunk for chunk in text.split() if len(chunk) <= MAX_CHUNK_CHARS} - self._known)
        hashes = np.fromiter(map(hash, new), np.int64, len(new))
        slots = hashes & (SEEN_SLOTS - 1)
        halves = (hashes >> 32).astype(np.int32)
        self._wanted.update(compress(new, (self._seen[slots] == halves).tolist()))
        self._seen[slots] = halves

    def keep(self) -> None:
        """Tokenise the chunks that were counted twice outside any memory zone, where spaCy keeps them."""
        if self._vocab.in_memory_zone:
            return
        for chunk in self._wanted:
            if len(self._known) < MAX_CHUNKS and chunk not in self._known:
                self._known.add(chunk)
                self._tokenizer(chunk)
        self._wanted.clear()


def apply(nlp: Language) -> str:
    """Let a pipeline keep the words that it processes in memory zones.

    Raises:
        NotApplicable: The tokenizer is not spaCy's own.
    """
    tokenizer: Any = nlp.tokenizer
    if type(tokenizer) is not Tokenizer:
        raise NotApplicable(f"the tokenizer is a {type(tokenizer).__name__}, not spaCy's own")
    counter = ChunkCounter(nlp)
    tokenizer.max_cache_size = max(tokenizer.max_cache_size, 2 * MAX_CHUNKS)
    nlp.make_doc = counter.make_doc  # type: ignore[method-assign]
    nlp.memory_zone = counter.memory_zone  # type: ignore[method-assign]
    return f"chunks of text seen twice are kept, up to {MAX_CHUNKS:,}"


def learn(nlp: Language, words: Iterable[str]) -> None:
    """Let a pipeline keep words before any text has them; one without this cache does nothing."""
    counter = getattr(nlp.make_doc, "__self__", None)
    if isinstance(counter, ChunkCounter):
        counter.learn(words)
