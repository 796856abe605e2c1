"""spaCy's inference made fast from outside, with the output of stock spaCy.

``accelerate`` looks at a loaded pipeline and replaces what it knows by quicker code with the same results; what it
does not know stays as it is.  See ``docs/explanation/speed.md`` for the measurements.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from spacy.language import Language

from wiredesk.nlp.turbo import blas_kernels, dependency_parser, lemmas, ner, ruler, tagger, tok2vec, word_features
from wiredesk.nlp.turbo.patch import Piece, Unfit
from wiredesk.nlp.turbo.self_test import readings

log = logging.getLogger(__name__)

__all__ = ["Piece", "accelerate"]

Part = TypeVar("Part")
State = tuple[list[tuple[str, Any]], list[tuple[Any, Any]]]


def accelerate(nlp: Language) -> tuple[Piece, ...]:
    """Make a loaded pipeline fast, in place; to be called once, before the process forks.

    Returns:
        What was done, and what was not and why.  Where the result of a first reading is not stock spaCy's, everything
        but the choice of the BLAS is taken back.
    """
    chosen = _try("blas", blas_kernels.install, nlp)
    before, expected = _state(nlp), readings(nlp)
    pieces = [_try(f"tok2vec of {name}", tok2vec.install, node) for name, node in tok2vec.owners(nlp)]
    pieces += [
        _try("tagger", tagger.install, nlp),
        _try("parser", dependency_parser.install, nlp),
        _try("attribute ruler", ruler.install, nlp),
        _try("lemmatizer", lemmas.install, nlp),
        _try("ner decoding", ner.install, nlp),
    ]
    if expected is None or readings(nlp) != expected:
        _restore(nlp, before)
        reason = "its first reading differed from stock spaCy" if expected else "stock spaCy fails on a first reading"
        pieces = [replace(piece, applied=False, reason=reason) for piece in pieces]
    else:
        _warm(nlp)
    done = chosen, _try("tokenizer", word_features.install, nlp), *pieces
    for piece in done:
        if not piece.applied:
            log.info("turbo leaves %s to stock spaCy: %s", piece.name, piece.reason)
    return done


def _warm(nlp: Language) -> None:
    """Learn the language's commonest words before the fork, so that children share what is known of them."""
    forms = [form for word in sorted(nlp.Defaults.stop_words) for form in (word, word.capitalize())]
    doc = nlp.tokenizer(" ".join(forms))
    for _, node in tok2vec.owners(nlp):
        node.predict([doc])


def _state(nlp: Language) -> State:
    return list(nlp._components), [(node, node._func) for _, node in tok2vec.owners(nlp)]


def _restore(nlp: Language, state: State) -> None:
    nlp._components[:] = state[0]
    for node, function in state[1]:
        node._func = function


def _try(name: str, install: Callable[[Part], str], part: Part) -> Piece:
    try:
        return Piece(name, True, install(part))
    except Unfit as unfit:
        return Piece(name, False, str(unfit))
