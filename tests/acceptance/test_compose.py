"""docker-compose.yml: the container engine starts, feeds, scales, kills and removes the services.

Collected where an engine is installed (tests/acceptance/engine.py).  Where no image registry can be reached,
compose_images.sh builds substitutes for the images.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.acceptance.engine import Project
from tests.support.generated_stories import stories
from tests.support.paths import ROOT

SECRETS = {"REDIS_PASSWORD": "exclusive-71", "POSTGRES_PASSWORD": "scoop-82", "FLOWER_BASIC_AUTH": "desk:byline-93"}
STORIES = 200
GRACE_SECONDS = 25
"""Time for a stopping worker to finish its stories; an idle one stops at once (wiredesk/queue/celery_config.py)."""

pytestmark = pytest.mark.timeout(1200)


def until(condition: Callable[[], object], seconds: float, what: str) -> None:
    over = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < over, f"waited in vain for {what}"
        time.sleep(1)


def free_ports(number: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    return dict(zip(("WIREDESK_PORT", "FLOWER_PORT", "PROMETHEUS_PORT"), free_ports(3), strict=True))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, ports: dict[str, int]) -> Iterator[Project]:
    """All services, started from a copy of their build context, with a separate inbox."""
    folder = tmp_path_factory.mktemp("compose")
    for name in ("wiredesk", "worker", "producer", "desk", "deploy"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Dockerfile", ".dockerignore", "docker-compose.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, folder)
    shutil.copy2(ROOT / "requirements-image.lock", folder)
    (folder / "inbox").mkdir()
    (folder / "inbox").chmod(0o777)  # the containers run as another user
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "DOCKER_HOST") if name in os.environ}
    environment = kept | SECRETS | {name: str(port) for name, port in ports.items()}
    project = Project(f"wiredesk-test-{os.getpid()}", folder, environment)
    try:
        project.compose("build", "worker")  # one image for all; podman-compose would build it for each service
        project.compose("up", "-d")
        yield project
    finally:
        project.down(check=False)
        shutil.rmtree(folder / "inbox", ignore_errors=True)


def keep_busy(project: Project, prefix: str) -> int:
    """Feed stories until a worker holds leases; return how many were fed."""
    for number in range(1, 21):
        drop(project, f"{prefix}{number}")
        for _ in range(5):
            if project.ledger().get("leased"):
                return number * STORIES
            time.sleep(0.5)
    raise AssertionError(f"nobody reads: {project.ledger()}")


def drop(project: Project, prefix: str) -> None:
    """Put a file of stories into the inbox as a careful sender does: under a temporary name until it is complete."""
    lines = (article.model_dump_json() for article in itertools.islice(stories(2026, prefix), STORIES))
    partial = project.folder / "inbox" / f"{prefix}.jsonl.part"
    partial.write_text("\n".join(lines) + "\n")
    partial.rename(partial.with_suffix(""))


def test_every_service_becomes_healthy(project: Project) -> None:
    for service in ("redis", "postgres", "worker", "producer", "desk", "flower"):
        containers = project.containers(service)
        assert len(containers) == 1, service
        until(
            lambda one=containers[0]: project.is_healthy(one), 120, f"{service}: {project.run('logs', containers[0])}"
        )  # type: ignore[misc]


def test_nothing_is_lost_when_one_of_three_workers_is_killed(project: Project) -> None:
    project.compose("up", "-d", "--scale", "worker=3")
    until(lambda: len(project.containers("worker")) == 3, 60, "three workers")
    for container in project.containers("worker"):
        until(lambda one=container: " ready." in logs(project, one), 90, f"{container} to be ready")  # type: ignore[misc]
    fed = keep_busy(project, "k")
    project.run("kill", "--signal", "KILL", project.containers("worker")[0])
    until(lambda: project.ledger().get("done") == fed, 180, f"{fed} stories to be done")
    assert project.ledger() == dict.fromkeys(("pending", "leased", "quarantined", "canceled"), 0) | {"done": fed}
    assert len(list((project.folder / "inbox" / "done").iterdir())) == fed / STORIES


def test_an_idle_worker_stops_at_once_and_a_busy_one_releases_its_stories(project: Project) -> None:
    _, second, third = project.containers("worker")
    began = time.monotonic()
    project.run("stop", "--time", "60", second)
    assert project.exit_code(second) == 0
    assert time.monotonic() - began < GRACE_SECONDS  # it ended before the deadline was enforced
    before = project.ledger()["done"]
    fed = keep_busy(project, "b")
    project.run("stop", "--time", "60", third)
    assert project.exit_code(third) == 0
    project.run("start", second)
    until(lambda: project.ledger().get("done") == before + fed, 180, f"{fed} more stories to be done")


def test_flower_requires_its_password_and_lists_the_workers(project: Project, ports: dict[str, int]) -> None:
    address = f"http://127.0.0.1:{ports['FLOWER_PORT']}"
    assert httpx.get(f"{address}/workers", timeout=20).status_code == 401
    found = httpx.get(f"{address}/workers", auth=("desk", "byline-93"), timeout=20)
    assert found.status_code == 200
    assert "celery@" in found.text


def test_the_desk_answers(project: Project, ports: dict[str, int]) -> None:
    address = f"http://127.0.0.1:{ports['WIREDESK_PORT']}"
    assert httpx.get(f"{address}/", timeout=20).status_code == 200
    assert httpx.get(f"{address}/api/stories", timeout=20).json()
    assert (
        f'wiredesk_versions{{state="done"}} {project.ledger()["done"]:.1f}'
        in httpx.get(f"{address}/metrics", timeout=20).text
    )


def test_prometheus_scrapes_the_desk_and_knows_the_rules(project: Project, ports: dict[str, int]) -> None:
    address = f"http://127.0.0.1:{ports['PROMETHEUS_PORT']}/api/v1"

    def scraped() -> bool:
        found = httpx.get(f"{address}/query", params={"query": "wiredesk_store_up"}, timeout=20).json()
        return [one["value"][1] for one in found["data"]["result"]] == ["1"]

    until(scraped, 60, "a scrape")
    assert httpx.get(f"{address}/rules", timeout=20).json()["data"]["groups"]


def test_no_log_and_no_output_of_doctor_or_flower_contains_a_password(project: Project, ports: dict[str, int]) -> None:
    said = "\n".join(logs(project, container) for container in project.containers())
    said += project.inside("desk", "wiredesk", "doctor")
    with httpx.Client(base_url=f"http://127.0.0.1:{ports['FLOWER_PORT']}", auth=("desk", "byline-93")) as flower:
        said += flower.get("/workers", timeout=20).text + flower.get("/broker", timeout=20).text
        for name in set(re.findall(r"celery@[0-9a-f]{12}", said)):
            said += flower.get(f"/worker/{name}", timeout=20).text
    assert "ready." in said
    assert not [secret for secret in ("exclusive-71", "scoop-82", "byline-93") if secret in said]


def test_down_leaves_nothing(project: Project) -> None:
    project.down()
    assert project.leftovers() == []


def logs(project: Project, container: str) -> str:
    done = subprocess.run([project.engine, "logs", container], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
