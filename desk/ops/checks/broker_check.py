"""The broker: reachable, with queues that are never evicted and a file that survives a restart."""

from __future__ import annotations

from desk.ops.checks.check import Check, worst
from wiredesk.errors import EXIT_CONFIG, EXIT_UNAVAILABLE
from wiredesk.settings import Settings, without_secret

FULL = 0.8
"""Share of the broker's memory above which it is nearly full."""


def broker(settings: Settings) -> Check:
    """Reachable, writable, not nearly full, evicting nothing, with an append-only file."""
    from wiredesk.queue.broker import queue_depths, server_info
    from wiredesk.queue.embedded import broker_url, find_server_binary, is_ready, socket_path

    if not settings.broker_url and not is_ready(socket_path(settings.home)):
        return Check("broker", "ok", f"embedded, not running; it would be {find_server_binary()}")
    waiting = queue_depths(settings)
    info = server_info(settings)
    says = f"{without_secret(broker_url(settings))}, {info.get('server', 'Redis')}: "
    says += ", ".join(f"{number} {queue}" for queue, number in waiting.items())
    policy = info.get("maxmemory_policy", "noeviction")
    used, most = info.get("used_memory", 0), info.get("maxmemory", 0)
    return worst(
        "broker",
        says,
        ("error", "it is a replica and takes no writes", "name the primary in WIREDESK_BROKER_URL", EXIT_CONFIG)
        if info.get("role") == "slave"
        else None,
        ("error", "it cannot write its file", "free some space on its disk; see its log", EXIT_UNAVAILABLE)
        if "err" in (info.get("aof_last_write_status"), info.get("rdb_last_bgsave_status"))
        else None,
        ("warning", f"evicts keys ({policy})", "set maxmemory-policy noeviction", 0)
        if policy != "noeviction"
        else None,
        ("warning", f"{used / most:.0%} of its memory is taken", "raise maxmemory, or look what else lives in it", 0)
        if most and used > FULL * most
        else None,
        ("warning", "no append-only file", "set appendonly yes: restarts lose less time", 0)
        if not info.get("aof_enabled", True)
        else None,
    )
