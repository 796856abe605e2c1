"""Other processes: workers on any host, and Flower on this host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psutil

from desk.ops.checks.check import Check
from wiredesk.queue.app import app_for
from wiredesk.queue.broker import to_broker_error
from wiredesk.queue.dispatch import SEND_ERRORS
from wiredesk.queue.embedded import is_ready, socket_path
from wiredesk.settings import Settings

INSPECT_SECONDS = 1.5
"""Seconds to wait for the answers of workers; a busy worker's main process answers within one."""
AUTH_OPTIONS = ("--basic-auth", "--basic_auth", "--auth-provider", "--auth_provider", "--auth")
"""Options of Flower that make it require a login."""
LOOPBACK = ("127.", "localhost", "::1")


def workers(settings: Settings) -> Check:
    """Report the workers that answer."""
    hint = "start one: celery -A worker worker"
    if not settings.broker_url and not is_ready(socket_path(settings.home)):
        return Check("workers", "warning", "none: the embedded broker is not running", hint)
    inspect: Any = app_for(settings).control.inspect(timeout=INSPECT_SECONDS)
    try:
        found = inspect.stats() or {}
    except SEND_ERRORS as error:
        raise to_broker_error(settings, error) from error
    if not found:
        return Check("workers", "warning", "no worker answers", hint)
    children = sum(len(stats.get("pool", {}).get("processes", [])) for stats in found.values())
    return Check("workers", "ok", f"{', '.join(sorted(found))}; {children} children")


def flower(_settings: Settings) -> Check:
    """Check that Flower on this host requires a login or listens on the loopback only: it can stop workers."""
    pids = []
    for pid, words, environment in _flowers():
        options = [word.partition("=")[0] for word in words]
        protected = any(option in AUTH_OPTIONS for option in options)
        protected |= any(environment.get(f"FLOWER_{name}") for name in ("BASIC_AUTH", "AUTH", "AUTH_PROVIDER"))
        if not protected and not _address(words, environment).startswith(LOOPBACK):
            return Check(
                "flower", "warning", f"process {pid} requires no password and can stop workers",
                "celery -A worker flower --basic-auth=USER:PASSWORD, or --address=127.0.0.1",
            )  # fmt: skip
        pids.append(pid)
    message = f"process {', '.join(map(str, pids))} is protected" if pids else "not running on this host"
    return Check("flower", "ok", message)


def _flowers() -> Iterator[tuple[int, list[str], dict[str, str]]]:
    """Yield process id, command line and environment of each Flower that this user may inspect."""
    for process in psutil.process_iter(["pid", "cmdline"]):
        words = process.info["cmdline"] or []
        if "flower" in words and any(word.endswith("celery") for word in words):
            try:
                yield process.info["pid"], words, process.environ()
            except psutil.Error:
                continue


def _address(words: list[str], environment: dict[str, str]) -> str:
    """Return the address on which a Flower listens, empty for all."""
    for position, word in enumerate(words):
        name, is_given, value = word.partition("=")
        if name == "--address":
            return value if is_given else next(iter(words[position + 1 :]), "")
    return environment.get("FLOWER_ADDRESS", "")
