"""The broker: reachable, with queues that are never evicted and a file that survives a restart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.ops.checks.check import Check, Problem, first_problem
from wiredesk.errors import EXIT_CONFIG, EXIT_UNAVAILABLE
from wiredesk.queue.broker import queue_depths, server_info
from wiredesk.queue.broker_address import NO_CLUSTER
from wiredesk.queue.embedded import broker_url, find_server_binary, is_ready, socket_path
from wiredesk.settings import Settings, without_secret

NEARLY_FULL = 0.8
"""Share of the broker's memory above which it counts as nearly full."""


def broker(settings: Settings) -> Check:
    """Check that the broker is reachable, writable, not nearly full, evicts nothing and has an append-only file."""
    if not settings.broker_url and not is_ready(socket_path(settings.home)):
        return Check("broker", "ok", f"embedded, not running; program: {find_server_binary()}")
    messages = queue_depths(settings)
    info = server_info(settings)
    message = f"{without_secret(broker_url(settings))}, {info.get('server', 'Redis')}: "
    message += ", ".join(f"{number} {queue}" for queue, number in messages.items())
    return first_problem("broker", message, *redis_problems(info))


def redis_problems(info: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a Redis server, judged by its INFO and CONFIG."""
    policy = info.get("maxmemory_policy", "noeviction")
    used, limit = info.get("used_memory", 0), info.get("maxmemory", 0)
    found: list[Problem] = []
    if info.get("cluster_enabled"):
        found.append(("error", *NO_CLUSTER, EXIT_CONFIG))
    if info.get("role") == "slave":
        found.append(
            ("error", "it is a replica and rejects writes", "set WIREDESK_BROKER_URL to the primary", EXIT_CONFIG)
        )
    if "err" in (info.get("aof_last_write_status"), info.get("rdb_last_bgsave_status")):
        hint = "free some space on its disk; see its log"
        found.append(("error", "it cannot write its file", hint, EXIT_UNAVAILABLE))
    if policy != "noeviction":
        found.append(("warning", f"evicts keys ({policy})", "set maxmemory-policy noeviction", 0))
    if limit and used > NEARLY_FULL * limit:
        hint = "raise maxmemory, or find out what else it stores"
        found.append(("warning", f"{used / limit:.0%} of its memory is used", hint, 0))
    if not info.get("aof_enabled", True):
        found.append(("warning", "no append-only file", "set appendonly yes: recovery after a restart is faster", 0))
    return found
