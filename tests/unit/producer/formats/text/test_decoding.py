"""Bytes in any charset, and wrong declarations."""

from __future__ import annotations

import codecs

import pytest

from producer.formats.text.decoding import decode, decode_markup, printable, repair_twice_encoded

TEXT = "Nörland’s café — ž"


def test_marks_come_first() -> None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ):
        assert decode(mark + TEXT.encode(name), "iso-8859-1") == TEXT


@pytest.mark.parametrize(
    "declared", [None, "utf-8", "ISO-8859-1", "windows-1252", "us-ascii", "utf-16", "no-such-charset"]
)
def test_utf8_is_known_by_its_bytes(declared: str | None) -> None:
    assert decode(TEXT.encode(), declared) == TEXT


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1252", "hex"])
def test_invalid_utf8_is_windows_1252(declared: str | None) -> None:
    assert decode(TEXT.encode("cp1252"), declared) == TEXT


def test_a_declared_charset() -> None:
    assert decode("Заявил министр".encode("koi8-r"), "koi8-r") == "Заявил министр"
    assert decode("총리".encode("euc-kr"), "EUC-KR") == "총리"
    assert decode("国务院總理".encode("gbk"), "gb2312") == "国务院總理"


def test_stray_bytes_among_utf8() -> None:
    assert decode("“quoted” ".encode() + b"caf\xe9") == "“quoted” café"
    assert decode("“quoted” ".encode() + b"cut \xe2\x80") == "“quoted” cut \ufffd"
    assert decode(b"\x81\x8d") == "\ufffd\ufffd"


def test_wide_documents_without_a_mark() -> None:
    assert decode_markup("<nitf/>".encode("utf-16-le")) == "<nitf/>"
    assert decode_markup("<nitf/>".encode("utf-32-be")) == "<nitf/>"


def test_controls_and_line_ends() -> None:
    assert printable("a\r\nb\rc\x00\x07\x1b\x7f\ufeffd\te") == "a\nb\ncd\te"


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("the worldâ€™s tallest", "the world’s tallest"),
        ("â€œquotedâ€\u009d", "“quoted”"),
        ("dÃ©jÃ\xa0 vu", "déjà vu"),
        ("CAFÉ” and NÃO", "CAFÉ” and NÃO"),
        ("Ã©", "Ã©"),
    ],
)
def test_text_that_was_encoded_twice(broken: str, mended: str) -> None:
    assert repair_twice_encoded(broken) == mended


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("В среду министр заявил, что переговоры о мире начнутся в мае.", "cp1251"),
        ("В среду министр заявил, что переговоры о мире начнутся в мае.", "koi8-r"),
        ("Ο υπουργός δήλωσε την Τετάρτη ότι οι συνομιλίες αρχίζουν.", "cp1253"),
        ("首相は八日、会談について「来週に行う」と述べた。", "shift_jis"),
        ("首相は八日、会談について「来週に行う」と述べた。", "euc_jp"),
        ("总理周三表示，关于和平的谈判将在五月开始。", "gbk"),
        ("총리는 수요일 평화 회담이 오월에 시작된다고 말했다.", "euc-kr"),
        ("Le président a dit à l’été qu’il était là, déjà.", "cp1252"),
    ],
)
def test_a_charset_that_nobody_declared(text: str, charset: str) -> None:
    assert decode(text.encode(charset)) == text


def test_western_bytes_that_look_like_the_start_of_utf8() -> None:
    assert decode(b"dijo \x93s\xed\x94. \xc9l", "iso-8859-1") == "dijo “sí”. Él"
    assert decode(b"dijo \x93s\xed\x94. \xc9l") == "dijo “sí”. Él"
