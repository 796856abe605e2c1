"""The processes beside this one: workers, wherever they run, and a Flower of this host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psutil

from desk.ops.checks.check import Check
from wiredesk.settings import Settings

ANSWER_SECONDS = 1.5
GUARDED = ("--basic-auth", "--basic_auth", "--auth-provider", "--auth_provider", "--auth")
"""Options of Flower that ask whoever comes who they are."""
LOOPBACK = ("127.", "localhost", "::1")


def workers(settings: Settings) -> Check:
    """Which workers answer."""
    from wiredesk.queue.app import app_for
    from wiredesk.queue.broker import to_broker_error
    from wiredesk.queue.dispatch import SEND_ERRORS
    from wiredesk.queue.embedded import is_ready, socket_path

    hint = "start one: celery -A worker worker"
    if not settings.broker_url and not is_ready(socket_path(settings.home)):
        return Check("workers", "warning", "none: the embedded broker is not running", hint)
    inspect: Any = app_for(settings).control.inspect(timeout=ANSWER_SECONDS)
    try:
        found = inspect.stats() or {}
    except SEND_ERRORS as error:
        raise to_broker_error(settings, error) from error
    if not found:
        return Check("workers", "warning", "none answers", hint)
    children = sum(len(stats.get("pool", {}).get("processes", [])) for stats in found.values())
    return Check("workers", "ok", f"{', '.join(sorted(found))}; {children} children")


def flower(_settings: Settings) -> Check:
    """A Flower of this host's asks for a password, or listens on the loopback only: it can stop workers."""
    pids = []
    for pid, words, environment in _flowers():
        options = [word.partition("=")[0] for word in words]
        guarded = any(option in GUARDED for option in options)
        guarded = guarded or any(environment.get(f"FLOWER_{name}") for name in ("BASIC_AUTH", "AUTH", "AUTH_PROVIDER"))
        if not guarded and not _address(words, environment).startswith(LOOPBACK):
            return Check(
                "flower", "warning", f"process {pid} asks for no password and can stop workers",
                "celery -A worker flower --basic-auth=USER:PASSWORD, or --address=127.0.0.1",
            )  # fmt: skip
        pids.append(pid)
    return Check("flower", "ok", f"process {', '.join(map(str, pids))} is guarded" if pids else "none on this host")


def _flowers() -> Iterator[tuple[int, list[str], dict[str, str]]]:
    """Flowers that this user may look at."""
    for process in psutil.process_iter(["pid", "cmdline"]):
        words = process.info["cmdline"] or []
        if "flower" in words and any(word.endswith("celery") for word in words):
            try:
                yield process.info["pid"], words, process.environ()
            except psutil.Error:
                continue


def _address(words: list[str], environment: dict[str, str]) -> str:
    for at, word in enumerate(words):
        name, is_given, value = word.partition("=")
        if name == "--address":
            return value if is_given else next(iter(words[at + 1 :]), "")
    return environment.get("FLOWER_ADDRESS", "")
