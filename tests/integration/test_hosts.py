"""What workers on several hosts need: the identity of a host, and the time after which a silent host counts as dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from desk.ops import health_report
from tests.support.namespaces import Namespaces
from tests.support.network_cut import NoNamespace
from tests.support.paths import ROOT
from tests.support.records import article
from tests.support.requirements import lacking
from tests.support.servers import PostgresServer, RedisServer
from tests.support.waiting import HANG_SECONDS, wait_until
from wiredesk.heartbeat import Heartbeat
from wiredesk.process_id import this_process
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store


def test_health_knows_the_leases_of_its_own_host(store: Store, settings: Settings, redis: RedisServer) -> None:
    with store.write() as connection:
        ledger.accept(connection, [article()])
        ledger.lease(connection, [("s1", 1)], str(this_process()), 60, 3)
    Heartbeat(settings.home, "worker").touch()
    found = health_report.worker(settings.model_copy(update={"broker_url": redis.url}), store)
    assert (found.healthy, found.message) == (True, "processing 1 stories")


def test_postgresql_drops_a_host_that_is_silent_before_its_leases_end(postgres: PostgresServer, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, store_url=postgres.database("silent"))
    store = open_store(settings)
    with store.read() as connection:
        idle, interval, number = (
            int(str(connection.execute(text(f"SHOW tcp_keepalives_{name}")).scalar()).removesuffix("s"))
            for name in ("idle", "interval", "count")
        )
        patience = connection.execute(text("SHOW tcp_user_timeout")).scalar()
    store.close()
    assert idle + interval * number < settings.lease
    assert patience == "20000"  # milliseconds


def test_the_first_process_of_a_container_can_be_stopped_while_it_loads(tmp_path: Path) -> None:
    """The kernel drops a signal for which such a process has no handler; Celery sets its handlers after its banner."""
    try:
        Namespaces("pid", "mount").end()
    except NoNamespace as error:
        lacking(f"needs root: {error}")
    command = ["unshare", "--pid", "--mount", "--fork", "--kill-child", "--mount-proc", sys.executable, "-m", "celery"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "WIREDESK_HOME": str(tmp_path / "wd")}
    process = subprocess.Popen(
        [*command, "-A", "worker", "worker"], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        wait_until(lambda: (first := _child(process.pid)) and _catches(first, signal.SIGTERM), "the worker's handler")
        first = _child(process.pid)
        os.kill(first, signal.SIGTERM)
        said, _ = process.communicate(timeout=HANG_SECONDS)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "celery@" not in said


def _child(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text() or 0)


def _catches(pid: int, number: signal.Signals) -> bool:
    mask = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt"))
    return bool(int(mask.split()[1], 16) >> (number - 1) & 1)
