from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.vocab import Vocab

from tests.support.parses import parsed
from wiredesk.contract import Article, Extraction
from wiredesk.layout import analyze
from wiredesk.nlp.context import Context, Options
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.topics.topic_extractor import TOPICS, build, wire_topics

QUAKE = (
    "An earthquake of magnitude 6.1 shook the coast on Monday. Several aftershocks followed, the geological survey "
    "said, and rescue workers searched the rubble for survivors. The quake was felt in three towns."
)


@pytest.fixture(scope="module")
def topics_only(nlp: Language) -> Pipeline:
    return Pipeline(nlp, (TOPICS,), Options())


def _codes(found: Extraction) -> list[str]:
    return [topic.code for topic in found.topics]


def test_a_story_has_the_line_from_the_top_level_down(extract: Callable[..., Extraction]) -> None:
    found = extract(QUAKE, headline="Quake shakes coast").topics
    assert [topic.code for topic in found[:3]] == ["medtop:03000000", "medtop:20000148", "medtop:20000151"]
    assert found[0].name == "disaster, accident and emergency incident"
    assert found[0].rule and "quake" in found[0].rule
    assert found[0].score > 0.8
    assert all(broad.score >= narrow.score for broad, narrow in pairwise(found))


@pytest.mark.parametrize(
    ("headline", "body", "top"),
    [
        ("Striker scores twice", "The midfielder and the striker won the FA Cup semi-final after a penalty.", "15"),
        ("Acme profit rises", "Net profit rose 5 percent as sales grew, the company said.", "04"),
        ("Voters go to the polls", "Polling stations opened in the general election, the prime minister said.", "11"),
        ("Two held after robbery", "Police arrested two men after an armed robbery, a court heard.", "02"),
        ("Band to tour", "The singer said the album and the concert tour follow in June, with a new guitarist.", "01"),
        ("Vaccine trial begins", "Doctors gave patients the vaccine against measles in a hospital.", "07"),
    ],
)  # fmt: skip
def test_the_top_level_of_a_story(extract: Callable[..., Extraction], headline: str, body: str, top: str) -> None:
    assert _codes(extract(body, headline=headline))[0] == f"medtop:{top}000000"


def test_codes_of_the_wire_come_first(extract: Callable[..., Extraction]) -> None:
    found = extract(QUAKE, subjects=("subj:15039001", "vendor:xyz"))
    assert _codes(found)[:3] == ["medtop:20000991", "medtop:20000822", "medtop:15000000"]
    assert {topic.score for topic in found.topics[:3]} == {1.0}
    assert found.topics[0].rule == "wire: subj:15039001"
    assert "medtop:03000000" in _codes(found)


def test_no_code_comes_twice(extract: Callable[..., Extraction]) -> None:
    codes = _codes(extract(QUAKE, subjects=("medtop:20000153", "subj:03000000", "20000153")))
    assert len(codes) == len(set(codes))
    assert codes[0] == "medtop:20000153"


@pytest.mark.parametrize("body", ["", "Word", "1 2 3", "----", "Shr 12 cts vs 11 cts\nNet 1.2 mln vs 1.1 mln"])
def test_odd_stories_have_few_topics_or_none(extract: Callable[..., Extraction], body: str) -> None:
    assert len(extract(body, language="en").topics) <= 6


def test_a_story_in_a_language_that_the_model_cannot_read_has_those_of_the_wire(topics_only: Pipeline) -> None:
    body = "Un séisme de magnitude 6 a secoué la côte lundi et les secours cherchent des survivants dans les décombres."
    found = topics_only(Article(id="fr", body=body, language="fr", subjects=("medtop:20000153",)))
    assert found.language == "fr"
    assert _codes(found)[0] == "medtop:20000153"
    assert not topics_only(Article(id="fr", body=body, language="fr")).topics


def test_a_model_of_another_language_has_no_cues_of_ours(nlp: Language) -> None:
    class Empty:
        lang = "fr"

    article = Article(id="fr", body=QUAKE, subjects=("04000000",))
    layout = analyze(article)
    context = Context(article, layout, parsed(nlp, QUAKE))
    found = build(Empty(), Options())(nlp(""), context)  # type: ignore[arg-type]
    assert [topic.code for topic in found] == ["medtop:04000000"]


def test_wire_topics_need_no_text() -> None:
    assert not wire_topics(Article(id="a"))
    assert [topic.code for topic in wire_topics(Article(id="a", subjects=("04000000",)))] == ["medtop:04000000"]


def test_explain_names_the_cues(pipeline: Pipeline) -> None:
    found, reasons = pipeline.extract_with_provenance(Article(id="a", body=QUAKE, subjects=("subj:03000000",)))
    told = [reason for reason in reasons if reason.kind == "topic"]
    assert any(reason.rule == "wire: subj:03000000" for reason in told)
    cues = {found.text[slice(*reason.span)]: reason for reason in told}
    assert cues["aftershocks"].rule == "cue aftershock"
    assert cues["aftershocks"].label.startswith("medtop:")


def test_a_users_cue_gives_a_topic(nlp: Language, tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("20000343 | pilot boat; harbour master\n", encoding="utf-8")
    run = Pipeline(nlp, (TOPICS,), Options(knowledge=(mine,)))
    found = run(Article(id="a", body="The pilot boat left with the harbour master.", language="en"))
    assert "medtop:20000343" in _codes(found)


def test_a_build_reads_the_language_of_the_vocabulary() -> None:
    assert callable(build(Vocab(), Options()))
