"""What is left out of a model when it is loaded, and that a story is read as with all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tests.support.models import MODEL, SMALL_MODEL, blank_model, name_model
from wiredesk.nlp import pipeline as pipeline_module
from wiredesk.nlp.context import Extractor
from wiredesk.nlp.likely_words import WORDS, likely_words
from wiredesk.nlp.model import load_model
from wiredesk.nlp.model_parts import unneeded_parts
from wiredesk.settings import Settings

TEXTS = (
    "OSLO, May 8 - Norway's central bank raised its rate to 4.5% on Thursday, Governor Ida Bache said.",
    "Zybrantine Ltd. hasn't re-hired Mr. Qvistgaarden's 1,200 welders; they'd \"gone under\" (again) & left @ 5pm.",
    "naïve Søren’s coöperative — №7, 東京 and Київ — sank… \t\n\nWent down, e.g., in the '90s. C++ :-) http://a.example/x",
)


def values(doc: Doc) -> list[tuple[str, ...]]:
    return [
        (t.text, t.tag_, t.pos_, t.lemma_, str(t.morph), t.dep_, t.head.text, t.ent_type_, t.norm_, t.shape_)
        for t in doc
    ]


@pytest.mark.parametrize("name", [MODEL, SMALL_MODEL])
def test_a_story_is_read_as_with_the_whole_model(name: str) -> None:
    whole, part = load_model(name, whole=True), load_model(name)
    assert len(part.vocab.strings) < 5_000 < len(whole.vocab.strings)
    assert [values(part(text)) for text in TEXTS] == [values(whole(text)) for text in TEXTS]
    for text in TEXTS:  # in a zone the strings of its words go with it
        with part.memory_zone():
            inside = values(part(text))
        assert inside == values(whole(text))
    assert "senter" in whole.component_names and "senter" not in part.component_names


def test_labels_that_no_text_had_are_known(nlp: Language) -> None:
    labels = [label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())]
    assert len(labels) > 100
    assert [label for label in labels if label not in nlp.vocab.strings] == []


def changed(folder: Path, before: str, after: str) -> str:
    config = Path(folder / "config.cfg")
    text = config.read_text(encoding="utf-8")
    assert before in text
    config.write_text(text.replace(before, after), encoding="utf-8")
    return str(folder)


def test_what_is_left_out() -> None:
    assert unneeded_parts(MODEL) == ["strings", "senter"]
    assert unneeded_parts(str(blank_model())) == ["strings"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"sentencizer"', '"house_matcher"'),  # nobody knows what it looks up
        ("components.sentencizer", "components.strings"),  # it would be left out
        ("spacy.Tokenizer.v1", "house.Tokenizer.v1"),
        ("spacy.Vectors.v1", "house.Vectors.v1"),
        ("after_creation = null", 'after_creation = {"@callbacks":"house.v1"}'),
        ("factory =", "source ="),  # a component of another model
        ("disabled = []", "disabled = none"),
        ("[nlp]", "[nlp"),
    ],
)
def test_all_of_a_model_is_loaded_that_has_an_unknown_part(before: str, after: str, tmp_path: Path) -> None:
    spacy.load(blank_model()).to_disk(tmp_path / "model")
    assert unneeded_parts(changed(tmp_path / "model", before, after)) == []


def test_all_of_a_model_is_loaded_that_has_a_component_of_rules() -> None:
    assert unneeded_parts(str(name_model((("Zybrantine", "ORG"),)))) == []


def test_a_model_that_is_not_there_has_nothing_to_leave_out(tmp_path: Path) -> None:
    assert unneeded_parts(str(tmp_path / "none")) == unneeded_parts("en_core_web_none") == []


@pytest.mark.parametrize("added", [(), (Extractor("x", "x", lambda vocab, options: lambda doc, context: None),)])
def test_extractors_of_other_packages_get_all_strings(
    added: tuple[Extractor, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nlp = spacy.load(blank_model())
    nlp.vocab.strings.add("Qvistgaarden")
    nlp.to_disk(tmp_path / "model")
    monkeypatch.setattr(pipeline_module, "of_packages", lambda: added)
    loaded = pipeline_module.load(Settings(model=str(tmp_path / "model"), turbo="off"))
    assert ("Qvistgaarden" in loaded.nlp.vocab.strings) == bool(added)


def test_likely_words_are_those_of_english() -> None:
    words = likely_words(spacy.blank("en"))
    assert words and len(words) == len(set(words)) == WORDS
    assert {"the", "The", "n't", ",", "$", "10", "2026", "minister", "Minister"} <= set(words)
    assert likely_words(spacy.blank("fr")) is None
