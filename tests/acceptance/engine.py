"""The container engine of this machine, if one is installed that can run docker-compose.yml."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

LABEL = "com.docker.compose.project"
"""The label that docker compose and podman-compose both put on everything that they create."""


@cache
def compose() -> tuple[str, ...]:
    """Return the command: ``docker compose`` with its daemon, else podman-compose with podman; empty without either."""
    if shutil.which("docker") and _works("docker", "info") and _works("docker", "compose", "version"):
        return ("docker", "compose")
    beside = Path(sys.executable).with_name("podman-compose")
    program = str(beside) if beside.exists() else shutil.which("podman-compose")
    return (program,) if program and shutil.which("podman") else ()


SYSTEMD = "localhost/wiredesk-systemd:latest"
"""The image of systemd_image.sh."""


@cache
def boots_systemd() -> bool:
    """Return whether podman is installed and has the image."""
    return shutil.which("podman") is not None and _works("podman", "image", "exists", SYSTEMD)


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class Project:
    """One compose project with a unique name, in a separate folder."""

    def __init__(self, name: str, folder: Path, environment: dict[str, str]) -> None:
        self.name, self.folder, self.environment = name, folder, environment
        self.engine = "docker" if compose()[0] == "docker" else "podman"

    def compose(self, *words: str, check: bool = True) -> str:
        """Run a compose command with every profile; return its output."""
        command = [*compose(), "-p", self.name, "--profile", "metrics", *words]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, f"{words}: {done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout + done.stderr

    def run(self, *words: str) -> str:
        """Run a command of the engine itself."""
        return subprocess.run([self.engine, *words], capture_output=True, text=True, check=False).stdout

    def containers(self, service: str = "") -> list[str]:
        """Return the names of the project's containers, of one service or of all, including stopped ones."""
        wanted = [f"--filter=label={LABEL}={self.name}"]
        wanted += [f"--filter=label=com.docker.compose.service={service}"] if service else []
        return sorted(self.run("ps", "--all", *wanted, "--format={{.Names}}").split())

    def is_healthy(self, container: str) -> bool:
        """Return the result of the container's health check; run it first where the engine does not do so itself."""
        if self.engine == "podman":
            return _works("podman", "healthcheck", "run", container)
        return self.run("inspect", "--format={{.State.Health.Status}}", container).strip() == "healthy"

    def exit_code(self, container: str) -> int:
        return int(self.run("inspect", "--format={{.State.ExitCode}}", container))

    def inside(self, service: str, *command: str) -> str:
        """Run a command in a service's first container; return its output."""
        return self.run("exec", self.containers(service)[0], *command)

    def ledger(self) -> dict[str, int]:
        """Return the number of versions by state."""
        return dict(json.loads(self.inside("desk", "wiredesk", "status", "--json") or "{}").get("states", {}))

    def down(self, *, check: bool = True) -> None:
        """Remove all containers and volumes.  podman-compose does not remember how far a service was scaled."""
        if self.engine == "podman":
            for container in self.containers("worker")[1:]:
                self.run("rm", "--force", "--time", "60", container)
        self.compose("down", "-v", "--timeout", "60", check=check)

    def leftovers(self) -> list[str]:
        """Return the containers, volumes and networks of the project that still exist."""
        mine = f"--filter=label={LABEL}={self.name}"
        volumes = self.run("volume", "ls", "-q", mine).split()
        networks = self.run("network", "ls", "-q", mine).split()
        return [*self.containers(), *volumes, *networks]
