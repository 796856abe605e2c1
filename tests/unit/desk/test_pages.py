"""Parts of the pages: diff, timeline, map, security, templates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desk.queries.thing_pages import ThingPage
from desk.reader_formats import date_words, number_words
from desk.views.durations import duration
from desk.web import paths, rendering
from desk.web.host_names import host_name
from desk.web.security import with_prefix, without_nul
from desk.web.timeline import MAX_BARS, bars
from wiredesk.identity.thing_key import ThingKind

STATIC = Path(rendering.__file__).parent / "static"
DAY = date(2026, 11, 20)


def test_a_bar_per_day_where_there_is_room() -> None:
    found = bars([(DAY, 2), (DAY + timedelta(days=2), 4)])
    assert [(bar.start, bar.end, bar.count, bar.share) for bar in found] == [
        (DAY, DAY, 2, 0.5),
        (DAY + timedelta(days=1), DAY + timedelta(days=1), 0, 0.0),
        (DAY + timedelta(days=2), DAY + timedelta(days=2), 4, 1.0),
    ]
    assert bars([]) == []


@pytest.mark.parametrize("days", [1, MAX_BARS, MAX_BARS + 1, 1000])
def test_bars_cover_all_days_and_stories(days: int) -> None:
    given = [(DAY + timedelta(days=number), 1) for number in range(days)]
    found = bars(given)
    assert len(found) <= MAX_BARS and sum(bar.count for bar in found) == days
    assert found[0].start == DAY and found[-1].end >= given[-1][0]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost", "localhost"), ("LocalHost:8300", "localhost"), ("[::1]:8300", "::1"), ("[::1]", "::1"),
        ("127.0.0.1:80", "127.0.0.1"), ("::1", "::1"), ("", ""), (" desk.example ", "desk.example"),
    ],
)  # fmt: skip
def test_the_host_of_a_header(header: str, name: str) -> None:
    assert host_name(header) == name


@pytest.mark.parametrize(
    ("path", "whole"), [("/", "/desk/"), ("/desk", "/desk"), ("/desk/x", "/desk/x"), ("/desks", "/desk/desks")]
)
def test_the_prefix_is_in_the_path_whether_the_proxy_removed_it_or_not(path: str, whole: str) -> None:
    assert with_prefix({"path": path}, "/desk") == {"path": whole, "root_path": "/desk"}


def test_no_nul_reaches_the_database() -> None:
    scope = without_nul({"path": "/a\0b", "query_string": b"q=%00\0"})
    assert scope == {"path": "/a\ufffdb", "query_string": b"q=" + b"%EF%BF%BD" * 2}


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0.0 s"), (119.94, "119.9 s"), (120, "2 min"), (7199, "120 min"), (7200, "2 h")],
)
def test_durations(value: float | None, text: str) -> None:
    assert duration(value) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (1.25, "1.2"), (9, "9"), (10.6, "11"), (1234567, "1,234,567")])
def test_numbers(value: float, text: str) -> None:
    assert number_words(value) == text


def test_times_are_as_short_as_they_are_clear() -> None:
    now = datetime.now(UTC)
    assert rendering.when(now) == f"{now:%H:%M} UTC"
    assert rendering.when(datetime(2001, 2, 3, 4, 5, tzinfo=UTC)) == "3 Feb 2001 04:05 UTC"
    assert rendering.stamp(datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)) == "2001-02-03 04:05:06 UTC"
    assert (rendering.stamp(None), date_words(DAY)) == ("–", "20 Nov 2026")


def test_paths_are_quoted() -> None:
    assert paths.story_path("urn:a/../?b") == "/story/urn:a%2F..%2F%3Fb"
    assert paths.story_path("urn:a", 2, compare=1) == "/story/urn:a?version=2&compare=1"
    assert paths.name_path("PERSON", "A/b c") == "/people/a%2Fb%20c"
    assert paths.name_path("PERSON", "Ana Peña", 12) == "/people/12/ana-pena"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ana Peña-Ruiz", "ana-pena-ruiz"),
        ("A/../b?<c>", "a-b-c"),
        ("東京", ""),
        ("x" * 300, "x" * paths.MAX_SLUG_CHARACTERS),
    ],
)
def test_the_name_in_an_address_has_plain_letters_and_digits(name: str, words: str) -> None:
    assert paths.slug(name) == words


def test_every_kind_of_thing_is_on_one_page() -> None:
    assert sorted(kind for page in ThingPage for kind in page.kinds) == sorted(ThingKind)
    assert all(kind in ThingPage.of(kind).kinds for kind in ThingKind)
