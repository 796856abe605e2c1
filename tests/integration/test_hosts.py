"""What workers on several hosts need of the store: who is meant by a host, and how long a silent one is waited for."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from desk import health
from tests.faults.servers import PostgresServer
from tests.integration.stories import article
from worker.owner import this_process
from worker.settings import Settings
from worker.store import Store, ledger, open_store


def test_health_knows_the_leases_of_its_own_host(store: Store, settings: Settings) -> None:
    with store.write() as connection:
        ledger.accept(connection, [article()])
        ledger.lease(connection, [("s1", 1)], str(this_process()), 60, 3)
    found = health.worker(settings, store)
    assert (found.well, found.says) == (True, "reads 1 stories")


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
