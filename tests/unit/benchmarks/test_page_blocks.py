"""The blocks of a page that the benchmarks write."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.machine import date_and_machine
from benchmarks.table import insert

PAGE = "# A\n\n<!-- figures -->\nold\n<!-- end of figures -->\n\nb\n<!-- start -->\n<!-- end of start -->\nc\n"


def test_only_the_block_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    insert(page, "× 2", "start")
    insert(page, "new")
    assert page.read_text("utf-8") == PAGE.replace("old", "new").replace("<!-- start -->\n", "<!-- start -->\n× 2\n")
    again = page.read_text("utf-8")
    insert(page, "× 2", "start")
    assert page.read_text("utf-8") == again


@pytest.mark.parametrize(
    "text",
    ["", "<!-- start -->", "<!-- end of start -->\n<!-- start -->", PAGE.replace("end of start", "end of stars")],
)
def test_a_page_without_the_block_stays(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(SystemExit, match=r"page\.md has no <!-- start --> … <!-- end of start -->"):
        insert(page, "new", "start")
    assert page.read_text() == text


def test_a_missing_page_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"absent\.md: No such file or directory$"):
        insert(tmp_path / "absent.md", "new")


def test_the_machine_is_one_line() -> None:
    parts = date_and_machine().split(", ")
    assert len(parts) in {5, 6}
    assert parts[-1].startswith("Python 3.") and parts[-2].endswith(" GiB") and parts[-3].endswith(" cores")
