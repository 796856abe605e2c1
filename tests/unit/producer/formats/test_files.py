"""The parse command's logic, and what is imported when."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from producer.formats import Limits, parse
from producer.parse_files import parse_files
from wiredesk.contract import Article
from wiredesk.errors import BadData

STORY = b"Norland votes\n\nLINDHOLM, Nov 14 (XP) - Norland voted."


def run(*paths: Path, explain: bool = False) -> tuple[int, list[str], list[str]]:
    out: list[str] = []
    err: list[str] = []
    code = parse_files([str(path) for path in paths], out.append, err.append, explain=explain)
    return code, out, err


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_bytes(b"<nitf><body>")
    (tmp_path / "good.txt").write_bytes(STORY)
    code, out, err = run(tmp_path / "bad.xml", tmp_path / "gone.txt", tmp_path / "good.txt")
    assert code == 65
    assert [json.loads(line)["headline"] for line in out] == ["Norland votes"]
    assert len(err) == 2
    assert err[0].startswith(f"{tmp_path}/bad.xml, line 1: not well-formed XML")
    assert "gone.txt" in err[1]


def test_a_file_of_packages_only_is_not_a_failure(tmp_path: Path) -> None:
    (tmp_path / "p.xml").write_bytes(b'<packageItem guid="urn:x:p"/>')
    code, out, err = run(tmp_path / "p.xml")
    assert (code, out) == (0, [])
    assert err == [f"{tmp_path}/p.xml: skipped: package urn:x:p"]


def test_explanations_name_the_element(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_bytes(STORY)
    _, out, _ = run(tmp_path / "s.txt", explain=True)
    assert '# source: "XP" ← the dateline\'s agency' in out
    assert '# headline: "Norland votes" ← first line, an empty line follows' in out
    assert "# byline: null ← not given" in out
    assert len(out) == 1 + len(Article.model_fields)


def test_an_explanation_names_invalid_values(tmp_path: Path) -> None:
    item = {"uri": "x", "headline": "H", "versioncreated": "2025-02-31", "urgency": 9, "pubstatus": "x:new"}
    (tmp_path / "s.json").write_text(json.dumps(item | {"type": "text"}))
    _, out, _ = run(tmp_path / "s.json", explain=True)
    assert "# updated: null ← versioncreated: '2025-02-31' is not a time" in out
    assert "# urgency: null ← urgency: '9' is not in the standard" in out
    assert "# status: \"usable\" ← default: usable; pubstatus: 'x:new' is not in the standard" in out


def test_a_story_with_an_invalid_embargo_time_is_withheld() -> None:
    data = b'{"uri": "x", "type": "text", "headline": "H", "embargoed": "2025-02-31T10:00:00Z"}'
    (held,) = parse(data).articles
    assert (held.status, held.embargo_until) == ("withheld", None)
    (placeholder,) = parse(data.replace(b"2025-02-31T10:00:00Z", b"YYYY-MM-DD")).articles
    assert placeholder.status == "usable"


@pytest.mark.parametrize("depth", [300, 3000, 50_000])
def test_html_nested_deep_is_read_to_its_end(depth: int) -> None:
    html = (
        b"<html><body>"
        + b"<div>" * depth
        + b"<p>Norland voted.</p>"
        + b"</div>" * depth
        + b"<p>Twice.</p></body></html>"
    )
    assert parse(html).articles[0].body == "Norland voted.\n\nTwice."


def test_a_long_first_line_is_rejected_without_its_neighbours() -> None:
    parsed = parse(b'{"id": "a", "body": "%b"}\n{"id": "b", "body": "Norland voted."}\n' % (b"x" * 600_000),
                   limits=Limits(story_bytes=200_000))  # fmt: skip
    assert [article.id for article in parsed.articles] == ["b"] and "line 1" in str(parsed.rejected[0])


def test_heavy_libraries_come_with_the_formats_that_need_them() -> None:
    code = (
        "import sys; from producer.formats import parse; parse(b'Norland votes');"
        """parse(b'{"uri": "x", "type": "text", "body_text": "y"}');"""
        "assert not {'lxml', 'trafilatura', 'feedparser', 'spacy', 'fastwarc'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_lines_longer_than_the_head() -> None:
    line = json.dumps({"id": "long", "body": "Norland voted. " * 10_000})
    parsed = parse(f"{line}\n{line}\n".encode())
    assert (parsed.format, len(parsed.articles)) == ("jsonl", 2)
    assert len(parse(line.encode()).articles) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"uri": "x", "a": ' * 100_000,
        b"<nitf>" + b"<p>" * 100_000,
        b"[" + b"{}," * 1_000_001,
        b"<html>" + b"<p>x" * 2_000_001,
        b"<nitf>" + b"<p/>" * 2_000_001,
        b"Norland votes again.\n" * 300_000,
    ],
    ids=["deep array", "deep objects", "deep elements", "many objects", "many tags", "many elements", "long story"],
)
def test_documents_that_would_fill_the_memory_are_rejected(data: bytes) -> None:
    with pytest.raises(BadData) as caught:
        parse(data, "huge")
    assert str(caught.value).startswith("huge") and "\n" not in str(caught.value)
