"""Building a knowledge base: whole, interrupted, killed, from bad files; and reading it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from tests.support.full_disk import NoDisk, Tmpfs
from tests.support.legislators import LEGISLATORS, NUMBER
from tests.support.made_wikidata import write_dump
from wiredesk.errors import AlreadyExists, BadData, WiredeskError
from wiredesk.kb import kb_builder
from wiredesk.kb.kb_builder import KbObserver, KbRequest, SourceKind, build
from wiredesk.kb.kb_file import KbFile, KnowledgeBaseUnusable
from wiredesk.kb.source_lines import SourceCut

THINGS = 2_000


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "made.json"
    write_dump(path, THINGS)
    return path


@pytest.fixture(scope="module")
def whole(dump: Path) -> KbFile:
    out = dump.with_name("whole.sqlite")
    build(KbRequest(out, "wikidata", dump))
    return KbFile(out)


def request(dump: Path, out: Path, kind: SourceKind = "wikidata", **options: object) -> KbRequest:
    return KbRequest(out, kind, dump, **options)  # type: ignore[arg-type]


def content(path: Path) -> list[str]:
    """Everything that is in a base, but for the name of its source."""
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if "'source'" not in line]


def test_ten_thousand_things_with_namesakes(tmp_path: Path) -> None:
    write_dump(path := tmp_path / "made.json")
    build(request(path, tmp_path / "out.sqlite"))
    whole = KbFile(tmp_path / "out.sqlite")
    assert whole.info["things"] == "10000"
    assert orjson.loads(whole.info["types"]) == {"GPE": 2003, "ORG": 1999, "PERSON": 5998}
    namesakes = whole.candidates("anna branson")
    assert len(namesakes) > 1
    assert {thing.name for thing in namesakes} == {"Anna Branson"}
    priors = [thing.prior for thing in namesakes]
    assert priors == sorted(priors, reverse=True)
    whole.check_content()


def test_a_thing_has_all_that_the_dump_says(whole: KbFile) -> None:
    thing = whole.thing("Q10001")
    assert thing
    assert (thing.type, thing.country in {"AR", "BE", "CO", "DK"}) == ("PERSON", True)
    assert {thing.occupations} <= thing.words
    first, last = thing.name.lower().split()
    assert thing in whole.candidates(f"{first} {last}")
    assert dict(whole.names(thing.id)) == {f"{first} {last}": 100, f"{first[0]} {last}": 50, last: 10}


def test_a_surname_leads_to_its_best_known_bearers_only(whole: KbFile) -> None:
    assert len(whole.candidates("branson")) <= 64
    assert all(thing.weight == 10 for thing in whole.candidates("branson"))
    assert whole.candidates("nobody at all") == ()
    assert whole.thing("Q0") is None


@pytest.mark.parametrize("ending", ["json.gz", "json.bz2"])
def test_a_compressed_dump_gives_the_same_base(tmp_path: Path, whole: KbFile, ending: str) -> None:
    write_dump(path := tmp_path / f"made.{ending}", THINGS)
    build(request(path, tmp_path / "out.sqlite"))
    assert content(tmp_path / "out.sqlite") == content(whole.path)


def test_a_build_that_was_killed_goes_on_and_gives_the_same_base(dump: Path, tmp_path: Path, whole: KbFile) -> None:
    out, part = tmp_path / "out.sqlite", tmp_path / "out.sqlite.part"
    code = f"""
