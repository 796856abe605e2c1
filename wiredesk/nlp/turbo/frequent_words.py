"""Teach a pipeline frequent words before the process forks, so that its children share what each costs once.

A word that a process reads first takes about 60 µs: spaCy makes its lexeme, and turbo its vectors.  The first hundred
stories of a child consist of such words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vectors import Mode  # type: ignore[import-not-found]

from wiredesk.nlp.turbo import tokenizer_cache
from wiredesk.nlp.turbo.tok2vec import FastTok2Vec

WORDS = 10_000
"""Words learnt.  They are half of the distinct words of newswire, and three quarters of its running words."""
_WORDS_OF_A_DOC = 1_000


def learn(nlp: Language, functions: Sequence[FastTok2Vec], words: list[str]) -> None:
    """Make the lexemes and the vectors of words."""
    tokenizer_cache.learn(nlp, words)
    docs = [Doc(nlp.vocab, words[at : at + _WORDS_OF_A_DOC]) for at in range(0, len(words), _WORDS_OF_A_DOC)]
    for function in functions:
        function.embedding.learn(docs)


def words_of_model(nlp: Language, count: int = WORDS) -> list[str]:
    """Return the stop words of the language, then the words of the model's static vectors, one for each vector.

    Vectors come in the order of their source, and that is by frequency in all that spaCy offers.

    Args:
        nlp: a pipeline that was loaded with the strings of its vocabulary.
        count: how many words at most.
    """
    return list(islice(_words(nlp), count))


def _words(nlp: Language) -> Iterator[str]:
    for word in sorted(nlp.Defaults.stop_words):
        yield word
        yield word.capitalize()
    vectors, row = nlp.vocab.vectors, 0
    for key, found in vectors.key2row.items() if vectors.mode == Mode.default else ():
        if found == row:
            row += 1
            if key in nlp.vocab.strings:
                yield nlp.vocab.strings[key]
