"""The keys under which a company is found by the code of its share: ``ibm.n`` and ``ibm`` of ``IBM.N``."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"(?P<exchange>[^\W\d_][\w .-]{1,40}): ?(?P<listed>\w{1,8}(?:[./-]\w{1,4})?)"
    r"|(?P<reuters>\w{2,8}|[^\W\d_])\.(?P<market>[^\W\d_]{1,3})"
    r"|(?P<alone>\w{1,8})"
)
"""The forms of ``links.ticker``: ``NYSE:IBM``, ``IBM.N``, ``IBM``."""
_BRACKETS = "<>()[]$ "


def ticker_keys(code: str) -> tuple[str, ...]:
    """Return the keys of a share's code, with the exchange first, then without it.

    A code of figures alone (``7203.T``) has no key without its exchange: it would be a number like any other; neither
    has one of a single letter (``F.N``), which would be found by "U.N".
    """
    text = code.strip(_BRACKETS).casefold()
    found = _CODE.fullmatch(text)
    if found is None:
        return (text,) if text else ()
    if found["exchange"]:
        whole, bare = f"{found['exchange'].strip()}:{found['listed']}", found["listed"]
    else:
        whole, bare = text, found["reuters"] or found["alone"]
    return (whole,) if bare == whole or bare.isdecimal() or len(bare) == 1 else (whole, bare)
