"""Tokens of users, and what proves them.

A token is 192 random bits, so that nobody finds it by trying and a slow hash would protect nothing more.  It is shown
once.  The browser keeps its *proof*, which cannot be turned back into the token, and the store the digest of the proof,
from which neither can be told.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

TOKEN_BYTES = 24
"""192 random bits."""
PREFIX = "wdu_"
"""Beginning of each token, by which people and programs that look for leaked secrets recognise one."""
_PURPOSE = b"wiredesk user"


def new_token() -> str:
    """Return a token."""
    return PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def proof_of(token: str) -> str:
    """Return what a browser keeps of a token."""
    return hmac.new(token.strip().encode("utf-8", "replace"), _PURPOSE, "sha256").hexdigest()


def digest_of(proof: str) -> str:
    """Return what the store keeps of a proof."""
    return sha256(proof.encode("utf-8", "replace")).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare two digests in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
