"""spaCy's inference made fast from outside, with the output of stock spaCy.

``accelerate`` looks at a loaded pipeline and replaces what it knows by quicker code with the same results; what it
does not know stays as it is.  See ``docs/explanation/speed.md`` for the measurements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from spacy.language import Language

from worker.turbo import blas, lemmas, ner, ruler, tagger, tok2vec
from worker.turbo.piece import Piece, Unfit

__all__ = ["Piece", "accelerate"]

Part = TypeVar("Part")


def accelerate(nlp: Language) -> tuple[Piece, ...]:
    """Make a loaded pipeline fast, in place; to be called once, before the process forks.

    Returns:
        What was done, and what was not and why.
    """
    pieces = [_try("blas", blas.install, nlp)]
    pieces += [_try(f"tok2vec of {name}", tok2vec.install, node) for name, node in tok2vec.owners(nlp)]
    pieces += [
        _try("tagger", tagger.install, nlp),
        _try("attribute ruler", ruler.install, nlp),
        _try("lemmatizer", lemmas.install, nlp),
        _try("ner decoding", ner.install, nlp),
    ]
    return tuple(pieces)


def _try(name: str, install: Callable[[Part], str], part: Part) -> Piece:
    try:
        return Piece(name, True, install(part))
    except Unfit as unfit:
        return Piece(name, False, str(unfit))