import time
from pathlib import Path
from wiredesk.kb import kb_builder
from wiredesk.kb.kb_builder import KbObserver, KbRequest, build
kb_builder.ROWS_PER_COMMIT = 100
kb_builder.LINES_PER_REPORT = 150
build(KbRequest(Path({str(out)!r}), "wikidata", Path({str(dump)!r})), KbObserver(lambda _: print(flush=True)))
"""
    reached = []
    for reports in (2, 5):
        running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert running.stdout
        for _ in range(reports):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert not out.exists()
        with closing(sqlite3.connect(part)) as connection:
            reached.append(connection.execute("SELECT count(*) FROM record").fetchone()[0])
    assert 0 < reached[0] < reached[1] < THINGS
    began: list[int] = []
    build(request(dump, out), KbObserver(lambda progress: began.append(progress.began_at)))
    assert began[0] > 0
    assert content(out) == content(whole.path)
    assert [path.name for path in tmp_path.iterdir()] == ["out.sqlite"]


def interrupt(*_: object) -> None:
    """End as Ctrl-C does; no signal, which a process that a shell started in the background ignores."""
    raise KeyboardInterrupt


def test_a_build_that_was_killed_while_it_sorted_sorts_again(
    dump: Path, tmp_path: Path, whole: KbFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr(kb_builder, "compile_base", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build(request(dump, out))
    (tmp_path / "out.sqlite.new").write_bytes(b"half of it")
    build(request(dump, out))
    assert content(out) == content(whole.path)


def test_a_dump_that_is_cut_is_told_and_goes_on_when_it_is_whole(dump: Path, tmp_path: Path, whole: KbFile) -> None:
    text = dump.read_bytes()
    for end in (len(text) // 2, text.rindex(b"]")):  # within a line, and between two lines
        out, half = tmp_path / "out.sqlite", tmp_path / "half.json"
        half.write_bytes(text[:end])
        with pytest.raises(SourceCut, match=r"half\.json: ends in the middle, in line [\d,]+; get the whole file"):
            build(request(half, out))
        assert not out.exists()
        half.write_bytes(text)
        build(request(half, out))
        assert content(out) == content(whole.path)
        out.unlink()


def test_a_compressed_dump_that_is_cut_keeps_what_was_read(tmp_path: Path, whole: KbFile) -> None:
    write_dump(path := tmp_path / "made.json.bz2", THINGS)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(SourceCut, match="ends in the middle, after"):
        build(request(path, tmp_path / "out.sqlite"))
    path.write_bytes(data)
    began: list[int] = []
    build(request(path, tmp_path / "out.sqlite"), KbObserver(lambda progress: began.append(progress.began_at)))
    assert began[0] > 0
    assert content(tmp_path / "out.sqlite") == content(whole.path)


def test_broken_lines_are_named_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("id,name\np1,Anna Branson\np2\np3,Boris Branson,x\np4,Clara Branson\n")
    told: list[tuple[int, str]] = []
    progress = build(request(path, tmp_path / "out.sqlite", "csv"), KbObserver(broken=lambda *one: told.append(one)))
    assert told == [(3, "has no id or no name"), (4, "has 3 cells for 2 columns")]
    assert (progress.things, progress.broken) == (2, 2)


@pytest.mark.parametrize("kind", ["wikidata", "ftm"])
def test_a_file_of_another_kind_is_told(tmp_path: Path, kind: SourceKind) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam,\nyours\n")
    with pytest.raises(BadData, match=r"letter\.txt: has no line that is an (item|entity) of"):
        build(request(path, tmp_path / "out.sqlite", kind))


def test_a_base_that_exists_is_replaced_only_when_asked(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    out.write_bytes(b"precious")
    with pytest.raises(AlreadyExists, match="--restart"):
        build(request(LEGISLATORS, out, "csv"))
    assert out.read_bytes() == b"precious"
    build(request(LEGISLATORS, out, "csv", restart=True))
    assert KbFile(out).info["things"] == str(NUMBER)


@pytest.fixture
def begun(dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A build that was interrupted; the file that it was to make."""
    monkeypatch.setattr(kb_builder, "ROWS_PER_COMMIT", 100)
    monkeypatch.setattr(kb_builder, "LINES_PER_REPORT", 150)

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(request(dump, tmp_path / "out.sqlite"), KbObserver(interrupt))
    yield tmp_path / "out.sqlite"


def test_a_build_goes_on_only_from_the_same_file_with_the_same_options(dump: Path, begun: Path) -> None:
    with pytest.raises(AlreadyExists, match=r"out\.sqlite\.part: was begun with other options; .*--restart"):
        build(request(dump, begun, min_sitelinks=9))
    other = begun.with_name("other.json")
    other.write_bytes(dump.read_bytes().replace(b"Anna", b"Anne"))
    with pytest.raises(AlreadyExists, match=r"was begun from another file than .*other\.json"):
        build(request(other, begun))
    build(request(other, begun, restart=True))
    assert KbFile(begun).info["things"] == f"{THINGS}"


def test_two_builds_of_one_file_do_not_mix(dump: Path, begun: Path) -> None:
    part = kb_builder.KbPart(request(dump, begun).part)
    with pytest.raises(AlreadyExists, match="is being written by another build"):
        build(request(dump, begun))
    part.close()


def test_a_full_disk_is_told_and_the_build_goes_on_when_there_is_room(dump: Path, whole: KbFile) -> None:
    try:
        with Tmpfs(2) as disk:
            out = disk.folder / "out.sqlite"
            filler = disk.folder / "filler"
            filler.write_bytes(b"x" * (1 << 20))
            with pytest.raises(WiredeskError, match=r"the disk is full or fails .* goes on where it was"):
                build(request(dump, out))
            assert not out.exists()
            filler.unlink()
            (disk.folder / "out.sqlite.part").unlink()  # 2 MB hold one of the two files
    except NoDisk:
        pytest.skip("mount needs root")


