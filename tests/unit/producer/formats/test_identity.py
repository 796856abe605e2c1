"""Which ids identify a story, within which scope, and what replaces those that identify none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from producer.formats import Envelope, parse
from producer.formats.identity import DROPPED_ID
from producer.formats.links import absolute, is_home_page, is_same_site
from producer.formats.namespaces import Namespace, is_global, scope_of, why_no_id
from wiredesk.contract import Article

FORMS: list[tuple[str, bool]] = [
    ("urn:newsml:agency.example:20261124:dam", True),
    ("urn:newsml:agency.example:20261124", False),
    ("urn:uuid:743c412b-87ed-4360-be7e-6da3af97d703", True),
    ("743c412b-87ed-4360-be7e-6da3af97d703", True),
    ("tag:agency.example,2026-11-24:dam", True),
    ("tag:agency.example:dam", False),
    ("urn:west:7", False),
    ("urn:x-agency:2026:11:dam", True),
    ("20261124.dam@mail.agency.example", True),
    ("https://www.town.example/news/17", True),
    ("https://news.town.example/17", True),
    ("http://localhost/?p=17", False),
    ("https://elsewhere.example/17", False),
    ("1042", False),
    ("nitf-dam-1", False),
    ("/news/17", False),
]  # fmt: skip


@pytest.mark.parametrize(("id", "expected"), FORMS)
def test_an_id_is_global_by_its_form_or_its_host(id: str, expected: bool) -> None:
    assert is_global(id, Namespace(addresses=("https://town.example/feed",)), None) is expected


def test_an_address_of_the_storys_own_host_is_global() -> None:
    feed = Namespace(addresses=("https://feeds.example/x",))
    assert is_global("https://town.example/17", feed, "http://www.town.example/n/17")
    assert not is_global("https://town.example/17", feed, "https://other.example/17")
    assert is_global("https://town.example/17", Namespace(), None)


@pytest.mark.parametrize(("id", "expected"), [("1042", False), ("a:1042", True), ("20261124-dam-orva", True)])
def test_a_format_that_declares_its_ids_unique_is_believed_unless_they_are_plainly_short(
    id: str, expected: bool
) -> None:
    assert is_global(id, Namespace(is_declared=True), None) is expected


def test_the_scope_is_the_namespace_else_the_provider() -> None:
    assert scope_of("1042", Namespace("https://town.example/feed"), None, "Town") == "https://town.example/feed"
    assert scope_of("1042", Namespace(), None, None, "Town") == "Town"
    assert scope_of("1042", Namespace(), None, None) is None
    assert len(scope_of("1042", Namespace("x" * 600), None) or "") < 100


USELESS: list[tuple[str, bool]] = [
    ("null", True), ("N/A", True), ("-", True), ("00000000-0000-0000-0000-000000000000", True), ("undefined", True),
    ("urn:newsml:www.agency.example", True), ("urn:newsml:agency.example:20261124:", True), ("urn:", True),
    ("urn:newsml:agency.example:20261124T080000Z", True), ("urn:uuid:", True), ("http://", True), ("about:blank", True),
    ("https://hill.example", True), ("https://hill.example/", True), ("https://hill.example/index.php", True),
    ("https://hill.example/en/?utm_source=feed", True), ("/", True), ("http://town.example/news/", True),
    ("0", False), ("1042", False), ("urn:newsml:xp:9", False), ("https://hill.example/?p=17", False),
    ("https://hill.example/#!/17", False), ("https://hill.example/dam", False), ("urn:newsml:a.example:2026:x", False),
]  # fmt: skip


@pytest.mark.parametrize(("id", "useless"), USELESS)
def test_an_id_that_identifies_nothing_is_told_by_its_form(id: str, useless: bool) -> None:
    assert bool(why_no_id(id, Namespace(addresses=("https://town.example/news",)))) is useless


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("town.example", "news.town.example", True),
        ("feeds.bbc.co.uk", "news.bbc.co.uk", True),
        ("a.co.uk", "b.co.uk", False),
        ("10.0.0.1", "10.1.0.1", False),
        ("", "", False),
    ],
)
def test_hosts_below_one_domain_are_one_site(one: str, other: str, same: bool) -> None:
    assert is_same_site(one, other) is same


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("/news/17", "https://town.example/a/b", "https://town.example/news/17"),
        ("news.php?id=19", "https://town.example/", "https://town.example/news.php?id=19"),
        ("//town.example/18", "https://x.example/", "https://town.example/18"),
        ("https://y.example/", "https://x.example/", "https://y.example/"),
        ("/news/17", None, "/news/17"),
        ("/news/17", "/feed", "/news/17"),
        ("//[bad/17", "https://x.example/", "//[bad/17"),
        ("mailto:desk@x.example", "https://x.example/", "mailto:desk@x.example"),
    ],
)
def test_an_address_is_resolved_against_an_absolute_base(address: str, base: str | None, expected: str) -> None:
    assert absolute(address, base) == expected


def test_a_damaged_address_is_no_home_page() -> None:
    assert not is_home_page("http://[bad")


def rss(
    items: str, channel: str = "<title>Town Paper</title><link>https://town.example/</link>", more: str = ""
) -> bytes:
    return f'<rss version="2.0" {more}><channel>{channel}{items}</channel></rss>'.encode()


def item(title: str, more: str) -> str:
    return f"<item><title>{title}</title><description>{title} said the mayor.</description>{more}</item>"


def articles(data: bytes, **envelope: Any) -> list[Article]:
    return list(parse(data, "feed.xml", envelope=Envelope(**envelope)).articles)


def test_relative_links_are_resolved_and_become_ids() -> None:
    entries = item("Library reopens", "<link>/news/17</link>") + item("Fair begins", "<guid>/news/19</guid>")
    found = articles(rss(entries))
    assert [one.id for one in found] == ["https://town.example/news/17", "https://town.example/news/19"]
    assert [one.url for one in found] == [one.id for one in found]
    assert [one.scope for one in found] == [None, None]


def test_the_address_of_the_feed_is_the_base_where_the_feed_names_none() -> None:
    data = rss(item("Library reopens", "<link>news/17</link>"), "<title>Town</title><link>/</link>")
    [found] = articles(data, address="http://town.example/rss/all.xml")
    assert found.url == "http://town.example/news/17"
    [bare] = articles(
        rss(item("Library reopens", "<link>17</link>"), "<title>Town</title>"), address="http://t.example/a/"
    )
    assert bare.url == "http://t.example/a/17"
    [unknown] = articles(rss(item("Library reopens", "<link>/17</link>"), "<title>Town</title>"), provider="feed x")
    assert (unknown.id, unknown.scope) == ("/17", "Town")


def test_xml_base_of_feed_entry_and_link_counts() -> None:
    data = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/paper/"><title>P</title><link rel="self" href="feed"/>'
        b'<entry xml:base="2026/"><id>1</id><title>A</title><link href="a"/><summary>A.</summary></entry>'
        b"<entry><id>2</id><title>B</title>"
        b'<link xml:base="//b.example/x/" href="b"/><summary>B.</summary></entry></feed>'
    )
    found = articles(data, address="https://p.example/feeds/1")
    assert [one.url for one in found] == ["https://p.example/paper/2026/a", "https://b.example/x/b"]
    assert {one.scope for one in found} == {"https://p.example/paper/feed"}


def test_json_feed_addresses_resolve_and_ids_are_the_feeds_own() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Coast", "home_page_url": "https://c.example/",
            "items": [{"id": 1, "url": "/a/1", "content_text": "One."}]}  # fmt: skip
    [found] = articles(json.dumps(feed).encode())
    assert (found.id, found.url, found.scope) == ("1", "https://c.example/a/1", "https://c.example/ Coast")
    [other] = articles(json.dumps(feed | {"title": "Plains", "home_page_url": None}).encode(), provider="feed p")
    assert (other.id, other.scope) == ("1", "Plains")


def test_a_guid_that_several_stories_share_is_replaced_by_their_links() -> None:
    guid = '<guid isPermaLink="false">blog</guid>'
    titles = ("Council approves tram", "Shops oppose plan", "Minister visits depot")
    data = rss("".join(item(title, f"{guid}<link>https://town.example/{n}</link>") for n, title in enumerate(titles)))
    parsed = parse(data, explain=True)
    assert [one.id for one in parsed.articles] == [f"https://town.example/{n}" for n in range(3)]
    assert [why[DROPPED_ID] for why in parsed.reasons] == ["blog"] * 3
    assert parsed.reasons[0]["id"] == 'link; "blog" identifies no story: 3 stories with different texts have it'


def test_a_link_that_several_stories_share_is_replaced_by_made_ids() -> None:
    link = "<link>https://town.example/live</link>"
    data = rss(item("Council approves tram", link) + item("Shops oppose plan", link))
    found = parse(data, explain=True)
    assert len({one.id for one in found.articles}) == 2
    assert all(one.id.startswith("urn:x-wiredesk:") for one in found.articles)
    assert "identifies no story" in found.reasons[0]["id"]


def test_entries_of_a_live_report_with_one_link_and_stock_phrases_are_stories() -> None:
    entries = "".join(
        f"<item><title>{title}</title><link>https://town.example/live</link><pubDate>24 Nov 2026 0{hour}:00 GMT"
        f"</pubDate><description>{title}. The railway of Nore tells all day what happens on its lines.</description>"
        "</item>"
        for hour, title in enumerate(("Train stopped in tunnel", "Passengers leave by foot", "Line open again"))
    )
    assert len({article.id for article in articles(rss(entries))}) == 3


def test_a_new_title_of_one_entry_at_another_time_is_a_version() -> None:
    entries = "".join(
        f"<item><title>{title}</title><guid>dam-1</guid><pubDate>24 Nov 2026 0{hour}:00 GMT</pubDate>"
        "<description>The dam of Orva broke on Tuesday.</description></item>"
        for hour, title in enumerate(("Dam breaks, 3 dead", "Dam breaks, 5 dead"))
    )
    assert [article.id for article in articles(rss(entries))] == ["dam-1", "dam-1"]


def test_versions_of_one_entry_keep_their_id() -> None:
    def entry(title: str, at: str, more: str = "") -> str:
        times = f"<published>2026-11-24T08:00:00Z</published><updated>2026-11-24T{at}:00Z</updated>"
        return f"<entry><id>urn:west:7</id><title>{title}</title>{times}{more}<summary>{title}.</summary></entry>"

    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>West</title>{}</feed>'
    data = feed.format(entry("Bank names chief", "10:00") + entry("Shares of bank fall", "09:00")).encode()
    assert [one.id for one in articles(data)] == ["urn:west:7"] * 2
    same = "<link>https://town.example/quake</link>"
    alike = item("Quake kills 12 in Tarvia", same) + item("Quake kills 2 in Tarvia, not 12", same)
    assert len({one.id for one in articles(rss(alike))}) == 1
    assert len({one.id for one in articles(rss(item("Dam holds", same) * 2))}) == 1


def test_an_id_that_was_found_useless_before_stays_so() -> None:
    data = rss(item("Council approves tram", "<guid>blog</guid><link>https://town.example/1</link>"))
    assert articles(data)[0].id == "blog"
    assert articles(data, useless_ids=frozenset({"blog"}))[0].id == "https://town.example/1"


def test_numbered_versions_in_one_document_keep_their_id() -> None:
    items = [{"uri": "urn:x:dam", "version": str(n), "headline": text, "body_text": text} for n, text in
             enumerate(("Dam holds", "Four hundred flee"), 1)]  # fmt: skip
    assert {one.id for one in articles(json.dumps(items).encode())} == {"urn:x:dam"}
    for one in items:
        one["version"] = "1"
    assert len({one.id for one in articles(json.dumps(items).encode())}) == 2


PAGE = "<html><head>{}</head><body><article><h1>Dam at Kerra</h1><p>{}</p></article></body></html>"
TEXT = "Engineers declared the dam at Kerra safe on Tuesday after a week of tests on its northern wall, they said. " * 3


@pytest.mark.parametrize(
    ("head", "id"),
    [
        ('<link rel="canonical" href="https://hill.example/">', None),
        ('<meta property="og:url" content="/">', None),
        ('<meta property="og:url" content="https://hill.example/en/index.html">', None),
        ('<meta property="og:url" content="https://hill.example/"><link rel="canonical" href="https://hill.example/dam">',
         "https://hill.example/dam"),
        ('<base href="https://hill.example/x/"><link rel="canonical" href="../dam">', "https://hill.example/dam"),
        ('<link rel="canonical" href="https://hill.example/?p=12">', "https://hill.example/?p=12"),
    ],
)  # fmt: skip
def test_a_canonical_address_that_is_the_home_page_is_none(head: str, id: str | None) -> None:
    [found] = parse(PAGE.format(head, TEXT).encode()).articles
    assert found.url == id
    assert found.id == id or (id is None and found.id.startswith("urn:x-wiredesk:"))


def test_an_article_line_keeps_its_scope_and_a_short_id_gets_the_source() -> None:
    lines = [{"id": "1", "body": "A."}, {"id": "1", "body": "A.", "source": "XP"},
             {"id": "1", "body": "A.", "source": "XP", "scope": "desk"}, {"id": "urn:uuid:" + "a" * 36, "source": "XP",
             "body": "A.", "received": "2026-11-24T08:00:00Z"}]  # fmt: skip
    found = articles("\n".join(json.dumps(line) for line in lines).encode())
    assert [one.scope for one in found] == [None, "XP", "desk", None]
    assert str(found[3].received) == "2026-11-24 08:00:00+00:00"


@pytest.mark.parametrize("version", ["1.1", "v2", "20261124T080000Z", "1" * 30, "a", None])
def test_a_label_is_no_version(version: object) -> None:
    item = {"uri": "urn:x:dam", "version": version, "headline": "Dam holds", "body_text": "It holds."}
    parsed = parse(json.dumps(item).encode(), explain=True)
    assert parsed.articles[0].version == 1
    assert "version" not in parsed.articles[0].model_fields_set
    assert version is None or "so the time decides" in parsed.reasons[0]["version"]
    given = parse(json.dumps(item | {"version": "2"}).encode()).articles[0]
    assert given.version == 2 and "version" in given.model_fields_set


def test_two_agencies_with_one_id_string_are_two_scopes() -> None:
    def nitf(agency: str) -> bytes:
        return (
            f'<nitf><head><docdata><doc-id id-string="1042" regsrc="{agency}"/></docdata></head><body>'
            f"<body.head><hedline><hl1>From {agency}</hl1></hedline></body.head>"
            f"<body.content><p>It holds.</p></body.content></body></nitf>"
        ).encode()

    assert [articles(nitf(name))[0].scope for name in ("XP", "YP")] == ["XP", "YP"]


def test_the_receipt_of_a_document_is_its_articles() -> None:
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert articles(rss(item("Dam holds", "")), received=at)[0].received == at
