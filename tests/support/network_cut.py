"""A network link between worker and broker that can be cut: a network namespace, or a proxy that drops bytes."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import threading
import time
from abc import ABC, abstractmethod


class NoNamespace(Exception):
    """A network namespace cannot be made here."""


class Cut(ABC):
    """A link that can be cut.  ``prefix`` is the command under which the far side runs."""

    kind = ""
    host = ""
    prefix: tuple[str, ...] = ()

    def __enter__(self) -> Cut:
        return self

    @abstractmethod
    def __exit__(self, *_: object) -> None: ...

    @abstractmethod
    def url(self, port: int) -> str:
        """Return the address at which the far side reaches a server of the near side."""

    @abstractmethod
    def cut(self) -> None: ...

    @abstractmethod
    def restore(self) -> None: ...


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, check=False)
    if done.returncode:
        raise NoNamespace(done.stderr.decode(errors="replace"))


class Namespace(Cut):
    """The worker runs in a separate namespace; a cut takes the near end of the pair down, so packets are dropped."""

    kind = "network namespace"

    def __init__(self) -> None:
        self.name = f"wd{os.getpid() % 10_000}"
        number = os.getpid() % 250
        self.host, far = f"10.213.{number}.1", f"10.213.{number}.2"
        self.near = f"{self.name}n"
        self.prefix = ("ip", "netns", "exec", self.name)
        try:
            _ip("netns", "add", self.name)
            _ip("link", "add", self.near, "type", "veth", "peer", "name", "far", "netns", self.name)
            _ip("addr", "add", f"{self.host}/30", "dev", self.near)
            _ip("link", "set", self.near, "up")
            _ip("-n", self.name, "addr", "add", f"{far}/30", "dev", "far")
            _ip("-n", self.name, "link", "set", "far", "up")
            _ip("-n", self.name, "link", "set", "lo", "up")
        except (NoNamespace, OSError) as error:
            self._remove()
            raise NoNamespace(str(error)) from None

    def __exit__(self, *_: object) -> None:
        self._remove()

    def _remove(self) -> None:
        for words in (("link", "del", self.near), ("netns", "del", self.name)):
            subprocess.run(["ip", *words], capture_output=True, check=False)

    def url(self, port: int) -> str:
        return f"redis://{self.host}:{port}/0"

    def cut(self) -> None:
        _ip("link", "set", self.near, "down")

    def restore(self) -> None:
        _ip("link", "set", self.near, "up")


class Proxy(Cut):
    """Forwards bytes; when cut, it reads and sends nothing and leaves all connections open."""

    kind = "a proxy that drops"

    def __init__(self, target: int) -> None:
        self.target, self.is_cut, self.over = target, False, False
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over = True
        self.thread.join(5)
        self.server.close()

    def url(self, port: int) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def cut(self) -> None:
        self.is_cut = True

    def restore(self) -> None:
        self.is_cut = False

    def _run(self) -> None:
        pairs: dict[socket.socket, socket.socket] = {}
        while not self.over:
            if self.is_cut:
                time.sleep(0.05)
                continue
            for ready in select.select([self.server, *pairs], [], [], 0.1)[0]:
                if ready is self.server:
                    near, _ = self.server.accept()
                    far = socket.create_connection(("127.0.0.1", self.target))
                    pairs[near], pairs[far] = far, near
                elif ready in pairs:
                    self._forward(ready, pairs)
        for one in pairs:
            one.close()

    @staticmethod
    def _forward(source: socket.socket, pairs: dict[socket.socket, socket.socket]) -> None:
        target = pairs[source]
        try:
            data = source.recv(65536)
            if data:
                target.sendall(data)
                return
        except OSError:
            pass
        for one in (source, target):
            pairs.pop(one, None)
            one.close()


def cut_by_namespace() -> Cut:
    return Namespace()


def cut_by_proxy(port: int) -> Cut:
    return Proxy(port)
