"""Every rule of the date grammar: its own examples, and the value of the first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.dates.grammar import DateRule
from wiredesk.nlp.dates.matcher import RULES
from wiredesk.nlp.pipeline import Pipeline

THURSDAY = datetime(2025, 5, 8, 15, 30, tzinfo=UTC)


def rules_at(pipeline: Pipeline, body: str) -> set[tuple[tuple[int, int], str]]:
    """Spans and names of the rules that gave a date."""
    article = Article(id="x", body=body, language="en", published=THURSDAY)
    _, reasons = pipeline.extract_with_provenance(article)
    return {(reason.span, reason.rule) for reason in reasons if reason.kind == "date"}


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_finds_its_example(pipeline: Pipeline, rule: DateRule) -> None:
    start, end = rule.yes.index("["), rule.yes.index("]") - 1
    assert ((start, end), rule.name) in rules_at(pipeline, rule.yes.replace("[", "").replace("]", ""))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_leaves_the_other_alone(pipeline: Pipeline, rule: DateRule) -> None:
    assert rule.name not in {name for _, name in rules_at(pipeline, rule.no)}
