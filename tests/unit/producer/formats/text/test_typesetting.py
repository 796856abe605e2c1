"""Tags of typesetting systems in copy."""

from __future__ import annotations

import json

import pytest

from producer.formats import parse
from producer.formats.text.typesetting import replace_typesetting, typesetting_as_html

TEXTS = [
    ("2010<endash>2020", "2010–2020", "2010–2020"),
    ("2010<ENDASH>2020", "2010–2020", "2010–2020"),
    ("2010<endash/>2020", "2010–2020", "2010–2020"),
    ("2010&lt;endash&gt;2020", "2010–2020", "2010–2020"),
    ("2010&amp;lt;emdash&amp;gt;2020", "2010—2020", "2010—2020"),
    ("a<mdash>b<ldquo>c<rdquo>", "a—b“c”", "a—b“c”"),
    ("One.<QL>Two.", "One.\nTwo.", "One.<br>Two."),
    ("One.<ep>Two.</ep>", "One.\nTwo.", "One.<br>Two."),
    ("One.<BR>Two.", "One.\nTwo.", "One.<BR>Two."),
    ("<EM>One</EM> <em>two</em>", "One <em>two</em>", "<EM>One</EM> <em>two</em>"),
    ("Apple <AAPL.O>, <IBM>, <name>", "Apple <AAPL.O>, <IBM>, <name>", "Apple <AAPL.O>, <IBM>, <name>"),
    ("3 < 4 > 2, a<b", "3 < 4 > 2, a<b", "3 < 4 > 2, a<b"),
]


@pytest.mark.parametrize(("given", "text", "html"), TEXTS)
def test_a_tag_becomes_its_character(given: str, text: str, html: str) -> None:
    assert replace_typesetting(given) == text
    assert typesetting_as_html(given) == html


def bodies(text: str) -> list[bytes]:
    """The same body in several formats."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    twice = escaped.replace("&", "&amp;")
    item = "<rss><channel><item><title>T</title><description>{}</description></item></channel></rss>".format
    return [
        text.encode(),
        item(escaped).encode(),
        item(twice).encode(),
        item(f"<![CDATA[{text}]]>").encode(),
        json.dumps({"uri": "u", "type": "text", "headline": "T", "body_text": text}).encode(),
        json.dumps({"uri": "u", "type": "text", "headline": "T", "body_html": f"<p>{escaped}</p>"}).encode(),
        f"<nitf><body><body.content><p>{escaped}</p></body.content></body></nitf>".encode(),
        f"From: a@b.example\nSubject: T\n\n{text}\n".encode(),
    ]


@pytest.mark.parametrize("data", bodies("The years 2010<endash>2020 were dry.<QL>So was <EM>2021</EM>."))
def test_bodies_of_all_formats_have_no_such_tags(data: bytes) -> None:
    (article,) = parse(data, "x").articles
    assert " ".join(article.body.split()) == "The years 2010–2020 were dry. So was 2021."


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_break_that_was_escaped_several_times_is_a_break(times: int) -> None:
    tag = "<BR>"
    for _ in range(times):
        tag = tag.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    data = f"<rss><channel><item><title>T</title><description>One.{tag}Two.</description></item></channel></rss>"
    assert parse(data.encode(), "x").articles[0].body == "One.\nTwo."
