"""Every command of every page runs, or a directive gives the reason why not; the reference matches the code."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from tests.docs.blocks import SHELL, Block, blocks, is_open, matches
from tests.docs.order import PAGES
from tests.docs.reference import stale
from tests.docs.workshop import Workshop, is_kept
from tests.support.cli_syntax import problems, syntax
from tests.support.paths import ROOT

BLOCKS = [block for page in PAGES for block in blocks(page)]


def is_run(block: Block) -> bool:
    return block.language in SHELL and not is_kept(block) and block.mark != "file"


RUN = [page for page in PAGES if any(is_run(block) for block in blocks(page))]


def name(found: Block | Path) -> str:
    return str(found).removeprefix(f"{ROOT}/")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with Workshop(tmp_path_factory.mktemp("reader")) as workshop:
        yield workshop


@pytest.mark.parametrize("page", RUN, ids=name)
def test_a_pages_commands_run_in_their_order(workshop: Workshop, page: Path) -> None:
    found = list(blocks(page))
    workshop.begin_page(found)
    try:
        for block in found:
            if is_run(block) or block.mark == "file":
                workshop.run(block)
    finally:
        workshop.end_page()


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language in SHELL], ids=name)
def test_a_block_is_shell_with_verbs_and_options_that_there_are(block: Block) -> None:
    assert syntax(block.script) == ""
    assert list(problems(block.script)) == []
    for path in re.findall(r"(?<![\w./:])(?:seeds|deploy|docs|benchmarks|tests)/[\w./-]*\w", block.script):
        assert (ROOT / path).exists() or "done/" in path, path


def test_what_is_not_run_says_why() -> None:
    assert all(len(block.value.split()) > 1 for block in BLOCKS if is_kept(block))


def test_no_command_hides_in_another_block() -> None:
    commands = re.compile(r"(?m)^(?:\$ |wiredesk |python -m |celery |make |docker |kubectl )")
    assert not [
        name(block) for block in BLOCKS if block.language not in {*SHELL, "text"} and commands.search(block.text)
    ]
    for page in PAGES:
        text = re.sub(r"(?ms)^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"))
        indented = re.findall(r"(?m)^ {4,}(\S.*)$", text)
        assert not commands.search("\n".join(indented)), f"an indented block of commands in {name(page)}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_within_a_sentence_exist(page: Path) -> None:
    text = re.sub(r"(?ms)^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"))
    spans = [" ".join(span.split()) for span in re.findall(r"(?s)`((?:wiredesk|python\s-m\sproducer)\s[^`]+)`", text)]
    spans = [span for span in spans if "VERB" not in span]
    found = [problem for span in spans for problem in problems(span)]
    assert [problem for problem in found if not re.search("Missing|requires an argument|'…'", problem)] == []


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language in {"toml", "yaml", "json", "python"}],
                         ids=name)  # fmt: skip
def test_a_file_shown_is_one(block: Block) -> None:
    readers = {
        "toml": tomllib.loads, "yaml": yaml.safe_load, "json": json.loads,
        "python": lambda text: compile(text, str(block), "exec"),
    }  # fmt: skip
    assert readers[block.language](block.text) is not None


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(?ms)^ *```.*?^ *```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = unquote(target).partition("#")
        if re.match(r"\w+:", target):
            continue
        to = (page.parent / path).resolve() if path else page
        assert to.exists(), f"{target} in {name(page)}"
        if anchor and to.suffix == ".md":
            heads = re.findall(r"(?m)^#+ (.*)$", to.read_text(encoding="utf-8"))
            slugs = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
            assert anchor in slugs, f"{target} in {name(page)}"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=name)
def test_paths_of_the_repository_exist(page: Path) -> None:
    found = re.findall(
        r"`((?:wiredesk|worker|producer|desk|tests|benchmarks|docs|deploy|tools)/[\w./-]+)`", page.read_text()
    )
    wrong = [path for path in found if "NAME" not in path and not (ROOT / path).exists()]
    assert not wrong, f"{wrong} in {name(page)}"


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [name(page).removeprefix("docs/") for page in PAGES if "docs/" in name(page) and page.name != "README.md"]
    folders = {str(Path(page).parent) for page in pages if (ROOT / "docs" / page).with_name("README.md").exists()} - {
        "."
    }
    missing = [page for page in pages if f"({page})" not in index and str(Path(page).parent) not in folders]
    for folder in folders:  # it has its own index
        own = (ROOT / "docs" / folder / "README.md").read_text(encoding="utf-8")
        missing += [page for page in pages if str(Path(page).parent) == folder and f"({Path(page).name})" not in own]
    assert not missing, missing


def test_the_reference_is_the_codes() -> None:
    assert [name(path) for path in stale()] == [], "python -m tests.docs.reference writes them"


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("done 3\n[…]\nend", "done 3 and more\nlines\nend", True),
        ("done 3 …", "done 3 of them", True),
        ("done 3 …", "done 4 of them", False),
        ("is at schema 0002", "is at schema 0003", False),
        ("14 formats", "15 formats", False),
        ("40 story versions read in 12.1 s, 3.3 a second", "40 story versions read in 1.9 s, 21.0 a second", True),
        ("40 story versions read in 12.1 s", "41 story versions read in 12.1 s", False),
        ("wire.db, 1.2 MB, 82%", "wire.db, 340 kB, 7%", False),
        ("wire.db, 1.2 MB, 82%", "wire.db, 3.4 MB, 7%", True),
        ("at 09:30:12, Python 3.11.7", "at 23:01:59, Python 3.12.1", True),
        ("http://127.0.0.1:8300/", "http://127.0.0.1:41327/", True),
        ("before 2026-08-26 12:00 UTC", "before 2026-11-02 04:29 UTC", True),
        ("published 2025-05-08", "published 2025-05-09", False),
        ("done", "done and more", False),
        ("── a ──\n  b", "───── a ─────\nb", True),
        ("a …\nc", "a b\nd", False),
    ],
)
def test_times_and_sizes_may_differ_and_other_numbers_may_not(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same


def test_commands_go_on_in_the_next_line() -> None:
    assert is_open('sqlite3 x "SELECT 1') and is_open("a \\") and is_open("cat <<'END'\nx")
    assert not is_open("cat <<'END'\nit's\nEND") and not is_open("wiredesk search # it's")
