"""The workshop in which the blocks of a page run: a checkout, a separate home, and servers if a page needs them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path
from types import TracebackType

from tests.docs.blocks import Block, Step, matches
from tests.support.paths import ROOT
from tests.support.servers import PostgresServer, RedisServer, free_port
from tests.support.waiting import HANG_SECONDS

CHECKOUT = ("Makefile", "seeds", "deploy", "docs", "docker-compose.yml", "requirements.lock", "pyproject.toml")
PORTS = ("8300", "8310", "5555", "6379", "5432")
"""Ports on the pages; each is replaced by a free port, because the port may be in use on this machine."""
READER = "/home/you"
"""The path of the checkout on the pages."""
PROGRESS = r"(?m)^wiredesk: \d+ of \d+ stories read, .*\n"
"""Lines that a slow machine prints more often."""
STEP_SECONDS = 120
READY_SECONDS = 60
AGAIN_SECONDS = 45
LOOKS = ("wiredesk show", "wiredesk search", "wiredesk tail", "wiredesk status", "wiredesk health", "curl")
PROGRAMS = {
    "wiredesk": "from desk.cli import main; main()",
    "celery": "from celery.__main__ import main; main()",
    "pip": "from pip._internal.cli.main import main; raise SystemExit(main())",
}


class Unlike(AssertionError):
    """A page differs from the real behaviour."""


class Workshop:
    """Runs blocks; a context manager, which stops all remaining processes at its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "wiredesk"
        self._ports = {port: str(free_port()) for port in PORTS}
        self._state = folder / "state"
        self._running: list[tuple[subprocess.Popen[bytes], Path]] = []
        self._first: dict[str, str] = {}
        self._servers: list[RedisServer | PostgresServer] = []

    def __enter__(self) -> Workshop:
        self.folder.mkdir()
        self._state.mkdir()
        for name in CHECKOUT:
            (self.folder / name).symlink_to(ROOT / name)
        self._environment_of_its_own()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end_page()
        for server in self._servers:
            server.remove() if isinstance(server, PostgresServer) else server.stop()

    def _environment_of_its_own(self) -> None:
        """Make a virtual environment that sees the packages of this one; packages that a page installs stay in it."""
        here = self.folder / ".venv"
        venv.create(here, with_pip=False, symlinks=True)
        [packages] = (here / "lib").glob("python*/site-packages")
        paths = [path for path in sys.path if path.endswith("site-packages")]
        lines = [f"import site; site.addsitedir({path!r})" for path in paths]
        (packages / "outer.pth").write_text("\n".join([*lines, str(ROOT)]) + "\n")
        for name, code in PROGRAMS.items():
            script = here / "bin" / name
            script.write_text(f"#!{here}/bin/python\n{code}\n")
            script.chmod(0o755)
        (here / ".ready").touch()

    def begin_page(self, blocks: list[Block]) -> None:
        """Start a shell for a page, and the servers that the page names."""
        text = "".join(block.script for block in blocks if block.language in ("sh", "console") and not is_kept(block))
        kept = {name: os.environ[name] for name in ("LANG", "TMPDIR", "CI") if name in os.environ}
        kept |= {
            "PATH": f"{self.folder}/.venv/bin:{os.environ['PATH']}",
            "HOME": str(self.folder.parent), "NO_COLOR": "1", "COLUMNS": "100", "TERM": "dumb",
            "WIREDESK_WEB_PORT": self._ports["8300"], "FLOWER_PORT": self._ports["5555"],
            "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        (self._state / "environment").write_text("".join(f"export {k}={_quoted(v)}\n" for k, v in kept.items()))
        (self._state / "folder").write_text(f"{self.folder}\n")
        if "127.0.0.1:6379" in text:
            self._serve_redis()
        if "127.0.0.1:5432" in text or "-p 5432" in text:
            self._serve_postgres()

    def end_page(self) -> None:
        """Stop the processes that the page started."""
        for process, _ in reversed(self._running):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process, _ in self._running:
            try:
                process.wait(HANG_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running.clear()

    def run(self, block: Block) -> None:
        """Run a block.

        Raises:
            Unlike: its exit code or its output differs from the page.
        """
        if block.mark == "file":
            target = self._here() / block.value
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self._other_ports(block.text))
            return
        *before, last = block.steps()
        for step in before:
            self._look(block, step, 0)
        if block.mark == "keeps running":
            self._keep(block, last.command)
        else:
            self._look(block, last, int(block.value) if block.mark == "exits" else 0)

    def _look(self, block: Block, step: Step, code: int) -> None:
        """Run a step; while a worker runs, repeat it until the output matches, because the worker may need time."""
        until = time.monotonic() + (AGAIN_SECONDS if self._running and step.command.startswith(LOOKS) else 0)
        while True:
            try:
                self._check(block, step, code, self._shell(step.command))
                return
            except Unlike:
                if time.monotonic() > until:
                    raise
                time.sleep(0.5)

    def _shell(self, command: str) -> tuple[int, str]:
        """Run a command in the folder of the page's shell, with its exported variables."""
        state = self._state
        script = (
            f'cd "$(cat {state}/folder)"; . {state}/environment; trap \'code=$?; export -p > {state}/environment; '
            f"pwd > {state}/folder; exit $code' EXIT; set -e\n{self._other_ports(command)}"
        )
        done = subprocess.run(
            ["bash", "-c", script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=STEP_SECONDS, check=False, env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        printed = done.stdout.decode(errors="replace").replace(str(self.folder.parent), READER)
        return done.returncode, re.sub(PROGRESS, "", printed)

    def _check(self, block: Block, step: Step, code: int, found: tuple[int, str]) -> None:
        got, printed = found
        where = f"{block}: $ {step.command}\n"
        if got != code:
            raise Unlike(f"{where}ends with {got}, not {code}:\n{printed[-3000:]}")
        first = self._first.setdefault(step.command, printed)
        expected = first if block.mark == "as before" else printed
        if step.shown and not matches(step.shown, expected):
            raise Unlike(f"{where}prints\n{expected}\nand the page shows\n{step.shown}")

    def _keep(self, block: Block, command: str) -> None:
        log = self._state / f"log-{len(self._running)}"
        state = self._state
        *before, last = self._other_ports(command).replace("\\\n", " ").strip().splitlines()
        script = "\n".join([f'cd "$(cat {state}/folder)"', f". {state}/environment", *before, f"exec {last}"])
        with log.open("wb") as out:
            process = subprocess.Popen(
                ["bash", "-c", script], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                start_new_session=True, env={"PATH": os.environ["PATH"]},
            )  # fmt: skip
        self._running.append((process, log))
        deadline = time.monotonic() + READY_SECONDS
        while block.value not in (printed := log.read_text(errors="replace")):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Unlike(f"{block}: $ {command}\nnever prints {block.value!r}:\n{printed[-3000:]}")
            time.sleep(0.1)

    def _here(self) -> Path:
        return Path((self._state / "folder").read_text().strip())

    def _other_ports(self, text: str) -> str:
        return re.sub(rf"(?<![\w.])(?:{'|'.join(PORTS)})(?![\w.]\d|\w)", lambda found: self._ports[found[0]], text)

    def _serve_redis(self) -> None:
        if not any(isinstance(server, RedisServer) for server in self._servers):
            server = RedisServer(self._state.parent / "redis")
            server.port = int(self._ports["6379"])
            self._servers.append(server.start())

    def _serve_postgres(self) -> None:
        if not any(isinstance(server, PostgresServer) for server in self._servers):
            server = PostgresServer(fsync="off", full_page_writes="off")
            server.port = int(self._ports["5432"])
            self._servers.append(server.create())
            server.database("wire")


def is_kept(block: Block) -> bool:
    """Check a block that is not run."""
    return block.mark == "not run"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"
