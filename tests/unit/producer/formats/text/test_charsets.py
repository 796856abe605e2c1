"""Charsets of non-Latin scripts, detected from bytes that declare none."""

from __future__ import annotations

import pytest

from producer.formats.text.charsets import SAMPLE_BYTES, guess_charset

RUSSIAN = "Правительство одобрило новый закон о портах и судоходстве."
GREEK = "Η κυβέρνηση ενέκρινε τον νέο νόμο για τα λιμάνια της χώρας."
JAPANESE = "政府は港湾に関する新しい法律を承認しました。"
CHINESE = "政府批准了关于港口的新法律，这是今年的第三部。"
KOREAN = "정부는 항만에 관한 새로운 법률을 승인했습니다"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "iso8859_5"),
        (GREEK, "cp1253"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
    ],
)
def test_the_script_gives_the_charset(text: str, charset: str) -> None:
    data = text.encode(charset)
    found = guess_charset(data)
    assert found is not None and data.decode(found) == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Plain English copy.",
        "Café Müller in Malmö".encode("cp1252"),
        "портами".encode("cp1251")[:7],
        bytes(range(0x80, 0x100)) * 4,
    ],
)
def test_doubtful_bytes_give_no_charset(data: bytes) -> None:
    assert guess_charset(data) is None


def test_only_the_sample_is_examined() -> None:
    data = (RUSSIAN * 1000).encode("koi8_r")
    assert len(data) > SAMPLE_BYTES
    assert guess_charset(data[:SAMPLE_BYTES] + b"\xff" * 1000) == guess_charset(data)
