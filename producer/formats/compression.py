"""Compressed files: gzip, bzip2, xz and Zstandard, unpacked piece by piece in bounded memory.

Zstandard follows the convention for web archives as well: a dictionary in the first, skippable frame (IIPC, Zstandard
Compression for WARC Files 1.0), and one frame for each record.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import Any, BinaryIO, Protocol

from wiredesk.errors import BadData, ExtraNotInstalled, TooLarge
from wiredesk.extras import missing_modules

CHUNK_BYTES = 65_536
ZSTD_PIECE_BYTES = 512
"""Compressed bytes given to Zstandard at once.  Its blocks hold up to 128 KB in 4 bytes: 16 MB come out at most."""
MAX_WINDOW_BYTES = 2**27
"""Memory that a Zstandard frame may ask for: what its command line allows, 128 MB."""
XZ_MEMORY_BYTES = 2**28
"""Memory that xz may use; its highest preset needs 65 MB."""
MAX_DICTIONARY_BYTES = 10_000_000
"""Bytes of a dictionary; those of web archives have about 1 MB."""
FREE_BYTES = 64_000_000
"""Bytes that may come out whatever the ratio."""
MAX_RATIO = 250
"""Maximum of bytes out to bytes in, above :data:`FREE_BYTES`.  Text shrinks to a tenth, the same page again and again
to a hundredth; only files made for it shrink more."""
MAX_LAYERS = 3
"""Compressions around one file: a twice gzipped one in a compressed transfer."""

_MAGICS = (
    ("gzip", b"\x1f\x8b"),
    ("bzip2", b"BZh"),
    ("xz", b"\xfd7zXZ\0"),
    ("zstd", b"\x28\xb5\x2f\xfd"),
)
_ZSTD_FRAME = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = b"\x2a\x4d\x18"
"""Bytes 2 to 4 of the magic number of a skippable frame; the first is 0x50 to 0x5f."""
_DICTIONARY_FRAME = b"\x5d" + _SKIPPABLE


def coding_of(head: bytes) -> str:
    """Return the name of the compression that a file begins with; empty if it is not compressed."""
    if _is_skippable(head):
        return "zstd"
    found = next((name for name, magic in _MAGICS if head.startswith(magic)), "")
    if found == "bzip2" and not (head[3:4].isdigit() and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")):
        return ""  # a text that begins with these letters
    return found


def _is_skippable(head: bytes) -> bool:
    return head[1:4] == _SKIPPABLE and 0x50 <= head[0] <= 0x5F


def _need_zstandard(name: str) -> None:
    if "zstandard" in missing_modules("sources"):
        cause = "Zstandard data need the package zstandard, which is not installed"
        raise ExtraNotInstalled(name, cause, "pip install 'wiredesk[sources]'")


class _Decoder(Protocol):
    """One member or frame: the interface of :class:`bz2.BZ2Decompressor`."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _GzipDecoder:
    def __init__(self) -> None:
        self._unpack = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._unpack.eof

    @property
    def needs_input(self) -> bool:
        return not self._unpack.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._unpack.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._unpack.decompress(self._unpack.unconsumed_tail + data, max_length)


class _ZstdDecoder:
    def __init__(self, unpack: Any) -> None:
        self._unpack, self._left = unpack, memoryview(b"")
        self._piece = b""

    @property
    def eof(self) -> bool:
        return bool(self._unpack.eof)

    @property
    def needs_input(self) -> bool:
        return not self._left

    @property
    def unused_data(self) -> bytes:
        return bytes(self._unpack.unused_data) + bytes(self._left)

    @property
    def after_damage(self) -> bytes:
        """What may hold the next frame, after an error."""
        return self._piece[1:] + bytes(self._left)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if data:
            self._left = memoryview(data)
        self._piece, self._left = bytes(self._left[:ZSTD_PIECE_BYTES]), self._left[ZSTD_PIECE_BYTES:]
        return bytes(self._unpack.decompress(self._piece))


