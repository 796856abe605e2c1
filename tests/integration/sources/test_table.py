"""The sources of ``wire.toml``, and several of them at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from producer.sources.endpoint import Endpoint
from producer.sources.feeds import Feeds
from producer.sources.folder_source import FolderSource
from producer.sources.source_registry import read_sources, runnable_sources
from tests.integration.sources.conftest import Desk
from wiredesk.errors import ConfigError

WIRE = """
[settings]
concurrency = 2

[[source]]
type = "feed"
url = "https://example.org/rss"
every = 60

[[source]]
type = "feed"
url = "https://example.org/atom"

[[source]]
type = "folder"
path = "drop"
rate = 5

[[source]]
type = "http"
port = 0
token = "env:HARBOUR_TOKEN"
"""


def wire(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "wire.toml"
    path.write_text(text, "utf-8")
    return path


def test_rows_become_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "tide-table")
    folder, endpoint, feeds = runnable_sources(read_sources(wire(tmp_path, WIRE)))
    assert isinstance(folder, FolderSource) and folder.path == Path("drop") and folder.rate == 5
    assert isinstance(endpoint, Endpoint) and endpoint.token and endpoint.token.get_secret_value() == "tide-table"
    assert isinstance(feeds, Feeds) and [feed.every for feed in feeds.feeds] == [60, 120]
    assert "tide-table" not in repr(endpoint)


def test_a_missing_file_has_no_sources(tmp_path: Path) -> None:
    assert read_sources(tmp_path / "wire.toml") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[source]]\ntype = 'pigeon'", "pigeon"),
        ("[[source]]\n", "unknown type of source"),
        ("[[source]]\ntype = 'feed'\nurl = 'ftp://example.org'", "url"),
        ("[[source]]\ntype = 'feed'\nurl = 'http://example.org'\nevry = 5", "evry"),
        ("[[source]]\ntype = 'http'\ntoken = 'env:NOT_SET_ANYWHERE'", "NOT_SET_ANYWHERE"),
        ("[source]\ntype = 'http'", "[[source]]"),
        ("[[source]\n", "wire.toml"),
    ],
)
def test_an_invalid_row_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_sources(wire(tmp_path, text))
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_the_same_source_twice_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="twice"):
        runnable_sources(read_sources(wire(tmp_path, "[[source]]\ntype='folder'\npath='a'\n" * 2)))


def story(number: int, **fields: object) -> bytes:
    body = f"OSLO, May 8 (Xample) - Ferry number {number} left the quay at noon, the harbour master said."
    return json.dumps({"id": f"urn:x:{number}", "headline": f"Ferry {number}", "body": body} | fields).encode()


def test_all_files_of_a_folder_are_published(desk: Desk, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "one.json").write_bytes(story(1))
    (drop / "bad.json").write_bytes(b"{nothing")
    (drop / "half.json.part").write_bytes(b"{")
    desk.start(FolderSource(path=drop, every=0.05))
    desk.until(lambda: (drop / "done/one.json").exists() and (drop / "rejected/bad.json.reason").exists())
    assert desk.headlines() == ["Ferry 1"]
    assert (drop / "half.json.part").exists()
    desk.stop()
    desk.over.clear()
    (drop / "again.json").write_bytes(story(1))
    (drop / "two.json").write_bytes(story(2))
    desk.start(FolderSource(path=drop, every=0.05))
    desk.until(lambda: (drop / "done/two.json").exists() and (drop / "done/again.json").exists())
    assert desk.headlines() == ["Ferry 1", "Ferry 2"]


@pytest.mark.parametrize("name", ["wire.zip", "wire.tar.gz"])
def test_an_archive_in_a_folder_is_read_member_by_member(desk: Desk, tmp_path: Path, name: str) -> None:
    drop, content = tmp_path / "drop", tmp_path / "content"
    drop.mkdir()
    content.mkdir()
    for number in (1, 2):
        (content / f"{number}.json").write_bytes(story(number))
    kind = "zip" if name.endswith("zip") else "gztar"
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), kind, content))
    packed.rename(drop / name)
    desk.start(FolderSource(path=drop, every=0.05))
    desk.until(lambda: (drop / "done" / name).exists())
    assert sorted(desk.headlines()) == ["Ferry 1", "Ferry 2"]
