"""Identifiers that identify nothing are told once, and recognised when a later document has one story only."""

from __future__ import annotations

import json
from pathlib import Path

from producer.formats import Envelope
from producer.ingest.delivery import SourceHandle
from producer.ingest.files import Files
from tests.unit.producer.conftest import Ingest

ENVELOPE = Envelope(provider="feed blog")


def feed(*titles: str) -> bytes:
    items = [
        {"id": "blog", "url": f"https://blog.example/{title}", "title": title, "content_text": f"{title} today."}
        for title in titles
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Blog", "items": items}).encode()


def told(ingest: Ingest) -> list[str]:
    return [line for line in ingest.reported if "identifies no story" in line]


def test_a_shared_id_is_told_once_and_stays_recognised_after_a_restart(ingest: Ingest) -> None:
    with ingest.scheduler:
        handle = SourceHandle(ingest.scheduler, "feed blog")
        assert len(handle.deliver(feed("tram", "depot"), envelope=ENVELOPE).new) == 2
        assert len(handle.deliver(feed("tram", "depot", "bridge"), envelope=ENVELOPE).new) == 1
        restarted = SourceHandle(ingest.scheduler, "feed blog")
        result = restarted.deliver(feed("ferry"), envelope=ENVELOPE)
        assert result.new == [("https://blog.example/ferry", 1)]
        assert restarted.deliver(feed("tram", "ferry"), envelope=ENVELOPE).new == []
    assert told(ingest) == [
        'feed blog: "blog" identifies no story: 2 stories with different texts have it; used instead: link'
    ]
    assert sorted(ingest.headlines()) == ["bridge", "depot", "ferry", "tram"]


def test_files_tell_it_once_a_run(ingest: Ingest, tmp_path: Path) -> None:
    for name, day in (("a.xml", "41"), ("b.xml", "42")):
        (tmp_path / name).write_text(
            "<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:newsml:www.agency.example"
            "</PublicIdentifier></NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>Fire "
            f"{day}</HeadLine></NewsLines><ContentItem><DataContent><p>A house burns.</p></DataContent></ContentItem>"
            "</NewsComponent></NewsItem></NewsML>"
        )
    with ingest.scheduler:
        Files([str(tmp_path / "a.xml"), str(tmp_path / "b.xml")]).run(ingest.scheduler)
    assert len(told(ingest)) == 1 and "urn:newsml:www.agency.example" in told(ingest)[0]
    assert str(ingest.scheduler.totals) == "2 read: 2 new, 0 newer versions, 0 known, 0 rejected"
