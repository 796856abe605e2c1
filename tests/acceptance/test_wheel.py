"""The wheel contains every file of the packages and works from an empty folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.support.models import MODEL
from tests.support.paths import ROOT
from tests.support.waiting import HANG_SECONDS

PACKAGES = ("wiredesk", "worker", "producer", "desk")
ONLY_IN_A_CHECKOUT = {"wiredesk/store/migrations/script.py.mako"}
"""The template for new schema revisions, which an installation does not need."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy, so that no leftover of the checkout's build folder gets into the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "source")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "-w", str(folder), str(folder / "source")], check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


def test_it_holds_every_file(wheel: Path) -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert inside == files - ONLY_IN_A_CHECKOUT


def test_spacy_finds_the_components_and_python_the_version(wheel: Path, short_tmp: Path) -> None:
    site = short_tmp / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = """
import spacy, sys
nlp = spacy.load(sys.argv[1])
for name in ("entities", "quotes", "dates", "places"):
    nlp.add_pipe(f"wiredesk_{name}")
print(len(nlp("Oslo has trams, Ida Bache said.")._.wiredesk.quotes))
import wiredesk
print(wiredesk.__version__, wiredesk.__file__)
"""
    environment = {"PATH": os.environ["PATH"], "HOME": str(short_tmp), "PYTHONPATH": str(site)}
    command = [sys.executable, "-W", "ignore", "-c", code, MODEL]
    done = subprocess.run(command, cwd=short_tmp, env=environment, check=True, capture_output=True, text=True)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert done.stdout.splitlines() == ["1", f"{version} {site / 'wiredesk' / '__init__.py'}"]


def test_celery_and_wiredesk_work_from_an_empty_folder(wheel: Path, short_tmp: Path) -> None:
    site, empty = short_tmp / "site", short_tmp / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(empty), "WIREDESK_HOME": str(short_tmp / "wd"), "PYTHONPATH": str(site),
    }  # fmt: skip

    def run(*words: str) -> str:
        command = [sys.executable, "-m", *words]
        return subprocess.run(
            command, cwd=empty, env=environment, check=True, capture_output=True, text=True, timeout=120
        ).stdout

    names = ", ".join(f"{name}.__file__" for name in PACKAGES)
    where = f"import {', '.join(PACKAGES)}; print({names})"
    found = subprocess.run([sys.executable, "-c", where], cwd=empty, env=environment, capture_output=True, text=True)
    assert all(path.startswith(str(site)) for path in found.stdout.split()), found.stdout
    log = (short_tmp / "worker.log").open("wb")
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "worker", "worker", "-c", "1", "-l", "info"],
        cwd=empty, env=environment, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        story = ROOT / "seeds" / "wire" / "otter-stops-tram-brief.txt"
        over = time.monotonic() + 120
        while " ready." not in (short_tmp / "worker.log").read_text():
            assert time.monotonic() < over and worker.poll() is None, (short_tmp / "worker.log").read_text()
            time.sleep(0.2)
        run("producer", "feed", str(story))
        while json.loads(run("desk", "status", "--json"))["states"]["done"] != 1:
            assert time.monotonic() < over, (short_tmp / "worker.log").read_text()
            time.sleep(0.5)
        assert "tram" in run("desk", "export").lower()
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(HANG_SECONDS) == 0
        log.close()
    assert list(empty.iterdir()) == []
