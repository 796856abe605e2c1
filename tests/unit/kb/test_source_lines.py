"""Lines of large files: plain, gzip, bzip2 of several streams; positions from which a later run goes on."""

from __future__ import annotations

import bz2
import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wiredesk.errors import BadData, NotFound
from wiredesk.kb import source_lines
from wiredesk.kb.source_lines import SourceCut, SourceLines, SourcePosition

LINES = [b"%d " % n * (n % 37) for n in range(2_000)] + [b"the end"]
STREAM_BYTES = 20_001


def streams(compress: Callable[[bytes], bytes]) -> bytes:
    text = b"\n".join(LINES)
    return b"".join(compress(text[at : at + STREAM_BYTES]) for at in range(0, len(text), STREAM_BYTES))


FILES = {
    "plain": b"\n".join(LINES),
    "gzip": gzip.compress(b"\n".join(LINES)),
    "gzip streams": streams(gzip.compress),
    "bzip2": bz2.compress(b"\n".join(LINES)),
    "bzip2 streams": streams(bz2.compress),
}


def read(path: Path, start: SourcePosition = SourcePosition()) -> list[bytes]:  # noqa: B008  # an immutable value
    with SourceLines(path, start) as lines:
        return list(lines)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_lines, "CHUNK_BYTES", 997)


@pytest.mark.parametrize("kind", FILES)
def test_every_line_is_read_once_and_from_every_position_on(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(FILES[kind])
    with SourceLines(path) as lines:
        found = [(line, lines.position) for line in lines]
    assert [line for line, _ in found] == LINES
    for number in (0, 1, 700, 1_999):
        position = found[number][1]
        assert position.lines == number + 1
        assert read(path, position) == LINES[number + 1 :]
    assert read(path, found[-1][1]) == LINES[-1:], "it has no end, so the file may go on"


@pytest.mark.parametrize("kind", ["bzip2 streams", "gzip streams"])
def test_a_position_in_a_file_of_several_streams_skips_the_earlier_ones(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(FILES[kind])
    with SourceLines(path) as lines:
        positions = [lines.position for _ in lines]
    assert positions[1_900].stream > 0
    assert max(position.skip for position in positions) <= STREAM_BYTES


@pytest.mark.parametrize("kind", ["gzip", "gzip streams", "bzip2", "bzip2 streams"])
def test_a_cut_file_is_told_in_one_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(FILES[kind][:-100])
    with pytest.raises(SourceCut, match=r"^file .* ends in the middle, after [\d,]+ bytes; "):
        read(path)


@pytest.mark.parametrize("kind", ["gzip streams", "bzip2 streams"])
def test_damage_is_told_with_its_place(tmp_path: Path, kind: str) -> None:
    path, data = tmp_path / "file", bytearray(FILES[kind])
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(BadData, match=r"is damaged in the compressed stream that begins at byte [\d,]+: "):
        read(path)


def test_a_file_without_line_ends_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_lines, "MAX_LINE_BYTES", 5_000)
    (tmp_path / "file").write_bytes(b"x" * 9_000)
    with pytest.raises(BadData, match="line 1: has no end"):
        read(tmp_path / "file")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        SourceLines(tmp_path / "nowhere")


def test_a_pipe_is_read_again_up_to_its_line() -> None:
    code = """
from pathlib import Path
from wiredesk.kb.source_lines import SourceLines, SourcePosition
print(b" ".join(SourceLines(Path("-"), SourcePosition(40, 0, 3))).decode())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"a\nb\nc\nd\ne\n", capture_output=True, check=True, env={**os.environ}
    )
    assert done.stdout.split() == [b"d", b"e"]
