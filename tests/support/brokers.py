"""Message brokers of this run only: NATS and MQTT."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.requirements import lacking
from tests.support.servers import free_port
from tests.support.waiting import wait_until


class Broker:
    """A broker as a process of its own.

    Args:
        options: words after the program's, in which ``PORT`` stands for the port.
    """

    def __init__(self, program: str, *options: str) -> None:
        self._program, self._options = program, options
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        found = shutil.which(self._program) or shutil.which(self._program, path="/usr/sbin:/usr/local/sbin")
        if found is None:
            lacking(f"no {self._program} here (apt-get install {self._program})")
        words = [option.replace("PORT", str(self.port)) for option in self._options]
        self._process = subprocess.Popen(
            [str(found), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: self._answers() or self._has_ended())
        except AssertionError:
            self.stop()
            raise
        assert not self._has_ended(), f"{self._program} has ended"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def nats_server(folder: Path, *options: str) -> Broker:
    """Return a NATS server with streams."""
    return Broker("nats-server", "-a", "127.0.0.1", "-p", "PORT", "-js", "-sd", str(folder), *options)


def mosquitto(folder: Path, *lines: str) -> Broker:
    """Return an MQTT broker; ``lines`` are added to its configuration."""
    broker = Broker("mosquitto", "-c", str(folder / "mosquitto.conf"))
    given = ["user root", f"listener {broker.port} 127.0.0.1", *(lines or ("allow_anonymous true",))]
    (folder / "mosquitto.conf").write_text("\n".join(given) + "\n")
    return broker
