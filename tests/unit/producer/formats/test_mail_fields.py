"""Fields of a mail: one row is its header fields, and the value of one field of the article."""

from __future__ import annotations

import pytest

from producer.formats import parse

HEADER = "From: Xample Press <wire@xp.example>\nSubject: Pact signed\nMessage-ID: <7@xp.example>\n"


def field(name: str, header: str = "", body: str = "The two signed.\n") -> object:
    """Value of a field of the article in a mail with these header fields."""
    names = {line.partition(":")[0].lower() for line in header.splitlines()}
    kept = "".join(f"{line}\n" for line in HEADER.splitlines() if line.partition(":")[0].lower() not in names)
    (article,) = parse(f"{kept}{header}\n{body}".encode(), "x.eml").articles
    return article.model_dump(mode="json")[name]


FIELDS: list[tuple[str, str, object]] = [
    ("", "id", "7@xp.example"),
    ("Message-ID: 8@xp.example\n", "id", "8@xp.example"),
    ("", "headline", "Pact signed"),
    ("Subject: =?utf-8?q?Caf=C3=A9_closes?=\n", "headline", "Café closes"),
    ("Subject: =?utf-8?b?Q2Fmw6kgY2xvc2Vz?=\n", "headline", "Café closes"),
    ("Subject: =?iso-8859-1?q?Caf=E9?= closes\n", "headline", "Café closes"),
    ("Subject: Pact\n signed\n", "headline", "Pact signed"),
    ("Subject: UPDATE 1-Pact signed\n", "kind", "update"),
    ("Subject: CORRECTED-Pact signed\n", "kind", "correction"),
    ("", "kind", "story"),
    ("", "source", "Xample Press"),
    ("From: wire@xp.example\n", "source", "wire@xp.example"),
    ('From: "Press, Xample" <wire@xp.example>\n', "source", "Press, Xample"),
    ("Date: Thu, 08 May 2025 09:30:00 +0200\n", "updated", "2025-05-08T09:30:00+02:00"),
    ("Date: Thu, 08 May 2025 09:30:00 +0200\n", "published", "2025-05-08T09:30:00+02:00"),
    ("Date: 8 May 2025 09:30:00 GMT\n", "updated", "2025-05-08T09:30:00Z"),
    ("Date: soon\n", "updated", None),
    ("Content-Language: en-gb\n", "language", "en-GB"),
    ("Content-Language: en, fr\n", "language", "en"),
    ("Keywords: port, pact\n", "keywords", ["port", "pact"]),
    ("Keywords: port; pact; port\n", "keywords", ["port", "pact"]),
    ("", "keywords", []),
    ("", "format", "email"),
    ("", "body", "The two signed."),
]


@pytest.mark.parametrize(("header", "name", "value"), FIELDS)
def test_a_header_field_gives_a_field(header: str, name: str, value: object) -> None:
    assert field(name, header) == value


BODIES = [
    ("", "One.\n\nTwo.\n", "One.\n\nTwo."),
    ("", "One.\n-- \nErik Larsen\n", "One."),
    ("Content-Type: text/html\n", "<p>One.</p><p>Two.</p>\n", "One.\n\nTwo."),
    ("Content-Type: text/html\n", "<p>One &amp; two.</p>\n", "One & two."),
    ("Content-Type: text/plain; format=flowed\n", "One \ngoes on.\n", "One goes on."),
    ("Content-Transfer-Encoding: quoted-printable\n", "Caf=C3=A9 clo=\nses.\n", "Café closes."),
    ("Content-Transfer-Encoding: base64\n", "Q2Fmw6kgY2xvc2VzLg==\n", "Café closes."),
    ("Content-Type: text/plain; charset=utf-8\n", "Café closes.\n", "Café closes."),
]


@pytest.mark.parametrize(("header", "payload", "body"), BODIES)
def test_a_body_is_decoded(header: str, payload: str, body: str) -> None:
    assert field("body", f"MIME-Version: 1.0\n{header}", payload) == body
