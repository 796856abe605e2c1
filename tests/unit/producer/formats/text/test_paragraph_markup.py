"""Markup of pages and feeds as paragraphs: one row an element."""

from __future__ import annotations

import pytest

from producer.formats.body_markup import body_paragraphs, is_nitf, nitf_paragraphs
from producer.formats.text.markup import has_markup, html_line, html_paragraphs

PARAGRAPHS = [
    ("<h1>One</h1><p>Two</p>", ["One", "Two"]),
    ("<h2>One</h2><h3>Two</h3>", ["One", "Two"]),
    ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
    ("<ol><li>One</li><li>Two</li></ol>", ["One", "Two"]),
    ("<blockquote>One</blockquote><p>Two</p>", ["One", "Two"]),
    ("<section><p>One</p></section><article><p>Two</p></article>", ["One", "Two"]),
    ("<p>One <em>two</em> <strong>three</strong></p>", ["One two three"]),
    ("<p>One <a href='x'>two</a>, three</p>", ["One two, three"]),
    ("<p>One<sup>2</sup></p>", ["One2"]),
    ("<p>One <span>two</span></p>", ["One two"]),
    ("<p>One</p>\n\n\n<p>Two</p>", ["One", "Two"]),
    ("<p></p><p> </p><p>&nbsp;</p><p>One</p>", ["One"]),
    ("<p>One<br/>two<br />three</p>", ["One\ntwo\nthree"]),
    ("<P>One</P><P>Two</P>", ["One", "Two"]),
    ("<p>One<p>Two<p>Three", ["One", "Two", "Three"]),
    ("One<br><br>Two", ["One", "Two"]),
    ("<p>1 &lt; 2 &amp; 3 &gt; 2</p>", ["1 < 2 & 3 > 2"]),
    ("<p>caf&#233; caf&#xe9; caf&eacute;</p>", ["café café café"]),
    ("<p>&ldquo;So&rdquo; &ndash; it&rsquo;s</p>", ["“So” – it’s"]),
    ("<html><head><title>No</title></head><body><p>One</p></body></html>", ["One"]),
    ("<script>var a = '<p>no</p>';</script><p>One</p>", ["One"]),
    ("<style>p { color: red }</style><p>One</p>", ["One"]),
    ("<p>One</p><figure><figcaption>A ship.</figcaption></figure>", ["One"]),
    ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", ["A\tB\n1\t2"]),
    ("<p>One</p><hr><p>Two</p>", ["One", "Two"]),
    ("<dl><dt>One</dt><dd>Two</dd></dl>", ["One", "Two"]),
    ("Plain text", ["Plain text"]),
    ("", []),
    ("<p>", []),
]


@pytest.mark.parametrize(("html", "paragraphs"), PARAGRAPHS)
def test_an_element_begins_or_continues_a_paragraph(html: str, paragraphs: list[str]) -> None:
    assert html_paragraphs(html) == paragraphs


LINES = [
    ("Pact signed", "Pact signed"),
    ("  Pact \n signed ", "Pact signed"),
    ("Pact &amp; more", "Pact & more"),
    ("<b>Pact</b> signed", "Pact signed"),
    ("Pact<br>signed", "Pact signed"),
    ("<h1>Pact signed</h1>", "Pact signed"),
    ("1 < 2", "1 < 2"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "line"), LINES)
def test_a_headline_with_markup_is_one_line(html: str, line: str) -> None:
    assert html_line(html) == line


MARKED = [
    ("<p>One</p>", True),
    ("One<br>two", True),
    ("<b>One</b>", True),
    ("One &lt;p&gt;two", False),
    ("1 < 2 and 3 > 2", False),
    ("<erik.larsen@xp.example>", False),
    ("One", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "marked"), MARKED)
def test_a_text_has_markup(text: str, marked: bool) -> None:
    assert has_markup(text) is marked


NITF = [
    ("<body.content><p>One</p><p>Two</p></body.content>", ["One", "Two"]),
    ("<body.head><hedline><hl1>No</hl1></hedline></body.head><body.content><p>One</p></body.content>", ["One"]),
    ("<body.content><hl2>One</hl2><p>Two</p></body.content>", ["One", "Two"]),
    ("<body.content><p>One</p><media><media-caption>No</media-caption></media></body.content>", ["One"]),
    ("<body.content><p>One</p></body.content><body.end><tagline>xp</tagline></body.end>", ["One"]),
]


@pytest.mark.parametrize(("body", "paragraphs"), NITF)
def test_only_the_content_of_nitf_is_the_body(body: str, paragraphs: list[str]) -> None:
    document = f"<nitf><body>{body}</body></nitf>"
    assert is_nitf(document)
    assert nitf_paragraphs(document) == paragraphs
    assert body_paragraphs(document) == paragraphs
