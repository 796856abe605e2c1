"""The tree of errors: messages, exit codes, policies, and that every error survives pickling."""

from __future__ import annotations

import inspect
import pickle

import pytest

from wiredesk import errors
from wiredesk.errors import WiredeskError

CLASSES = [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, WiredeskError)]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_survives_pickling(kind: type[WiredeskError]) -> None:
    error = kind("story s1", "is broken", "mend it")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind and str(again) == str(error) == "story s1: is broken; mend it"
    assert (again.subject, again.cause, again.hint) == ("story s1", "is broken", "mend it")


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_the_docstring_is_the_default_message(kind: type[WiredeskError]) -> None:
    message = str(kind("story s1"))
    assert message == f"story s1: {(kind.__doc__ or '').splitlines()[0].rstrip('.')}"
    assert message[len("story s1: ")].isupper()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (errors.NotFound(), "There is no such story, store or file"),
        (errors.BadData("a.xml", "line 3:\n  not well-formed"), "a.xml: line 3: not well-formed"),
        (errors.ConfigError(cause="no", hint="say yes"), "no; say yes"),
    ],
)
def test_a_message_is_one_line(error: WiredeskError, message: str) -> None:
    assert str(error) == message


@pytest.mark.parametrize(
    ("kind", "policy", "exit_code"),
    [
        (errors.WiredeskError, None, 1),
        (errors.NotFound, None, 1),
        (errors.AlreadyExists, None, 1),
        (errors.BadData, "quarantine", 65),
        (errors.TooLarge, "quarantine", 65),
        (errors.ResourceLimitExceeded, "quarantine", 1),
        (errors.WorkerLost, "quarantine", 1),
        (errors.BrokerUnavailable, "retry", 69),
        (errors.BrokerAuthError, "retry", 78),
        (errors.StoreConflict, "retry", 69),
        (errors.ModelMissing, "stop", 78),
    ],
)
def test_what_a_worker_and_a_command_do(kind: type[WiredeskError], policy: str | None, exit_code: int) -> None:
    assert (kind.policy, kind.exit_code) == (policy, exit_code)
