"""``wiredesk config`` and ``wiredesk doctor --fast``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desk.cli import app
from desk.ops import checks
from desk.ops.checks import CHECKS, SLOW
from desk.ops.checks.check import Check
from wiredesk.errors import ConfigError
from wiredesk.settings import Settings

FILE = """
[settings]
batch = 7

[[source]]
type = "folder"
path = "inbox"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "wire.toml"
    path.write_text(FILE)
    monkeypatch.setenv("WIREDESK_CONFIG", str(path))
    monkeypatch.setenv("WIREDESK_WEB_TOKEN", "geheim")
    monkeypatch.setenv("WIREDESK_BROKER_URL", "redis://:geheim@example.org/0")
    return path


def test_each_setting_has_its_origin_and_no_secret_is_shown(file: Path) -> None:
    done = CliRunner().invoke(app, ["--home", "elsewhere", "config", "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    told = {row["name"]: (row["value"], row["origin"]) for row in document["settings"]}
    assert told["batch"] == ("7", str(file)) and told["home"] == ("elsewhere", "flag")
    assert told["lease"] == ("30", "default") and told["web_token"][1] == "WIREDESK_WEB_TOKEN"
    assert document["sources"] == ["inbox"] or "inbox" in document["sources"][0]
    page = CliRunner(env={"COLUMNS": "80"}).invoke(app, ["config"]).stdout
    assert "batch" in page and "inbox" in page and "sinks in" in page
    assert "geheim" not in done.stdout + page


def test_a_row_that_is_wrong_is_named(file: Path) -> None:
    file.write_text('[[source]]\ntype = "folder"\npaht = "inbox"\n')
    done = CliRunner().invoke(app, ["config"])
    assert isinstance(done.exception, ConfigError) and "[[source]] 1 (folder)" in str(done.exception)


def test_fast_leaves_out_the_models_and_what_is_done_is_printed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def noted(check: object, _settings: Settings) -> Check:
        ran.append(check.__name__)  # type: ignore[attr-defined]
        return Check(ran[-1], "ok", "fine")

    monkeypatch.setattr(checks, "run_check", noted)
    found = checks.run_checks(Settings(), fast=True)
    assert next(found).name == "versions" and ran == ["versions"]
    assert [check.name for check in found] == [check.__name__ for check in CHECKS if check not in SLOW][1:]
    assert CHECKS[-1] in SLOW and "model" not in ran
