"""The seeds: the story that the project began with, and a live-wire sample in four formats."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from producer.formats import parse
from tests.support.paths import SEEDS
from wiredesk.contract import Article

WIRE = SEEDS / "wire"
TEXTS = sorted(WIRE.glob("*.txt"))
NINJS = sorted(WIRE.glob("ninjs*.json"))
LINES = sorted(WIRE.glob("*.jsonl"))

SEED_SHA256 = "0428471771bc9e79813d7a9f5b59c7ef77a06d3a7e57730dff576ad2cd561e30"
DATELINE = re.compile(r"^[A-ZÁÉÍÓÚ][^\n]{2,40}, [A-Z][a-z]+\.? \d{1,2} \([A-Z][\w ]+\) (?:-|--|—) ")


def articles() -> list[Article]:
    """Every Article line, in file order."""
    return [Article.model_validate_json(line) for path in LINES for line in path.read_text("utf-8").splitlines()]


def items() -> list[dict[str, Any]]:
    """Every ninjs item with its keys folded to lower case."""
    found: list[dict[str, Any]] = []
    for path in NINJS:
        document = json.loads(path.read_text("utf-8"))
        for item in document if isinstance(document, list) else [document]:
            found.append({key.lower(): value for key, value in item.items()})
    return found


def headline(item: dict[str, Any]) -> str:
    main = [each["value"] for each in item.get("headlines", []) if each["role"] == "main"]
    return item.get("headline") or main[0]


def body(item: dict[str, Any]) -> str:
    return item.get("body_html") or "".join(each["value"] for each in item.get("bodies", []))


def when(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    assert moment.tzinfo is not None, value
    return moment


def test_the_seed_story_is_byte_for_byte_as_received() -> None:
    data = (SEEDS / "xi-putin-moscow-2025-05-08.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SEED_SHA256


def test_every_seed_is_described_in_the_readme() -> None:
    readme = (SEEDS / "README.md").read_text("utf-8")
    second_of_a_pair = re.compile(r"`…(-v\d[\w-]*\.json)`")
    tails = tuple(second_of_a_pair.findall(readme))
    missing = [path.name for path in [*TEXTS, *NINJS, *LINES] if path.name not in readme]
    assert [name for name in missing if not name.endswith(tails)] == []


def test_there_are_enough_stories_and_the_readme_counts_them_right() -> None:
    ids = {item["uri"] for item in items()} | {article.id for article in articles()}
    stories = len(TEXTS) + len(ids)
    versions = len(TEXTS) + len(items()) + len(articles())
    assert stories >= 26
    files = len(TEXTS) + len(NINJS) + len(LINES)
    expected = f"`wire/` holds {versions} articles in {files} files, of {stories} different stories"
    assert expected in (SEEDS / "README.md").read_text("utf-8")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_text_is_clean_utf8(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text.strip()
    assert "\r" not in text and "\t" not in text and "\x00" not in text


def test_some_texts_are_wire_copy_and_some_plain() -> None:
    blocks = [path.read_text("utf-8").split("\n\n") for path in TEXTS]
    datelined = [each for each in blocks if len(each) > 1 and DATELINE.match(each[1])]
    assert len(datelined) >= 6
    assert len(blocks) - len(datelined) >= 3


def test_ninjs_items_have_what_an_article_needs() -> None:
    for item in items():
        assert item["uri"].startswith("urn:newsml:")
        assert int(item["version"]) >= 1
        assert headline(item)
        assert body(item) or item["pubstatus"] == "canceled"
        assert when(item["firstcreated"]) <= when(item["versioncreated"])


def test_ninjs_covers_three_generations() -> None:
    standards = {(item.get("standard") or item["$standard"])["version"][0] for item in items()}
    assert standards == {"1", "2", "3"}


def test_an_embargo_ahead_and_one_passed() -> None:
    moments = [item.get("embargoed") or item.get("embargoeduntil") for item in items()]
    embargoes = [when(moment) for moment in moments if moment]
    assert max(embargoes) >= datetime(2030, 1, 1, tzinfo=UTC)
    assert min(embargoes) < datetime(2026, 11, 1, tzinfo=UTC)


def test_article_lines_hold_every_kind_and_status() -> None:
    assert {article.kind for article in articles()} == {"story", "update", "correction", "advisory"}
    assert {article.status for article in articles()} == {"usable", "withheld", "canceled"}


def test_article_lines_are_complete_and_unambiguous() -> None:
    found = articles()
    assert len({(article.id, article.version) for article in found}) == len(found)
    for article in found:
        assert article.published is not None and article.updated is not None
        assert article.published <= article.updated
        assert article.source in {"Meridian Wire", "Harbour News Service", "Coast Agency", "Pacific Morning"}


def test_the_quake_goes_from_flash_to_urgent_to_update() -> None:
    quake = [article for article in articles() if article.id.endswith("vanuatu-quake")]
    assert [article.version for article in quake] == [1, 2, 3]
    assert [article.urgency for article in quake] == [1, 2, 3]
    assert quake[0].body == ""
    assert 2 <= len(quake[1].body.split("\n\n")) <= 4


def test_corrections_and_cancellations_follow_an_earlier_version() -> None:
    versions = {(article.id, article.version) for article in articles()}
    later = [article for article in articles() if article.kind == "correction" or article.status == "canceled"]
    assert len(later) >= 2
    for article in later:
        assert article.version > 1
        assert (article.id, article.version - 1) in versions


def test_most_stories_are_of_real_length() -> None:
    bodies = [path.read_text("utf-8") for path in TEXTS] + [article.body for article in articles()]
    words = [len(each.split()) for each in bodies]
    assert sum(150 <= count <= 450 for count in words) > len(words) / 2
    assert sum(600 <= count <= 900 for count in words) >= 2


SEED_FILES = [SEEDS / "xi-putin-moscow-2025-05-08.txt", *TEXTS, *NINJS, *LINES]


def parsed(path: Path) -> tuple[Article, ...]:
    found = parse(path.read_bytes(), path.name)
    assert found.skipped == () and found.rejected == ()
    return found.articles


@pytest.mark.parametrize("path", SEED_FILES, ids=lambda path: path.stem)
def test_every_seed_parses_to_articles_without_markup(path: Path) -> None:
    articles = parsed(path)
    assert articles
    for article in articles:
        assert article.text.strip()
        assert not re.search(r"</?[a-z]+\d?>|&[a-z]+;", article.text)


def test_parsing_finds_every_version_status_and_kind() -> None:
    found = [article for path in SEED_FILES for article in parsed(path)]
    assert len(found) == len(TEXTS) + len(items()) + len(articles()) + 1
    assert len({(article.id, article.version) for article in found}) == len(found)
    assert {article.kind for article in found} == {"story", "update", "correction", "advisory"}
    assert {article.status for article in found} == {"usable", "withheld", "canceled"}
    assert {article.urgency for article in found} >= {1, 2, 3, 4, 5, 6, None}
    assert {article.format.split("/")[0] for article in found} == {"text", "ninjs", "article"}
    assert max(article.embargo_until for article in found if article.embargo_until).year == 2030
