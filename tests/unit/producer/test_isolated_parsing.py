"""Documents are parsed in processes of their own, and none of them can stop the producer."""

from __future__ import annotations

import io
import os
import random
import signal
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from producer.formats import Envelope, Limits, Part, Skipped
from producer.formats import read as read_here
from producer.formats.envelope import NO_ENVELOPE
from producer.ingest import isolated_parsing
from producer.ingest.delivery import SourceHandle
from producer.ingest.isolated_parsing import ParserPool
from tests.unit.producer.conftest import Ingest
from wiredesk.errors import BadData, DocumentTooSlow, StoreUnavailable

LIMITS = Limits(document_seconds=1, document_memory=1024)
STORY = b"Norland votes\n\nOSLO, May 8 (Reuters) - Norland voted on Thursday.\n"


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ParserPool]:
    monkeypatch.setattr(isolated_parsing, "PROCESS", "tests.support.odd_parser")
    pool = ParserPool()
    yield pool
    pool.close()


def parts_of(pool: ParserPool, data: bytes, limits: Limits = LIMITS) -> list[Part]:
    return list(pool.read(io.BytesIO(data), "wire.txt", limits, NO_ENVELOPE))


def messages(parts: list[Part]) -> list[str]:
    return [str(part) for part in parts]


def test_a_document_has_the_parts_that_it_has_in_this_process() -> None:
    pool = ParserPool()
    try:
        for path in sorted(Path("seeds").rglob("*.*")):
            data = path.read_bytes()
            expected = [repr(part) for part in read_here(io.BytesIO(data), path.name)]
            assert [repr(part) for part in pool.read(io.BytesIO(data), path.name, LIMITS, NO_ENVELOPE)] == expected
    finally:
        pool.close()


def test_the_envelope_reaches_the_parser(pool: ParserPool) -> None:
    [part] = pool.read(io.BytesIO(STORY + "Zoë".encode("cp1250")), "x", LIMITS, Envelope(charset="cp1250"))
    assert isinstance(part, tuple) and part[0].body.endswith("Zoë")


@pytest.mark.parametrize("what", ["regex", "c-code"])
def test_a_document_that_takes_too_long_is_rejected_in_one_sentence(pool: ParserPool, what: str) -> None:
    [error] = parts_of(pool, f"odd: {what}".encode())
    assert isinstance(error, DocumentTooSlow)
    assert str(error) == "wire.txt: takes more than 1 s of CPU time to parse"
    assert isinstance(parts_of(pool, STORY)[0], tuple), "the next document is read"


def test_the_neighbours_of_a_slow_page_are_read(pool: ParserPool) -> None:
    page, *rest = parts_of(pool, b"odd: regex picture video")
    assert isinstance(page, DocumentTooSlow)
    assert rest == [Skipped("picture"), Skipped("video")]


def test_a_document_of_many_slow_pages_ends(pool: ParserPool) -> None:
    parts = parts_of(pool, b"odd: " + b"regex " * 9)
    assert 1 < len(parts) < 5 and all(isinstance(part, DocumentTooSlow) for part in parts)


def test_other_documents_are_read_while_one_is_slow(pool: ParserPool) -> None:
    def read_slowly() -> None:
        with suppress(StoreUnavailable):
            parts_of(pool, b"odd: c-code", replace(LIMITS, document_seconds=60))

    slow = threading.Thread(target=read_slowly)
    slow.start()
    for _ in range(5):
        assert isinstance(parts_of(pool, STORY)[0], tuple)
    assert slow.is_alive()
    pool.close()
    slow.join()


def test_a_document_that_needs_too_much_memory_is_rejected(pool: ParserPool) -> None:
    [error] = parts_of(pool, b"odd: memory")
    assert isinstance(error, BadData) and error.cause == "needs more memory than the limit allows"
    assert isinstance(parts_of(pool, STORY)[0], tuple)


def test_a_document_that_ends_the_process_is_rejected_after_a_second_try(pool: ParserPool) -> None:
    [error] = parts_of(pool, b"odd: crash")
    assert str(error).startswith(f"wire.txt: the parser process ended with signal {signal.SIGSEGV:d}")
    assert isinstance(parts_of(pool, STORY)[0], tuple)


def test_a_process_that_was_killed_between_two_documents_is_replaced(pool: ParserPool) -> None:
    pool.prepare()
    assert isinstance(parts_of(pool, STORY)[0], tuple)
    os.kill(pool.process_ids()[0], signal.SIGKILL)
    assert isinstance(parts_of(pool, STORY)[0], tuple)


