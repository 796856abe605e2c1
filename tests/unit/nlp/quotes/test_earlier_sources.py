"""A source that names nobody new goes on from one that has spoken."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline

# fmt: off
STORIES = [
    ("Nordvik Corp said it sold 85 mln dlrs of debt through Salomon Brothers Inc and Allen and Co Inc. The company "
     "said the notes mature in 2002.", "The company", "Nordvik Corp"),
    ("The Guardian said the stocks of Acme Inc and Borg Ltd will be dropped. They will be replaced with Verdi Co. The "
     "paper, which Verdi Inc prints, said the change will need new rules.", "The paper", "Guardian"),
    ("The Guardian said the stocks of Acme Inc and Borg Ltd will be dropped. The paper said the list will be printed. "
     "The list is long, it added.", "it", "Guardian"),
    ("The IG Metall metalworkers union called for a strike at Acme. Acme said it was sorry. The union said it would "
     "win.", "The union", "IG Metall"),
    ("An Acme Corp spokesman said the plant had closed. Shares of Borg Ltd and Verdi Inc fell. The company said it "
     "would build another one.", "The company", "Acme Corp"),
    ("Nordvik Electronics Co. fell on Monday. The company denied the report.", "The company",
     "Nordvik Electronics Co."),
    ("Jorge Paz, a mechanic, said he had helped. The water came at night, he added.", "he", "Jorge Paz"),
]
UNTOLD = [
    ("Acme Corp said prices rose. The rival company said they fell.", "The rival company"),
    ("Acme Corp said prices rose. The company that Berg left said they fell.", "The company that Berg left"),
    ("Acme Corp said prices rose. A company said they fell.", "A company"),
    ("The Verdi union and the Unison union said they would strike. The club said it would play.", "The club"),
    ("An aide said the minister was ill. The water came at night, he added.", "he"),
]
NAMES = [
    ("Nordvik AG [NORV.F] said profits rose.", "Nordvik AG"),
    ("The IG Metall metalworkers union in Hesse called for a strike.", "IG Metall"),
    ("The Rosneft oil company said output fell.", "Rosneft"),
    ("The Microsoft parent company said output fell.", None),
]
# fmt: on


def speaker_of(found: Extraction, source: str) -> str | None:
    names = {entity.id: entity.name for entity in found.entities}
    texts = {found.text[slice(*quote.source)].rstrip(","): quote.speaker for quote in found.quotes if quote.source}
    matching = [speaker for text, speaker in texts.items() if text.startswith(source)]
    assert matching, texts
    return names.get(matching[-1] or "")


def extracted(pipeline: Pipeline, body: str) -> Extraction:
    return pipeline(Article(id="s", version=1, body=body))


@pytest.mark.parametrize(("text", "source", "name"), STORIES)
def test_a_noun_or_pronoun_is_the_one_that_spoke_before(pipeline: Pipeline, text: str, source: str, name: str) -> None:
    assert speaker_of(extracted(pipeline, text), source) == name


@pytest.mark.parametrize(("text", "source"), UNTOLD)
def test_another_one_or_an_unnamed_one_stays_unknown(pipeline: Pipeline, text: str, source: str) -> None:
    assert speaker_of(extracted(pipeline, text), source) is None


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_beside_its_mark_or_the_noun_for_its_kind_speaks(
    pipeline: Pipeline, text: str, name: str | None
) -> None:
    found = extracted(pipeline, text)
    names = {entity.id: entity.name for entity in found.entities}
    assert [names.get(quote.speaker or "") for quote in found.quotes] == [name]
