"""Everything that can go wrong, in one tree.

The docstring is the default message.  An error names its subject (what and where), its cause, and the way out, and
survives pickling.  ``exit_code`` is what a command exits with; ``policy`` is what a worker does with the story:

``quarantine``
    the story is at fault: count the attempt, and set it aside after the last.
``retry``
    the surroundings are at fault (broker, store, disk, network): try again later, no attempt counted.
``stop``
    the deployment is at fault: nothing can work until a person changes something.
"""

from __future__ import annotations

from typing import ClassVar, Literal

Policy = Literal["quarantine", "retry", "stop"]

EXIT_DONE = 0
EXIT_FAILURE = 1
EXIT_USAGE = 2
EXIT_BAD_DATA = 65
EXIT_UNAVAILABLE = 69
EXIT_CONFIG = 78
EXIT_INTERRUPTED = 130


class WiredeskError(Exception):
    """Something went wrong."""

    exit_code: ClassVar[int] = EXIT_FAILURE
    policy: ClassVar[Policy] = "quarantine"

    def __init__(self, subject: str = "", cause: str = "", hint: str = "") -> None:
        super().__init__(subject, cause, hint)
        self.subject, self.cause, self.hint = subject, cause, hint

    def __str__(self) -> str:
        message = self.cause or (type(self).__doc__ or "").strip().splitlines()[0].rstrip(".")
        line = f"{self.subject}: {message}" if self.subject else message
        line = f"{line}; {self.hint}" if self.hint else line
        return " ".join(line.split())


class BadData(WiredeskError):
    """Cannot be read as a news story."""

    exit_code = EXIT_BAD_DATA


class UnknownFormat(BadData):
    """Not in any wire format that wiredesk reads."""


class TooLarge(BadData):
    """Larger than a story may be."""


class ResourceLimitExceeded(WiredeskError):
    """The story took more time or memory than a worker may spend on one."""


class WorkerLost(WiredeskError):
    """The worker process died while it read this story."""


class Unavailable(WiredeskError):
    """A service that wiredesk stands on does not answer."""

    exit_code = EXIT_UNAVAILABLE
    policy = "retry"


class BrokerUnavailable(Unavailable):
    """The broker does not answer."""


class BrokerAuthError(BrokerUnavailable):
    """The broker does not let this user in."""

    exit_code = EXIT_CONFIG


class StoreUnavailable(Unavailable):
    """The results store does not answer."""


class StoreConflict(StoreUnavailable):
    """Another transaction of the store stood in the way of this one."""


class ConfigError(WiredeskError):
    """The configuration does not fit."""

    exit_code = EXIT_CONFIG
    policy = "stop"


class ModelMissing(ConfigError):
    """The spaCy model is not installed."""


class StoreTooNew(ConfigError):
    """The store was written by a newer release of wiredesk."""


class NotFound(WiredeskError):
    """There is no such story."""


class GazetteerNotInstalled(ConfigError):
    """The data of the gazetteer is not installed."""
