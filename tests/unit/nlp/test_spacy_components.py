"""wiredesk's components in a spaCy pipeline of somebody else."""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from tests.support.models import MODEL
from tests.support.paths import ROOT
from wiredesk.contract import Extraction
from wiredesk.errors import ConfigError
from wiredesk.nlp import spacy_components
from wiredesk.nlp.spacy_components import EXTRACTORS, DocExtraction

TEXT = """OSLO, May 8 (Xample) - Norway's central bank raised its rate to 4.5% on Thursday.

"We had no choice," Governor Ida Bache told
reporters in Oslo. She said that rates would fall in June."""
PUBLISHED = "2025-05-08T10:00:00+02:00"


@pytest.fixture
def pipeline_with() -> Callable[..., Language]:
    """Load the model and add components."""

    def load(*names: str) -> Language:
        nlp = spacy.load(MODEL)
        for name in names:
            nlp.add_pipe(name)
        return nlp

    return load


def read(nlp: Language, text: str = TEXT, published: object = PUBLISHED) -> DocExtraction:
    doc = nlp.make_doc(text)
    doc._.wiredesk_published = published
    found: DocExtraction = nlp(doc)._.wiredesk
    return found


def test_the_entry_points_are_the_factories() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = project["entry-points"]["spacy_factories"]
    assert set(points) == set(EXTRACTORS)
    for name, target in points.items():
        module, _, function = target.partition(":")
        assert callable(getattr(import_module(module), function))
        assert Language.get_factory_meta(name).assigns == ["doc._.wiredesk"]


@pytest.mark.parametrize(
    ("component", "filled", "empty"),
    [
        ("wiredesk_entities", ("entities", "dateline"), ("quotes", "dates", "places")),
        ("wiredesk_quotes", ("entities", "quotes", "dateline"), ("dates", "places")),
        ("wiredesk_dates", ("dates", "dateline"), ("entities", "quotes", "places")),
        ("wiredesk_places", ("entities", "places", "dateline"), ("quotes", "dates")),
    ],
)
def test_a_component_computes_what_it_needs(
    pipeline_with: Callable[..., Language], component: str, filled: tuple[str, ...], empty: tuple[str, ...]
) -> None:
    found = read(pipeline_with(component))
    assert found.components == (component,)
    assert all(getattr(found, name) for name in filled)
    assert not any(getattr(found, name) for name in empty)


ORDERS: tuple[tuple[str, ...], ...] = (
    ("wiredesk_entities", "wiredesk_quotes", "wiredesk_dates", "wiredesk_places"),
    ("wiredesk_places", "wiredesk_dates", "wiredesk_quotes", "wiredesk_entities"),
    ("wiredesk_quotes", "wiredesk_places", "wiredesk_dates"),
)


@pytest.mark.parametrize("names", ORDERS)
def test_together_they_find_what_a_worker_finds(
    pipeline_with: Callable[..., Language], extract: Callable[..., Extraction], names: tuple[str, ...]
) -> None:
    # One paragraph on one line: a worker's parser reads line breaks as blanks, a doc's reads them as tokens.
    text = " ".join(TEXT.split())
    expected = extract(text, published=PUBLISHED)
    found = read(pipeline_with(*names), text)
    assert found.entities == expected.entities
    assert found.quotes == expected.quotes
    assert found.dates == expected.dates
    assert found.dateline == expected.dateline
    assert [entity.name for entity in found.places] == ["Oslo", "Norway"]


def test_spans_are_offsets_into_the_doc(pipeline_with: Callable[..., Language]) -> None:
    found = read(pipeline_with("wiredesk_quotes", "wiredesk_dates"), f"\n\n{TEXT}\n\n")
    [direct, indirect] = found.quotes
    text = f"\n\n{TEXT}\n\n"
    assert text[slice(*direct.content[0])] == '"We had no choice,"'
    assert text[slice(*direct.source or ())] == "Governor Ida Bache"
    assert text[slice(*indirect.content[0])] == "that rates would fall in June"
    assert direct.speaker == indirect.speaker
    assert [text[slice(*one.span)] for one in found.dates] == ["May 8", "Thursday", "June"]


@pytest.mark.parametrize(
    ("published", "value"),
    [
        (PUBLISHED, "2025-06"),
        (datetime(2025, 5, 8, 10, tzinfo=UTC), "2025-06"),
        (datetime(2025, 5, 8, 10), "2025-06"),
        (date(2025, 5, 8), "2025-06"),
        (None, None),
    ],
)
def test_dates_are_resolved_against_the_time_of_publication(
    pipeline_with: Callable[..., Language], published: object, value: str | None
) -> None:
    [found] = read(pipeline_with("wiredesk_dates"), "Rates would fall in June, she said.", published).dates
    assert found.value == value


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\t a", "—" * 50, "a  b\tc   d\n1  2\t3   4\n"])
def test_odd_texts_do_no_harm(pipeline_with: Callable[..., Language], text: str) -> None:
    nlp = pipeline_with(*EXTRACTORS)
    assert isinstance(nlp(text)._.wiredesk, DocExtraction)


