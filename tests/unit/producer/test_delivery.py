"""What a source's handle promises: order, checkpoints, rejects, retries."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import DataError, IntegrityError

from producer.formats import articles_of, read
from producer.ingest import delivery
from producer.ingest.batch import HANDOVER_SIZE, Batch
from producer.ingest.delivery import SourceHandle
from tests.unit.producer.conftest import Ingest
from wiredesk.contract import Article
from wiredesk.errors import BadData, StoreUnavailable
from wiredesk.retry import Backoff
from wiredesk.store.ledger import Accepted


def line(id: str, **fields: object) -> bytes:
    return json.dumps({"id": id, "headline": id, "body": "The ferry sails."} | fields).encode() + b"\n"


def lines(*ids: str) -> bytes:
    return b"".join(map(line, ids))


def test_the_ledger_has_the_stories_when_deliver_returns(ingest: Ingest) -> None:
    with ingest.scheduler:
        result = SourceHandle(ingest.scheduler, "wire").deliver(lines("a", "b"))
        assert ingest.headlines() == ["a", "b"]
    assert result.new == [("a", 1), ("b", 1)]
    assert str(ingest.scheduler.totals) == "2 read: 2 new, 0 newer versions, 0 known, 0 rejected"


def test_a_version_that_the_ledger_has_is_known(ingest: Ingest) -> None:
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "wire")
        handle.deliver(lines("a", "b"))
        result = handle.deliver(lines("b", "c"))
    assert (result.new, result.known) == ([("c", 1)], [("b", 1)])


def test_an_open_file_is_delivered_like_bytes(ingest: Ingest) -> None:
    with ingest.scheduler:
        SourceHandle(ingest.scheduler, "wire").deliver(io.BytesIO(lines("a", "b")), "a.jsonl")
    assert ingest.headlines() == ["a", "b"]


def test_several_messages_share_transactions(ingest: Ingest) -> None:
    with ingest.scheduler:
        pieces = [(line(f"s{number}"), f"message {number}") for number in range(HANDOVER_SIZE)]
        SourceHandle(ingest.scheduler, "wire").deliver_all(pieces)
    assert len(ingest.headlines()) == HANDOVER_SIZE
    assert ingest.publisher.calls == 1


def test_a_flash_is_written_before_what_was_read_with_it(ingest: Ingest) -> None:
    with ingest.scheduler:
        SourceHandle(ingest.scheduler, "wire").deliver(lines("a", "b") + line("flash", urgency=1))
    assert ingest.headlines() == ["flash", "a", "b"]


def test_a_checkpoint_is_written_with_the_last_stories(ingest: Ingest) -> None:
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "wire")
        assert handle.last_checkpoint() == {}
        many = [f"s{number}" for number in range(HANDOVER_SIZE + 1)]
        handle.deliver(lines(*many), checkpoint={"uid": 7})
        assert handle.last_checkpoint() == {"uid": 7}
        handle.checkpoint({"uid": 8})
        assert handle.last_checkpoint() == {"uid": 8}
    assert SourceHandle(ingest.scheduler, "another").last_checkpoint() == {}


def test_no_checkpoint_is_written_when_the_last_stories_fail(ingest: Ingest) -> None:
    ingest.publisher.error = StoreUnavailable("store", "away")
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "wire")
        many = [f"s{number}" for number in range(HANDOVER_SIZE)]
        handle.deliver(lines(*many))
        ingest.publisher.failures = 1
        with pytest.raises(StoreUnavailable):
            handle.deliver(lines("late"), checkpoint={"uid": 9}, wait=False)
        assert handle.last_checkpoint() == {}
    assert "late" not in ingest.headlines()


def test_a_checkpoint_without_a_story_is_written(ingest: Ingest) -> None:
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "wire")
        result = handle.deliver(b"\x00\x01binary", checkpoint={"uid": 3})
        assert len(result.rejected) == 1
        assert handle.last_checkpoint() == {"uid": 3}


def test_bytes_that_cannot_be_read_are_reported_counted_and_kept(ingest: Ingest) -> None:
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "wire")
        result = handle.deliver(lines("a") + b"{broken\n" + line("b"), "morning.jsonl")
        handle.reject(b"half a message", BadData("wire", "cut off"))
    assert result.new == [("a", 1), ("b", 1)] and len(result.rejected) == 1
    assert ingest.scheduler.totals.rejected == 2
    assert len(ingest.reported) == 2
    assert "morning.jsonl, line 2" in ingest.reported[0] and ingest.reported[1] == "wire: cut off"
    assert len(list(ingest.rejects.glob("*.bin"))) == 2


def test_a_file_that_its_source_keeps_is_not_kept_twice(ingest: Ingest) -> None:
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "folder")
        handle.deliver(b"\x00\x01binary", keep_rejects=False)
        handle.deliver(io.BytesIO(b"\x00\x01binary"))
    assert not ingest.rejects.exists()


def test_a_source_waits_while_the_ledger_is_unavailable(ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LEDGER_BACKOFF", Backoff(0, 0))
    ingest.publisher.error = StoreUnavailable("store", "away")
    ingest.publisher.failures = 3
    with ingest.scheduler:
        SourceHandle(ingest.scheduler, "wire").deliver(lines("a"))
    assert ingest.headlines() == ["a"]
    assert ingest.reported == ["wire: waits for the ledger: store: away"] * 3


def test_a_source_that_does_not_wait_gets_the_error_at_once(ingest: Ingest) -> None:
    ingest.publisher.error = StoreUnavailable("store", "away")
    ingest.publisher.failures = 1
    with ingest.scheduler, pytest.raises(StoreUnavailable):
        SourceHandle(ingest.scheduler, "endpoint").deliver(lines("a"), wait=False)
    assert ingest.headlines() == []


def test_a_source_that_is_to_stop_does_not_wait_for_the_ledger(ingest: Ingest) -> None:
    ingest.publisher.error = StoreUnavailable("store", "away")
    ingest.publisher.failures = 1
    ingest.stop.set()
    with ingest.scheduler, pytest.raises(StoreUnavailable):
        SourceHandle(ingest.scheduler, "wire").deliver(lines("a"))


def test_an_unexpected_error_reaches_every_source_of_the_transaction(ingest: Ingest) -> None:
    ingest.publisher.error = ZeroDivisionError("a fault of ours")
    ingest.publisher.failures = 3  # both together, then each alone
    batches = [Batch(name, [Article(id=name, body="The ferry sails.")]) for name in ("a", "b")]
    futures = [ingest.scheduler.submit(batch) for batch in batches]
    with ingest.scheduler:
        for future in futures:
            with pytest.raises(ZeroDivisionError):
                future.result()
        SourceHandle(ingest.scheduler, "c").deliver(lines("c"))
    assert ingest.headlines() == ["c"]


def test_what_was_submitted_before_the_end_is_written(ingest: Ingest) -> None:
    future = ingest.scheduler.submit(Batch("wire", [Article(id="a", headline="a")]))
    with ingest.scheduler:
        pass
    assert future.result().new == (("a", 1),)
    assert ingest.headlines() == ["a"]


def test_a_scheduler_that_has_ended_takes_nothing(ingest: Ingest) -> None:
    with ingest.scheduler:
        pass
    with pytest.raises(StoreUnavailable, match="the producer has stopped"):
        SourceHandle(ingest.scheduler, "wire").deliver(lines("a"), wait=False)


def test_many_threads_share_one_handle(ingest: Ingest) -> None:
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "endpoint")
        threads = [threading.Thread(target=handle.deliver, args=(line(f"s{number}"),)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(ingest.headlines()) == sorted(f"s{number}" for number in range(20))
    assert ingest.scheduler.totals.new == 20


def test_stories_of_a_run_wait_when_the_broker_is_unavailable(ingest: Ingest) -> None:
    with ingest.scheduler:
        SourceHandle(ingest.scheduler, "wire").deliver(lines("a"))
    assert "127.0.0.1:9" in ingest.scheduler.delayed_reason
    assert ingest.reported == []  # the command says so at its end


def test_a_run_without_new_stories_sends_nothing(ingest: Ingest) -> None:
    with ingest.scheduler:
        SourceHandle(ingest.scheduler, "wire").deliver(b"\x00\x01binary")
    assert ingest.scheduler.delayed_reason == ""


class Picky:
    """Makes a ledger refuse every transaction that holds one of some stories."""

    def __init__(self, ingest: Ingest, monkeypatch: pytest.MonkeyPatch, error: Exception, *ids: str) -> None:
        accept = ingest.publisher.accept

        def refuse(batches: Sequence[Batch], **options: bool) -> tuple[Accepted, list[str]]:
            if any(article.id in ids for batch in batches for article in batch.articles):
                raise error
            return accept(batches, **options)

        monkeypatch.setattr(ingest.publisher, "accept", refuse)


@pytest.mark.parametrize(
    "error",
    [
        DataError("INSERT", {}, Exception("value too long\nLINE 1")),
        IntegrityError("INSERT", {}, Exception("null value")),
        OverflowError("Python int too large to convert to SQLite INTEGER"),
    ],
)
def test_a_story_that_the_ledger_cannot_store_is_kept_and_its_neighbours_are_published(
    ingest: Ingest, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    Picky(ingest, monkeypatch, error, "b", "d")
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "wire")
        result = handle.deliver(lines("a", "b", "c"), checkpoint={"uid": 3})
        assert handle.last_checkpoint() == {"uid": 3}
        handle.publish([article for article, _ in articles_of(read(io.BytesIO(lines("d", "e"))), print, print)])
    assert ingest.headlines() == ["a", "c", "e"]
    assert [key[0] for key in result.new] == ["a", "c"]
    assert [reason.subject for reason in result.rejected] == ["wire, story b"]
    assert str(ingest.scheduler.totals) == "5 read: 3 new, 0 newer versions, 0 known, 2 rejected"
    assert len(ingest.reported) == 2 and all("the ledger cannot store it" in line for line in ingest.reported)
    assert sorted(json.loads(path.read_bytes())["id"] for path in ingest.rejects.glob("*.bin")) == ["b", "d"]


def test_a_story_at_fault_does_not_harm_the_batches_of_other_sources(
    ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    Picky(ingest, monkeypatch, OverflowError("too large"), "bad")
    found = {id: next(articles_of(read(io.BytesIO(line(id))), print, print))[0] for id in ("good", "bad")}
    batches = [Batch("one", [found["bad"]]), Batch("two", [found["good"]])]
    ingest.scheduler._write_round(batches)
    assert batches[1].accepted.result().new == (("good", 1),)
    with pytest.raises(OverflowError):
        batches[0].accepted.result()
