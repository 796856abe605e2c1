"""Archives: each member of a zip or tar file is a document like any other.  Nothing is written to the disk.

A member's parts bear its name: ``wire.zip, member 2026/story.xml``.  A damaged, encrypted or too large member is
rejected alone.  An archive inside an archive is read; one inside that is not.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from producer.formats import read_wire_file
from producer.formats.compression import FREE_BYTES, MAX_RATIO
from producer.formats.results import Part, Skipped
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData, TooLarge, UnknownFormat
from wiredesk.safe_line import safe_line

MAX_MEMBERS = 100_000
"""Members of an archive; a year of a wire has as many stories."""
MAX_DEPTH = 2
"""Archives around a document: an archive, and one inside it."""
MAX_FILES_IN_ALL = 64
"""Maximum of an archive's decompressed bytes, in files of the largest size: 4 GB with the default limits."""
MAX_DIRECTORY_BYTES = 16_000_000
"""Bytes of a zip file's directory, which is held in memory: 160 for each member."""
MAX_TAR_HEADER_BYTES = 1_000_000
"""Bytes of an extended header of tar, which is held in memory: it holds names and times."""
_END_BYTES = 65_535 + 22 + 20 + 56
"""Bytes of the records at the end of a zip file, with the longest comment."""
NOT_STORIES = frozenset(
    {".md", ".py", ".toml", ".lock", ".jpg", ".jpeg", ".png", ".gif", ".mp4", ".mp3", ".pdf", ".dtd", ".xsd", ".css"}
)
"""Endings of members that are skipped: pictures beside the stories, and what describes them."""
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
"""Members by which a zip file is a document of an office program, an e-book or a program."""
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    tarfile.TarError,
)  # fmt: skip
"""What reading a damaged member raises."""


@dataclass(slots=True)
class _Allowance:
    """The bytes that may still come out of an archive."""

    left: int


def parse_zip(file: WireFile) -> Iterator[Part]:
    """Yield the parts of all members of a zip file."""
    _check_depth(file)
    stream = file.seekable()
    _check_directory(stream, file)
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGES as error:
        raise file.bad(f"a damaged zip file: {_words(error)}") from None
    infos = archive.infolist()
    if _OFFICE & {info.filename for info in infos[:20]}:
        raise UnknownFormat(file.name, "an office document or e-book, not an archive of stories", "send its text")
    allowance = _allowance(file)
    for info in infos:
        if info.filename.endswith("/"):
            continue
        name = safe_line(info.filename)
        place = f"member {name}"
        if _is_hidden(name):
            continue
        if skipped := _no_story(name):
            yield skipped
        elif info.flag_bits & 0x1:
            yield file.bad("it is encrypted", place, "send it without a password")
        else:
            try:
                with archive.open(info) as member:
                    yield from _member(member, name, info.compress_size, allowance, file)
            except _DAMAGES as error:
                yield file.bad(f"it cannot be unpacked: {_words(error)}", place)
        if allowance.left <= 0:
            yield _exhausted(file)
            return


def parse_tar(file: WireFile) -> Iterator[Part]:
    """Yield the parts of all members of a tar file, which is read once from its beginning to its end.

    After damaged data the next member with a valid header is read.
    """
    _check_depth(file)
    faults: list[str] = []
    try:
        archive = tarfile.open(  # noqa: SIM115
            fileobj=file.stream(), mode="r|", tarinfo=_header_class(faults), ignore_zeros=True, encoding="utf-8"
        )
    except _DAMAGES as error:
        raise file.bad(f"a damaged tar file: {_words(error)}") from None
    allowance = _allowance(file)
    number, name = 0, ""
    while True:
        try:
            info = archive.next()
        except _DAMAGES as error:
            yield file.bad(f"damaged {f'after member {name}' if name else 'from the first member on'}: {_words(error)}")
            return
        archive.members.clear()  # type: ignore[attr-defined]  # it would hold all of them
        if faults:
            yield file.bad(f"damaged {f'after member {name}' if name else 'at its beginning'}: {faults[0]}")
            faults.clear()
        if info is None:
            return
        name, number = safe_line(info.name), number + 1
        if number > MAX_MEMBERS:
            yield file.bad(f"more than {MAX_MEMBERS:,} members", hint="split it")
            return
        yield from _tar_member(archive, info, allowance, file)
        if allowance.left <= 0:
            yield _exhausted(file)
            return