class Unpacked(io.RawIOBase):
    """The bytes in a compressed file, one member or frame after the other.

    Reading raises :class:`BadData` if the file is damaged or ends too early, and :class:`TooLarge` if it is a bomb.

    Args:
        file: the compressed bytes.
        name: names the file in errors.
        coding: see :func:`coding_of`.
    """

    def __init__(self, file: BinaryIO, name: str, coding: str) -> None:
        self._file, self._name, self._coding = file, name, coding
        self._waiting = b""
        self._out = memoryview(b"")
        self._decoder: _Decoder | None = None
        self._began = False
        self._bytes_in = self._bytes_out = 0
        self._zstd: Any = None
        self._is_warc = False
        if coding == "zstd":
            _need_zstandard(name)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._out:
            part = self._next_part()
            if part is None:
                return 0
            self._bytes_out += len(part)
            if self._bytes_out > FREE_BYTES and self._bytes_out > MAX_RATIO * self._bytes_in:
                cause = f"{self._coding} data that decompress to more than {MAX_RATIO} times their size"
                raise TooLarge(self._name, cause)
            self._out = memoryview(part)
        part_of = self._out[: len(buffer)]
        self._out = self._out[len(part_of) :]
        buffer[: len(part_of)] = part_of
        return len(part_of)

    def _next_part(self) -> bytes | None:
        """Return the next decompressed bytes, perhaps none of them yet; None at the end."""
        if self._decoder is None and not self._begin_member():
            return None
        assert self._decoder is not None
        if self._decoder.needs_input and not self._waiting and not self._fill(1):
            raise BadData(self._name, f"the {self._coding} data end too early")
        data, self._waiting = (self._waiting, b"") if self._decoder.needs_input else (b"", self._waiting)
        try:
            part = self._decoder.decompress(data, CHUNK_BYTES)
        except Exception as error:  # each library has its own
            return self._after_damage(self._decoder, error)
        if not self._bytes_out and part:
            self._is_warc = part.startswith(b"WARC/")
        if self._decoder.eof:
            self._waiting = self._decoder.unused_data + self._waiting
            self._decoder = None
        return part

    def _begin_member(self) -> bool:
        """Make the decoder of the next member; return False at the end.  What follows the last one is ignored."""
        while True:
            self._waiting = self._waiting.lstrip(b"\0") if self._began else self._waiting
            if not self._waiting and not self._fill(1):
                return False
            if self._waiting[:1] != b"\0":
                break
        self._fill(8)
        if self._coding == "zstd" and not self._skip_frames():
            return False
        if self._began and coding_of(self._waiting) != self._coding:
            return False
        self._began = True
        self._decoder = self._new_decoder()
        return True

    def _new_decoder(self) -> _Decoder:
        if self._coding == "gzip":
            return _GzipDecoder()
        if self._coding == "bzip2":
            return bz2.BZ2Decompressor()
        if self._coding == "xz":
            return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY_BYTES)
        if self._zstd is None:
            self._zstd = self._zstd_library().ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
        return _ZstdDecoder(self._zstd.decompressobj())

    @staticmethod
    def _zstd_library() -> Any:
        import zstandard  # lazy: an extra

        return zstandard

    def _skip_frames(self) -> bool:
        """Skip skippable frames, of which the first may hold the dictionary; return False at the end of the file."""
        while _is_skippable(self._waiting):
            if not self._fill(8):
                raise BadData(self._name, "the zstd data end too early")
            length = int.from_bytes(self._waiting[4:8], "little")
            is_dictionary = not self._began and self._waiting.startswith(_DICTIONARY_FRAME)
            self._began = True
            self._waiting = self._waiting[8:]
            if is_dictionary:
                self._read_dictionary(length)
            else:
                self._skip(length)
            if not self._fill(4):
                return bool(self._waiting)
        return True

    def _read_dictionary(self, length: int) -> None:
        if length > MAX_DICTIONARY_BYTES:
            raise TooLarge(self._name, f"a dictionary of {length:,} bytes")
        if not self._fill(length):
            raise BadData(self._name, "the zstd data end too early")
        data, self._waiting = self._waiting[:length], self._waiting[length:]
        library = self._zstd_library()
        try:
            if data.startswith(_ZSTD_FRAME):
                inside = library.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES).stream_reader(data)
                data = inside.read(MAX_DICTIONARY_BYTES)
            dictionary = library.ZstdCompressionDict(data)
        except library.ZstdError as error:
            raise BadData(self._name, f"its dictionary is damaged: {error}") from None
        self._zstd = library.ZstdDecompressor(dict_data=dictionary, max_window_size=MAX_WINDOW_BYTES)

    def _after_damage(self, decoder: _Decoder, error: Exception) -> bytes:
        """Go on with the next frame of a web archive, whose records are one frame each; else raise."""
        self._decoder = None
        if not (isinstance(decoder, _ZstdDecoder) and self._is_warc):
            raise BadData(self._name, f"damaged {self._coding} data: {error}") from None
        self._waiting = decoder.after_damage + self._waiting
        while (at := self._waiting.find(_ZSTD_FRAME)) < 0:
            self._waiting = self._waiting[-3:]
            if not self._fill(len(self._waiting) + 1):
                self._waiting = b""
                return b"\n"
        self._waiting = self._waiting[at:]
        return b"\n"  # the record reader sees that a record is cut off

    def _skip(self, length: int) -> None:
        while length > len(self._waiting):
            length -= len(self._waiting)
            self._waiting = b""
            if not self._fill(1):
                raise BadData(self._name, f"the {self._coding} data end too early")
        self._waiting = self._waiting[length:]

    def _fill(self, size: int) -> bool:
        """Read until ``size`` bytes wait; return whether they do."""
        while len(self._waiting) < size:
            more = self._file.read(CHUNK_BYTES)
            if not more:
                return False
            self._bytes_in += len(more)
            self._waiting += more
        return True
