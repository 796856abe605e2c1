"""Settings: sources and their order, lists, unknown names, and a knowledge file that a user adds."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.errors import ConfigError
from wiredesk.nlp.context import Options
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors
from wiredesk.settings import (
    Settings,
    load,
    origin_of,
    unknown_keys,
    unknown_variables,
    warn_of_unknown,
    without_secret,
)

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


def test_a_list_that_is_not_valid_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
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


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration file that WIREDESK_CONFIG names."""
    path = tmp_path / "desk.toml"
    monkeypatch.setenv("WIREDESK_CONFIG", str(path))
    return path


@pytest.mark.parametrize(
    ("flag", "variable", "line", "value", "origin"),
    [
        (4, "5", "6", 4, "flag"),
        (None, "5", "6", 5, "WIREDESK_LEASE"),
        (None, "", "6", 6, "the file"),
        (None, None, "6", 6, "the file"),
        (None, None, None, 30, "default"),
    ],
)
def test_flags_win_over_the_environment_and_that_over_the_file(
    config: Path, monkeypatch: pytest.MonkeyPatch, flag: int | None, variable: str | None, line: str | None, value: int,
    origin: str,
) -> None:  # fmt: skip
    scale = 10  # a lease is ten seconds or more
    if variable is not None:
        monkeypatch.setenv("WIREDESK_LEASE", variable and str(int(variable) * scale))
    if line is not None:
        config.write_text(f"[settings]\nlease = {int(line) * scale}\n", encoding="utf-8")
    flags = {"lease": flag * scale} if flag else {}
    assert load(**flags).lease == (value if origin == "default" else value * scale)
    assert origin_of("lease", flags) == origin.replace("the file", str(config))


@pytest.mark.parametrize(
    ("variable", "name"),
    [("WIREDESK_STORE_URL", "store_url"), ("DATABASE_URL", "store_url"), ("CELERY_BROKER_URL", "broker_url")],
)
def test_variables_of_other_programs_are_read(monkeypatch: pytest.MonkeyPatch, variable: str, name: str) -> None:
    monkeypatch.setenv(variable, "redis://there")
    assert getattr(load(), name) == "redis://there" and origin_of(name) == variable


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("postgres://wire@db/wire", "postgresql+psycopg://wire@db/wire"),
        ("postgresql://wire@db/wire", "postgresql+psycopg://wire@db/wire"),
        ("postgresql+psycopg://db/wire", "postgresql+psycopg://db/wire"),
        ("sqlite:///wire.db", "sqlite:///wire.db"),
    ],
)
def test_the_url_of_the_store(url: str, engine: str) -> None:
    assert Settings(store_url=url).store == engine


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://user:secret@host:6379/0", "redis://user:***@host:6379/0"),
        ("redis://:secret@host", "redis://:***@host"),
        ("redis://user@host", "redis://user@host"),
        ("sqlite:///wire.db", "sqlite:///wire.db"),
    ],
)
def test_a_password_is_replaced(url: str, shown: str) -> None:
    assert without_secret(url) == shown


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[settings", "desk.toml"),
        ("settings = 3", "settings is not a table"),
        ("[settings]\nlease = 'soon'", "setting lease"),
        ("[settings]\nlease = 1", "setting lease"),
    ],
)
def test_a_file_that_is_not_valid_is_one_error(config: Path, text: str, message: str) -> None:
    config.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as found:
        load()
    assert message in str(found.value) and len(str(found.value).splitlines()) == 1


def test_unknown_names_are_found_in_the_environment_and_in_the_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WIREDESK_LEASE", "WIREDESK_LEESE", "wiredesk_batch", "WIREDESK", "OTHER_LEASE"):
        monkeypatch.setenv(name, "40")
    config.write_text("[settings]\nlease = 40\nLease = 40\nDATABASE_URL = 'sqlite://'\n[other]\nleese = 1\n")
    assert unknown_variables() == ("WIREDESK_LEESE",)
    assert unknown_keys() == ("Lease",)


def test_a_process_warns_of_unknown_names_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WIREDESK_CONCURENCY", "2")
    warn_of_unknown.cache_clear()
    load(), load()
    found = capsys.readouterr()
    assert found.out == "" and found.err.count("\n") == 1
    assert "WIREDESK_CONCURENCY (did you mean WIREDESK_CONCURRENCY?)" in found.err
    warn_of_unknown.cache_clear()
