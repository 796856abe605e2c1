"""The ledger on SQLite: one row is what happens to a story, step by step, and the state that it has afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, update

from tests.support.ledger_steps import DEAD, KEY, ME, accept, row
from tests.support.records import article
from wiredesk.store import Store, ledger
from wiredesk.store.tables import articles
from wiredesk.store.types import now

OTHER = "other-host/1/2/3"
LAST_ATTEMPT = 3


class Steps:
    """The steps of a row by name; each runs in a transaction of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.story: ledger.LeasedVersion | None = None
        self.answers: list[object] = []

    def run(self, names: str) -> list[object]:
        """Run the steps and return what the last ones answered."""
        accept(self.store, article())
        for name in names.split():
            step: Callable[[Connection], object] = getattr(self, name)
            with self.store.write() as connection:
                self.answers.append(step(connection))
        return self.answers

    def _lease(self, connection: Connection, owner: str, seconds: float = 60) -> int:
        found = ledger.lease(connection, [KEY], owner, seconds, LAST_ATTEMPT)
        self.story = found[0] if found else self.story
        return len(found)

    def _held(self) -> ledger.LeasedVersion:
        assert self.story is not None
        return self.story

    def lease(self, connection: Connection) -> int:
        return self._lease(connection, ME)

    def lease_other(self, connection: Connection) -> int:
        return self._lease(connection, OTHER)

    def lease_dead(self, connection: Connection) -> int:
        return self._lease(connection, DEAD)

    def start(self, connection: Connection) -> bool:
        return ledger.start(connection, self._held(), ME, 60)

    def start_dead(self, connection: Connection) -> bool:
        return ledger.start(connection, self._held(), DEAD, 60)

    def finish(self, connection: Connection) -> bool:
        return ledger.finish(connection, self._held(), ME)

    def finish_other(self, connection: Connection) -> bool:
        return ledger.finish(connection, self._held(), OTHER)

    def fail(self, connection: Connection) -> None:
        ledger.fail(connection, self._held().seq, ME, "ValueError: bad", "Traceback", LAST_ATTEMPT)

    def fail_other(self, connection: Connection) -> None:
        ledger.fail(connection, self._held().seq, OTHER, "ValueError: bad", "Traceback", LAST_ATTEMPT)

    def refund(self, connection: Connection) -> None:
        ledger.refund_attempt(connection, self._held())

    def release(self, connection: Connection) -> int:
        return ledger.release(connection, ME)

    def release_other(self, connection: Connection) -> int:
        return ledger.release(connection, OTHER)

    def release_key(self, connection: Connection) -> int:
        return ledger.release(connection, ME, [KEY])

    def release_another_key(self, connection: Connection) -> int:
        return ledger.release(connection, ME, [("s9", 1)])

    def release_worker(self, connection: Connection) -> int:
        return ledger.release_worker(connection, ME.rsplit("/", 2)[0] + "/")

    def release_another_worker(self, connection: Connection) -> int:
        return ledger.release_worker(connection, "other-host/1/")

    def release_dead(self, connection: Connection) -> int:
        return ledger.release_dead(connection)

    def release_expired(self, connection: Connection) -> int:
        return ledger.release_expired(connection, 60)

    def renew(self, connection: Connection) -> int:
        return ledger.renew(connection, ME.rsplit("/", 2)[0] + "/", 60)

    def expire(self, connection: Connection) -> int:
        return connection.execute(update(articles).values(lease_until=now(-1))).rowcount

    def wake(self, connection: Connection) -> int:
        return connection.execute(update(articles).values(not_before=None)).rowcount

    def claim(self, connection: Connection) -> int:
        return len(ledger.claim_unsent(connection, "wire", 10))

    def unclaim(self, connection: Connection) -> None:
        ledger.unclaim(connection, [1])


