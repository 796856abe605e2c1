"""Fields of NewsML-G2: one row is a piece of the item, and the value of one field."""

from __future__ import annotations

import pytest

from producer.formats import parse

ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"{attributes}>{rights}
<itemMeta><itemClass qcode="{kind}"/>{item_meta}</itemMeta>
<contentMeta><headline>Pact signed</headline>{content_meta}</contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html><body><p>The two signed.</p></body></html></inlineXML>
</contentSet></newsItem>"""


def document(**pieces: str) -> bytes:
    """An item with these pieces."""
    given = dict.fromkeys(("attributes", "rights", "item_meta", "content_meta"), "") | {"kind": "ninat:text"} | pieces
    return ITEM.format(**given).encode()


def field(name: str, **pieces: str) -> object:
    """Value of a field of the article in an item with these pieces."""
    (article,) = parse(document(**pieces), "x.xml").articles
    return article.model_dump(mode="json")[name]


ITEM_META: list[tuple[str, str, object]] = [
    ('<pubStatus qcode="stat:usable"/>', "status", "usable"),
    ('<pubStatus qcode="stat:canceled"/>', "status", "canceled"),
    ('<pubStatus qcode="stat:withheld"/>', "status", "withheld"),
    ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', "status", "canceled"),
    ("<pubStatus>withheld</pubStatus>", "status", "withheld"),
    ("", "status", "usable"),
    ("<versionCreated>2025-05-08T09:30:00Z</versionCreated>", "updated", "2025-05-08T09:30:00Z"),
    ("<firstCreated>2025-05-08T09:30:00+02:00</firstCreated>", "published", "2025-05-08T09:30:00+02:00"),
    ("<embargoed>2025-05-08T12:00:00Z</embargoed>", "embargo_until", "2025-05-08T12:00:00Z"),
    ("<embargoed/>", "embargo_until", None),
    ("<edNote>Adds vote</edNote>", "editor_note", "Adds vote"),
    ("<edNote>Adds vote</edNote><edNote>Adds quote</edNote>", "editor_note", "Adds vote\n\nAdds quote"),
    ('<signal qcode="sig:correction"/>', "kind", "correction"),
    ('<signal qcode="sig:update"/>', "kind", "update"),
    ('<signal qcode="xp:writethru"/>', "kind", "update"),
    ('<signal qcode="xp:replace"/>', "kind", "update"),
    ('<signal qcode="xp:advisory"/>', "kind", "advisory"),
    ('<role qcode="itemrole:advisory"/>', "kind", "advisory"),
    ('<signal qcode="xp:other"/>', "kind", "story"),
    ('<provider literal="xp.example"/>', "source", "xp.example"),
    ('<provider qcode="nprov:XP"/>', "source", "XP"),
    ('<provider qcode="nprov:XP"><name>Xample Press</name></provider>', "source", "Xample Press"),
]


@pytest.mark.parametrize(("item_meta", "name", "value"), ITEM_META)
def test_a_field_of_the_metadata_of_the_item(item_meta: str, name: str, value: object) -> None:
    assert field(name, item_meta=item_meta) == value


CONTENT_META: list[tuple[str, str, object]] = [
    ("<urgency>1</urgency>", "urgency", 1),
    ("<urgency>8</urgency>", "urgency", 8),
    ("<urgency>0</urgency>", "urgency", None),
    ("<urgency/>", "urgency", None),
    ('<language tag="en-gb"/>', "language", "en-GB"),
    ('<language tag="eng"/>', "language", "en"),
    ('<language tag="?"/>', "language", None),
    ("<by>Erik Larsen</by>", "byline", "Erik Larsen"),
    ("<creator><name>Erik Larsen</name></creator>", "byline", "Erik Larsen"),
    ("<by>Anna Berg</by><creator><name>Erik Larsen</name></creator>", "byline", "Anna Berg"),
    ("<slugline>PACT</slugline>", "slugline", "PACT"),
    ("<keyword>port</keyword><keyword>pact</keyword>", "keywords", ["port", "pact"]),
    ("<keyword>port</keyword><keyword>port</keyword>", "keywords", ["port"]),
    ('<subject qcode="medtop:20000593"/>', "subjects", ["medtop:20000593"]),
    ('<subject qcode="subj:11002000"/>', "subjects", ["subj:11002000"]),
    ('<subject uri="http://cv.iptc.org/newscodes/mediatopic/20000593"/>', "subjects", ["medtop:20000593"]),
    ('<subject qcode="N2:US"/>', "subjects", []),
    ('<infoSource literal="XP"/>', "source", "XP"),
    ("<infoSource><name>Xample Press</name></infoSource>", "source", "Xample Press"),
    ("<contentCreated>2025-05-08T09:30:00Z</contentCreated>", "published", "2025-05-08T09:30:00Z"),
]


@pytest.mark.parametrize(("content_meta", "name", "value"), CONTENT_META)
def test_a_field_of_the_metadata_of_the_content(content_meta: str, name: str, value: object) -> None:
    assert field(name, content_meta=content_meta) == value


OTHERS: list[tuple[dict[str, str], str, object]] = [
    ({}, "id", "urn:x:1"),
    ({}, "version", 1),
    ({"attributes": ' version="4"'}, "version", 4),
    ({"attributes": ' version="0"'}, "version", 1),
    ({"attributes": ' xml:lang="fr"'}, "language", "fr"),
    ({"attributes": ' xml:lang="fr"', "content_meta": '<language tag="de"/>'}, "language", "de"),
    ({"rights": "<rightsInfo><copyrightNotice>(c) XP</copyrightNotice></rightsInfo>"}, "rights", "(c) XP"),
    ({}, "rights", None),
    ({}, "headline", "Pact signed"),
    ({}, "body", "The two signed."),
    ({}, "format", "newsml-g2"),
]


@pytest.mark.parametrize(("pieces", "name", "value"), OTHERS)
def test_a_field_of_the_item(pieces: dict[str, str], name: str, value: object) -> None:
    assert field(name, **pieces) == value


@pytest.mark.parametrize("kind", ["picture", "graphic", "video", "audio", "composite"])
def test_an_item_of_another_class_is_skipped(kind: str) -> None:
    parsed = parse(document(kind=f"ninat:{kind}"), "x.xml")
    assert ([skip.what for skip in parsed.skipped], parsed.articles) == ([kind], ())
