"""The ledger's promises, on both databases."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import select, text, update

from tests.support.ledger_steps import DEAD, KEY, ME, accept, complete, lease, row, visible
from tests.support.records import article, extraction
from wiredesk.errors import StoreUnavailable
from wiredesk.process_id import this_process
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store, results
from wiredesk.store.prepared import execute_raw
from wiredesk.store.showing import mark_visible, settle
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now


def test_the_same_version_is_accepted_once(store: Store) -> None:
    first = accept(store, article(), article(), article("s2"))
    assert first.new == (("s1", 1), ("s2", 1))
    assert first.known == (("s1", 1),)
    again = accept(store, article(), article("s3"))
    assert again.new == (("s3", 1),)
    assert again.known == (("s1", 1),)


def test_an_article_comes_back_as_it_went_in(store: Store) -> None:
    one = article(
        published="2025-05-08T09:30:00+05:30", updated="2025-05-08T10:00:00+05:30", urgency=1, keywords=["a", "b"],
        subjects=["medtop:20000593"], language="en-GB", byline="By A. Writer", embargo_until="2025-05-09T00:00:00Z",
    )  # fmt: skip
    accept(store, one)
    with store.write() as connection:
        [story] = lease(connection)
    assert story.article == one
    assert str(story.article.published) == "2025-05-08 09:30:00+05:30"


@pytest.mark.parametrize("odd", ["nul \0 inside", "lone \ud83d surrogate", "emoji 🦉 and \u2028"])
def test_odd_characters_neither_crash_nor_move_an_offset(store: Store, odd: str) -> None:
    accept(store, article(body=odd, headline=odd))
    assert complete(store)
    assert len(str(row(store)["body"])) == len(odd)
    with store.read() as connection:
        assert results.document(connection, int(str(row(store)["seq"])))


def test_two_children_never_hold_one_story(store: Store) -> None:
    accept(store, article())
    with store.write() as connection:
        assert len(lease(connection)) == 1
    with store.write() as connection:
        assert lease(connection, owner="other/1/2/3") == []


def test_a_lease_whose_commit_was_not_confirmed_is_taken_again(store: Store) -> None:
    """Otherwise a child that does not know of its lease would hold it for ever."""
    accept(store, article(), article("s2"))
    for _ in range(2):
        with store.write() as connection:
            assert len(lease(connection, KEY, ("s2", 1))) == 2
    with store.write() as connection:
        assert ledger.release(connection, ME) == 2


def test_an_expired_lease_can_be_taken_and_its_holder_writes_nothing(store: Store) -> None:
    accept(store, article())
    with store.write() as connection:
        [story] = ledger.lease(connection, [KEY], "slow/1/2/3", 0.0, 3)
        ledger.start(connection, story, "slow/1/2/3", 0.0)
    time.sleep(0.05)
    with store.write() as connection:
        [again] = lease(connection)
        assert ledger.start(connection, again, ME, 60)
    with store.write() as connection:
        assert not ledger.finish(connection, story, "slow/1/2/3")
        assert ledger.finish(connection, story, ME)


def test_a_dead_childs_story_is_released_and_its_neighbours_are_not_counted(store: Store) -> None:
    accept(store, article(), article("s2"))
    with store.write() as connection:
        first, _second = lease(connection, KEY, ("s2", 1), owner=DEAD)
        ledger.start(connection, first, DEAD, 60)
    with store.write() as connection:
        assert ledger.release_dead(connection, [KEY, ("s2", 1)]) == 2
    assert (row(store)["attempts"], row(store, "s2")["attempts"]) == (1, 0)
    assert row(store)["state"] == row(store, "s2")["state"] == "pending"
    assert row(store)["worker"] == DEAD


def test_the_living_keep_their_leases(store: Store) -> None:
    accept(store, article(), article("s2"))
    with store.write() as connection:
        lease(connection)
        lease(connection, ("s2", 1), owner="another-host/1/2/3")
        assert ledger.release_dead(connection) == 0


def test_a_story_that_kills_its_worker_is_quarantined_after_three_attempts(store: Store) -> None:
    accept(store, article())
    for _ in range(3):
        with store.write() as connection:
            [story] = lease(connection, owner=DEAD)
            assert ledger.start(connection, story, DEAD, 60)
        with store.write() as connection:
            ledger.release_dead(connection)
            assert lease(connection) == []  # it pauses
            connection.execute(update(articles).values(not_before=now()))
    with store.write() as connection:
        assert lease(connection) == []
    found = row(store)
    assert (found["state"], found["attempts"]) == ("quarantined", 3)
    assert "WorkerLost" in str(found["error"])


def crash_its_worker(store: Store, id: str = "s1") -> bool:
    """Do what happens when the child that extracts a story is killed.  Returns False if the story cannot be leased."""
    with store.write() as connection:
        leased = lease(connection, (id, 1), owner=DEAD)
        if not leased:
            return False
        assert ledger.start(connection, leased[0], DEAD, 60)
    with store.write() as connection:
        ledger.release_dead(connection)
        connection.execute(update(articles).values(not_before=None))
    return True


def test_random_kills_are_not_blamed_on_a_story(store: Store) -> None:
    """Kills count as random when another story lost its worker, too, and was extracted afterwards."""
    accept(store, article(), article("s2"), article("s3"))
    assert complete(store, "s3")
    assert all(crash_its_worker(store) for _ in range(2))
    assert crash_its_worker(store, "s2")
    assert complete(store, "s2")
    assert crash_its_worker(store)
    assert complete(store)
    assert (row(store)["state"], row(store)["attempts"]) == ("done", 4)


def test_even_under_random_kills_a_story_is_quarantined_in_the_end(store: Store) -> None:
    accept(store, article(), article("s2"))
    assert crash_its_worker(store, "s2")
    assert complete(store, "s2")
    assert sum(crash_its_worker(store) for _ in range(20)) == 9
    assert (row(store)["state"], row(store)["attempts"]) == ("quarantined", 9)
    assert "died 9 times" in str(row(store)["error"])


def test_a_kill_before_a_story_was_accepted_does_not_count_for_it(store: Store) -> None:
    accept(store, article("s2"))
    assert crash_its_worker(store, "s2")
    assert complete(store, "s2")
    time.sleep(0.02)
    accept(store, article())
    assert sum(crash_its_worker(store) for _ in range(20)) == 3
    assert row(store)["state"] == "quarantined"


def test_a_story_that_raised_an_error_gets_no_more_attempts_under_random_kills(store: Store) -> None:
    accept(store, article(), article("s2"))
    assert crash_its_worker(store, "s2")
    assert complete(store, "s2")
    with store.write() as connection:
        [story] = lease(connection)
        ledger.start(connection, story, ME, 60)
        ledger.fail(connection, story.seq, ME, "ValueError: no", "Traceback …", 3)
        connection.execute(update(articles).values(not_before=None))
    assert sum(crash_its_worker(store) for _ in range(20)) == 2
    assert (row(store)["state"], row(store)["error"]) == ("quarantined", "ValueError: no")


def test_a_failed_story_pauses_and_is_quarantined_after_the_last_attempt(store: Store) -> None:
    accept(store, article())
    for attempt in (1, 2, 3):
        with store.write() as connection:
            [story] = lease(connection)
            ledger.start(connection, story, ME, 60)
            ledger.fail(connection, story.seq, ME, "ValueError: no", "Traceback …", 3)
        found = row(store)
        assert found["attempts"] == attempt
        assert found["state"] == ("quarantined" if attempt == 3 else "pending")
        assert found["error"] == "ValueError: no"
        with store.write() as connection:
            assert ledger.claim_unsent(connection, "wire", 10) == []  # it pauses
            connection.execute(update(articles).values(not_before=now()))


def test_starting_the_same_attempt_twice_counts_once(store: Store) -> None:
    """The connection broke during the commit: whether it succeeded is unknown, so it is repeated."""
    accept(store, article())
    with store.write() as connection:
        [story] = lease(connection)
    for _ in range(2):
        with store.write() as connection:
            assert ledger.start(connection, story, ME, 60)
    assert row(store)["attempts"] == 1


def test_an_attempt_that_succeeded_too_late_is_not_counted(store: Store) -> None:
    """The store was unreachable for longer than the lease: that is not the story's fault."""
    accept(store, article())
    with store.write() as connection:
        [story] = ledger.lease(connection, [KEY], ME, 0.0, 3)
        ledger.start(connection, story, ME, 0.0)
    time.sleep(0.05)
    with store.write() as connection:
        ledger.release_expired(connection, 60)
    with store.write() as connection:
        assert not ledger.finish(connection, story, ME)
        ledger.refund_attempt(connection, story)
    assert (row(store)["state"], row(store)["attempts"]) == ("pending", 0)


