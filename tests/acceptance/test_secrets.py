"""No secret is disclosed: the test searches every output, log, page and process list for known passwords."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support import desk_stories
from tests.support.command_line import environment, eventually
from tests.support.paths import ROOT
from tests.support.requirements import need_postgresql
from tests.support.servers import PostgresServer, RedisServer

BROKER, STORE, TOKEN, FLOWER = "Br0ker-horse", "St0re-horse", "T0ken-horse", "Fl0wer-horse"
SECRETS = (BROKER, STORE, TOKEN, FLOWER)
PAGES = ("/", "/stats", "/search?q=x", "/story/none", "/nothing", "/readyz", "/api", "/api/openapi.json")
API = ("/api/stories", "/api/stories/none", "/api/export", "/metrics", "/api/entities?limit=0")


class Deployed:
    """One process for each role, with secrets in every setting that takes one; keeps the output of all of them."""

    def __init__(self, home: Path, redis: RedisServer, postgres: PostgresServer) -> None:
        self.home, self.redis, self.postgres = home, redis, postgres
        store = postgres.database("secrets").replace("wire@", f"wire:{STORE}@")
        self.environment = environment(
            home, WIREDESK_BROKER_URL=redis.url.replace("//", f"//:{BROKER}@"), WIREDESK_STORE_URL=store,
            WIREDESK_WEB_TOKEN=TOKEN, FLOWER_BASIC_AUTH=f"desk:{FLOWER}", WIREDESK_WEB_PORT=str(port()),
        )  # fmt: skip
        self.flower = port()
        self.said: dict[str, str] = {}
        self.processes: list[psutil.Process] = []

    @contextmanager
    def running(self, name: str, *words: str) -> Iterator[None]:
        with (self.home / f"{name}.log").open("wb") as log:
            process = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=self.environment, stdout=log,
                                       stderr=log)  # fmt: skip
        self.processes.append(psutil.Process(process.pid))
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:  # Flower does not end while its broker is unavailable
                for one in psutil.Process(process.pid).children(recursive=True):
                    one.kill()
                process.kill()
                process.wait()

    def run(self, when: str, *words: str) -> None:
        done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=self.environment, capture_output=True,
                              text=True, timeout=90, check=False)  # fmt: skip
        self.said[f"{when}: {' '.join(words)}"] = done.stdout + done.stderr

    def ask(self, when: str, address: str, paths: tuple[str, ...], **options: object) -> None:
        with httpx.Client(base_url=address, timeout=60, **options) as client:  # type: ignore[arg-type]
            for path in paths:
                answer = client.get(path)
                self.said[f"{when}: {path}"] = f"{answer.status_code} {answer.headers} {answer.text}"

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.environment['WIREDESK_WEB_PORT']}"

    def look(self, when: str) -> None:
        """Return everything that a user can see."""
        for words in (("doctor",), ("doctor", "--json")):
            self.run(when, "desk", *words)
        self.run(when, "producer", "feed", str(self.home / "stories.jsonl"))
        self.ask(when, self.web, PAGES)
        self.ask(when, self.web, API, headers={"Authorization": f"Bearer {TOKEN}"})
        self.ask(f"{when}, no token", self.web, API)
        pages = ("/", "/tasks", "/broker", "/api/workers", "/api/tasks", "/api/queues/length")
        self.ask(f"{when}, Flower", f"http://127.0.0.1:{self.flower}", pages, auth=("desk", FLOWER))
        for parent in self.processes:
            for process in [parent, *parent.children(recursive=True)]:
                self.said[f"{when}: ps {process.pid}"] = " ".join(process.cmdline())


def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Deployed]:
    need_postgresql()
    redis = RedisServer(tmp_path / "redis").start()
    redis.client().config_set("requirepass", BROKER)
    postgres = PostgresServer(fsync="off").create()
    try:
        yield Deployed(tmp_path, redis, postgres)
    finally:
        redis.stop()
        postgres.remove()


def test_no_secret_in_any_output(house: Deployed) -> None:
    stories = "\n".join(desk_stories.article(f"urn:test:{n}").model_dump_json() for n in range(2))
    (house.home / "stories.jsonl").write_text(stories)
    house.run("first", "desk", "migrate")
    with ExitStack() as stack:
        stack.enter_context(house.running("web", "desk", "web"))
        words = ["flower", f"--port={house.flower}", "--address=127.0.0.1", "--enable_events", "--logging=debug"]
        stack.enter_context(house.running("flower", "celery", "-A", "worker", *words))
        stack.enter_context(house.running("worker", "celery", "-A", "worker", "worker", "-c", "1", "-l", "debug"))
        eventually(lambda: httpx.get(house.web + "/readyz").status_code == 200)
        eventually(lambda: httpx.get(f"http://127.0.0.1:{house.flower}/healthcheck").status_code == 200)
        eventually(lambda: "ready" in (house.home / "worker.log").read_text())
        house.look("well")
        house.redis.stop()
        house.postgres.stop()
        house.look("servers down")
    for name in ("web", "flower", "worker"):
        house.said[f"log of {name}"] = (house.home / f"{name}.log").read_text()
    leaks = {f"{secret} in {where}" for where, text in house.said.items() for secret in SECRETS if secret in text}
    assert not leaks
    assert "urn:test:0" in house.said["well: /api/stories"] and "503" in house.said["servers down: /"]
    assert "***@" in house.said["servers down: desk doctor"]
    assert "Traceback" not in "".join(text for where, text in house.said.items() if "desk " in where or "/" in where)
