"""The ledger: which versions of which stories were accepted, and the state of each.

States::

    pending ──lease──▶ leased ──finish──▶ done
       ▲                 │ fail, release
       └─────────────────┤
                         └──last attempt failed──▶ quarantined    canceled: withdrawn by its provider

Every function takes an open write transaction and uses few statements; the caller commits.
"""

from wiredesk.store.ledger.accept import accept
from wiredesk.store.ledger.attempts import fail, finish, finish_all, finish_and_show, refund_attempt, start
from wiredesk.store.ledger.counts import counts, oldest_pending
from wiredesk.store.ledger.fleet import Fleet, WorkerRow, announce, read_fleet, withdraw
from wiredesk.store.ledger.language_counts import LanguageState, language_states, stored_tiers
from wiredesk.store.ledger.leases import (
    CRASH_TOLERANCE,
    RANDOM_KILL_WINDOW_SECONDS,
    count_leases,
    lease,
    release,
    release_dead,
    release_expired,
    release_worker,
    renew,
)
from wiredesk.store.ledger.outbox import (
    claim_unsent,
    has_unsent,
    oldest_waiting,
    requeue_lost,
    unclaim,
    unsend,
    unsent_languages,
    waiting_by_language,
)
from wiredesk.store.ledger.records import (
    RETRY_SECONDS,
    Accepted,
    Arrival,
    ClaimedArrival,
    Disposition,
    Key,
    LeasedVersion,
    OutboxEntry,
    queue_of,
)

__all__ = [
    "CRASH_TOLERANCE",
    "RANDOM_KILL_WINDOW_SECONDS",
    "RETRY_SECONDS",
    "Accepted",
    "Arrival",
    "ClaimedArrival",
    "Disposition",
    "Fleet",
    "Key",
    "LanguageState",
    "LeasedVersion",
    "OutboxEntry",
    "WorkerRow",
    "accept",
    "announce",
    "claim_unsent",
    "count_leases",
    "counts",
    "fail",
    "finish",
    "finish_all",
    "finish_and_show",
    "has_unsent",
    "language_states",
    "lease",
    "oldest_pending",
    "oldest_waiting",
    "queue_of",
    "read_fleet",
    "refund_attempt",
    "release",
    "release_dead",
    "release_expired",
    "release_worker",
    "renew",
    "requeue_lost",
    "start",
    "stored_tiers",
    "unclaim",
    "unsend",
    "unsent_languages",
    "waiting_by_language",
    "withdraw",
]