HOUR = 3600
"""Seconds by which the database's clock was set back: what was written before lies so far ahead."""


def test_a_message_that_was_sent_in_the_future_counts_as_lost(store: Store) -> None:
    accept(store, article(), article("s2"), article("s3"))
    ahead = {"s1": HOUR, "s2": -1, "s3": 2}
    with store.write() as connection:
        assert len(ledger.claim_unsent(connection, "wire", 10)) == 3
        for id, seconds in ahead.items():
            connection.execute(update(articles).where(articles.c.id == id).values(sent_at=now(seconds)))
    with store.write() as connection:
        assert ledger.requeue_lost(connection, "wire", 600, 5) == 1
    assert row(store)["sent_at"] is None and row(store, "s2")["sent_at"] and row(store, "s3")["sent_at"]


def test_a_leased_version_that_was_sent_in_the_future_overtakes_nothing(store: Store) -> None:
    accept(store, article(), article("s2"))
    with store.write() as connection:
        ledger.claim_unsent(connection, "wire", 10)
        lease(connection)
        connection.execute(update(articles).where(articles.c.id == "s1").values(sent_at=now(HOUR)))
    with store.write() as connection:
        assert ledger.requeue_lost(connection, "wire", 600, 5) == 0


def test_a_pause_that_ends_in_the_future_is_over(store: Store) -> None:
    accept(store, article())
    for seconds, ready in ((1, False), (ledger.RETRY_SECONDS, False), (HOUR, True), (-1, True)):
        with store.write() as connection:
            connection.execute(update(articles).values(not_before=now(seconds)))
            assert ledger.has_unsent(connection, "wire") is ready, seconds


