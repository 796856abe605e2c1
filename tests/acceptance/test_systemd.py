"""The units of deploy/systemd under a real systemd in a container: started, fed, killed, suspended, stopped.

Collected where podman has the image that systemd_image.sh builds.
"""

from __future__ import annotations

import json
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.ops.health_report import TIMEOUT_SECONDS
from tests.acceptance import engine
from tests.support.command_line import eventually
from tests.support.paths import ROOT

PARTS = ("worker", "producer", "web", "flower")
ENVIRONMENT = """WIREDESK_BROKER_URL=redis://:exclusive-71@127.0.0.1:6379/0
WIREDESK_STORE_URL=postgresql://wire:scoop-82@127.0.0.1/wire
# a comment, as in the example
FLOWER_BASIC_AUTH=desk:byline-93
"""
SOURCES = '[[source]]\ntype = "folder"\npath = "/srv/inbox"\n'
WRITABLE = "[Service]\nReadWritePaths=/srv/inbox\n"

pytestmark = pytest.mark.timeout(900)


class Host:
    """A container that looks like a whole machine to systemd."""

    def __init__(self, name: str) -> None:
        self.name = name

    def run(self, *command: str, check: bool = True, stdin: str | None = None) -> str:
        done = subprocess.run(
            ["podman", "exec", "-i", self.name, *command], input=stdin, capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout.strip()

    def write(self, path: str, content: str) -> None:
        self.run("install", "-D", "/dev/stdin", path, stdin=content)

    def copy(self, source: Path, path: str) -> None:
        subprocess.run(["podman", "cp", str(source), f"{self.name}:{path}"], check=True, capture_output=True)

    def wiredesk(self, *words: str) -> str:
        """Run a command of wiredesk as docs/how-to/systemd.md does."""
        settings = ("-p", "EnvironmentFile=/etc/wiredesk/wiredesk.env", "-E", "WIREDESK_HOME=/var/lib/wiredesk")
        program = "/opt/wiredesk/bin/wiredesk"
        return self.run("systemd-run", "--quiet", "--pipe", "--uid=wiredesk", *settings, program, *words)

    def show(self, unit: str, name: str) -> str:
        return self.run("systemctl", "show", "--value", "-p", name, f"wiredesk-{unit}")

    def is_active(self, *units: str) -> bool:
        return all(self.show(unit, "ActiveState") == "active" for unit in units)

    def done(self) -> int:
        return int(json.loads(self.wiredesk("status", "--json"))["states"]["done"])

    def feed(self) -> int:
        """Copy the seed wire into the inbox under new ids; return the number of files."""
        files = sorted((ROOT / "seeds" / "wire").glob("*.txt"))
        for number, file in enumerate(files):
            self.write(
                f"/srv/inbox/{number}-{time.monotonic_ns()}.txt", f"{file.read_text()}\n\n{time.monotonic_ns()}\n"
            )
        return len(files)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    command = ("podman", "run", "--detach", "--systemd=always", "--privileged", engine.SYSTEMD)
    host = Host(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
    try:
        eventually(lambda: host.run("systemctl", "is-system-running", check=False) in {"running", "degraded"})
        where = host.run("/opt/wiredesk/bin/python", "-c", "import celery; print(celery.__file__)")
        packages = str(Path(where).parents[1])
        for name in ("worker", "producer", "desk"):
            host.copy(ROOT / name, packages)
        for metadata in Path(sysconfig.get_path("purelib")).glob("wiredesk-*.dist-info"):
            host.copy(metadata, packages)
        host.write("/opt/wiredesk/bin/wiredesk", "#!/opt/wiredesk/bin/python\nfrom desk.cli import main\nmain()\n")
        for file in (*(ROOT / "deploy" / "systemd").glob("*.service"), *(ROOT / "deploy" / "systemd").glob("*.timer")):
            host.copy(file, "/etc/systemd/system/")
        host.write("/etc/wiredesk/wiredesk.env", ENVIRONMENT)
        host.run("chmod", "600", "/etc/wiredesk/wiredesk.env")
        host.write("/etc/wiredesk/wire.toml", SOURCES)
        host.write("/etc/systemd/system/wiredesk-producer.service.d/inbox.conf", WRITABLE)
        host.run("install", "-d", "-m", "777", "/srv/inbox")
        host.run("systemctl", "start", "redis-server", "postgresql")
        host.run("redis-cli", "config", "set", "requirepass", "exclusive-71")
        role = "CREATE USER wire PASSWORD 'scoop-82'"
        host.run("runuser", "-u", "postgres", "--", "psql", "-qc", role, "-c", "CREATE DATABASE wire OWNER wire")
        host.run("systemctl", "daemon-reload")
        host.run("systemctl", "start", *(f"wiredesk-{part}" for part in PARTS))
        yield host
    finally:
        subprocess.run(["podman", "rm", "--force", "--time", "0", host.name], capture_output=True, check=False)


def test_stories_are_processed_and_every_unit_is_healthy(host: Host) -> None:
    fed = host.feed()
    eventually(lambda: host.done() == fed, 120)
    assert host.is_active(*PARTS)
    for part in ("worker", "producer", "web"):
        host.run("systemctl", "start", f"wiredesk-health@{part}")
    assert "exclusive-71" not in host.wiredesk("doctor")


def test_a_worker_that_is_killed_starts_again(host: Host) -> None:
    before = host.done()
    host.run("systemctl", "kill", "--signal=KILL", "--kill-who=main", "wiredesk-worker")
    fed = host.feed()
    eventually(lambda: host.show("worker", "NRestarts") == "1" and host.is_active("worker"), 60)
    eventually(lambda: host.done() == before + fed, 120)


def test_a_worker_that_hangs_is_restarted(host: Host) -> None:
    process = host.show("worker", "MainPID")
    host.run("kill", "-STOP", process)
    time.sleep(TIMEOUT_SECONDS + 5)
    host.run("systemctl", "start", "wiredesk-health@worker", check=False)
    eventually(lambda: host.show("worker", "MainPID") not in {process, "0"} and host.is_active("worker"), 120)
    before, fed = host.done(), host.feed()
    eventually(lambda: host.done() == before + fed, 120)


def test_a_producer_with_an_invalid_source_is_not_restarted(host: Host) -> None:
    host.write("/etc/wiredesk/wire.toml", SOURCES.replace("folder", "tray"))
    host.run("systemctl", "restart", "wiredesk-producer")
    eventually(lambda: host.show("producer", "ActiveState") == "failed", 30)
    assert host.show("producer", "ExecMainStatus") == "78"
    assert host.show("producer", "NRestarts") == "0"


def test_all_units_stop_in_time(host: Host) -> None:
    host.run("systemctl", "stop", *(f"wiredesk-{part}" for part in ("worker", "web", "flower")))
    assert [host.show(part, "Result") for part in ("worker", "web", "flower")] == ["success"] * 3
