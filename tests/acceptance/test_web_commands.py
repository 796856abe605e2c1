"""The command line to the same ends: tail, search, people, quotes, stats, metrics, health; light and quick to start."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.unit.desk import newsroom
from tests.unit.desk.server import ROOT

DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("desk")
    newsroom.filled(home).close()
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
        (("search", "xylophone"), "no story has all of that"),
        (("people",), "Amina Otieno"),
        (("people", "--kind", "places", "nairobi"), "Nairobi"),
        (("quotes", "Amina", "Otieno"), "We want the cranes"),
        (("stats",), "3 stories"),
        (("status",), "quarantined"),
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


def test_where_an_extra_is_missing_one_line_tells_the_way_out(home: Path) -> None:
    code = "import sys; sys.modules['pyarrow'] = None; from desk.cli import main; main()"
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home)}
    command = [sys.executable, "-c", code, "export", "--format", "parquet"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr == "wiredesk: parquet: pyarrow is not installed; pip install 'wiredesk[parquet]'\n"


def test_a_query_that_does_not_fit(home: Path) -> None:
    done = wiredesk(home, "search", "--since", "yesterday")
    assert (done.returncode, done.stdout) == (2, "")
    assert "give it as 2026-11-23" in done.stderr


def test_health_without_a_broker_says_that_a_restart_would_not_help(home: Path) -> None:
    assert wiredesk(home, "health", "worker").returncode == 69
    assert wiredesk(home, "health", "web", "--address", "http://127.0.0.1:1").returncode == 1


def test_reading_needs_neither_celery_nor_spacy(home: Path) -> None:
    code = """
        import sys
        from typer.testing import CliRunner
        from desk.cli import app
        for words in (["tail"], ["search", "x"], ["people"], ["quotes"], ["stats"], ["status"], ["export"]):
            assert CliRunner().invoke(app, words).exit_code == 0, words
        print([name for name in ("spacy", "thinc", "celery", "alembic", "fastapi", "lxml") if name in sys.modules])
    """
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home)}
    lines = "\n".join(line[8:] for line in code.splitlines())
    command = [sys.executable, "-W", "ignore", "-c", lines]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_alerts_and_dashboard_name_metrics_that_exist(home: Path) -> None:
    text = wiredesk(home, "metrics").stdout
    told = set(re.findall(r"^(wiredesk_\w+)", text, re.M)) | {
        "wiredesk_queue_messages", "wiredesk_broker_memory_used_bytes", "wiredesk_broker_memory_most_bytes",
    }  # fmt: skip
    asked = (DEPLOY / "prometheus" / "wiredesk.rules.yml").read_text()
    asked += (DEPLOY / "grafana" / "wiredesk.json").read_text()
    assert set(re.findall(r"\bwiredesk_\w+", asked)) <= told
    assert 'wiredesk_versions{state="done"} 6.0' in text
