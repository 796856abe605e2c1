"""What a machine may lack that a test needs: under CI nothing may, elsewhere the test is skipped and says why."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

from tests.support.servers import postgres_program


def lacking(why: str) -> NoReturn:
    """End the test, or the module that is being collected: failed under ``CI``, else skipped."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why, allow_module_level=True)


def need_postgresql() -> None:
    """For tests that start a server of their own."""
    if postgres_program("initdb") is None:
        lacking("no PostgreSQL here (apt-get install postgresql)")
