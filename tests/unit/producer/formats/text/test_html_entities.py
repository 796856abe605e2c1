"""DOCTYPEs and entities of XML documents before the parser sees them."""

from __future__ import annotations

import pytest

from producer.formats.text.html_entities import without_doctype
from wiredesk.errors import BadData


@pytest.mark.parametrize(
    ("document", "expanded"),
    [
        ("<a>b</a>", "<a>b</a>"),
        ('<?xml version="1.0"?><a/>', "<a/>"),
        ('<!DOCTYPE nitf SYSTEM "nitf.dtd"><a/>', "<a/>"),
        ('<!-- note --><!DOCTYPE a [<!ENTITY x "]>">]><a>&x;</a>', "<!-- note --><a>]></a>"),
        ("<a>R&D &amp; &lt;</a>", "<a>R&amp;D &amp; &lt;</a>"),
        ("<a>caf&eacute;&nbsp;&mdash;&unknown;</a>", "<a>café\xa0—&amp;unknown;</a>"),
        ("<a>&#65;&#x42;&#146;&#0;&#xD800;&#q;</a>", "<a>&#65;&#66;’&amp;#q;</a>"),
        ("<a><![CDATA[R&D &nbsp;]]><!-- R&D --></a>", "<a><![CDATA[R&D &nbsp;]]><!-- R&D --></a>"),
        ('<!DOCTYPE a [<!ENTITY x "1&y;"><!ENTITY y "2">]><a>&x;</a>', "<a>12</a>"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "<a></a>"),
    ],
)
def test_entities_become_characters(document: str, expanded: str) -> None:
    assert without_doctype(document, "a.xml") == expanded


def test_line_numbers_are_kept() -> None:
    document = '<?xml version="1.0"\n?>\n<!DOCTYPE a [\n<!ENTITY x "1">\n]>\n<a>\n</a>'
    assert without_doctype(document, "a.xml").count("\n") == document.count("\n")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x "&x;">',
        '<!ENTITY x "&y;"><!ENTITY y "&x;">',
        f'<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l8;">',
        f'<!ENTITY x "{"a" * 60_000}">',
    ],
)
def test_entities_that_expand_without_bound_are_rejected(declared: str) -> None:
    with pytest.raises(BadData, match=r"a\.xml: XML entit.* expands? without bound"):
        without_doctype(f"<!DOCTYPE a [{declared}]><a>&x;&x;</a>", "a.xml")
