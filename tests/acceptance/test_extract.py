"""``wiredesk extract``: the pipeline without a queue."""

from __future__ import annotations

import gzip
import json
import socket
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.support.command_line import Run, environment
from tests.support.paths import ROOT

SEED = "seeds/xi-putin-moscow-2025-05-08.txt"
EXPECTED = {"Xi Jinping", "Vladimir Putin", "Russia", "China", "US", "Ukraine", "Moscow", "Kremlin", "Nato"}


def test_the_seed_story(wiredesk: Run) -> None:
    result = wiredesk("extract", SEED)
    assert result.returncode == 0, result.stderr
    document = json.loads(result.stdout)
    received = Path(SEED).read_text(encoding="utf-8")
    text = document["text"]
    assert received.startswith(text.rstrip())  # offsets index the text as received
    names = {entity["name"]: entity for entity in document["entities"]}
    assert set(names) >= EXPECTED
    for name in EXPECTED:
        for mention in names[name]["mentions"]:
            start, end = mention["span"]
            assert text[start:end].strip()
            if mention["kind"] == "name":
                assert " ".join(text[start:end].split()) in name or name == "US"


def test_in_parallel_the_same_in_the_same_order(wiredesk: Run, tmp_path: Path) -> None:
    body = "PARIS, May 8 (Meridian Wire) - The minister, Anne Leroy, said on Thursday that plan {} would pass."
    lines = [
        json.dumps({"id": f"s{n}", "body": body.format(n), "published": "2026-05-08T10:00:00Z"}) for n in range(30)
    ]
    plain = tmp_path / "articles.jsonl"
    plain.write_text("\n".join(lines))
    packed = tmp_path / "articles.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    one = wiredesk("extract", "--articles", str(plain))
    two = wiredesk("extract", "--articles", "-j", "2", str(packed))
    assert one.returncode == two.returncode == 0, one.stderr + two.stderr
    assert one.stdout == two.stdout
    assert [json.loads(line)["id"] for line in one.stdout.splitlines()] == [f"s{n}" for n in range(30)]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no list of threads on this system")
def test_linear_algebra_has_one_thread(tmp_path: Path) -> None:
    with Popen(
        [sys.executable, "-m", "desk", "extract", "--articles", "-"],
        cwd=ROOT, env=environment(tmp_path), stdin=PIPE, stdout=PIPE,
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout
        process.stdin.write(b'{"id": "a", "body": "Ms Okafor spoke in Oslo."}\n')
        process.stdin.flush()
        assert process.stdout.readline()
        assert len(list(Path(f"/proc/{process.pid}/task").iterdir())) == 1
        process.stdin.close()
    assert process.returncode == 0


def test_a_line_that_is_not_an_article_is_reported_and_the_others_are_extracted(wiredesk: Run) -> None:
    lines = '{"id": "a", "body": "Paris."}\nnot json\n{"id": "b", "body": "Oslo.", "published": "31 February"}\n'
    result = wiredesk("extract", "--articles", stdin=lines + '{"id": "c", "body": "Rome."}\n')
    assert result.returncode == 65
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "c"]
    assert "line 2" in result.stderr and "line 3" in result.stderr and "Traceback" not in result.stderr


def test_explain_says_which_rule_joined_what(wiredesk: Run) -> None:
    result = wiredesk("extract", "--explain", SEED)
    assert result.returncode == 0
    assert "Xi Jinping" in result.stderr
    assert " type PERSON: " in result.stderr


def test_a_port_in_use(wiredesk: Run) -> None:
    (home := wiredesk("migrate")).check_returncode()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = wiredesk("web", "--port", str(port))
    assert result.returncode in {69, 78}, result.stderr
    assert str(port) in result.stderr and "Traceback" not in result.stderr
    assert home.stderr == ""
