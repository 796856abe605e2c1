"""The shortened schedule of every fault, as tests: no story lost or duplicated, nothing unexpected."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.faults.table import Run, rows, run_row
from tests.support.network_cut import NoNamespace
from tests.support.requirements import lacking
from tests.support.servers import postgres_program
from tests.support.wrong_clock import NoFaketime


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    if not (postgres_program("initdb") and shutil.which("redis-server")):
        lacking("needs redis-server and PostgreSQL (apt-get install redis-server postgresql)")
    run = Run(seed=2026, quick=True)
    yield run
    run.close()


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", rows(quick=True, tests=True))
def test_nothing_is_lost(run: Run, name: str) -> None:
    try:
        verdict = run_row(name, run)
    except NoNamespace as error:
        lacking(f"needs root, and a kernel with network namespaces: {error}")
    except NoFaketime as error:
        lacking(str(error))
    assert verdict.is_clean, str(verdict)
