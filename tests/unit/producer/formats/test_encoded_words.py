"""Header fields of mail as senders write them: each row is the bytes of a subject and what a person reads."""

from __future__ import annotations

import pytest

from producer.formats import parse
from producer.formats.encoded_words import MAX_HEADER_BYTES, decode_field

SUBJECTS: list[tuple[bytes, str]] = [
    (b"=?windows-1252?Q?Orva\xe2\x80\x99s_dam_holds?=", "Orva’s dam holds"),
    (b"=?utf-8?Q?Orva\xe2\x80\x99s_dam_holds?=", "Orva’s dam holds"),
    (b"=?iso-8859-1?Q?M\xfcller_wins_in_K=F6ln?=", "Müller wins in Köln"),
    (b"=?utf-8?Q?Brand_in_K=C3?= =?UTF-8?Q?=B6ln_gel=C3=B6scht?=", "Brand in Köln gelöscht"),
    (b"=?utf-8?B?0JzQvtGB0LrQsi==?=", "Москв"),
    (b"=?utf-8?Q?Dam in Orva =E2=80=93 calm?=", "Dam in Orva – calm"),
    (b"Subject dam in K\xc3\xb6ln", "Subject dam in Köln"),
    (b"Dam in K\xf6ln", "Dam in Köln"),
    (b"Dam in Hauptstra=?utf-8?Q?=C3=9F?=e 9", "Dam in Hauptstraße 9"),
    (b"Dam =?x-unknown?Q?in_K=C3=B6ln?=", "Dam in Köln"),
    (b"=?GB2312?B?y66w07CyyKujrMrQs6TLtQ==?=", "水坝安全，市长说"),
    (b"=?iso-8859-1?Q?Dam_h?= =?iso-8859-1?Q?=E4lt?=", "Dam hält"),
    (b"=?utf-8?Q?Dam=20?==?utf-8?Q?holds?=", "Dam holds"),
    (b"=?utf-8?b?RGFtIGhvbGRz?=", "Dam holds"),
    (b"=?utf-8?Q?Dam_holds=0A?=", "Dam holds"),
    (b"=?utf-8*en?Q?Dam_holds?=", "Dam holds"),
    (b"\x1b$B?eGS\x1b(B dam", "水排 dam"),
    (b"=?utf-8?Q?Why?_Because?=", "Why? Because"),
    (b"=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
    (b"=?iso-8859-2?Q?P=F8ehrada?= =?utf-8?Q?_vydr=C5=BE=C3=AD?=", "Přehrada vydrží"),
    (b"=?utf-8?Q?unterminated", "=?utf-8?Q?unterminated"),
    (b"=?utf-7?Q?K+APY-ln?=", "Köln"),
    (b"=?windows-1251?B?z/Do4uXy?=", "Привет"),
    (b"3 =? 4 ?= 5", "3 =? 4 ?= 5"),
    (b"=?utf-8?Q?Dam=00?= holds", "Dam holds"),
    (b"=?utf-8?Q?=ED=A0=80?= dam", "��� dam"),
]


@pytest.mark.parametrize(("raw", "text"), SUBJECTS)
def test_a_subject_is_read_as_people_read_it(raw: bytes, text: str) -> None:
    (article,) = parse(b"From: a@b.example\nMessage-ID: <1@x>\nSubject: " + raw + b"\n\nText.\n", "x.eml").articles
    if "�" in text:
        assert article.headline.endswith(" dam")
    else:
        assert article.headline == text


def test_raw_bytes_that_are_not_utf8_have_the_charset_of_the_text() -> None:
    raw = "Плотина держится".encode("koi8-r").decode("ascii", "surrogateescape")
    assert decode_field(raw, "koi8-r") == "Плотина держится"


def test_a_name_with_an_encoded_comma_is_one_name() -> None:
    data = b"From: =?utf-8?Q?K=C3=B6ln=2C_Desk?= <a@b.example>\nMessage-ID: <1@x>\nSubject: Dam\n\nText.\n"
    assert parse(data, "x.eml").articles[0].source == "Köln, Desk"


def test_a_very_long_header_is_cut() -> None:
    assert len(decode_field("=?utf-8?Q?a?= " * MAX_HEADER_BYTES)) <= MAX_HEADER_BYTES