def _tar_member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, allowance: _Allowance, file: WireFile
) -> Iterator[Part]:
    place = f"member {safe_line(info.name)}"
    if info.isdir():
        return
    if not info.isreg():
        yield Skipped("link" if info.issym() or info.islnk() else "device", place)
        return
    if _is_hidden(info.name):
        return
    if skipped := _no_story(info.name):
        yield skipped
        return
    try:
        member = archive.extractfile(info)
        if member is not None:
            yield from _member(member, safe_line(info.name), info.size, allowance, file)
    except _DAMAGES as error:
        yield file.bad(f"it cannot be unpacked: {_words(error)}", place)


def _header_class(faults: list[str]) -> type[tarfile.TarInfo]:
    """Return a class of headers that notes what is wrong with those that tarfile passes over without a word."""

    class Header(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: Any, encoding: str, errors: str) -> Any:
            try:
                found = super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError as error:
                if any(buf) and buf and not faults:
                    faults.append(str(error))
                raise
            if found.type in _EXTENDED and found.size > MAX_TAR_HEADER_BYTES:
                faults.append(f"an extended header of {found.size:,} bytes")
                raise tarfile.ReadError(faults[-1])
            return found

    return Header


_EXTENDED = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


def _member(stream: IO[bytes], name: str, packed_bytes: int, allowance: _Allowance, file: WireFile) -> Iterator[Part]:
    """Yield the parts of one member, each with the member's name."""
    subject = file.subject(f"member {name}")
    metered = cast(BinaryIO, io.BufferedReader(_Metered(stream, subject, packed_bytes, allowance)))
    try:
        inside = WireFile(metered, subject, file.limits, file.envelope, file.depth + 1)
    except BadData as error:
        yield error
        return
    yield from read_wire_file(inside)


class _Metered(io.RawIOBase):
    """A member's bytes; reading raises :class:`BadData` if it is damaged, and :class:`TooLarge` if it is a bomb."""

    def __init__(self, stream: IO[bytes], subject: str, packed_bytes: int, allowance: _Allowance) -> None:
        self._stream, self._subject, self._allowance = stream, subject, allowance
        self._most = max(FREE_BYTES, MAX_RATIO * packed_bytes)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except _DAMAGES as error:
            raise BadData(self._subject, f"it is damaged: {_words(error)}") from None
        self._read += len(data)
        self._allowance.left -= len(data)
        if self._read > self._most or self._allowance.left < 0:
            raise TooLarge(self._subject, f"it unpacks to more than {self._read - len(data):,} bytes")
        buffer[: len(data)] = data
        return len(data)


def _check_depth(file: WireFile) -> None:
    if file.depth >= MAX_DEPTH:
        raise file.bad("an archive inside an archive inside an archive", hint="unpack it")


def _check_directory(stream: BinaryIO, file: WireFile) -> None:
    """Raise :class:`TooLarge` if the directory at the end of a zip file (APPNOTE 4.3.14 to 4.3.16) is too large."""
    begin = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(begin, size - _END_BYTES))
    tail = stream.read(_END_BYTES)
    stream.seek(begin)
    end = tail.rfind(b"PK\x05\x06")
    if end >= 76 and tail[end - 20 : end - 16] == b"PK\x06\x07":  # zip64
        counted = int.from_bytes(tail[end - 36 : end - 28], "little")
    else:
        counted = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if counted > MAX_DIRECTORY_BYTES:
        cause = f"a directory of {counted:,} bytes, for more than {MAX_MEMBERS:,} members"
        raise TooLarge(file.name, cause, "split it")


def _allowance(file: WireFile) -> _Allowance:
    return _Allowance(MAX_FILES_IN_ALL * file.limits.file_bytes)


def _exhausted(file: WireFile) -> BadData:
    whole = MAX_FILES_IN_ALL * file.limits.file_bytes
    return TooLarge(file.name, f"it unpacks to more than {whole:,} bytes", "split it; the members before were read")


def _is_hidden(name: str) -> bool:
    """Return whether a member is metadata of a file system or a version control, which is not worth a word."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part not in (".", "..") for part in parts)


def _no_story(name: str) -> Skipped | None:
    """Return the skipped part for a member whose ending says that it is no story."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return Skipped(f"file {suffix}", f"member {safe_line(name)}") if suffix in NOT_STORIES else None


def _words(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
