"""Which errors of a store are waited out, and which are a story's own."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DataError, IntegrityError, InternalError, OperationalError, ProgrammingError

from producer.ingest.store_faults import error_line, passing_store_faults
from wiredesk.errors import ConfigError, StoreTooNew, StoreUnavailable


class Refused(Exception):
    """An error of psycopg."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(f"state {sqlstate}\nDETAIL: …")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("kind", "sqlstate", "own"),
    [
        (DataError, "22001", True),
        (DataError, "22P05", True),
        (IntegrityError, "23502", True),
        (OperationalError, "54000", True),  # program_limit_exceeded: too long for an index
        (DataError, None, True),  # SQLite has no SQLSTATE
        (IntegrityError, None, True),
        (InternalError, "25006", False),  # read_only_sql_transaction
        (ProgrammingError, "42P01", False),  # undefined_table, for the time of a restore
        (ProgrammingError, "42703", False),
        (OperationalError, "28P01", False),  # invalid_password
        (OperationalError, "53300", False),
        (OperationalError, "57P01", False),
        (OperationalError, None, False),
    ],
)
def test_only_errors_about_values_are_the_storys_own(
    kind: type[OperationalError], sqlstate: str | None, own: bool
) -> None:
    error = kind("INSERT", {}, Refused(sqlstate))
    with pytest.raises(kind if own else StoreUnavailable), passing_store_faults("postgresql://db"):
        raise error
    assert error_line(error) == f"state {sqlstate}"


def test_a_configuration_that_was_valid_at_the_start_is_waited_for() -> None:
    with pytest.raises(StoreUnavailable, match="store x: read-only; make it writable"), passing_store_faults("x"):
        raise ConfigError("store x", "read-only", "make it writable")
    with pytest.raises(StoreTooNew), passing_store_faults("x"):
        raise StoreTooNew("store x")


def test_errors_of_other_parts_pass() -> None:
    with pytest.raises(StoreUnavailable, match="Busy"), passing_store_faults("x"):
        raise StoreUnavailable("Busy")
    with pytest.raises(KeyError), passing_store_faults("x"):
        raise KeyError("uid")
