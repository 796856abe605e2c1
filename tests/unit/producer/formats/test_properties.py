"""What holds for every input: only BadData is raised, and whatever comes out can stand in the contract."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producer.formats import article_id, parse
from producer.formats.format_registry import FORMATS
from tests.support.format_cases import load_all
from tests.support.format_checks import parse_or_reject
from wiredesk.errors import BadData

FIXTURES = tuple(case.data for case in load_all() if case.data and len(case.data) < 20_000)
STARTS = (
    *(b"\x16\x16\x01W1", b"\x01nor0231 4 i 63\r\n", b"{", b"[", b"<nitf>", b"<rss>", b"<newsItem>", b"<NewsML>"),
    *(b"<html>", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"From: a\nSubject: b\n\n", b"\xff\xfe", b"\xef\xbb\xbf"),
)
quick = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(st.binary(max_size=600))
def test_random_bytes(data: bytes) -> None:
    parse_or_reject(data)


@quick
@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_random_bytes_after_a_start(start: bytes, data: bytes) -> None:
    parse_or_reject(start + data)


@quick
@given(st.text(max_size=600))
def test_random_text(text: str) -> None:
    parse_or_reject(text.encode("utf-8", "replace"))


@quick
@given(st.sampled_from(FIXTURES), st.data())
def test_truncated(fixture: bytes, data: st.DataObject) -> None:
    parse_or_reject(fixture[: data.draw(st.integers(0, len(fixture)))])


@settings(quick, max_examples=200)
@given(st.sampled_from(FIXTURES), st.data())
def test_flipped_and_spliced(fixture: bytes, data: st.DataObject) -> None:
    damaged = bytearray(fixture)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    at = data.draw(st.integers(0, len(damaged)))
    damaged[at:at] = data.draw(st.binary(max_size=12))
    parse_or_reject(bytes(damaged))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
_KEYS = tuple(
    """
    uri guid type version headline headlines bodies body_html body_text subject by items firstcreated embargoed
    infosources keywords urgency language id body status kind standard associations authors title content_html
    date_published tags eventDetails article
    """.split()  # noqa: SIM905 - a list of forty lines says no more
)


@settings(quick, max_examples=200)
@given(
    st.dictionaries(st.sampled_from(_KEYS), _json, max_size=8), st.sampled_from(("", "https://jsonfeed.org/version/1"))
)
def test_json_of_any_shape(item: dict[str, object], version: str) -> None:
    if version:
        item = {"version": version, "items": [item]}
    parse_or_reject(json.dumps(item).encode())


@quick
@given(st.text(max_size=40), st.text(max_size=80), st.text(max_size=200))
def test_ids_do_not_depend_on_spacing(source: str, headline: str, body: str) -> None:
    assert article_id(source, headline, body) == article_id(f" {source}\n", headline, body + "  ")


def test_ids_depend_on_neither_name_nor_order() -> None:
    for fixture in FIXTURES:
        try:
            one = parse(fixture, "one.xml")
        except BadData:
            continue
        assert one.articles == parse(fixture, "/other/two").articles


def test_every_row_of_the_table_has_a_case() -> None:
    seen = {case.expect.get("format") for case in load_all()}
    assert {row.name for row in FORMATS} - {"zip", "tar"} <= seen  # no text: see test_archives.py
