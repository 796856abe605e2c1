"""POST /api/extract on a real desk with the real model: the same bytes as the command, and no process stays behind."""

from __future__ import annotations

import json
from array import array
from concurrent.futures import ThreadPoolExecutor
from fcntl import ioctl
from pathlib import Path
from termios import FIONREAD

import httpx
import psutil

from tests.support.command_line import Run
from tests.support.paths import ROOT
from tests.support.waiting import wait_until
from tests.support.web_server import serving

STORY = ROOT / "seeds" / "wire" / "cape-town-abalone-trial.txt"
ARTICLE = {
    "id": "urn:a:1",
    "headline": "Harbour strike ends",
    "body": 'NAIROBI, Nov 24 (MW) - Dockers return on Tuesday.\n\n"We won," union leader Grace Otieno said.',
    "published": "2026-11-24T09:15:00Z",
}


def processes() -> list[psutil.Process]:
    """The extraction processes of the desk that this test runs."""
    children = psutil.Process().children(recursive=True)
    return [one for one in children if any("extraction_process" in word for word in one.cmdline())]


def _has_input(process: psutil.Process) -> bool:
    """Whether a story waits in the pipe to a stopped process."""
    with Path(f"/proc/{process.pid}/fd/0").open("rb") as pipe:
        waiting = array("i", [0])
        ioctl(pipe, FIONREAD, waiting)
    return waiting[0] > 0


def test_the_answers_are_those_of_the_command_and_a_killed_process_fails_one_story(
    wiredesk: Run, tmp_path: Path
) -> None:
    (tmp_path / "article.json").write_text(json.dumps(ARTICLE))
    wanted = [
        wiredesk("extract", str(STORY)).stdout,
        wiredesk("extract", "--articles", str(tmp_path / "article.json")).stdout,
    ]
    with serving(tmp_path) as address, httpx.Client(base_url=address, timeout=240) as desk:
        assert not processes(), "the model is loaded with the first story"
        found = [desk.post("/api/extract", content=STORY.read_bytes()), desk.post("/api/extract", json=ARTICLE)]
        assert [one.text for one in found] == wanted
        (process,) = processes()
        process.suspend()
        with ThreadPoolExecutor(1) as reader:
            answer = reader.submit(httpx.post, f"{address}/api/extract", json=ARTICLE, timeout=240)
            wait_until(lambda: _has_input(process))
            process.kill()
            assert answer.result().status_code == 500
        assert desk.post("/api/extract", json=ARTICLE).text == wanted[1]
    wait_until(lambda: not processes())