def test_names_in_a_table_are_found_with_their_words(pipeline_with: Callable[..., Language]) -> None:
    text = "Ida Bache\t12\t14\nAnna Kovac\t10\t11\n\nIda Bache said that she would stay in Oslo."
    found = read(pipeline_with("wiredesk_quotes"), text)
    for entity in found.entities:
        assert entity.name.strip()
        assert all(text[slice(*mention.span)].strip() for mention in entity.mentions)


def test_a_doc_that_no_component_has_seen_has_an_empty_record(nlp: Language) -> None:
    assert nlp.make_doc(TEXT)._.wiredesk == DocExtraction()


def test_a_doc_that_has_changed_is_read_again(pipeline_with: Callable[..., Language]) -> None:
    nlp = pipeline_with("wiredesk_dates")
    doc = nlp("Rates would fall in June, she said.")
    assert [one.value for one in doc._.wiredesk.dates] == [None]
    doc._.wiredesk_published = PUBLISHED
    nlp.get_pipe("wiredesk_dates")(doc)
    assert [one.value for one in doc._.wiredesk.dates] == ["2025-06"]


def test_analysis_of_the_pipeline_finds_no_problem(pipeline_with: Callable[..., Language]) -> None:
    nlp = pipeline_with(*EXTRACTORS)
    analysis: Any = nlp.analyze_pipes()
    assert not any(analysis["problems"].values())
    assert analysis["attrs"]["doc._.wiredesk"]["assigns"] == list(EXTRACTORS)


@pytest.mark.filterwarnings("ignore:.W108")  # spaCy's lemmatizer warns of the same
@pytest.mark.parametrize(
    ("missing", "attribute"),
    [("tagger", "tag"), ("attribute_ruler", "pos"), ("lemmatizer", "lemma"), ("parser", "dep"), ("ner", "ent_iob")],
)
def test_a_missing_component_is_named(pipeline_with: Callable[..., Language], missing: str, attribute: str) -> None:
    nlp = pipeline_with("wiredesk_quotes")
    nlp.remove_pipe(missing)
    needed = {"tag": "token.tag", "lemma": "token.lemma", "dep": "token.dep", "ent_iob": "doc.ents"}
    if attribute in needed:  # spaCy's attribute ruler does not declare what it sets
        analysis: Any = nlp.analyze_pipes()
        assert needed[attribute] in analysis["problems"]["wiredesk_quotes"]
    with pytest.raises(
        ConfigError, match=rf"component wiredesk_quotes: needs token\.{attribute}; put an? .* before it"
    ):
        nlp("Rates fell in Oslo.")


def test_other_languages_are_refused() -> None:
    with pytest.raises(ConfigError, match='reads English, and the pipeline\'s language is "de"'):
        spacy.blank("de").add_pipe("wiredesk_quotes")


def test_processes_give_the_same_records(pipeline_with: Callable[..., Language]) -> None:
    nlp = pipeline_with("wiredesk_quotes", "wiredesk_dates")
    texts = [TEXT, "", "Ida Bache said that rates would fall."] * 3
    alone = [doc._.wiredesk for doc in nlp.pipe(texts)]
    assert [doc._.wiredesk for doc in nlp.pipe(texts, n_process=2, batch_size=2)] == alone
    assert alone[0].quotes and alone[2].quotes


def test_a_saved_pipeline_has_the_components_again(pipeline_with: Callable[..., Language], tmp_path: Path) -> None:
    nlp = pipeline_with("wiredesk_quotes")
    more = tmp_path / "more.jsonl"
    more.write_text("ORG||Lumenar Kraft\n", encoding="utf-8")
    nlp.add_pipe("wiredesk_entities", config={"knowledge": [str(more)]})
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.pipe_names == nlp.pipe_names
    assert again.config["components"]["wiredesk_entities"]["knowledge"] == [str(more)]
    assert read(again) == read(nlp)
    assert pickle.loads(pickle.dumps(nlp.get_pipe("wiredesk_entities"))).knowledge == (more,)


def test_records_survive_the_serialisation_of_docs(pipeline_with: Callable[..., Language]) -> None:
    nlp = pipeline_with("wiredesk_quotes")
    doc = nlp(TEXT)
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.wiredesk == doc._.wiredesk
    [stored] = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert stored._.wiredesk.quotes == doc._.wiredesk.quotes != ()


def test_the_components_of_one_doc_share_its_tokens(
    pipeline_with: Callable[..., Language], monkeypatch: pytest.MonkeyPatch
) -> None:
    nlp = pipeline_with(*EXTRACTORS)
    flatten, read_docs = spacy_components.flatten, []

    def count(doc: Doc, layout: Any) -> Any:
        read_docs.append(doc.text)
        return flatten(doc, layout)

    monkeypatch.setattr(spacy_components, "flatten", count)
    texts = ["Oslo has trams, Ida Bache said.", "Bergen has none, Anna Kovac said."]
    assert len(list(nlp.pipe(texts))) == 2
    assert read_docs == texts
