"""The charset of a media type, as servers write it."""

from __future__ import annotations

import pytest

from producer.formats.text.content_type import charset_of


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        (None, None),
        ("", None),
        ("text/plain", None),
        ("text/plain; charset=windows-1250", "windows-1250"),
        ('text/xml;CHARSET = "ISO-8859-2" ; format=flowed', "ISO-8859-2"),
        ("text/html; charset='utf-8'", "utf-8"),
        ("text/html; charset=", None),
        ('text/html; charset=""', None),
        ("application/json; version=2;charset=utf-8;x=y", "utf-8"),
        ("charset=utf-8", None),
        (";" * 100_000 + "charset=utf-8", None),
    ],
)
def test_the_charset_is_found(content_type: str | None, charset: str | None) -> None:
    assert charset_of(content_type) == charset
