"""Which queue a story of a language goes into, by the workers that run."""

from __future__ import annotations

import pytest

from wiredesk.languages_read import Reads, reads_of
from wiredesk.queue.fair_queues import FairLanes
from wiredesk.settings import Settings
from wiredesk.store.ledger.fleet import Fleet, WorkerRow


def _worker(name: str, *languages: str, takes_any: bool = True, age: float = 0.0) -> WorkerRow:
    reads = Reads(frozenset(languages), takes_any)
    return WorkerRow(name, reads, frozenset(reads.queues()), {}, age)


ENGLISH = _worker("a", "en")
BOTH = _worker("b", "en", "fr")
FRENCH_ONLY = _worker("c", "fr", takes_any=False)
ENGLISH_ONLY = _worker("d", "en", takes_any=False)
FRENCH_MODEL = _worker("e", "fr")
GONE = _worker("f", "fr", age=100.0)

LANES: list[tuple[list[WorkerRow], dict[str | None, str | None]]] = [
    ([], {"en": "wire", "und": "wire", None: "wire", "fr": None}),
    ([ENGLISH], {"en": "wire", "und": "wire", "fr": "wire", "sw": "wire"}),
    ([BOTH], {"en": "wire", "fr": "wire", "sw": "wire"}),
    ([ENGLISH, BOTH], {"en": "wire", "fr": "wire.fr", "sw": "wire"}),
    ([ENGLISH, FRENCH_ONLY], {"en": "wire", "fr": "wire.fr", "sw": "wire"}),
    ([BOTH, FRENCH_ONLY], {"en": "wire", "fr": "wire.fr", "sw": "wire"}),
    ([ENGLISH_ONLY, FRENCH_ONLY], {"en": "wire", "und": "wire", "fr": "wire.fr", "sw": None}),
    ([FRENCH_ONLY], {"fr": "wire.fr", "en": None, "sw": None}),
    ([ENGLISH_ONLY, BOTH], {"en": "wire", "fr": "wire.fr", "sw": "wire.any"}),
    ([FRENCH_MODEL], {"fr": "wire", "en": "wire", "sw": "wire"}),
    ([FRENCH_MODEL, ENGLISH], {"fr": "wire.fr", "en": "wire.en", "sw": "wire"}),
    ([ENGLISH, GONE], {"fr": None, "en": "wire"}),
]


@pytest.mark.parametrize(("workers", "lanes"), LANES)
def test_a_story_goes_where_it_is_read(workers: list[WorkerRow], lanes: dict[str | None, str | None]) -> None:
    fleet = Fleet(workers, wait=300.0)
    assert {language: fleet.lane("wire", language) for language in lanes} == lanes


def test_stories_do_not_wait_for_a_worker_that_is_gone_for_long() -> None:
    assert Fleet([ENGLISH, GONE], wait=60.0).lane("wire", "fr") == "wire"


def test_lanes_of_workers_that_are_gone_are_orphans() -> None:
    assert Fleet([ENGLISH, GONE]).orphans() == ["bulk.fr", "flash.fr", "wire.fr"]
    assert Fleet([BOTH, GONE]).orphans() == []


@pytest.mark.parametrize(
    ("settings", "languages", "takes_any"),
    [
        (Settings(), {"en"}, True),
        (Settings(models={"fr": "fr_core_news_sm"}), {"en", "fr"}, True),
        (Settings(models={"fr": "fr_core_news_sm"}, languages=("fr",)), {"fr"}, False),
        (Settings(languages=("sw", "fr")), {"sw", "fr"}, False),
        (Settings(model="fr_core_news_sm"), {"fr"}, True),
        (Settings(models={"xx": "xx_ent_wiki_sm"}), {"en"}, True),
        (Settings(model="no-such-model"), {"en"}, True),
    ],
)
def test_what_a_worker_reads_follows_from_its_settings(
    settings: Settings, languages: set[str], takes_any: bool
) -> None:
    assert reads_of(settings) == Reads(frozenset(languages), takes_any)


def test_a_worker_leaves_others_what_they_have_a_model_of() -> None:
    english = Reads(frozenset({"en"}), True)
    assert english.can_read("fr")
    assert not english.can_read("fr", {"fr"})
    assert english.can_read("und", {"fr"})
    assert not Reads(frozenset({"fr"}), False).can_read("und")


def test_the_lanes_of_a_queue_take_turns_behind_the_flashes() -> None:
    lanes = FairLanes(["flash", "flash.fr", "wire", "wire.any", "wire.fr", "bulk"])
    lanes.rotate("wire")
    assert lanes.consume(6) == ["flash", "flash.fr", "wire.any", "wire.fr", "wire", "bulk"]
    lanes.rotate("wire.fr")
    assert lanes.consume(6) == ["flash", "flash.fr", "wire.any", "wire", "wire.fr", "bulk"]
    lanes.rotate("no-such")
    assert lanes.consume(1) == ["flash"]


def test_a_queue_that_nobody_takes_from_yet_gets_english_only() -> None:
    flashes = WorkerRow("a", Reads(), frozenset({"flash", "flash.en", "flash.any"}), {}, 0.0)
    assert [Fleet([flashes]).lane(queue, "en") for queue in ("flash", "wire")] == ["flash", "wire"]
    assert [Fleet([flashes]).lane(queue, "fr") for queue in ("flash", "wire")] == ["flash", None]
