"""The ledger: what was accepted, and where each version of each story stands.

States::

    pending ──lease──▶ leased ──finish──▶ done
       ▲                 │ fail, release
       └─────────────────┤
                         └──third failure──▶ quarantined          canceled: withdrawn by its provider

Every function takes an open write transaction and does its work in few statements; the caller commits.
"""

from worker.store.ledger.acceptance import accept
from worker.store.ledger.attempts import RETRY_SECONDS, fail, finish, start, uncount
from worker.store.ledger.figures import counts, oldest_pending
from worker.store.ledger.leases import (
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
from worker.store.ledger.sending import has_unsent, resend, unsend, unsent, waiting
from worker.store.ledger.sight import fold, show
from worker.store.ledger.story import OPEN, QUEUES, STATES, Accepted, Key, Leased, Waiting, queue_of

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
