"""``wiredesk extract`` on a terminal is a page for reading, and JSON lines in a pipe or with ``--json``."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from desk.cli import app
from desk.commands import extract as verb
from tests.support import desk_stories
from wiredesk.nlp import parallel

ARTICLE = desk_stories.article()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text(ARTICLE.model_dump_json())
    line = desk_stories.extraction(ARTICLE).json_line()
    monkeypatch.setattr(parallel, "extract_all", lambda stories, *_: ((one, (line, ())) for one in stories))
    return path


def test_a_terminal_shows_a_page(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    terminal = Console(file=screen, force_terminal=True, width=80, no_color=True)
    monkeypatch.setattr(verb, "console", lambda: terminal)
    done = CliRunner().invoke(app, ["extract", "--articles", str(file)])
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    page = screen.getvalue()
    assert ARTICLE.id in page and "Who said what" in page and '{"' not in page


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_a_pipe_gets_lines(file: Path, option: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    if option:
        monkeypatch.setattr(verb, "console", lambda: Console(force_terminal=True))
    done = CliRunner().invoke(app, ["extract", "--articles", *option, str(file)])
    assert done.exit_code == 0 and done.stdout.startswith("{") and len(done.stdout.splitlines()) == 1
