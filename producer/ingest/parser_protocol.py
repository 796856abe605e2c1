"""Messages between a producer and its parser processes: pickled tuples, each after its length, over a socket pair."""

from __future__ import annotations

import pickle
import socket
import struct
from dataclasses import dataclass
from typing import Any

from producer.formats.envelope import Envelope
from producer.formats.results import Limits, Part
from wiredesk.errors import ConfigError

MAX_CHUNK_BYTES = 4 * 2**20
"""Bytes of a document that are handed over at once: the memory that a chunk takes twice."""
FIRST_CHUNK_BYTES = 2**20
"""Bytes of a document that are handed over with the request: nearly every document as a whole."""
_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """The producer asks for a document's parts."""

    name: str
    limits: Limits
    envelope: Envelope
    beginning: bytes
    is_whole: bool
    """``beginning`` is the whole document."""
    size: int | None = None
    """Bytes of a document in which the parser may jump; None if it can only be read on."""


@dataclass(frozen=True, slots=True)
class MoreInput:
    """The parser process asks for bytes of the document; the answer is bytes, empty at its end."""

    size: int
    at: int
    """Where they begin; of a document that can only be read on, where reading stopped."""


@dataclass(frozen=True, slots=True)
class FoundParts:
    """The parser process has found parts of the document."""

    parts: list[Part]
    is_last: bool = False
    retires: bool = False
    """The process ends after this document, because it took too much memory."""
    error: ConfigError | None = None
    """Why no document of this kind can be read here: an extra is not installed."""


def send(connection: socket.socket, message: object) -> None:
    """Send one message.  Raises :class:`OSError` if the other process has ended."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    connection.sendall(_LENGTH.pack(len(data)) + data)


def receive(connection: socket.socket) -> Any:
    """Return the next message.  Raises :class:`EOFError` if the other process has ended."""
    try:
        (size,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
        return pickle.loads(_exactly(connection, size))
    except ConnectionError as error:
        raise EOFError from error


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = connection.recv(size, socket.MSG_WAITALL)
    if len(data) == size:
        return data
    pieces, missing = [data], size - len(data)
    while missing:
        if not pieces[-1]:
            raise EOFError
        pieces.append(connection.recv(missing, socket.MSG_WAITALL))
        missing -= len(pieces[-1])
    return b"".join(pieces)
