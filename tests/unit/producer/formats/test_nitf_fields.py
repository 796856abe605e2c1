"""Fields of NITF: one row is a piece of the document, and the value of one field."""

from __future__ import annotations

import pytest

from producer.formats import parse

DOCUMENT = """<nitf{attributes}><head>{head}<docdata{status}>{docdata}</docdata></head>
<body><body.head>{body_head}</body.head><body.content><p>The two signed.</p></body.content></body></nitf>"""


def field(name: str, **pieces: str) -> object:
    """Value of a field of the article in a document with these pieces."""
    given = dict.fromkeys(("attributes", "head", "status", "docdata", "body_head"), "") | pieces
    (article,) = parse(DOCUMENT.format(**given).encode(), "x.xml").articles
    return article.model_dump(mode="json")[name]


DOCDATA: list[tuple[str, str, object]] = [
    ('<urgency ed-urg="1"/>', "urgency", 1),
    ('<urgency ed-urg="8"/>', "urgency", 8),
    ('<urgency ed-urg="9"/>', "urgency", None),
    ('<urgency ed-urg="0"/>', "urgency", None),
    ("<urgency/>", "urgency", None),
    ("", "urgency", None),
    ('<doc-id id-string="xp.7"/>', "id", "xp.7"),
    ('<doc-id id-string="xp.7" regsrc="XP"/>', "source", "XP"),
    ('<del-list><from-src src-name="Xample"/></del-list>', "source", "Xample"),
    ('<du-key version="1"/>', "version", 1),
    ('<du-key version="007"/>', "version", 7),
    ('<du-key version="0"/>', "version", 1),
    ("", "version", 1),
    ('<date.issue norm="20250508T093000Z"/>', "updated", "2025-05-08T09:30:00Z"),
    ('<date.issue norm="20250508T093000Z"/>', "published", "2025-05-08T09:30:00Z"),
    ('<date.issue norm="20250508T093000+0200"/>', "updated", "2025-05-08T09:30:00+02:00"),
    ('<date.issue norm="today"/>', "updated", None),
    ('<ed-msg info="Adds vote"/>', "editor_note", "Adds vote"),
    ('<ed-msg info="Adds vote"/><ed-msg info="Adds quote"/>', "editor_note", "Adds vote\n\nAdds quote"),
    ("<ed-msg>Adds vote</ed-msg>", "editor_note", "Adds vote"),
    ("", "editor_note", None),
    ('<key-list><keyword key="port"/></key-list>', "keywords", ["port"]),
    ('<key-list><keyword key="port"/><keyword key="port"/></key-list>', "keywords", ["port"]),
    ('<key-list><keyword key="port"/></key-list>', "slugline", "port"),
    ('<doc.copyright holder="XP"/>', "rights", "XP"),
    ('<doc.copyright year="2025"/>', "rights", "2025"),
    ('<doc.copyright year="2025" holder="XP"/>', "rights", "2025 XP"),
    ('<doc.copyright year="20250508T093000Z" holder="XP"/>', "rights", "2025 XP"),
]


@pytest.mark.parametrize(("docdata", "name", "value"), DOCDATA)
def test_a_field_of_the_document_data(docdata: str, name: str, value: object) -> None:
    assert field(name, docdata=docdata) == value


STATUS: list[tuple[str, str, str, str | None]] = [
    ("usable", "", "usable", None),
    ("", "", "usable", None),
    ("canceled", "", "canceled", None),
    ("withheld", "", "withheld", None),
    ("embargoed", '<date.release norm="20250508T120000Z"/>', "usable", "2025-05-08T12:00:00Z"),
    ("Embargoed", '<date.release norm="20250508T120000Z"/>', "usable", "2025-05-08T12:00:00Z"),
    ("embargoed", '<date.release norm="soon"/>', "withheld", None),
    ("usable", '<date.release norm="20250508T120000Z"/>', "usable", None),
]


@pytest.mark.parametrize(("management", "docdata", "status", "embargo"), STATUS)
def test_the_management_status(management: str, docdata: str, status: str, embargo: str | None) -> None:
    given = f' management-status="{management}"' if management else ""
    assert field("status", status=given, docdata=docdata) == status
    assert field("embargo_until", status=given, docdata=docdata) == embargo


HEADS: list[tuple[str, str, object]] = [
    ("<hedline><hl1>Pact signed</hl1></hedline>", "headline", "Pact signed"),
    ("<hedline><hl1>Pact <em>signed</em></hl1></hedline>", "headline", "Pact signed"),
    ("<hedline><hl1>Pact signed</hl1><hl2>Ten years</hl2></hedline>", "headline", "Pact signed"),
    ("<hedline>Pact signed</hedline>", "headline", "Pact signed"),
    ("<byline>By Erik Larsen</byline>", "byline", "By Erik Larsen"),
    ("<byline>By <person>Erik Larsen</person></byline>", "byline", "By Erik Larsen"),
    ("<byline>By <person>Erik Larsen</person>, XP</byline>", "byline", "By Erik Larsen, XP"),
    ("<byline></byline><byline>By Erik Larsen</byline>", "byline", "By Erik Larsen"),
    ("<distributor>Xample Press</distributor>", "source", "Xample Press"),
    ("<distributor><org>Xample Press</org></distributor>", "source", "Xample Press"),
]


@pytest.mark.parametrize(("body_head", "name", "value"), HEADS)
def test_a_field_of_the_head_of_the_body(body_head: str, name: str, value: object) -> None:
    assert field(name, body_head=body_head) == value


META: list[tuple[str, str, object]] = [
    ("<title>Pact signed</title>", "headline", "Pact signed"),
    ('<meta name="anpa-keyword" content="pact"/>', "slugline", "pact"),
    ('<meta name="slugline" content="pact"/>', "slugline", "pact"),
    ('<meta name="SLUG" content="pact"/>', "slugline", "pact"),
    ('<meta name="author" content="pact"/>', "slugline", None),
    ('<tobject><tobject.subject tobject.subject.refnum="11002000"/></tobject>', "subjects", ["subj:11002000"]),
    (
        '<tobject><tobject.subject tobject.subject.refnum="11002000" tobject.subject.ipr="XP"/></tobject>',
        "subjects",
        [],
    ),
]


@pytest.mark.parametrize(("head", "name", "value"), META)
def test_a_field_of_the_head(head: str, name: str, value: object) -> None:
    assert field(name, head=head) == value


@pytest.mark.parametrize(
    ("attributes", "language"),
    [
        (' xml:lang="en"', "en"),
        (' xml:lang="en-us"', "en-US"),
        (' baselang="fr"', "fr"),
        (' xml:lang="?"', None),
        ("", None),
    ],
)
def test_the_language_of_the_document(attributes: str, language: str | None) -> None:
    assert field("language", attributes=attributes) == language