ROWS: list[tuple[str, object, str, int]] = [
    ("lease", 1, "leased", 0),
    ("lease lease", 1, "leased", 0),
    ("lease lease_other", 0, "leased", 0),
    ("lease_other lease", 0, "leased", 0),
    ("lease expire lease_other", 1, "leased", 0),
    ("lease expire lease", 1, "leased", 0),
    ("lease expire renew lease_other", 0, "leased", 0),
    ("lease start", True, "leased", 1),
    ("lease start start", True, "leased", 1),
    ("lease_other start", False, "leased", 0),
    ("lease release start", False, "pending", 0),
    ("lease expire lease_other start", False, "leased", 0),
    ("lease start finish", True, "done", 1),
    ("lease finish", True, "done", 1),
    ("lease start finish finish", False, "done", 1),
    ("lease start finish lease", 0, "done", 1),
    ("lease start finish_other", False, "leased", 1),
    ("lease start expire finish", True, "done", 1),
    ("lease start expire lease_other finish", False, "leased", 1),
    ("lease start release finish", False, "pending", 1),
    ("lease start fail", None, "pending", 1),
    ("lease start fail lease", 0, "pending", 1),
    ("lease start fail wake lease", 1, "leased", 1),
    ("lease start fail wake lease start", True, "leased", 2),
    ("lease start fail wake lease start finish", True, "done", 2),
    ("lease start fail wake lease start fail", None, "pending", 2),
    ("lease start fail wake lease start fail wake lease start fail", None, "quarantined", 3),
    ("lease start fail wake lease start fail wake lease start finish", True, "done", 3),
    ("lease start fail wake lease start fail wake lease start fail wake lease", 0, "quarantined", 3),
    ("lease start fail_other", None, "leased", 1),
    ("lease start finish fail", None, "done", 1),
    ("lease fail", None, "pending", 0),
    ("lease release", 1, "pending", 0),
    ("lease release release", 0, "pending", 0),
    ("lease release lease_other", 1, "leased", 0),
    ("lease start release", 1, "pending", 1),
    ("lease release_other", 0, "leased", 0),
    ("lease release_key", 1, "pending", 0),
    ("lease release_another_key", 0, "leased", 0),
    ("lease release_worker", 1, "pending", 0),
    ("lease start release_worker", 1, "pending", 0),
    ("lease start fail wake lease start release_worker", 1, "pending", 1),
    ("lease release_another_worker", 0, "leased", 0),
    ("lease_other release_another_worker", 1, "pending", 0),
    ("lease release_dead", 0, "leased", 0),
    ("lease_other release_dead", 0, "leased", 0),
    ("lease_dead release_dead", 1, "pending", 0),
    ("lease_dead release_dead lease", 1, "leased", 0),
    ("lease_dead start_dead release_dead", 1, "pending", 1),
    ("lease_dead start_dead release_dead lease", 0, "pending", 1),
    ("lease_dead start_dead release_dead wake lease", 1, "leased", 1),
    ("lease release_expired", 0, "leased", 0),
    ("lease expire release_expired", 1, "pending", 0),
    ("lease start expire release_expired", 1, "pending", 1),
    ("lease expire renew release_expired", 0, "leased", 0),
    ("lease renew", 1, "leased", 0),
    ("lease_other renew", 0, "leased", 0),
    ("release renew", 0, "pending", 0),
    ("lease start refund", None, "leased", 0),
    ("lease start refund refund", None, "leased", 0),
    ("lease refund", None, "leased", 0),
    ("lease start finish refund", None, "done", 1),
    ("lease start release refund", None, "pending", 0),
    ("claim", 1, "pending", 0),
    ("claim claim", 0, "pending", 0),
    ("claim unclaim claim", 1, "pending", 0),
    ("claim lease", 1, "leased", 0),
    ("lease claim", 0, "leased", 0),
    ("claim lease release claim", 1, "pending", 0),
    ("claim lease start fail claim", 0, "pending", 1),
    ("claim lease start fail wake claim", 1, "pending", 1),
    ("lease start finish claim", 0, "done", 1),
    ("claim lease unclaim release_expired", 0, "leased", 0),
]


@pytest.mark.parametrize(("steps", "answer", "state", "attempts"), ROWS)
def test_the_steps_of_a_story_lead_to_a_state(
    store: Store, steps: str, answer: object, state: str, attempts: int
) -> None:
    answers = Steps(store).run(steps)
    found = row(store)
    assert (answers[-1], found["state"], found["attempts"]) == (answer, state, attempts)


@pytest.mark.parametrize("steps", [steps for steps, *_ in ROWS])
def test_only_a_leased_story_has_an_owner(store: Store, steps: str) -> None:
    Steps(store).run(steps)
    found = row(store)
    is_leased = found["state"] == "leased"
    assert (found["lease_owner"] is not None, found["lease_until"] is not None) == (is_leased, is_leased)


@pytest.mark.parametrize("steps", [steps for steps, _, state, _ in ROWS if state in {"done", "quarantined"}])
def test_an_ended_story_has_a_time_and_a_worker(store: Store, steps: str) -> None:
    Steps(store).run(steps)
    found = row(store)
    assert found["ended_at"] is not None
    assert found["worker"] == ME


ERRORS = [
    ("lease start fail", "ValueError: bad", "Traceback"),
    ("lease start fail wake lease start", "ValueError: bad", "Traceback"),
    ("lease start fail wake lease start finish", None, None),
    ("lease start fail wake lease start fail wake lease start fail", "ValueError: bad", "Traceback"),
    ("lease start release", None, None),
    ("lease_dead start_dead release_dead", None, None),
    ("lease start fail_other", None, None),
]


@pytest.mark.parametrize(("steps", "error", "traceback"), ERRORS)
def test_the_error_of_the_last_failure_is_kept_until_a_result(
    store: Store, steps: str, error: str | None, traceback: str | None
) -> None:
    Steps(store).run(steps)
    found = row(store)
    assert (found["error"], found["traceback"]) == (error, traceback)