def test_the_links_of_a_table_say_how_well_known_things_are(tmp_path: Path) -> None:
    anchors = tmp_path / "links.tsv"
    anchors.write_text("bioguide:C000127\t10000\n")
    build(request(LEGISLATORS, tmp_path / "out.sqlite", "csv", anchors=anchors))
    base = KbFile(tmp_path / "out.sqlite")
    assert [thing.prior for thing in base.candidates("maria cantwell")] == [100]
    assert [thing.prior for thing in base.candidates("john cornyn")] == [10]


def test_relations_of_followthemoney_relate_things(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "schema": "Person", "properties": {"name": ["Anna Branson"], "wikidataId": ["Q7"]}},
        {"id": "r", "schema": "Directorship", "properties": {"director": ["a"], "organization": ["b"]}},
        {"id": "b", "schema": "Company", "properties": {"name": ["Acme Corp"]}},
    ]
    (tmp_path / "ftm.json").write_bytes(b"\n".join(map(orjson.dumps, rows)))
    build(request(tmp_path / "ftm.json", tmp_path / "out.sqlite", "ftm"))
    base = KbFile(tmp_path / "out.sqlite")
    assert [(thing.id, thing.related) for thing in base.candidates("anna branson")] == [("Q7", frozenset({"b"}))]
    assert [(thing.id, thing.related) for thing in base.candidates("acme")] == [("b", frozenset({"Q7"}))]


def test_only_the_types_that_were_asked_for_are_taken(dump: Path, tmp_path: Path) -> None:
    build(request(dump, tmp_path / "out.sqlite", types=("ORG",), min_sitelinks=20))
    assert list(orjson.loads(KbFile(tmp_path / "out.sqlite").info["types"])) == ["ORG"]


def test_memory_does_not_grow_with_the_dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dump(path := tmp_path / "made.json", 12_000)
    code = f"""
import resource
from pathlib import Path
from wiredesk.kb.kb_builder import KbObserver, KbRequest, build
used = []
build(KbRequest(Path({str(tmp_path / "out")!r}), "wikidata", Path({str(path)!r})),
      KbObserver(lambda _: used.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)))
print(used[len(used) // 4], used[-1])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    early, late = map(int, done.stdout.split())
    assert late - early < 16 * 1024, "KiB"


# ---- reading ---------------------------------------------------------------------------------------------------------
def damaged(whole: KbFile, path: Path, change: dict[int, bytes] | None = None, size: int | None = None) -> Path:
    data = bytearray(whole.path.read_bytes())
    for at, value in (change or {}).items():
        data[at : at + len(value)] = value
    path.write_bytes(data[:size])
    return path


@pytest.mark.parametrize(
    ("change", "size", "message"),
    [
        ({60: (2).to_bytes(4)}, None, "has format 2, and this release reads format 1; build it again"),
        ({68: b"abcd"}, None, "is no knowledge base"),
        ({0: b"hello, world"}, None, "is no knowledge base"),
        ({}, 40_000, "is not complete"),
        ({}, 0, "is no knowledge base"),
        ({100: b"\xff" * 300}, None, "is damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    whole: KbFile, tmp_path: Path, change: dict[int, bytes], size: int | None, message: str
) -> None:
    path = damaged(whole, tmp_path / "bad.sqlite", change, size)
    with pytest.raises(KnowledgeBaseUnusable, match=f"bad.sqlite: {message}") as caught:
        KbFile(path)
    assert (caught.value.exit_code, caught.value.policy) == (78, "stop")


def test_damage_in_the_middle_is_found_by_a_check(whole: KbFile, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path / "bad.sqlite")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"footballer", b"footballed", 1))
    with pytest.raises(KnowledgeBaseUnusable, match="is damaged"):
        KbFile(path).check_content()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseUnusable, match="No such file or directory; name a file that wiredesk kb build"):
        KbFile(tmp_path / "nowhere")


def test_a_forked_process_has_a_connection_of_its_own(whole: KbFile) -> None:
    found = whole.candidates("boris branson")
    parent = whole._connection
    child = os.fork()
    if child == 0:
        ok = whole.thing(found[0].id) is not None and whole._connection is not parent
        os._exit(0 if ok else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_name_is_read_once(whole: KbFile) -> None:
    base = KbFile(whole.path)
    first = base.candidates("clara branson")
    base.close()
    base.path.with_name("moved").exists()
    assert base.candidates("clara branson") is first
    assert base._connection is None
