"""Temporary servers for tests: a real Redis and a real PostgreSQL, each in a separate folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from wiredesk.queue.embedded import find_server_binary

START_SECONDS = 60
UNPRIVILEGED = ("postgres", "nobody")
"""initdb refuses root: the first of these that exists runs the server then."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RedisServer:
    """A Redis or Valkey with an append-only file that is synced every second; ``prefix`` is a command that runs it."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1", prefix: Sequence[str] = (), **options: str) -> None:
        self.folder, self.host, self.port, self.prefix = folder, host, free_port(), prefix
        self.options = {"appendonly": "yes", "appendfsync": "everysec", "save": "", "maxmemory-policy": "noeviction"}
        self.options |= {name.replace("_", "-"): value for name, value in options.items()}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        password = self.options.get("requirepass")
        return f"redis://{f':{password}@' if password else ''}{self.host}:{self.port}/0"

    def start(self) -> RedisServer:
        self.folder.mkdir(parents=True, exist_ok=True)
        base = {"port": str(self.port), "bind": self.host, "dir": str(self.folder), "protected-mode": "no"}
        log = self.folder / "redis.log"
        words = [word for name, value in (base | self.options).items() for word in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [*self.prefix, str(find_server_binary()), *words, "--logfile", str(log)],
            start_new_session=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.client().ping()
                return self
            except RedisError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.02)

    def client(self) -> Redis:
        password = self.options.get("requirepass")
        return Redis(self.host, self.port, password=password, socket_timeout=5, retry=Retry(NoBackoff(), 0))

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        if self.process is not None:
            self.send(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
            self.process = None

    def empty(self) -> None:
        """Delete the files of a stopped server, so that the next start is an empty Redis."""
        for found in self.folder.iterdir():
            shutil.rmtree(found) if found.is_dir() else found.unlink()

    stop = kill


class RedisSentinel:
    """A Sentinel, alone, that makes the replica the master when the master is away for a second."""

    def __init__(self, folder: Path, master: RedisServer, name: str = "wire") -> None:
        self.folder, self.port, self.name = folder, free_port(), name
        self._master = master
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"sentinel://127.0.0.1:{self.port}/0?master_name={self.name}"

    def start(self, replicas: int = 1) -> RedisSentinel:
        """Start it and wait until it knows the master and its replicas."""
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "sentinel.conf"
        config.write_text(
            f"port {self.port}\nbind 127.0.0.1\ndir {self.folder}\nprotected-mode no\n"
            f"sentinel monitor {self.name} 127.0.0.1 {self._master.port} 1\n"
            f"sentinel down-after-milliseconds {self.name} 1000\nsentinel failover-timeout {self.name} 5000\n"
        )
        self._process = subprocess.Popen(
            [str(find_server_binary()), str(config), "--sentinel"],
            start_new_session=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while self._replicas() < replicas:
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError("the Sentinel does not find the replica")
            time.sleep(0.1)
        return self

    def master_port(self) -> int:
        return int(self._ask("SENTINEL", "get-master-addr-by-name", self.name)[1])

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _replicas(self) -> int:
        try:
            return len(self._ask("SENTINEL", "replicas", self.name))
        except RedisError:
            return 0

    def _ask(self, *words: str) -> list[str]:
        with Redis("127.0.0.1", self.port, socket_timeout=5, retry=Retry(NoBackoff(), 0)) as client:
            found: list[str] = client.execute_command(*words)
            return found


def postgres_program(name: str) -> str | None:
    """Return the newest server program in /usr/lib/postgresql or on PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else shutil.which(name)


class PostgresServer:
    """A PostgreSQL cluster, run as an ordinary user.  It trusts this machine, or requires a password from the network.

    ``prefix`` is a command that runs it, as root.
    """

    def __init__(
        self, folder: Path | None = None, *, host: str = "127.0.0.1", prefix: Sequence[str] = (), password: str = "",
        **options: str,
    ) -> None:  # fmt: skip
        # in the system's temporary folder: the unprivileged user must be able to reach it
        self.folder = folder or Path(tempfile.mkdtemp(prefix="wd-pg-"))
        self.host, self.port, self.prefix, self.password = host, free_port(), prefix, password
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None
        self._who: dict[str, object] = {}
        if os.getuid() == 0:
            users = {user.pw_name: user for user in pwd.getpwall()}
            user = next(users[name] for name in UNPRIVILEGED if name in users)
            self._who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)

    @property
    def admin(self) -> str:
        password = f" password={self.password}" if self.password else ""
        return f"host={self.host} port={self.port} user=wire dbname=postgres{password}"

    def url(self, database: str) -> str:
        password = f":{self.password}" if self.password else ""
        return f"postgresql://wire{password}@{self.host}:{self.port}/{database}"

    def create(self) -> PostgresServer:
        initdb = postgres_program("initdb")
        assert initdb is not None
        how = ["-A", "trust"]
        if self.password:
            secret = self.folder / "password"
            secret.write_text(self.password)
            how = ["-A", "scram-sha-256", f"--pwfile={secret}"]
        subprocess.run(
            [initdb, "-D", str(self.folder / "data"), "-U", "wire", *how, "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd=self.folder, env={"PATH": os.environ["PATH"]}, **self._who,
        )  # fmt: skip
        if self.password:
            with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
                rules.write("host all all samenet scram-sha-256\n")
        return self.start()

    def start(self) -> PostgresServer:
        settings = {"port": str(self.port), "listen_addresses": self.host, "unix_socket_directories": ""}
        settings |= self.options
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        who, prefix = self._who, list(self.prefix)
        if prefix:  # the prefix needs root: the user is changed after it
            who, prefix = (
                {},
                [*prefix, "setpriv", f"--reuid={who['user']}", f"--regid={who['group']}", "--clear-groups"],
            )
        program = postgres_program("postgres")
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*prefix, str(program), "-D", str(self.folder / "data"), *words],
                stdout=log, stderr=log, cwd=self.folder, start_new_session=True, **who,  # type: ignore[call-overload]
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.admin).close()
                return self
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def database(self, name: str, template: str = "template1") -> str:
        """Create a database, empty or the copy of another one that nobody uses, and return its URL."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Stop the server.  SIGINT is a fast shutdown; SIGKILL kills the whole group, like a crash of the host."""
        if self.process is None:
            return
        if number is signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        self.process.wait()
        self.process = None

    def remove(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)
