"""What a story is about, as ninjs and NewsML-G2 say it."""

from __future__ import annotations

from datetime import UTC, datetime

from desk.formats_out.found_subjects import subjects
from desk.formats_out.ninjs import write_ninjs
from wiredesk.contract import Article, Engine, Extraction, Topic


def test_a_topic_of_a_users_own_scheme_has_no_address() -> None:
    article = Article(id="a", headline="Port", body="The port is shut.")
    engine = Engine(version="1", model="m")
    topic = Topic(code="beat:ports", name="ports", score=0.9)
    found = Extraction(schema=1, id="a", version=1, language="en", text=article.text, topics=(topic,), engine=engine)
    [subject] = subjects(article, found)
    assert (subject.literal, subject.codes) == ("beat:ports", ())
    assert b"beat:ports" in write_ninjs(article, found, datetime.now(UTC))
