"""Fields of ninjs: one row is a piece of the object, and the value of one field."""

from __future__ import annotations

import json

import pytest

from producer.formats import parse

ITEM = {"uri": "urn:x:1", "type": "text", "headline": "Pact signed", "body_text": "The two signed."}


def article(**keys: object) -> dict[str, object]:
    """The article of an item with these keys; a key without a value is left out."""
    item = {key: value for key, value in (ITEM | keys).items() if value is not None}
    (found,) = parse(json.dumps(item).encode(), "x.json").articles
    return found.model_dump(mode="json")


FIELDS: list[tuple[dict[str, object], str, object]] = [
    ({}, "id", "urn:x:1"),
    ({"uri": None, "guid": "urn:x:2"}, "id", "urn:x:2"),
    ({"guid": "urn:x:2"}, "id", "urn:x:1"),
    ({}, "version", 1),
    ({"version": 3}, "version", 3),
    ({"version": "3"}, "version", 3),
    ({"version": "v3"}, "version", 1),
    ({"urgency": 1}, "urgency", 1),
    ({"urgency": "2"}, "urgency", 2),
    ({"urgency": 9}, "urgency", None),
    ({"urgency": None}, "urgency", None),
    ({"pubstatus": "usable"}, "status", "usable"),
    ({"pubstatus": "withheld"}, "status", "withheld"),
    ({"pubstatus": "canceled"}, "status", "canceled"),
    ({"pubstatus": "stat:canceled"}, "status", "canceled"),
    ({"pubStatus": "canceled"}, "status", "canceled"),
    ({"pubstatus": "unheard"}, "status", "usable"),
    ({"headline": "Pact &amp; more"}, "headline", "Pact & more"),
    ({"headline": "<b>Pact</b> signed"}, "headline", "Pact signed"),
    ({"headline": None, "headlines": [{"value": "Pact"}]}, "headline", "Pact"),
    ({"headline": None, "headlines": [{"value": "Ten"}, {"role": "main", "value": "Pact"}]}, "headline", "Pact"),
    ({"headline": None, "headline_main": "Pact"}, "headline", "Pact"),
    ({"byline": "Erik Larsen"}, "byline", "Erik Larsen"),
    ({"by": "Erik Larsen"}, "byline", "Erik Larsen"),
    ({"slugline": "pact"}, "slugline", "pact"),
    ({"ednote": "Adds vote"}, "editor_note", "Adds vote"),
    ({"edNote": "Adds vote"}, "editor_note", "Adds vote"),
    ({"ednote": "<p>Adds vote</p><p>Adds quote</p>"}, "editor_note", "Adds vote\n\nAdds quote"),
    ({"copyrightnotice": "(c) XP"}, "rights", "(c) XP"),
    ({"url": "https://xp.example/1"}, "url", "https://xp.example/1"),
    ({"href": "https://xp.example/1"}, "url", "https://xp.example/1"),
    ({"language": "en"}, "language", "en"),
    ({"language": "en_us"}, "language", "en-US"),
    ({"language": "English language"}, "language", None),
    ({"firstcreated": "2025-05-08T09:30:00Z"}, "published", "2025-05-08T09:30:00Z"),
    ({"contentcreated": "2025-05-08T09:30:00Z"}, "published", "2025-05-08T09:30:00Z"),
    ({"versioncreated": "2025-05-08T09:30:00Z"}, "updated", "2025-05-08T09:30:00Z"),
    ({"versionCreated": "2025-05-08T09:30:00+02:00"}, "updated", "2025-05-08T09:30:00+02:00"),
    ({"versioncreated": "yesterday"}, "updated", None),
    ({"embargoed": "2025-05-08T12:00:00Z"}, "embargo_until", "2025-05-08T12:00:00Z"),
    ({"embargoedUntil": "2025-05-08T12:00:00Z"}, "embargo_until", "2025-05-08T12:00:00Z"),
    ({"source": "XP"}, "source", "XP"),
    ({"infosource": [{"name": "XP"}]}, "source", "XP"),
    ({"infosources": [{"literal": "XP"}]}, "source", "XP"),
    ({"infosources": [{"code": "xp", "name": "XP"}]}, "source", "XP"),
    ({"keywords": ["port", "pact"]}, "keywords", ["port", "pact"]),
    ({"keywords": ["port, pact"]}, "keywords", ["port", "pact"]),
    ({"keywords": ["port; pact", "port"]}, "keywords", ["port", "pact"]),
    ({"subject": [{"code": "20000593"}]}, "subjects", ["medtop:20000593"]),
    ({"subject": [{"code": "medtop:20000593"}]}, "subjects", ["medtop:20000593"]),
    ({"subjects": [{"uri": "http://cv.iptc.org/newscodes/mediatopic/20000593"}]}, "subjects", ["medtop:20000593"]),
    ({"subject": [{"code": "20000593", "scheme": "vendor"}]}, "subjects", []),
    ({"subject": [{"name": "ports"}]}, "subjects", []),
    ({"standard": {"version": "2.1"}}, "format", "ninjs/2.1"),
    ({"$standard": {"version": "1.3"}}, "format", "ninjs/1.3"),
    ({"standard": {"version": "two"}}, "format", "ninjs/1"),
    ({}, "format", "ninjs/1"),
    ({"headlines": [{"value": "Pact"}]}, "format", "ninjs/2"),
    ({"versionCreated": "2025-05-08T09:30:00Z"}, "format", "ninjs/3"),
    ({"body_text": "One.\n\nTwo."}, "body", "One.\n\nTwo."),
    ({"body_html": "<p>One.</p><p>Two.</p>"}, "body", "One.\n\nTwo."),
    ({"body_xhtml": "<p>One.</p><p>Two.</p>"}, "body", "One.\n\nTwo."),
    ({"body_html": "<p>One &amp; two.</p>", "body_text": "Plain."}, "body", "One & two."),
    ({"body_text": None, "bodies": [{"value": "<p>One.</p>", "contentType": "text/html"}]}, "body", "One."),
    ({"body_text": None, "bodies": [{"value": "One.", "contentType": "text/plain"}]}, "body", "One."),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "name", "value"), FIELDS)
def test_a_key_of_the_item_gives_a_field(keys: dict[str, object], name: str, value: object) -> None:
    assert article(**keys)[name] == value


SKIPPED: list[tuple[dict[str, object], str]] = [
    ({"type": "picture"}, "picture"),
    ({"type": "video"}, "video"),
    ({"type": "audio"}, "audio"),
    ({"type": "graphic"}, "graphic"),
]


@pytest.mark.parametrize(("keys", "what"), SKIPPED)
def test_an_item_without_a_story_is_skipped(keys: dict[str, object], what: str) -> None:
    parsed = parse(json.dumps(ITEM | keys).encode(), "x.json")
    assert ([skip.what for skip in parsed.skipped], parsed.articles) == ([what], ())
