"""Stories with the same text: each is extracted by itself, because extraction reads more of an article than its text.

Stories take the same path as in a worker: ledger, lease, :class:`StoryRunner`, results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.context import Options
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, maintenance, results
from wiredesk.store.tables import articles
from worker.process.holdings import Holdings
from worker.process.story_runner import StoryRunner

BRIDGE = "Police in London said on Monday that two people were hurt on the bridge."
TODAY = "TOKYO (Reuters) - Prime Minister Kenji Sato met bankers today, officials said."


@dataclass(frozen=True, slots=True)
class Worker:
    """The worker's story runner over a store, with a pipeline that a test chooses."""

    settings: Settings
    store: Store
    pipeline: Pipeline

    def run(self, *stories: Article) -> None:
        """Accept the stories and process each in a separate message, in this order."""
        for story in stories:
            with self.store.write() as connection:
                ledger.accept(connection, [story])
            self.process([(story.id, story.version)])

    def process(self, keys: Sequence[ledger.Key]) -> None:
        holding = Holdings(1).slot(0)
        StoryRunner(self.settings, self.store, self.pipeline, "host/1/2/3", lambda: False, holding).process(keys)

    def found(self, id: str) -> Extraction:
        with self.store.read() as connection:
            seq = connection.scalars(
                select(articles.c.seq).where(articles.c.id == id, articles.c.state == "done")
            ).one()
            return Extraction.model_validate_json(results.document(connection, seq) or "")

    def duplicates(self) -> dict[str, str | None]:
        """Return for each story the id of the story that it duplicates."""
        older = articles.alias("older")
        joined = articles.outerjoin(older, older.c.seq == articles.c.duplicate_of)
        with self.store.read() as connection:
            rows = connection.execute(select(articles.c.id, older.c.id.label("of")).select_from(joined)).all()
            return {row.id: row.of for row in rows}


@pytest.fixture
def worker(settings: Settings, store: Store, pipeline: Pipeline) -> Worker:
    return Worker(settings, store, pipeline)


def story(id: str, body: str, **fields: Any) -> Article:
    return Article.model_validate({"id": id, "body": body, "published": "2025-05-08T01:00:00Z"} | fields)


@pytest.mark.parametrize("order", [("canada", "england"), ("england", "canada")])
def test_the_same_text_of_two_sites_gives_two_places(worker: Worker, order: tuple[str, str]) -> None:
    urls = {"canada": "https://www.lfpress.ca/bridge", "england": "https://example.org/bridge"}
    worker.run(*(story(id, BRIDGE, url=urls[id], source="The London Free Press") for id in order))
    countries = {
        id: {entity.location.country for entity in worker.found(id).entities if entity.location} for id in urls
    }
    assert countries == {"canada": {"CA"}, "england": {"GB"}}
    assert worker.duplicates() == {order[0]: None, order[1]: order[0]}


@pytest.mark.parametrize("order", [("night", "evening"), ("evening", "night")])
def test_today_in_a_dateline_depends_on_the_hour(worker: Worker, order: tuple[str, str]) -> None:
    """At 20:00 UTC the next day has begun in Tokyo."""
    hours = {"night": "2025-05-08T01:00:00Z", "evening": "2025-05-08T20:00:00Z"}
    worker.run(*(story(id, TODAY, published=hours[id]) for id in order))
    days = {id: [date.value for date in worker.found(id).dates] for id in hours}
    assert days == {"night": ["2025-05-08"], "evening": ["2025-05-09"]}
    assert worker.duplicates() == {order[0]: None, order[1]: order[0]}


def test_reprocessing_with_more_extractors_copies_no_old_result(worker: Worker) -> None:
    table = [row for row in extractors() if row.key != "amounts"]
    few = Worker(worker.settings, worker.store, Pipeline(worker.pipeline.nlp, table, Options()))
    body = "The company paid $5 million for the bridge."
    few.run(story("one", body), story("two", body))
    assert few.found("one").amounts == few.found("two").amounts == ()
    with worker.store.write() as connection:
        seqs = maintenance.reprocessable(connection, since=None, engine_before=None)
        assert maintenance.reprocess(connection, seqs) == 2
    worker.process([("two", 1), ("one", 1)])
    for id in ("one", "two"):
        assert [amount.value for amount in worker.found(id).amounts] == [5e6]
    assert worker.duplicates() == {"one": None, "two": "one"}


def test_the_oldest_is_named_whatever_the_order_of_reading(worker: Worker) -> None:
    with worker.store.write() as connection:
        ledger.accept(connection, [story(id, BRIDGE) for id in ("a", "b", "c")] + [story("d", TODAY)])
    worker.process([("c", 1), ("d", 1), ("b", 1), ("a", 1)])
    assert worker.duplicates() == {"a": None, "b": "a", "c": "a", "d": None}


def test_deleting_the_oldest_removes_the_references_to_it(worker: Worker) -> None:
    worker.run(story("a", BRIDGE), story("b", BRIDGE))
    with worker.store.write() as connection:
        seq = connection.scalars(select(articles.c.seq).where(articles.c.id == "a")).one()
        assert maintenance.prune(connection, [seq]) == 1
    assert worker.duplicates() == {"b": None}
