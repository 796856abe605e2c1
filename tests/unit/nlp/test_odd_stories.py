"""Names in text that is hardly text: no crash, no rubbish, time linear in length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from spacy.language import Language

from tests.support.extraction_views import names
from wiredesk.contract import Article, Extraction
from wiredesk.layout import analyze
from wiredesk.nlp.context import Context, Options
from wiredesk.nlp.entities.clustering import CLUSTERS
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.names.name_extractor import NAMES
from wiredesk.nlp.parse import parse
from wiredesk.nlp.pipeline import Pipeline

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "A",
        "Xi",
        "he",
        "the",
        "🙂 🙂 🙂",
        "'' `` ' “ ” ‘ ’ " * 200,
        "שלום עולם John Smith قال",
        "the the the the the",
        "( ( ( ) ) ) (AP) (AP) -- -- , , ,",
        "of of of for for for at at Bank of of the",
        "He him his himself she her hers herself it its itself I me my.",
        "Mr. Mrs. Ms. Dr. Sen. Rep. President of of of",
        "Jr. Sr. II III Inc. Ltd. Co.",
        "\n\n\n \t \n",
    ],
)
def test_odd_text_is_read(pipeline: Any, body: str) -> None:
    pipeline(Article(id="x", body=body, language="en"))


def test_all_capitals(extract: Extract) -> None:
    found = names(extract("PRESIDENT VLADIMIR PUTIN MET LEADERS OF CHINA AND THE EUROPEAN UNION IN MOSCOW ON MONDAY."))
    assert ("CHINA", "GPE") in found


def test_no_capital_at_all(extract: Extract) -> None:
    extract("the president of the bank met his brother in the old town on monday and they spoke of the war.")


def test_a_long_list_of_names_is_linear(nlp: Language) -> None:
    """A thousand people of one surname: every step looks at a bounded number of candidates."""
    body = ", ".join(f"{chr(65 + n % 26)}{'aeiou'[n % 5]}{'bdklmnrst'[n % 9]}{n % 97}o Kim" for n in range(1000))
    article = Article(id="x", body=f"The winners are {body}. Kim said Kim and Kim met.", language="en")
    layout = analyze(article)
    doc = parse(nlp, layout)
    context = Context(article, layout, flatten(doc, layout))
    for row in (NAMES, CLUSTERS):
        context.assign(row.key, row.build(nlp.vocab, Options())(doc, context))
    assert context.clusters
    assert sum(len(cluster.mentions) for cluster in context.clusters) >= len(context.names)


def test_each_mention_has_its_rule(pipeline: Pipeline) -> None:
    article = Article(id="x", body="Finnish President Aino Salo met Juha Virta. Salo told him to wait.", language="en")
    _, reasons = pipeline.extract_with_provenance(article)
    decided = [reason for reason in reasons if reason.kind in {"mention", "title"}]
    rules = {article.text[slice(*reason.span)]: (reason.kind, reason.rule) for reason in decided}
    assert rules["Salo"] == ("mention", "surname")
    assert rules["him"] == ("mention", "pronoun")
    assert rules["Finnish President"] == ("title", "before the name")
