"""Entities of real sentences are linked to a knowledge base of legislators."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.vocab import Vocab

from tests.support.legislators import LEGISLATORS
from wiredesk.contract import Article
from wiredesk.kb.kb_builder import KbRequest, build
from wiredesk.kb.kb_file import KbFile, KnowledgeBaseUnusable
from wiredesk.nlp.context import Options
from wiredesk.nlp.kblinks.kb_link_extractor import KB_LINKS, find_things
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors, select

BODY = """\
WASHINGTON, March 3 (Coast Agency) - Senator Roger Wicker met Representative John Carter of Texas on Tuesday.

Wicker said that Susan Collins of Maine and Sen. Bernie Sanders would vote with him. John Carter agreed.
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("base") / "members.sqlite"
    build(KbRequest(out, "csv", LEGISLATORS))
    return out


@pytest.fixture(scope="module")
def linking(nlp: Language, base: Path) -> Pipeline:
    return Pipeline(nlp, select(extractors(), "places"), Options(kb=base))


def links(pipeline: Pipeline, body: str, **fields: object) -> dict[str, str | None]:
    found = pipeline(Article.model_validate({"id": "a", "body": body, "language": "en", **fields}))
    return {entity.name: entity.links.kb for entity in found.entities if entity.type == "PERSON"}


def test_legislators_are_found_by_any_of_their_names(linking: Pipeline) -> None:
    assert links(linking, BODY) == {
        "Roger Wicker": "bioguide:W000437",
        "John Carter": "bioguide:C001051",
        "Susan Collins": "bioguide:C001035",
        "Bernie Sanders": "bioguide:S000033",
    }


def test_a_surname_alone_is_a_legislator_only_with_the_title(linking: Pipeline) -> None:
    assert links(linking, "Senator Boozman said on Monday that he would vote no.") == {"Boozman": None}
    assert links(linking, "Mr Reed, a plumber, was fined on Monday.") == {"Reed": None}


NAMESAKES = {
    "Sen. Tim Scott of South Carolina met Rep. David Scott of Georgia and Rep. Bobby Scott of Virginia.": {
        "Tim Scott": "S001184",
        "David Scott": "S001157",
        "Bobby Scott": "S000185",
    },
    "Rep. Mike Kelly of Pennsylvania and Sen. Mark Kelly of Arizona spoke before Rep. Robin Kelly of Illinois.": {
        "Mike Kelly": "K000376",
        "Mark Kelly": "K000377",
        "Robin Kelly": "K000385",
    },
    "Chuck Schumer and Maggie Hassan praised Rep. Hank Johnson, while Sen. Ron Johnson left early.": {
        "Chuck Schumer": "S000148",
        "Maggie Hassan": "H001076",
        "Hank Johnson": "J000288",
        "Ron Johnson": "J000293",
    },
    "Rep. Adam Smith of Washington and Rep. Adrian Smith of Nebraska met Sen. Tina Smith on Monday.": {
        "Adam Smith": "S000510",
        "Adrian Smith": "S001172",
        "Tina Smith": "S001203",
    },
}


@pytest.mark.parametrize("body", NAMESAKES)
def test_legislators_of_one_surname_are_told_apart(linking: Pipeline, body: str) -> None:
    found = links(linking, body)
    assert found == {name: f"bioguide:{id}" for name, id in NAMESAKES[body].items()}


def test_a_surname_of_several_legislators_is_none_of_them(linking: Pipeline) -> None:
    assert links(linking, "Rep. Smith said on Monday that he would vote no.") == {"Smith": None}
    assert links(linking, "Sen. Scott, the South Carolina Republican, said on Monday that he agreed.") == {
        "Scott": None
    }


def test_a_story_from_before_a_birth_is_about_somebody_else(linking: Pipeline) -> None:
    body = "John Carter said on Monday that the mill would close."
    assert links(linking, body) == {"John Carter": "bioguide:C001051"}
    assert links(linking, body, published=datetime(1921, 5, 2, tzinfo=UTC)) == {"John Carter": None}


def test_a_document_names_the_edition_and_is_as_before_without_a_base(
    linking: Pipeline, nlp: Language, base: Path
) -> None:
    article = Article(id="a", body=BODY, language="en")
    with_base, without = linking(article), Pipeline(nlp, select(extractors(), "places"), Options())(article)
    assert with_base.engine.kb == KbFile(base).edition
    assert b'"kb"' not in without.json_line()
    plain = with_base.model_dump(exclude={"engine"})
    for entity in plain["entities"]:
        entity["links"].pop("kb", None)
        entity.pop("score")
    other = without.model_dump(exclude={"engine"})
    for entity in other["entities"]:
        entity.pop("score")
    assert plain == other


def test_explain_tells_why(linking: Pipeline) -> None:
    _, reasons = linking.extract_with_provenance(Article(id="a", body=BODY, language="en"))
    told = {reason.label: reason for reason in reasons if reason.kind == "link"}
    wicker = told["bioguide:W000437 Roger F. Wicker"]
    assert "10 articles (+2.4)" in wicker.rule
    assert "is called senator (+1.0)" in wicker.rule
    assert "country US (+0.7)" in wicker.rule
    assert wicker.weight is not None
    assert wicker.weight > 0.9


def test_without_a_base_nothing_is_looked_up() -> None:
    assert callable(KB_LINKS.build(Vocab(), Options()))


def test_a_base_that_cannot_be_used_stops_the_start(tmp_path: Path, nlp: Language) -> None:
    (tmp_path / "x").write_bytes(b"no base")
    with pytest.raises(KnowledgeBaseUnusable, match="is no knowledge base; make one: wiredesk kb build"):
        Pipeline(nlp, (), Options(kb=tmp_path / "x"))


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (EntityDraft("e1", "PERSON", "Shelley Moore Capito"), {"bioguide:C001047": 100}),
        (EntityDraft("e1", "PERSON", "John Q. Carter"), {"bioguide:C001051": 25}),
        (EntityDraft("e1", "PERSON", "Boozman"), {"bioguide:B001236": 10}),
        (
            EntityDraft("e1", "PERSON", "Carter"),
            {"bioguide:C001051": 10, "bioguide:C001103": 10, "bioguide:C001125": 10},
        ),
        (EntityDraft("e1", "PERSON", "Jane Carter", aliases=("Carter",)), {}),
        (EntityDraft("e1", "PERSON", "J. Nobody", aliases=("Dick Durbin",)), {"bioguide:D000563": 50}),
        (EntityDraft("e1", "ORG", "Senate"), {}),
        (EntityDraft("e1", "PERSON", "…"), {}),
    ],
)
def test_an_entity_is_looked_up_by_its_name(base: Path, draft: EntityDraft, found: dict[str, int]) -> None:
    assert {thing.id: thing.weight for thing in find_things(KbFile(base), draft)} == found
