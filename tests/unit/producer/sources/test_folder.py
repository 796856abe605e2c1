"""A watched folder: what is read, what is refused, where files go, and that one entry never harms another."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from producer.ingest.delivery import SourceHandle
from producer.sources.drop_folder import DONE, REJECTED, WatchedFolder, unused
from producer.sources.folder_source import FolderReader
from tests.unit.producer.conftest import Ingest
from wiredesk.errors import BadData, ConfigError

STORY = b"Ferry sails\n\nOSLO, May 8 (Xample) - The ferry sails again.\n"


class Drop:
    """A watched folder with its reader."""

    def __init__(self, path: Path, ingest: Ingest) -> None:
        self.path, self.ingest = path, ingest
        path.mkdir()
        self.folder = WatchedFolder(path)
        self.folder.prepare()
        self.reader = FolderReader(self.folder, SourceHandle(ingest.scheduler, "drop"), retry_seconds=0)

    def look(self, times: int = 2) -> None:
        for _ in range(times):
            self.reader.take_complete()

    def names(self, *under: str) -> list[str]:
        return sorted(path.name for path in self.path.joinpath(*under).iterdir())


@pytest.fixture
def drop(tmp_path: Path, ingest: Ingest) -> Iterator[Drop]:
    with ingest.scheduler:
        yield Drop(tmp_path / "drop", ingest)


def test_a_file_is_complete_when_it_did_not_change_between_two_looks(drop: Drop) -> None:
    for name in ("b.txt", "a.txt", "c.txt.part", ".hidden"):
        (drop.path / name).write_bytes(STORY)
    os.utime(drop.path / "b.txt", ns=(1, 1))
    assert drop.reader.complete() == []
    assert [path.name for path in drop.reader.complete()] == ["b.txt", "a.txt"]  # the older one first
    (drop.path / "a.txt").write_bytes(STORY + STORY)
    assert [path.name for path in drop.reader.complete()] == ["b.txt"]


def test_a_moved_file_replaces_no_other(drop: Drop) -> None:
    for _ in range(3):
        (drop.path / "a.txt").write_bytes(STORY)
        drop.folder.accept(drop.path / "a.txt")
    for _ in range(2):
        (drop.path / "a.txt").write_bytes(b"")
        drop.folder.reject(drop.path / "a.txt", [BadData("a.txt", "cut off")])
    assert drop.names(DONE) == ["a-1.txt", "a-2.txt", "a.txt"]
    assert drop.names(REJECTED) == ["a-1.txt", "a-1.txt.reason", "a.txt", "a.txt.reason"]
    assert (drop.path / "rejected/a.txt.reason").read_text("utf-8") == "a.txt: cut off\n"


def test_a_folder_that_cannot_be_made_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ConfigError, match="watch one that can be written"):
        WatchedFolder(tmp_path / "file").prepare()


def loop(path: Path) -> None:
    path.symlink_to(path.with_name("loop-2"))
    path.with_name("loop-2").symlink_to(path)


def secret(path: Path) -> None:
    outside = path.parents[1] / "secret.txt"
    outside.write_bytes(STORY)
    path.symlink_to(outside)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (loop, "a symbolic link"),
        (secret, "a symbolic link"),
        (lambda path: path.symlink_to("/dev/zero"), "a symbolic link"),
        (lambda path: path.symlink_to(path.parent), "a symbolic link"),
        (lambda path: path.symlink_to("nowhere"), "a symbolic link"),
        (os.mkfifo, "a named pipe"),
        (listening, "a socket"),
    ],
)
def test_only_regular_files_are_read_and_others_are_told_once(
    drop: Drop, make: Callable[[Path], object], words: str
) -> None:
    make(drop.path / "a.txt")
    (drop.path / "b.txt").write_bytes(STORY)
    drop.look(5)
    assert drop.ingest.headlines() == ["Ferry sails"] and drop.names(DONE) == ["b.txt"]
    told = [line for line in drop.ingest.reported if "a.txt" in line]
    assert len(told) == 1 and words in told[0] and "only regular files are read" in told[0]
    with pytest.raises(BadData):  # as if it had been replaced between look and reading
        drop.folder.open(drop.path / "a.txt")


@pytest.mark.parametrize(
    "name", [b"caf\xe9.txt", b"\xff\xfe", b"a\nwiredesk: b: 9 published.txt", b"\x1b[2J\xc2\x9b.txt"]
)
@pytest.mark.parametrize("content", [STORY, b"\x00\x01\x02 binary"])
def test_any_name_is_read_or_rejected(drop: Drop, name: bytes, content: bytes) -> None:
    (drop.path / os.fsdecode(name)).write_bytes(content)
    (drop.path / "z.txt").write_bytes(STORY)
    drop.look(4)
    folder = REJECTED if content != STORY else DONE
    assert (drop.path / folder / os.fsdecode(name)).read_bytes() == content
    assert (drop.path / DONE / "z.txt").exists()
    assert len(drop.ingest.reported) == (3 if content != STORY else 2)


@pytest.mark.parametrize("name", ["é" * 125 + ".txt", "x" * 255, "x" * 251 + ".txt", "x." + "y" * 253, "é" * 127 + "x"])
def test_the_longest_name_is_rejected_once(drop: Drop, name: str) -> None:
    for _ in range(2):  # the second one needs a number
        (drop.path / name).write_bytes(b"\x00\x01\x02 binary")
        drop.look(4)
    assert drop.names() == [DONE, REJECTED]
    rejected = drop.names(REJECTED)
    assert len(rejected) == 4 and sum(found.endswith(".reason") for found in rejected) == 2
    assert {found.removesuffix(".reason") for found in rejected} == {r for r in rejected if not r.endswith(".reason")}
    assert len(drop.ingest.reported) == 4
    (drop.path / name).write_bytes(STORY)
    drop.look()
    assert drop.names() == [DONE, REJECTED]


def test_a_name_is_cut_between_characters(tmp_path: Path) -> None:
    cut = unused(tmp_path, "é" * 127, ".reason").name
    assert cut == "é" * 124


def test_a_file_that_cannot_be_read_is_told_once_and_read_when_it_can(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (drop.path / "a.txt").write_bytes(STORY)
    (drop.path / "b.txt").write_bytes(STORY.replace(b"Ferry", b"Boat"))
    opened = WatchedFolder.open

    def refuse(self: WatchedFolder, path: Path) -> object:
        if path.name == "a.txt":
            raise BadData(str(path), "Permission denied")
        return opened(self, path)

    monkeypatch.setattr(WatchedFolder, "open", refuse)  # root may read everything
    drop.look(6)
    assert drop.ingest.headlines() == ["Boat sails"]
    assert [line for line in drop.ingest.reported if "a.txt" in line] == ["drop: a.txt: Permission denied"]
    monkeypatch.undo()
    drop.look(2)
    assert drop.ingest.headlines() == ["Boat sails", "Ferry sails"]


def test_a_file_that_cannot_be_moved_is_published_once(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    (drop.path / "a.txt").write_bytes(STORY)

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "replace", refuse)
    drop.look(5)
    assert [line for line in drop.ingest.reported if "moved" in line] == [
        "drop: a.txt: cannot be moved: Read-only file system"
    ]
    monkeypatch.undo()
    drop.look()
    assert drop.names(DONE) == ["a.txt"] and drop.ingest.reported[-1].startswith("drop: a.txt: 1 ")
    totals = drop.ingest.scheduler.totals
    assert (totals.new, totals.known) == (1, 0)


def test_a_folder_that_goes_away_and_comes_back_is_read_again(drop: Drop) -> None:
    away = drop.path.with_name("away")
    drop.path.rename(away)
    drop.look(3)
    away.rename(drop.path)
    (drop.path / "a.txt").write_bytes(STORY)
    (drop.path / DONE).rmdir()
    drop.look(3)
    assert drop.names(DONE) == ["a.txt"]
    assert len(drop.ingest.reported) == 2 and "the folder cannot be read" in drop.ingest.reported[0]


def test_a_fault_of_the_parser_rejects_the_file_and_not_its_neighbours(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from producer.formats import plain_text

    (drop.path / "a.txt").write_bytes(STORY)
    (drop.path / "b.json").write_bytes(b'{"id": "b", "headline": "Boat sails", "body": "It sails."}')

    def fail(_draft: object, _blocks: object) -> None:
        raise KeyError("row")

    monkeypatch.setattr(plain_text, "read_copy", fail)
    drop.look()
    assert drop.ingest.headlines() == ["Boat sails"]
    assert "the parser failed: KeyError: 'row'" in (drop.path / "rejected/a.txt.reason").read_text("utf-8")
