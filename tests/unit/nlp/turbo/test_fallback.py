"""A part of the pipeline that turbo does not recognise runs as in stock spaCy, and its patch gives the reason."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from tests.support.models import MODEL
from tests.unit.nlp.turbo.parse_values import COMPILED, ParseValues, parse_values, use_numpy_blas
from tests.unit.nlp.turbo.stories import NEWS
from wiredesk.nlp.turbo import accelerate, tok2vec
from wiredesk.nlp.turbo.patch import Patch, PatchedPipe

TEXTS = [*NEWS[:4], "Fed raises rates", ""]


@Language.component("wiredesk_test_shout")
def shout(doc: Doc) -> Doc:
    doc.user_data["loud"] = [token.i for token in doc if token.is_upper]
    return doc


@Language.component("wiredesk_test_breaks")
def breaks(doc: Doc) -> Doc:
    for token in doc:
        token.is_sent_start = token.i % 7 == 0
    return doc


def none(nlp: Language) -> None:
    """Change nothing."""


def ruler_first(nlp: Language) -> None:
    ruler = nlp.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns([{"label": "ORG", "pattern": "Reuters"}, {"label": "GPE", "pattern": [{"LOWER": "oslo"}]}])


def ruler_after(nlp: Language) -> None:
    ruler = nlp.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns([{"label": "ORG", "pattern": "St. Luke's"}])


def custom(nlp: Language) -> None:
    nlp.add_pipe("wiredesk_test_shout", before="parser")


def sentences_first(nlp: Language) -> None:
    nlp.add_pipe("wiredesk_test_breaks", before="parser")


def more_labels(nlp: Language) -> None:
    nlp.get_pipe("ner").add_label("VESSEL")


def more_patterns(nlp: Language) -> None:
    nlp.get_pipe("attribute_ruler").add([[{"LOWER": "oslo"}]], {"NORM": "city"})


def odd_patterns(nlp: Language) -> None:
    ruler = nlp.get_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "on"}, {"IS_ALPHA": True, "OP": "+"}]], {"LEMMA": "onward", "POS": "X"}, index=-1)
    ruler.add([[{"TAG": {"NOT_IN": ["NN", "NNP"]}, "LOWER": "the"}, {}]], {"TAG": "XX"}, index=1)
    ruler.add([[{"LOWER": "said"}, {"DEP": "prep"}]], {"LEMMA": "sagte"})


def lookup_lemmas(nlp: Language) -> None:
    nlp.get_pipe("lemmatizer").lemmatize = nlp.get_pipe("lemmatizer").lookup_lemmatize


def beam(nlp: Language) -> None:
    nlp.get_pipe("ner").cfg["beam_width"] = 2


def renamed(nlp: Language) -> None:
    nlp.rename_pipe("ner", "names")


def without(*names: str) -> Callable[[Language], None]:
    def change(nlp: Language) -> None:
        for name in names:
            nlp.remove_pipe(name)

    return change


def disabled(*names: str) -> Callable[[Language], None]:
    def change(nlp: Language) -> None:
        for name in names:
            nlp.disable_pipe(name)

    return change


@pytest.mark.filterwarnings("ignore:.*W108")
@pytest.mark.parametrize(
    ("change", "not_applied", "why"),
    [
        (none, set(), ""),
        (without("ner"), {"ner decoding"}, "has no ner"),
        (without("parser"), {"parser"}, "has no parser"),
        (without("tok2vec"), set(), ""),
        (without("tagger", "lemmatizer"), {"tagger", "lemmatizer"}, "has no tagger"),
        (disabled("parser", "attribute_ruler"), {"parser", "attribute ruler"}, "has no attribute_ruler"),
        (ruler_first, set(), ""),
        (ruler_after, set(), ""),
        (custom, set(), ""),
        (sentences_first, set(), ""),
        (more_labels, {"ner decoding"}, "labels were added"),
        (more_patterns, {"attribute ruler"}, "another attribute"),
        (odd_patterns, set(), ""),
        (lookup_lemmas, {"lemmatizer"}, "mode"),
        (beam, {"ner decoding"}, "a beam of 2"),
        (renamed, set(), ""),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_changed_pipeline(change: Callable[[Language], None], not_applied: set[str], why: str) -> None:
    nlp = spacy.load(MODEL)
    change(nlp)
    use_numpy_blas(nlp)
    expected = [(parse_values(doc), doc.user_data) for doc in map(nlp, TEXTS)]
    patches = accelerate(nlp)
    assert {patch.name for patch in patches if not patch.applied} - {"blas"} == not_applied | COMPILED
    assert any(why in patch.reason for patch in patches)
    assert [(parse_values(doc), doc.user_data) for doc in map(nlp, TEXTS)] == expected


def test_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("wiredesk.nlp.turbo.arc_eager", raising=False)
    monkeypatch.delattr("wiredesk.nlp.turbo.encoder_kernels", raising=False)
    for name in ("wiredesk.nlp.turbo.arc_eager", "wiredesk.nlp.turbo.encoder_kernels"):
        monkeypatch.setitem(sys.modules, name, None)
    nlp = spacy.load(MODEL)
    use_numpy_blas(nlp)
    expected = [parse_values(nlp(text)) for text in TEXTS]
    patches = {patch.name: patch for patch in accelerate(nlp)}
    assert not patches["parser"].applied
    assert "numba" in patches["parser"].reason
    assert patches["tok2vec of tok2vec"].applied
    assert [parse_values(nlp(text)) for text in TEXTS] == expected


def test_blank_pipeline() -> None:
    quick = spacy.blank("en")
    assert [patch.name for patch in accelerate(quick) if patch.applied] == ["tokenizer"]
    assert [token.text for token in quick(NEWS[0])] == [token.text for token in spacy.blank("en")(NEWS[0])]


def test_another_architecture() -> None:
    """An entity recogniser of other layers beside the model's own components."""
    tok2vec = {"@architectures": "spacy.HashEmbedCNN.v2", "width": 32, "depth": 2, "embed_size": 100}
    tok2vec |= {"window_size": 2, "maxout_pieces": 1, "subword_features": True, "pretrained_vectors": None}
    model = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": True}
    model |= {"hidden_width": 16, "maxout_pieces": 3, "use_upper": False, "tok2vec": tok2vec}
    nlp = spacy.load(MODEL, exclude=["ner"])
    ner = nlp.add_pipe("ner", config={"model": model})
    ner.add_label("PERSON")
    example = Example.from_dict(nlp.make_doc("Ada Moe"), {"entities": [(0, 7, "PERSON")]})
    ner.initialize(partial(list, [example]))
    use_numpy_blas(nlp)
    expected = [parse_values(nlp(text)) for text in TEXTS]
    patches = {patch.name: patch for patch in accelerate(nlp)}
    assert not patches["ner decoding"].applied
    assert not patches["tok2vec of ner"].applied
    assert patches["tok2vec of tok2vec"].applied
    assert [parse_values(nlp(text)) for text in TEXTS] == expected


