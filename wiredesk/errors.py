"""Every error of wiredesk, in one tree.

The docstring of a class is its default message.  An error names its subject (what and where), its cause, and a hint
(the way out), and survives pickling.  ``exit_code`` is what a command exits with.  ``policy`` is what a worker does
with the story:

``quarantine``
    The story is at fault: count the attempt, and quarantine the story after the last one.
``retry``
    The surroundings are at fault (broker, store, disk, network): try again later, and count no attempt.
``stop``
    The deployment is at fault: nothing can work until a person changes something.

Errors that only commands raise have no policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from wiredesk.contract import Article

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
    policy: ClassVar[Policy | None] = None

    def __init__(self, subject: str = "", cause: str = "", hint: str = "") -> None:
        """``subject``: what and where; ``cause``: what is wrong, by default the docstring; ``hint``: the way out."""
        super().__init__(subject, cause, hint)
        self.subject, self.cause, self.hint = subject, cause, hint

    def __str__(self) -> str:
        """One line: subject, cause and hint."""
        message = self.cause or (type(self).__doc__ or "").strip().splitlines()[0].rstrip(".")
        line = f"{self.subject}: {message}" if self.subject else message
        line = f"{line}; {self.hint}" if self.hint else line
        return " ".join(line.split())


class BadData(WiredeskError):
    """The data cannot be read as a news story."""

    exit_code = EXIT_BAD_DATA
    policy = "quarantine"


class UnknownFormat(BadData):
    """The data is in no wire format that wiredesk reads."""


class NoStory(BadData):
    """The document is a page or a message without a news story: a bot check, a log-in page, an error message."""


class TooLarge(BadData):
    """The story or file is larger than the settings allow."""


class DocumentTooSlow(BadData):
    """The document takes longer to parse than the settings allow."""


class ResourceLimitExceeded(WiredeskError):
    """The story took more time or memory than the settings allow."""

    policy = "quarantine"


class ExtractionError(WiredeskError):
    """The story cannot be extracted.

    ``article`` is the story, ``traceback`` the end of the traceback as text.
    """

    policy = "quarantine"
    article: Article
    traceback: str = ""


class WorkerLost(WiredeskError):
    """The worker process died while it processed this story."""

    policy = "quarantine"


class NotFound(WiredeskError):
    """There is no such story, store or file."""


class AlreadyExists(WiredeskError):
    """The file already exists."""


class Unavailable(WiredeskError):
    """A service that wiredesk needs does not answer."""

    exit_code = EXIT_UNAVAILABLE
    policy: ClassVar[Policy | None] = "retry"


class BrokerUnavailable(Unavailable):
    """The broker does not answer."""


class BrokerAuthError(BrokerUnavailable):
    """The broker does not accept this user or password."""

    exit_code = EXIT_CONFIG


class StoreUnavailable(Unavailable):
    """The store does not answer."""


class StoreConflict(StoreUnavailable):
    """The transaction conflicts with another one."""


class StoreDiskError(StoreUnavailable):
    """The disk of the store is full or fails."""


class ConfigError(WiredeskError):
    """The configuration is not valid."""

    exit_code = EXIT_CONFIG
    policy: ClassVar[Policy | None] = "stop"


class StoreUnusable(StoreUnavailable, ConfigError):
    """The store does not let this process work with it.

    At a start the configuration is wrong, and the exit code says so.  Later it was valid when the process started, so
    the store is being moved, restored or failed over: whoever waits for a store waits for this, too.
    """

    exit_code = EXIT_CONFIG
    policy: ClassVar[Policy | None] = "retry"


class ModelMissing(ConfigError):
    """The spaCy model is not installed."""


class StoreTooNew(ConfigError):
    """The store was written by a newer release of wiredesk."""


class GazetteerNotInstalled(ConfigError):
    """The data of the gazetteer is not installed."""


class ExtraNotInstalled(ConfigError):
    """An optional dependency of wiredesk is not installed."""
