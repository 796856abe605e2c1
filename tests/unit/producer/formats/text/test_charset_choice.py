"""Which charset a document is read in, when transport, document and bytes say different things."""

from __future__ import annotations

import pytest

from producer.formats import Envelope, parse
from producer.formats.text.charset_names import codec_of
from producer.formats.text.decoding import decode, decode_markup

LINES = {
    "windows-1250": "Přehrada vydrží, říká starosta Žižka, a voda klesá",
    "iso-8859-2": "Tama wytrzyma, mówi wójt Wąs, a woda opada w Łąkach",
    "windows-1251": "Плотина выдержит, сказал мэр города Орва во вторник",
    "koi8-r": "Плотина выдержит, сказал мэр города Орва во вторник",
    "koi8-u": "Гребля витримає, сказав міський голова Їжакевич",
    "iso-8859-5": "Плотина выдержит, сказал мэр города Орва во вторник",
    "windows-1252": "Der Damm hält, sagt Bürgermeister Groß – „endlich“",
    "iso-8859-15": "Le barrage tient, dit le maire d’Orva: 5 € l’œuvre".replace("’", "'"),
    "windows-1253": "Το φράγμα αντέχει, είπε ο δήμαρχος την Τρίτη",
    "iso-8859-7": "Το φράγμα αντέχει, είπε ο δήμαρχος την Τρίτη",
    "windows-1254": "Baraj dayanır, dedi başkan Işık Şahin, su çekiliyor",
    "iso-8859-9": "Baraj dayanır, dedi başkan Işık Şahin, su çekiliyor",
    "windows-1255": "הסכר מחזיק, ראש העיר אמר ביום שלישי",
    "iso-8859-8-i": "הסכר מחזיק, ראש העיר אמר ביום שלישי",
    "windows-1256": "السد صامد، قال رئيس البلدية يوم الثلاثاء",
    "iso-8859-6": "السد صامد، قال رئيس البلدية يوم الثلاثاء",
    "windows-1257": "Aizsprosts iztur, saka mērs Bērziņš, ūdens krītas",
    "tis-620": "เขื่อนยังอยู่ นายกเทศมนตรีกล่าวว่าเขื่อนยังอยู่",
    "windows-874": "เขื่อนยังอยู่ นายกเทศมนตรีกล่าวว่าเขื่อนยังอยู่",
    "euc-kr": "댐은 버틴다, 시장은 화요일에 댐이 버틴다고 말했다",
    "ks_c_5601-1987": "댐은 버틴다, 시장은 화요일에 댐이 버틴다고 말했다",
    "shift_jis": "ダムは持ちこたえる、市長は火曜日に述べた",
    "euc-jp": "ダムは持ちこたえる、市長は火曜日に述べた",
    "iso-2022-jp": "ダムは持ちこたえる、市長は火曜日に述べた",
    "big5": "水壩安全，市長星期二表示水壩是安全的",
    "gb2312": "大坝坚持住了，市长星期二在城里说",
    "gbk": "大坝坚持住了，市长星期二在城里说",
    "gb18030": "大坝坚持住了，市长星期二在城里说",
    "macintosh": "Der Damm hält, sagt Bürgermeister Groß",
}
CODECS = {"iso-8859-8-i": "iso8859-8", "windows-874": "cp874", "ks_c_5601-1987": "euc-kr", "macintosh": "mac-roman"}


def rss(line: str, charset: str = "", declaration: str = "") -> bytes:
    item = f"<item><guid isPermaLink='false'>1</guid><title>{line}</title><description>{line}.</description></item>"
    text = f"<?xml version='1.0'{declaration}?><rss version='2.0'><channel><title>N</title>{item}</channel></rss>"
    return text.encode(CODECS.get(charset, charset) or "utf-8")


def headline(data: bytes, charset: str | None) -> str | None:
    (article,) = parse(data, envelope=Envelope(charset=charset)).articles
    return article.headline


@pytest.mark.parametrize("charset", LINES)
def test_a_feed_is_read_in_the_charset_that_only_the_transport_names(charset: str) -> None:
    line = LINES[charset]
    assert headline(rss(line, charset), charset) == line
    assert headline(rss(line, charset), f' "{charset.upper()}" ') == line


