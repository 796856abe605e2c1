"""Names of mailboxes in modified UTF-7, and answers of servers about them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.sources.mailbox import announced_size, fetched_mail
from producer.sources.mailbox_names import (
    comparable_name,
    decode_utf7,
    encode_utf7,
    parse_list_answer,
    possible_names,
    quoted,
)


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("Köln", "K&APY-ln"),
        ("A & B", "A &- B"),
        ("Entwürfe/Orva", "Entw&APw-rfe/Orva"),
        ("Вrча", "&BBI-r&BEcEMA-"),
        ("[Gmail]/Все письма", "[Gmail]/&BBIEQQQ1- &BD8EOARBBEwEPAQw-"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # RFC 3501, 5.1.3
        ("Ñandú &Co", "&ANE-and&APo- &-Co"),
        ("📰 Wire", "&2D3c8A- Wire"),
        ('a "b" \\c', 'a "b" \\c'),
        ("tab\there", "tab&AAk-here"),
        ("", ""),
    ],
)
def test_a_name_and_its_modified_utf7(name: str, encoded: str) -> None:
    assert encode_utf7(name) == encoded
    assert decode_utf7(encoded) == name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_comes_back(name: str) -> None:
    encoded = encode_utf7(name)
    assert encoded.isascii() and decode_utf7(encoded) == name


@pytest.mark.parametrize(
    "text", ["A & B", "R&D", "AT&T-Wire", "&AGE-", "&", "&APY", "Köln", "&A-", "&AAAA-", "&2D0-", "&*-"]
)
def test_what_is_not_modified_utf7(text: str) -> None:
    assert decode_utf7(text) is None


@pytest.mark.parametrize(
    ("configured", "names"),
    [
        ("INBOX", ["INBOX"]),
        ("K&APY-ln", ["Köln", "K&APY-ln", "Ko\u0308ln"]),
        ("A &- B", ["A & B", "A &- B"]),
        ("AT&T-Wire", ["AT&T-Wire"]),
        ("Ko\u0308ln", ["Ko\u0308ln", "Köln"]),
    ],
)
def test_what_a_configured_name_may_mean(configured: str, names: list[str]) -> None:
    assert possible_names(configured) == names


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("a b", b'"a b"'),
        ('a"b\\c', b'"a\\"b\\\\c"'),
        ("Köln", '"Köln"'.encode()),
        ("", b'""'),
        ("a) (b*%", b'"a) (b*%"'),
    ],
)
def test_a_quoted_string(text: str, string: bytes) -> None:
    assert quoted(text) == string


@pytest.mark.parametrize("text", ["a\r\nb LOGOUT", "a\n", "\0"])
def test_no_string_ends_its_command(text: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        quoted(text)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (b'(\\HasNoChildren) "/" "Wire Services"', ("/", "Wire Services")),
        (b'() "." INBOX.K&APY-ln', (".", "INBOX.K&APY-ln")),
        (b'(\\Noselect) NIL "a \\"b\\" \\\\c"', ("", 'a "b" \\c')),
        (b'() "\\\\" x\\y', ("\\", "x\\y")),
        ((b'() "/" {4}', b'a"b!'), ("/", 'a"b!')),
        (b"", None),
        (None, None),
        (b"nonsense", None),
    ],
)
def test_an_answer_to_list(row: Any, found: tuple[str, str] | None) -> None:
    assert parse_list_answer(row) == found


def test_delimiters_are_compared_as_slashes() -> None:
    assert comparable_name("INBOX.Ko\u0308ln.a", ".") == comparable_name("INBOX/Köln/a")
    assert comparable_name("a", "") == "a"


MAIL = b"Subject: x\r\n\r\ny"


@pytest.mark.parametrize(
    ("rows", "mail"),
    [
        ([(b"1 (UID 5 BODY[] {13}", MAIL), b")"], MAIL),
        ([(b"1 (BODY[] {13}", MAIL), b" UID 5)"], MAIL),
        ([(b"1 (BODY[] {13}", MAIL), b")"], MAIL),
        ([b"2 (FLAGS (\\Seen) UID 2)", (b"1 (UID 5 BODY[] {13}", MAIL), b" FLAGS ())"], MAIL),
        ([(b"2 (UID 2 BODY[] {1}", b"x"), b")", (b"1 (UID 5 BODY[] {13}", MAIL), b")"], MAIL),
        ([(b"2 (UID 2 BODY[] {1}", b"x"), b")"], None),
        ([None], None),
        ([b"1 (UID 5 BODY[] NIL)"], None),
    ],
)
def test_the_mail_in_an_answer(rows: list[Any], mail: bytes | None) -> None:
    assert fetched_mail(rows, 5) == mail


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        ([b"1 (UID 5 RFC822.SIZE 13)"], 13),
        ([b"2 (FLAGS (\\Seen) UID 2)", b"1 (UID 5 RFC822.SIZE 13)"], 13),
        ([b"2 (UID 2 RFC822.SIZE 99)", b"1 (rfc822.size 13 uid 5)"], 13),
        ([b"1 (RFC822.SIZE 13)"], 13),
        ([b"1 (UID 5 RFC822.SIZE 99999999999999999999999)"], 999999999999999999),
        ([None], 0),
    ],
)
def test_the_size_in_an_answer(rows: list[Any], size: int) -> None:
    assert announced_size(rows, 5) == size
