"""The charset of the envelope is honoured by formats that do not declare one themselves."""

from __future__ import annotations

import pytest

from producer.formats import Envelope, parse

HEADLINE = "Přehrada vydrží"
BODY = "PRAHA, Nov 24 (XP) - Přehrada u města vydrží další déšť, řekl ředitel."
TEXT = f"{HEADLINE}\n\n{BODY}\n"
IPTC = f"\x01XAP0041 3 POL 30 ferry\r\n\x02{HEADLINE} =\r\n\r\n   {BODY}\r\n\x03241200 NOV 26\r\n\x04"
ANPA = f"\x16\x16\x01a0042\r\nr a \x10bc-dam 11-24 30\r\n\x02^{HEADLINE}\r\n\t{BODY}\r\n\x03AP-XX-11-24-26 1200GMT\x04"


@pytest.mark.parametrize("text", [TEXT, IPTC, ANPA])
@pytest.mark.parametrize("charset", ["windows-1250", '"ISO-8859-2"', "CP852", "mac_latin2", "utf-8"])
def test_text_is_read_in_the_charset_that_the_transport_names(text: str, charset: str) -> None:
    data = text.encode(charset.strip('"'))
    (article,) = parse(data, envelope=Envelope(charset=charset)).articles
    assert HEADLINE in (article.headline or "") and BODY.partition(" - ")[2] in article.body


@pytest.mark.parametrize("charset", ["windows-1250", "klingon", "rot13", "base64", "", "utf-8\0"])
def test_a_charset_that_is_wrong_or_unknown_does_no_harm(charset: str) -> None:
    (article,) = parse(TEXT.encode(), envelope=Envelope(charset=charset)).articles
    assert article.headline == HEADLINE


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1251", "Плотина выдержит\n\nОРЛА, 24 ноября - Плотина выдержит."),
        ("koi8-r", "Плотина выдержит\n\nОРЛА, 24 ноября - Плотина выдержит."),
        ("shift_jis", "ダムは持ちこたえる\n\n東京、十一月 - ダムは持ちこたえる。"),
        ("gb2312", "大坝坚持住了\n\n北京，十一月 - 大坝坚持住了。"),
        ("iso-8859-7", "Το φράγμα αντέχει\n\nΑΘΗΝΑ - Το φράγμα αντέχει."),
        ("windows-1255", "הסכר יחזיק\n\nחיפה - הסכר יחזיק."),
    ],
)
def test_other_scripts(charset: str, text: str) -> None:
    (article,) = parse(text.encode(charset), envelope=Envelope(charset=charset)).articles
    assert article.headline == text.partition("\n")[0]
