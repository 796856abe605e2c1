"""Programs that a test needs: under CI a missing one fails the test, elsewhere the test is skipped with the reason."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

from tests.support.servers import postgres_program
from tests.support.wrong_clock import FAKETIME, NoFaketime
from wiredesk.queue.embedded import find_server_binary


def lacking(why: str) -> NoReturn:
    """End the test, or the module that is being collected: failed under ``CI``, else skipped."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why, allow_module_level=True)


def need_faketime() -> None:
    """Skip or fail a test that starts a process with a wrong clock if the library is missing."""
    if not FAKETIME.is_file():
        lacking(str(NoFaketime()))


def need_postgresql() -> None:
    """Skip or fail a test that starts a PostgreSQL server if the program is missing."""
    if postgres_program("initdb") is None:
        lacking("no PostgreSQL here (apt-get install postgresql)")


def need_redis_with_tls() -> None:
    """Skip or fail a test that starts a Redis server with TLS if the server or ``openssl`` cannot."""
    if shutil.which("openssl") is None:
        lacking("no openssl here (apt-get install openssl)")
    if b"tls-cert-file" not in find_server_binary().read_bytes():
        lacking("the Redis server here has no TLS (apt-get install redis-server)")
