"""Settings that are lists, and a knowledge file that a user adds."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.errors import ConfigError
from wiredesk.nlp.context import Options
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors
from wiredesk.settings import load

FILE = """\
ORG||Harbour Light Trust|HLT; Harbour Light|IE
PERSON||Aoife Brannigan|Brannigan of the Quays|IE|Minister for Ports
"""


@pytest.mark.parametrize("value", ["a.tsv, b.tsv", '["a.tsv", "b.tsv"]'])
def test_a_list_by_comma_or_as_json(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("WIREDESK_KNOWLEDGE", value)
    monkeypatch.setenv("WIREDESK_WEB_HOSTS", "*")
    assert load().knowledge == (Path("a.tsv"), Path("b.tsv"))
    assert load().web_hosts == ("*",)


def test_a_list_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREDESK_KNOWLEDGE", '["a.tsv"')
    with pytest.raises(ConfigError, match="WIREDESK_KNOWLEDGE"):
        load()


def test_a_users_file_extends_the_knowledge_base(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nlp: Language
) -> None:
    path = tmp_path / "ports.tsv"
    path.write_text(FILE, encoding="utf-8")
    monkeypatch.setenv("WIREDESK_KNOWLEDGE", str(path))
    body = "The HLT met Brannigan of the Quays on Monday. Aoife Brannigan said Harbour Light would pay."
    result = Pipeline(nlp, extractors(), Options(knowledge=load().knowledge))(Article(id="x", body=body, language="en"))
    found = {
        frozenset(body[slice(*mention.span)] for mention in entity.mentions if mention.kind == "name")
        for entity in result.entities
    }
    assert found == {frozenset({"HLT", "Harbour Light"}), frozenset({"Brannigan of the Quays", "Aoife Brannigan"})}
