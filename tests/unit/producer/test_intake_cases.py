"""What feeds, wires and archives send under one id, from document to ledger; after reports of readers of news."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from producer.formats import Envelope
from producer.ingest.batch import IngestResult
from producer.ingest.delivery import SourceHandle
from tests.unit.producer.conftest import Ingest
from wiredesk.store.tables import articles


def deliver(ingest: Ingest, *documents: bytes, name: str = "feed a") -> list[IngestResult]:
    envelope = Envelope(provider=name, received=datetime.now(UTC))
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, name)
        return [handle.deliver(data, envelope=envelope) for data in documents]


def versions(ingest: Ingest) -> list[tuple[str, int, str]]:
    with ingest.store.read() as connection:
        query = select(articles.c.id, articles.c.version, articles.c.headline).order_by(articles.c.seq)
        return [(row.id[:4], row.version, row.headline) for row in connection.execute(query)]


def rss(title: str, *items: str) -> bytes:
    link = "<link>http://127.0.0.1:8401/</link>"
    return (
        f'<rss version="2.0" xmlns:dcterms="http://purl.org/dc/terms/"><channel><title>{title}</title>{link}'
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(headline: str, *, guid: str = "1042", modified: str = "") -> str:
    return (
        f'<item><title>{headline}</title><guid isPermaLink="false">{guid}</guid>'
        f"<pubDate>Tue, 24 Nov 2026 08:00:00 +0000</pubDate><description>{headline}, the operator said.</description>"
        + (f"<dcterms:modified>2026-11-24T{modified}:00Z</dcterms:modified>" if modified else "")
        + "</item>"
    )


def test_two_feeds_with_one_guid_have_two_stories(ingest: Ingest) -> None:
    harbour, valley = rss("Harbour Gazette", item("Ferry resumes")), rss("Valley Courier", item("Mayor charged"))
    results = deliver(ingest, harbour, valley, harbour, valley)
    assert [len(result.new) for result in results] == [1, 1, 0, 0]
    assert sorted(versions(ingest)) == [("1042", 1, "Ferry resumes"), ("1042", 1, "Mayor charged")]
    assert str(ingest.scheduler.totals) == "4 read: 2 new, 0 newer versions, 2 known, 0 rejected"


def test_a_correction_under_the_same_guid_is_a_newer_version_and_an_old_copy_never_wins(ingest: Ingest) -> None:
    first, corrected = item("Quake kills 12"), item("CORRECTED-Quake kills 2, not 12", modified="09:30")
    late = item("Quake kills 9", modified="08:10")
    results = deliver(ingest, *(rss("North", one) for one in (first, corrected, corrected, first, late)))
    assert [str(result) for result in results] == [
        "1 read: 1 new, 0 newer versions, 0 known, 0 rejected",
        "1 read: 0 new, 1 newer version, 0 known, 0 rejected",
        "1 read: 0 new, 0 newer versions, 1 known, 0 rejected",
        "1 read: 0 new, 0 newer versions, 1 known, 0 rejected",
        "1 read: 0 new, 0 newer versions, 0 known, 1 older, 0 rejected",
    ]
    assert versions(ingest)[-1] == ("1042", 2, "CORRECTED-Quake kills 2, not 12")
    assert ingest.scheduler.totals.read == 5


SPELLINGS = [("1.0", "1.1"), ("20261124T080000Z", "20261124T093000Z"), ("v1", "v2"), ("a", "b"), (None, None),
             ("1", "1"), ("9" * 30, "9" * 31), (1, 2)]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), SPELLINGS)
def test_a_newer_ninjs_item_is_a_newer_version_however_its_version_is_spelled(
    ingest: Ingest, first: object, second: object
) -> None:
    def ninjs(version: object, hour: int) -> bytes:
        item = {"uri": "http://agency.example/text/orva", "type": "text", "version": version, "headline": f"Dam {hour}",
                "versioncreated": f"2026-11-24T{hour:02}:00:00Z", "body_text": f"The dam at Orva: {hour}."}  # fmt: skip
        return json.dumps(item).encode()

    both = ninjs(first, 8), ninjs(second, 9)
    results = deliver(ingest, *both, *both)
    assert [(len(one.new), len(one.newer), len(one.known)) for one in results] == [(1, 0, 0), (1, 1, 0)] + [
        (0, 0, 1)
    ] * 2
    assert versions(ingest) == [("http", 1, "Dam 8"), ("http", 2, "Dam 9")]


def test_versions_of_one_batch_are_all_counted(ingest: Ingest) -> None:
    lines = [
        {"uri": "urn:x:orva", "version": f"1.{n}", "headline": f"Dam {n}", "body_text": f"Part {n}."} for n in (1, 2)
    ]
    data = b"\n".join(json.dumps(line).encode() for line in [*lines, lines[0]])
    [result] = deliver(ingest, data)
    assert str(result) == "3 read: 1 new, 1 newer version, 1 known, 0 rejected"


def record(words: str, at: str, meta: str = "") -> bytes:
    html = (
        f"<html><head>{meta}<title>{words}</title></head><body><article><h1>{words}</h1><p>{words}, "
        "the mayor, Ana Roth, said after three days of rain that filled the lake above the town."
        "</p></article></body></html>"
    )
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}"
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://orva.example/dam\r\n"
    head += f"WARC-Date: 2026-11-{at}Z\r\nContent-Type: application/http; msgtype=response\r\n"
    return f"{head}Content-Length: {len(http)}\r\n\r\n{http}\r\n\r\n".encode()


STALE = '<meta property="article:modified_time" content="2026-11-20T08:00:00Z">'


@pytest.mark.parametrize("meta", ["", STALE], ids=["no time", "a time that never changes"])
def test_a_page_archived_twice_is_a_newer_version_in_whatever_order_the_archives_are_read(
    ingest: Ingest, meta: str
) -> None:
    morning, evening = record("Dam holds", "24T08:00:00", meta), record("Dam breaks", "24T20:00:00", meta)
    results = deliver(ingest, morning, evening, morning, evening)
    assert [(len(one.new), len(one.known)) for one in results] == [(1, 0), (1, 0), (0, 1), (0, 1)]
    assert versions(ingest)[-1] == ("http", 2, "Dam breaks")


def test_the_evening_that_is_read_first_stays(ingest: Ingest) -> None:
    results = deliver(ingest, record("Dam breaks", "24T20:00:00", STALE), record("Dam holds", "24T08:00:00", STALE))
    assert [len(one.older) for one in results] == [0, 1]
    assert versions(ingest) == [("http", 1, "Dam breaks")]
