"""Signatures of messages after Standard Webhooks 1.0 (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
"""Begins a secret in its usual form: Base64 of 24 to 64 random bytes."""
MIN_SECRET_BYTES, MAX_SECRET_BYTES = 24, 64


def secret_bytes(secret: str) -> bytes:
    """Return the key of a secret.

    Raises:
        ValueError: it is not Base64, too short or too long.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("a secret is whsec_ and Base64 of 24 to 64 random bytes") from None
    if not MIN_SECRET_BYTES <= len(key) <= MAX_SECRET_BYTES:
        raise ValueError(f"the secret has {len(key)} bytes, it must have {MIN_SECRET_BYTES} to {MAX_SECRET_BYTES}")
    return key


def signature_header(keys: Sequence[bytes], id: str, seconds: int, body: bytes) -> str:
    """Return the header ``webhook-signature``: a signature for each key, so that secrets can be rotated.

    Args:
        seconds: the time of the attempt, in seconds since 1970.
    """
    message = b".".join((id.encode(), str(seconds).encode(), body))
    signed = (base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode() for key in keys)
    return " ".join(f"v1,{one}" for one in signed)
