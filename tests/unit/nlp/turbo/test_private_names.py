"""The private names of spaCy and thinc that turbo uses exist, and turbo imports nothing else of wiredesk."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import requires, version
from pathlib import Path

import pytest
import spacy
from packaging.requirements import Requirement
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from thinc.api import Model

from tests.support.models import MODEL
from wiredesk.nlp import turbo

MODULES = sorted(Path(turbo.__file__).parent.glob("*.py"))

FORWARD_MODULES = [
    *(
        f"thinc.layers.{name}"
        for name in (
            "array_getitem", "chain", "concatenate", "dropout", "expand_window", "hashembed", "layernorm", "linear",
            "list2array", "list2ragged", "maxout", "ragged2list", "residual", "softmax", "with_array",
        )
    ),
    "spacy.ml._precomputable_affine",
    "spacy.ml.featureextractor",
    "spacy.ml.staticvectors",
    "spacy.ml.tb_framework",
]  # fmt: skip
"""Modules whose function ``forward`` identifies a layer."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(MODEL)


def moved(what: str) -> str:
    """The message of a failure: where to look and what to do."""
    found = f"spaCy {version('spacy')}, thinc {version('thinc')}"
    return (
        f"{what} has moved or changed ({found}). The table in wiredesk/nlp/turbo/__init__.py lists the users. "
        "The self-test falls back to stock spaCy, which is slower. Adapt the module or keep the bound in pyproject.toml"
    )


PRIVATE_NAMES: dict[str, Callable[[Language], bool]] = {
    "Language._components, a list of (name, component)": lambda nlp: (
        [name for name, _ in nlp._components] == nlp.component_names and isinstance(nlp._components, list)
    ),
    "Language.make_doc and Language.memory_zone, replaceable on an instance": lambda nlp: (
        callable(nlp.make_doc) and callable(nlp.memory_zone) and hasattr(nlp, "__dict__")
    ),
    "thinc.Model._func, the forward function": lambda _: Model("probe", probe)._func is probe,
    "Vocab.in_memory_zone": lambda nlp: nlp.vocab.in_memory_zone is False,
    "Tokenizer.max_cache_size": lambda nlp: isinstance(nlp.tokenizer.max_cache_size, int),
    "nonproj.DELIMITER and nonproj.deprojectivize": lambda _: (
        isinstance(getattr(nonproj(), "DELIMITER", None), str) and callable(getattr(nonproj(), "deprojectivize", None))
    ),
    "Lemmatizer._validated": lambda _: isinstance(EnglishLemmatizer(spacy.blank("en").vocab, None)._validated, bool),
    "Lemmatizer.cache": lambda nlp: isinstance(nlp.get_pipe("lemmatizer").cache, dict),
    "table lemma_index of the lemmatizer": lambda nlp: "lemma_index" in nlp.get_pipe("lemmatizer").lookups.tables,
    "moves.n_moves": lambda nlp: nlp.get_pipe("parser").moves.n_moves > 0,
    "moves.get_class_name": lambda nlp: bool(nlp.get_pipe("ner").moves.get_class_name(0)),
    "AttributeRuler.attrs and AttributeRuler.indices": lambda nlp: (
        len(nlp.get_pipe("attribute_ruler").attrs) == len(nlp.get_pipe("attribute_ruler").indices) > 0
    ),
    "reference names embed and encode of spacy.Tok2Vec.v2": lambda nlp: (
        {"embed", "encode"} <= set(nlp.get_pipe("tok2vec").model.ref_names)
    ),
}


def probe(model: object, given: object, is_train: bool) -> tuple[object, Callable[[object], object]]:
    return given, lambda gradient: gradient


def nonproj() -> object:
    return import_module("spacy.pipeline._parser_internals.nonproj")


@pytest.mark.parametrize("name", PRIVATE_NAMES)
def test_a_private_name_is_where_turbo_expects_it(nlp: Language, name: str) -> None:
    try:
        there = PRIVATE_NAMES[name](nlp)
    except (AttributeError, ImportError, KeyError, TypeError) as error:
        pytest.fail(f"{moved(name)} {error!r}")
    assert there, moved(name)


@pytest.mark.parametrize("module", FORWARD_MODULES)
def test_a_layers_module_has_a_forward_function(module: str) -> None:
    try:
        there = callable(import_module(module).forward)
    except (AttributeError, ImportError) as error:
        pytest.fail(f"{moved(f'{module}.forward')} {error!r}")
    assert there, moved(f"{module}.forward")


def test_every_layer_that_turbo_names_is_checked_here() -> None:
    """The list above is complete: it holds every module that is given to ``expect`` or ``forward``."""
    named = {
        constant.value
        for path in MODULES
        for constant in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
        and constant.value.startswith(("thinc.layers.", "spacy.ml.")) and " " not in constant.value
    }  # fmt: skip
    assert named == set(FORWARD_MODULES)


def test_the_version_of_spacy_is_bounded() -> None:
    bounds = [Requirement(line) for line in requires("wiredesk") or ()]
    [bound] = [found for found in bounds if found.name == "spacy"]
    assert not bound.specifier.contains("3.9.0"), "turbo uses private names of spaCy 3.8: bound spaCy to <3.9"
    assert bound.specifier.contains(version("spacy"))


def test_turbo_imports_nothing_else_of_wiredesk() -> None:
    """In a fresh process: no module of wiredesk is loaded but the parent packages and turbo itself."""
    code = (
        "import sys, wiredesk; before = set(sys.modules); import wiredesk.nlp.turbo; "
        "print(*sorted(name for name in set(sys.modules) - before if name.split('.')[0] in "
        "('wiredesk', 'worker', 'producer', 'desk') and not name.startswith('wiredesk.nlp.turbo')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["wiredesk.nlp"]
