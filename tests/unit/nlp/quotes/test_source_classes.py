"""The class of a quote's source, and the body or country that it speaks for."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article, Extraction, SourceClass
from wiredesk.nlp.pipeline import Pipeline


def read(pipeline: Pipeline, body: str) -> list[tuple[SourceClass | None, str | None]]:
    """Return class of source and name of the body spoken for of each quote."""
    found: Extraction = pipeline(Article(id="x", body=body, language="en"))
    names = {entity.id: entity.name for entity in found.entities}
    return [(quote.source_class, names.get(quote.speaks_for or "")) for quote in found.quotes]


# fmt: off
SENTENCES: list[tuple[str, SourceClass | None, str | None]] = [
    ("Residents said the water had risen.", "witness", None),
    ("Beth Sorel, a neighbour, said she heard a bang.", "witness", None),
    ("Passengers said the train shook.", "witness", None),
    ("Court papers said the money was gone.", "document", None),
    ("According to the report, three cars were damaged.", "document", None),
    ("A statement by the Defense Ministry said two soldiers died.", "document", "Defense Ministry"),
    ("State television said the army had left.", "media", None),
    ("Xinhua reported that the river had risen.", "media", None),
    ("The New York Times reported that he would resign.", "media", None),
    ("Local media said the bridge fell.", "media", None),
    ("Acme Corp said it would close the plant.", "company", None),
    ("A company spokesman said the plant would close.", "company", None),
    ("Acme Corp spokesman Jim Roe said it was sad.", "company", "Acme Corp"),
    ("Tim Cook, Apple's chief executive, said sales rose.", "company", "Apple"),
    ("Police said two men were held.", "official", None),
    ("U.S. officials said the plane had landed.", "official", "U.S."),
    ("The Turkish foreign minister, Hakan Fidan, said Turkey would sign.", "official", "Turkey"),
    ("The White House said it would respond.", "official", None),
    ("The Bank of Japan governor, Kazuo Ueda, said prices would rise.", "official", "Bank of Japan"),
    ("Army Lt. Col. Craig McNab said the base was safe.", "official", None),
    ("Margaret Harris of the World Health Organization said cases rose.", "official", "World Health Organization"),
    ("Lawmakers in Manila said the bill would pass.", "official", None),
    ("Sources close to the talks said the deal was done.", "anonymous", None),
    ("A person familiar with the matter said the deal was done.", "anonymous", None),
    ("A senior official said on condition of anonymity that the talks would end.", "anonymous", None),
    ("Police sources said the man was held.", "anonymous", None),
    ("John Smith, an analyst at Merrill Lynch, said prices would fall.", "person", "Merrill Lynch"),
    ("Jane Doe, a Kenyan economist, said rates would rise.", "person", None),
    ("Analysts said rates would rise.", "person", None),
    ("“I saw him fall,” said Mary Auma, 43.", "person", None),
    ("A spokesman for the army said the road was open.", "official", None),
    ("Spokesmen for the firms said the deal was close.", "company", None),
    ("The executives said the deal was close.", "company", None),
    ("Chief Financial Officer Andrew Pryce said sales rose.", "company", None),
    ("Officer Bill Roe said two men were held.", "official", None),
    ("A central bank spokesman said rates would rise.", "official", None),
    ("The central bank said rates would rise.", "official", None),
    # Nothing tells.
    ("A spokeswoman for Greenpeace said the river was dirty.", None, "Greenpeace"),
    ("The union said it would strike.", None, None),
    ("Union leaders said they would strike.", None, None),
    ("It said the road was open.", None, None),
    # What looks like another class.
    ("A senior Singapore bank director said rates would rise.", "company", None),
    ("The ratings agency said the debt was safe.", None, None),
    ("The news agency said the road was open.", "media", None),
    ("Press reports said the road was open.", "media", None),
]
# fmt: on


@pytest.mark.parametrize(("sentence", "kind", "body"), SENTENCES)
def test_the_class_of_a_source(pipeline: Pipeline, sentence: str, kind: SourceClass | None, body: str | None) -> None:
    assert read(pipeline, sentence)[-1] == (kind, body)


def test_an_official_who_asks_for_no_name_is_anonymous(pipeline: Pipeline) -> None:
    body = "A senior official at the Foreign Ministry who asked not to be named said the talks would end."
    assert read(pipeline, body)[-1] == ("anonymous", "Foreign Ministry")


def test_a_person_keeps_the_class_where_the_name_stands_alone(pipeline: Pipeline) -> None:
    body = "Police chief Ana Roth said the road was open. It rained. Roth said two men were held."
    assert [kind for kind, _ in read(pipeline, body)] == ["official", "official"]


def test_speech_that_carries_on_has_the_class_of_the_report_before(pipeline: Pipeline) -> None:
    body = "Residents said the bridge was unsafe. The council met. “We will all pay for this mistake.”"
    assert [kind for kind, _ in read(pipeline, body)] == ["witness", "witness"]


def test_the_company_itself_speaks_for_nobody_else(pipeline: Pipeline) -> None:
    body = "Acme Corp rose on Monday. The company said it would cut jobs."
    assert read(pipeline, body) == [("company", None)]


def test_explain_says_what_told_the_class(pipeline: Pipeline) -> None:
    article = Article(id="x", body="Residents said the water had risen.", language="en")
    _, reasons = pipeline.extract_with_provenance(article)
    assert ("source class: noun of the source", "witness") in {(reason.rule, reason.label) for reason in reasons}
