"""Simulated hosts on one machine: each has its own network, host name and process numbers; a bridge joins them.

They are Linux namespaces.  A host's link can go down and come back, and a host can lose power: all processes
on it are killed at once, without notice to anybody.
"""

from __future__ import annotations

import os
import signal
import subprocess
from itertools import count
from pathlib import Path

from tests.support.network_cut import NoNamespace

SUBNET = "10.214"
"""Addresses of these hosts only; the third number is that of the network, so that two runs do not collide."""


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode:
        raise NoNamespace(f"{' '.join(words)}: {done.stderr.decode(errors='replace').strip()}")


class Namespaces:
    """A set of namespaces that lives as long as its first process, which sleeps."""

    def __init__(self, *kinds: str) -> None:
        command = ["unshare", *(f"--{kind}" for kind in kinds)]
        if "pid" in kinds:
            command += ["--fork", "--kill-child", "--mount-proc"]
        try:
            self.process = subprocess.Popen(
                [*command, "sh", "-c", "echo up; exec sleep infinity >/dev/null 2>&1"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
        except OSError as error:
            raise NoNamespace(str(error)) from None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        with self.process.stdout as out, self.process.stderr as errors:
            if out.readline() != "up\n":
                self.process.wait()
                raise NoNamespace(errors.read().strip())
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        self.pid = int(children[0]) if "pid" in kinds else self.process.pid

    def end(self) -> None:
        """Whatever runs in a process namespace dies with its first process."""
        if self.process.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.process.wait()


class Host(Namespaces):
    """A simulated host.  ``prefix`` is the command under which a program runs on it."""

    def __init__(self, name: str, address: str, port: str) -> None:
        super().__init__("net", "uts", "pid", "mount")
        self.name, self.address, self.port = name, address, port
        self.prefix = ("nsenter", "--target", str(self.pid), "--net", "--uts", "--pid", "--mount", "--")
        _run(*self.prefix, "hostname", name)


class Network:
    """A bridge with the connected hosts; this machine is connected, too, as an observer."""

    def __init__(self) -> None:
        self.number = os.getpid() % 250
        self.near = f"wd{os.getpid() % 100_000}h"
        self.hosts: list[Host] = []
        self._addresses = count(2)
        self.switch = Namespaces("net")
        try:
            self._switch("link", "add", "bridge", "type", "bridge")
            self._switch("link", "set", "bridge", "up")
            _run("ip", "link", "add", self.near, "type", "veth", "peer", "name", "p1", "netns", str(self.switch.pid))
            _run("ip", "addr", "add", f"{self._address(1)}/24", "dev", self.near)
            _run("ip", "link", "set", self.near, "up")
            self._plug("p1")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for host in self.hosts:
            host.end()
        subprocess.run(["ip", "link", "del", self.near], capture_output=True, check=False)
        self.switch.end()

    def host(self, name: str) -> Host:
        """Connect a new host."""
        number = next(self._addresses)
        host = Host(name, self._address(number), f"p{number}")
        self.hosts.append(host)
        target = str(host.pid)
        self._switch("link", "add", host.port, "type", "veth", "peer", "name", "eth0", "netns", target)
        inside = ("nsenter", "--target", target, "--net", "--", "ip")
        _run(*inside, "link", "set", "lo", "up")
        _run(*inside, "addr", "add", f"{host.address}/24", "dev", "eth0")
        _run(*inside, "link", "set", "eth0", "up")
        self._plug(host.port)
        return host

    def cut(self, host: Host) -> None:
        """Take the link down: packets in transit are lost, and neither side is notified."""
        self._switch("link", "set", host.port, "down")

    def restore(self, host: Host) -> None:
        self._switch("link", "set", host.port, "up")

    def _address(self, number: int) -> str:
        return f"{SUBNET}.{self.number}.{number}"

    def _plug(self, port: str) -> None:
        self._switch("link", "set", port, "master", "bridge")
        self._switch("link", "set", port, "up")

    def _switch(self, *words: str) -> None:
        _run("nsenter", "--target", str(self.switch.pid), "--net", "--", "ip", *words)