def test_a_long_document_is_handed_over_in_pieces(pool: ParserPool) -> None:
    lines = b"".join(b'{"uri": "urn:x:%d", "type": "text", "headline": "Norland votes"}\n' % n for n in range(40_000))
    assert len(lines) > 2 * isolated_parsing.FIRST_CHUNK_BYTES
    parts = list(pool.read(io.BytesIO(lines), "wire.jsonl", replace(LIMITS, document_seconds=20), NO_ENVELOPE))
    assert len(parts) == 40_000


def test_a_parser_may_jump_in_a_long_file(pool: ParserPool, tmp_path: Path) -> None:
    path = tmp_path / "wire.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", STORY + random.Random(number).randbytes(300_000).hex().encode())
    assert path.stat().st_size > isolated_parsing.FIRST_CHUNK_BYTES
    limits = replace(LIMITS, document_seconds=20)
    with path.open("rb") as here, path.open("rb") as there:
        expected = [repr(part) for part in read_here(here, "wire.zip", limits=limits)]
        assert [repr(part) for part in pool.read(there, "wire.zip", limits, NO_ENVELOPE)] == expected
    assert len(expected) == 3


def test_parts_of_a_stream_arrive_before_its_end(pool: ParserPool) -> None:
    receiver, sender = os.pipe()
    with os.fdopen(receiver, "rb") as stream, os.fdopen(sender, "wb", buffering=0) as wire:
        line = b'{"uri": "urn:x:%06d", "type": "text", "headline": "Norland votes"}\n'
        wire.write(b"".join(line % n for n in range(800)))  # less than a pipe holds
        more = threading.Thread(target=lambda: wire.write(b"".join(line % n for n in range(800, 1100))))
        more.start()
        parts = pool.read(stream, "wire.jsonl", replace(LIMITS, document_seconds=20), NO_ENVELOPE)
        assert isinstance(next(parts), tuple)
        more.join()
        wire.close()
        assert len(list(parts)) == 1099


def test_a_file_that_cannot_be_read_further_is_rejected(pool: ParserPool) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= isolated_parsing.FIRST_CHUNK_BYTES:
                raise OSError(5, "Input/output error")
            return super().read(size)

    [*_, error] = pool.read(Broken(b"a" * (isolated_parsing.FIRST_CHUNK_BYTES + 1)), "x", LIMITS, NO_ENVELOPE)
    assert str(error) == "x: Input/output error"


def test_a_reader_that_turns_away_leaves_no_process_behind(pool: ParserPool) -> None:
    parts = pool.read(io.BytesIO(b"odd: picture video c-code"), "x", LIMITS, NO_ENVELOPE)
    parts.close()  # type: ignore[attr-defined]
    assert isinstance(parts_of(pool, STORY)[0], tuple)
    assert len(pool.process_ids()) == 1


def test_a_closed_pool_rejects_nothing(pool: ParserPool) -> None:
    errors: list[Exception] = []

    def read_slowly() -> None:
        try:
            parts_of(pool, b"odd: c-code", replace(LIMITS, document_seconds=60))
        except StoreUnavailable as error:
            errors.append(error)

    reading = threading.Thread(target=read_slowly)
    reading.start()
    while not pool.process_ids():
        pass
    pool.close()
    reading.join()
    assert [str(error) for error in errors] == ["wire.txt: the producer has stopped"]


def test_a_document_that_does_not_end_costs_its_source_only_itself(
    pool: ParserPool, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated_parsing, "_pool", lambda: pool)
    ingest.scheduler.limits = LIMITS
    pieces = [(STORY, "message 1"), (b"odd: c-code", "message 2"), (STORY.replace(b"votes", b"counts"), "message 3")]
    with ingest.scheduler:
        result = SourceHandle(ingest.scheduler, "wire").deliver_all(pieces)
    assert ingest.headlines() == ["Norland votes", "Norland counts"]
    assert [str(error) for error in result.rejected] == ["message 2: takes more than 1 s of CPU time to parse"]
    assert ingest.reported.count(str(result.rejected[0])) == 1
    [kept] = ingest.rejects.glob("*.bin")
    assert kept.read_bytes() == b"odd: c-code"


def test_without_a_time_limit_the_document_is_parsed_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated_parsing, "PROCESS", "no.such.module")
    [part] = isolated_parsing.read(io.BytesIO(STORY), "wire.txt", limits=Limits())
    assert isinstance(part, tuple)