@pytest.mark.parametrize("charset", LINES)
@pytest.mark.parametrize("named", ["klingon", "", "utf-8", "iso-8859-1", "us-ascii"])
def test_a_default_or_unknown_name_yields_to_the_declaration(charset: str, named: str) -> None:
    declaration = f" encoding='{charset}'"
    assert headline(rss(LINES[charset], charset, declaration), named) == LINES[charset]


@pytest.mark.parametrize("charset", LINES)
@pytest.mark.parametrize("declared", ["", " encoding='utf-8'", " encoding='iso-8859-1'", " encoding='windows-1252'"])
def test_the_transport_counts_more_than_the_declaration(charset: str, declared: str) -> None:
    if charset == "iso-8859-1":
        return
    assert headline(rss(LINES[charset], charset, declared), charset) == LINES[charset]


@pytest.mark.parametrize("named", [*LINES, "utf-8", "iso-8859-1", "cp437"])
@pytest.mark.parametrize(
    "line", ["Přehrada vydrží", "Плотина выдержит", "大坝坚持住了", "Der Damm hält, sagt Groß, müde"]
)
def test_utf_8_is_recognised_under_any_name(named: str, line: str) -> None:
    if "2022" not in named:
        assert headline(rss(line), named) == line


@pytest.mark.parametrize(
    ("charset", "named"),
    [
        ("windows-1251", "windows-1250"),
        ("windows-1251", "iso-8859-1"),
        ("windows-1251", "utf-8"),
        ("koi8-r", "windows-1251"),
        ("windows-1251", "koi8-r"),
        ("windows-1253", "windows-1252"),
        ("windows-1253", "windows-1251"),
        ("shift_jis", "euc-jp"),
        ("shift_jis", "utf-8"),
        ("euc-kr", "shift_jis"),
        ("big5", "iso-8859-1"),
        ("windows-1256", "iso-8859-1"),
        ("windows-1255", "iso-8859-1"),
        ("tis-620", "iso-8859-1"),
        ("windows-1252", "utf-8"),
        ("windows-1252", "shift_jis"),
    ],
)
def test_a_name_that_plainly_does_not_fit_garbles_nothing(charset: str, named: str) -> None:
    line = LINES[charset]
    assert headline(rss(f"{line}. {line}.", charset), named) == f"{line}. {line}."


def test_marks_and_wide_characters_count_more_than_any_name() -> None:
    for codec in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode("Přehrada".encode(codec), "windows-1250", "koi8-r") == "Přehrada"
    assert decode_markup("<a>ř</a>".encode("utf-16-le"), None, "windows-1250") == "<a>ř</a>"


@pytest.mark.parametrize(
    ("charset", "line"),
    [
        ("windows-1255", "הסכר החזיק מעמד"),
        ("iso-8859-8", "הסכר החזיק מעמד"),
        ("x-gbk", "大坝"),
        ("big5", "大壩挺住"),
        ("windows-1256", "صمد السد"),
        ("windows-1253", "Το φράγμα"),
    ],
)
def test_a_short_text_in_the_script_of_its_named_charset_is_read_as_named(charset: str, line: str) -> None:
    raw = line.encode(charset.removeprefix("x-"))
    assert decode(raw, None, charset) == decode(raw, charset) == line
    assert decode(b" ".join([raw] * 8), charset) == " ".join([line] * 8)


def test_two_bytes_that_are_utf_8_by_chance_are_read_as_named() -> None:
    assert decode("联通".encode("gbk"), None, "gbk") == "联通"


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF8", "utf-8"),
        ("win-1251", "cp1251"),
        ("cp-1250", "cp1250"),
        ("x-cp1251", "cp1251"),
        ("iso8859_2", "iso8859-2"),
        ("ISO 8859-2", "iso8859-2"),
        ("iso-8859-2:1987", "iso8859-2"),
        ("x-sjis", "cp932"),
        ("gb_2312-80", "gb18030"),
        ("utf-16", None),
        ("utf-7", None),
        ("base64", None),
        ("rot13", None),
        ("klingon", None),
        ("", None),
        ("\x00", None),
        ("a" * 10_000, None),
        (None, None),
    ],
)
def test_names_mean_codecs(name: str | None, codec: str | None) -> None:
    assert codec_of(name) == codec
