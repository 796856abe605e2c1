"""Which files a command's arguments name, and how they are read."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from producer.formats import Limits, Skipped, articles_of
from producer.ingest.file_reading import read_file, read_files
from producer.ingest.file_walk import File, files
from producer.ingest.files import dry_run
from wiredesk.errors import BadData

STORY = "Ferry sails\n\nOSLO, May 8 (Xample) - The ferry sails again.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "photo.jpg", "README.md", ".hidden.txt", "deep/c.txt", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{name} {STORY}", "utf-8")
    return tmp_path


def names(folder: Path, *paths: str) -> list[str]:
    """Names of the files, relative to the folder; errors as their causes."""
    found = files(str(folder / path) if path != "-" else path for path in paths)
    return [
        str(Path(file.name).relative_to(folder)) if isinstance(file, File) and file.name != "-" else
        file.name if isinstance(file, File) else file.cause
        for file in found
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["."], ["a.txt", "b.txt", "deep/c.txt"]),
        (["b.txt", "a.txt"], ["b.txt", "a.txt"]),
        (["photo.jpg"], ["photo.jpg"]),
        ([".hidden.txt"], [".hidden.txt"]),
        (["*.txt"], ["a.txt", "b.txt"]),
        (["**/*.txt"], ["a.txt", "b.txt", "deep/c.txt"]),
        (["-", "a.txt"], ["-", "a.txt"]),
        (["*.xml", "a.txt"], ["matches no file", "a.txt"]),
        (["missing"], ["no such file or folder"]),
    ],
)
def test_arguments_name_files(folder: Path, paths: list[str], found: list[str]) -> None:
    assert names(folder, *paths) == found


def test_a_folder_named_like_a_glob_is_a_folder(tmp_path: Path) -> None:
    odd = tmp_path / "wire[1]"
    odd.mkdir()
    (odd / "a.txt").write_text(STORY, "utf-8")
    assert names(tmp_path, "wire[1]") == ["wire[1]/a.txt"]


def test_the_standard_input_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(STORY.encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert len(list(read_file(File("-")))) == 1
    assert not given.buffer.closed


def test_a_file_that_cannot_be_opened_is_its_error(tmp_path: Path) -> None:
    gone = tmp_path / "gone.txt"
    gone.symlink_to(tmp_path / "nowhere")
    (part,) = read_file(File(str(gone)))
    assert isinstance(part, BadData)
    assert "gone.txt" in part.subject and "check the path" in str(part)


def test_an_error_of_one_file_does_not_stop_the_others(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"\x00\x01\x02binary")
    skipped: list[Skipped] = []
    rejected: list[BadData] = []
    found = list(articles_of(read_files([str(folder), "no/such"]), skipped.append, rejected.append))
    assert len(found) == 2 and skipped == []
    assert [Path(error.subject).name for error in rejected] == ["a.txt", "such"]


def test_a_disk_error_while_reading_is_a_reject_with_the_files_name() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    from producer.formats import read

    (part,) = read(Failing(), "wire.xml")
    assert isinstance(part, BadData)
    assert str(part) == "wire.xml: Input/output error"


def test_a_dry_run_prints_one_line_a_story_and_fails_on_rejects(folder: Path) -> None:
    out: list[str] = []
    told: list[str] = []
    assert dry_run([str(folder / "b.txt")], Limits(), out.append, told.append) == 0
    assert len(out) == 1 and "@1  story  b.txt Ferry sails" in out[0] and told == []
    assert dry_run([str(folder / "missing")], Limits(), out.append, told.append) == 65
    assert len(told) == 1 and "no such file or folder" in told[0]


def test_a_name_that_no_file_can_have_is_an_error_of_its_own(folder: Path) -> None:
    assert names(folder, "x" * 300, "a.txt") == ["File name too long", "a.txt"]
    assert names(folder, "a\0b", "a.txt") == ["no such file or folder", "a.txt"]


def test_what_is_no_file_is_not_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    assert names(folder, ".") == ["a.txt", "b.txt", "deep/c.txt"]
    (found,) = files(["/dev/null"])
    assert isinstance(found, BadData) and found.cause == "neither a file nor a folder"


def test_a_folder_that_cannot_be_read_is_an_error_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root may read every folder
    assert names(folder, ".") == ["Permission denied", "a.txt", "b.txt"]
