"""XML documents and their elements by local name."""

from __future__ import annotations

import pytest

from producer.formats import xmltree
from wiredesk.errors import BadData

DOCUMENT = b"""<n:news xmlns:n="urn:n" xml:lang="en">
  <n:head><n:title Lang="de">One <b>bold</b>ly</n:title></n:head>
  <n:body><p>First.</p><p>R&amp;amp;D</p></n:body>
</n:news>"""


def test_elements_are_found_by_local_names() -> None:
    root = xmltree.load(DOCUMENT, "a.xml")
    title = xmltree.child(root, "head", "title")
    assert title is not None and xmltree.child(root, "head", "missing") is None
    assert xmltree.child(None, "head") is None and xmltree.descendant(None, "p") is None
    assert len(list(xmltree.descendants(root, "p", "b"))) == 3
    assert xmltree.attribute(title, "lang") == "de" and xmltree.attribute(title, "x") is None
    assert xmltree.xml_language(title) == "de" and xmltree.xml_language(xmltree.descendant(root, "p")) == "en"


def test_the_text_of_an_element_is_one_line() -> None:
    root = xmltree.load(DOCUMENT, "a.xml")
    title, body = xmltree.descendant(root, "title"), xmltree.descendant(root, "body")
    assert xmltree.text_of(title) == "One bold ly"
    assert xmltree.rendered_line(title) == "One boldly"
    assert xmltree.rendered_line(body) == "First. R&D"
    assert xmltree.text_of(None) is None and xmltree.rendered_line(None) is None


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16", "koi8-r"])
def test_the_declaration_gives_the_charset(encoding: str) -> None:
    text = "Заявил" if encoding == "koi8-r" else "Café"
    data = f'<?xml version="1.0" encoding="{encoding}"?><a>{text}</a>'.encode(encoding)
    assert xmltree.load(data, "a.xml").text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"<a>\n<b></a>", "a.xml, line 2: not well-formed XML"), (b"text", "a.xml, line 1: not well-formed XML")],
)
def test_a_damaged_document_is_rejected_with_its_line(data: bytes, message: str) -> None:
    with pytest.raises(BadData) as caught:
        xmltree.load(data, "a.xml")
    assert str(caught.value).startswith(message)


def test_a_damaged_document_is_read_on_request() -> None:
    assert xmltree.load(b"<a><b>text", "a.xml", broken=True).findtext("b") == "text"
    assert xmltree.load(b"", "a.xml", broken=True) is None
