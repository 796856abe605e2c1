"""Addresses as they may be shown: without passwords, keys and tokens.

Paid feeds carry their key in the address, which appears in messages, in names of checkpoints and beside rejected bytes.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote

HIDDEN = "***"
"""Stands for what is not shown."""
MIN_TOKEN_CHARS = 16
"""Characters of the shortest value that can be a key by its look: 16 hexadecimal digits are 64 bits, the shortest key
that a service gives out."""
MIN_TOKEN_CHANGES = 4
"""Changes between digits, capitals and small letters from which a run of them is a key and not a word or a date."""
FINGERPRINT_ROUNDS = 100_000
"""Rounds that make a fingerprint slow to compute: it is public, and a short password must not be found by trying."""

_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{0,20}://[^\s\"'<>]+", re.IGNORECASE)
_AUTHORITY_END = re.compile(r"[/?#\\]")
_PIECE = re.compile(r"([&;?#])")
_PORT = re.compile(r"(?:[^:\[\]]*|\[[^\]]*\])(?::\d*)?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SECRET_NAME = re.compile(
    r"key(?!words?(?![a-z]))|token|secret|passw|passphrase|pwd|auth(?!ors?(?![a-z]))|signature|credential|sess(?=ion|id)|jwt"
    r"|hmac|ticket|bearer|licen[cs]e|cookie"
    r"|(?<![a-z])(?:sig|sid|pass|pw|p|u|user|username|login|pin|hash|sas|k|otp)(?![a-z])"
)
"""Names of parameters whose values log somebody in.  ``keyword`` and ``author`` are none."""
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9]+")
_CHANGE = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])|(?<=[a-z])(?=[A-Z])")


def hide_secrets(text: str) -> str:
    """Return a text in which every address is as :func:`public_address` shows it."""
    return _ADDRESS.sub(lambda match: public_address(match[0]), text) if "://" in text else text


def public_address(url: str) -> str:
    """Return an address without user, password, and the values that are secret by their name or their look.

    An address without secrets is returned unchanged.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    end = _AUTHORITY_END.search(rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if "@" not in authority and not _PORT.fullmatch(authority) and "@" in tail:
        authority, tail = (
            f"{authority}{tail[: tail.rindex('@')]}@",
            tail[tail.rindex("@") + 1 :],
        )  # a slash in a password
        host = _AUTHORITY_END.search(tail)
        authority, tail = (authority + tail[: host.start()], tail[host.start() :]) if host else (authority + tail, "")
    user, at, host_port = authority.rpartition("@")
    return f"{scheme}://{HIDDEN if user else ''}{at}{host_port}{_public_tail(tail)}"


def has_named_secret(url: str) -> bool:
    """Return whether an address has a user, a password, or a parameter whose name says that its value is a secret."""
    _, separator, rest = url.partition("://")
    end = _AUTHORITY_END.search(rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if authority.rpartition("@")[0].strip(":") or (not _PORT.fullmatch(authority) and "@" in tail):
        return True
    pieces = (piece for piece in _PIECE.split(tail) if "=" in piece and piece.partition("=")[2])
    return bool(separator) and any(_SECRET_NAME.search(_words(piece)) for piece in pieces)


def base_address(url: str) -> str:
    """Return an address as the base of relative ones: without user and password, and without secret values."""
    return public_address(url).replace(f"://{HIDDEN}@", "://", 1)


def address_of_document(url: str) -> str:
    """Return an address without user, password and signatures, which may be others at every request."""
    scheme, separator, rest = url.partition("://")
    path, question, query = rest.rpartition("@")[2].partition("?") if "@" in rest.split("/")[0] else rest.partition("?")
    kept = [piece for piece in query.partition("#")[0].split("&") if not _SECRET_NAME.search(_words(piece))]
    return f"{scheme}{separator}{path}{question}{'&'.join(kept)}"


def fingerprint(url: str) -> str:
    """Return four characters that tell apart two addresses which differ only in their secrets."""
    return hashlib.pbkdf2_hmac("sha256", url.encode("utf-8", "replace"), b"wiredesk", FINGERPRINT_ROUNDS)[:2].hex()


def _public_tail(tail: str) -> str:
    """Return path, query and fragment."""
    at = min((tail.find(sign) for sign in "?#;" if sign in tail), default=len(tail))
    path = "/".join(_public_segment(segment) for segment in tail[:at].split("/"))
    pieces = _PIECE.split(tail[at:])
    return path + "".join(piece if _PIECE.fullmatch(piece) else _public_parameter(piece) for piece in pieces)


def _public_segment(segment: str) -> str:
    stem, dot, suffix = segment.rpartition(".")
    if dot and len(suffix) <= 5 and _looks_secret(stem):
        return f"{HIDDEN}.{suffix}"
    return HIDDEN if _looks_secret(segment) else segment


def _public_parameter(piece: str) -> str:
    name, equals, value = piece.partition("=")
    if not equals:
        return HIDDEN if _looks_secret(name) else name
    word = _words(piece)
    if not value:
        return piece
    if "://" in (target := unquote(value)):
        return f"{name}={value if public_address(target) == target else HIDDEN}"
    is_secret = _SECRET_NAME.search(word) or (not word.endswith("id") and _looks_secret(value))
    return f"{name}={HIDDEN}" if is_secret else piece


def _words(parameter: str) -> str:
    """Return the name of a parameter in small letters, its words separated."""
    return _CAMEL.sub("_", unquote(parameter.partition("=")[0])).lower()


def _looks_secret(value: str) -> bool:
    """Return whether a value has no words in it: a key, a signature, a UUID."""
    text = unquote(value)
    if len(text) < MIN_TOKEN_CHARS:
        return False
    if _UUID.search(text):
        return True
    runs = (run for run in _RUN.findall(text) if len(run) >= MIN_TOKEN_CHARS)
    return any(len(_CHANGE.findall(run)) >= MIN_TOKEN_CHANGES for run in runs)
