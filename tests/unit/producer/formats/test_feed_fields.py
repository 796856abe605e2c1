"""Fields of feeds: one row is a piece of an item of RSS, Atom or JSON Feed, and the value of one field."""

from __future__ import annotations

import json

import pytest

from producer.formats import parse

RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Xample Press</title>{channel}
<item><title>Pact signed</title><guid>urn:x:1</guid><description>The two signed.</description>{item}</item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Xample Press</title>
<entry><title>Pact signed</title><id>urn:x:1</id><content>The two signed.</content>{item}</entry></feed>"""


def first(data: str) -> dict[str, object]:
    """The only article of a file."""
    (article,) = parse(data.encode(), "x").articles
    return article.model_dump(mode="json")


RSS_ITEMS: list[tuple[str, str, object]] = [
    ("", "id", "urn:x:1"),
    ("", "headline", "Pact signed"),
    ("", "body", "The two signed."),
    ("", "source", "Xample Press"),
    ("", "format", "rss"),
    ("<link>https://xp.example/1</link>", "url", "https://xp.example/1"),
    ("<pubDate>Thu, 08 May 2025 09:30:00 GMT</pubDate>", "published", "2025-05-08T09:30:00Z"),
    ("<pubDate>Thu, 08 May 2025 09:30:00 +0200</pubDate>", "published", "2025-05-08T09:30:00+02:00"),
    ("<pubDate>soon</pubDate>", "published", None),
    ("<dc:date>2025-05-08T09:30:00Z</dc:date>", "published", "2025-05-08T09:30:00Z"),
    ("<dc:creator>Erik Larsen</dc:creator>", "byline", "Erik Larsen"),
    ("<author>el@xp.example (Erik Larsen)</author>", "byline", "Erik Larsen"),
    ("<category>port</category><category>pact</category>", "keywords", ["port", "pact"]),
    ("<source url='https://coast.example/'>Coast Desk</source>", "source", "Coast Desk"),
    ("<content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded>", "body", "One.\n\nTwo."),
    ("<dc:language>fr</dc:language>", "language", "fr"),
]


@pytest.mark.parametrize(("item", "name", "value"), RSS_ITEMS)
def test_a_field_of_an_rss_item(item: str, name: str, value: object) -> None:
    assert first(RSS.format(channel="", item=item))[name] == value


RSS_CHANNELS: list[tuple[str, str, object]] = [
    ("<language>en-gb</language>", "language", "en-gb"),
    ("<copyright>(c) XP</copyright>", "rights", "(c) XP"),
    ("", "language", None),
    ("", "rights", None),
]


@pytest.mark.parametrize(("channel", "name", "value"), RSS_CHANNELS)
def test_a_field_of_the_channel(channel: str, name: str, value: object) -> None:
    assert first(RSS.format(channel=channel, item=""))[name] == value


ATOM_ITEMS: list[tuple[str, str, object]] = [
    ("", "id", "urn:x:1"),
    ("", "headline", "Pact signed"),
    ("", "body", "The two signed."),
    ("", "source", "Xample Press"),
    ("", "format", "atom"),
    ('<link href="https://xp.example/1"/>', "url", "https://xp.example/1"),
    ('<link rel="alternate" href="https://xp.example/1"/>', "url", "https://xp.example/1"),
    ("<published>2025-05-08T09:30:00Z</published>", "published", "2025-05-08T09:30:00Z"),
    ("<updated>2025-05-08T09:30:00Z</updated>", "updated", "2025-05-08T09:30:00Z"),
    ("<author><name>Erik Larsen</name></author>", "byline", "Erik Larsen"),
    ('<category term="port"/><category term="pact"/>', "keywords", ["port", "pact"]),
    ("<rights>(c) XP</rights>", "rights", "(c) XP"),
]


@pytest.mark.parametrize(("item", "name", "value"), ATOM_ITEMS)
def test_a_field_of_an_atom_entry(item: str, name: str, value: object) -> None:
    assert first(ATOM.format(item=item))[name] == value


JSON_ITEMS: list[tuple[dict[str, object], str, object]] = [
    ({}, "id", "urn:x:1"),
    ({"id": None, "url": "https://xp.example/1"}, "id", "https://xp.example/1"),
    ({"url": "https://xp.example/1"}, "url", "https://xp.example/1"),
    ({"external_url": "https://xp.example/1"}, "url", "https://xp.example/1"),
    ({}, "headline", "Pact signed"),
    ({"title": "Pact &amp; <b>more</b>"}, "headline", "Pact & more"),
    ({}, "body", "The two signed."),
    ({"content_html": "<p>One.</p><p>Two.</p>"}, "body", "One.\n\nTwo."),
    ({"content_text": None, "summary": "In short."}, "body", "In short."),
    ({"date_published": "2025-05-08T09:30:00Z"}, "published", "2025-05-08T09:30:00Z"),
    ({"date_modified": "2025-05-08T09:30:00Z"}, "updated", "2025-05-08T09:30:00Z"),
    ({"date_published": "soon"}, "published", None),
    ({"authors": [{"name": "Erik Larsen"}]}, "byline", "Erik Larsen"),
    ({"authors": [{"name": "Erik Larsen"}, {"name": "Anna Berg"}]}, "byline", "Erik Larsen, Anna Berg"),
    ({"author": {"name": "Erik Larsen"}}, "byline", "Erik Larsen"),
    ({"language": "en"}, "language", "en"),
    ({"tags": ["port", "pact", "port"]}, "keywords", ["port", "pact"]),
    ({}, "source", "Xample Press"),
    ({}, "format", "jsonfeed"),
]


@pytest.mark.parametrize(("keys", "name", "value"), JSON_ITEMS)
def test_a_key_of_a_json_feed_item(keys: dict[str, object], name: str, value: object) -> None:
    item = {"id": "urn:x:1", "title": "Pact signed", "content_text": "The two signed."} | keys
    given = {key: value for key, value in item.items() if value is not None}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Xample Press", "items": [given]}
    assert first(json.dumps(feed))[name] == value