def test_a_lease_that_ends_in_the_far_future_has_expired(store: Store) -> None:
    accept(store, article())
    for seconds, released in ((60, 0), (600, 0), (HOUR, 1)):  # leases of up to 20 minutes may be another worker's
        with store.write() as connection:
            ledger.lease(connection, [KEY], "elsewhere/1/2/3", seconds, 3)
            assert ledger.release_expired(connection, 60) == released, seconds
    with store.write() as connection:
        ledger.lease(connection, [KEY], "elsewhere/1/2/3", HOUR, 3)
        assert ledger.lease(connection, [KEY], ME, 60, 3)


def test_a_stop_does_not_count_the_attempts_that_it_interrupts(store: Store) -> None:
    accept(store, article(), article("s2"))
    with store.write() as connection:
        first, _ = lease(connection, KEY, ("s2", 1))
        ledger.start(connection, first, ME, 60)
    with store.write() as connection:
        assert ledger.release_worker(connection, this_process().worker_prefix) == 2
    assert row(store)["attempts"] == row(store, "s2")["attempts"] == 0


def test_the_newest_version_is_visible_in_whatever_order_they_come(store: Store) -> None:
    for order in ((1, 2, 3), (3, 2, 1), (2, 3, 1)):
        id = f"s{order}"
        for version in order:
            accept(store, article(id, version))
        for version in order:
            assert complete(store, id, version)
    assert visible(store) == [3, 3, 3]


def test_a_cancelled_story_is_hidden_at_once(store: Store) -> None:
    accept(store, article())
    complete(store)
    accept(store, article(version=2))
    accept(store, article(version=3, status="canceled"))
    assert visible(store) == []
    assert [row(store, version=version)["state"] for version in (1, 2, 3)] == ["done", "canceled", "canceled"]


def test_a_version_that_comes_after_its_cancellation_is_never_visible(store: Store) -> None:
    accept(store, article(version=2, status="canceled"))
    accept(store, article(version=1))
    assert row(store)["state"] == "canceled"
    accept(store, article(version=3))
    complete(store, version=3)
    assert visible(store) == [3]


def test_a_cancellation_while_the_story_is_extracted(store: Store) -> None:
    accept(store, article())
    with store.write() as connection:
        [story] = lease(connection)
        ledger.start(connection, story, ME, 60)
    accept(store, article(version=2, status="canceled"))
    with store.write() as connection:
        assert ledger.finish(connection, story, ME)
        results.write(connection, story.seq, extraction(story.article), 0.1)
        mark_visible(connection, story.seq, story.article)
    assert visible(store) == []


def test_a_withheld_version_hides_the_one_before_it(store: Store) -> None:
    accept(store, article())
    complete(store)
    accept(store, article(version=2, status="withheld"))
    assert visible(store) == []
    complete(store, version=2)
    assert visible(store) == []
    accept(store, article(version=3))
    complete(store, version=3)
    assert visible(store) == [3]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_an_embargo_leaves_the_version_before_it_visible(store: Store, order: tuple[int, int]) -> None:
    accept(store, article(), article(version=2, embargo_until="2999-01-01T00:00:00Z"))
    for version in order:
        complete(store, version=version)
    assert visible(store) == [1, 2]  # the readers' condition holds the second one back
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.version == 2).values(embargo_until=now(-1)))
        settle(connection)
    assert visible(store) == [2]


def test_the_queue_by_urgency(store: Store) -> None:
    accept(store, article(urgency=1), article("s2", urgency=4))
    accept(store, article("s3"), article("s4", urgency=2), backfill=True)
    queues = [row(store, id)["queue"] for id in ("s1", "s2", "s3", "s4")]
    assert queues == ["flash", "wire", "bulk", "flash"]


