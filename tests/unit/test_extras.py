"""Optional dependencies: the core works without them, and what needs one says so in one line with the way out."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import desk
import producer
import wiredesk
import worker
from wiredesk.errors import EXIT_CONFIG, ExtraNotInstalled
from wiredesk.extras import EXTRAS, missing_modules, require_extra

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WITH_SPACY = {"httpx", "jinja2"}
"""Modules of extras that spaCy's own dependencies bring as well."""
MODULES = sorted({module for modules in EXTRAS.values() for module in modules} - WITH_SPACY)
NEED_AN_EXTRA = (
    "desk.agents.mcp_", "desk.api", "desk.sinks.chat", "desk.sinks.kafka", "desk.sinks.mqtt", "desk.sinks.nats_stream",
    "desk.web", "producer.sources.endpoint", "producer.sources.events", "producer.sources.feeds",
    "producer.sources.fetch", "producer.sources.websocket", "wiredesk.nlp.turbo", "wiredesk.tracing.exporter",
)  # fmt: skip
PAGE = "<html><head><title>Ferry</title></head><body><p>The ferry sank on Monday, officials said.</p></body></html>"


def without(modules: list[str], code: str) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in an interpreter that has none of ``modules``."""
    hidden = f"import sys; sys.modules.update(dict.fromkeys({modules!r}))\n"
    command = [sys.executable, "-W", "ignore", "-c", hidden + code]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_table_names_the_extras_of_the_project() -> None:
    declared = PROJECT["optional-dependencies"]
    assert set(EXTRAS) == set(declared) - {"all"}
    for extra, modules in EXTRAS.items():
        packages = {re.split(r"[\[<>=; ]", requirement)[0] for requirement in declared[extra]}
        for module in modules:
            assert any(package.startswith(module.replace("_", "-").replace(".", "-")) for package in packages), module


def test_all_contains_every_extra() -> None:
    [everything] = PROJECT["optional-dependencies"]["all"]
    assert set(re.findall(r"\w+", everything)) - {"wiredesk"} == set(EXTRAS)


def test_every_other_module_can_be_imported_without_any_extra() -> None:
    names = [
        row.name
        for package in (wiredesk, worker, producer, desk)
        for row in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not row.name.startswith(NEED_AN_EXTRA) and "__main__" not in row.name and ".migrations" not in row.name
    ]
    result = without(MODULES, f"import importlib\nfor name in {names!r}: importlib.import_module(name)")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("module", "program", "arguments", "extra"),
    [
        ("fastapi", "desk.cli", ["wiredesk", "web"], "web"),
        ("httpx", "producer.cli", ["producer", "feed", "--feed", "https://example.org/rss"], "sources"),
        ("starlette", "producer.cli", ["producer", "feed", "--listen", "8310"], "sources"),
        ("trafilatura", "producer.cli", ["producer", "parse", "PAGE"], "sources"),
        ("pyarrow", "desk.cli", ["wiredesk", "export", "--format", "parquet"], "parquet"),
    ],
)
def test_a_command_names_the_extra_that_it_lacks(
    module: str, program: str, arguments: list[str], extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    monkeypatch.setenv("WIREDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WIREDESK_DOCUMENT_SECONDS", "0")  # a parser process of its own would find the module
    monkeypatch.chdir(tmp_path)
    words = [str(page) if word == "PAGE" else word for word in arguments]
    result = without([module], f"sys.argv = {words!r}\nfrom {program} import main\nmain()")
    assert result.returncode == EXIT_CONFIG, result.stderr
    [line] = result.stderr.splitlines()
    assert f"package {module}" in line and line.endswith(f"pip install 'wiredesk[{extra}]'")


def test_what_is_installed_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    require_extra("web", "wiredesk web")
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert missing_modules("web") == ["uvicorn"]
    with pytest.raises(ExtraNotInstalled, match=r"the desk: needs the package uvicorn.*wiredesk\[web\]"):
        require_extra("web", "the desk")
