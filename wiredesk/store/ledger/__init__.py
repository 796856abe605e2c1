"""The ledger: what was accepted, and where each version of each story stands.

States::

    pending ──lease──▶ leased ──finish──▶ done
       ▲                 │ fail, release
       └─────────────────┤
                         └──third failure──▶ quarantined          canceled: withdrawn by its provider

Every function takes an open write transaction and does its work in few statements; the caller commits.
"""

from wiredesk.store.ledger.accept import accept
from wiredesk.store.ledger.attempts import RETRY_SECONDS, fail, finish, start, uncount
from wiredesk.store.ledger.counts import counts, oldest_pending
from wiredesk.store.ledger.leases import (
    KILLER_SECONDS,
    SPARED,
    held,
    lease,
    release,
    release_dead,
    release_expired,
    release_group,
    renew,
)
from wiredesk.store.ledger.outbox import has_unsent, resend, unsend, unsent, waiting
from wiredesk.store.ledger.records import OPEN, QUEUES, STATES, Accepted, Key, Leased, Waiting, queue_of
from wiredesk.store.visibility import fold, show

__all__ = [
    "KILLER_SECONDS",
    "OPEN",
    "QUEUES",
    "RETRY_SECONDS",
    "SPARED",
    "STATES",
    "Accepted",
    "Key",
    "Leased",
    "Waiting",
    "accept",
    "counts",
    "fail",
    "finish",
    "fold",
    "has_unsent",
    "held",
    "lease",
    "oldest_pending",
    "queue_of",
    "release",
    "release_dead",
    "release_expired",
    "release_group",
    "renew",
    "resend",
    "show",
    "start",
    "uncount",
    "unsend",
    "unsent",
    "waiting",
]
