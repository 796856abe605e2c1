"""Unreadable input, unreachable services: one line, a documented exit code, no traceback, no other story affected."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import full_disk
from tests.support.command_line import Run, command, environment
from tests.support.paths import ROOT
from tests.support.servers import RedisServer
from wiredesk.queue.embedded import is_ready, socket_path

GOOD = "PARIS, May 8 (Meridian Wire) - The finance minister, Anne Leroy, said on Thursday that taxes would fall.\n"


def one_line(result: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    lines = result.stderr.strip().splitlines()
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    assert len(lines) == 1, lines
    for word in words:
        assert word in lines[0]


def test_files_that_are_not_stories(wiredesk: Run, tmp_path: Path) -> None:
    bad = {"empty.txt": b"", "binary.dat": bytes(range(256)) * 40, "nul.txt": b"Hello \x00 there, said Mr Smith."}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(GOOD)
    result = wiredesk("extract", *(str(tmp_path / name) for name in (*bad, "good.txt")))
    assert result.returncode == 65 and "Traceback" not in result.stderr
    empty, binary, nul = result.stderr.strip().splitlines()
    assert str(tmp_path / "empty.txt") in empty and "is empty" in empty.replace("empty.txt", "")
    assert str(tmp_path / "binary.dat") in binary
    assert str(tmp_path / "nul.txt") in nul
    assert json.loads(result.stdout)["text"].startswith("PARIS")


def test_fifty_megabytes_of_text(producer: Run, tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text("The minister said on Monday that the plan was good. " * 1_000_000)
    one_line(producer("parse", str(path)), 65, "big.txt", "limit")


def a_long_story(format: str) -> bytes:
    text = b"The minister said on Monday that the plan was good. " * 1_000_000
    return {
        "nitf": b"<nitf><body><body.content><p>%b</p></body.content></body></nitf>",
        "ninjs": b'{"uri": "u", "type": "text", "body_html": "<p>%b</p>"}',
        "html": b"<html><body><p>%b</p></body></html>",
        "email": b"From: a@example.org\nSubject: b\nMessage-ID: <1>\n\n%b",
        "iptc7901": b"\x01nor0231 4 i 63\r\nN/\r\n\x02Head =\r\n\r\n%b\x03\x04",
    }[format] % text


@pytest.mark.parametrize("format", ["nitf", "ninjs", "html", "email", "iptc7901"])
def test_fifty_megabytes_in_one_story_take_less_than_a_gigabyte(tmp_path: Path, format: str) -> None:
    (tmp_path / "big").write_bytes(a_long_story(format))
    (tmp_path / "good.txt").write_text(GOOD)
    command = [sys.executable, "-m", "producer", "parse", str(tmp_path / "big"), str(tmp_path / "good.txt")]
    # beside a small process: what the system counts for a child includes its parent's memory at the fork
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *command], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True
    )
    *errors, peak = done.stderr.splitlines()
    one_line(subprocess.CompletedProcess([], done.returncode, done.stdout, "\n".join(errors)), 65, "big", "limit")
    assert json.loads(done.stdout)["body"].startswith("PARIS")
    assert int(peak) < 1_000_000  # kilobytes


PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
"""Runs a command and tells its peak of memory, in kilobytes, in a last line on standard error."""


def test_one_word_and_invalid_utf8_are_stories(wiredesk: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Paris")
    (tmp_path / "latin.txt").write_bytes("Mr Müller of Zürich said the café would close.".encode("latin-1"))
    result = wiredesk("extract", str(tmp_path / "one.txt"), str(tmp_path / "latin.txt"))
    assert result.returncode == 0, result.stderr
    one, latin = (json.loads(line) for line in result.stdout.splitlines())
    assert one["text"] == "Paris"
    assert "Müller of Zürich" in latin["text"]


def test_two_hundred_thousand_words(wiredesk: Run, tmp_path: Path) -> None:
    paragraph = "The minister of Kenya said on Monday that plan number {} was good for the people of Nairobi."
    (tmp_path / "long.txt").write_text("\n\n".join(paragraph.format(n) for n in range(11_800)))
    result = wiredesk("extract", str(tmp_path / "long.txt"), timeout=280)
    assert result.returncode == 0, result.stderr
    assert len(json.loads(result.stdout)["text"].split()) > 200_000


def test_a_folder_that_does_not_exist(wiredesk: Run, producer: Run) -> None:
    one_line(wiredesk("extract", "/no/such/folder"), 65, "/no/such/folder")
    one_line(producer("parse", "/no/such/folder"), 65, "/no/such/folder")


def test_a_broker_that_refuses(wiredesk: Run, producer: Run, tmp_path: Path) -> None:
    url = "redis://:secret@127.0.0.1:1/0"
    result = wiredesk("run", "seeds", WIREDESK_BROKER_URL=url)
    one_line(result, 69, "127.0.0.1:1", "WIREDESK_BROKER_URL")
    assert "secret" not in result.stderr
    good = tmp_path / "good.txt"
    good.write_text(GOOD)
    fed = producer("feed", str(good), WIREDESK_BROKER_URL=url)
    assert fed.returncode == 69 and "secret" not in fed.stderr and "wait in the ledger" in fed.stderr
    states = json.loads(wiredesk("status", "--json").stdout)["states"]
    assert states["pending"] == 1


def test_an_invalid_broker_url(wiredesk: Run) -> None:
    one_line(wiredesk("run", "seeds", WIREDESK_BROKER_URL="amqp://localhost"), 78, "WIREDESK_BROKER_URL")


def test_a_model_that_is_not_installed(wiredesk: Run, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(GOOD)
    one_line(wiredesk("extract", str(good), WIREDESK_MODEL="xx_no_model"), 78, "xx_no_model", "pip install")
    one_line(wiredesk("run", str(good), WIREDESK_MODEL="xx_no_model"), 78, "xx_no_model", "pip install")


@pytest.mark.parametrize(
    ("name", "value"),
    [("WIREDESK_CONCURRENCY", "many"), ("WIREDESK_STORE_URL", "mongodb://x/y"), ("WIREDESK_TURBO", "perhaps")],
)
def test_an_invalid_setting(wiredesk: Run, name: str, value: str) -> None:
    one_line(wiredesk("migrate", **{name: value}), 78, name)


def test_a_store_that_refuses(wiredesk: Run) -> None:
    result = wiredesk("status", WIREDESK_STORE_URL="postgresql://wire:secret@127.0.0.1:1/wire")
    one_line(result, 69, "127.0.0.1")
    assert "secret" not in result.stderr


def test_a_store_that_is_damaged(wiredesk: Run, tmp_path: Path) -> None:
    (tmp_path / "wd").mkdir()
    (tmp_path / "wd" / "wire.db").write_bytes(b"this was a database once" * 500)
    one_line(wiredesk("status"), 78, "wire.db", "backup")
    assert worker_of(tmp_path).returncode == 78
    assert not is_ready(socket_path(tmp_path / "wd"))  # the broker that it started has stopped, too


def limited(size: int) -> Callable[[], None]:
    """Limit every file of the child to ``size`` bytes, which simulates a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_disk_that_is_full(tmp_path: Path, wiredesk: Run) -> None:
    many = tmp_path / "many.jsonl"
    lines = (json.dumps({"id": f"s{n}", "headline": f"Story {n}", "body": GOOD * 20}) for n in range(3000))
    many.write_text("\n".join(lines))
    full = subprocess.run(
        [sys.executable, "-m", "producer", "feed", str(many)],
        cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=120, check=False,
        preexec_fn=limited(2_000_000),
    )  # fmt: skip
    one_line(full, 69, "wire.db")
    states = json.loads(wiredesk("status", "--json").stdout)["states"]
    assert states["pending"] % 256 == 0  # only whole batches are accepted