def test_preset_entities_and_tags() -> None:
    def preset(nlp: Language) -> ParseValues:
        doc = nlp.make_doc(NEWS[0])
        doc.set_ents([Span(doc, 0, 1, label="GPE", kb_id="Q585")], default="unmodified")
        doc[4].tag_, doc[5].lemma_, doc[9].is_sent_start = "FW", "preset", True
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        return parse_values(doc)

    nlp = spacy.load(MODEL)
    use_numpy_blas(nlp)
    expected = preset(nlp)
    accelerate(nlp)
    assert preset(nlp) == expected


@pytest.mark.filterwarnings("ignore:.*W108")
def test_errors_go_to_the_handler(caplog: pytest.LogCaptureFixture) -> None:
    nlp = spacy.load(MODEL)
    accelerate(nlp)
    pipe = nlp.get_pipe("tagger")
    assert isinstance(pipe, PatchedPipe)

    def fail(doc: Doc) -> bool:
        raise ValueError("broken")

    pipe.fast_path = fail
    with pytest.raises(ValueError, match="broken"):
        nlp("A story.")
    pipe.set_error_handler(lambda name, _, docs, error: logging.getLogger("t").error("%s: %s", name, error))
    assert len(list(nlp.pipe(["A story."]))) == 1
    assert "tagger: broken" in caplog.text


def test_patches_are_taken_back_when_the_self_test_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = spacy.load(MODEL)
    before = nlp.pipeline
    monkeypatch.setattr("wiredesk.nlp.turbo.entity_decoder.EntityDecoder.__call__", lambda self, doc: True)
    patches = accelerate(nlp)
    assert nlp.pipeline == before
    assert not any(patch.applied for patch in patches if patch.name not in {"blas", "tokenizer"})
    assert all(node._func.__module__.startswith("thinc") for _, node in tok2vec.nodes(nlp))


def test_patch_is_a_value() -> None:
    assert Patch("blas", True, "why") == Patch("blas", True, "why")


def test_the_log_says_what_and_why(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "wiredesk.nlp.turbo"):
        accelerate(spacy.blank("en"))
    assert "turbo leaves tagger to stock spaCy: the pipeline has no tagger" in caplog.text
