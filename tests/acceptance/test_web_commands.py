"""The commands that show the same as the pages, and what they import: tail, search, people, quotes, stats, metrics."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.support import desk_stories
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("desk")
    desk_stories.filled(home).close()
    return home


def wiredesk(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home), "NO_COLOR": "1", "COLUMNS": "200"}
    command = [sys.executable, "-m", "desk", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("tail", "-n", "5"), "FLASH Ferry sinks off Mombasa"),
        (("search", "cranes", "--speaker", "amina otieno"), "Harbour talks resume in Nairobi"),
        (("people",), "Amina Otieno"),
        (("people", "--kind", "places", "nairobi"), "Nairobi"),
        (("quotes", "Amina", "Otieno"), "We want the cranes"),
        (("stats",), "3 stories"),
        (("status",), "quarantined"),
        (("show", f"{desk_stories.HARBOUR}@1"), "Harbour talks stall in Nairobi"),
        (("quotes", "--speaker", "amina otieno", "--kind", "direct"), "We want the cranes"),
        (("search", "cranes", "--fields", "id,names.name"), '{"id":"urn:test:harbour","names.name":["Amina'),
        (("search", "cranes", "--template", "{headline} ({source})"), "Harbour talks resume in Nairobi (Harbour News)"),
        (("quotes", "Amina", "Otieno", "--template", "{speaker}: {content}"), 'Amina Otieno: "We want the cranes'),
        (("show", desk_stories.HARBOUR, "--template", "{article.source}"), "Harbour News"),
        (("tail", "--fields", "headline"), '{"headline":"Ferry sinks off Mombasa"}'),
        (("export", "quotes", "cranes", "--fields", "story,n"), '{"story":"urn:test:harbour","n":0}'),
        (("sql", "SELECT count(*) AS n FROM stories", "--format", "json"), '"rows":[[3]]'),
        (("sql", "--tables"), "event_roles"),
        (("--version",), "wiredesk 0"),
    ],
)
def test_verbs(home: Path, words: tuple[str, ...], says: str) -> None:
    done = wiredesk(home, *words)
    assert done.returncode == 0, done.stderr
    assert says in done.stdout
    assert "\x1b" not in done.stdout and "‮" not in done.stdout
    assert not any(hidden in done.stdout for hidden in ("Wrong story", "Withheld", "Embargoed"))


@pytest.mark.parametrize("words", [("tail",), ("search", "nairobi"), ("people",), ("quotes",), ("stats",)])
def test_as_json(home: Path, words: tuple[str, ...]) -> None:
    lines = [json.loads(line) for line in wiredesk(home, *words, "--json").stdout.splitlines()]
    assert lines


def test_export_as_parquet(home: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home)}
    command = [sys.executable, "-m", "desk", "export", "--format", "parquet"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=True)
    assert pyarrow.parquet.read_table(io.BytesIO(done.stdout)).num_rows == 3


def test_where_an_extra_is_missing_one_line_says_how_to_install_it(home: Path) -> None:
    code = "import sys; sys.modules['pyarrow'] = None; from desk.cli import main; main()"
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home)}
    command = [sys.executable, "-c", code, "export", "--format", "parquet"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr == (
        "wiredesk: wiredesk export --format parquet: needs the package pyarrow, which is not installed; "
        "pip install 'wiredesk[parquet]'\n"
    )


def test_an_invalid_query(home: Path) -> None:
    done = wiredesk(home, "search", "--since", "soon")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a day such as 2026-11-23" in done.stderr


def test_health_without_a_broker_says_that_a_restart_would_not_help(home: Path) -> None:
    assert wiredesk(home, "health", "worker").returncode == 69
    assert wiredesk(home, "health", "web", "--address", "http://127.0.0.1:1").returncode == 1


HEAVY = ("spacy", "thinc", "numpy", "celery", "kombu", "alembic", "fastapi", "lxml", "trafilatura")
LIGHT = {
    "run": ["--help"], "feed": ["--help"], "worker": ["--help"],
    "extract": ["--help"], "replay": ["--help"], "tail": [], "search": ["nairobi"],
    "show": [desk_stories.HARBOUR], "people": [], "thing": ["Nairobi"],
    "things": ["rulings"], "quotes": [], "events": [], "threads": [],
    "thread": ["--help"], "stats": [], "status": [], "export": [], "sql": ["SELECT 1"],
    "deliver": ["--help"], "sinks": ["list"], "sources": [], "reconcile": ["--help"],
    "star": [desk_stories.HARBOUR], "note": ["list"], "users": ["list"],
    "watch": ["list"], "web": ["--help"], "mcp": ["--help"],
    "metrics": [], "flower": ["--help"],
    "health": ["web", "--address", "http://127.0.0.1:1"], "doctor": ["--help"],
    "config": ["--help"], "formats": [], "schema": ["article"],
    "kb": ["--help"],
    "extractors": ["--help"], "migrate": [], "reprocess": ["--all", "--dry-run"],
    "prune": ["--older-than", "90d", "--dry-run"], "backup": ["/dev/null"],
    "identity": ["--help"], "quarantine": ["list"],
}  # fmt: skip
"""Run every verb; for verbs that process stories, only their help. This desk has no threads."""


def test_no_verb_imports_what_it_does_not_need(home: Path) -> None:
    code = f"""
        import sys
        from typer.testing import CliRunner
        from desk.cli import VERBS, app
        rows = {LIGHT!r}
        assert rows.keys() == VERBS.keys()
        for verb, words in rows.items():
            done = CliRunner().invoke(app, [verb, *words])
            assert done.exit_code == (verb in ("health", "backup", "threads")), (verb, done.output, done.exception)
            print(verb, *[name for name in {HEAVY!r} if name in sys.modules])
    """
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home)}
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == list(LIGHT), done.stdout + done.stderr


def test_every_verb_has_examples_with_valid_options() -> None:
    from tests.support.cli_syntax import problems, verbs

    told = verbs()
    for name, verb in told.items():
        examples = re.findall(r"Example: (.+)", verb.help or "")
        assert examples, f"{name} has no example"
        assert [problem for example in examples for problem in problems(example)] == [], name