def test_a_disk_without_room_and_one_that_may_only_be_read(wiredesk: Run, producer: Run) -> None:
    with full_disk.Tmpfs(megabytes=4) as small:
        home = {"WIREDESK_HOME": str(small.folder)}
        assert wiredesk("migrate", **home).returncode == 0
        small.fill()
        for result in (wiredesk("status", **home), producer("feed", "seeds", **home)):
            one_line(result, 69, "wire.db", "its folder is full", "free some space")
        small.free()
        assert wiredesk("status", **home).returncode == 0  # removes the files beside the database
        subprocess.run(["mount", "-o", "remount,ro", str(small.folder)], check=True)
        one_line(producer("feed", "seeds", **home), 78, "wire.db", "its folder cannot be written", "WIREDESK_HOME")
        refused = worker_of(small.folder, **home)
        assert (refused.returncode, "Traceback" in refused.stderr) == (78, False)
        assert "Read-only file system; set WIREDESK_HOME" in refused.stderr


def worker_of(home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Return a worker that is expected to end soon."""
    return command(home, "celery", "-A", "worker", "worker", "-c", "1", **more)  # type: ignore[return-value]


def test_a_broker_that_requires_a_password(wiredesk: Run, tmp_path: Path) -> None:
    server = RedisServer(tmp_path / "redis").start()
    with server.client() as client:
        client.config_set("requirepass", "right")
    try:
        for url, words in (
            (server.url, "requires a password"),
            (server.url.replace("://", "://:wrong-one@"), "does not accept this user and password"),
        ):
            one_line(wiredesk("run", "seeds", WIREDESK_BROKER_URL=url), 78, words, "WIREDESK_BROKER_URL")
            worker = worker_of(tmp_path, WIREDESK_BROKER_URL=url)
            assert worker.returncode == 78, worker.stderr
            assert words in worker.stderr
            assert "wrong-one" not in worker.stderr and "Traceback" not in worker.stderr
    finally:
        server.kill()


def test_usage(wiredesk: Run, producer: Run) -> None:
    assert wiredesk("no-such-verb").returncode == 2
    assert producer("feed").returncode == 2


def test_a_reader_that_leaves(tmp_path: Path) -> None:
    process = subprocess.run(
        f"{sys.executable} -m desk schema extraction | head -1",
        shell=True, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert process.stderr == ""
