"""Names of users: one line, compared without case."""

from __future__ import annotations

import unicodedata

from wiredesk.errors import EXIT_USAGE, WiredeskError
from wiredesk.safe_line import safe_line

MAX_NAME_CHARACTERS = 100
_HIDDEN = ("C", "Zl", "Zp")
"""Categories of characters that a reader does not see, or that end a line."""


class BadUser(WiredeskError):
    """The user cannot be added or changed."""

    exit_code = EXIT_USAGE


def clean_name(text: str) -> str:
    """Return a name as it is kept and shown: composed letters, single spaces.

    Raises:
        BadUser: it is empty, too long, or has characters that nobody sees.
    """
    if len(text) > MAX_NAME_CHARACTERS:
        raise BadUser("the name", f"is longer than {MAX_NAME_CHARACTERS} characters", "choose a shorter one")
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise BadUser("the name", "is empty", "give one, such as ana.bell")
    if any(unicodedata.category(one).startswith(_HIDDEN) for one in name):
        raise BadUser(f'the name "{safe_line(name)}"', "has characters that nobody sees", "write it without them")
    return name


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: the name without case and width of its letters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
