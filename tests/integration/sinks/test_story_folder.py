"""A folder of stories: whole files with stable names, and a cancellation for what is withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.sinks.sink import Sink, SinkUnavailable
from desk.sinks.sink_registry import build_sink
from desk.sinks.story_folder import file_stem
from producer.formats import parse
from tests.support.full_disk import NoDisk, Tmpfs
from tests.support.iptc_checks import newsml_faults, ninjs_faults
from tests.support.outgoing import outgoing
from tests.support.requirements import lacking
from wiredesk.contract import Article


def build(folder: Path, **row: Any) -> Sink:
    return build_sink({"type": "folder", "name": "cms", "folder": str(folder), **row}, "[[sink]] 1").open()


def stories(folder: Path) -> dict[str, Article]:
    return {file.name: parse(file.read_bytes(), file.name).articles[0] for file in sorted(folder.iterdir())}


@pytest.mark.parametrize(("format", "suffix"), [("ninjs", "json"), ("ninjs-1", "json"), ("newsml-g2", "xml")])
def test_each_version_is_a_file_that_a_second_delivery_replaces(tmp_path: Path, format: str, suffix: str) -> None:
    with build(tmp_path / "out" / "cms", format=format) as sink:
        assert sink.position() is None
        sink.send([outgoing(1, "a/b c"), outgoing(2, "a/b c", version=2), outgoing(3, "d", story=None)])
        sink.send([outgoing(2, "a/b c", version=2)])
        sink.send([outgoing(4, "e", version=1, what="withdrawn", story=None)])
    faults = newsml_faults if suffix == "xml" else ninjs_faults
    assert {
        file.name: found for file in (tmp_path / "out" / "cms").iterdir() if (found := faults(file.read_bytes()))
    } == {}
    found = {name: one for name, one in stories(tmp_path / "out" / "cms").items() if one.status == "usable"}
    assert list(found) == [f"{file_stem('a/b c')}-v{n}.{suffix}" for n in (1, 2)]
    assert [(one.id, one.version, one.headline) for one in found.values()] == [
        ("a/b c", 1, "Bridge to open"), ("a/b c", 2, "Bridge to open")
    ]  # fmt: skip


def test_a_withdrawal_removes_the_story_and_cancels_it(tmp_path: Path) -> None:
    with build(tmp_path) as sink:
        sink.send([outgoing(1, "a"), outgoing(2, "a", version=2), outgoing(3, "ab")])
        sink.send([outgoing(4, "a", version=2, what="withdrawn", story=None)])
        sink.send([outgoing(5, "ab", what="pruned", story=None)])
    found = stories(tmp_path)
    assert list(found) == [f"{file_stem('a')}-v2-canceled.json", f"{file_stem('ab')}-v1.json"]
    gone = found[f"{file_stem('a')}-v2-canceled.json"]
    assert (gone.id, gone.version, gone.status, gone.headline) == ("a", 2, "canceled", "")


def test_a_withdrawn_story_that_comes_back_in_one_batch_stays(tmp_path: Path) -> None:
    with build(tmp_path) as sink:
        sink.send([outgoing(1, "a", what="withdrawn", story=None), outgoing(2, "a", version=2)])
    assert list(stories(tmp_path)) == [f"{file_stem('a')}-v1-canceled.json", f"{file_stem('a')}-v2.json"]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with build(tmp_path / "file" / "cms") as sink, pytest.raises(SinkUnavailable) as failed:
        sink.send([outgoing(1)])
    assert str(failed.value) == f"sink cms ({tmp_path}/file/cms): Not a directory; make room, or make it writable"


def test_a_full_disk_is_one_line_and_leaves_no_part_behind() -> None:
    try:
        with Tmpfs(1) as disk:
            with build(disk.folder) as sink:
                sink.send([outgoing(1)])
                disk.fill()
                with pytest.raises(SinkUnavailable, match="No space left on device"):
                    sink.send([outgoing(2)])
                disk.free()
                sink.send([outgoing(2)])
            assert len(stories(disk.folder)) == 2
    except NoDisk as reason:
        lacking(str(reason))


def test_names_of_files_are_safe_and_differ() -> None:
    ids = ["../../etc/passwd", "a" * 400, "..", "a:b", "a_b", "é", "\u202e"]
    names = [file_stem(id) for id in ids]
    assert len(set(names)) == len(ids) and all("/" not in name and len(name) < 120 for name in names)
