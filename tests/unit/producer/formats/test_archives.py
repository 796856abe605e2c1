"""Archives and compressed files: members are documents; damage, bombs and tricks cost one member or one file."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable

import pytest
import zstandard

from producer.formats import Limits, compression, parse, read
from producer.formats import archives as module
from producer.formats.results import Parsed, Skipped
from wiredesk.errors import BadData, TooLarge, UnknownFormat


def story(title: str) -> bytes:
    return f"{title} sails again\n\nOSLO, May 8 (Xample) - The ferry {title} sails again from Friday.\n".encode()


NITF = (
    "<?xml version='1.0' encoding='utf-8'?><nitf><body><body.head><hedline><hl1>{0} sails again</hl1></hedline>"
    "</body.head><body.content><p>The ferry {0} sails again.</p></body.content></body></nitf>"
)
MEMBERS = {"a.txt": story("Alpha"), "2026/11/b.xml": NITF.format("Beta").encode(), "c.TXT": story("Gamma")}
HEADLINES = ["Alpha sails again", "Beta sails again", "Gamma sails again"]


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], kind: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def headlines(parsed: Parsed) -> list[str | None]:
    return [article.headline for article in parsed.articles]


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
}


@pytest.mark.parametrize("coding", COMPRESS)
@pytest.mark.parametrize("kind", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_a_tar_archive_in_any_compression(coding: str, kind: int) -> None:
    parsed = parse(COMPRESS[coding](tarred(MEMBERS, kind)), "wire.tar")
    assert (parsed.format, headlines(parsed), parsed.rejected) == ("tar", HEADLINES, ())


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_archive_in_any_compression(method: int) -> None:
    parsed = parse(zipped(MEMBERS, method), "wire.zip")
    assert (parsed.format, headlines(parsed), parsed.rejected) == ("zip", HEADLINES, ())


@pytest.mark.parametrize("coding", COMPRESS)
@pytest.mark.parametrize("data", [story("Alpha"), story("Alpha") + b" " * 300_000, NITF.format("Alpha").encode()])
def test_a_compressed_document(coding: str, data: bytes) -> None:
    assert headlines(parse(COMPRESS[coding](data), "a")) == ["Alpha sails again"]


@pytest.mark.parametrize("coding", [coding for coding in COMPRESS if coding != "plain"])
def test_members_and_padding_of_compressed_files(coding: str) -> None:
    compress = COMPRESS[coding]
    whole = story("Alpha")
    for data in (compress(whole[:20]) + compress(whole[20:]), compress(whole) + b"\0" * 1024):
        (article,) = parse(data, "a").articles
        assert article.body.endswith("sails again from Friday.")


def test_compressions_around_each_other() -> None:
    assert headlines(parse(gzip.compress(gzip.compress(story("Alpha"))), "a.gz.gz")) == ["Alpha sails again"]
    assert headlines(parse(zstd(gzip.compress(zipped(MEMBERS))), "a")) == HEADLINES
    with pytest.raises(BadData, match="compressed more than 3 times"):
        parse(gzip.compress(gzip.compress(gzip.compress(gzip.compress(story("Alpha"))))), "a")


@pytest.mark.parametrize("coding", [coding for coding in COMPRESS if coding != "plain"])
@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_damaged_compressed_file_is_rejected_in_one_sentence(coding: str, damage: str) -> None:
    noise = random.Random(7).randbytes(3000).hex().encode()
    data = bytearray(COMPRESS[coding](story("Alpha") + noise))
    if damage == "cut":
        del data[len(data) // 2 :]
    else:
        data[len(data) // 2] ^= 0xFF
        data[len(data) // 2 + 1] ^= 0xFF
    with pytest.raises(BadData, match=r"a: (damaged|the .* data end too early)"):
        parse(bytes(data), "a")


def test_archives_inside_archives() -> None:
    once = zipped({"inner.tar": tarred(MEMBERS), "d.txt": story("Delta")})
    assert headlines(parse(once, "wire.zip")) == [*HEADLINES, "Delta sails again"]
    twice = parse(zipped({"outer.zip": once, "e.txt": story("Echo")}), "wire.zip")
    assert headlines(twice) == ["Delta sails again", "Echo sails again"]
    assert [str(error) for error in twice.rejected] == [
        "wire.zip, member outer.zip, member inner.tar: an archive inside an archive inside an archive; unpack it"
    ]
    packed = parse(zipped({"a.txt.gz": gzip.compress(story("Alpha"))}), "wire.zip")
    assert headlines(packed) == ["Alpha sails again"]


def test_parts_are_named_by_their_member() -> None:
    data = {"a.json": b"{broken", "b.txt": story("Beta"), "c.bin": b"\x00\x01\x02 binary", "empty.txt": b""}
    for packed in (zipped(data), tarred(data)):
        parsed = parse(packed, "wire")
        assert headlines(parsed) == ["Beta sails again"]
        members = [error.subject.split(", ")[1] for error in parsed.rejected]
        assert members == ["member a.json", "member c.bin", "member empty.txt"]


def test_what_is_no_story_is_skipped_or_passed_over() -> None:
    data = {
        "photo.JPG": b"\xff\xd8", "__MACOSX/._a.txt": b"x", ".git/HEAD": b"x", "a/.DS_Store": b"x",
        "./a.txt": story("Alpha"), "nitf.dtd": b"<!ELEMENT nitf ANY>",
    }  # fmt: skip
    for packed in (zipped(data), tarred(data)):
        parsed = parse(packed, "wire")
        assert headlines(parsed) == ["Alpha sails again"] and parsed.rejected == ()
        assert [str(part) for part in parsed.skipped] == ["member photo.JPG file .jpg", "member nitf.dtd file .dtd"]


def test_links_and_devices_in_a_tar_archive_are_skipped() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("s", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("p", tarfile.FIFOTYPE),
            ("c", tarfile.CHRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("folder")
        info.type = tarfile.DIRTYPE
        archive.addfile(info)
    parsed = parse(out.getvalue(), "wire.tar")
    assert [part.what for part in parsed.skipped] == ["link", "link", "device", "device"] and parsed.articles == ()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\x\\a.txt", "a\nwiredesk: forged", "\x1b[2J", "x" * 300]
)
def test_a_name_is_only_a_name(name: str) -> None:
    for packed in (zipped({name: story("Alpha"), "b": b"\0\1"}), tarred({name: story("Alpha"), "b": b"\0\1"})):
        parsed = parse(packed, "wire")
        assert headlines(parsed) == ["Alpha sails again"] and len(parsed.rejected) == 1
    (error,) = parse(zipped({name: b"\0\1\2"}), "wire").rejected
    assert "\x1b" not in str(error) and "\n" not in str(error)


def test_a_name_in_another_charset_is_read() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        info = tarfile.TarInfo("café.txt")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"\0\1\2"))
    (error,) = parse(out.getvalue(), "wire.tar").rejected
    assert r"member caf\xe9.txt" in str(error) and str(error).encode()


def test_an_encrypted_member_is_rejected_alone() -> None:
    data = bytearray(zipped({"a.txt": story("Alpha"), "b.txt": story("Beta")}))
    data[6] |= 1  # the flag in the local header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    parsed = parse(bytes(data), "wire.zip")
    assert headlines(parsed) == ["Beta sails again"]
    assert [str(error) for error in parsed.rejected] == [
        "wire.zip, member a.txt: it is encrypted; send it without a password"
    ]


def test_a_damaged_member_of_a_zip_archive_is_rejected_alone() -> None:
    data = bytearray(zipped({name: story(name) for name in ("Alpha", "Beta", "Gamma")}))
    data[data.index(b"Beta") + 20] ^= 0xFF
    parsed = parse(bytes(data), "wire.zip")
    assert headlines(parsed) == ["Alpha sails again", "Gamma sails again"]
    assert [error.subject for error in parsed.rejected] == ["wire.zip, member Beta"]
    with pytest.raises(BadData, match=r"wire.zip: a damaged zip file"):
        parse(bytes(data[:-30]), "wire.zip")


def test_after_damage_in_a_tar_archive_the_next_member_is_read() -> None:
    data = bytearray(tarred({name: story(name) for name in ("Alpha", "Beta", "Gamma")}, tarfile.USTAR_FORMAT))
    data[1024:1030] = b"\xff" * 6  # the header of Beta
    parsed = parse(bytes(data), "wire.tar")
    assert headlines(parsed) == ["Alpha sails again", "Gamma sails again"]
    assert len(parsed.rejected) == 1 and "damaged after member Alpha" in str(parsed.rejected[0])


@pytest.mark.parametrize("size", [700, 1024, 1100, 1600])
def test_a_tar_archive_that_is_cut_off_gives_the_members_before(size: int) -> None:
    data = tarred({name: story(name) for name in ("Alpha", "Beta")}, tarfile.USTAR_FORMAT)[:size]
    parsed = parse(data, "wire.tar")
    assert headlines(parsed)[:1] == ["Alpha sails again"]
    assert size in (700, 1024) or parsed.rejected


def test_two_tar_archives_one_after_the_other() -> None:
    data = tarred({"a": story("Alpha")}) + tarred({"b": story("Beta")})
    assert headlines(parse(data, "wire.tar")) == ["Alpha sails again", "Beta sails again"]


def test_a_large_member_is_rejected_alone() -> None:
    limits = Limits(file_bytes=100_000)
    data = {"a.txt": story("Alpha"), "bomb.txt": b"a " * 1_000_000, "c.txt": story("Gamma")}
    for packed in (zipped(data), gzip.compress(tarred(data))):
        parsed = parse(packed, "wire", limits=limits)
        assert headlines(parsed) == ["Alpha sails again", "Gamma sails again"]
        assert [type(error) for error in parsed.rejected] == [TooLarge]
        assert parsed.rejected[0].subject == "wire, member bomb.txt"


def test_bombs_end_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "FREE_BYTES", 1_000_000)
    monkeypatch.setattr(module, "FREE_BYTES", 1_000_000)
    line = b'{"id": "a", "headline": "A", "body": "' + b"x" * 1000 + b'"}\n'
    for coding in ("gzip", "bzip2", "xz", "zstd"):
        parts = list(read(io.BytesIO(COMPRESS[coding](line * 30_000)), "bomb"))
        assert isinstance(parts[-1], TooLarge) and "250 times" in str(parts[-1]), coding
        assert len(parts) < 20_000
    parsed = parse(zipped({"bomb.jsonl": line * 30_000, "b.txt": story("Beta")}), "wire.zip")
    assert headlines(parsed)[-1] == "Beta sails again"
    assert [error.subject for error in parsed.rejected] == ["wire.zip, member bomb.jsonl"]


def test_an_archive_that_unpacks_to_too_much_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILES_IN_ALL", 2)
    members = {f"{number}.txt": story(str(number)) + b"x" * 9_000 for number in range(10)}
    for packed in (zipped(members), tarred(members)):
        parsed = parse(packed, "wire", limits=Limits(file_bytes=20_000))
        assert len(parsed.articles) == 4
        assert "split it; the members before were read" in str(parsed.rejected[-1])


def test_too_many_members_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_MEMBERS", 3)
    monkeypatch.setattr(module, "MAX_DIRECTORY_BYTES", 150)
    members = {f"{number}.txt": story(str(number)) for number in range(5)}
    parsed = parse(tarred(members), "wire.tar")
    assert len(parsed.articles) == 3 and "more than 3 members; split it" in str(parsed.rejected[0])
    with pytest.raises(TooLarge, match="members; split it"):
        parse(zipped(members), "wire.zip")


def test_a_huge_extended_header_takes_no_memory() -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 5_000_000_000
    data = info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 10_000
    with pytest.raises(BadData, match="an extended header of 5,000,000,000 bytes"):
        parse(data, "wire.tar")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "an office document"),
        (zipped({"mimetype": b"application/epub+zip", "a.xhtml": b"<html/>"}), "e-book"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 100, "a 7z archive; send a zip or tar archive instead"),
        (b"Rar!\x1a\x07\x01\0" + b"\0" * 100, "a RAR archive"),
    ],
)
def test_what_is_no_archive_of_stories(data: bytes, words: str) -> None:
    with pytest.raises(UnknownFormat, match=words):
        parse(data, "a")


@pytest.mark.parametrize("text", ["BZh is a word\n\nBZh begins it.\n", "PK sails\n\nThe PK sails.\n", "ustar " * 100])
def test_text_is_no_archive(text: str) -> None:
    assert parse(text.encode(), "a.txt").format == "text"


def test_empty_archives_hold_nothing() -> None:
    assert parse(zipped({}), "a.zip").articles == ()
    assert parse(tarred({"folder/.keep": b""}), "a.tar").articles == ()


def page(number: int) -> bytes:
    body = (
        f"<html lang=en><head><title>Ferry {number} sails</title></head><body><p>OSLO — The ferry {number} sails "
        "again from Friday on, the harbour master said on Thursday after a long dispute about its licence.</p>"
        f"<p>It will take {number} passengers to the islands, and it will return before night.</p></body></html>"
    ).encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://xp.example/{number}\r\nWARC-Date: "
        "2026-11-14T15:01:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def dictionary() -> zstandard.ZstdCompressionDict:
    samples = [page(number)[at : at + 300] for number in range(200) for at in range(0, 900, 300)]
    return zstandard.train_dictionary(4096, samples)


@pytest.mark.parametrize("compressed_dictionary", [False, True])
def test_a_web_archive_in_zstandard_with_its_dictionary(compressed_dictionary: bool) -> None:
    trained = dictionary()
    payload = zstd(trained.as_bytes()) if compressed_dictionary else trained.as_bytes()
    compressor = zstandard.ZstdCompressor(dict_data=trained)
    data = (
        struct.pack("<II", 0x184D2A5D, len(payload))
        + payload
        + b"".join(compressor.compress(page(n)) for n in range(3))
    )
    parsed = parse(data, "a.warc.zst")
    assert parsed.format == "warc" and headlines(parsed) == [f"Ferry {number} sails" for number in range(3)]


def test_a_web_archive_in_zstandard_without_a_dictionary_and_with_damage() -> None:
    frames = [zstd(page(number)) for number in range(4)]
    assert len(parse(b"".join(frames), "a.warc.zst").articles) == 4
    other = struct.pack("<II", 0x184D2A50, 5) + b"notes"
    assert len(parse(other + b"".join(frames) + other, "a.warc.zst").articles) == 4
    broken = bytearray(frames[1])
    broken[len(broken) // 2 : len(broken) // 2 + 8] = b"\xff" * 8
    parsed = parse(frames[0] + bytes(broken) + frames[2] + frames[3], "a.warc.zst")
    assert set(headlines(parsed)) >= {"Ferry 0 sails", "Ferry 2 sails", "Ferry 3 sails"}


def test_zstandard_that_cannot_be_read_is_rejected() -> None:
    trained = dictionary()
    compressor = zstandard.ZstdCompressor(dict_data=trained)
    for data in (
        compressor.compress(story("Alpha")),  # without its dictionary
        struct.pack("<II", 0x184D2A5D, 99) + b"short",
        struct.pack("<II", 0x184D2A5D, 0xFFFFFFF0) + b"x" * 100,
        b"\x28\xb5\x2f\xfd\x04\x88" + b"\xff" * 100,
    ):
        with pytest.raises(BadData):
            parse(data, "a.zst")


def test_a_frame_that_asks_for_much_memory_is_rejected() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=30, enable_ldm=True)
    out = io.BytesIO()
    with zstandard.ZstdCompressor(compression_params=parameters).stream_writer(out, closefd=False) as writer:
        writer.write(story("Alpha"))
    with pytest.raises(BadData, match="zstd"):
        parse(out.getvalue(), "a.zst")


def test_a_part_of_a_member_can_be_skipped() -> None:
    picture = b'{"uri": "urn:x:1", "type": "picture", "headline": "A ferry"}'
    (part,) = parse(zipped({"a.json": picture}), "wire.zip").skipped
    assert isinstance(part, Skipped) and part.what == "picture"


@pytest.mark.parametrize("seed", range(4))
def test_no_damage_raises_anything_but_bad_data(seed: int) -> None:
    chance = random.Random(seed)
    whole = [
        zipped(MEMBERS), zipped({"inner.zip": zipped(MEMBERS)}), tarred(MEMBERS),
        tarred({"x" * 200: b"abc"}, tarfile.GNU_FORMAT), gzip.compress(tarred(MEMBERS)), zstd(tarred(MEMBERS)),
        bz2.compress(story("Alpha")), lzma.compress(story("Alpha")), zstd(page(1)) + zstd(page(2)),
    ]  # fmt: skip
    for _ in range(150):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(data))
            if chance.random() < 0.6:
                data[at] = chance.randrange(256)
            else:
                data[at : at + chance.randint(0, 30)] = chance.randbytes(chance.randint(0, 20))
        with contextlib.suppress(BadData):
            parsed = parse(bytes(data), "a", limits=Limits(file_bytes=200_000))
            assert not any("parser failed" in str(error) for error in parsed.rejected)
