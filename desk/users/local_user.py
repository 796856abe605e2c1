"""Who uses the desk on this machine: the user of the system."""

from __future__ import annotations

import getpass

from desk.users.user_names import BadUser, clean_name

UNNAMED = "local"
"""Name of a user of the system who has none, as in a container."""


def local_name() -> str:
    """Return the name of the user of the system."""
    try:
        return clean_name(getpass.getuser())
    except (KeyError, OSError, BadUser):
        return UNNAMED
