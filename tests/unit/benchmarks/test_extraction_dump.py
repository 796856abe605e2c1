"""The dump of extractions: what is written, and how two dumps are compared."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.article_files import read_articles, read_json_lines
from benchmarks.dump import canonical, compare, differences, main, shorten

STORY = {"id": "a", "text": "Ada Moe spoke.", "entities": [{"id": "e1", "name": "Ada Moe", "type": "PERSON"}]}


def with_entity(**fields: object) -> dict[str, Any]:
    return STORY | {"entities": [STORY["entities"][0] | fields]}  # type: ignore[index]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (dict(STORY), []),
        (with_entity(type="ORG"), [("entities.type", "PERSON", "ORG")]),
        (with_entity(links={}), [("entities.links", None, {})]),
        (STORY | {"entities": []}, [("entities (number)", STORY["entities"], [])]),  # type: ignore[list-item]
        (STORY | {"text": "x"}, [("text", "Ada Moe spoke.", "x")]),
        (STORY | {"id": "b"}, [("(story)", "a", "b")]),
        (None, [("(story)", "a", None)]),
    ],
)
def test_differences_are_named_by_field(other: dict[str, Any] | None, expected: list[tuple[str, Any, Any]]) -> None:
    assert list(differences(STORY, other)) == expected


def test_a_line_has_sorted_keys_and_no_engine() -> None:
    line = canonical({"text": "é", "engine": {"version": "1"}, "id": "a"})
    assert line.decode() == '{"id": "a", "text": "é"}\n'


def test_two_dumps_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    one.write_bytes(canonical(STORY) * 2)
    other.write_bytes(canonical(STORY) + canonical(with_entity(type="ORG")))
    assert not compare(one, one)
    assert compare(one, other)
    printed = capsys.readouterr().out
    assert "2 stories, 0 differ" in printed
    assert "2 stories, 1 differ" in printed
    assert "entities.type" in printed and 'a: "PERSON" → "ORG"' in printed


def test_a_long_value_is_cut() -> None:
    assert len(shorten("x" * 500)) == 160


def test_the_output_file_is_needed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["dump"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "OUT is missing" in capsys.readouterr().err


def test_articles_are_read_from_plain_and_gzipped_lines_and_from_formats(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "n1", "article": {"body": "One."}}), json.dumps({"body": "Two."})]
    plain, zipped, text = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz", tmp_path / "c.txt"
    plain.write_text("\n".join(lines))
    zipped.write_bytes(gzip.compress("\n".join(lines).encode()))
    text.write_text("A HEADLINE\n\nOSLO (XP) - Three.\n")
    assert [article.id for article in read_json_lines(plain)] == ["n1", "2"]
    found = list(read_articles([plain, zipped, text], limit=1))
    assert [article.body[-6:] for article in found] == ["One.", "One.", "Three."]