def test_a_version_is_claimed_for_sending_once(store: Store) -> None:
    accept(store, *(article(f"s{n}") for n in range(5)))
    with store.write() as connection:
        first = ledger.claim_unsent(connection, "wire", 3)
        assert [story.id for story in first] == ["s0", "s1", "s2"]
        assert len(ledger.claim_unsent(connection, "wire", 10)) == 2
        ledger.unclaim(connection, [story.seq for story in first])
        assert len(ledger.claim_unsent(connection, "wire", 10)) == 3
        assert ledger.requeue_lost(connection, "wire", 60, 5) == 0
        assert (
            ledger.requeue_lost(connection, "wire", -1, 5) == 5
        )  # a second from now: the clock may stand still for a while


def test_a_story_that_later_stories_overtook_is_sent_again(store: Store) -> None:
    """Its message is lost, although the queue is never empty."""
    accept(store, article(), article("s2"), article("s3"))
    with store.write() as connection:
        assert len(ledger.claim_unsent(connection, "wire", 10)) == 3
        assert ledger.requeue_lost(connection, "wire", 600, 5) == 0
        connection.execute(update(articles).where(articles.c.id == "s1").values(sent_at=now(-20)))
        assert ledger.requeue_lost(connection, "wire", 600, 5) == 0
        lease(connection, ("s2", 1))
        assert ledger.requeue_lost(connection, "bulk", 600, 5) == 0
        assert ledger.requeue_lost(connection, "wire", 600, 5) == 1
        assert [story.id for story in ledger.claim_unsent(connection, "wire", 10)] == ["s1"]


def test_a_new_result_replaces_the_old_one(store: Store) -> None:
    accept(store, article())
    complete(store)
    seq = int(str(row(store)["seq"]))
    with store.write() as connection:
        connection.execute(update(articles).values(state="pending"))
    complete(store, engine="2.0")
    with store.read() as connection:
        assert connection.scalars(select(extractions.c.engine)).all() == ["2.0"]
        assert '"2.0"' in str(results.document(connection, seq))


@pytest.mark.parametrize("order", [("s1", "s2", "s3"), ("s3", "s2", "s1"), ("s2", "s3", "s1")])
def test_a_duplicate_names_the_oldest_version_with_its_text(store: Store, order: tuple[str, ...]) -> None:
    accept(store, article(), article("s2"), article("s3"), article("s4", body="Another text."))
    for id in (*order, "s4"):
        complete(store, id)
    found = [row(store, id)["duplicate_of"] for id in ("s1", "s2", "s3", "s4")]
    assert found == [None, row(store)["seq"], row(store)["seq"], None]


def test_a_text_in_other_letters_is_not_a_duplicate(store: Store) -> None:
    """The hashes are equal, because case and white space are folded; the texts are not."""
    accept(store, article(), article("s2", body=article().body.upper()))
    complete(store)
    complete(store, "s2")
    assert row(store)["text_hash"] == row(store, "s2")["text_hash"]
    assert row(store, "s2")["duplicate_of"] is None


def test_many_children_at_once_extract_every_story_once(store: Store) -> None:
    """Several threads with separate connections lease stories and store results."""
    accept(store, *(article(f"s{n // 3}", n % 3 + 1, body=f"Story {n}. " + "x " * 20) for n in range(60)))
    keys = [(f"s{n // 3}", n % 3 + 1) for n in range(60)]
    done: list[ledger.Key] = []
    errors: list[BaseException] = []

    def child(name: str) -> None:
        own = Store(store.url)
        try:
            for key in keys if name.endswith("0") else reversed(keys):
                with own.write() as connection:
                    stories = ledger.lease(connection, [key], name, 60, 3)
                for story in stories:
                    with own.write() as connection:
                        assert ledger.start(connection, story, name, 60)
                        assert ledger.finish(connection, story, name)
                        results.write(connection, story.seq, extraction(story.article), 0)
                        mark_visible(connection, story.seq, story.article)
                    done.append(key)
        except BaseException as error:
            errors.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=child, args=(f"h/1/{n}/0",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors
    assert sorted(done) == sorted(keys)
    assert visible(store) == [3] * 20


def test_the_age_of_the_oldest_waiting_version(store: Store) -> None:
    with store.read() as connection:
        assert ledger.oldest_pending(connection) is None
    accept(store, article(), article("s2"))
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.id == "s2").values(accepted_at=now(-100)))
    with store.read() as connection:
        assert (ledger.oldest_pending(connection) or 0) >= 100


def test_a_lost_connection_is_one_error_of_ours_and_no_traceback(
    shared_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store, other = open_store(Settings(store_url=shared_url)), Store(shared_url)

    def end(session: int) -> None:
        with other.write() as killer:
            killer.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": session})

    with pytest.raises(StoreUnavailable), store.read() as connection:
        end(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    with store.read() as connection:  # on the driver's own cursor, which SQLAlchemy does not see
        end(execute_raw(connection, "SELECT pg_backend_pid()", ()).fetchone()[0])
    with store.read() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    assert not caplog.records
    store.close()
    other.close()
