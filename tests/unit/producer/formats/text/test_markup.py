"""HTML and similar markup as paragraphs."""

from __future__ import annotations

import pytest

from producer.formats.text import markup
from producer.formats.text.markup import html_line, html_paragraphs, html_tree, local_name, refuse_tags
from wiredesk.errors import TooLarge


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("", []),
        ("Text", ["Text"]),
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<p>One<br>line</p>", ["One\nline"]),
        ("<p>One<br><br>Two</p>", ["One", "Two"]),
        ("<p>a  <b>bold</b>\nword</p>", ["a bold word"]),
        ("<div>One<p>Two</p>three</div>", ["One", "Two", "three"]),
        ("<p>One</p><script>no()</script><style>p{}</style><p>Two", ["One", "Two"]),
        ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", ["One", "Two"]),
        ("<p>it&#146;s &amp;amp; caf&eacute;</p>", ["it’s & café"]),
        ("<p>cut <b>off", ["cut off"]),
        ("<p>One<!-- note --> word</p>", ["One word"]),
        ("<table><tr><td>Oslo</td><td>3</td></tr><tr><td>Bergen</td><td>14</td></tr></table>", ["Oslo\t3\nBergen\t14"]),
        ("<table><tr><td>One cell that lays out a page</td></tr></table>", ["One cell that lays out a page"]),
        ("<pre>a  1\nb  2</pre>", ["a  1\nb  2"]),
    ],
)
def test_markup_becomes_paragraphs(html: str, found: list[str]) -> None:
    assert html_paragraphs(html) == found


def test_a_table_with_a_long_cell_lays_out_a_page() -> None:
    cell = "word " * markup.MAX_CELL_CHARS
    found = html_paragraphs(f"<table><tr><td>{cell}</td><td>side</td></tr></table>")
    assert found == [cell.strip(), "side"]


@pytest.mark.parametrize(
    ("html", "line"),
    [("Plain  text", "Plain text"), ("R&amp;D <i>grows</i>", "R&D grows"), ("<p>One</p><p>Two</p>", "One Two")],
)
def test_a_headline_is_one_line(html: str, line: str) -> None:
    assert html_line(html) == line


@pytest.mark.parametrize(
    ("tag", "name"), [("{urn:x}Body", "body"), ("xhtml:P", "p"), ("hl1", "hl1"), (html_tree, ""), (None, "")]
)
def test_names_are_local_and_lower_case(tag: object, name: str) -> None:
    assert local_name(tag) == name


def test_a_document_of_very_many_tags_is_rejected() -> None:
    with pytest.raises(TooLarge, match="2,000,001 tags"):
        refuse_tags("<" * (markup.MAX_TAGS + 1), "page.html")
    refuse_tags("<p>" * 1000)


def test_an_empty_document_has_no_tree() -> None:
    assert html_tree(" \n") is None
    assert html_tree("<p>") is not None
